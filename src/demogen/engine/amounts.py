"""Deal amounts that look like prices and still add up to the minor unit. Which deals share money is decided elsewhere.

Each flow's money is split over its deals in proportion to weights drawn from a log-normal price distribution, cut to
a round grain (1, 2 or 5 times a power of ten, about a fortieth of the flow's average). What cutting leaves is given
back in whole grains, one to a deal, and the last deal takes the odd rest: one price a flow is not round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from demogen.engine.funnel import Flow
from demogen.engine.rng import Integers, RandomStream

_QUANTILES = np.array(
    [127, 247, 317, 372, 422, 469, 514, 559, 603, 648, 693, 740, 787, 837, 888, 943, 1000, 1061, 1126, 1195,
     1270, 1352, 1443, 1544, 1658, 1790, 1945, 2133, 2370, 2686, 3157, 4045, 7852],
    np.int64,
)  # fmt: skip
"""Log-normal quantiles (sigma 0.75, median 1000) at 0.3 %, 1/32, 2/32, ... 31/32, 99.7 %."""

_CHUNK = 65_536


class Amounts:
    """The amounts of all deals of a funnel; deal `rank` of flow `flow` can be asked for in any order."""

    def __init__(self, flows: Sequence[Flow], stream: RandomStream) -> None:
        self._stream = stream
        self._count = np.array([flow.count for flow in flows], np.int64)
        self._start = np.concatenate([[0], np.cumsum(self._count)]).astype(np.int64)
        money = np.array([flow.money for flow in flows], np.int64)
        self._grain = np.array([round_grain(flow.money // flow.count) for flow in flows], np.int64)
        self._shared = money - self._count * self._grain
        self._weight = np.zeros(len(flows), np.int64)
        for flow, rank in self._all():
            np.add.at(self._weight, flow, self._weights(flow, rank))
        given = np.zeros(len(flows), np.int64)
        for flow, rank in self._all():
            np.add.at(given, flow, self._cut(flow, rank))
        rest = self._shared - given
        self._extra, self._odd = rest // self._grain, rest % self._grain

    def at(self, flow: Integers, rank: Integers) -> Integers:
        """Amounts in minor units, at least 1 each."""
        grain = self._grain[flow]
        amount = grain + self._cut(flow, rank) + np.where(rank < self._extra[flow], grain, 0)
        return amount + np.where(rank == self._count[flow] - 1, self._odd[flow], 0)

    def _cut(self, flow: Integers, rank: Integers) -> Integers:
        """The deal's share of the money above one grain each, floored to the grain without overflow."""
        weight, total = self._weights(flow, rank), self._weight[flow]
        whole, part = self._shared[flow] // total, self._shared[flow] % total
        share = whole * weight + part * weight // total
        return share - share % self._grain[flow]

    def _weights(self, flow: Integers, rank: Integers) -> Integers:
        drawn = self._stream.below("amount", self._start[flow] + rank, 1 << 16)
        segment, part = drawn >> 11, drawn & 2047
        weights: Integers = (_QUANTILES[segment] * (2048 - part) + _QUANTILES[segment + 1] * part) >> 11
        return weights

    def _all(self) -> Iterator[tuple[Integers, Integers]]:
        for first in range(0, int(self._start[-1]), _CHUNK):
            place = np.arange(first, min(first + _CHUNK, int(self._start[-1])), dtype=np.int64)
            flow = np.searchsorted(self._start, place, side="right") - 1
            yield flow, place - self._start[flow]


def round_grain(average: int) -> int:
    """The largest of 1, 2, 5, 10, 20, 50, ... minor units that is at most a fortieth of the average, at least 1."""
    grain = 1
    for factor in (2, 5, 10):
        while grain * factor * 40 <= average and factor == 10:
            grain *= 10
    for factor in (5, 2):
        if grain * factor * 40 <= average:
            return grain * factor
    return grain
