"""Tables as people lay them out: months across, lines for each KPI, totals, headings."""

from __future__ import annotations

import pytest

from demogen.domain.issues import IssueCode
from demogen.domain.metrics import MetricKey
from demogen.service.plan_reader import Answers, read_file, read_text
from tests.unit.plans_read import EUR, JPY, THREE, K, deals, edited, rows_of, workbook


def test_months_across_are_months_down() -> None:
    text = "KPI\tJan 2025\tFeb 2025\tMar 2025\tTotal\nDeals created\t7\t8\t9\t24\nUnknown\t1\t1\t1\t3\nLost\t0\t\t2\t2\n"

    table = read_text(text, EUR)

    assert rows_of(table) == {
        "2025-01": {"dealsCreated": 7, "closedLostCount": 0},
        "2025-02": {"dealsCreated": 8},
        "2025-03": {"dealsCreated": 9, "closedLostCount": 2},
    }
    assert [what for what, _ in table.skipped] == ["Row “Unknown”", "Column E “Total”"]


def test_an_amount_that_reads_like_a_month_does_not_turn_a_table() -> None:
    table = read_text("Month\tUmsatz\n2021-01\t2216.01\n", EUR)

    assert (rows_of(table), table.issues) == ({"2021-01": {"closedWonValue": 221601}}, ())
    across = read_text("\t2025.01\t2025.02\nUmsatz\t7.00\t5.00\n", EUR)
    assert rows_of(across) == {"2025-01": {"closedWonValue": 700}, "2025-02": {"closedWonValue": 500}}


def test_lines_of_numbers_above_the_first_month_are_no_headings() -> None:
    wrong = read_text("Month,Deals\n2025-13,5\n2025-01,7\n2025-02,8\n", EUR)

    assert rows_of(wrong) == {"2025-01": {"dealsCreated": 7}, "2025-02": {"dealsCreated": 8}}
    assert [(issue.code, issue.line, issue.column) for issue in wrong.issues] == [
        (IssueCode.MONTH_MALFORMED, 2, 1)
    ]
    both = read_text("Month,Deals\n2025-13,n/a\n2025-14,5\n2025-15,n/a\n2025-01,7\n2025-02,8\n", EUR)
    assert (rows_of(both), {issue.line for issue in both.issues}) == (rows_of(wrong), {2, 3, 4})
    many = read_text("Month,Deals\n" + "13/2025,5\n" * 5 + "2025-01,7\n2025-02,8\n", EUR)
    assert (rows_of(many), [issue.line for issue in many.issues]) == (rows_of(wrong), [2, 3, 4, 5, 6])
    before = read_text("Month,Deals,Foo\nTotal,15,\nBaseline,5,\n2025-01,7,1\n2025-02,8,1\n", EUR)
    assert (rows_of(before), before.issues) == (rows_of(wrong), ())
    assert before.skipped == (
        ("Column “Foo”", "It is no KPI that can be planned."),
        ("Line 2 “Total”", "It is a total."),
        ("Line 3 “Baseline”", "It stands before the first month."),
    )
    across = read_text("KPI;Actual 2024;Jan 2025;Feb 2025\nDeals;99;7;8\nFoo;98;1;1\n", EUR)
    assert (rows_of(across), across.issues) == (rows_of(wrong), ())
    assert [what for what, _ in across.skipped] == ["Row “Foo”", "Column B “Actual 2024”"]
    named = read_text("2025-13,5\n2025-01,7\n", EUR, Answers(columns=["month", K.DEALS_CREATED]))
    assert ([issue.line for issue in named.issues], named.header) == ([1], None)


def test_a_line_without_a_month_is_no_total_because_its_number_looks_like_a_year() -> None:
    table = read_text("Month,Deals\n2025-01,7\n2025-02,8\n,1500\n", EUR)

    assert [(issue.code, issue.line) for issue in table.issues] == [(IssueCode.MONTH_MALFORMED, 4)]


LONG = "Month,Metric,Label,Target\n"


def test_a_line_for_each_kpi_of_each_month_is_a_plan() -> None:
    table = read_text(
        LONG + "2025-01,dealsCreated,,7\n2025-01,won,,2\nFeb 2025,dealsCreated,,8\n2025-02,won,,\n", EUR
    )

    assert (table.issues, table.skipped, table.columns) == ((), (), ())
    assert rows_of(table) == {
        "2025-01": {"dealsCreated": 7, "closedWonCount": 2},
        "2025-02": {"dealsCreated": 8},
    }
    assert table.header is not None
    assert (table.header.cells, [line.number for line in table.lines]) == (
        ["Month", "Metric", "Label", "Target"],
        [2, 3, 4, 5],
    )


def test_a_line_of_an_unknown_kpi_is_skipped_by_name_where_it_has_a_target() -> None:
    lines = (
        "2025-01,deals creatd,,7\n2025-01,won,,2\n2025-02,deals creatd,,8\n2025-02,won rate,,\n2025-02,,,9\n"
    )

    table = read_text(LONG + lines, EUR)

    assert (rows_of(table), table.issues) == ({"2025-01": {"closedWonCount": 2}}, ())
    assert table.skipped == (
        ("Line 2 and line 4 “deals creatd”", "It is no KPI that can be planned."),
        ("Line 6", "It names no KPI."),
    )
    alone = read_text(LONG + "2025-01,deals creatd,,7\n", EUR)
    assert [issue.code for issue in alone.issues] == [IssueCode.PLAN_UNREADABLE]
    assert "'deals creatd'" in alone.issues[0].message
    assert [issue.code for issue in read_text(LONG + "2025-01,won,,\n", EUR).issues] == [IssueCode.PLAN_EMPTY]


def test_one_kpi_of_one_month_twice_is_an_error_that_names_both_lines() -> None:
    table = read_text(LONG + "2025-01,deals,,7\n2025-01,won,,2\nJan 2025,deals created,,8\n", EUR)

    assert rows_of(table) == {"2025-01": {"closedWonCount": 2}}
    assert [(issue.code, issue.metric, issue.line, issue.column) for issue in table.issues] == [
        (IssueCode.MONTH_REPEATED, K.DEALS_CREATED, 4, 4)
    ]
    assert "line 2 and line 4" in table.issues[0].message


def test_every_line_whose_month_is_none_is_named_and_totals_are_skipped() -> None:
    lines = "2025-13,deals,,7\n2025-01,deals,,7\n,won,,2\n2025-13,won,,2\nTotal,deals,,7\nTotal,won,,2\n"

    table = read_text(LONG + lines, EUR)

    assert rows_of(table) == {"2025-01": {"dealsCreated": 7}}
    assert [(issue.code, issue.line, issue.column) for issue in table.issues] == [
        (IssueCode.MONTH_MALFORMED, line, 1) for line in (2, 4, 5)
    ]
    assert [what for what, _ in table.skipped] == ["Line 6 “Total”", "Line 7 “Total”"]


def test_cells_of_a_kpi_for_each_line_are_named_where_they_stand() -> None:
    rows: list[list[object]] = [
        ["KPI", "Month", "Target"],
        ["Deals", "2025-01", 7],
        ["Won", "2025-01", "=1+1"],
        ["Deals", "2025-02", 8.5],
    ]
    content = edited(workbook(rows), b"<f>1+1</f><v>0</v>", b"<f>1+1</f>")

    table = read_file(content, EUR)

    assert [(issue.code, issue.line, issue.column) for issue in table.issues] == [
        (IssueCode.CELL_MALFORMED, 3, 3), (IssueCode.COUNT_NOT_WHOLE, 4, 3),
    ]  # fmt: skip
    assert "C3 (Closed won): it holds a formula without a value" in table.issues[0].message
    assert table.issues[1].message.startswith("C4 (Deals created)")


def test_titles_blank_lines_notes_and_two_rows_of_headings_are_seen_through() -> None:
    text = (
        "Plan 2025,,,,\n,,,,\nConfidential,,,,\n"
        ",Closed won,,Created,\nMonth,Count,Value,Deals created,Comment\n"
        "2025-01,2,100.50,7,good\n,,,,\n2025-02,3,200.25,8,\nSource: CRM,,,,\nSum,5,300.75,15,\n"
    )

    table = read_text(text, EUR)

    assert table.issues == ()
    assert rows_of(table)["2025-02"] == {"closedWonCount": 3, "closedWonValue": 20025, "dealsCreated": 8}
    reasons = dict(table.skipped)
    assert reasons["Line 10 “Sum”"] == "It is a total."
    assert reasons["Line 9 “Source: CRM”"] == "It is a note."


@pytest.mark.parametrize(
    "word",
    [
        "Total",
        "Grand Total",
        "TOTAL 2025",
        "Summe",
        "Gesamt:",
        "Total général",
        "Suma",
        "Totale",
        "Totaal",
        "Soma",
        "Q1 2025",
        "FY25",
        "Average",
        "Zwischensumme",
    ],
)
def test_total_rows_are_known_by_their_word(word: str) -> None:
    assert deals(f"Month,Deals\n2025-01,7\n2025-02,8\n2025-03,9\n{word},99\n") == THREE


def test_a_total_row_without_a_word_is_known_by_its_sum_and_a_real_month_never_is_one() -> None:
    assert deals("Month,Deals\n2025-01,7\n2025-02,8\n2025-03,9\n,24\n") == THREE
    assert deals("Month,Deals\n2025-01,7\n2025-02,8\n2025-03,15\n") == {**THREE, "2025-03": 15}
    assert deals("Month,Deals\n2025-01,0\n2025-02,0\n2025-03,0\n") == dict.fromkeys(THREE, 0)
    assert deals("Month,Deals\n2025-01,5\n2025-02,5\n") == {"2025-01": 5, "2025-02": 5}
    lost = read_text("Month,Deals\n2025-01,7\n2025-02,8\n,9\n", EUR)
    assert [issue.code for issue in lost.issues] == [IssueCode.MONTH_MALFORMED]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("dealsCreated", K.DEALS_CREATED), ("Deals created", K.DEALS_CREATED), ("NEW DEALS", K.DEALS_CREATED),
        ("new opportunities", K.DEALS_CREATED), ("Neue Geschäfte", K.DEALS_CREATED), ("Nouvelles affaires", K.DEALS_CREATED),
        ("Nuevos negocios", K.DEALS_CREATED), ("Nuove trattative", K.DEALS_CREATED), ("Nieuwe deals", K.DEALS_CREATED),
        ("Novos negócios", K.DEALS_CREATED), ("Gewonnen", K.CLOSED_WON_COUNT), ("Won value (EUR)", K.CLOSED_WON_VALUE),
        ("Revenue €", K.CLOSED_WON_VALUE), ("Chiffre d’affaires", K.CLOSED_WON_VALUE), ("Umsatz", K.CLOSED_WON_VALUE),
        ("Neue Kontakte", K.CONTACTS_CREATED), ("nuevas empresas", K.COMPANIES_CREATED), ("Activités", K.ACTIVITIES_CREATED),
        ("Leads", K.LEADS_CREATED), ("closed_lost", K.CLOSED_LOST_COUNT), ("Verloren", K.CLOSED_LOST_COUNT),
    ],
)  # fmt: skip
def test_headings_are_read_in_seven_languages(heading: str, key: MetricKey) -> None:
    table = read_text(f"Month\t{heading}\n2025-01\t3\n", EUR)

    assert list(table.rows[0].values) == [key]


def test_two_columns_of_one_kpi_are_refused_naming_both() -> None:
    table = read_text("Month,New deals,Deals created\n2025-01,1,2\n", EUR)

    assert [issue.code for issue in table.issues] == [IssueCode.COLUMN_REPEATED]
    assert "'New deals' and 'Deals created'" in table.issues[0].message


def test_one_month_thrice_is_one_error_that_names_all_lines() -> None:
    table = read_text("Month,Leads\n2024-01,10\nJan-24,12\n01/2024,14\n", EUR)

    assert [issue.code for issue in table.issues] == [IssueCode.MONTH_REPEATED]
    assert "line 2, line 3 and line 4" in table.issues[0].message
    assert table.rows == ()


def test_blank_is_not_zero() -> None:
    assert rows_of(read_text("Month,Deals,Lost\n2025-01,0,\n2025-02,-,–\n", EUR)) == {
        "2025-01": {"dealsCreated": 0},
        "2025-02": {},
    }


def test_another_currency_is_warned_of_and_its_number_taken() -> None:
    table = read_text("Month\tWon value\n2025-01\t$5.00\n", EUR)

    assert table.issues == ()
    assert [issue.code for issue in table.warnings] == [IssueCode.CURRENCY_DIFFERS]
    assert table.rows[0].values[K.CLOSED_WON_VALUE] == 500


def test_yen_have_no_decimals() -> None:
    table = read_text("Month\tWon value\n2025-01\t¥1,200\n2025-02\t1200.5\n", JPY)

    assert table.rows[0].values[K.CLOSED_WON_VALUE] == 1200
    assert "more decimals" in table.issues[0].message
