"""Which records leave where a count does not tell: so that values come near, and so that companies can go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from demogen.domain.metrics import MetricKey
from demogen.engine.deltas import Deltas
from demogen.engine.reconcile.candidates import FIRST, Candidates
from demogen.engine.reconcile.counts import Exit, Pick
from demogen.engine.reconcile.money import nearest_run
from demogen.engine.rng import Integers, RandomStream

_K = MetricKey
_LAST = 2**31


@dataclass
class _Moving:
    """Deals that still have to leave or enter a month, and the money that they should take along."""

    count: int
    value: int

    @property
    def average(self) -> int:
        return max(self.value // max(self.count, 1), 1)

    def take(self, count: int, value: int) -> None:
        self.count, self.value = self.count - count, self.value - value


def pick_deals(deals: Candidates, asked: Deltas, stream: RandomStream, *, wanted: Mapping[int, int]) -> Pick:
    """Deals leave their month so that its values come near by themselves: each choice makes up for those before. So do
    deals that are won in a month in which the money `wanted` is known."""
    order = stream.bits("pick deals", np.arange(deals.size, dtype=np.int64))
    rows = _leaving(asked, _K.DEALS_CREATED, _K.DEALS_CREATED_VALUE)
    columns = _leaving(asked, _K.CLOSED_WON_COUNT, _K.CLOSED_WON_VALUE)
    entering = {
        month.index: _Moving(cells[_K.CLOSED_WON_COUNT], wanted[month.index])
        for month, cells in asked.items()
        if cells.get(_K.CLOSED_WON_COUNT, 0) > 0 and month.index in wanted
    }

    def pick(records: Integers, count: int, move: Exit) -> Integers:
        left = columns.get(move.column[1]) if move.column[0] == FIRST else None
        if left is None and move.to is None:
            left = rows.get(move.row)
        if left is None and move.to is not None and move.to[0] == FIRST:
            left = entering.get(move.to[1])
        shuffled: Integers = records[np.argsort(order[records], kind="stable")]
        if left is None:
            return shuffled[:count]
        chosen = shuffled[nearest_run(deals.amount[shuffled], count, left.average)]
        left.take(count, int(deals.amount[chosen].sum()))
        return chosen

    return pick


def _leaving(asked: Deltas, count: MetricKey, value: MetricKey) -> dict[int, _Moving]:
    """How many deals leave each month, and what they should be worth together, where a value is given."""
    return {
        month.index: _Moving(-cells[count], -cells[value])
        for month, cells in asked.items()
        if cells.get(count, 0) < 0 and cells.get(value, 0) < 0
    }


def pick_children(
    children: Candidates,
    parents: Candidates,
    is_losing: Callable[[Integers], np.ndarray],
    stream: RandomStream,
) -> Pick:
    """Records leave first whose parents have to go: those of the smallest parents before others. `is_losing` says of
    parents, by place, whether some of their month have to go."""
    places = np.flatnonzero(is_losing(np.arange(parents.size, dtype=np.int64)))
    size = {parents.ids[place]: int(parents.dependants[place]) for place in places.tolist()}
    of = children.parents[parents.entity]
    rank = np.array([size.get(parent, _LAST) if parent else _LAST for parent in of], np.int64)
    order = stream.bits(f"pick {children.entity}", np.arange(children.size, dtype=np.int64))

    def pick(records: Integers, count: int, move: Exit) -> Integers:
        ranks = rank[records] if move.to is None else np.zeros(len(records), np.int64)
        chosen: Integers = records[np.lexsort((order[records], ranks))][:count]
        return chosen

    return pick
