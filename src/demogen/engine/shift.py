"""Moving a tenant's story to other months: where each instant goes. How records are rewritten is not known here.

The map goes month by month, working day by working day: it keeps the order of all instants, the month of each, and, where
no days have to share one, the time of day.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import numpy as np

from demogen.domain.months import Month, months_between
from demogen.domain.shift_map import SECOND, ShiftMap
from demogen.engine.calendar import BusinessCalendar, DayWindows, to_micros


def shift_map(
    calendar: BusinessCalendar, first: Month, last: Month, *, months: int, used_until: datetime
) -> ShiftMap:
    """The map that moves `first` to `last` by so many months. `calendar` ends at the job's now: what would lie later is
    moved together into what has passed of that month. `used_until` is the last instant that has to fit.

    Raises ValueError where a month would lie in the future.
    """
    open_ended = BusinessCalendar(
        calendar.country, calendar.zone, last.plus(abs(months) + 2).bounds(calendar.zone)[0]
    )
    edges: list[tuple[int, int]] = []
    tightest = 1
    for month in months_between(first, last):
        begin, end = (to_micros(instant) for instant in month.bounds(calendar.zone))
        target = month.plus(months)
        target_begin, target_end = (to_micros(instant) for instant in target.bounds(calendar.zone))
        now = _whole_seconds(to_micros(calendar.anchor))
        if target_begin >= now:
            raise ValueError(f"{target} lies in the future")
        source, room = open_ended.windows(month), calendar.windows(target)
        days = len(source.dates)
        if target_end > now:
            target_end = now
            used = int(np.searchsorted(source.starts, to_micros(used_until), side="right"))
            days = min(max(used if month == last else days, len(room.dates)), days)
        shares = [
            min(day * len(room.dates) // max(days, 1), len(room.dates) - 1)
            for day in range(len(source.dates))
        ]
        edges.append((begin, target_begin))
        edges += _windows(source, room, shares)
        tightest = max([tightest, *(shares.count(day) for day in set(shares))])
        if month == last:
            edges.append((end, target_end))
    return _joined(edges, tightest)


def _windows(source: DayWindows, room: DayWindows, shares: list[int]) -> list[tuple[int, int]]:
    """Opening and closing of each working day; days that share one divide it among themselves."""
    found: list[tuple[int, int]] = []
    for day, share in enumerate(shares):
        first, count = shares.index(share), shares.count(share)
        begin, length = int(room.starts[share]), int(room.lengths[share])
        for moment, part in ((0, day - first), (int(source.lengths[day]), day - first + 1)):
            at = begin + _whole_seconds(length * part // count)
            found.append((int(source.starts[day]) + moment, at))
    return found


def _whole_seconds(micros: int) -> int:
    return micros // SECOND * SECOND


def _joined(edges: list[tuple[int, int]], tightest: int) -> ShiftMap:
    """Without edges that repeat a source, never going back."""
    kept = [edges[0]]
    for source, target in edges[1:]:
        if source > kept[-1][0]:
            kept.append((source, max(_whole_seconds(target), kept[-1][1])))
    assert all(one[0] < other[0] for one, other in pairwise(kept))
    return ShiftMap(
        np.array([source for source, _ in kept], np.int64),
        np.array([target for _, target in kept], np.int64),
        tightest,
    )
