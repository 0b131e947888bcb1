"""Writing, previewing and applying plans, in the browser."""

from __future__ import annotations

import json
import re
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from demogen.service.sign_in import Admins
from tests.api.conftest import EMAIL, PASSWORD
from tests.e2e.conftest import PHONE, Accessible, Site, Watch
from tests.e2e.editing import cell, editor, job_count
from tests.integration.builders import counted, grown_tenant

SHEET = "Month\tDeals created\tClosed won\tClosed won value\tOwner\n{}\t400\t150\t1200000.00\tAnn\n{}\t420\t160\tmuch\tBob\n"


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    """Twelve months of growth, January to December 2025."""
    return grown_tenant(generator)


def test_the_whole_flow(  # noqa: PLR0915  # one story
    site: Site, accessible: Accessible, sql: psycopg.Connection, tmp_path: Path
) -> None:
    page = site.page

    # a new tenant, whose curve is seen before it is made
    page.get_by_role("link", name="New demo tenant").click()
    page.get_by_label("Name").fill("Flow Works")
    page.get_by_role("combobox", name="Country").click()
    page.get_by_role("option", name="Germany").click()
    page.get_by_label("Dip").check()
    expect(page.get_by_role("figure", name="Closed won value by month")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Create tenant").click()
    page.wait_for_url("**/tenants/flow-works/overview", timeout=60_000)
    expect(page.get_by_text("Newest jobs")).to_be_visible()
    accessible(page)

    # its months, and a plan from a spreadsheet
    page.get_by_role("tab", name="Monthly updates").click()
    table = page.get_by_role("region", name="KPIs by month")
    expect(table.get_by_role("row")).to_have_count(14)
    page.get_by_label("Chart shows").select_option("activities")
    expect(page).to_have_url(re.compile("chart=activities"))
    table.get_by_role("button", name="Closed won value").click()
    expect(page).to_have_url(re.compile("sort=closedWonValue&order=desc"))
    accessible(page)
    first, last = _months(page)
    page.get_by_role("button", name="Add monthly update").click()
    expect(page.get_by_role("grid", name="Plan")).to_be_visible()
    accessible(page)
    page.get_by_role("gridcell").first.click()
    site.paste(SHEET.format(first, last))
    dialog = page.get_by_role("dialog", name="Paste a plan")
    expect(dialog.get_by_role("listitem").filter(has_text="'much'")).to_be_visible()
    expect(dialog.get_by_text("Column “Owner”")).to_be_visible()
    expect(dialog.get_by_role("img", name=re.compile("Problem: .*'much'"))).to_be_visible()
    accessible(page)
    expect(dialog.get_by_role("button", name="Paste 5 numbers")).to_be_disabled()
    dialog.get_by_role("button", name="Cancel").click()
    page.get_by_role("gridcell").first.click()
    site.paste(SHEET.format(first, last).replace("much", ""))
    dialog.get_by_role("button", name="Paste 5 numbers").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("gridcell", name=re.compile("^400"))).to_be_focused()
    page.keyboard.press("Control+Z")
    expect(page.get_by_text("Nothing entered yet.")).to_be_visible()
    page.keyboard.press("Control+Y")
    expect(page.get_by_text("5 numbers, no problems.")).to_be_visible()
    accessible(page)

    # preview, apply, proof
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Can be applied")).to_be_visible()
    expect(page.get_by_role("figure", name="Closed won value before and after, by month")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)
    accessible(page)
    tenant = sql.execute("SELECT id FROM tenants WHERE slug = 'flow-works'").fetchone()
    assert tenant
    numbers = counted(sql, tenant[0], "Europe/Berlin")
    assert numbers[first, "closedWonValue"] == 120_000_000
    assert numbers[last, "closedWonCount"] == 160

    # what is left of it: history, the job's page, its report
    page.get_by_role("tab", name="Patch history").click()
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_label("Status").select_option("failed")
    expect(page.get_by_text("No job has this status")).to_be_visible()
    page.get_by_label("Status").select_option("completed")
    accessible(page)
    page.get_by_role("row").nth(1).get_by_role("link").click()
    expect(page.get_by_role("heading", name="Who did what")).to_be_visible()
    accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
    report = tmp_path / "report.json"
    download.value.save_as(report)
    assert json.loads(report.read_text())["diffReport"]["status"] == "pass"


def _months(page: Page) -> tuple[str, str]:
    """The last two whole months that the tenant has, as YYYY-MM."""
    options = (
        page.get_by_label("To", exact=True)
        .locator("option")
        .evaluate_all("options => options.map(option => option.value)")
    )
    months = sorted(options)
    return months[-3], months[-2]


def test_a_plan_is_typed_and_applied_by_keyboard_alone(
    site: Site, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    page = site.page
    site.open(f"/tenants/{tenant.slug}/monthly-updates")

    _tab_to(page, page.get_by_role("button", name="Add monthly update"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("grid", name="Plan")).to_be_visible()
    _tab_to(page, page.get_by_role("gridcell").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("900")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+D")
    page.keyboard.press("F6")
    _tab_to(page, page.get_by_role("button", name="Preview"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Preview")).to_be_focused()
    _tab_to(page, page.get_by_role("button", name="Apply"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)
    numbers = counted(sql, tenant.id, tenant.timezone)
    assert [numbers[month, "contactsCreated"] for month in ("2025-08", "2025-09", "2025-10")] == [900] * 3


def _tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(60):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{wanted} is not reached by Tab")


def test_a_phone_shows_every_page_and_applies_a_plan(
    site: Site, tenant: TenantRow, accessible: Accessible, sql: psycopg.Connection
) -> None:
    page = site.page
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})

    for path, sign in (
        ("/tenants", "Berlin Tools"),
        ("/tenants/new", "in all"),
        (f"/tenants/{tenant.slug}/overview", "Newest jobs"),
        (f"/tenants/{tenant.slug}/monthly-updates", "12 months"),
        (f"/tenants/{tenant.slug}/patch-history", "History of the tenant"),
    ):
        site.open(path)
        page.get_by_text(sign).first.wait_for()
        accessible(page)
    editor(site, tenant)
    cell(page, "Dec 2025", "Companies").click()
    page.keyboard.type("300")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Can be applied")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Apply").click()

    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)
    accessible(page)
    assert counted(sql, tenant.id, tenant.timezone)["2025-12", "companiesCreated"] == 300


def test_a_blocker_leads_to_its_cell_and_the_nearest_plan_can_be_used(
    site: Site, tenant: TenantRow, accessible: Accessible
) -> None:
    page = editor(site, tenant)

    cell(page, "Dec 2025", "Deals created").click()
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 number, 1 problem.")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Cannot be applied")).to_be_visible()
    expect(page.get_by_role("button", name="Apply")).to_be_disabled()
    accessible(page)
    page.get_by_role("button", name="Go to Dec 2025").click()

    target = cell(page, "Dec 2025", "Deals created")
    expect(target).to_be_focused()
    expect(target).to_have_accessible_description(re.compile("above the target 3"))


def test_the_nearest_feasible_plan_is_taken_over(site: Site, tenant: TenantRow) -> None:
    page = editor(site, tenant)
    page.get_by_text("Additions", exact=True).click()

    cell(page, "Dec 2025", "Deals created value").click()
    page.keyboard.type("1000")
    cell(page, "Dec 2025", "Closed won value").click()
    page.keyboard.type("500000")
    cell(page, "Dec 2025", "Deals created").first.click()
    page.keyboard.type("1")
    cell(page, "Dec 2025", "Closed won").first.click()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Cannot be applied")).to_be_visible()
    page.get_by_role("button", name="Use the nearest feasible plan").click()

    expect(page.get_by_text("Can be applied")).to_be_visible()


def test_a_plan_survives_a_reload_and_a_session_that_ended(
    site: Site,
    tenant: TenantRow,
    database: Database,
    sql: psycopg.Connection,
    accessible: Accessible,
    watch: Watch,
) -> None:
    Admins(database).create(EMAIL, password=PASSWORD)
    page = editor(site, tenant)
    cell(page, "Nov 2025", "Activities").click()
    page.keyboard.type("4000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 number, no problems.")).to_be_visible()

    page.reload()
    expect(cell(page, "Nov 2025", "Activities")).to_contain_text("4,000")
    sql.execute("DELETE FROM admin_sessions")
    page.get_by_role("button", name="Preview").click()
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog).to_be_visible()
    accessible(page)
    dialog.get_by_label("E-mail").fill(EMAIL)
    dialog.locator("input[type=password]").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Apply").click()

    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)
    watch.forgive("401")
    page.get_by_role("button", name="See the months").click()
    expect(page.get_by_role("button", name="Add monthly update")).to_be_visible()
    expect(page.get_by_text("You have an unsaved plan")).to_be_hidden()


def test_a_double_click_applies_once_and_an_outdated_preview_is_shown_again(
    site: Site, tenant: TenantRow, context: BrowserContext, watch: Watch, sql: psycopg.Connection
) -> None:
    page = editor(site, tenant)
    cell(page, "Oct 2025", "Contacts").click()
    page.keyboard.type("800")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Can be applied")).to_be_visible()
    sql.execute(
        "UPDATE contacts SET deleted_at = now() WHERE id = (SELECT id FROM contacts WHERE tenant_id = %s AND "
        "became_lead_at IS NULL AND created_at BETWEEN '2025-10-05' AND '2025-10-25' "
        "AND id NOT IN (SELECT contact_id FROM deals WHERE contact_id IS NOT NULL) LIMIT 1)",
        [tenant.id],
    )

    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("The tenant has changed meanwhile")).to_be_visible()
    watch.forgive("409")
    assert job_count(sql) == 0
    page.get_by_role("button", name="Apply").dblclick()

    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)
    assert job_count(sql) == 1


def test_two_tabs_keep_their_own_plans(
    site: Site,
    tenant: TenantRow,
    context: BrowserContext,
    watch: Watch,
    accessible: Accessible,
    sql: psycopg.Connection,
) -> None:
    first = editor(site, tenant)
    cell(first, "Oct 2025", "Contacts").click()
    first.keyboard.type("800")
    first.keyboard.press("Enter")
    expect(first.get_by_text("1 number, no problems.")).to_be_visible()
    second = context.new_page()
    watch.over(second)

    other = editor(Site(site.address, second), tenant)
    expect(other.get_by_text("Nothing entered yet.")).to_be_visible()
    expect(other.get_by_text("Unsaved plans from other tabs")).to_be_visible()
    accessible(other)
    cell(other, "Dec 2025", "Leads").click()
    other.keyboard.type("1")
    other.keyboard.press("Enter")
    first.reload()

    expect(cell(first, "Oct 2025", "Contacts")).to_contain_text("800")
    leads = counted(sql, tenant.id, tenant.timezone)["2025-12", "leadsCreated"]
    expect(cell(first, "Dec 2025", "Leads")).to_have_text(f"–blank, current {leads:,}")
    other.get_by_role("button", name="Use it here").click()
    expect(cell(other, "Oct 2025", "Contacts")).to_contain_text("800")
