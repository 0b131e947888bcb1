"""All records that a patch changes, in its preview and on its job's page."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect

from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from tests.e2e.conftest import DESKTOP, PHONE, Accessible, Site
from tests.e2e.editing import cell, editor
from tests.integration.builders import grown_tenant


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator)


def enter(page: Page, column: str, number: str) -> None:
    cell(page, "Nov 2025", column).first.click()
    page.keyboard.type(number)
    page.keyboard.press("Enter")


def test_all_changed_records_are_shown_before_and_after_and_taken_along(
    site: Site, tenant: TenantRow, accessible: Accessible, sql: psycopg.Connection
) -> None:
    page = editor(site, tenant)
    enter(page, "Deals created", "70")
    enter(page, "Activities", "700")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Switch to “Change records too”").click()
    expect(page.get_by_text("Can be applied")).to_be_visible()
    changed = page.get_by_role("region", name="Changed records")
    few = changed.get_by_role("rowheader").count()
    shown = page.get_by_text(" shown", exact=False)
    expect(shown).to_contain_text(f"{few} of ")
    total = int((shown.text_content() or "").split()[2])
    assert few <= 20
    assert 50 < total <= 100

    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("status").filter(has_text=f"50 of {total} shown")).to_be_visible()
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        accessible(page)
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_text(f"{total} of {total} shown")).to_be_visible()
    names = changed.get_by_role("rowheader").all_inner_texts()
    assert len(names) == total

    page.get_by_role("button", name="Apply").click()
    page.get_by_role("button", name="Apply with these counts").click()
    page.get_by_role("link", name="View job").click(timeout=60_000)
    expect(page.get_by_text(f"50 of {total} shown")).to_be_visible()
    for size in (PHONE, DESKTOP):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        accessible(page)
    page.get_by_role("button", name="Show more").click()
    expect(page.get_by_text(f"{total} of {total} shown")).to_be_visible()
    assert changed.get_by_role("rowheader").all_inner_texts() == names
    deals = sql.execute("SELECT count(*) FROM demo_row_images WHERE entity = 'deals'").fetchone()
    assert deals
    page.get_by_label("Kind of record").select_option("deals")
    expect(page.get_by_text(f"{min(deals[0], 50)} of {deals[0]} shown")).to_be_visible()
    page.get_by_label("Kind of record").select_option("")
    with page.expect_download() as taken:
        page.get_by_label("Changed records as CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(taken.value.path()).read_text(encoding="utf-8-sig"))))
    assert len({row["Id"] for row in rows}) == total
