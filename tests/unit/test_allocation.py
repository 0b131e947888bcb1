"""Which day gets how many, and when: exact shares on business days, never after the anchor."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.months import Month
from demogen.engine.allocator import MonthlyAllocator
from demogen.engine.calendar import BusinessCalendar, from_micros, to_micros
from demogen.engine.rng import RandomStream
from demogen.engine.shares import largest_remainder
from demogen.engine.timeline import Timeline

LATE = datetime(2030, 1, 1, tzinfo=UTC)


def calendar(country: str = "DE", zone: str = "Europe/Berlin", anchor: datetime = LATE) -> BusinessCalendar:
    return BusinessCalendar(country, ZoneInfo(zone), anchor)


@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_shares_add_up_and_are_within_one_of_the_exact_share(total: int, weights: list[int]) -> None:
    shares = largest_remainder(total, weights)

    assert sum(shares) == total
    if sum(weights):
        for share, weight in zip(shares, weights, strict=True):
            assert abs(share * sum(weights) - total * weight) < sum(weights)


def test_ties_go_to_the_earlier() -> None:
    assert largest_remainder(2, [1, 1, 1, 1]) == [1, 1, 0, 0]


@pytest.mark.parametrize(
    ("country", "zone", "month", "free"),
    [
        (
            "DE",
            "Europe/Berlin",
            "2026-05",
            {1, 2, 3, 9, 10, 14, 16, 17, 23, 24, 25, 30, 31},
        ),  # Ascension, Whit Monday
        (
            "US",
            "America/New_York",
            "2026-11",
            {1, 7, 8, 11, 14, 15, 21, 22, 26, 28, 29},
        ),  # Veterans, Thanksgiving
        (
            "SA",
            "Asia/Riyadh",
            "2026-11",
            {6, 7, 13, 14, 20, 21, 27, 28},
        ),  # Friday and Saturday are the weekend
    ],
)
def test_weekends_and_holidays_get_nothing(country: str, zone: str, month: str, free: set[int]) -> None:
    shares = MonthlyAllocator(calendar(country, zone)).allocate(Month.parse(month), 1000)

    worked = {day.day for day, count in zip(shares.windows.dates, shares.counts, strict=True) if count}
    assert worked == set(range(1, 31 + (month == "2026-05"))) - free
    assert shares.counts.sum() == 1000


def test_a_country_without_known_holidays_still_has_weekends() -> None:
    shares = MonthlyAllocator(calendar("XX", "Pacific/Fakaofo")).allocate(Month(2026, 6), 10)

    assert all(day.weekday() < 5 for day in shares.windows.dates)


def test_only_the_elapsed_part_of_a_month_is_used() -> None:
    anchor = datetime(2026, 6, 10, 9, tzinfo=UTC)

    windows = calendar(anchor=anchor).windows(Month(2026, 6))

    assert max(windows.dates) == date(2026, 6, 10)
    assert from_micros(int((windows.starts + windows.lengths).max())) <= anchor


def test_an_elapsed_part_without_business_day_falls_back_to_its_days() -> None:
    anchor = datetime(2026, 8, 2, 12, tzinfo=UTC)  # a Sunday; the 1st was a Saturday

    windows = calendar(anchor=anchor).windows(Month(2026, 8))

    assert (windows.business, windows.dates) == (False, (date(2026, 8, 1), date(2026, 8, 2)))


def test_a_day_that_the_zone_skipped_is_never_used() -> None:
    windows = calendar("WS", "Pacific/Apia").windows(Month(2011, 12))

    assert date(2011, 12, 30) not in windows.dates


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 3000), st.integers(0, 2**31), st.integers(1, 28), st.integers(7, 20))
def test_events_are_in_order_in_their_month_and_before_the_anchor(
    count: int, seed: int, day: int, hour: int
) -> None:
    anchor = datetime(2026, 3, day, hour, tzinfo=UTC)
    allocator = MonthlyAllocator(calendar(anchor=anchor))
    shares = tuple(allocator.allocate(Month(2026, number), count) for number in (1, 2, 3))

    timeline = Timeline("test", shares, RandomStream(seed))
    moments = timeline.at(np.arange(timeline.size, dtype=np.int64))

    assert (np.diff(moments) >= 0).all()
    assert timeline.size == 3 * count
    assert not count or moments[-1] < to_micros(anchor)
    for share in shares:
        first, last = timeline.range_of(share.windows.month)
        for moment in moments[first:last][:20]:
            assert Month.of(from_micros(int(moment)), ZoneInfo("Europe/Berlin")) == share.windows.month


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 400), st.integers(0, 2**31))
def test_no_event_is_counted_as_over_before_it_happens(count: int, seed: int) -> None:
    shares = (MonthlyAllocator(calendar()).allocate(Month(2026, 1), count),)
    timeline = Timeline("test", shares, RandomStream(seed))
    moments = timeline.at(np.arange(count, dtype=np.int64))

    over = timeline.before(moments)

    for place, number in enumerate(over):
        assert 1 <= number <= place + 1
        assert moments[number - 1] <= moments[place]
