"""When changed records happen: within a month and between two instants, in working hours where that can be."""

from __future__ import annotations

import numpy as np

from demogen.domain.months import Month
from demogen.engine.calendar import BusinessCalendar, to_micros
from demogen.engine.rng import Integers, RandomStream

_MILLISECOND = 1000


class Instants:
    """Draws instants in months of one tenant."""

    def __init__(self, calendar: BusinessCalendar, stream: RandomStream) -> None:
        self._calendar, self._stream = calendar, stream

    def draw(
        self, name: str, positions: Integers, months: Integers, low: Integers, high: Integers
    ) -> Integers:
        """For each position an instant of its month in [low, high], high not before low. Months are numbers."""
        found = np.zeros(len(positions), np.int64)
        for number in np.unique(months).tolist():
            mine = months == number
            found[mine] = self._in_month(
                name, positions[mine], Month.from_index(number), low[mine], high[mine]
            )
        return found

    def _in_month(
        self, name: str, positions: Integers, month: Month, low: Integers, high: Integers
    ) -> Integers:
        begin, end = (to_micros(instant) for instant in month.bounds(self._calendar.zone))
        low = np.maximum(
            low, begin if self._calendar.since is None else max(begin, to_micros(self._calendar.since))
        )
        high = np.minimum(np.minimum(high, end - 1), to_micros(self._calendar.anchor) - 1)
        high = np.maximum(high, low)
        windows = self._calendar.windows(month)
        first = np.searchsorted(windows.starts + windows.lengths, low, side="right")
        last = np.searchsorted(windows.starts, high, side="right")
        several = np.maximum(last - first, 1)
        chosen = np.clip(
            first + self._stream.below(f"{name} day", positions, several), 0, max(len(windows.starts) - 1, 0)
        )
        if len(windows.starts):
            inside = last > first
            low = np.where(inside, np.maximum(low, windows.starts[chosen]), low)
            high = np.where(
                inside, np.minimum(high, windows.starts[chosen] + windows.lengths[chosen] - 1), high
            )
        room = np.maximum(high - low, 0)
        at = low + ((self._stream.below(f"{name} time", positions, 2**20) * (room >> 10)) >> 10)
        cut = at - at % _MILLISECOND
        found: Integers = np.where(cut >= low, cut, at)
        return found
