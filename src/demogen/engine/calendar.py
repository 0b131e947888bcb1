"""Business days and working hours of a country, as ranges of instants. Nothing is allocated here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import holidays
import numpy as np

from demogen.domain.months import Month, first_instant
from demogen.engine.rng import Integers

_OPENS, _CLOSES = time(8, 30), time(18, 0)
_WEIGHTS = (95, 112, 112, 106, 80, 60, 60)
"""How busy the first, second, ... day of a country's working week is."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


SHORTEST = 1_000_000
"""Microseconds of a day that have to have passed until records are dated on it: less holds no deal from its creation to its
closing, one instant after the other."""


def to_micros(instant: datetime) -> int:
    """Microseconds since 1970 of an aware instant, exactly."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def from_micros(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


_NEVER = -(2**62)
"""Microseconds: before all that is."""


@dataclass(frozen=True, slots=True)
class DayWindows:
    """Days of one month on which records can fall: starts and lengths in microseconds, integer weights.

    `business` is False where the elapsed part of the month had no business day and plain days serve.
    """

    month: Month
    dates: tuple[date, ...]
    starts: Integers
    lengths: Integers
    weights: Integers
    business: bool


class BusinessCalendar:
    """Working time of one country in one time zone; nothing lies after `anchor`, nor before `since` where that is given.

    A month that was over by `since` is whole.
    """

    def __init__(
        self, country: str, zone: ZoneInfo, anchor: datetime, *, since: datetime | None = None
    ) -> None:
        self.country, self.zone, self.anchor, self.since = country, zone, anchor, since
        self._known: dict[Month, list[tuple[date, int, int]]] = {}

    def is_business_day(self, day: date) -> bool:
        return day.weekday() not in self._weekend and day not in self._holidays

    def windows(self, month: Month, *, not_before: int | None = None) -> DayWindows:
        """The working hours of the month's business days between `not_before` (microseconds) and the anchor.

        Where none is left, all its elapsed days serve, around the clock. Empty only where the month has no
        instant in that range at all.
        """
        lower = self._lower if self._lower < to_micros(month.bounds(self.zone)[1]) else _NEVER
        lower = lower if not_before is None else max(not_before, lower)
        found = _clip(self._business_days(month), lower, self._upper)
        if found:
            weights = [_WEIGHTS[self._place_in_week(day)] for day, _, _ in found]
            return _windows(month, found, weights, business=True)
        days = [(day, *self._whole_day(day)) for day in month.days()]
        found = _clip(days, lower, self._upper) or _clip(days, lower, self._upper, shortest=1)
        return _windows(month, found, [1] * len(found), business=False)

    def _business_days(self, month: Month) -> list[tuple[date, int, int]]:
        """The month's business days with their working hours, whatever the anchor."""
        if month not in self._known:
            self._known[month] = [
                (day, *self._working_hours(day))
                for day in month.days()
                if self.is_business_day(day) and self._exists(day)
            ]
        return self._known[month]

    @cached_property
    def _lower(self) -> int:
        return _NEVER if self.since is None else to_micros(self.since)

    @cached_property
    def _upper(self) -> int:
        return to_micros(self.anchor)

    @cached_property
    def _holidays(self) -> holidays.HolidayBase:
        try:
            return holidays.country_holidays(self.country)
        except NotImplementedError:  # the library does not know the country: weekends alone
            return holidays.HolidayBase()

    @cached_property
    def _weekend(self) -> frozenset[int]:
        return frozenset(self._holidays.weekend) or frozenset({5, 6})

    @cached_property
    def _week(self) -> dict[int, int]:
        """Weekday -> its place in the working week, which begins after the last weekend day."""
        start = next(day for day in range(7) if day not in self._weekend and (day - 1) % 7 in self._weekend)
        working = [(start + offset) % 7 for offset in range(7) if (start + offset) % 7 not in self._weekend]
        return {weekday: place for place, weekday in enumerate(working)}

    def _exists(self, day: date) -> bool:
        """False for a day that the zone skipped when it moved across the date line."""
        noon = datetime.combine(day, time(12), tzinfo=self.zone)
        return noon.astimezone(UTC).astimezone(self.zone).date() == day

    def _place_in_week(self, day: date) -> int:
        return self._week[day.weekday()]

    def _working_hours(self, day: date) -> tuple[int, int]:
        return _instant(day, _OPENS, self.zone), _instant(day, _CLOSES, self.zone)

    def _whole_day(self, day: date) -> tuple[int, int]:
        after = first_instant(day + timedelta(days=1), self.zone)
        return to_micros(first_instant(day, self.zone)), to_micros(after)


def _instant(day: date, clock: time, zone: ZoneInfo) -> int:
    return to_micros(datetime.combine(day, clock, tzinfo=zone).astimezone(UTC))


def _clip(
    days: list[tuple[date, int, int]], lower: int, upper: int, *, shortest: int = SHORTEST
) -> list[tuple[date, int, int]]:
    """Cut to [lower, upper) and drop what is shorter than a second: days that the zone skipped altogether go too."""
    clipped = [(day, max(start, lower), min(end, upper)) for day, start, end in days]
    return [(day, start, end) for day, start, end in clipped if end - start >= shortest]


def _windows(
    month: Month, days: list[tuple[date, int, int]], weights: list[int], *, business: bool
) -> DayWindows:
    starts = np.array([start for _, start, _ in days], np.int64)
    ends = np.array([end for _, _, end in days], np.int64)
    return DayWindows(
        month,
        tuple(day for day, _, _ in days),
        starts,
        ends - starts,
        np.array(weights, np.int64),
        business,
    )
