"""Working hours laid end to end, so that a part of the time between two instants falls into working hours."""

from __future__ import annotations

import numpy as np

from demogen.domain.months import Month, months_between
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.rng import Integers


class WorkingTime:
    """The working time of the months from `first` to `last`. Instants and durations are microseconds."""

    def __init__(self, calendar: BusinessCalendar, first: Month, last: Month) -> None:
        windows = [calendar.windows(month) for month in months_between(first, last)]
        self._starts = np.concatenate([np.zeros(0, np.int64), *(one.starts for one in windows)])
        lengths = np.concatenate([np.zeros(0, np.int64), *(one.lengths for one in windows)])
        self._ends = self._starts + lengths
        self._before = np.cumsum(lengths) - lengths

    def between(self, begin: Integers, end: Integers, part: Integers, of: Integers) -> Integers:
        """The instants at `part / of` of the working time from `begin` to `end`, or of all time where there is none."""
        if not len(self._starts):
            return begin + (end - begin) // of * part
        done, whole = self.worked(begin), self.worked(end)
        at = self.instant(done + (whole - done) * part // of)
        return np.clip(np.where(whole > done, at, begin + (end - begin) // of * part), begin, end)

    def worked(self, instants: Integers) -> Integers:
        """How much working time has passed at each instant."""
        if not len(self._starts):
            return np.zeros_like(instants)
        place = np.searchsorted(self._starts, instants, side="right") - 1
        known = np.maximum(place, 0)
        inside = np.minimum(instants, self._ends[known]) - self._starts[known]
        return np.where(place < 0, 0, self._before[known] + inside)

    def instant(self, worked: Integers) -> Integers:
        """When so much working time has passed: an instant within working hours."""
        place = np.maximum(np.searchsorted(self._before, worked, side="right") - 1, 0)
        found: Integers = self._starts[place] + worked - self._before[place]
        return found
