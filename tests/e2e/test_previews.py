"""Previews that do not come, come late, or are outdated."""

from __future__ import annotations

import json
import re

import psycopg
import pytest
from playwright.sync_api import Page, Route, expect

from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from tests.e2e.conftest import Accessible, Site, Watch
from tests.e2e.editing import cell, editor
from tests.e2e.test_pages import UNREADY
from tests.integration.builders import grown_tenant

VALIDATE = "**/patch/validate"


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator)


class Gate:
    """Holds requests back until it is opened."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._waiting: list[Route] = []
        self._is_open = False
        page.route(pattern, self._take)

    def open(self) -> None:
        self._is_open = True
        for route in self._waiting:
            route.continue_()

    def _take(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._waiting.append(route)


def enter(page: Page, month: str, column: str, number: str) -> None:
    cell(page, month, column).first.click()
    page.keyboard.type(number)
    page.keyboard.press("Enter")


def test_a_preview_that_fails_behind_another_is_told_and_tried_again(
    site: Site, tenant: TenantRow, accessible: Accessible, watch: Watch
) -> None:
    page = editor(site, tenant)
    enter(page, "Nov 2025", "Deals created", "30")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Cannot be applied")).to_be_visible()

    def fail(route: Route) -> None:
        route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(UNREADY))

    page.route(VALIDATE, fail)
    page.get_by_role("button", name="Switch to “Change records too”").click()
    alert = page.get_by_role("alert", name="The plan could not be checked").filter(visible=True)
    expect(alert).to_contain_text("The database does not answer.", timeout=20_000)
    accessible(page)
    page.unroute(VALIDATE)
    alert.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Can be applied")).to_be_visible()
    page.get_by_role("button", name="Back").click()

    expect(page.get_by_role("button", name="Preview")).to_be_focused()
    watch.forgive("503")


def test_a_preview_that_comes_late_does_not_undo_going_back(site: Site, tenant: TenantRow) -> None:
    page = editor(site, tenant)
    enter(page, "Nov 2025", "Deals created", "30")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Cannot be applied")).to_be_visible()

    checks = Gate(page, VALIDATE)
    page.get_by_role("button", name="Switch to “Change records too”").click()
    expect(page.get_by_text("Looking again at what the plan would do…")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    checks.open()
    page.wait_for_load_state("networkidle")

    expect(page.get_by_text("1 number, no problems.")).to_be_visible()
    expect(page.get_by_role("heading", name="Preview")).to_be_hidden()
    expect(page.get_by_role("button", name="Preview")).to_be_focused()


def test_a_preview_of_what_was_changed_meanwhile_is_not_shown(site: Site, tenant: TenantRow) -> None:
    page = editor(site, tenant)
    enter(page, "Nov 2025", "Activities", "4000")
    expect(page.get_by_text("1 number, no problems.")).to_be_visible()

    checks = Gate(page, VALIDATE)
    page.get_by_role("button", name="Preview").click()
    enter(page, "Dec 2025", "Activities", "4000")
    checks.open()
    expect(page.get_by_text("2 numbers, no problems.")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", name="Preview")).to_be_hidden()
    page.get_by_role("button", name="Preview").click()

    expect(page.get_by_text("2 months", exact=True)).to_be_visible()


def test_a_clearing_is_shown_anew_when_the_tenant_has_changed(
    site: Site, tenant: TenantRow, sql: psycopg.Connection, accessible: Accessible, watch: Watch
) -> None:
    page = site.page
    site.open(f"/tenants/{tenant.slug}/overview")
    page.get_by_role("button", name="Clear tenant").click()
    dialog = page.get_by_role("dialog", name="Clear Berlin Tools")
    dialog.get_by_text("Removed").wait_for()
    sql.execute(
        "UPDATE companies SET name = 'Mine', updated_at = now() WHERE id = (SELECT id FROM companies LIMIT 1)"
    )

    dialog.get_by_role("button", name="Clear the tenant").click()
    expect(dialog.get_by_role("alert").filter(has_text="The tenant has changed meanwhile")).to_be_visible()
    expect(dialog.get_by_text("Mine: A person edited it since.")).to_be_visible()
    accessible(page)
    dialog.get_by_label("Edited ones too").check()
    expect(dialog.get_by_text("The tenant has changed meanwhile")).to_be_hidden()
    dialog.get_by_role("button", name="Clear the tenant").click()

    expect(page.get_by_role("heading", name=re.compile("^The tenant was cleared"))).to_be_visible(
        timeout=60_000
    )
    watch.forgive("409")


def test_a_plan_that_changes_nothing_cannot_be_applied_and_says_why(
    site: Site, tenant: TenantRow, accessible: Accessible
) -> None:
    page = editor(site, tenant)
    page.get_by_text("Additions", exact=True).click()
    enter(page, "Nov 2025", "Contacts", "0")
    page.get_by_role("button", name="Preview").click()

    expect(page.get_by_text("There is nothing to apply")).to_be_visible()
    expect(page.get_by_text("Can be applied")).to_be_hidden()
    expect(page.get_by_role("button", name="Apply")).to_be_disabled()
    expect(page.get_by_role("figure")).to_be_hidden()
    accessible(page)
