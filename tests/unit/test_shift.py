"""Where instants go when a story moves to other months."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.months import Month
from demogen.domain.shift_map import ShiftMap
from demogen.engine.calendar import BusinessCalendar, from_micros, to_micros
from demogen.engine.shift import shift_map

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo")


def moved(mapping: ShiftMap, instant: datetime) -> datetime:
    return from_micros(int(mapping(np.array([to_micros(instant)], np.int64))[0]))


def map_of(
    zone: str, first: Month, last: Month, months: int, now: datetime, used: datetime | None = None
) -> ShiftMap:
    calendar = BusinessCalendar("DE", ZoneInfo(zone), now)
    end = last.bounds(ZoneInfo(zone))[1]
    return shift_map(calendar, first, last, months=months, used_until=used or end)


def test_working_days_become_working_days_and_keep_the_time_of_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    mapping = map_of("Europe/Berlin", Month(2025, 4), Month(2025, 4), 3, datetime(2025, 12, 1, tzinfo=UTC))

    # 2 April 2025 is the second working day of its month, 2 July that of July, across a change of the clock or not
    found = moved(mapping, datetime(2025, 4, 2, 10, 15, tzinfo=berlin))

    assert found.astimezone(berlin) == datetime(2025, 7, 2, 10, 15, tzinfo=berlin)


def test_a_whole_month_fits_into_the_part_of_a_month_that_has_passed() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now = datetime(2025, 7, 4, 12, tzinfo=berlin)
    mapping = map_of("Europe/Berlin", Month(2025, 4), Month(2025, 4), 3, now)

    last = moved(mapping, datetime(2025, 4, 30, 18, tzinfo=berlin))

    assert datetime(2025, 7, 4, tzinfo=berlin) < last.astimezone(berlin) <= now
    assert mapping.tightest == 5  # 20 working days of April in 4 of July


def test_a_month_that_was_used_in_part_keeps_its_days_where_they_fit() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    now, used = datetime(2025, 7, 20, 12, tzinfo=berlin), datetime(2025, 4, 10, 12, tzinfo=berlin)
    mapping = map_of("Europe/Berlin", Month(2025, 4), Month(2025, 4), 3, now, used)

    assert moved(mapping, used).astimezone(berlin) == datetime(2025, 7, 10, 12, tzinfo=berlin)


def test_a_month_that_has_not_begun_is_refused() -> None:
    with pytest.raises(ValueError, match="2025-07 lies in the future"):
        map_of("Europe/Berlin", Month(2025, 4), Month(2025, 4), 3, datetime(2025, 6, 1, tzinfo=UTC))


@settings(deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    first=st.integers(Month(2019, 1).index, Month(2022, 1).index),
    length=st.integers(1, 6),
    months=st.integers(-20, 20).filter(bool),
    passed=st.floats(0.01, 3),
    seed=st.integers(0, 2**31),
)
def test_order_and_months_are_kept_and_nothing_lies_in_the_future(
    zone: str, first: int, length: int, months: int, passed: float, seed: int
) -> None:
    begin, end = Month.from_index(first), Month.from_index(first + length - 1)
    start, stop = end.plus(months).bounds(ZoneInfo(zone))
    now = start + (stop - start) * passed
    mapping = map_of(zone, begin, end, months, max(now, start + timedelta(seconds=1)))
    low, high = to_micros(begin.bounds(ZoneInfo(zone))[0]), to_micros(end.bounds(ZoneInfo(zone))[1])
    instants = np.sort(np.random.default_rng(seed).integers(low, high, 500))

    found = mapping(instants)

    assert (np.diff(found) >= 0).all()
    assert found[-1] <= to_micros(max(now, start + timedelta(seconds=1)))
    for before, after in zip(instants.tolist(), found.tolist(), strict=True):
        expected = Month.of(from_micros(before), ZoneInfo(zone)).plus(months)
        assert Month.of(from_micros(after), ZoneInfo(zone)) == expected
