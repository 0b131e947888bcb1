"""Lowering numbers, taking patches back and clearing a tenant, in the browser."""

from __future__ import annotations

import re

import psycopg
import pytest
from playwright.sync_api import expect

from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from tests.e2e.conftest import Accessible, Site
from tests.e2e.editing import cell, editor
from tests.integration.builders import counted, grown_tenant, rows_hash


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator)


def test_a_target_below_is_reached_by_reconcile_and_undone(
    site: Site, tenant: TenantRow, accessible: Accessible, sql: psycopg.Connection
) -> None:
    rows = rows_hash(sql, tenant.id)
    page = editor(site, tenant)
    cell(page, "Nov 2025", "Deals created").first.click()
    page.keyboard.type("30")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Switch to “Change records too”").click()
    expect(page.get_by_text("Can be applied")).to_be_visible()
    expect(page.get_by_role("region", name="Changed records")).to_be_visible()
    accessible(page)

    page.get_by_role("button", name="Apply").click()
    dialog = page.get_by_role("dialog", name="Change and retire records?")
    expect(dialog.get_by_text(re.compile("generated records will be retired"))).to_be_visible()
    accessible(page)
    dialog.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Apply")).to_be_focused()
    assert rows_hash(sql, tenant.id) == rows
    page.get_by_role("button", name="Apply").click()
    dialog.get_by_role("button", name="Apply with these counts").click()
    expect(page.get_by_role("heading", name="Every number was hit exactly")).to_be_visible(timeout=60_000)
    assert counted(sql, tenant.id, tenant.timezone)["2025-11", "dealsCreated"] == 30

    page.get_by_role("link", name="View job").click()
    expect(page.get_by_role("heading", name="Changed records")).to_be_visible()
    changed = page.get_by_role("region", name="Changed records")
    expect(changed.get_by_role("columnheader")).to_have_text(["Record", "Field", "Before", "After"])
    accessible(page)
    page.get_by_role("button", name="Undo", exact=True).click()
    undo = page.get_by_role("dialog", name="Undo this patch")
    expect(undo.get_by_text(re.compile(r"\d+ deals"))).to_be_visible()
    accessible(page)
    undo.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    posts: list[str] = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    button = undo.get_by_role("button", name="Undo the patch")
    expect(button).to_be_enabled()
    button.evaluate("it => { it.click(); it.click(); }")
    expect(page.get_by_role("heading", name="The patch was undone, exactly")).to_be_visible(timeout=60_000)
    assert len([url for url in posts if url.endswith("/undo")]) == 1
    accessible(page)
    assert rows_hash(sql, tenant.id) == rows
    page.get_by_role("link", name="an earlier patch").click()
    expect(page.get_by_text("Undone by")).to_be_visible()
    expect(page.get_by_role("button", name="Undo", exact=True)).to_be_hidden()


def test_a_tenant_is_cleared_and_what_people_edited_stays(
    site: Site, tenant: TenantRow, accessible: Accessible, sql: psycopg.Connection
) -> None:
    sql.execute(
        "UPDATE companies SET name = 'Mine', updated_at = now() WHERE id = (SELECT id FROM companies LIMIT 1)"
    )
    page = site.page
    site.open(f"/tenants/{tenant.slug}/overview")

    page.get_by_role("button", name="Clear tenant").click()
    dialog = page.get_by_role("dialog", name="Clear Berlin Tools")
    expect(dialog.get_by_text("Mine: A person edited it since.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Clear tenant")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("1 record stays")).to_be_visible()
    accessible(page)
    dialog.get_by_role("button", name="Clear the tenant").click()

    expect(page.get_by_role("heading", name="The tenant was cleared; some records stay")).to_be_visible(
        timeout=60_000
    )
    accessible(page)
    assert sql.execute("SELECT name FROM companies").fetchall() == [("Mine",)]


def test_records_and_a_sheet_to_fill_in_are_taken_along(
    site: Site, tenant: TenantRow, accessible: Accessible
) -> None:
    page = site.page
    site.open(f"/tenants/{tenant.slug}/overview")
    page.get_by_role("button", name="Export records").click()
    expect(page.get_by_role("menuitem")).to_have_count(4)
    accessible(page)
    page.keyboard.press("Escape")  # changing the colours may have closed it already
    expect(page.get_by_role("menuitem")).to_have_count(0)
    page.get_by_role("button", name="Export records").click()
    with page.expect_download() as records:
        page.get_by_role("menuitem", name="Salesforce import").click()
    assert records.value.suggested_filename == f"{tenant.slug}-salesforce.zip"

    editor(site, tenant)
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Download as a sheet").click()
    page.get_by_role("button", name="Paste from a spreadsheet").click()
    dialog = page.get_by_role("dialog", name="Paste a plan")
    dialog.locator("input[type=file]").set_input_files(sheet.value.path())

    expect(dialog.get_by_text("0 numbers in 6 months (Jul 2025 – Dec 2025)", exact=True)).to_be_visible()
