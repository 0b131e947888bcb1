"""The joint solve: which deals close when, and how much money goes with them. Integers only.

A deal created in month i may be won or lost in any month j >= i. Given every month's created, won and lost counts
and its created and won value, `solve` decides how many deals flow along each pair (i, j), then how much money, so
that every given number is hit exactly. Counts alone are a transportation problem; once they stand, so is money.
They are coupled because money flows only where a deal does, which makes tight cases bin packing: those go to the
exact search in `funnel_search`. A month may leave its created count open: then it is what the closings imply.

Method: min-cost flow with integral capacities (Ahuja, Magnanti, Orlin: Network Flows, 1993).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from demogen.engine.min_cost_flow import FlowNetwork
from demogen.engine.shares import largest_remainder

Matrix = NDArray[np.int64]


class Fate(IntEnum):
    """What becomes of a deal."""

    WON = 0
    LOST = 1
    OPEN = 2


@dataclass(frozen=True, slots=True)
class FunnelDemand:
    """Numbers by planned month, in order of time. A value of None may turn out as it likes.

    `index` holds absolute month numbers, since a plan may skip months. `typical` is a usual deal amount in minor
    units; `cycle[lag]` weighs how many deals close so many months after their creation. Months in `blank` may create
    as few or as many deals as the rest needs; `created` holds the likeliest number for them.
    """

    index: tuple[int, ...]
    created: tuple[int, ...]
    won: tuple[int, ...]
    lost: tuple[int, ...]
    created_value: tuple[int | None, ...]
    won_value: tuple[int | None, ...]
    typical: int
    cycle: tuple[int, ...]
    blank: frozenset[int] = frozenset()

    @property
    def size(self) -> int:
        return len(self.index)


@dataclass(frozen=True, slots=True)
class Flow:
    """Deals created in planned month `created` that end as `fate` in planned month `closed`, and their money."""

    created: int
    closed: int | None
    fate: Fate
    count: int
    money: int


@dataclass(frozen=True, slots=True)
class FunnelPlan:
    """A solution. The values are complete: those left open by the demand are filled in."""

    flows: tuple[Flow, ...]
    created_value: tuple[int, ...]
    won_value: tuple[int, ...]
    lost_value: tuple[int, ...]

    @property
    def created(self) -> tuple[int, ...]:
        """Deals created in each month."""
        counts = [0] * len(self.created_value)
        for flow in self.flows:
            counts[flow.created] += flow.count
        return tuple(counts)

    def repriced(self, money: Sequence[int]) -> FunnelPlan:
        """The same deals for other money, flow by flow."""
        flows = tuple(replace(flow, money=amount) for flow, amount in zip(self.flows, money, strict=True))
        created, won, lost = ([0] * len(self.created_value) for _ in range(3))
        for flow in flows:
            created[flow.created] += flow.money
            if flow.closed is not None:
                (won if flow.fate is Fate.WON else lost)[flow.closed] += flow.money
        return FunnelPlan(flows, tuple(created), tuple(won), tuple(lost))

    @property
    def same_month_won(self) -> tuple[int, ...]:
        return self._same_month(Fate.WON)

    @property
    def same_month_lost(self) -> tuple[int, ...]:
        return self._same_month(Fate.LOST)

    def _same_month(self, fate: Fate) -> tuple[int, ...]:
        counts = [0] * len(self.created_value)
        for flow in self.flows:
            if flow.fate is fate and flow.created == flow.closed:
                counts[flow.created] += flow.count
        return tuple(counts)


def first_shortfall(demand: FunnelDemand) -> tuple[int, int] | None:
    """The first month whose closed deals exceed all deals created by then, and the most it could close."""
    open_deals = 0
    for month in range(demand.size):
        available = open_deals + demand.created[month]
        closed = demand.won[month] + demand.lost[month]
        if closed > available:
            return month, available
        open_deals = available - closed
    return None


def fit_counts(demand: FunnelDemand) -> FunnelDemand:
    """The demand with closed deals cut to what is there to close: lost ones first, won values in proportion."""
    won, lost, won_value = list(demand.won), list(demand.lost), list(demand.won_value)
    open_deals = 0
    for month in range(demand.size):
        open_deals += demand.created[month]
        too_many = max(won[month] + lost[month] - open_deals, 0)
        cut = min(too_many, lost[month])
        lost[month] -= cut
        left = won[month] - (too_many - cut)
        value = won_value[month]
        if value is not None and won[month]:
            won_value[month] = max(value * left // won[month], left)
        won[month] = left
        open_deals -= won[month] + lost[month]
    return replace(demand, won=tuple(won), lost=tuple(lost), won_value=tuple(won_value))


def count_pairs(demand: FunnelDemand) -> tuple[Matrix, Matrix]:
    """Won and lost deals by (created, closed) month, as close to the sales cycle as the counts allow.

    Needs counts that pass `first_shortfall`.
    """
    wanted = _wanted_pairs(demand)
    closed = [won + lost for won, lost in zip(demand.won, demand.lost, strict=True)]
    rows, columns = np.triu_indices(demand.size)
    target = wanted[rows, columns]
    lag = np.array(demand.index)[columns] - np.array(demand.index)[rows]
    size = demand.size
    network = FlowNetwork()
    sources, ends, still_open = network.nodes(size), network.nodes(size), network.node()
    supply = np.array(demand.created, np.int64)[rows]
    near = network.arcs(rows, size + columns, target, np.zeros_like(target))
    far = network.arcs(rows, size + columns, supply, 10 + lag)
    for month in range(size):
        network.supply(sources[month], demand.created[month])
        network.supply(ends[month], -closed[month])
        network.arc(sources[month], still_open, demand.created[month], 0)
    network.balance(still_open)
    if not network.solve():
        raise AssertionError("counts that passed the shortfall check have a flow")
    pairs = np.zeros((size, size), np.int64)
    pairs[rows, columns] = network.flows(near) + network.flows(far)
    won = np.zeros_like(pairs)
    for month in range(size):
        won[:, month] = largest_remainder(demand.won[month], pairs[:, month].tolist())
    return won, pairs - won


def _wanted_pairs(demand: FunnelDemand) -> Matrix:
    wanted = np.zeros((demand.size, demand.size), np.int64)
    for month in range(demand.size):
        closed = demand.won[month] + demand.lost[month]
        if closed:
            weights = [
                demand.created[source] * _cycle_weight(demand, demand.index[month] - demand.index[source])
                for source in range(month + 1)
            ]
            wanted[: month + 1, month] = largest_remainder(closed, weights)
    return wanted


def _cycle_weight(demand: FunnelDemand, lag: int) -> int:
    return max(demand.cycle[lag] if lag < len(demand.cycle) else 0, 1)


def settle_money(demand: FunnelDemand, won: Matrix) -> Matrix | None:
    """Won money by (created, closed) month for settled counts, or None where these counts admit none."""
    quick = _proportional_money(demand, won)
    return quick if _money_fits(demand, won, quick) else _money_by_flow(demand, won, quick)


def _unwon(demand: FunnelDemand, won: Matrix) -> Matrix:
    unwon: Matrix = np.array(demand.created, np.int64) - won.sum(axis=1)
    return unwon


def _usual_amount(demand: FunnelDemand, source: int) -> int:
    """A usual amount of the deals created in a month: its own average where its value is given."""
    value, count = demand.created_value[source], demand.created[source]
    return demand.typical if value is None or not count else max(value // count, 1)


def _proportional_money(demand: FunnelDemand, won: Matrix) -> Matrix:
    """Each month's won value split by deals; won values that are free get usual amounts."""
    money = np.zeros_like(won)
    for month, value in enumerate(demand.won_value):
        counts = won[:, month]
        if value is None:
            money[:, month] = [int(count) * _usual_amount(demand, i) for i, count in enumerate(counts)]
        elif counts.any():
            money[:, month] = counts + largest_remainder(value - int(counts.sum()), counts.tolist())
    return money


def _money_fits(demand: FunnelDemand, won: Matrix, money: Matrix) -> bool:
    """Whether every created value that is given leaves its other deals a minor unit each, and no more than that
    where there are none."""
    for source, value in enumerate(demand.created_value):
        rest = int(_unwon(demand, won)[source])
        if value is not None:
            left = value - int(money[source].sum())
            if left < rest or (left > 0 and not rest):
                return False
    return True


def _money_by_flow(demand: FunnelDemand, won: Matrix, near: Matrix) -> Matrix | None:
    """An exact flow with lower bounds of one minor unit a deal, near the proportional split where it can be."""
    size, unwon = demand.size, _unwon(demand, won)
    rows, columns = np.nonzero(won)
    lower = won[rows, columns]
    bound = 1 + sum(value or 0 for value in (*demand.created_value, *demand.won_value)) + int(lower.sum())
    network = FlowNetwork()
    network.nodes(2 * size)
    free_source, free_sink = network.node(), network.node()
    for source, value in enumerate(demand.created_value):
        if value is None:
            network.arc(free_source, source, bound, 0)
            continue
        left = value - int(won[source].sum()) - int(unwon[source])
        if left < 0:
            return None
        network.supply(source, left)
        if unwon[source]:
            network.arc(source, free_sink, bound, 0)
    for month, value in enumerate(demand.won_value):
        if value is None:
            network.arc(size + month, free_sink, bound, 0)
        else:
            network.supply(size + month, int(won[:, month].sum()) - value)
    ahead = np.maximum(near[rows, columns] - lower, 0)
    zero = np.zeros_like(ahead)
    first = network.arcs(rows, size + columns, ahead, zero)
    second = network.arcs(rows, size + columns, np.full_like(ahead, bound), zero + 1)
    network.arc(free_source, free_sink, bound, 0)
    network.supply(free_source, bound)
    network.balance(free_sink)
    if not network.solve():
        return None
    money = np.zeros_like(won)
    money[rows, columns] = lower + network.flows(first) + network.flows(second)
    return money


def nearest_values(demand: FunnelDemand, won: Matrix) -> FunnelDemand:
    """The demand with its given values moved as little in all as these settled counts need: an exact flow in which
    money may enter or leave every given value at a cost. Won values move rather than created ones."""
    size, unwon = demand.size, _unwon(demand, won)
    rows, columns = np.nonzero(won)
    bound = 1 + sum(value or 0 for value in (*demand.created_value, *demand.won_value)) + sum(demand.created)
    network = FlowNetwork()
    network.nodes(2 * size)
    hub = network.node()
    network.arcs(rows, size + columns, np.full(len(rows), bound), np.zeros(len(rows), np.int64))
    moves: list[tuple[int, int, int]] = []  # arc, node, what a unit of flow does to the node's value

    def move(tail: int, head: int, node: int, sign: int, cost: int) -> None:
        moves.append((network.arc(tail, head, bound, cost), node, sign))

    for source, value in enumerate(demand.created_value):
        if value is not None:
            network.supply(source, value - int(won[source].sum()) - int(unwon[source]))
        move(hub, source, source, 1, 0 if value is None else 1001)
        move(source, hub, source, 0 if unwon[source] else -1, 0 if unwon[source] else 1001)
    for month, value in enumerate(demand.won_value):
        if value is not None:
            network.supply(size + month, int(won[:, month].sum()) - value)
        move(hub, size + month, size + month, -1, 1000)
        move(size + month, hub, size + month, 1, 0 if value is None else 1000)
    network.balance(hub)
    if not network.solve():
        raise AssertionError("values that may move freely always fit")
    found = [*demand.created_value, *demand.won_value]
    for arc, node, sign in moves:
        value = found[node]
        if value is not None:
            found[node] = value + sign * network.on(arc)
    return replace(demand, created_value=tuple(found[:size]), won_value=tuple(found[size:]))


def complete(demand: FunnelDemand, won: Matrix, lost: Matrix, money: Matrix) -> FunnelPlan:
    """The whole plan from settled counts and won money: lost and open deals share what is left."""
    flows: list[Flow] = []
    created_value: list[int] = []
    lost_value = [0] * demand.size
    unwon = _unwon(demand, won)
    for source in range(demand.size):
        for month in np.flatnonzero(won[source]).tolist():
            flows.append(Flow(source, month, Fate.WON, int(won[source, month]), int(money[source, month])))
        value = demand.created_value[source]
        if value is None:
            rest = int(unwon[source]) * _usual_amount(demand, source)
            value = int(money[source].sum()) + rest
        created_value.append(value)
        still_open = int(unwon[source] - lost[source].sum())
        ends: list[tuple[int | None, int]] = [
            (month, int(lost[source, month])) for month in np.flatnonzero(lost[source]).tolist()
        ]
        ends += [(None, still_open)] if still_open else []
        counts = [count for _, count in ends]
        spare = largest_remainder(value - int(money[source].sum()) - sum(counts), counts) if ends else []
        for (closed, count), extra in zip(ends, spare, strict=True):
            flows.append(
                Flow(source, closed, Fate.OPEN if closed is None else Fate.LOST, count, count + extra)
            )
            if closed is not None:
                lost_value[closed] += count + extra
    won_value = money.sum(axis=0).tolist()
    return FunnelPlan(tuple(flows), tuple(created_value), tuple(won_value), tuple(lost_value))


def solve_quickly(demand: FunnelDemand) -> FunnelPlan | None:
    """A plan near the sales cycle, or None where its counts do not carry the money: then search."""
    won, lost = count_pairs(demand)
    money = settle_money(demand, won)
    return None if money is None else complete(demand, won, lost, money)
