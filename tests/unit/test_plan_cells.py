"""Months and numbers as people write them, with worked-out answers."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.issues import IssueCode
from demogen.domain.plan import PlanType
from demogen.service.plan_reader import Answers, read_file, read_text
from tests.unit.plans_read import EUR, KWD, THREE, K, deals, rows_of


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
    assert table.rows[0].values[K.CLOSED_WON_VALUE] == value


@pytest.mark.parametrize("cell", ["(5)", "-5", "−5", "5-", "- 5", "(€5)", "-€5.00", "€ -5"])
def test_negative_numbers_are_read_as_bookkeepers_write_them(cell: str) -> None:
    table = read_text(f"month\tWon value\n2025-01\t{cell}\n", EUR)

    assert table.rows[0].values[K.CLOSED_WON_VALUE] == -500


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
    assert as_delta.rows[0].values == {K.DEALS_CREATED: -3}


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

    assert {str(row.month): row.values[K.DEALS_CREATED] for row in table.rows} == THREE


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
    assert as_thousand.rows[0].values[K.CLOSED_WON_VALUE] == 1_234_000
    assert as_fraction.rows[0].values[K.CLOSED_WON_VALUE] == 1_234


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
    assert table.rows[0].values == {K.CLOSED_WON_VALUE: 123_400, K.DEALS_CREATED: 5_000}


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
    dated = "Month;Deals\nNov 2024;1\nDec;2\nJan;3\n"
    falling = "Month;Deals\nFeb 2025;1\nJan;2\n"

    asked, known = read_text(text, EUR), read_text(dated, EUR)

    assert [question.id for question in asked.questions] == ["year", "turn"]
    assert [question.id for question in known.questions] == ["turn"]
    assert "'Jan' follows 'Dec'" in known.questions[0].text
    assert rows_of(known).keys() == {"2024-11", "2024-12"}
    assert deals(text, year=2024, turn="next") == {"2024-11": 1, "2024-12": 2, "2025-01": 3}
    assert deals(dated, turn="next") == {"2024-11": 1, "2024-12": 2, "2025-01": 3}
    assert deals(falling, turn="same") == {"2025-02": 1, "2025-01": 2}


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
    told = read_text(text, EUR, Answers(year=2023, turn="next"))

    assert (asked.questions[0].id, asked.issues) == ("year", ())
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
    answers = Answers(date_order=order, epoch="1900", year=2024, turn="next") if answered else Answers()

    table = read_text("\n".join(["Month;Deals", *lines]), EUR, answers)

    kept = {value for row in table.rows for value in row.values.values()}
    named = " ".join(
        [*(issue.message for issue in table.issues), *(what for what, _ in table.skipped)]
    ).casefold()
    for number, _ in enumerate(lines, 100):
        line = number - 98
        assert number in kept or f"line {line}" in named or (table.questions and not answered), (line, named)
    assert not (answered and table.questions)
