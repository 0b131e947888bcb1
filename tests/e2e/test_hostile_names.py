"""Names that try to be markup, formulas or paths, on the pages."""

from __future__ import annotations

import psycopg
from playwright.sync_api import Dialog, expect

from demogen.service.generation import TenantGenerator
from tests.e2e.conftest import Site
from tests.integration.builders import empty_tenant
from tests.reliability.test_hostile_names import HOSTILE


def test_every_page_shows_hostile_names_as_text_and_runs_nothing(
    site: Site, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenants = {}
    for name in HOSTILE:
        made = empty_tenant(generator)
        sql.execute("UPDATE tenants SET name = %s WHERE id = %s", [name, made.id])
        tenants[name] = made.slug
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    site.page.on("dialog", note)

    site.open("/tenants")
    expect(site.page.get_by_role("main")).to_contain_text("DROP TABLE tenants")
    for name, slug in tenants.items():
        site.open(f"/tenants/{slug}")
        expect(site.page.get_by_role("heading", level=1)).to_have_text(" ".join(name.split()))
        wide = site.page.evaluate(
            "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        )
        assert not wide, name

    assert dialogs == []
    assert site.page.locator("img[src=x]").count() == 0
