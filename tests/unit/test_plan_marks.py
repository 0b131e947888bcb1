"""Signs, currencies, dashes and letters that cannot be seen, in cells of numbers."""

from __future__ import annotations

import pytest

from demogen.domain.money import Currency
from demogen.service.plan_reader import Answers, read_text
from tests.unit.plans_read import EUR, JPY, KWD, K, rows_of


def won(cell: str, currency: Currency) -> int | None:
    """The won value of a plan whose other line shows no decimal mark; nothing may be wrong or open."""
    table = read_text(f"month\tWon value\n2025-01\t{cell}\n", currency)
    assert (table.issues, table.questions, table.warnings) == ((), (), ())
    return table.rows[0].values.get(K.CLOSED_WON_VALUE)


@pytest.mark.parametrize(
    ("cell", "code", "minor"),
    [
        ("1.234,-", "EUR", 123_400), ("€ 1.234,-", "EUR", 123_400), ("1.234,- €", "EUR", 123_400), ("1.234,–", "EUR", 123_400), ("12,--", "EUR", 1_200),
        ("1'234.–", "CHF", 123_400), ("CHF 1'234.-", "CHF", 123_400), ("Fr. 1'234.50", "CHF", 123_450), ("SFr. 12.–", "CHF", 1_200), ("1 234,50 kr", "SEK", 123_450),
        ("1.234,50 kr.", "DKK", 123_450), ("kr 1 234,50", "NOK", 123_450), ("1 234,50 zł", "PLN", 123_450), ("1 234,50 Kč", "CZK", 123_450), ("1 234 Ft", "HUF", 123_400),
        ("Rs. 1,234.50", "INR", 123_450), ("Rs 1,23,456.00", "INR", 12_345_600), ("₹1,234.50", "INR", 123_450), ("R$ 1.234,50", "BRL", 123_450), ("$1,234.50", "CAD", 123_450),
        ("A$ 5.50", "AUD", 550), ("RM5.50", "MYR", 550), ("¥1,200", "JPY", 1_200), ("1,200円", "JPY", 1_200), ("￥１,２００", "JPY", 1_200),
        ("\u200e1,250.00", "EUR", 125_000), ("1,250.00\u200f", "EUR", 125_000), ("\u2066€5.50\u2069", "EUR", 550), ("1\u00ad250.50", "EUR", 125_050),
        ("１２．５０", "EUR", 1_250), ("٣٤", "EUR", 3_400),
    ],
)  # fmt: skip
def test_amounts_are_read_as_they_are_written_in_many_countries(cell: str, code: str, minor: int) -> None:
    assert won(cell, Currency(code)) == minor


@pytest.mark.parametrize(
    "cell",
    [
        "€(63.12)",
        "(63.12) €",
        "(€63.12)",
        "-€63.12",
        "€-63.12",
        "63.12-",
        "(63.12 EUR)",
        "EUR (63.12)",
        "—63.12",
        "€ (63.12)",
    ],
)
def test_a_negative_amount_is_one_wherever_its_sign_and_its_currency_stand(cell: str) -> None:
    assert won(cell, EUR) == -6_312


@pytest.mark.parametrize(
    "cell",
    [
        "-",
        "–",
        "—",
        "―",
        "−",
        "--",
        "$ -   ",
        "$-",
        "- €",
        "€ –",
        " -   ",
        "(-)",
        "Fr. –",
        "EUR -",
        "\u200e",
        "—\u200f",
    ],
)
def test_a_dash_alone_is_a_blank_with_and_without_a_currency(cell: str) -> None:
    table = read_text(f"Month\tLeads\tWon value\n2025-01\t5\t{cell}\n", Currency("USD"))

    assert (rows_of(table), table.issues) == ({"2025-01": {"leadsCreated": 5}}, ())


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("1\u202e52", "1U+202E52"), ("5\u200ex", "5U+200Ex"), ("5\u00a0x", "5U+00A0x"), ("(-5)", "(-5)"), ("--5", "--5"), ("5²", "5²"), ("½", "½"), ("120k", "120k"),
        ("€", "€"), ("5 €/month", "5 €/month"), ("1O0", "1O0"),
    ],
)  # fmt: skip
def test_a_cell_that_is_refused_is_named_and_shown_with_what_cannot_be_seen(cell: str, shown: str) -> None:
    table = read_text(f"Month\tWon value\n2025-01\t{cell}\n", EUR)

    assert rows_of(table) == {"2025-01": {}}
    assert [(issue.line, issue.column) for issue in table.issues] == [(2, 2)]
    assert table.issues[0].message.startswith("Line 2, column 2 (Closed won value): ")
    assert f"'{shown}'" in table.issues[0].message


def test_a_month_that_is_refused_is_shown_with_what_cannot_be_seen() -> None:
    assert (
        "'JanU+200Euary 2024x'" in read_text("Month\tLeads\nJan\u200euary 2024x\t5\n", EUR).issues[0].message
    )


@pytest.mark.parametrize("cell", ["1,234", "1.234", "1'234", "１,２３４"])
def test_groups_in_a_count_or_in_a_currency_without_decimals_are_no_question(cell: str) -> None:
    count, yen = (read_text(f"Month\t{head}\n2024-01\t{cell}\n", JPY) for head in ("Leads", "Revenue"))

    assert (count.questions, yen.questions) == ((), ())
    assert (rows_of(count), rows_of(yen)) == (
        {"2024-01": {"leadsCreated": 1234}},
        {"2024-01": {"closedWonValue": 1234}},
    )
    for mark in (".", ","):
        told = read_text(f"Month\tLeads\n2024-01\t{cell}\n", EUR, Answers(decimal=mark))
        assert rows_of(told) == rows_of(count)


def test_groups_in_a_count_in_thousands_or_beside_open_amounts_are_still_asked() -> None:
    scaled = read_text("Month\tLeads (k)\n2024-01\t1,234\n", EUR)
    beside = read_text("Month\tLeads\tRevenue\n2024-01\t1,234\t1,234\n", KWD)

    assert [question.id for question in scaled.questions] == ["decimal"]
    assert [question.id for question in beside.questions] == ["decimal"]
    assert rows_of(beside) == {"2024-01": {"leadsCreated": 1234}}


def test_a_count_that_reads_as_a_fraction_in_the_mark_of_the_sheet_is_refused() -> None:
    table = read_text("Month\tLeads\tRevenue\n2024-01\t1,234\t17,50\n", EUR)

    assert [(issue.line, issue.column) for issue in table.issues] == [(2, 2)]


def test_a_currency_at_one_of_several_counts_is_refused() -> None:
    table = read_text("Month\tLeads\n2024-01\t€5\n2024-02\t6\n", EUR)

    assert "marks an amount" in table.issues[0].message
