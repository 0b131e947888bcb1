"""Plans that are kept while they are written, and what becomes of them once they are applied."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from tests.e2e.conftest import Accessible, Site, Watch
from tests.e2e.editing import cell, editor
from tests.integration.builders import grown_tenant
from tests.waiting import wait_for


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator)


Release = Callable[[], None]


@pytest.fixture
def held(sql: psycopg.Connection) -> Iterator[Release]:
    """Keeps contacts from being written, so that jobs wait; what it gives lets them go on."""
    with psycopg.connect(sql.info.dsn + f" password={sql.info.password}") as holder:
        holder.execute("LOCK TABLE contacts IN SHARE MODE")
        yield holder.rollback


def apply_800_contacts(page: Page) -> str:
    """The id of the job."""
    cell(page, "Oct 2025", "Contacts").click()
    page.keyboard.type("800")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Can be applied")).to_be_visible()
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("heading", name="Applying your plan")).to_be_visible()
    return page.url.partition("job=")[2]


def kept_drafts(page: Page) -> int:
    found = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('demogen.draft.')).length")
    return int(found)


def wait_for_end(sql: psycopg.Connection, job: str) -> None:
    status = "SELECT status FROM demo_patch_jobs WHERE id = %s"
    wait_for(lambda: sql.execute(status, [job]).fetchone() == ("completed",), f"{job} completes", 60)


def test_a_plan_that_is_applied_is_nobodys_to_go_on_with(
    site: Site,
    tenant: TenantRow,
    held: Release,
    sql: psycopg.Connection,
    context: BrowserContext,
    watch: Watch,
    accessible: Accessible,
) -> None:
    page = editor(site, tenant)
    job = apply_800_contacts(page)

    # while it runs
    site.open(f"/tenants/{tenant.slug}/monthly-updates")
    expect(page.get_by_text("Your plan is being applied")).to_be_visible()
    accessible(page)
    second = context.new_page()
    watch.over(second)
    other = editor(Site(site.address, second), tenant)
    other.wait_for_load_state("networkidle")
    expect(other.get_by_text("Unsaved plans from other tabs")).to_be_hidden()
    other.close()

    # it ends while nobody looks
    site.open("/tenants")
    assert kept_drafts(page) == 1
    held()
    wait_for_end(sql, job)
    page.get_by_role("link", name="Berlin Tools").click()
    page.get_by_role("tab", name="Monthly updates").click()
    page.get_by_role("region", name="KPIs by month").wait_for()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("You have an unsaved plan")).to_be_hidden()
    assert kept_drafts(page) == 0
    page.get_by_role("button", name="Add monthly update").click()

    expect(page.get_by_text("Nothing entered yet.")).to_be_visible()


def test_what_is_entered_while_a_plan_is_applied_stays(
    site: Site, tenant: TenantRow, held: Release, sql: psycopg.Connection
) -> None:
    page = editor(site, tenant)
    job = apply_800_contacts(page)

    editor(site, tenant)
    expect(page.get_by_text("Nothing entered yet.")).to_be_visible()
    cell(page, "Dec 2025", "Companies").click()
    page.keyboard.type("300")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 number, no problems.")).to_be_visible()
    site.open(f"/tenants/{tenant.slug}/monthly-updates?job={job}")
    expect(page.get_by_role("heading", name="Applying your plan")).to_be_visible()
    held()
    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="See the months").click()
    expect(page.get_by_text("You have an unsaved plan")).to_be_visible()
    page.get_by_role("button", name="Continue").click()

    expect(cell(page, "Dec 2025", "Companies")).to_contain_text("300")
    expect(cell(page, "Oct 2025", "Contacts")).to_contain_text("blank")
    expect(page.get_by_text("Unsaved plans from other tabs")).to_be_hidden()


def test_a_new_tenants_plan_is_kept_until_its_history_is_made(
    site: Site, held: Release, sql: psycopg.Connection
) -> None:
    page = site.page
    page.get_by_role("link", name="New demo tenant").click()
    page.get_by_label("Name").fill("Planned Works")
    page.get_by_text("Plan", exact=True).click()
    page.get_by_role("button", name="Paste from a spreadsheet").click()
    page.get_by_label("Table from your spreadsheet").fill("month,contactsCreated\n2024-03,40\n2024-04,50\n")
    page.get_by_role("button", name="Paste 2 numbers").click()
    expect(page.get_by_label("First month")).to_have_value("2024-03")
    expect(page.get_by_label("Last month")).to_have_value("2024-04")
    page.get_by_role("button", name="Create tenant").click()

    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("the tenant is as it was before")).to_be_visible(timeout=60_000)
    assert sql.execute("SELECT demo_start_month FROM tenants").fetchall() == [("2024-03",)]
    page.get_by_role("link", name="make another one").click()
    page.get_by_text("Plan", exact=True).click()
    expect(cell(page, "Mar 2024", "Contacts")).to_contain_text("40")
    page.get_by_label("Name").fill("Planned Works")
    held()
    page.get_by_role("button", name="Create tenant").click()
    page.wait_for_url("**/tenants/planned-works-2/overview", timeout=60_000)

    assert kept_drafts(page) == 0


def test_an_empty_grid_has_the_months_chosen_for_the_scenario(site: Site) -> None:
    page = site.page
    page.get_by_role("link", name="New demo tenant").click()
    page.get_by_label("First month").select_option("2024-01")
    page.get_by_label("Last month").select_option("2024-03")
    page.get_by_text("Plan", exact=True).click()

    expect(page.get_by_role("grid", name="Plan").get_by_role("rowheader")).to_contain_text(
        ["Jan 2024", "Feb 2024", "Mar 2024"]
    )
