"""How much of a month's story is due by now, and when the next part of it is. Exact, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month, first_instant
from demogen.domain.story import Schedule
from demogen.engine.allocator import MonthlyAllocator
from demogen.engine.calendar import BusinessCalendar

_K = MetricKey

DUE = time(10, 0)
"""When a business day's share is due, in the tenant's zone: late enough that the morning has something to show."""

_FOLLOWS = {
    _K.LEADS_CREATED: _K.CONTACTS_CREATED,
    _K.DEALS_CREATED_VALUE: _K.DEALS_CREATED,
    _K.CLOSED_WON_VALUE: _K.CLOSED_WON_COUNT,
}
"""Numbers that grow with another one, so that the two always fit each other."""


def share_to_date(
    values: Mapping[MetricKey, int], month: Month, until: date, calendar: BusinessCalendar
) -> dict[MetricKey, int]:
    """What a month shall show by the end of a day: the exact shares of its business days so far.

    `calendar` reaches beyond the month. A month's last business day brings the whole number. What the won deals of an
    unfinished month are worth is left open, since deals have their prices before they are won.
    """
    allocator = MonthlyAllocator(calendar)
    found: dict[MetricKey, int] = {}
    for key, value in values.items():
        if key in _FOLLOWS and _FOLLOWS[key] in values:
            continue
        shares = allocator.allocate(month, value)
        found[key] = int(
            sum(
                n for day, n in zip(shares.windows.dates, shares.counts.tolist(), strict=True) if day <= until
            )
        )
    for key, leader in _FOLLOWS.items():
        if key in values and leader in values:
            found[key] = values[key] * found[leader] // values[leader] if values[leader] else values[key]
    if until < last_business_day(month, calendar):
        found.pop(_K.CLOSED_WON_VALUE, None)
    return found


def last_business_day(month: Month, calendar: BusinessCalendar) -> date:
    """The month's last business day, or its last day where it has none."""
    return calendar.windows(month).dates[-1]


def next_due(schedule: Schedule, after: datetime, calendar: BusinessCalendar) -> datetime | None:
    """The first instant after another one at which a part of the story is due. `calendar` reaches far enough."""
    if schedule is Schedule.OFF:
        return None
    return next(at for at in _dues(schedule, after, calendar) if at > after)


def _dues(schedule: Schedule, after: datetime, calendar: BusinessCalendar) -> Iterator[datetime]:
    month = Month.of(after, calendar.zone)
    while True:
        days = calendar.windows(month).dates
        for day in days[-1:] if schedule is Schedule.MONTHLY else days:
            yield datetime.combine(day, DUE, tzinfo=calendar.zone).astimezone(UTC)
        month = month.plus(1)


def day_after(instant: datetime, calendar: BusinessCalendar) -> datetime:
    """The first instant of the next day in the tenant's zone."""
    day = instant.astimezone(calendar.zone).date() + timedelta(days=1)
    return first_instant(day, calendar.zone)


def endless(calendar: BusinessCalendar, *, until: Month) -> BusinessCalendar:
    """The same calendar, reaching to the end of a month instead of to now."""
    return BusinessCalendar(calendar.country, calendar.zone, until.bounds(calendar.zone)[1])
