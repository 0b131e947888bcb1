"""When the events of one kind happen, over all planned months, readable at any position.

Events are numbered 0, 1, 2 ... in the order of time. A day's n events are spread over its window in n equal slots,
one in each, so that the instant of event k and the number of events before an instant need no list of events.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from demogen.domain.months import Month
from demogen.engine.calendar import DayWindows
from demogen.engine.rng import Integers, RandomStream

_MILLISECOND = 1000

_ROOM, _ROOM_PART = 15 * 60 * 1_000_000, 16
"""What is left of a day: a quarter of an hour, or a sixteenth of one that has hardly begun."""


@dataclass(frozen=True, slots=True)
class DailyShares:
    """A month's events by day; `counts` runs parallel to the windows' days."""

    windows: DayWindows
    counts: Integers

    def leaving_room(self) -> DailyShares:
        """The same, ending a little before each day does: for what something else follows on the same day."""
        lengths = self.windows.lengths
        short = lengths - np.minimum(lengths // _ROOM_PART, _ROOM)
        return replace(self, windows=replace(self.windows, lengths=short))


class Timeline:
    """The instants of all events of one kind. Times are microseconds since 1970, cut to milliseconds."""

    def __init__(self, name: str, shares: tuple[DailyShares, ...], stream: RandomStream) -> None:
        self._name, self._stream = f"{name}.time", stream
        used = [(share, share.counts > 0) for share in shares]
        self._starts = _joined([share.windows.starts[mask] for share, mask in used])
        self._lengths = _joined([share.windows.lengths[mask] for share, mask in used])
        self._counts = _joined([share.counts[mask] for share, mask in used])
        self._first = np.concatenate([[0], np.cumsum(self._counts)]).astype(np.int64)
        self._edges = np.cumsum([0, *(share.counts.sum() for share in shares)]).astype(np.int64)
        self._place = {share.windows.month: place for place, share in enumerate(shares)}

    @property
    def size(self) -> int:
        return int(self._first[-1])

    def range_of(self, month: Month) -> tuple[int, int]:
        """The half-open range of event numbers in a month; empty for a month that is not planned."""
        place = self._place.get(month)
        return (0, 0) if place is None else (int(self._edges[place]), int(self._edges[place + 1]))

    def months_of(self, positions: Integers) -> Integers:
        """The place of each event's month among the planned months."""
        return np.searchsorted(self._edges, positions, side="right") - 1

    def ranges(self, places: Integers) -> tuple[Integers, Integers]:
        """The half-open ranges of event numbers in the months at these places."""
        return self._edges[places], self._edges[places + 1]

    def at(self, positions: Integers) -> Integers:
        """The instants of events. The very first event opens its day, so that what depends on it can follow."""
        day = np.searchsorted(self._first, positions, side="right") - 1
        slot, count, length = positions - self._first[day], self._counts[day], self._lengths[day]
        step = length // count
        jitter = (self._stream.below(self._name, positions, 2**20) * (step >> 10)) >> 10
        offset = slot * length // count + np.where(positions == 0, 0, jitter)
        return _to_milliseconds(self._starts[day] + offset, self._starts[day])

    def end_of_day(self, positions: Integers) -> Integers:
        """The end (not included) of the window in which each event lies."""
        day = np.searchsorted(self._first, positions, side="right") - 1
        return self._starts[day] + self._lengths[day]

    def before(self, instants: Integers) -> Integers:
        """How many events are certain to be over at each instant: those whose slot has passed, and the first."""
        if not self.size:
            return np.zeros_like(instants)
        day = np.searchsorted(self._starts, instants, side="right") - 1
        known = np.maximum(day, 0)
        count, length = self._counts[known], self._lengths[known]
        passed = np.minimum((instants - self._starts[known]) * count // length, count)
        number = np.where(day < 0, 0, self._first[known] + passed)
        return np.where(instants >= self._starts[0], np.maximum(number, 1), 0)


def _joined(parts: list[Integers]) -> Integers:
    return np.concatenate([np.zeros(0, np.int64), *parts]).astype(np.int64)


def _to_milliseconds(instants: Integers, earliest: Integers) -> Integers:
    """Cut to whole milliseconds, unless that would leave the window."""
    cut = instants - instants % _MILLISECOND
    return np.where(cut >= earliest, cut, instants)
