"""How much of a month's story is due by each of its days, and when the next part is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.domain.story import Schedule
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.story import settled
from demogen.engine.story_share import day_after, endless, last_business_day, next_due, share_to_date

K = MetricKey
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
PLACES = {
    "DE": "Europe/Berlin", "US": "America/New_York", "AE": "Asia/Dubai", "JP": "Asia/Tokyo", "NP": "Asia/Kathmandu",
}  # fmt: skip
NOW = datetime(2026, 1, 15, tzinfo=UTC)


def calendar_of(country: str, zone: ZoneInfo) -> BusinessCalendar:
    return BusinessCalendar(country, zone, datetime(2032, 1, 1, tzinfo=UTC))


@settings(deadline=None)
@given(
    country=st.sampled_from(sorted(PLACES)),
    month=st.integers(Month(2020, 1).index, Month(2030, 12).index).map(Month.from_index),
    values=st.dictionaries(st.sampled_from([
        K.LEADS_CREATED, K.CONTACTS_CREATED, K.COMPANIES_CREATED, K.DEALS_CREATED, K.DEALS_CREATED_VALUE,
        K.CLOSED_WON_COUNT, K.CLOSED_WON_VALUE, K.CLOSED_LOST_COUNT, K.ACTIVITIES_CREATED,
    ]), st.integers(0, 10**9), min_size=1),
)  # fmt: skip
def test_shares_only_grow_and_are_the_whole_on_the_last_business_day(
    country: str, month: Month, values: dict[MetricKey, int]
) -> None:
    told = settled(values, 10**10)
    calendar = calendar_of(country, ZoneInfo(PLACES[country]))
    last = last_business_day(month, calendar)

    shares = [share_to_date(told, month, day, calendar) for day in month.days()]

    for key, value in told.items():
        by_day = [share.get(key) for share in shares]
        known = [number for number in by_day if number is not None]
        assert known == sorted(known)
        assert all(0 <= number <= value for number in known)
    for day, share in zip(month.days(), shares, strict=True):
        assert share == told if day >= last else K.CLOSED_WON_VALUE not in share
        assert share.get(K.LEADS_CREATED, 0) <= share.get(K.CONTACTS_CREATED, 10**10)
        if K.DEALS_CREATED_VALUE in share:
            assert share[K.DEALS_CREATED_VALUE] >= share.get(K.DEALS_CREATED, 0)


def test_nothing_is_due_on_a_weekend_or_a_holiday() -> None:
    calendar = calendar_of("DE", BERLIN)
    values = {K.CONTACTS_CREATED: 210}

    by_day = {
        day: share_to_date(values, Month(2025, 5), day, calendar)[K.CONTACTS_CREATED]
        for day in Month(2025, 5).days()
    }

    # the 1st and the 29th of May 2025 are holidays, the 3rd and 4th a weekend
    assert by_day[date(2025, 5, 1)] == 0
    assert 0 < by_day[date(2025, 5, 2)] == by_day[date(2025, 5, 3)] == by_day[date(2025, 5, 4)]
    assert by_day[date(2025, 5, 28)] == by_day[date(2025, 5, 29)] < by_day[date(2025, 5, 30)] == 210
    steps = [by_day[day] - by_day[day - timedelta(days=1)] for day in list(by_day)[1:]]
    assert max(steps) <= 21


@pytest.mark.parametrize(
    ("schedule", "after", "expected"),
    [
        (Schedule.DAILY, datetime(2025, 5, 2, 9, 59, tzinfo=BERLIN), datetime(2025, 5, 2, 10, tzinfo=BERLIN)),
        (Schedule.DAILY, datetime(2025, 5, 2, 10, tzinfo=BERLIN), datetime(2025, 5, 5, 10, tzinfo=BERLIN)),
        (Schedule.DAILY, datetime(2025, 4, 30, 12, tzinfo=BERLIN), datetime(2025, 5, 2, 10, tzinfo=BERLIN)),
        (Schedule.DAILY, datetime(2025, 12, 31, 12, tzinfo=BERLIN), datetime(2026, 1, 2, 10, tzinfo=BERLIN)),
        (Schedule.MONTHLY, datetime(2025, 5, 2, 12, tzinfo=BERLIN), datetime(2025, 5, 30, 10, tzinfo=BERLIN)),
        (
            Schedule.MONTHLY,
            datetime(2025, 5, 30, 10, tzinfo=BERLIN),
            datetime(2025, 6, 30, 10, tzinfo=BERLIN),
        ),
        # the clocks change on Sunday the 30th of March: ten o'clock is an hour earlier in UTC then
        (Schedule.DAILY, datetime(2025, 3, 28, 12, tzinfo=BERLIN), datetime(2025, 3, 31, 8, tzinfo=UTC)),
        (Schedule.OFF, datetime(2025, 5, 2, 9, tzinfo=BERLIN), None),
    ],
)
def test_a_business_days_part_is_due_at_ten_in_the_tenants_zone(
    schedule: Schedule, after: datetime, expected: datetime | None
) -> None:
    assert next_due(schedule, after, calendar_of("DE", BERLIN)) == expected


@settings(deadline=None)
@given(
    after=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC)),
    country=st.sampled_from(sorted(PLACES)),
)
def test_every_business_day_is_due_once(after: datetime, country: str) -> None:
    zone = ZoneInfo(PLACES[country])
    calendar = calendar_of(country, zone)
    found, at = [], after

    for _ in range(5):
        due = next_due(Schedule.DAILY, at, calendar)
        assert due
        assert due > at
        at = due
        found.append(due.astimezone(zone))

    assert {due.hour for due in found} == {10}
    days = [due.date() for due in found]
    between = [days[0] + timedelta(days=number) for number in range((days[-1] - days[0]).days + 1)]
    assert days == [day for day in between if calendar.is_business_day(day)]


def test_the_next_day_begins_at_midnight_in_the_tenants_zone() -> None:
    evening = datetime(
        2025, 3, 29, 23, 30, tzinfo=UTC
    )  # the 30th in Berlin already, the day on which its clocks change

    assert day_after(evening, calendar_of("DE", BERLIN)) == datetime(2025, 3, 30, 22, tzinfo=UTC)
    assert day_after(evening, calendar_of("US", NEW_YORK)) == datetime(2025, 3, 30, 4, tzinfo=UTC)


def test_a_calendar_without_end_knows_the_days_to_come() -> None:
    calendar = BusinessCalendar("DE", BERLIN, NOW)

    assert last_business_day(Month(2026, 1), endless(calendar, until=Month(2026, 1))) == date(2026, 1, 30)
