"""What deals are worth after a reconciliation: new ones are priced so that values come near, then a few are re-priced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.engine.deltas import Deltas, months_with_contact
from demogen.engine.facts import TenantFacts
from demogen.engine.funnel import Fate, FunnelDemand, FunnelPlan
from demogen.engine.funnel_search import find
from demogen.engine.reconcile.candidates import FIRST, FREE, NONE, SECOND, Candidates
from demogen.engine.reconcile.counts import Column, Counts
from demogen.engine.reconcile.money import Money, MoneyNeed, reprice
from demogen.engine.rng import Integers

_K = MetricKey

_MOST_TIMES_USUAL = 20
"""New deals take what a value still needs while their average stays below so many usual amounts."""


_KINDS = {Fate.WON: FIRST, Fate.LOST: SECOND, Fate.OPEN: FREE}


class DealValues:
    """The money of one reconciliation whose counts are settled."""

    def __init__(
        self,
        facts: TenantFacts,
        asked: Deltas,
        deals: Candidates,
        before: Counts,
        settled: Counts,
        open_rows: Set[int],
        *,
        only: tuple[bool, int] | None = None,
    ) -> None:
        self._facts, self._asked, self._deals = facts, asked, deals
        self._before, self._settled, self._open_rows, self._only = before, settled, open_rows, only
        self._months = list(asked)
        self._numbers = [month.index for month in asked]

    @property
    def settled(self) -> Counts:
        return self._settled

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
        if self._only is not None:
            return self._only == (value is _K.CLOSED_WON_VALUE, month.index)
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

    def price(self, *, following: bool = False) -> Priced:
        """Prices for new deals, and for a few existing ones, that hit every value that is decided, or come nearest. With
        `following` those that were left blank move before those that are given."""
        best: Priced | None = None
        for demand in self._demands():
            outcome = find(demand)
            if outcome is None:
                continue
            found = self._placed(outcome)._priced(outcome, following=following)
            if best is None or found.left < best.left:
                best = found
            if not found.left:
                break
        assert best is not None  # with free values the counts alone have a solution
        return best

    def reaches(self, is_won: bool, number: int) -> bool:
        """Whether a month's value could be reached if no other value were decided."""
        return not self._but(self._settled, only=(is_won, number)).price().short

    def _demands(self) -> Iterator[FunnelDemand]:
        """What new deals shall do: take what the values still need while their prices stay usual, whatever it takes, or
        only be as many as they are."""
        size, settled = len(self._numbers), self._settled
        place = {number: where for where, number in enumerate(self._numbers)}
        created, won, lost = [0] * size, [0] * size, [0] * size
        for (row, (kind, month)), count in settled.new.items():
            created[place[row]] += count
            if kind != FREE:
                (won if kind == FIRST else lost)[place[month]] += count
        rows, columns = self._gaps(self._deals.amount)
        last = max((where for where in range(size) if won[where] or lost[where]), default=-1)
        served = months_with_contact(self._asked, self._facts)
        blank = frozenset(
            where for where, month in enumerate(self._months)
            if where <= last and month.index in self._open_rows and month in served
        )  # fmt: skip
        priced = set(self._settled.row[self._may()].tolist())

        def created_value(most: int | None) -> tuple[int | None, ...]:
            found = list(_within(rows, self._numbers, created, most))
            for where in blank:
                number = self._numbers[where]
                gap = 0 if number in priced else rows.get(number, 0)
                given = _K.DEALS_CREATED_VALUE in self._asked[self._months[where]]
                found[where] = gap if given and gap > 0 else None
            return tuple(found)

        usual = _MOST_TIMES_USUAL * self._facts.typical_amount
        tried: list[FunnelDemand] = []
        for most in (usual, None, 0):
            demand = FunnelDemand(
                index=tuple(self._numbers),
                created=tuple(created),
                won=tuple(won),
                lost=tuple(lost),
                created_value=created_value(most),
                won_value=_within(columns, self._numbers, won, most),
                typical=self._facts.typical_amount,
                cycle=self._facts.cycle,
                blank=frozenset() if most == 0 else blank,
            )
            if most == 0:
                free = tuple(None if count else 0 for count in created)
                demand = replace(demand, created_value=free)
            if demand not in tried:
                tried.append(demand)
                yield demand

    def _placed(self, funnel: FunnelPlan) -> DealValues:
        """The same with the new deals where `funnel` has them."""
        new: dict[tuple[int, Column], int] = {}
        for flow in funnel.flows:
            column = (_KINDS[flow.fate], NONE if flow.closed is None else self._numbers[flow.closed])
            key = (self._numbers[flow.created], column)
            new[key] = new.get(key, 0) + flow.count
        asked = {month.index: cells.get(_K.DEALS_CREATED) for month, cells in self._asked.items()}
        implied = {
            number: count
            for number, count in zip(self._numbers, funnel.created, strict=True)
            if count and asked[number] is None
        }
        return self._but(replace(self._settled, new=new, implied=implied), only=self._only)

    def _but(self, settled: Counts, *, only: tuple[bool, int] | None) -> DealValues:
        return DealValues(
            self._facts, self._asked, self._deals, self._before, settled, self._open_rows, only=only
        )

    def _may(self) -> NDArray[np.bool_]:
        """Deals whose price may change."""
        before, settled = self._before, self._settled
        planned = np.isin(settled.row, self._numbers)
        won_now = (settled.kind == FIRST) & np.isin(settled.month, self._numbers)
        may: NDArray[np.bool_] = ~settled.deleted & planned & ((settled.kind != FIRST) | won_now)
        if self._facts.run is not None:
            # what a won deal of an earlier month gains, deals of that month that are open or lost by this run lose: no
            # number of an earlier month moves
            lost_now = (
                (settled.kind == SECOND) & np.isin(settled.month, self._numbers) & (before.kind == FREE)
            )
            may |= ~settled.deleted & ~planned & ((settled.kind == FREE) | won_now | lost_now)
        return may

    def _priced(self, funnel: FunnelPlan, *, following: bool) -> Priced:
        deals, settled = self._deals, self._settled
        rows, columns = self._gaps(deals.amount)
        for place, number in enumerate(self._numbers):
            if number in rows:
                rows[number] -= funnel.created_value[place]
            if number in columns:
                columns[number] -= funnel.won_value[place]
        given = {
            (is_won, month.index)
            for month in self._months
            for is_won, key in ((False, _K.DEALS_CREATED_VALUE), (True, _K.CLOSED_WON_VALUE))
            if key in self._asked[month]
        }
        decided = {*((False, number) for number in rows), *((True, number) for number in columns)}
        may = self._may()
        beyond = {}
        if self._facts.run is not None:
            beyond = dict.fromkeys(
                np.unique(settled.row[may & ~np.isin(settled.row, self._numbers)]).tolist(), 0
            )
        last = (given if following else decided - given) | {(False, number) for number in beyond}
        won = np.where(settled.kind == FIRST, settled.month, NONE)
        usual = _MOST_TIMES_USUAL * self._facts.typical_amount
        flows = funnel.flows
        money = Money.of_deals(deals.amount, settled.row, won, may).and_new(
            np.array([flow.money for flow in flows], np.int64),
            np.array([flow.count for flow in flows], np.int64),
            np.array([flow.count * usual for flow in flows], np.int64),
            np.array([self._numbers[flow.created] for flow in flows], np.int64),
            np.array(
                [
                    NONE if flow.fate is not Fate.WON or flow.closed is None else self._numbers[flow.closed]
                    for flow in flows
                ],
                np.int64,
            ),
        )
        found = reprice(money, MoneyNeed(rows | beyond, columns, last))
        new = funnel.repriced(found.amounts[deals.size :].tolist())
        return Priced(self, new, found.amounts[: deals.size], found.short)


@dataclass(frozen=True, slots=True)
class Priced:
    """The deals of a reconciliation with their prices. `short`: (is a won value, month number) -> what is left."""

    values: DealValues
    new: FunnelPlan
    amounts: Integers
    short: Mapping[tuple[bool, int], int]

    @property
    def settled(self) -> Counts:
        return self.values.settled

    @property
    def left(self) -> int:
        return sum(map(abs, self.short.values()))


def _within(
    gaps: Mapping[int, int], numbers: Sequence[int], counts: Sequence[int], most: int | None
) -> tuple[int | None, ...]:
    """What each month still needs, where its new deals can be worth that; `most` for each."""
    return tuple(
        0 if not count
        else gap if (gap := gaps.get(number)) is not None and count <= gap and (most is None or gap <= count * most)
        else None
        for number, count in zip(numbers, counts, strict=True)
    )  # fmt: skip
