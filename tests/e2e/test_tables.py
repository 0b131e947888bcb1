"""Tables that are pasted, and what they leave open."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest
import xlsxwriter
from playwright.sync_api import expect

from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from tests.e2e.conftest import Accessible, Site
from tests.e2e.editing import cell, editor
from tests.integration.builders import counted, grown_tenant
from tests.unit.workbook_files import ERROR, PLAN_ODS, PLAN_ROWS, PLAN_XLS, ods, ods_number, xls, xlsx

SHARED = Path(__file__).parents[3] / "shared" / "data" / "plans" / "dialects"

WITH_AN_ERROR = {
    "xlsx": xlsx(PLAN_ROWS.replace('<c r="B2"><v>7</v>', '<c r="B2" t="e"><v>#DIV/0!</v>')),
    "xls": xls({**PLAN_XLS, (1, 1): ERROR}),
    "ods": ods(
        PLAN_ODS.replace(
            ods_number(7),
            '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" '
            'calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
        )
    ),
}
"""January 2025 holds an error, February 8 deals."""


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    """Twelve months of growth, January to December 2025."""
    return grown_tenant(generator)


def test_what_a_file_leaves_open_is_asked_in_the_dialog(
    site: Site, tenant: TenantRow, accessible: Accessible, tmp_path: Path
) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Datum;Neue Firmen;Notiz\n01/11/2025;400;gut\n01/12/2025;410;\nSumme;810;\n")
    page = editor(site, tenant)
    page.get_by_role("button", name="Paste from a spreadsheet").click()
    dialog = page.get_by_role("dialog", name="Paste a plan")
    dialog.locator("input[type=file]").set_input_files(path)

    expect(dialog.get_by_text("This can be read in more than one way")).to_be_visible()
    expect(dialog.get_by_role("button", name=re.compile("^Paste"))).to_be_disabled()
    accessible(page)
    dialog.get_by_label("Day first").check()
    expect(dialog.get_by_text("It is a total.")).to_be_visible()
    accessible(page)
    dialog.get_by_role("button", name="Paste 2 numbers").click()

    expect(cell(page, "Dec 2025", "Companies")).to_contain_text("410")


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_a_workbook_with_an_error_in_a_cell_cannot_be_pasted_in_part(
    site: Site, tenant: TenantRow, accessible: Accessible, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"plan.{kind}"
    path.write_bytes(WITH_AN_ERROR[kind])
    page = editor(site, tenant)
    page.get_by_role("button", name="Paste from a spreadsheet").click()
    dialog = page.get_by_role("dialog", name="Paste a plan")
    dialog.locator("input[type=file]").set_input_files(path)

    expect(dialog.get_by_text("B2 (Deals created): it holds the error #DIV/0!.")).to_be_visible()
    button = dialog.get_by_role("button", name="Paste 1 number")
    expect(button).to_be_disabled()
    accessible(page)
    button.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()

    dialog.get_by_label("Deals is").select_option("Skip")
    expect(dialog.get_by_text("it holds the error")).to_be_hidden()
    expect(dialog.get_by_role("button", name="Paste 0 numbers")).to_be_disabled()


def test_the_sheet_the_scale_and_a_heading_are_shown_and_asked_in_the_dialog(
    site: Site, tenant: TenantRow, accessible: Accessible, tmp_path: Path
) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        for name, month in (("First", "2025-11"), ("Second", "2025-12")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["Month", "New companies", "Leads EMEA", "Revenue (k€)"])
            sheet.write_row(1, 0, [month, 410, 7, 500])
            sheet.set_row(1, None, None, {"hidden": True})
    page = editor(site, tenant)
    page.get_by_role("button", name="Paste from a spreadsheet").click()
    dialog = page.get_by_role("dialog", name="Paste a plan")
    dialog.locator("input[type=file]").set_input_files(path)

    expect(dialog.get_by_text("times what is written, as “Revenue (k€)” says.")).to_be_visible()
    expect(dialog.get_by_text("Sheet “Second”: It holds months too; read is “First”.")).to_be_visible()
    expect(dialog.get_by_text("row 2")).to_be_visible()
    accessible(page)
    dialog.get_by_label("Sheet").select_option("Second")
    dialog.get_by_label("Not part of the plan").check()
    dialog.get_by_role("button", name="Paste 2 numbers").click()

    expect(cell(page, "Dec 2025", "Companies")).to_contain_text("410")


@pytest.mark.skipif(not SHARED.exists(), reason="the sample files are not here")
def test_the_samples_of_one_table_say_the_same_in_the_dialog(site: Site, tenant: TenantRow) -> None:
    page = editor(site, tenant)
    for name in ("01", "02", "03", "05", "09", "11", "12", "14"):
        page.get_by_role("button", name="Paste from a spreadsheet").click()
        dialog = page.get_by_role("dialog", name="Paste a plan")
        dialog.locator("input[type=file]").set_input_files(next(SHARED.glob(f"{name}_*")))
        if name in ("12", "14"):
            expect(dialog.get_by_text("so nothing of it is pasted yet")).to_be_visible()
        else:
            expect(dialog.get_by_text("45 numbers in 15 months (Oct 2016 – Dec 2017)")).to_be_visible()
        if name in ("05", "11"):
            expect(dialog.get_by_text("Line 17 “Total”: It is a total.")).to_be_visible()
        dialog.get_by_role("button", name="Cancel").click()
        expect(dialog).to_be_hidden()


def test_a_tenant_is_made_from_a_plan(site: Site, accessible: Accessible, sql: psycopg.Connection) -> None:
    page = site.page
    page.get_by_role("link", name="New demo tenant").click()
    page.get_by_label("Name").fill("Planned Works")
    page.get_by_text("Plan", exact=True).click()
    page.get_by_role("button", name="Paste from a spreadsheet").click()
    sheet = "month,contactsCreated,companiesCreated,dealsCreated\n2025-01,40,10,5\n2025-02,50,12,7\n"
    page.get_by_label("Table from your spreadsheet").fill(sheet)
    page.get_by_role("button", name="Paste 6 numbers").click()
    expect(page.get_by_role("figure", name="Closed won value by month")).to_be_visible()
    accessible(page)

    page.get_by_role("button", name="Create tenant").click()
    page.wait_for_url("**/tenants/planned-works/overview", timeout=60_000)

    made = sql.execute("SELECT id, timezone FROM tenants WHERE slug = 'planned-works'").fetchone()
    assert made
    numbers = counted(sql, *made)
    assert [numbers[month, "dealsCreated"] for month in ("2025-01", "2025-02")] == [5, 7]
