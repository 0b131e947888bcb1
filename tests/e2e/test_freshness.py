"""Health, shifts, stories and the funnel, in the browser."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import psycopg
import pytest
from playwright.sync_api import Page, expect

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.months import Month
from demogen.domain.story import Schedule
from demogen.engine.scenarios import Scenario
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.stories import Stories
from tests.e2e.conftest import PHONE, Accessible, Site, Watch
from tests.e2e.editing import cell
from tests.integration.builders import grown_tenant, rows_hash


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    """Its history ended long ago."""
    return grown_tenant(generator)


def buttons(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def test_a_stale_tenant_says_so_and_is_moved_to_this_month_and_back(
    site: Site, tenant: TenantRow, accessible: Accessible, sql: psycopg.Connection
) -> None:
    rows, page = rows_hash(sql, tenant.id), site.page
    site.open(f"/tenants/{tenant.slug}/overview")
    expect(page.get_by_text("Stale", exact=True).first).to_be_visible()
    expect(page.get_by_text(re.compile("^Stale since"))).to_be_visible()
    expect(
        page.get_by_text(re.compile(r"^Its records end on 2025-12-\d\d; nothing has happened since\."))
    ).to_be_visible()
    expect(page.get_by_role("link", name="Give it a story").first).to_have_attribute(
        "href", f"/tenants/{tenant.slug}/story"
    )
    funnel = page.get_by_role("region", name="Funnel by stage")
    expect(funnel.get_by_role("rowheader")).to_have_text(
        ["Qualification", "Discovery", "Proposal", "Negotiation"]
    )
    expect(funnel.get_by_role("cell", name="100%")).to_have_count(1)
    accessible(page)

    move = page.get_by_role("button", name=re.compile("^Move its history to end in")).first
    move.click()
    dialog = page.get_by_role("dialog", name="Move Berlin Tools in time")
    expect(dialog.get_by_text(re.compile(r"\d+ months later"))).to_be_visible()
    expect(dialog.get_by_text("no records")).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    expect(move).to_be_focused()
    assert rows_hash(sql, tenant.id) == rows
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Move it").click()
    expect(page.get_by_role("heading", name="Move in time")).to_be_visible(timeout=60_000)
    undo = page.get_by_role("button", name="Undo", exact=True)
    expect(undo).to_be_visible(timeout=60_000)
    accessible(page)
    assert rows_hash(sql, tenant.id) != rows
    expect(page.get_by_role("heading", name="Every month arrived exactly")).to_be_visible()
    expect(page.get_by_role("heading", name="Plan", exact=True)).to_have_count(0)
    expect(page.get_by_text(re.compile(r"^\d+ months later$"))).to_be_visible()
    expect(page.get_by_role("cell", name="Asked for the move")).to_be_visible()

    undo.click()
    page.get_by_role("button", name="Undo the move").click()
    expect(page.get_by_role("heading", name="The move was undone, exactly")).to_be_visible(timeout=60_000)
    assert rows_hash(sql, tenant.id) == rows


def test_a_history_that_ends_this_month_is_offered_this_month_and_nothing_to_do(
    site: Site, watch: Watch, generator: TenantGenerator, accessible: Accessible
) -> None:
    now = datetime.now(UTC)
    start = str(Month(now.year, now.month).plus(-2))
    tenant, _ = generator.create(
        TenantProfile("Fresh Tools", "UTC", "EUR", "DE", start), scenario=Scenario.STEADY, seed=1
    )
    page = site.page
    site.open(f"/tenants/{tenant.slug}/overview")

    page.get_by_role("button", name="Move in time").click()

    dialog = page.get_by_role("dialog", name="Move Fresh Tools in time")
    expect(dialog.get_by_label("Ends in")).to_have_value(str(Month(now.year, now.month)))
    expect(dialog.get_by_text("there is nothing to move")).to_be_visible()
    expect(dialog.get_by_role("button", name="Move it")).to_be_disabled()
    accessible(page)
    watch.forgive("422")


def test_a_damaged_tenant_is_named_in_the_list(
    site: Site, tenant: TenantRow, accessible: Accessible, sql: psycopg.Connection
) -> None:
    sql.execute("UPDATE tenants SET demo_start_month = '1970-04'")

    site.open("/tenants")

    row = site.page.get_by_role("row").filter(has_text=tenant.name)
    expect(row.get_by_text("Damaged")).to_be_visible()
    expect(row.get_by_text(re.compile("1970-04"))).to_be_visible()
    accessible(site.page)


def test_a_story_is_told_seen_and_run(
    site: Site, tenant: TenantRow, accessible: Accessible, sql: psycopg.Connection
) -> None:
    page = site.page
    site.open(f"/tenants/{tenant.slug}/story")
    expect(page.get_by_role("heading", name="Give this tenant a story")).to_be_visible()
    expect(page.get_by_role("figure", name=re.compile("so far and to come"))).to_be_visible()
    accessible(page)
    page.get_by_text("Every month", exact=True).click()
    expect(page.get_by_role("button", name="Begin the story")).to_be_disabled()
    page.get_by_label("Deals created", exact=True).fill("12")
    page.get_by_label("Contacts created").fill("ten")
    expect(page.get_by_role("button", name="Begin the story")).to_be_disabled()
    page.get_by_label("Contacts created").fill("30")
    page.get_by_label("Activities").fill("90")
    page.get_by_text("Only when asked", exact=True).click()
    expect(page.get_by_role("figure", name="Contacts created by month, so far and to come")).to_be_visible()
    accessible(page)
    buttons(page, "Begin the story")

    expect(page.get_by_role("heading", name="Coming months")).to_be_visible()
    expect(page.get_by_text("The same every month")).to_be_visible()
    accessible(page)
    buttons(page, "Run now")
    expect(page.get_by_text("Pass").first).to_be_visible(timeout=60_000)
    by_month: dict[str, int] = dict(
        sql.execute(
            "SELECT to_char(timezone(%s, created_at), 'YYYY-MM'), count(*) FROM deals WHERE tenant_id = %s GROUP BY 1",
            [tenant.timezone, tenant.id],
        ).fetchall()
    )
    assert by_month["2026-01"] == 12
    site.open(f"/tenants/{tenant.slug}/patch-history")
    expect(page.get_by_text("Run of the story")).to_be_visible()

    site.open(f"/tenants/{tenant.slug}/story")
    expect(page.get_by_role("button", name="Run now")).to_be_disabled()


def test_a_story_is_changed_locked_skipped_paused_told_anew_and_removed(
    site: Site, tenant: TenantRow, database: Database, accessible: Accessible
) -> None:
    page, source = site.page, {"origin": "every-month", "values": {"contactsCreated": 30, "dealsCreated": 12}}
    Stories(database, max_records=1_000_000).tell(tenant.slug, source, Schedule.OFF)
    site.open(f"/tenants/{tenant.slug}/story")
    month = page.get_by_role("grid").get_by_role("rowheader").nth(1).inner_text()
    cell(page, month, "Deals created").first.click()
    page.keyboard.type("15")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 month changed, not saved yet.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("1 month changed, not saved yet.")).to_be_visible()
    buttons(page, "Save changes")
    expect(page.get_by_text("As it is told.")).to_be_visible()
    cell(page, month, "Deals created").first.click()
    buttons(page, "Lock 1 cell")
    expect(page.get_by_role("button", name="Unlock 1 cell")).to_be_visible()
    buttons(page, f"Skip {month}")
    expect(page.get_by_role("button", name=f"Bring about {month}")).to_be_visible()
    accessible(page)

    page.get_by_text("Daily", exact=True).click()
    expect(page.get_by_text("Running by itself")).to_be_visible()
    buttons(page, "Pause")
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    buttons(page, "Tell another story")
    buttons(page, "Tell this story")
    expect(page.get_by_text("Growth, continued")).to_be_visible()
    expect(cell(page, month, "Deals created").first).to_contain_text("15")
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    accessible(page)
    buttons(page, "Remove")
    dialog = page.get_by_role("dialog", name="Remove the story")
    dialog.get_by_role("button", name="Remove the story").click()
    expect(page.get_by_role("heading", name="Give this tenant a story")).to_be_visible()
    accessible(page)


def test_a_month_that_cannot_be_met_says_why_and_is_let_go(
    site: Site, tenant: TenantRow, database: Database, accessible: Accessible, sql: psycopg.Connection
) -> None:
    page, source = site.page, {"origin": "every-month", "values": {"contactsCreated": 30, "dealsCreated": 12}}
    Stories(database, max_records=1_000_000).tell(tenant.slug, source, Schedule.OFF)
    reason = "Deals created in 2026-01 cannot become 12: a person entered 38."
    unmet = json.dumps({"metrics": ["dealsCreated"], "reason": reason})
    sql.execute("UPDATE demo_story_months SET unmet = %s WHERE month = '2026-01'", [unmet])
    site.open(f"/tenants/{tenant.slug}/overview")
    expect(page.get_by_text(f"Its story cannot be met in 2026-01. {reason}")).to_be_visible()
    expect(page.get_by_role("button", name="Skip 2026-01")).to_be_visible()
    accessible(page)

    site.open(f"/tenants/{tenant.slug}/story")
    region = page.get_by_role("region", name="Months that cannot be met")
    expect(region.get_by_text(reason)).to_be_visible()
    expect(page.get_by_role("grid").get_by_role("rowheader").nth(1)).to_contain_text("2026")
    accessible(page)
    region.get_by_role("button", name="Let go of these numbers").click()

    expect(region).to_have_count(0)
    row = sql.execute("SELECT values::jsonb, unmet FROM demo_story_months WHERE month = '2026-01'").fetchone()
    assert row == ({"contactsCreated": 30}, None)
    site.open(f"/tenants/{tenant.slug}/overview")
    expect(page.get_by_text("Its story cannot be met")).to_have_count(0)


def test_the_list_shows_each_tenants_health(site: Site, tenant: TenantRow, accessible: Accessible) -> None:
    page = site.page
    site.open(f"/tenants/{tenant.slug}/overview")
    expect(page.get_by_text("Stale", exact=True).first).to_be_visible()
    page.get_by_role("link", name="Tenants", exact=True).click()
    row = page.get_by_role("row", name=re.compile("Berlin Tools"))
    expect(row.get_by_text("Stale", exact=True).last).to_be_visible()
    expect(row.get_by_text(re.compile("^since "))).to_be_visible()
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    accessible(page)
