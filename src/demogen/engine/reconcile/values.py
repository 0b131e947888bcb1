"""What deals are worth after a reconciliation: new ones are priced so that values come near, then a few are re-priced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.engine.deltas import Deltas
from demogen.engine.facts import TenantFacts
from demogen.engine.funnel import FunnelDemand, FunnelPlan
from demogen.engine.funnel_search import FunnelConflict, solve
from demogen.engine.reconcile.candidates import FIRST, FREE, NONE, SECOND, Candidates
from demogen.engine.reconcile.counts import Counts
from demogen.engine.reconcile.money import MoneyNeed, Repricing, reprice
from demogen.engine.rng import Integers

_K = MetricKey

_MOST_TIMES_USUAL = 20
"""New deals take what a value still needs while their average stays below so many usual amounts."""


class DealValues:
    """The money of one reconciliation whose counts are settled."""

    def __init__(
        self, facts: TenantFacts, asked: Deltas, deals: Candidates, before: Counts, settled: Counts
    ) -> None:
        self._facts, self._asked, self._deals = facts, asked, deals
        self._before, self._settled = before, settled
        self._months = list(asked)
        self._numbers = [month.index for month in asked]

    def effects(self, amounts: Integers) -> Deltas:
        """What the changes of existing deals do to the values of the planned months, and to their stocks."""
        found: Deltas = {month: {} for month in self._months}
        deals, before, after = self._deals, self._before, self._settled
        created, won = self._after(amounts)
        was_created = self._sums(before.row, deals.amount, np.ones(deals.size, bool))
        was_won = self._sums(before.month, deals.amount, before.kind == FIRST)
        for month in self._months:
            number, cells = month.index, found[month]
            cells[_K.DEALS_CREATED_VALUE] = created[number] - was_created[number]
            cells[_K.CLOSED_WON_VALUE] = won[number] - was_won[number]
            was_open = (before.row <= number) & ((before.kind == FREE) | (before.month > number))
            is_open = (after.row <= number) & ((after.kind == FREE) | (after.month > number)) & ~after.deleted
            cells[_K.OPEN_DEALS] = int(is_open.sum()) - int(was_open.sum())
            cells[_K.OPEN_PIPELINE_VALUE] = int(amounts[is_open].sum()) - int(deals.amount[was_open].sum())
        return found

    def _delta(self, month: Month, key: MetricKey) -> int:
        return self._asked[month].get(key, 0)

    def _fixed(self, month: Month, value: MetricKey) -> bool:
        """Whether the month's value is decided: a blank one follows where its count changes, else it stays."""
        count, kind = (
            (_K.DEALS_CREATED, None) if value is _K.DEALS_CREATED_VALUE else (_K.CLOSED_WON_COUNT, FIRST)
        )
        if value in self._asked[month]:
            return True
        implied = self._settled.implied.get(month.index, 0) if kind is None else 0
        return self._delta(month, count) == 0 and not implied

    def _after(self, amounts: Integers) -> tuple[dict[int, int], dict[int, int]]:
        """What existing deals will be worth: by created month and by won month."""
        settled = self._settled
        live = ~settled.deleted
        return (
            self._sums(settled.row, amounts, live),
            self._sums(settled.month, amounts, live & (settled.kind == FIRST)),
        )

    def _sums(self, numbers: Integers, amounts: Integers, mask: NDArray[np.bool_]) -> dict[int, int]:
        return {number: int(amounts[mask & (numbers == number)].sum()) for number in self._numbers}

    def _gaps(self, amounts: Integers) -> tuple[dict[int, int], dict[int, int]]:
        """What fixed values still need after the changes, by created month and by won month."""
        deals, before = self._deals, self._before
        everyone = np.ones(deals.size, bool)
        was_created = self._sums(before.row, deals.amount, everyone)
        was_won = self._sums(before.month, deals.amount, before.kind == FIRST)
        created, won = self._after(amounts)
        rows, columns = {}, {}
        for month in self._months:
            number = month.index
            if self._fixed(month, _K.DEALS_CREATED_VALUE):
                rows[number] = (
                    self._delta(month, _K.DEALS_CREATED_VALUE) + was_created[number] - created[number]
                )
            if self._fixed(month, _K.CLOSED_WON_VALUE):
                columns[number] = self._delta(month, _K.CLOSED_WON_VALUE) + was_won[number] - won[number]
        return rows, columns

    def new_deals(self) -> FunnelPlan:
        """The new deals, priced so that they take as much as possible of what the values need."""
        new, size = self._settled.new, len(self._numbers)
        place = {number: where for where, number in enumerate(self._numbers)}
        created, won, lost = [0] * size, [0] * size, [0] * size
        for (row, (kind, month)), count in new.items():
            created[place[row]] += count
            if kind != FREE:
                (won if kind == FIRST else lost)[place[month]] += count
        rows, columns = self._gaps(self._deals.amount)

        def values(gaps: Mapping[int, int], counts: Sequence[int]) -> tuple[int | None, ...]:
            most = _MOST_TIMES_USUAL * self._facts.typical_amount
            return tuple(
                0 if not count
                else gap if (gap := gaps.get(number)) is not None and count <= gap <= count * most
                else None
                for number, count in zip(self._numbers, counts, strict=True)
            )  # fmt: skip

        demand = FunnelDemand(
            index=tuple(self._numbers),
            created=tuple(created),
            won=tuple(won),
            lost=tuple(lost),
            created_value=values(rows, created),
            won_value=values(columns, won),
            typical=self._facts.typical_amount,
            cycle=self._facts.cycle,
        )
        outcome = solve(demand)
        if isinstance(outcome, FunnelConflict):
            free = tuple(None if count else 0 for count in created)
            outcome = solve(
                replace(demand, created_value=free, won_value=tuple(None if count else 0 for count in won))
            )
        assert isinstance(outcome, FunnelPlan)
        return outcome

    def reprice(self, funnel: FunnelPlan) -> Repricing:
        deals, before, settled = self._deals, self._before, self._settled
        rows, columns = self._gaps(deals.amount)
        for place, number in enumerate(self._numbers):
            if number in rows:
                rows[number] -= funnel.created_value[place]
            if number in columns:
                columns[number] -= funnel.won_value[place]
        won = np.where(settled.kind == FIRST, settled.month, NONE)
        planned = np.isin(settled.row, self._numbers)
        won_now = (settled.kind == FIRST) & np.isin(settled.month, self._numbers)
        may = ~settled.deleted & planned & ((settled.kind != FIRST) | won_now)
        if self._facts.run is not None:
            # what a won deal of an earlier month gains, deals of that month that are open or lost by this run lose: no
            # number of an earlier month moves
            lost_now = (
                (settled.kind == SECOND) & np.isin(settled.month, self._numbers) & (before.kind == FREE)
            )
            may |= ~settled.deleted & ~planned & ((settled.kind == FREE) | won_now | lost_now)
            rows |= dict.fromkeys(np.unique(settled.row[may & ~planned]).tolist(), 0)
        return reprice(deals.amount, settled.row, won, may, MoneyNeed(rows, columns))
