"""Requests that the server got, and whose answers the browser never did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from playwright.sync_api import Page, Route, expect

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.story import Schedule
from demogen.service.generation import TenantGenerator
from demogen.service.stories import Stories
from tests.e2e.conftest import Accessible, Site, Watch
from tests.e2e.editing import cell, editor, job_count
from tests.integration.builders import counted, grown_tenant
from tests.waiting import wait_for


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator)


@pytest.fixture
def forgiving(watch: Watch) -> Iterator[None]:
    """The browser complains of the answers that the test takes away."""
    yield
    watch.forgive("ERR_CONNECTION_RESET")
    watch.forgive("failed: ")


def lose(page: Page, address: str, *, handled: bool = True) -> None:
    """Lets the next POST to the address be handled, or not even that, and takes its answer away."""

    waiting = [True]

    def cut(route: Route) -> None:
        if route.request.method != "POST" or not waiting:
            route.fallback()
            return
        waiting.clear()
        if handled:
            route.fetch()
        route.abort("connectionreset")

    page.route(address, cut)


@contextmanager
def cut_off(page: Page) -> Iterator[None]:
    """While nobody can be asked what became of a request."""
    cut = [True]
    page.route(
        "**/requests/withdraw", lambda route: route.abort("connectionreset") if cut else route.fallback()
    )
    yield
    cut.clear()


def preview_30_contacts(page: Page) -> None:
    cell(page, "Oct 2025", "Contacts").click()
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    page.get_by_text("Additions", exact=True).click()
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Can be applied")).to_be_visible()


def contacts_of(sql: psycopg.Connection, tenant: TenantRow) -> int:
    return counted(sql, tenant.id, tenant.timezone)["2025-10", "contactsCreated"]


def wait_for_completed(sql: psycopg.Connection, number: int) -> None:
    """So many jobs are done, and there are no others."""
    found = "SELECT count(*), count(*) FILTER (WHERE status = 'completed') FROM demo_patch_jobs"
    wait_for(lambda: sql.execute(found).fetchone() == (number, number), f"{number} jobs complete", 60)


def test_an_application_whose_answer_was_lost_is_followed_and_made_once(
    site: Site, tenant: TenantRow, sql: psycopg.Connection, forgiving: None
) -> None:
    before, page = contacts_of(sql, tenant), editor(site, tenant)
    preview_30_contacts(page)
    lose(page, "**/patch/apply")

    page.get_by_role("button", name="Apply").click()

    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)
    assert (job_count(sql), contacts_of(sql, tenant)) == (1, before + 30)
    editor(site, tenant)
    expect(page.get_by_text("Nothing entered yet.")).to_be_visible()


def test_a_reload_asks_what_became_of_the_plan_before_it_is_offered_again(
    site: Site, tenant: TenantRow, sql: psycopg.Connection, accessible: Accessible, forgiving: None
) -> None:
    before, page = contacts_of(sql, tenant), editor(site, tenant)
    preview_30_contacts(page)
    lose(page, "**/patch/apply")

    with cut_off(page):
        page.get_by_role("button", name="Apply").click()
        expect(page.get_by_text("No answer came yet")).to_be_visible()
        for name in ("Back", "Close"):
            expect(page.get_by_role("button", name=name)).to_be_disabled()
        accessible(page)
        page.reload()
        expect(page.get_by_text("Looking at your plan")).to_be_attached()
        expect(page.get_by_role("grid", name="Plan")).to_be_hidden()
    wait_for_completed(sql, 1)

    expect(page.get_by_text("Nothing entered yet.")).to_be_visible(timeout=30_000)
    assert (job_count(sql), contacts_of(sql, tenant)) == (1, before + 30)
    site.open(f"/tenants/{tenant.slug}/monthly-updates")
    page.get_by_role("region", name="KPIs by month").wait_for()
    expect(page.get_by_text("You have an unsaved plan")).to_be_hidden()


def test_an_application_that_never_arrived_is_known_not_to_have_been_made(
    site: Site, tenant: TenantRow, sql: psycopg.Connection, forgiving: None
) -> None:
    before, page = contacts_of(sql, tenant), editor(site, tenant)
    preview_30_contacts(page)
    lose(page, "**/patch/apply", handled=False)

    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("The request did not reach the server, so nothing was done.")).to_be_visible()
    assert job_count(sql) == 0
    page.get_by_role("button", name="Back").click()
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Apply").click()

    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)
    assert (job_count(sql), contacts_of(sql, tenant)) == (1, before + 30)


def test_undo_shift_run_and_clearing_are_followed_after_a_lost_answer(
    site: Site,
    tenant: TenantRow,
    database: Database,
    sql: psycopg.Connection,
    accessible: Accessible,
    forgiving: None,
    watch: Watch,
) -> None:
    source = {"origin": "every-month", "values": {"contactsCreated": 40}}
    Stories(database, max_records=1_000_000).tell(tenant.slug, source, Schedule.OFF)
    page = editor(site, tenant)
    preview_30_contacts(page)
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="View job").click(timeout=60_000)

    lose(page, "**/undo")
    page.get_by_role("button", name="Undo", exact=True).click()
    with cut_off(page):
        page.get_by_role("button", name="Undo the patch").click()
        expect(page.get_by_text("No answer came yet")).to_be_visible()
        accessible(page)
    expect(page.get_by_role("heading", name="The patch was undone, exactly")).to_be_visible(timeout=60_000)
    assert job_count(sql) == 2

    for what, opens, sends, jobs in (
        ("story/run", "Run now", None, 3),
        ("shift", "Move in time", "Move it", 4),
        ("clear", "Clear tenant", "Clear the tenant", 5),
    ):
        lose(page, f"**/{what}")
        site.open(f"/tenants/{tenant.slug}/{'story' if sends is None else 'overview'}")
        page.get_by_role("button", name=opens).click()
        if what == "shift":  # the story's run ends in this month already, which is offered
            expect(page.get_by_text("there is nothing to move")).to_be_visible()
            page.get_by_label("Ends in").select_option(index=1)
        if sends is not None:
            page.get_by_role("dialog").get_by_role("button", name=sends).click()
        page.wait_for_url("**/jobs/*")
        wait_for_completed(sql, jobs)
    watch.forgive("422")  # that it ends there already


@pytest.mark.parametrize("reloaded", [False, True])
def test_a_new_tenant_whose_answer_was_lost_is_made_once(
    site: Site, sql: psycopg.Connection, forgiving: None, reloaded: bool
) -> None:
    page = site.page
    page.get_by_role("link", name="New demo tenant").click()
    page.get_by_label("Name").fill("Lost And Found")
    lose(page, "**/demo-generator/tenants")
    if reloaded:
        with cut_off(page):
            page.get_by_role("button", name="Create tenant").click()
            expect(page.get_by_text("No answer came yet")).to_be_visible()
            page.reload()
    else:
        page.get_by_role("button", name="Create tenant").click()

    page.wait_for_url("**/tenants/lost-and-found/overview", timeout=90_000)
    assert sql.execute("SELECT count(*) FROM tenants").fetchone() == (1,)
    page.get_by_role("link", name="Tenants").first.click()
    page.get_by_role("link", name="New demo tenant").click()
    expect(page.get_by_label("Name")).to_have_value("")


def test_a_new_plan_begins_as_targets_that_add_records(
    site: Site, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    page = editor(site, tenant)
    settings = page.get_by_role("button", name="Settings")
    page.get_by_text("Additions", exact=True).click()
    page.get_by_text("Change records too", exact=True).click()
    expect(settings).to_contain_text("Change records too · Additions")

    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Add monthly update").click()

    expect(settings).to_contain_text("Add records · Targets")
