"""What is entered into a plan stays: refused entries, months that are not shown, tables in other shapes, no answer to be had."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from tests.e2e.conftest import Accessible, Site, Watch
from tests.e2e.editing import cell, editor
from tests.integration.builders import grown_tenant


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator)


def enter(page: Page, month: str, column: str, text: str) -> None:
    cell(page, month, column).click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def test_an_entry_that_was_refused_is_there_again_after_a_reload_and_can_be_cleared(
    site: Site, tenant: TenantRow, accessible: Accessible
) -> None:
    page = editor(site, tenant)
    enter(page, "Oct 2025", "Contacts", "about 800")
    expect(page.get_by_text("1 entry could not be read.")).to_be_visible()

    page.reload()
    expect(cell(page, "Oct 2025", "Contacts")).to_contain_text("about 800")
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_text("1 entry to correct, Jul 2025 – Dec 2025.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Continue").click()
    expect(cell(page, "Oct 2025", "Contacts")).to_contain_text("about 800")
    expect(page.get_by_role("button", name="Preview")).to_be_disabled()
    page.get_by_role("button", name="Clear").click()

    expect(cell(page, "Oct 2025", "Contacts")).to_contain_text("blank")
    expect(page.get_by_text("Nothing entered yet.")).to_be_visible()


def test_numbers_of_months_that_are_not_shown_are_kept_and_left_out_of_the_plan(
    site: Site, tenant: TenantRow, accessible: Accessible
) -> None:
    page = editor(site, tenant)
    enter(page, "Oct 2025", "Contacts", "800")
    enter(page, "Dec 2025", "Contacts", "900")
    page.get_by_label("From").select_option("2025-12")
    expect(page.get_by_text("1 entry in a month that is not shown is kept.")).to_be_visible()
    expect(page.get_by_text("1 number, no problems.")).to_be_visible()
    accessible(page)

    page.reload()
    page.get_by_role("button", name="Show Oct 2025 – Dec 2025").click()

    expect(cell(page, "Oct 2025", "Contacts")).to_contain_text("800")
    expect(page.get_by_text("2 numbers, no problems.")).to_be_visible()


def test_what_was_kept_aside_stays_when_the_rest_is_applied(site: Site, tenant: TenantRow) -> None:
    page = editor(site, tenant)
    enter(page, "Oct 2025", "Contacts", "800")
    enter(page, "Dec 2025", "Contacts", "900")
    page.get_by_label("To", exact=True).select_option("2025-11")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)

    editor(site, tenant)
    expect(cell(page, "Oct 2025", "Contacts")).to_contain_text("blank")
    page.get_by_label("To", exact=True).select_option("2025-12")

    expect(cell(page, "Dec 2025", "Contacts")).to_contain_text("900")


def test_a_plan_that_cannot_be_checked_is_not_called_free_of_problems(
    site: Site, tenant: TenantRow, accessible: Accessible, watch: Watch
) -> None:
    page = editor(site, tenant)
    page.route("**/patch/validate", lambda route: route.abort())
    enter(page, "Oct 2025", "Contacts", "800")
    expect(page.get_by_text("1 number, not checked.")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("alert")).to_contain_text("The server cannot be reached.")
    accessible(page)
    page.unroute("**/patch/validate")
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_text("1 number, no problems.")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_hidden()
    watch.forgive("ERR_FAILED")
    watch.forgive("patch/validate")


def test_a_table_of_commas_is_read_as_a_table_and_confirmed_with_one_key(
    site: Site, tenant: TenantRow, accessible: Accessible
) -> None:
    page = editor(site, tenant)
    cell(page, "Oct 2025", "Contacts").click()
    site.paste("month,contactsCreated\n2025-11,810\n2025-12,820\n")
    dialog = page.get_by_role("dialog", name="Paste a plan")
    button = dialog.get_by_role("button", name="Paste 2 numbers")
    expect(button).to_be_focused()
    expect(button).to_be_enabled()
    accessible(page)
    page.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    expect(cell(page, "Nov 2025", "Contacts")).to_contain_text("810")
    expect(cell(page, "Nov 2025", "Contacts")).to_be_focused()


def test_months_without_a_heading_are_one_problem_that_is_solved_in_the_dialog(
    site: Site, tenant: TenantRow, accessible: Accessible
) -> None:
    page = editor(site, tenant)
    cell(page, "Oct 2025", "Contacts").click()
    site.paste("\n".join(f"2025-{month:02}\t{month + 300}" for month in range(7, 13)))
    dialog = page.get_by_role("dialog", name="Paste a plan")
    expect(dialog.get_by_text("1 problem in the table, so nothing of it is pasted yet")).to_be_visible()
    expect(dialog.get_by_text("Or choose above each column what it holds.")).to_be_visible()
    button = dialog.get_by_role("button", name="Paste 0 numbers")
    expect(button).to_be_focused()
    expect(button).to_be_disabled()
    accessible(page)
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Column 2 is").select_option("Contacts created")
    dialog.get_by_role("button", name="Paste 6 numbers").click()

    expect(cell(page, "Jul 2025", "Contacts")).to_contain_text("307")
