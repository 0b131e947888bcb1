"""Jobs that are followed: through a reload, a lost connection, a failure; cancelled."""

from __future__ import annotations

import json

import psycopg
import pytest
from playwright.sync_api import BrowserContext, expect

from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from tests.e2e.conftest import Accessible, Site, Watch
from tests.e2e.editing import cell, editor
from tests.integration.builders import counted, grown_tenant


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    """Twelve months of growth, January to December 2025."""
    return grown_tenant(generator)


def test_progress_survives_a_reload_and_a_lost_connection(
    site: Site,
    tenant: TenantRow,
    context: BrowserContext,
    watch: Watch,
    accessible: Accessible,
    sql: psycopg.Connection,
) -> None:
    page = editor(site, tenant)
    cell(page, "Oct 2025", "Contacts").click()
    page.keyboard.type("800")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Can be applied")).to_be_visible()

    # another transaction keeps contacts from being written, so the job waits while we look at it
    with psycopg.connect(sql.info.dsn + f" password={sql.info.password}") as holder:
        holder.execute("LOCK TABLE contacts IN SHARE MODE")
        page.get_by_role("button", name="Apply").click()
        expect(page.get_by_role("heading", name="Applying your plan")).to_be_visible()
        page.reload()
        expect(page.get_by_role("progressbar", name="Progress")).to_be_visible()
        accessible(page)
        context.set_offline(True)
        expect(page.get_by_text("The connection is lost")).to_be_visible(timeout=15_000)
        accessible(page)
        context.set_offline(False)
        expect(page.get_by_text("The connection is lost")).to_be_hidden(timeout=30_000)
        holder.rollback()

    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)
    watch.forgive("INTERNET_DISCONNECTED")
    watch.forgive("failed: ")


def test_a_job_is_cancelled_and_the_plan_is_still_there(
    site: Site, tenant: TenantRow, accessible: Accessible, sql: psycopg.Connection
) -> None:
    page = editor(site, tenant)
    cell(page, "Oct 2025", "Contacts").click()
    page.keyboard.type("800")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Can be applied")).to_be_visible()
    before = counted(sql, tenant.id, tenant.timezone)

    with psycopg.connect(sql.info.dsn + f" password={sql.info.password}") as holder:
        holder.execute("LOCK TABLE contacts IN SHARE MODE")
        page.get_by_role("button", name="Apply").click()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_text("the tenant is as it was before")).to_be_visible(timeout=60_000)
        holder.rollback()

    accessible(page)
    assert counted(sql, tenant.id, tenant.timezone) == before
    page.get_by_role("button", name="Back to the plan").click()
    expect(cell(page, "Oct 2025", "Contacts")).to_contain_text("800")


def test_a_failed_job_says_what_to_do(
    site: Site, tenant: TenantRow, accessible: Accessible, sql: psycopg.Connection
) -> None:
    error = {"code": "verification_failed", "message": "2 numbers were missed.", "hint": "Apply it again."}
    sql.execute("UPDATE demo_generation_jobs SET status = 'failed', error = %s", [json.dumps(error)])
    page = site.page
    site.open(f"/tenants/{tenant.slug}/patch-history?status=failed")

    page.get_by_role("row").nth(1).get_by_role("link").click()

    expect(page.get_by_role("alert")).to_contain_text("2 numbers were missed. Apply it again.")
    accessible(page)
