"""Amounts after deals have changed: which deals to let go so that values come near, and which few to re-price so that
every value is hit to the minor unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from demogen.engine.amounts import round_grain
from demogen.engine.rng import Integers

_SLACK = 1000


def nearest_run(amounts: Integers, count: int, average: int) -> Integers:
    """Places of `count` of these amounts whose sum is near `count * average`: neighbours in order of size."""
    order = np.argsort(amounts, kind="stable")
    sums = np.concatenate([[0], np.cumsum(amounts[order])])
    windows = sums[count:] - sums[: len(sums) - count]
    best = int(np.argmin(np.abs(windows - count * average)))
    chosen: Integers = order[best : best + count]
    return chosen


@dataclass(frozen=True, slots=True)
class MoneyNeed:
    """By how much planned values have to change by re-pricing: of created months (`rows`) and of won months
    (`columns`). A month that is absent may take any value."""

    rows: Mapping[int, int]
    columns: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Repricing:
    """New amounts of all deals, and by how much a value could not be moved: (is a won value, month) -> what is left."""

    amounts: Integers
    short: Mapping[tuple[bool, int], int]


def reprice(amounts: Integers, row: Integers, won: Integers, may: Integers, need: MoneyNeed) -> Repricing:
    """Re-price few deals so that the needs are met. `row` is each deal's created month, `won` its won month or -1, `may`
    whether its price may change. Every deal keeps at least one minor unit.

    Method: a minimum-cost flow of money between created and won months (as in `funnel.nearest_values`) tells by how
    much each pair of months has to change; within a pair the largest deals take it.
    """
    found = amounts.copy()
    places = np.flatnonzero(may)
    if not any(need.rows.values()) and not any(need.columns.values()):
        return Repricing(found, {})
    cells = np.stack([row[places], won[places]], axis=1)
    unique, inverse = np.unique(cells, axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    spare = np.zeros(len(unique), np.int64)
    np.add.at(spare, inverse, amounts[places] - 1)
    flows, short = _money_flow(unique, spare, need)
    for number, change in enumerate(flows):
        if change:
            members = places[inverse == number]
            found[members] = _spread(found[members], change)
    return Repricing(found, short)


def _money_flow(
    cells: Integers, spare: Integers, need: MoneyNeed
) -> tuple[list[int], dict[tuple[bool, int], int]]:
    """How much each cell gains or loses. `spare` is what it can lose."""
    network = SimpleMinCostFlow()
    rows = sorted({*need.rows, *(int(row) for row in cells[:, 0])}) if len(cells) else sorted(need.rows)
    columns = sorted(
        {*need.columns, *(int(won) for won in cells[:, 1] if won >= 0)} if len(cells) else need.columns
    )
    node = {("row", month): number for number, month in enumerate(rows)}
    node |= {("column", month): len(rows) + number for number, month in enumerate(columns)}
    hub = len(node)
    most = (
        1
        + int(sum(map(int, spare)))
        + sum(map(abs, need.rows.values()))
        + sum(map(abs, need.columns.values()))
    )

    def arc(tail: int, head: int, capacity: int, cost: int) -> int:
        found: int = network.add_arc_with_capacity_and_unit_cost(tail, head, capacity, cost)
        return found

    pairs: list[tuple[int, int]] = []
    for (row, won), room in zip(cells.tolist(), spare.tolist(), strict=True):
        head = node["column", won] if won >= 0 else hub
        tail = node["row", row]
        pairs.append((arc(tail, head, most, 2), arc(head, tail, int(room), 2)))
    slack: list[tuple[int, int, bool, int]] = []
    for month in rows:
        fixed, place = month in need.rows, node["row", month]
        cost = _SLACK if fixed else 1
        into, out = arc(place, hub, most, cost), arc(hub, place, most, cost)
        if fixed:
            slack.append((into, out, False, month))
    for month in columns:
        fixed, place = month in need.columns, node["column", month]
        cost = _SLACK if fixed else 1
        into, out = arc(hub, place, most, cost), arc(place, hub, most, cost)
        if fixed:
            slack.append((into, out, True, month))
    for month, change in need.rows.items():
        network.set_node_supply(node["row", month], change)
    for month, change in need.columns.items():
        network.set_node_supply(node["column", month], -change)
    network.set_node_supply(hub, sum(need.columns.values()) - sum(need.rows.values()))
    if network.solve() != network.OPTIMAL:
        raise AssertionError("a money network with slack always has a flow")
    changes = [int(network.flow(up)) - int(network.flow(down)) for up, down in pairs]
    short = {
        (is_won, month): left
        for into, out, is_won, month in slack
        if (left := int(network.flow(into)) - int(network.flow(out)))
    }
    return changes, short


def _spread(amounts: Integers, change: int) -> Integers:
    """The amounts with `change` taken up by few of them: each moves by at most its half (down) or its double (up),
    rounded to a price, and where that is not enough all the way; the last one takes the exact rest."""
    found = amounts.copy()
    order = np.argsort(-amounts, kind="stable")
    sign, left = (1, change) if change > 0 else (-1, -change)
    passes = (
        ((amounts, True), (amounts * 9, True)) if sign > 0 else ((amounts // 2, True), (amounts - 1, True))
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
