"""Amounts after deals have changed: which deals to let go so that values come near, and which few to re-price so that
every value is hit to the minor unit."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demogen.engine.amounts import round_grain
from demogen.engine.min_cost_flow import FlowNetwork
from demogen.engine.rng import Integers

_FREELY, _SLACK, _LAST = 1, 1000, 1_000_000
_NEW, _OLD, _BEYOND_USUAL = 1, 2, 5
"""What a minor unit costs: on new deals, on existing ones, on new ones that are large already."""


def nearest_run(amounts: Integers, count: int, average: int) -> Integers:
    """Places of `count` of these amounts whose sum is near `count * average`: neighbours in order of size."""
    order = np.argsort(amounts, kind="stable")
    sums = np.concatenate([[0], np.cumsum(amounts[order])])
    windows = sums[count:] - sums[: len(sums) - count]
    best = int(np.argmin(np.abs(windows - count * average)))
    chosen: Integers = order[best : best + count]
    return chosen


@dataclass(frozen=True, slots=True)
class Money:
    """What may change its price: deals, and groups of new ones. Arrays run parallel: the amount, the least it may become, what
    is usual for new ones at most, created month, won month or -1, whether the price may change, whether it is new."""

    amount: Integers
    least: Integers
    usual: Integers
    row: Integers
    won: Integers
    may: NDArray[np.bool_]
    new: NDArray[np.bool_]

    @classmethod
    def of_deals(cls, amount: Integers, row: Integers, won: Integers, may: NDArray[np.bool_]) -> Money:
        """Existing deals alone. Every deal keeps at least one minor unit."""
        return cls(amount, np.ones_like(amount), amount, row, won, may, np.zeros(len(amount), bool))

    def and_new(
        self, amount: Integers, count: Integers, usual: Integers, row: Integers, won: Integers
    ) -> Money:
        """These and groups of `count` new deals each."""
        everyone = np.ones(len(amount), bool)
        parts = (
            (self.amount, amount),
            (self.least, count),
            (self.usual, usual),
            (self.row, row),
            (self.won, won),
            (self.may, everyone),
            (self.new, everyone),
        )
        return Money(*(np.concatenate(part) for part in parts))


@dataclass(frozen=True, slots=True)
class MoneyNeed:
    """By how much values have to change by pricing: of created months (`rows`) and of won months (`columns`). A month
    that is absent may take any value. Those in `last` give way last of all."""

    rows: Mapping[int, int]
    columns: Mapping[int, int]
    last: Set[tuple[bool, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Repricing:
    """New amounts, and by how much a value could not be moved: (is a won value, month) -> what is left."""

    amounts: Integers
    short: Mapping[tuple[bool, int], int]


def reprice(money: Money, need: MoneyNeed) -> Repricing:
    """Price few things anew so that the needs are met: new deals before existing ones.

    Method: a minimum-cost flow of money between created and won months (as in `funnel.nearest_values`) says by how
    much each pair of months has to change; within a pair the largest deals take it.
    """
    found = money.amount.copy()
    places = np.flatnonzero(money.may)
    if not any(need.rows.values()) and not any(need.columns.values()):
        return Repricing(found, {})
    cells = np.stack([money.row[places], money.won[places], money.new[places].astype(np.int64)], axis=1)
    unique, inverse = np.unique(cells, axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    spare, room = np.zeros(len(unique), np.int64), np.zeros(len(unique), np.int64)
    np.add.at(spare, inverse, money.amount[places] - money.least[places])
    np.add.at(room, inverse, np.maximum(money.usual[places] - money.amount[places], 0))
    flows, short = _MoneyFlow(need, unique, spare, room).solve()
    for number, change in enumerate(flows):
        if change:
            members = places[inverse == number]
            found[members] = _spread(found[members], money.least[members], change)
    return Repricing(found, short)


class _MoneyFlow:
    """How much each cell (created month, won month or -1, whether new) gains or loses. `spare` is what it can lose, `room`
    what a new one can gain and still be usual."""

    def __init__(self, need: MoneyNeed, cells: Integers, spare: Integers, room: Integers) -> None:
        self._need, self._cells, self._network = need, cells, FlowNetwork()
        rows = {*need.rows, *cells[:, 0].tolist()}
        columns = {*need.columns, *(won for won in cells[:, 1].tolist() if won >= 0)}
        self._node = {
            place: self._network.node()
            for place in (*((False, row) for row in sorted(rows)), *((True, won) for won in sorted(columns)))
        }
        self._hub = self._network.node()
        self._most = (
            1 + sum(spare.tolist()) + sum(map(abs, need.rows.values())) + sum(map(abs, need.columns.values()))
        )
        self._pairs = [
            self._pair(*cell, spare=lost, room=gained)
            for cell, lost, gained in zip(cells.tolist(), spare.tolist(), room.tolist(), strict=True)
        ]
        self._slack = [self._give_way(place) for place in self._node]

    def solve(self) -> tuple[list[int], dict[tuple[bool, int], int]]:
        need, network = self._need, self._network
        for row, change in need.rows.items():
            network.supply(self._node[False, row], change)
        for won, change in need.columns.items():
            network.supply(self._node[True, won], -change)
        network.balance(self._hub)
        if not network.solve():
            raise AssertionError("a money network with slack always has a flow")
        changes = [sum(network.on(arc) for arc in ups) - network.on(down) for ups, down in self._pairs]
        short = {
            place: left
            for place, into, out in self._slack
            if self._is_given(place) and (left := network.on(into) - network.on(out))
        }
        return changes, short

    def _pair(self, row: int, won: int, new: int, *, spare: int, room: int) -> tuple[tuple[int, ...], int]:
        """Arcs by which a cell gains, and the one by which it loses."""
        tail, head = self._node[False, row], self._node[True, won] if won >= 0 else self._hub
        arc = self._network.arc
        if not new:
            return (arc(tail, head, self._most, _OLD),), arc(head, tail, spare, _OLD)
        ups = (arc(tail, head, room, _NEW), arc(tail, head, self._most, _BEYOND_USUAL))
        return ups, arc(head, tail, spare, _NEW)

    def _give_way(self, place: tuple[bool, int]) -> tuple[tuple[bool, int], int, int]:
        """Arcs by which a value stays below, and above, what it needs."""
        cost = _FREELY if not self._is_given(place) else _LAST if place in self._need.last else _SLACK
        ends = (self._node[place], self._hub)
        tail, head = reversed(ends) if place[0] else ends
        return (
            place,
            self._network.arc(tail, head, self._most, cost),
            self._network.arc(head, tail, self._most, cost),
        )

    def _is_given(self, place: tuple[bool, int]) -> bool:
        return place[1] in (self._need.columns if place[0] else self._need.rows)


def _spread(amounts: Integers, least: Integers, change: int) -> Integers:
    """The amounts with `change` taken up by few of them: each moves by at most its half (down) or its double (up),
    rounded to a price, and where that is not enough all the way; the last one takes the exact rest."""
    found = amounts.copy()
    order = np.argsort(-amounts, kind="stable")
    sign, left = (1, change) if change > 0 else (-1, -change)
    spare = amounts - least
    passes = (
        ((amounts, True), (amounts * 9, True))
        if sign > 0
        else ((np.minimum(amounts // 2, spare), True), (spare, True))
    )
    for limit, rounded in (*passes, (passes[-1][0], False)):
        for place in order.tolist():
            if not left:
                return found
            taken = abs(int(found[place] - amounts[place]))
            room = int(limit[place]) - taken
            if room <= 0:
                continue
            step = min(room, left)
            if rounded and step < left:  # to a round price on the way
                grain, price = round_grain(int(amounts[place])), int(found[place]) + sign * step
                price -= price % grain if sign > 0 else -(-price % grain)
                step = sign * (price - int(found[place]))
                if step <= 0:
                    continue
            found[place] += sign * step
            left -= step
    if left:  # only upwards: the largest deal takes what is left
        found[order[0]] += sign * left
    return found
