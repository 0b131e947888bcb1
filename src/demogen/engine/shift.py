"""Moving a tenant's story to other months: where each instant goes. How records are rewritten is not known here.

The map goes month by month, working day by working day: it keeps the order of all instants, the month of each, and, where
no days have to share one, the time of day. Every piece of it has a length: what was apart stays apart.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np

from demogen.domain.months import Month, first_instant, months_between
from demogen.domain.shift_map import SECOND, ShiftMap
from demogen.engine.calendar import BusinessCalendar, DayWindows, to_micros

Edges = list[tuple[int, int]]


def shift_map(
    calendar: BusinessCalendar, first: Month, last: Month, *, months: int, used_until: datetime
) -> ShiftMap:
    """The map that moves `first` to `last` by so many months. `calendar` ends at the job's now, and everything up to
    `used_until`, the last instant that has to fit, is moved to before then, closer together where that needs it.

    Raises ValueError where a month would lie in the future, or where too little of it has passed.
    """
    edges: Edges = []
    tightest = 1
    now = _whole_seconds(to_micros(calendar.anchor)) - SECOND
    for month in months_between(first, last):
        target = month.plus(months)
        begin, end = (to_micros(instant) for instant in month.bounds(calendar.zone))
        target_begin, target_end = (to_micros(instant) for instant in target.bounds(calendar.zone))
        if target_begin > to_micros(calendar.anchor):
            raise ValueError(f"{target} lies in the future")
        is_over = target_end <= now
        source, room = _used(calendar, month, None if is_over else used_until), calendar.windows(target)
        if not room.dates:
            raise ValueError(f"{target} has only just begun")
        shares = _shares(len(source.dates), len(room.dates), spread=is_over)
        tightest = max([tightest, *(shares.count(day) for day in set(shares))])
        own = [(begin, target_begin), *_windows(source, room, shares)]
        if not is_over:
            own.append(_evening(own[-1], used_until))
        elif month == last:
            own.append((end, target_end))
        limit = target_end if is_over and month == last else min(target_end - SECOND, now)
        edges += _apart(own, limit, target)
    return ShiftMap(
        np.array([source for source, _ in edges], np.int64),
        np.array([target for _, target in edges], np.int64),
        tightest,
    )


def _used(calendar: BusinessCalendar, month: Month, used_until: datetime | None) -> DayWindows:
    """The working hours of a month that moves: all, or those up to the day of the last instant that has to fit."""
    after = month.plus(1).first_day
    if used_until is not None:
        after = min(after, used_until.astimezone(calendar.zone).date() + timedelta(days=1))
    until = first_instant(after, calendar.zone)
    return BusinessCalendar(calendar.country, calendar.zone, until).windows(month)


def _shares(days: int, room: int, *, spread: bool) -> list[int]:
    """The working day that each one goes to: evenly over all that there are, or day onto day as far as they reach."""
    over = days if spread else max(days, room)
    return [day * room // over for day in range(days)]


def _windows(source: DayWindows, room: DayWindows, shares: list[int]) -> Edges:
    """Opening and closing of each working day; days that share one divide it among themselves."""
    found: Edges = []
    for day, share in enumerate(shares):
        first, count = shares.index(share), shares.count(share)
        begin, length = int(room.starts[share]), int(room.lengths[share])
        for moment, part in ((0, day - first), (int(source.lengths[day]), day - first + 1)):
            at = begin + _whole_seconds(length * part // count)
            found.append((int(source.starts[day]) + moment, at))
    return found


def _evening(closing: tuple[int, int], used_until: datetime) -> tuple[int, int]:
    """After the last working day: as far from its closing as it was."""
    source, target = closing
    later = max(_whole_seconds(to_micros(used_until)) + SECOND - source, SECOND)
    return source + later, target + later


def _whole_seconds(micros: int) -> int:
    return micros // SECOND * SECOND


def _apart(edges: Edges, limit: int, month: Month) -> Edges:
    """A month's edges without those that repeat a source, in whole seconds, at least one apart, the last one not after
    `limit`."""
    kept = [edges[0]]
    for source, target in edges[1:]:
        if source > kept[-1][0]:
            kept.append((source, max(_whole_seconds(target), kept[-1][1] + SECOND)))
    latest = limit - (len(kept) - 1) * SECOND
    if latest < kept[0][1]:
        raise ValueError(f"{month} has only just begun")
    return [
        (source, min(target, latest + place * SECOND) if place else target)
        for place, (source, target) in enumerate(kept)
    ]
