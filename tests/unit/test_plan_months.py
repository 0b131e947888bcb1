"""Months in many forms: years beside them, instants, other periods, and names that pass the turn of the year."""

from __future__ import annotations

from datetime import datetime

import pytest

from demogen.service.plan_reader import Answers, read_file, read_text
from tests.unit.plans_read import EUR, deals, rows_of, workbook

THREE_MONTHS = {"2023-11": 1, "2023-12": 2, "2024-01": 3}


@pytest.mark.parametrize(
    "text",
    [
        "Year,Month,Deals\n2023,Nov,1\n2023,Dec,2\n2024,Jan,3\n", "Month,Year,Deals\nNov,2023,1\nDec,,2\nJan,2024,3\n",
        "Jahr;Monat;Deals\n2023;11;1\n2023;12;2\n2024;1;3\n", "Année;Mois;Deals\n2023;novembre;1\n;décembre;2\n2024;janvier;3\n",
        "Año;Mes;Deals\n2023;noviembre;1\n2023;diciembre;2\n2024;enero;3\n", "Anno;Mese;Deals\n2023;11;1\n;12;2\n2024;01;3\n",
        "Jaar;Maand;Deals\n2023;november;1\n2023;december;2\n2024;januari;3\n", "Ano;Mês;Deals\n2023;novembro;1\n2023;dezembro;2\n2024;janeiro;3\n",
        "\t2023\t\t2024\nKPI\tNov\tDec\tJan\nDeals\t1\t2\t3\n", "KPI\tNov\tDec\tJan\n\t2023\t2023\t2024\nDeals\t1\t2\t3\n",
        "\tYear 2023\t\tYear 2024\n\tNov\tDec\tJan\nDeals\t1\t2\t3\n", "\tPlan 2023\t\tPlan 2024\n\tNov\tDec\tJan\nDeals\t1\t2\t3\n",
        "Month,Deals\n2023,\nNov,1\nDec,2\n2024,\nJan,3\n", "Month,Deals\n2023,3\nNov,1\nDec,2\n2024,3\nJan,3\n",
        "KPI\t2023\tNov\tDec\t2024\tJan\nDeals\t\t1\t2\t\t3\n", "Year,Month,Metric,Target\n2023,Nov,Deals,1\n2023,12,Deals,2\n2024,Jan,Deals,3\n",
    ],
)  # fmt: skip
def test_a_year_beside_the_months_is_theirs(text: str) -> None:
    assert deals(text) == THREE_MONTHS
    assert deals(text, year=1999) == THREE_MONTHS


def test_years_and_months_of_a_workbook_are_numbers() -> None:
    content = workbook([["Year", "Month", "Deals"], [2023, 11, 1], [None, 12, 2], [2024, 1, 3]])
    banner = workbook([[None, 2023, None, 2024], ["KPI", "Nov", "Dec", "Jan"], ["Deals", 1, 2, 3]])

    for table in (read_file(content, EUR), read_file(banner, EUR)):
        assert (table.issues, table.questions) == ((), ())
        assert {month: values["dealsCreated"] for month, values in rows_of(table).items()} == THREE_MONTHS


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Year,Month,Deals\n2023/24,Nov,1\n", "no calendar year"), ("Year,Month,Deals\nFY24,Nov,1\n", "no calendar year"),
        ("Year,Month,Deals\n2023,Jan 2024,1\n", "beside the year 2023"), ("FY,Month,Deals\n2023,Jan,1\n", "fiscal year"),
        ("Geschäftsjahr;Monat;Deals\n2023;Jan;1\n", "fiscal year"),
    ],
)  # fmt: skip
def test_a_year_that_is_none_or_another_is_refused(text: str, part: str) -> None:
    table = read_text(text, EUR)

    assert [(issue.line, part in issue.message) for issue in table.issues] == [(2, True)]


def test_a_year_below_the_months_is_no_banner_and_theirs_is_asked() -> None:
    table = read_text("Month,Deals\nNov,1\nDec,2\n2023,3\nJan,3\n2024,3\n", EUR)

    assert [question.id for question in table.questions] == ["year", "turn"]


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("Sales plan 2025", True), ("Budget 2025", True), ("Stand 2025", False), ("Actuals 2025", False), ("FY 2025", False), ("Plan 2024/25", False),
        ("Plan of 3 Jan 2025", False), ("Plan 2024 and 2025", False), ("Exported 03.01.2025", False), ("Budget für 2025", True), ("Plan based on 2025", False), ("Growth over 2025", False), ("Vorjahr 2025", False), ("© 2025 Acme", False),
    ],
)  # fmt: skip
def test_a_year_in_a_title_counts_where_it_is_the_plans_and_no_month_passes_the_turn(
    title: str, known: bool
) -> None:
    plain = read_text(f"{title}\nMonth,Deals\nJan,1\nFeb,2\n", EUR)
    turned = read_text(f"{title}\nMonth,Deals\nNov,1\nJan,2\n", EUR)

    assert [question.id for question in plain.questions] == ([] if known else ["year"])
    assert rows_of(plain).keys() == ({"2025-01", "2025-02"} if known else set())
    assert [question.id for question in turned.questions] == ["year", "turn"]
    assert deals(f"{title}\nMonth,Deals\nJan,1\nFeb,2\n", year=2021) == {"2021-01": 1, "2021-02": 2}


@pytest.mark.parametrize(
    "first",
    ["2023-12-31T23:00:00.000Z", "2023-12-31T23:00Z", "2023-12-31 22:00:00+00:00", "2023-12-31T13:30:00Z", "2023-12-31 23:00:00"],
)  # fmt: skip
def test_instants_that_may_be_midnights_elsewhere_are_asked(first: str) -> None:
    text = f"Month,Deals\n{first},1\n2024-02-15T00:00:00Z,2\n"

    asked = read_text(text, EUR)

    assert ([question.id for question in asked.questions], asked.issues) == (["instants"], ())
    assert rows_of(asked).keys() == {"2024-02"}
    assert deals(text, instants="local") == {"2024-01": 1, "2024-02": 2}
    assert deals(text, instants="written") == {"2023-12": 1, "2024-02": 2}


def test_instants_that_can_be_one_month_alone_are_that_month() -> None:
    lines = [
        "2023-12-31T23:59:59Z,1",
        "2024-01-01T05:00:00Z,2",
        "2024-02-01T00:00:00+01:00,3",
        "2024-03-31T23:30:00+02:00,4",
    ]

    assert deals("\n".join(["Month,Deals", *lines])) == {
        "2023-12": 1,
        "2024-01": 2,
        "2024-02": 3,
        "2024-03": 4,
    }


def test_an_instant_of_a_workbook_keeps_its_time() -> None:
    content = workbook([["Month", "Deals"], [datetime(2023, 12, 31, 23), 1], [datetime(2024, 1, 31, 23), 2]])

    assert [question.id for question in read_file(content, EUR).questions] == ["instants"]
    assert rows_of(read_file(content, EUR, Answers(instants="local"))).keys() == {"2024-01", "2024-02"}


@pytest.mark.parametrize(
    "heading",
    ["Week", "KW", "Kalenderwoche", "Semaine", "Semana", "Settimana", "Weeknummer", "ISO week", "Week starting", "Quarter", "Quartal", "Trimestre", "Fiscal month",
     "Geschäftsmonat", "Day", "Sprint"],
)  # fmt: skip
def test_a_column_of_other_times_is_refused_naming_its_heading(heading: str) -> None:
    down = read_text(f"{heading},Leads\n2024-01,10\n2024-02,20\n", EUR)
    across = read_text(f"{heading},2024-01,2024-02\nLeads,10,20\n", EUR)

    for table in (down, across):
        assert rows_of(table) == {}
        assert [(issue.line, issue.column) for issue in table.issues] == [(1, 1)]
        assert f"'{heading}'" in table.issues[0].message


@pytest.mark.parametrize(
    "cell", ["KW 3", "2024-W03", "W3", "Q1 24 plan", "Janury 2024", "33/2024", "2024-13"]
)
def test_what_is_no_month_is_refused_naming_the_cell(cell: str) -> None:
    table = read_text(f"Month,Leads\n{cell},10\n", EUR)

    assert table.rows == ()
    assert table.issues[0].message.startswith("Line 2, column 1: ")
    assert f"'{cell}'" in table.issues[0].message
    assert (table.issues[0].line, table.issues[0].column) == (2, 1)


@pytest.mark.parametrize(
    "cells",
    [
        ["January 1, 2024", "February 1, 2024"], ["Jan 31st, 2024", "Feb 29th, 2024"], ["2024年1月", "2024年2月"], ["2024年01月01日", "2024年02月01日"],
        ["2024년 1월", "2024년 2월"], ["01/24", "02/24"], ["1/24", "2/24"], ["01-24", "02-24"], ["01.24", "02.24"], ["01/2024", "02/2024"],
        ["1 de enero de 2024", "1 de febrero de 2024"], ["1er janvier 2024", "1er février 2024"], ["styczeń 2024", "luty 2024"], ["leden 2024", "únor 2024"],
        ["januari 2024", "februari 2024"], ["январь 2024 г.", "февраль 2024 г."], ["Ocak 2024", "Şubat 2024"], ["tammikuu 2024", "helmikuu 2024"],
        ["\u200eJan 2024", "Feb\u200f 2024"], ["２０２４-０１", "２０２４-０２"],
    ],
)  # fmt: skip
def test_more_forms_of_months_are_read(cells: list[str]) -> None:
    lines = [f'"{cell}"\t{count}' for count, cell in enumerate(cells, 7)]

    assert deals("\n".join(["Month\tDeals", *lines])) == {"2024-01": 7, "2024-02": 8}


@pytest.mark.parametrize("cells", [["01/02", "02/02"], ["01/10", "01/11"], ["24/01", "24/02"]])
def test_a_month_with_two_digits_that_can_be_a_day_is_refused(cells: list[str]) -> None:
    table = read_text("\n".join(["Month,Deals", *(f"{cell},7" for cell in cells)]), EUR)

    assert table.rows == ()
    assert {issue.line for issue in table.issues} <= {2, 3}
    assert table.issues


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Nov,1\nDec,2\nJan,3\n", ["year", "turn"]), ("Nov 2024,1\nDec,2\nJan,3\n", ["turn"]), ("Nov 2024,1\nJan,3\n", ["turn"]), ("Mar 2024,1\nFeb,2\n", ["turn"]),
        ("Jan 2024,1\nFeb,2\nMar,3\n", []), ("Nov,1\nDec,2\nJan 2025,3\n", []), ("Dec,2\nJan,3\nFeb 2025,4\n", []), ("Jan,1\nFeb,2\n", ["year"]),
        ("Jan 2024,1\nDec,2\nJan 2025,3\nFeb,4\n", []),
    ],
)  # fmt: skip
def test_names_that_pass_the_turn_of_the_year_are_asked_unless_a_year_leads_there(
    text: str, asks: list[str]
) -> None:
    table = read_text(f"Month,Deals\n{text}", EUR)

    assert ([question.id for question in table.questions], table.issues) == (asks, ())
