"""Months as ranges of instants, and money as integers."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demogen.domain.counts import counted
from demogen.domain.metrics import Entity
from demogen.domain.money import LARGEST, Currency
from demogen.domain.months import Month, first_instant, months_between

ZONES = [
    "UTC", "Europe/Berlin", "America/Sao_Paulo", "America/Havana", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo",
    "America/St_Johns", "Australia/Lord_Howe", "Asia/Amman", "Pacific/Kiritimati",
]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "noun", "text"),
    [
        (1, "month", "1 month"),
        (0, "month", "0 months"),
        (1200, "company", "1,200 companies"),
        (2, "more deal", "2 more deals"),
    ],
)
def test_a_number_agrees_with_its_noun(count: int, noun: str, text: str) -> None:
    assert counted(count, noun) == text


def test_a_kind_of_record_knows_the_word_for_one_of_it() -> None:
    assert [entity.noun for entity in Entity] == ["company", "contact", "deal", "activity"]


months = st.builds(Month.from_index, st.integers(1971 * 12, 2100 * 12))


@pytest.mark.parametrize(
    "text", ["2026", "2026-13", "2026-00", "26-01", "2026-1", "1900-01", "", "2026-01-05"]
)
def test_what_is_no_month_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}'"):
        Month.parse(text)


@given(months)
def test_a_month_reads_back_from_its_text_and_its_index(month: Month) -> None:
    assert Month.parse(str(month)) == month == Month.from_index(month.index)


@given(months, st.sampled_from(ZONES))
def test_months_follow_each_other_without_gap_or_overlap(month: Month, name: str) -> None:
    zone = ZoneInfo(name)

    begin, end = month.bounds(zone)

    assert month.plus(1).bounds(zone)[0] == end
    assert begin < end
    assert Month.of(begin, zone) == month


def test_a_day_without_midnight_begins_when_the_clock_jumps_over_it() -> None:
    zone = ZoneInfo("America/Sao_Paulo")

    assert first_instant(date(2018, 11, 4), zone) == datetime(2018, 11, 4, 3, tzinfo=UTC)


def test_a_day_with_two_midnights_begins_at_the_first() -> None:
    zone = ZoneInfo("America/Havana")

    assert first_instant(date(2020, 11, 1), zone) == datetime(2020, 11, 1, 4, tzinfo=UTC)


def test_a_day_that_a_zone_skipped_has_no_length() -> None:
    zone = ZoneInfo("Pacific/Apia")

    assert first_instant(date(2011, 12, 30), zone) == first_instant(date(2011, 12, 31), zone)


def test_a_range_of_months_includes_both_ends_and_every_february() -> None:
    found = [str(month) for month in months_between(Month(2023, 12), Month(2024, 3))]

    assert found == ["2023-12", "2024-01", "2024-02", "2024-03"]


@pytest.mark.parametrize(
    ("code", "text", "minor"),
    [("EUR", "1134672", 113_467_200), ("EUR", "0.05", 5), ("JPY", "1234", 1234), ("KWD", "1.234", 1234)],
)
def test_major_units_become_minor_units_exactly(code: str, text: str, minor: int) -> None:
    assert Currency(code).parse(text) == minor


@pytest.mark.parametrize(
    ("code", "text", "reason"),
    [
        ("JPY", "1.5", "more decimals"),
        ("EUR", "1.234", "more decimals"),
        ("EUR", "abc", "not an amount"),
        ("EUR", "NaN", "not an amount"),
        ("EUR", "Infinity", "not an amount"),
        ("EUR", "1e40", "too large"),
        ("EUR", "1e9999999", "too large"),
        ("JPY", "-1000000000000001", "too large"),
        ("EUR", "1e-9999999", "more decimals"),
        ("EUR", f"1.{'0' * 40}1", "more decimals"),
    ],
)
def test_what_cannot_be_exact_is_refused(code: str, text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Currency(code).parse(text)


@given(st.integers(-LARGEST, LARGEST), st.sampled_from(["EUR", "JPY", "KWD"]))
def test_money_reads_back_from_its_text(minor: int, code: str) -> None:
    assert Currency(code).parse(Currency(code).format(minor)) == minor


def test_an_unknown_currency_is_refused() -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Currency("XYZ")
