"""Plans as people have them: sixty and more inputs with worked-out answers, random dialects, and garbage."""

from __future__ import annotations

import contextlib
import csv
import io
import string
import zipfile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.issues import IssueCode
from demogen.domain.metrics import METRICS, PLANNED, MetricKey, is_money
from demogen.domain.money import Currency
from demogen.domain.months import Month, months_between
from demogen.domain.plan import Mode, PlanType
from demogen.errors import DemogenError, InputError, PlanInvalid
from demogen.service.plan_reader import Answers, PlanTable, read_file, read_plan, read_text

EUR, JPY, KWD = Currency("EUR"), Currency("JPY"), Currency("KWD")
_K = MetricKey

Rows = dict[str, dict[str, int]]


def rows_of(table: PlanTable) -> Rows:
    return {str(row.month): {key.value: value for key, value in row.values.items()} for row in table.rows}


def deals(text: str, **answers: object) -> dict[str, int]:
    """The months of a plan with created deals alone; nothing may be wrong or open."""
    table = read_text(text, EUR, Answers(**answers))  # type: ignore[arg-type]
    assert (table.issues, table.questions) == ((), ()), (table.issues, table.questions)
    return {str(row.month): row.values[_K.DEALS_CREATED] for row in table.rows}


THREE = {"2025-01": 7, "2025-02": 8, "2025-03": 9}


@pytest.mark.parametrize(
    "months",
    [
        ["2025-01", "2025-02", "2025-03"],
        ["2025-1", "2025-2", "2025-3"],
        ["2025/01", "2025/02", "2025/03"],
        ["2025.01", "2025.02", "2025.03"],
        ["202501", "202502", "202503"],
        ["01/2025", "02/2025", "03/2025"],
        ["1-2025", "2-2025", "3-2025"],
        ["01.2025", "02.2025", "03.2025"],
        ["Jan 2025", "Feb 2025", "Mar 2025"],
        ["January 2025", "February 2025", "March 2025"],
        ["jan. 2025", "FEB. 2025", "Mar., 2025"],
        ["Jan-25", "Feb-25", "Mar-25"],
        ["Jan '25", "Feb '25", "Mar '25"],
        ["2025 Jan", "2025 Feb", "2025-Mar"],
        ["Januar 2025", "Februar 2025", "März 2025"],
        ["Jän. 2025".replace("ä", "a"), "Feb. 2025", "Mär 2025".replace("Mär", "März")],
        ["janvier 2025", "février 2025", "mars 2025"],
        ["janv. 2025", "févr. 25", "MARS 25"],
        ["enero 2025", "febrero de 2025", "marzo 2025"],
        ["ene 2025", "feb 2025", "mar 2025"],
        ["gennaio 2025", "febbraio 2025", "marzo 2025"],
        ["gen 25", "feb 25", "mar 25"],
        ["januari 2025", "februari 2025", "maart 2025"],
        ["jan 2025", "feb 2025", "mrt 2025"],
        ["janeiro 2025", "fevereiro de 2025", "março 2025"],
        ["2025-01-01", "2025-02-28", "2025-03-15"],
        ["2025-01-01T00:00:00Z", "2025-02-01 00:00:00", "2025-03-01T00:00:00"],
        ["31.01.2025", "28.02.2025", "31.03.2025"],
        ["01/31/2025", "02/28/2025", "03/31/2025"],
        ["1 Jan 2025", "1 Feb 2025", "1 Mar 2025"],
        ["01/31/25", "02/01/25", "03/01/25"],
        ["45658", "45689", "45717"],
    ],
)
def test_months_are_read_as_people_write_them(months: list[str]) -> None:
    lines = [
        "Month;Deals created",
        *(f"{month};{count}" for month, count in zip(months, (7, 8, 9), strict=True)),
    ]

    assert deals("\n".join(lines)) == THREE


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1234.50", 123450),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1\u202f234,50", 123450),
        ("1'234.50", 123450),
        ("1’234.50", 123450),
        ("12,34,567.00", 123456700),
        ("1.234.567", 123456700),
        ("1,234,567", 123456700),
        ("€1,234.50", 123450),
        ("€ 1.234,50", 123450),
        ("1.234,50 €", 123450),
        ("1.234,50 EUR", 123450),
        ("EUR 1,234.50", 123450),
        ("0.5", 50),
        (",5", 50),
        ("1.13E+06", 113000000),
        ("1.2e3", 120000),
        ("+5", 500),
        ("1234", 123400),
    ],
)
def test_money_is_read_as_people_write_it(cell: str, value: int) -> None:
    table = read_text(f"month\tWon value\tWon\n2025-01\t{cell}\t1\n", EUR)

    assert (table.issues, table.questions, table.warnings) == ((), (), ())
    assert table.rows[0].values[_K.CLOSED_WON_VALUE] == value


@pytest.mark.parametrize("cell", ["(5)", "-5", "−5", "5-", "- 5", "(€5)", "-€5.00", "€ -5"])
def test_negative_numbers_are_read_as_bookkeepers_write_them(cell: str) -> None:
    table = read_text(f"month\tWon value\n2025-01\t{cell}\n", EUR)

    assert table.rows[0].values[_K.CLOSED_WON_VALUE] == -500


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("12 %", "percentage"),
        ("#N/A", "#N/A"),
        ("#DIV/0!", "#DIV/0!"),
        ("n/a", "not a number"),
        ("1.5 Mio", "not a number"),
        ("1,23,4", "not grouped"),
        ("12.345.6", "no order"),
        ("5 7", "not a number"),
        ("1.005", "more decimals"),
    ],
)
def test_what_is_no_amount_is_refused_by_its_place(cell: str, part: str) -> None:
    table = read_text(f"month\tWon value\n2025-01\t{cell}\n2025-02\t9.25\n", EUR)

    assert len(table.issues) == 1
    assert part in table.issues[0].message
    assert (table.issues[0].line, table.issues[0].column) == (2, 2)
    assert list(rows_of(table)["2025-02"].values()) == [925]


def test_a_target_below_zero_is_refused_and_a_delta_is_not() -> None:
    text = "month\tDeals\n2025-01\t-3\n"

    as_target = read_text(text, EUR, Answers(plan_type=PlanType.TARGETS))
    as_delta = read_text(text, EUR, Answers(plan_type=PlanType.DELTAS))

    assert [issue.code for issue in as_target.issues] == [IssueCode.COUNT_NEGATIVE]
    assert as_delta.rows[0].values == {_K.DEALS_CREATED: -3}


def test_an_ods_file_is_read() -> None:
    def cell(value: str) -> str:
        kind = "float" if value.isdigit() else "string"
        number = f' office:value="{value}"' if kind == "float" else ""
        return f'<table:table-cell office:value-type="{kind}"{number}><text:p>{value}</text:p></table:table-cell>'

    rows = [["Month", "Deals"], ["2025-01", "7"], ["2025-02", "8"], ["2025-03", "9"]]
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body><office:spreadsheet>'
        f'<table:table table:name="Plan">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        archive.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{manifest}"/>')

    table = read_file(buffer.getvalue(), EUR)

    assert {str(row.month): row.values[_K.DEALS_CREATED] for row in table.rows} == THREE


def test_a_hidden_decimal_in_a_count_is_refused() -> None:
    table = read_text("month\tDeals\n2025-01\t12.5\n", EUR)

    assert [issue.code for issue in table.issues] == [IssueCode.COUNT_NOT_WHOLE]


def test_what_can_be_a_thousand_or_a_fraction_is_asked_and_the_answer_taken() -> None:
    text = "month\tWon value\n2025-01\t1.234\n"

    asked = read_text(text, KWD)
    as_thousand = read_text(text, KWD, Answers(decimal=","))
    as_fraction = read_text(text, KWD, Answers(decimal="."))

    assert [question.id for question in asked.questions] == ["decimal"]
    assert asked.rows[0].values == {}
    assert as_thousand.rows[0].values[_K.CLOSED_WON_VALUE] == 1_234_000
    assert as_fraction.rows[0].values[_K.CLOSED_WON_VALUE] == 1_234


@pytest.mark.parametrize(
    ("example", "point", "comma"),
    [
        ("1.234", "between 1 and 2", "is 1234"),
        ("1,234", "is 1234", "between 1 and 2"),
        ("012.500", "between 12 and 13", "is 12500"),
    ],
)
def test_an_answer_names_the_mark_so_that_it_means_the_same_for_another_text(
    example: str, point: str, comma: str
) -> None:
    asked = read_text(f"month\tWon value\n2025-01\t{example}\n", KWD).questions[0]

    assert asked.text == f"Which mark is the decimal one? {example} can be read in two ways."
    assert [(value, label.split(":")[0]) for value, label in asked.choices] == [
        (".", "The point, as in 1,234.50"), (",", "The comma, as in 1.234,50"),
    ]  # fmt: skip
    assert point in asked.choices[0][1].split(": ")[1]
    assert comma in asked.choices[1][1].split(": ")[1]


@pytest.mark.parametrize("answer", [".", ","])
def test_the_mark_that_a_text_shows_goes_before_an_answer_for_another_text(answer: str) -> None:
    table = read_text("month\tWon value\n2025-01\t1,234\n2025-02\t17.50\n", KWD, Answers(decimal=answer))

    assert (table.issues, table.questions) == ((), ())
    assert rows_of(table) == {"2025-01": {"closedWonValue": 1_234_000}, "2025-02": {"closedWonValue": 17_500}}


def test_a_text_that_shows_both_marks_is_asked_and_what_does_not_fit_the_answer_is_named() -> None:
    text = "month\tWon value\n2025-01\t1,234.50\n2025-02\t1.234,50\n"

    asked, told = read_text(text, EUR), read_text(text, EUR, Answers(decimal=","))

    assert [question.text for question in asked.questions] == [
        "Which mark is the decimal one? The numbers show both."
    ]
    assert rows_of(told)["2025-02"] == {"closedWonValue": 123_450}
    assert [(issue.code, issue.line) for issue in told.issues] == [(IssueCode.CELL_MALFORMED, 2)]


def test_one_cell_decides_the_decimal_mark_of_the_file() -> None:
    table = read_text("month\tWon value\tDeals\n2025-01\t1.234\t5.000\n2025-02\t17,50\t1\n", EUR)

    assert table.questions == ()
    assert table.rows[0].values == {_K.CLOSED_WON_VALUE: 123_400, _K.DEALS_CREATED: 5_000}


def test_days_of_one_order_decide_for_the_others_and_are_asked_where_none_does() -> None:
    open_ = "Date;Deals\n01/02/2025;7\n01/03/2025;8\n"

    asked = read_text(open_, EUR)

    assert [question.id for question in asked.questions] == ["dateOrder"]
    assert deals(open_, date_order="dmy") == {"2025-02": 7, "2025-03": 8}
    assert deals("Date;Deals\n01/02/2025;7\n31/03/2025;8\n") == {"2025-02": 7, "2025-03": 8}


def test_serial_numbers_that_fit_both_epochs_are_asked() -> None:
    text = "Month;Deals\n44196;7\n44227;8\n44255;9\n"

    assert [question.id for question in read_text(text, EUR).questions] == ["epoch"]
    assert deals(text, epoch="1904") == THREE
    assert list(deals(text, epoch="1900")) == ["2020-12", "2021-01", "2021-02"]


def test_names_without_a_year_go_on_over_new_year_once_it_is_said() -> None:
    text = "Month;Deals\nNovember;1\nDezember;2\nJanuar;3\n"

    asked = read_text(text, EUR)

    assert [question.id for question in asked.questions] == ["year"]
    assert deals(text, year=2024) == {"2024-11": 1, "2024-12": 2, "2025-01": 3}
    assert deals("Month;Deals\nNov 2024;1\nDec;2\nJan;3\n") == {"2024-11": 1, "2024-12": 2, "2025-01": 3}


def test_names_above_the_first_year_count_back_from_it_where_they_lead_up_to_it() -> None:
    assert deals("Month;Deals\nJan;7\nFeb;8\nMar 2025;9\n") == THREE
    assert deals("Month;Deals\nDez;1\n;\nJan;2\n28.02.2025;3\n") == {"2024-12": 1, "2025-01": 2, "2025-02": 3}
    assert deals("Month;Deals\nNov;1\nDec;2\nJan 2025;3\nFeb;4\n") == {
        "2024-11": 1, "2024-12": 2, "2025-01": 3, "2025-02": 4,
    }  # fmt: skip


@pytest.mark.parametrize(
    "names", [("Mar", "Feb", "Jan 2025"), ("Jan", "Apr", "May 2025"), ("Jan", "Jan 2025")]
)
def test_names_that_do_not_lead_up_to_the_first_year_are_asked_for_theirs(names: tuple[str, ...]) -> None:
    text = "\n".join(["Month;Deals", *(f"{name};{number}" for number, name in enumerate(names, 1))])

    asked = read_text(text, EUR)
    told = read_text(text, EUR, Answers(year=2023))

    assert ([question.id for question in asked.questions], asked.issues) == (["year"], ())
    assert (told.questions, told.issues) == ((), ())
    assert len(told.rows) == len(names)
    assert str(told.rows[0].month) == f"2023-{'03' if names[0] == 'Mar' else '01'}"


def test_a_date_that_the_answered_order_gives_no_month_is_named() -> None:
    text = "Date;Deals\n13/02/2025;7\n03/14/2025;8\n"

    asked, told = read_text(text, EUR), read_text(text, EUR, Answers(date_order="dmy"))

    assert ([question.id for question in asked.questions], asked.issues) == (["dateOrder"], ())
    assert rows_of(told) == {"2025-02": {"dealsCreated": 7}}
    assert [(issue.code, issue.line, issue.column) for issue in told.issues] == [
        (IssueCode.MONTH_MALFORMED, 3, 1)
    ]
    assert "'03/14/2025' has the month 14 where the day is written first" in told.issues[0].message


def test_what_the_dates_themselves_decide_goes_before_an_answer() -> None:
    assert deals("Date;Deals\n01/02/2025;7\n01/31/2025;8\n".replace("01/02", "02/01"), date_order="dmy") == {
        "2025-02": 7, "2025-01": 8,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Month;Deals\n2025-01;7\n1950-02;8\n", (3, 1)),
        ("Month;Jan 2025;Feb 1950\nDeals;7;8\n", (1, 3)),
        ("Month;Deals\nJan 2025;7\nDec 1970;1\n", (3, 1)),
    ],
)
def test_a_month_of_no_year_that_can_be_planned_is_named(text: str, place: tuple[int, int]) -> None:
    table = read_text(text, EUR)

    assert rows_of(table) == {"2025-01": {"dealsCreated": 7}}
    assert [(issue.code, issue.line, issue.column) for issue in table.issues] == [
        (IssueCode.MONTH_MALFORMED, *place)
    ]
    assert "outside the years" in table.issues[0].message


MONTH_CELLS = st.one_of(
    st.sampled_from(
        ["Jan", "Mai", "dez.", "Feb 2025", "2024-12", "Jan 1950", "2025-13", "45658", "", "note"]
    ),
    st.builds("{:02d}/{:02d}/2025".format, st.integers(1, 31), st.integers(1, 31)),
)


@given(st.lists(MONTH_CELLS, min_size=1, max_size=6), st.sampled_from(["dmy", "mdy"]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_no_month_goes_unmentioned(cells: list[str], order: str, answered: bool) -> None:
    lines = [f"{cell};{number}" for number, cell in enumerate(["2025-01", *cells], 100)]
    answers = Answers(date_order=order, epoch="1900", year=2024) if answered else Answers()

    table = read_text("\n".join(["Month;Deals", *lines]), EUR, answers)

    kept = {value for row in table.rows for value in row.values.values()}
    named = " ".join(
        [*(issue.message for issue in table.issues), *(what for what, _ in table.skipped)]
    ).casefold()
    for number, _ in enumerate(lines, 100):
        line = number - 98
        assert number in kept or f"line {line}" in named or (table.questions and not answered), (line, named)
    assert not (answered and table.questions)


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
    named = read_text("2025-13,5\n2025-01,7\n", EUR, Answers(columns=["month", _K.DEALS_CREATED]))
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
        (IssueCode.MONTH_REPEATED, _K.DEALS_CREATED, 4, 4)
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
    content = _edit(workbook(rows), b"<f>1+1</f><v>0</v>", b"<f>1+1</f>")

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
        ("dealsCreated", _K.DEALS_CREATED), ("Deals created", _K.DEALS_CREATED), ("NEW DEALS", _K.DEALS_CREATED),
        ("new opportunities", _K.DEALS_CREATED), ("Neue Geschäfte", _K.DEALS_CREATED), ("Nouvelles affaires", _K.DEALS_CREATED),
        ("Nuevos negocios", _K.DEALS_CREATED), ("Nuove trattative", _K.DEALS_CREATED), ("Nieuwe deals", _K.DEALS_CREATED),
        ("Novos negócios", _K.DEALS_CREATED), ("Gewonnen", _K.CLOSED_WON_COUNT), ("Won value (EUR)", _K.CLOSED_WON_VALUE),
        ("Revenue €", _K.CLOSED_WON_VALUE), ("Chiffre d’affaires", _K.CLOSED_WON_VALUE), ("Umsatz", _K.CLOSED_WON_VALUE),
        ("Neue Kontakte", _K.CONTACTS_CREATED), ("nuevas empresas", _K.COMPANIES_CREATED), ("Activités", _K.ACTIVITIES_CREATED),
        ("Leads", _K.LEADS_CREATED), ("closed_lost", _K.CLOSED_LOST_COUNT), ("Verloren", _K.CLOSED_LOST_COUNT),
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
    assert table.rows[0].values[_K.CLOSED_WON_VALUE] == 500


def test_yen_have_no_decimals() -> None:
    table = read_text("Month\tWon value\n2025-01\t¥1,200\n2025-02\t1200.5\n", JPY)

    assert table.rows[0].values[_K.CLOSED_WON_VALUE] == 1200
    assert "more decimals" in table.issues[0].message


@pytest.mark.parametrize(
    ("encoding", "end"),
    [
        ("utf-8", "\n"),
        ("utf-8-sig", "\r\n"),
        ("utf-16", "\n"),
        ("utf-16-le", "\n"),
        ("cp1252", "\r"),
        ("utf-8", "\r\n"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_files_of_every_encoding_line_end_and_delimiter(encoding: str, end: str, delimiter: str) -> None:
    lines = ["Monat,Neue Geschäfte", "2025-01,7", "2025-02,8", "2025-03,9"]
    text = end.join(lines).replace(",", delimiter)

    table = read_file(text.encode(encoding), EUR)

    assert {str(row.month): row.values[_K.DEALS_CREATED] for row in table.rows} == THREE


def test_quotes_tabs_and_line_breaks_within_cells() -> None:
    text = 'Month\tDeals\tNote\n2025-01\t7\t"two\nlines\tand ""quotes"""\n2025-02\t8\t5" pipe\n2025-03\t9\t\n'

    assert deals(text) == THREE


def test_a_quote_that_nobody_closes_loses_nothing() -> None:
    more = "".join(f"2025-{month:02d},1,\n" for month in range(4, 13))
    text = (
        'Month,Deals,Note\n2025-01,7,"open\n2025-02,8,\n2025-03,9,\n'
        + more
        + more.replace("2025", "2024")
        + more.replace("2025", "2023")
    )

    assert set(deals(text)) >= set(THREE)


def workbook(rows: list[list[object]], **options: object) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    sheet = book.add_worksheet("Plan")
    day = book.add_format({"num_format": "mmm yy"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if hasattr(cell, "year"):
                sheet.write_datetime(number, column, cell, day)
            elif cell is not None:
                sheet.write(number, column, cell)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize("epoch", [False, True])
def test_a_workbook_with_dates_of_either_epoch(epoch: bool) -> None:
    days = [month.first_day for month in months_between(Month(2025, 1), Month(2025, 3))]
    content = workbook(
        [
            ["Q1 plan"],
            [],
            ["Month", "Deals", "Won value"],
            *([day, 7 + place, 0.1 + 0.2] for place, day in enumerate(days)),
        ],
        date_1904=epoch,
    )

    table = read_file(content, EUR)

    assert table.issues == ()
    assert rows_of(table) == {
        month: {"dealsCreated": count, "closedWonValue": 30} for month, count in THREE.items()
    }


def test_formulas_are_not_worked_out_and_errors_are_named() -> None:
    content = workbook([["Month", "Deals", "Lost"], ["2025-01", "=1+1", 3]])
    # the writer stores 0 for a formula that nobody worked out; a sheet without that value is refused by name
    bare = _edit(content, b"<f>1+1</f><v>0</v>", b"<f>1+1</f>")
    wrong = _edit(content, b"<f>1+1</f><v>0</v>", b"<f>1/0</f><v>#DIV/0!</v>", b'r="B2"', b'r="B2" t="e"')

    assert "B2 (Deals created): it holds a formula without a value" in read_file(bare, EUR).issues[0].message
    assert "B2 (Deals created): it holds the error #DIV/0!" in read_file(wrong, EUR).issues[0].message


def _edit(content: bytes, *pairs: bytes) -> bytes:
    """The workbook with parts of its sheet replaced."""
    source, buffer = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                for old, new in zip(pairs[::2], pairs[1::2], strict=True):
                    assert old in data
                    data = data.replace(old, new)
            target.writestr(entry.filename, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("1e30", {IssueCode.CELL_MALFORMED: "too large", IssueCode.COUNT_TOO_LARGE: "too large"}),
        ("-1e300", {IssueCode.CELL_MALFORMED: "too large", IssueCode.COUNT_TOO_LARGE: "too large"}),
        ("1e999", {IssueCode.CELL_MALFORMED: "not a number"}),
    ],
)
def test_a_number_of_a_workbook_beyond_all_measure_is_named(value: str, codes: dict[IssueCode, str]) -> None:
    content = workbook([["Month", "Won value", "Deals"], ["2025-01", 71, 72], ["2025-02", 5, 6]])
    cell = f"<v>{value}</v>".encode()

    table = read_file(_edit(content, b"<v>71</v>", cell, b"<v>72</v>", cell), EUR)

    assert {issue.code for issue in table.issues} == set(codes)
    assert [(issue.line, issue.column) for issue in table.issues] == [(2, 2), (2, 3)]
    assert all(codes[issue.code] in issue.message for issue in table.issues)
    assert rows_of(table)["2025-02"] == {"closedWonValue": 500, "dealsCreated": 6}


@pytest.mark.parametrize("value", ["1e9999999", '"1e9999999"', "-1e9999999", "1e99999999999999999999"])
def test_a_number_of_a_json_plan_beyond_all_measure_is_named(value: str) -> None:
    content = f'[{{"month": "2025-01", "dealsCreated": {value}, "closedWonValue": {value}}}]'.encode()

    with pytest.raises(PlanInvalid) as caught:
        read_plan(content, plan_type=None, mode=Mode.ADDITIVE, currency=EUR)

    words = "is not a" if value.endswith("99999999999") else "is too large"
    assert [issue.message.split(":")[0] for issue in caught.value.issues] == [
        "months[1].dealsCreated", "months[1].closedWonValue",
    ]  # fmt: skip
    assert all(words in issue.message for issue in caught.value.issues)


@pytest.mark.parametrize(
    "part", ['"percent": "1/0"', '"percent": 1e9999999', '"percent": "1e-9999999"', '"absolute": [1]']
)
def test_a_tolerance_beyond_all_measure_is_named(part: str) -> None:
    months = '[{"month": "2025-01", "closedWonValue": 1}]'
    content = f'{{"months": {months}, "tolerances": {{"closedWonValue": {{{part}}}}}}}'.encode()

    with pytest.raises(PlanInvalid) as caught:
        read_plan(content, plan_type=None, mode=Mode.ADDITIVE, currency=EUR)

    assert [issue.code for issue in caught.value.issues] == [IssueCode.TOLERANCE_MALFORMED]


def test_what_is_far_too_large_is_refused_by_name() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (80 * 2**20))
    for content, part in (
        (b"a" * (11 * 2**20), "bytes"),
        (("1\t" * 40 + "\n").encode() * 1000, "cells"),
        (bomb.getvalue(), "unpacked"),
    ):
        with pytest.raises(InputError, match=part):
            read_file(content, EUR)


def test_over_sixty_months_are_too_many() -> None:
    lines = [f"{month},1" for month in months_between(Month(2018, 1), Month(2023, 6))]

    table = read_text("\n".join(["month,deals", *lines]), EUR)

    assert IssueCode.PLAN_TOO_LONG in {issue.code for issue in table.issues}


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04junk", b"\xd0\xcf\x11\xe0junk", b"\xff\xfe\x00", b"\x00" * 50]
)
def test_damaged_files_are_refused_with_a_way_out(content: bytes) -> None:
    with contextlib.suppress(DemogenError):
        assert read_file(content, EUR).issues


# a random plan in a random dialect -------------------------------------------------------------------------------

LABELS = {
    "en": dict(zip(PLANNED, ["New leads", "New contacts", "New companies", "New deals", "Created value", "Won", "Won value", "Lost", "Activities"], strict=True)),
    "de": dict(zip(PLANNED, ["Neue Leads", "Neue Kontakte", "Neue Firmen", "Neue Geschäfte", "Neue Pipeline", "Gewonnen", "Umsatz", "Verloren", "Aktivitäten"], strict=True)),
    "es": dict(zip(PLANNED, ["Nuevos leads", "Nuevos contactos", "Nuevas empresas", "Nuevos negocios", "Pipeline creado", "Ganados", "Ventas", "Perdidos", "Actividades"], strict=True)),
}  # fmt: skip

plans = st.dictionaries(
    st.integers(0, 59).map(lambda step: Month(2021, 1).plus(step)),
    st.dictionaries(st.sampled_from(PLANNED), st.integers(0, 10**7), min_size=1, max_size=9),
    min_size=1,
    max_size=24,
)


@given(plans, st.data())
@settings(max_examples=250, deadline=None)
def test_a_plan_in_any_dialect_is_read_back_equal(
    wanted: dict[Month, dict[MetricKey, int]], data: st.DataObject
) -> None:
    draw = data.draw
    decimal, grouping = draw(
        st.sampled_from([(".", ","), (",", "."), (",", "\u202f"), (".", "’"), (".", ""), (",", "")])
    )
    delimiter = draw(st.sampled_from(["\t", ";"] if decimal == "," or grouping == "," else ["\t", ";", ","]))
    labels = LABELS[draw(st.sampled_from(sorted(LABELS)))]
    style = draw(st.sampled_from(["iso", "name", "slash", "first"]))
    sign = draw(st.sampled_from(["", "€", " €", "EUR "]))
    keys = sorted({key for cells in wanted.values() for key in cells}, key=PLANNED.index)
    if draw(st.booleans()):
        keys.reverse()

    def number(key: MetricKey, value: int) -> str:
        whole, part = divmod(value, 100) if is_money(key) else (value, 0)
        grouped = f"{whole:,}".replace(",", grouping)
        if not is_money(key):
            return grouped
        text = f"{grouped}{decimal}{part:02d}"
        return f"{text}{sign}" if sign.startswith(" ") else f"{sign}{text}"

    def month(of: Month) -> str:
        names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        return {
            "iso": str(of), "name": f"{names[of.number - 1]} {of.year}", "slash": f"{of.number}/{of.year}", "first": f"{of}-01",
        }[style]  # fmt: skip

    body = [["Month", *(labels[key] for key in keys)]]
    for at in sorted(wanted):
        body.append([month(at), *(number(key, wanted[at][key]) if key in wanted[at] else "" for key in keys)])
    if draw(st.booleans()):
        totals = [sum(cells.get(key, 0) for cells in wanted.values()) for key in keys]
        body.append(["Total", *(number(key, total) for key, total in zip(keys, totals, strict=True))])
    if draw(st.booleans()) and len(wanted) > 1:
        body = [list(row) for row in zip(*body, strict=True)]
    if draw(st.booleans()):
        body.insert(0, ["Our plan"])
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=draw(st.sampled_from(["\n", "\r\n"]))).writerows(body)

    table = read_text(out.getvalue(), EUR)
    if [question.id for question in table.questions] == ["decimal"]:
        table = read_text(out.getvalue(), EUR, Answers(decimal=decimal))

    assert table.issues == ()
    assert table.questions == ()
    assert {row.month: dict(row.values) for row in table.rows} == wanted


@given(st.text(alphabet=string.printable + "äé€–’\u00a0\ufeff#", max_size=400))
@settings(max_examples=400, deadline=None)
def test_any_text_gets_an_answer(text: str) -> None:
    try:
        table = read_text(text, EUR)
    except InputError:
        return
    table.to_json(EUR)


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_file_gets_an_answer(content: bytes) -> None:
    with contextlib.suppress(DemogenError):
        read_file(content, EUR).to_json(EUR)


def test_labels_of_the_catalogue_are_headings() -> None:
    for key in PLANNED:
        for name in (key.value, METRICS[key].label):
            table = read_text(f"month,{name}\n2025-01,1\n", EUR)
            assert table.rows[0].values == {key: 100 if is_money(key) else 1}, name
