"""A map of instants to instants, as a shift uses it. How it is found is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.int64]

SECOND = 1_000_000
"""Microseconds."""


@dataclass(frozen=True, slots=True)
class ShiftMap:
    """A piecewise linear map of instants, in microseconds since 1970. `sources` and `targets` are the edges of its
    pieces, in whole seconds, `sources` strictly rising. `tightest` is the largest number of working days that share one."""

    sources: Integers
    targets: Integers
    tightest: int

    def __call__(self, instants: Integers) -> Integers:
        """Where instants go, rounded down; those outside the map keep their distance to its nearest edge."""
        place = np.clip(np.searchsorted(self.sources, instants, side="right") - 1, 0, len(self.sources) - 2)
        offset = instants - self.sources[place]
        inside = (offset >= 0) & (instants < self.sources[-1])
        shrunk = offset * self.seconds(self.targets)[place] // self.seconds(self.sources)[place]
        outside = np.where(offset < 0, offset, offset - (self.sources[place + 1] - self.sources[place]))
        edge = np.where(offset < 0, self.targets[place], self.targets[place + 1])
        return np.where(inside, self.targets[place] + shrunk, edge + outside)

    @staticmethod
    def seconds(edges: Integers) -> Integers:
        """The lengths of the pieces between edges, in seconds."""
        found: Integers = np.diff(edges) // SECOND
        return found
