"""The exact search behind `funnel`: for demands where the likeliest deal counts do not carry the money.

A constraint model over integers decides counts and money together, so "infeasible" is a proof, never a tolerance. Created
counts that were left blank are part of it: as few deals as will do, as late as can be. Where there is no solution the same
model with movable values finds the nearest demand that has one.

Solver: CP-SAT of OR-Tools (exact 64-bit integers), one thread and a deterministic limit, so that the answer does not
depend on the machine. It is imported on first use because most plans never need it and loading it takes half a second.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from demogen.domain.metrics import MetricKey
from demogen.domain.money import LARGEST
from demogen.engine.funnel import (
    FunnelDemand,
    FunnelPlan,
    Matrix,
    complete,
    count_pairs,
    nearest_values,
    settle_money,
    solve_quickly,
)

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

EFFORT = 1.5
"""The search limit in CP-SAT's deterministic time, roughly seconds."""

SHORT = 12
"""Months up to which the nearest values are searched over all counts, not for the likeliest ones alone."""

PATIENCE = 20.0
"""A last resort in real seconds, far above what EFFORT takes, so that an answer always comes."""


@dataclass(frozen=True, slots=True)
class NearestValue:
    """A value cell that cannot be what was asked, in minor units."""

    metric: MetricKey
    month: int
    asked: int
    nearest: int


@dataclass(frozen=True, slots=True)
class FunnelConflict:
    """No solution: the cells that contradict the rest, and the demand with those cells at their nearest value.

    `proven` is False where the search reached its limit before it could tell.
    """

    cells: tuple[NearestValue, ...]
    nearest: FunnelDemand
    proven: bool


def solve(demand: FunnelDemand) -> FunnelPlan | FunnelConflict:
    """Settle counts and money jointly. Needs counts that pass `first_shortfall`, each won or created count with a
    value of at least one minor unit a deal, and each value with a count."""
    found, proven = _found(demand)
    return _conflict(demand, proven=proven) if found is None else found


def find(demand: FunnelDemand) -> FunnelPlan | None:
    """`solve` without the nearest values."""
    return _found(demand)[0]


def _found(demand: FunnelDemand) -> tuple[FunnelPlan | None, bool]:
    """A solution, and whether there is certainly none."""
    quick = solve_quickly(demand)
    if quick is not None:
        return quick, False
    if demand.size > SHORT:
        likely, lost = count_pairs(demand)
        for each in _roomier(demand):
            if (money := settle_money(each, likely)) is not None:
                return complete(each, likely, lost, money), False
    search = _Search(demand, movable=False)
    won = search.run()
    if won is None:
        return None, search.exhausted
    return _completed(replace(demand, created=search.created()), won), False


def _roomier(demand: FunnelDemand) -> tuple[FunnelDemand, ...]:
    """With one more deal in blank months that are to be worth something: it stays open and takes what the won ones leave. For
    long plans, where trying it costs less than the search."""
    valued = {month for month in demand.blank if demand.created_value[month]}
    bare = {month for month in valued if not demand.created[month]}
    return tuple(
        replace(demand, created=tuple(count + (month in more) for month, count in enumerate(demand.created)))
        for more in (bare, valued)
        if more
    )


def _completed(demand: FunnelDemand, won: Matrix) -> FunnelPlan:
    unwon = tuple((np.array(demand.created, np.int64) - won.sum(axis=1)).tolist())
    _, lost = count_pairs(replace(demand, created=unwon, won=(0,) * demand.size))
    money = settle_money(demand, won)
    if money is None:
        raise AssertionError("counts found with their money in view admit a money flow")
    return complete(demand, won, lost, money)


def _conflict(demand: FunnelDemand, *, proven: bool) -> FunnelConflict:
    """The nearest values for the likeliest counts; for short plans also over all counts, where that is nearer."""
    won, _ = count_pairs(demand)
    near = [
        replace(demand, created_value=each.created_value, won_value=each.won_value)
        for each in (nearest_values(one, won) for one in (demand, *_roomier(demand)))
    ]
    nearest = min(near, key=lambda each: _distance(demand, each))
    if demand.size <= SHORT:
        search = _Search(demand, movable=True)
        if search.run() is not None:
            other = replace(demand, created_value=search.created_values(), won_value=search.won_values())
            nearest = min((other, nearest), key=lambda each: _distance(demand, each))
    return _compare(demand, nearest, proven=proven)


def _distance(demand: FunnelDemand, other: FunnelDemand) -> int:
    asked = (*demand.created_value, *demand.won_value)
    found = (*other.created_value, *other.won_value)
    return sum(
        abs(old - new) for old, new in zip(asked, found, strict=True) if old is not None and new is not None
    )


def _compare(demand: FunnelDemand, nearest: FunnelDemand, *, proven: bool) -> FunnelConflict:
    cells: list[NearestValue] = []
    for metric, asked, found in (
        (MetricKey.DEALS_CREATED_VALUE, demand.created_value, nearest.created_value),
        (MetricKey.CLOSED_WON_VALUE, demand.won_value, nearest.won_value),
    ):
        for month, (old, new) in enumerate(zip(asked, found, strict=True)):
            if old is not None and new is not None and old != new:
                cells.append(NearestValue(metric, month, old, new))
    return FunnelConflict(tuple(cells), nearest, proven)


class _Search:
    """One constraint model. With `movable` values it minimises by how much they move in all."""

    def __init__(self, demand: FunnelDemand, *, movable: bool) -> None:
        from ortools.sat.python import cp_model

        self._sat = cp_model
        self._demand, self._movable = demand, movable
        self._model = cp_model.CpModel()
        self._closed = [won + lost for won, lost in zip(demand.won, demand.lost, strict=True)]
        self._most = (
            1
            + sum(value or 0 for value in (*demand.created_value, *demand.won_value))
            + sum(demand.created)
            + sum(self._closed)
            + demand.size
        )
        self._new = [self._count_of(month) for month in range(demand.size)]
        self._pairs = [
            (i, j)
            for i in range(demand.size)
            for j in range(i, demand.size)
            if (demand.created[i] or i in demand.blank) and demand.won[j]
        ]
        least = tuple(1 if month in demand.blank else count for month, count in enumerate(demand.created))
        self._created = self._values(demand.created_value, least)
        self._won = self._values(demand.won_value, demand.won)
        self._moves: list[cp_model.IntVar] = []
        self._build()
        self.exhausted = False

    def run(self) -> Matrix | None:
        """Won deals by pair, or None; `exhausted` tells whether the search covered everything."""
        solver = self._solver = self._sat.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.linearization_level = (
            2  # without it bounds of 10**9 and more creep towards each other
        )
        solver.parameters.max_deterministic_time = EFFORT
        solver.parameters.max_time_in_seconds = PATIENCE
        status = solver.solve(self._model)
        self.exhausted = status in (self._sat.OPTIMAL, self._sat.INFEASIBLE)
        if status not in (self._sat.OPTIMAL, self._sat.FEASIBLE):
            return None
        won = np.zeros((self._demand.size, self._demand.size), np.int64)
        for pair, variable in self._count.items():
            won[pair] = solver.value(variable)
        return won

    def created(self) -> tuple[int, ...]:
        """Deals created in each month."""
        return tuple(int(self._solver.value(count)) for count in self._new)

    def created_values(self) -> tuple[int | None, ...]:
        return self._found(self._created)

    def won_values(self) -> tuple[int | None, ...]:
        return self._found(self._won)

    def _found(self, values: Sequence[cp_model.LinearExprT | None]) -> tuple[int | None, ...]:
        return tuple(None if value is None else int(self._solver.value(value)) for value in values)

    def _values(
        self, asked: tuple[int | None, ...], counts: tuple[int, ...]
    ) -> list[cp_model.LinearExprT | None]:
        """Constants, or variables where values are movable and a count stands behind them."""
        found: list[cp_model.LinearExprT | None] = []
        for month, (value, count) in enumerate(zip(asked, counts, strict=True)):
            if value is None or not self._movable or not count:
                found.append(value)
                continue
            found.append(self._model.new_int_var(count, min(self._most, LARGEST), f"value{month}"))
        return found

    def _count_of(self, month: int) -> cp_model.LinearExprT:
        """Deals created in a month: where that was left blank, at most those that close from then on and one that stays
        open, and at least one where there is a value to carry."""
        demand = self._demand
        if month not in demand.blank:
            return demand.created[month]
        least = 1 if demand.created_value[month] else 0
        most = sum(self._closed[month:]) + 1
        found = self._model.new_int_var(least, most, f"n{month}")
        self._model.add_hint(found, max(demand.created[month], least))
        return found

    def _build(self) -> None:
        demand, model = self._demand, self._model
        won, _lost = count_pairs(demand)
        self._count: dict[tuple[int, int], cp_model.IntVar] = {}
        self._money: dict[tuple[int, int], cp_model.IntVar] = {}
        for i, j in self._pairs:
            most = demand.won[j] if i in demand.blank else min(demand.created[i], demand.won[j])
            count = model.new_int_var(0, most, f"x{i}_{j}")
            money = model.new_int_var(0, self._bound(i, j), f"m{i}_{j}")
            used = model.new_bool_var(f"u{i}_{j}")
            model.add(count >= 1).only_enforce_if(used)
            model.add(money == 0).only_enforce_if(~used)
            model.add(count == 0).only_enforce_if(~used)
            model.add(money >= count)
            model.add_hint(count, int(won[i, j]))
            self._count[i, j], self._money[i, j] = count, money
        for j in range(demand.size):
            model.add(sum(self._count[i, k] for i, k in self._pairs if k == j) == demand.won[j])
            if self._won[j] is not None:
                model.add(sum(self._money[i, k] for i, k in self._pairs if k == j) == self._won[j])
        unwon = [
            self._new[i] - sum(self._count[k, j] for k, j in self._pairs if k == i)
            for i in range(demand.size)
        ]
        for i in range(demand.size):
            model.add(unwon[i] >= 0)
            model.add(sum(unwon[: i + 1]) >= sum(demand.lost[: i + 1]))
            self._cover(i, unwon[i])
        if self._movable:
            for asked, values in (
                (demand.created_value, self._created),
                (demand.won_value, self._won),
            ):
                for old, new in zip(asked, values, strict=True):
                    if old is not None and new is not None and not isinstance(new, int):
                        self._penalise(old, new)
            model.minimize(sum(self._moves))
        elif demand.blank:
            dear = 1 + demand.size * (sum(self._closed) + demand.size)
            model.minimize(sum((dear + demand.size - i) * self._new[i] for i in demand.blank))

    def _bound(self, i: int, j: int) -> int:
        """Money along a pair, at most: where neither value is given, a minor unit a deal says enough here."""
        if self._movable:
            return self._most
        given = [
            value for value in (self._demand.created_value[i], self._demand.won_value[j]) if value is not None
        ]
        return min(given, default=self._demand.won[j])

    def _cover(self, i: int, unwon: cp_model.LinearExprT) -> None:
        """A given created value is the won money plus at least a minor unit for each other deal, if there is one."""
        value = self._created[i]
        if value is None:
            return
        rest = value - sum(self._money[k, j] for k, j in self._pairs if k == i)
        self._model.add(rest >= unwon)
        others = self._model.new_bool_var(f"b{i}")
        self._model.add(unwon >= 1).only_enforce_if(others)
        self._model.add(rest == 0).only_enforce_if(~others)

    def _penalise(self, asked: int, value: cp_model.LinearExprT) -> None:
        move = self._model.new_int_var(0, self._most + asked, "")
        self._model.add_abs_equality(move, value - asked)
        self._moves.append(move)
