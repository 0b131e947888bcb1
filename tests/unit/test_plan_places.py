"""Where a plan stands: several tables, sheets, hidden cells, lines of several tenants, and lines that are no month."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest
import xlsxwriter

from demogen.domain.issues import IssueCode
from demogen.domain.plan import PlanType
from demogen.errors import InputError
from demogen.service.plan_reader import Answers, PlanTable, read_file, read_text
from tests.unit.plans_read import EUR, deals, rows_of

Row = list[object]


def book(sheets: Mapping[str, list[Row]], *, active: str | None = None, hidden: str | None = None) -> bytes:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name, rows in sheets.items():
        sheet = made.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                value, form = cell if isinstance(cell, tuple) else (cell, None)
                sheet.write(line, column, value, made.add_format({"num_format": form}) if form else None)
        if name == active:
            sheet.activate()
        if name == hidden:
            sheet.hide()
    made.close()
    return buffer.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "Month\tLeads\t\tMonth\tDeals\n2024-01\t10\t\t2024-03\t3\n2024-02\t20\t\t2024-04\t4\n",
        "Monat;Leads;;Monat;Deals\n2024-01;10;;2024-02;3\n2024-02;20;;;\n",
        "Month;Leads\n2024-01;5\n\nMonth;Deals\n2024-03;7\n", "Month;Leads;;\n2024-01;5;;\n;;Month;Deals\n;;2024-03;7\n",
        ";;Month;Deals\n;;2024-03;7\nMonth;Leads;;\n2024-01;5;;\n2024-02;6;;\n", "KPI;Jan 24;Feb 24\nLeads;1;2\n\nKPI;Mar 24;Apr 24\nDeals;3;4\n",
        "Leads;Jan 24;Feb 24\nKPI;1;2\n;;\nMonth;Mar 24;Apr 24\nDeals;3;4\n",
    ],
)  # fmt: skip
def test_a_sheet_with_two_tables_is_refused(text: str) -> None:
    assert read_text(text, EUR).issues


def test_the_same_months_twice_in_a_line_are_no_second_table() -> None:
    table = read_text("Month,Leads,Month,Deals\n2024-01,10,Jan 2024,3\n2024-02,20,29/02/2024,4\n", EUR)

    assert rows_of(table) == {
        "2024-01": {"leadsCreated": 10, "dealsCreated": 3},
        "2024-02": {"leadsCreated": 20, "dealsCreated": 4},
    }


PLAN_2024: list[Row] = [["Month", "Leads"], ["2024-01", 10], ["2024-02", 20]]
PLAN_2025: list[Row] = [["Month", "Leads"], ["2025-01", 30]]


def test_of_several_sheets_the_open_one_is_read_and_the_others_are_named() -> None:
    sheets: dict[str, list[Row]] = {"2024": PLAN_2024, "2025": PLAN_2025, "Notes": [["by Ann"]]}

    first, open_ = read_file(book(sheets), EUR), read_file(book(sheets, active="2025"), EUR)
    asked = read_file(book(sheets), EUR, Answers(sheet="2025"))

    assert rows_of(first).keys() == {"2024-01", "2024-02"}
    assert rows_of(open_).keys() == rows_of(asked).keys() == {"2025-01"}
    assert dict(first.skipped) == {
        "Sheet “2025”": "It holds months too; read is “2024”.",
        "Sheet “Notes”": "It holds no months that can be read.",
    }
    assert first.sheets == ("2024", "2025")
    with pytest.raises(InputError, match="no sheet '2026'"):
        read_file(book(sheets), EUR, Answers(sheet="2026"))


def test_a_sheet_called_plan_goes_before_the_open_one() -> None:
    sheets = {"Plan": PLAN_2024, "Now": PLAN_2025, "Plan (additions)": PLAN_2025}

    assert rows_of(read_file(book(sheets, active="Now"), EUR)).keys() == {"2024-01", "2024-02"}
    deltas = Answers(plan_type=PlanType.DELTAS)
    assert (
        read_file(book({"Now": PLAN_2024, "Plan (additions)": PLAN_2025}), EUR, deltas).sheet.name
        == "Plan (additions)"
    )


def test_the_name_of_a_sheet_gives_the_year_of_months_without_one() -> None:
    table = read_file(book({"2025": [["Month", "Leads"], ["Jan", 1], ["Feb", 2]]}), EUR)

    assert table.questions == ()
    assert rows_of(table).keys() == {"2025-01", "2025-02"}


def _hidden(table: PlanTable) -> list[str]:
    return [issue.message for issue in table.warnings if issue.code is IssueCode.HIDDEN_CELLS]


def test_hidden_rows_columns_and_sheets_are_read_and_named() -> None:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = made.add_worksheet("Plan")
    for line, row in enumerate([["Month", "Leads", "Deals"], ["2024-01", 10, 5], ["2024-02", 20, 6]]):
        sheet.write_row(line, 0, row)
    sheet.set_column("C:D", None, None, {"hidden": True})
    sheet.set_row(2, None, None, {"hidden": True})
    made.close()

    table = read_file(buffer.getvalue(), EUR)
    whole = read_file(book({"Cover": [["hi"]], "Plan": PLAN_2024}, hidden="Plan"), EUR)

    assert rows_of(table)["2024-02"] == {"leadsCreated": 20, "dealsCreated": 6}
    assert [("column C, row 3" in said, "column D" in said) for said in _hidden(table)] == [(True, False)]
    assert ["the whole sheet" in said for said in _hidden(whole)] == [True]
    assert _hidden(read_file(book({"Plan": PLAN_2024}), EUR)) == []


def test_hidden_rows_and_columns_of_an_ods_file_are_named() -> None:
    def cell(value: str) -> str:
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    rows = "".join(
        f"<table:table-row{' table:visibility=' + chr(34) + 'filter' + chr(34) if line == 2 else ''}>{''.join(map(cell, row))}</table:table-row>"
        for line, row in enumerate(
            [["Month", "Leads", "Deals"], ["2024-01", "10", "5"], ["2024-02", "20", "6"]]
        )
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    columns = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    content = (
        f'<?xml version="1.0"?><office:document-content {names}><office:body><office:spreadsheet><table:table table:name="Plan">{columns}{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>')

    table = read_file(buffer.getvalue(), EUR)

    assert len(table.rows) == 2
    assert ["column C, row 3" in said for said in _hidden(table)] == [True]


def test_what_a_workbook_shows_of_a_number_counts() -> None:
    rows: list[Row] = [
        ["Month", "Revenue", "Closed won"],
        ["2024-01", (0.12, "0%"), (1200, '#,##0.00 "€"')],
        ["2024-02", (120, '#,##0 "k€"'), (1300, "#,##0.00 [$€-407]")],
        ["2024-03", (130000, '#,##0, "k€"'), (1400, '_-* #,##0 "€"_-')],
    ]

    table = read_file(book({"Plan": rows}), EUR, Answers(headings={"Revenue": "dealsCreatedValue"}))

    assert {(issue.line, issue.column) for issue in table.issues} == {(2, 2), (3, 2)}
    assert "a percentage" in table.issues[0].message
    assert "k€" in table.issues[1].message
    assert {month: values["closedWonValue"] for month, values in rows_of(table).items()} == {
        "2024-01": 120_000, "2024-02": 130_000, "2024-03": 140_000,
    }  # fmt: skip
    assert rows_of(table)["2024-03"]["dealsCreatedValue"] == 13_000_000


@pytest.mark.parametrize(
    "text",
    [
        "Tenant,Month,Leads\nAcme,2024-01,10\nBeta,2024-02,20\n", "Mandant;Monat;Leads\nA;2024-01;10\nB;2024-02;20\n", "Month,Leads,Region\n2024-01,1,N\n2024-02,2,S\n",
        "Month,Scenario,Leads\n2024-01,Base,1\n2024-02,Best,2\n", "Pays;Mois;Leads\nFR;2024-01;1\nDE;2024-02;2\n", "País;Mes;Leads\nES;2024-01;1\nMX;2024-02;2\n",
        "Month,Foo,Leads\n2024-01,Actual,1\n2024-02,Plan,2\n", "Monat;Art;Leads\n2024-01;Ist;1\n2024-02;Soll;2\n",
        "Region,KPI,2024-01\nNorth,Leads,1\nSouth,Deals,2\n", "KPI,Region,2024-01\nLeads,North,1\nDeals,South,2\n",
        "Month,Metric,Tenant,Target\n2024-01,Leads,A,1\n2024-01,Deals,B,2\n", "KPI,Jan 24,Feb 24\nScenario,Base,Best\nLeads,1,2\n",
    ],
)  # fmt: skip
def test_lines_of_several_tenants_regions_or_scenarios_are_refused(text: str) -> None:
    table = read_text(text, EUR)

    assert ["not of one plan" in issue.message for issue in table.issues] == [True]


def test_lines_of_one_tenant_are_a_plan_and_the_column_is_named() -> None:
    table = read_text("Tenant,Month,Leads\nAcme,2024-01,10\n,2024-02,20\n", EUR)

    assert (len(table.rows), table.issues) == (2, ())
    assert table.skipped == (("Column “Tenant”", "It is no KPI that can be planned."),)


def test_captions_beside_headings_and_titles_are_named() -> None:
    across = read_text("KPI,Owner,2024-01\nLeads,Anna,1\nDeals,Bob,2\n", EUR)
    down = read_text("Our plan\nMonth,Leads\n2024-01,1\n", EUR)

    assert across.skipped == (("“Anna”, “Bob”", "It stands beside headings and is not read."),)
    assert down.skipped == (("Line 1 “Our plan”", "It stands above the table."),)


BODY = "2024-02,10\n2024-03,20\n"


@pytest.mark.parametrize(
    "label",
    ["Janury 2024", "Jänner/2024 ca.", "2023-12 (actual)", "Mar 24 (tbc)", "Total Jan 2024", "2024-13", "99999", "45292", "12", "Month 1", "1500", "2024-W01", "janv 2024?", "Jan 2024 (Plan)"],
)  # fmt: skip
@pytest.mark.parametrize("last", [False, True])
def test_a_line_that_may_be_a_month_is_refused_wherever_it_stands_and_whatever_it_sums_to(
    label: str, last: bool
) -> None:
    line = f"{label},30\n"
    text = f"Month,Leads\n{BODY}{line}" if last else f"Month,Leads\n{line}{BODY}"

    table = read_text(text, EUR)

    assert [(issue.code, issue.line, issue.column) for issue in table.issues] == [
        (IssueCode.MONTH_MALFORMED, 4 if last else 2, 1)
    ]
    assert f"'{label}'" in table.issues[0].message


@pytest.mark.parametrize("last", [False, True])
@pytest.mark.parametrize(
    "label",
    [
        "Total",
        "Gesamtergebnis",
        "Total général",
        "Summe Jan-Dez",
        "Q1",
        "2024",
        "Baseline",
        "Actual 2023",
        "Vorjahr",
        "Opening balance",
    ],
)
def test_totals_and_what_was_before_are_known_by_their_words_and_named(label: str, last: bool) -> None:
    line = f"{label},31\n"
    table = read_text(f"Month,Leads\n{BODY}{line}" if last else f"Month,Leads\n{line}{BODY}", EUR)

    assert (len(table.rows), table.issues) == (2, ())
    assert [what.split("“")[1] for what, _ in table.skipped] == [f"{label}”"]


def test_a_column_without_a_month_is_refused_where_months_stand_across() -> None:
    table = read_text("KPI,Janury 2024,Feb 2024,Mar 24 (tbc)\nLeads,1,2,3\n", EUR)

    assert [(issue.line, issue.column) for issue in table.issues] == [(1, 2), (1, 4)]


def test_a_first_line_that_says_the_delimiter_does() -> None:
    for first in ("sep=;", '"sep=;"', "SEP=;"):
        table = read_text(f"{first}\r\nMonth;Leads;Revenue\r\n2024-01;5;1,50\r\n", EUR)

        assert rows_of(table) == {"2024-01": {"leadsCreated": 5, "closedWonValue": 150}}
        assert [line.number for line in table.lines] == [3]
    assert deals("sep=,\nMonth,Deals\n2024-01,5\n") == {"2024-01": 5}
