"""From a plan that lowers numbers too to the changes of existing records, and to what is left to be created.

Both parts are decided together: what the changes do and what the new records add is exactly what the plan asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import PLANNED, Entity, MetricKey, is_money, label_of
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.engine.calendar import BusinessCalendar, to_micros
from demogen.engine.deltas import Deltas, compute_deltas
from demogen.engine.facts import TenantFacts
from demogen.engine.funnel import FunnelDemand, FunnelPlan
from demogen.engine.funnel_search import FunnelConflict, solve
from demogen.engine.planner import Contradiction, SolvedPlan
from demogen.engine.reconcile.candidates import FIRST, FREE, NONE, SECOND, Candidates, MonthEdges
from demogen.engine.reconcile.counts import Column, Counts, Exit, Pick, Wish, as_they_are, settle
from demogen.engine.reconcile.instants import Instants
from demogen.engine.reconcile.money import MoneyNeed, Repricing, nearest_run, reprice
from demogen.engine.reconcile.rewrites import Rewrite, Rewriter
from demogen.engine.rng import Integers, RandomStream

_K = MetricKey

_ROWS = {
    Entity.COMPANIES: _K.COMPANIES_CREATED,
    Entity.CONTACTS: _K.CONTACTS_CREATED,
    Entity.DEALS: _K.DEALS_CREATED,
    Entity.ACTIVITIES: _K.ACTIVITIES_CREATED,
}
_COLUMNS: dict[Entity, dict[int, MetricKey]] = {
    Entity.COMPANIES: {},
    Entity.CONTACTS: {FIRST: _K.LEADS_CREATED},
    Entity.DEALS: {FIRST: _K.CLOSED_WON_COUNT, SECOND: _K.CLOSED_LOST_COUNT},
    Entity.ACTIVITIES: {},
}
_MOST_TIMES_USUAL = 20
"""New deals take what a value still needs while their average stays below so many usual amounts."""


@dataclass(frozen=True, slots=True)
class RowChanges:
    """What happens to existing records: new values, and records to retire. `heirs` says which contact the dependants of
    a retired one go to; `left_behind` names the retired deals, whose activities stay without a deal."""

    rewrites: tuple[Rewrite, ...]
    retired: Mapping[Entity, tuple[UUID, ...]]
    heirs: Mapping[UUID, UUID]

    @property
    def left_behind(self) -> tuple[UUID, ...]:
        return self.retired[Entity.DEALS]


@dataclass(frozen=True, slots=True)
class ReconcilePlan:
    """Everything a reconciliation does; reads like the plan that it contains. `effects` is what the changes of
    existing records do to the planned months, stocks included; `created` what is added besides."""

    deltas: Mapping[Month, Mapping[MetricKey, int]]
    asked: Mapping[Month, Mapping[MetricKey, int]]
    notes: tuple[Issue, ...]
    effects: Mapping[Month, Mapping[MetricKey, int]]
    created: SolvedPlan
    changes: RowChanges

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(self.deltas)

    @property
    def records(self) -> dict[Entity, int]:
        return self.created.records

    @property
    def funnel(self) -> FunnelPlan:
        return self.created.funnel

    def projected(self, facts: TenantFacts) -> tuple[MonthlyKpiSnapshot, ...]:
        """The planned months afterwards, stocks included."""
        return tuple(month.plus(self.effects[month.month]) for month in self.created.projected(facts))


class Reconciler:
    """Solves sound plans of the mode RECONCILE for one tenant."""

    def __init__(self, facts: TenantFacts, candidates: Mapping[Entity, Candidates], *, seed: int) -> None:
        self._facts, self._candidates = facts, candidates
        self._stream = RandomStream("reconcile", seed)

    def plan(self, plan: Plan) -> ReconcilePlan | Contradiction:
        """Needs a plan in which the validator found no errors."""
        return _Reconciling(self._facts, self._candidates, plan, self._stream).run()


class _Reconciling:
    """One plan being solved."""

    def __init__(
        self,
        facts: TenantFacts,
        candidates: Mapping[Entity, Candidates],
        plan: Plan,
        stream: RandomStream,
    ) -> None:
        self._facts, self._all, self._plan, self._stream = facts, dict(candidates), plan, stream
        self._asked: Deltas = compute_deltas(plan, facts)
        self._months = list(self._asked)
        self._numbers = [month.index for month in self._months]
        self._edges = MonthEdges.spanning(facts.start.plus(-1), max(facts.now, self._months[-1]), facts.zone)
        self._issues: list[Issue] = []
        self._nearest: dict[tuple[Month, MetricKey], int] = {}
        self._before: dict[Entity, Counts] = {}
        self._settled: dict[Entity, Counts] = {}

    def run(self) -> ReconcilePlan | Contradiction:
        for entity in Entity:
            self._before[entity] = as_they_are(self._all[entity], self._edges)
        self._settle(Entity.DEALS, self._pick_deals())
        funnel = self._new_deals()
        repricing = self._reprice(funnel)
        lacking = frozenset((FIRST, month) for is_won, month in repricing.short if is_won)
        if lacking:  # these months need a deal whose price may change
            self._settle(Entity.DEALS, self._pick_deals(), own=lacking)
            funnel = self._new_deals()
            repricing = self._reprice(funnel)
        self._note_shortfalls(Entity.DEALS)
        self._settle_others()
        if self._issues:
            return self._contradiction()
        for (is_won, number), left in repricing.short.items():
            key = _K.CLOSED_WON_VALUE if is_won else _K.DEALS_CREATED_VALUE
            self._out_of_reach(Month.from_index(number), key, -left)
        if self._issues:
            return self._contradiction()
        return self._solved(funnel, repricing)

    def _settle_others(self) -> None:
        """Children first: a record that nothing refers to any more may go."""
        for entity, children in (
            (Entity.CONTACTS, (Entity.DEALS,)),
            (Entity.COMPANIES, (Entity.DEALS, Entity.CONTACTS)),
            (Entity.ACTIVITIES, ()),
        ):
            leaving = [
                self._all[child].parents[entity][place]
                for child in children
                for place in np.flatnonzero(self._settled[child].deleted).tolist()
            ]
            self._all[entity] = self._all[entity].without(leaving)
            self._settle(entity, self._pick_contacts() if entity is Entity.CONTACTS else None)
            self._note_shortfalls(entity)

    def _settle(self, entity: Entity, pick: Pick | None, *, own: frozenset[Column] = frozenset()) -> None:
        wish = replace(self._wish(entity), own=own)
        self._settled[entity] = settle(self._all[entity], self._edges, wish, self._stream, pick)

    def _wish(self, entity: Entity) -> Wish:
        row = _ROWS[entity]
        return Wish(
            months=self._numbers,
            rows={month.index: self._delta(month, row) for month in self._months},
            columns={
                (kind, month.index): self._delta(month, key)
                for kind, key in _COLUMNS[entity].items()
                for month in self._months
            },
            open_rows=frozenset(
                month.index for month in self._months if _COLUMNS[entity] and row not in self._asked[month]
            ),
            same_month=entity is Entity.CONTACTS,
        )

    def _delta(self, month: Month, key: MetricKey) -> int:
        return self._asked[month].get(key, 0)

    def _note_shortfalls(self, entity: Entity) -> None:
        for (kind, number), left in self._settled[entity].short.items():
            key = _ROWS[entity] if kind is None else _COLUMNS[entity][kind]
            self._out_of_reach(Month.from_index(number), key, left)

    def _out_of_reach(self, month: Month, key: MetricKey, left: int) -> None:
        """`left` is by how much the KPI would stay above (+) or below (-) what is asked."""
        now, asked = self._facts.kpis(month)[key], self._delta(month, key)
        wanted, nearest = now + asked, now + asked + left
        if left > 0:
            because = (
                "the other records of the month were not generated, were edited by a person, or are needed by records "
                "that stay"
            )
        else:
            because = "there are not enough generated records that could take this place in time"
        shown = nearest - now if self._plan.plan_type is PlanType.DELTAS else nearest
        self._nearest[month, key] = shown
        self._issues.append(
            Issue(
                IssueCode.OUT_OF_REACH,
                f"{label_of(key)} in {month} cannot become {self._say(key, wanted)}: {because}.",
                f"{self._say(key, nearest)} is the nearest that can be reached.",
                month,
                key,
            )
        )

    def _contradiction(self) -> Contradiction:
        rows = []
        for row in self._plan.months:
            values = dict(row.values)
            for (month, key), value in self._nearest.items():
                if month == row.month and key in values:
                    values[key] = value
            rows.append(PlanMonth(row.month, values))
        return Contradiction(tuple(self._issues), replace(self._plan, months=tuple(rows)))

    # which deals leave -----------------------------------------------------------------------------------------

    def _pick_deals(self) -> Pick:
        """Deals leave their month so that its values come near by themselves."""
        deals, planned = self._all[Entity.DEALS], set(self._numbers)
        order = self._stream.bits("pick deals", np.arange(deals.size, dtype=np.int64))
        rows = self._averages(_K.DEALS_CREATED, _K.DEALS_CREATED_VALUE)
        columns = self._averages(_K.CLOSED_WON_COUNT, _K.CLOSED_WON_VALUE)

        def pick(records: Integers, count: int, move: Exit) -> Integers:
            average = None
            if move.column[0] == FIRST and move.column[1] in planned:
                average = columns.get(move.column[1])
            if average is None and move.to is None:
                average = rows.get(move.row)
            shuffled: Integers = records[np.argsort(order[records], kind="stable")]
            if average is None:
                return shuffled[:count]
            return shuffled[nearest_run(deals.amount[shuffled], count, average)]

        return pick

    def _pick_contacts(self) -> Pick:
        """Contacts of companies that shall go leave first, those of the smallest companies before others."""
        contacts, companies = self._all[Entity.CONTACTS], self._all[Entity.COMPANIES]
        rows = self._before[Entity.COMPANIES].row
        losing = [month.index for month in self._months if self._delta(month, _K.COMPANIES_CREATED) < 0]
        size = {
            companies.ids[place]: int(companies.dependants[place])
            for place in np.flatnonzero(np.isin(rows, losing)).tolist()
        }
        rank = np.array(
            [size.get(parent, 2**31) if parent else 2**31 for parent in contacts.parents[Entity.COMPANIES]],
            np.int64,
        )
        order = self._stream.bits("pick contacts", np.arange(contacts.size, dtype=np.int64))

        def pick(records: Integers, count: int, move: Exit) -> Integers:
            ranks = rank[records] if move.to is None else np.zeros(len(records), np.int64)
            chosen: Integers = records[np.lexsort((order[records], ranks))][:count]
            return chosen

        return pick

    def _averages(self, count: MetricKey, value: MetricKey) -> dict[int, int]:
        """What a deal that leaves should be worth, by month, where a value is given and deals leave."""
        return {
            month.index: max(self._delta(month, value) // self._delta(month, count), 1)
            for month in self._months
            if value in self._asked[month] and self._delta(month, count) < 0 and self._delta(month, value) < 0
        }

    # new deals and prices --------------------------------------------------------------------------------------

    def _fixed(self, month: Month, value: MetricKey) -> bool:
        """Whether the month's value is decided: a blank one follows where its count changes, else it stays."""
        count, kind = (
            (_K.DEALS_CREATED, None) if value is _K.DEALS_CREATED_VALUE else (_K.CLOSED_WON_COUNT, FIRST)
        )
        if value in self._asked[month]:
            return True
        implied = self._settled[Entity.DEALS].implied.get(month.index, 0) if kind is None else 0
        return self._delta(month, count) == 0 and not implied

    def _after(self, amounts: Integers) -> tuple[dict[int, int], dict[int, int]]:
        """What existing deals will be worth: by created month and by won month."""
        settled = self._settled[Entity.DEALS]
        live = ~settled.deleted
        return (
            self._sums(settled.row, amounts, live),
            self._sums(settled.month, amounts, live & (settled.kind == FIRST)),
        )

    def _sums(self, numbers: Integers, amounts: Integers, mask: NDArray[np.bool_]) -> dict[int, int]:
        return {number: int(amounts[mask & (numbers == number)].sum()) for number in self._numbers}

    def _gaps(self, amounts: Integers) -> tuple[dict[int, int], dict[int, int]]:
        """What fixed values still need after the changes, by created month and by won month."""
        deals, before = self._all[Entity.DEALS], self._before[Entity.DEALS]
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

    def _new_deals(self) -> FunnelPlan:
        """The new deals, priced so that they take as much as possible of what the values need."""
        new, size = self._settled[Entity.DEALS].new, len(self._numbers)
        place = {number: where for where, number in enumerate(self._numbers)}
        created, won, lost = [0] * size, [0] * size, [0] * size
        for (row, (kind, month)), count in new.items():
            created[place[row]] += count
            if kind != FREE:
                (won if kind == FIRST else lost)[place[month]] += count
        rows, columns = self._gaps(self._all[Entity.DEALS].amount)

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

    def _reprice(self, funnel: FunnelPlan) -> Repricing:
        deals, settled = self._all[Entity.DEALS], self._settled[Entity.DEALS]
        rows, columns = self._gaps(deals.amount)
        for place, number in enumerate(self._numbers):
            if number in rows:
                rows[number] -= funnel.created_value[place]
            if number in columns:
                columns[number] -= funnel.won_value[place]
        won = np.where(settled.kind == FIRST, settled.month, NONE)
        may = (
            ~settled.deleted
            & np.isin(settled.row, self._numbers)
            & ((settled.kind != FIRST) | np.isin(settled.month, self._numbers))
        )
        return reprice(deals.amount, settled.row, won, may, MoneyNeed(rows, columns))

    # the whole -------------------------------------------------------------------------------------------------

    def _solved(self, funnel: FunnelPlan, repricing: Repricing) -> ReconcilePlan:
        effects = self._effects(repricing.amounts)
        created = self._created(funnel)
        deltas = {
            month: {key: effects[month][key] + created[month][key] for key in PLANNED}
            for month in self._months
        }
        for month, cells in self._asked.items():
            for key, value in cells.items():
                assert deltas[month][key] == value, (month, key, deltas[month][key], value)
        return ReconcilePlan(
            deltas,
            self._asked,
            tuple(self._notes(deltas)),
            effects,
            SolvedPlan(created, self._asked, funnel, ()),
            self._changes(repricing.amounts),
        )

    def _effects(self, amounts: Integers) -> Deltas:
        """What the changes of existing records do to the planned months."""
        found: Deltas = {month: dict.fromkeys(PLANNED, 0) for month in self._months}
        for entity, row_key in _ROWS.items():
            before, after = self._before[entity], self._settled[entity]
            live = ~after.deleted
            for month in self._months:
                number, cells = month.index, found[month]
                cells[row_key] += int((live & (after.row == number)).sum()) - int(
                    (before.row == number).sum()
                )
                for kind, key in _COLUMNS[entity].items():
                    now = live & (after.kind == kind) & (after.month == number)
                    cells[key] += int(now.sum()) - int(
                        ((before.kind == kind) & (before.month == number)).sum()
                    )
        deals, before = self._all[Entity.DEALS], self._before[Entity.DEALS]
        after = self._settled[Entity.DEALS]
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

    def _created(self, funnel: FunnelPlan) -> Deltas:
        """What is created besides."""
        found: Deltas = {month: dict.fromkeys(PLANNED, 0) for month in self._months}
        for entity, row_key in _ROWS.items():
            for (row, (kind, number)), count in self._settled[entity].new.items():
                found[Month.from_index(row)][row_key] += count
                if kind != FREE:
                    found[Month.from_index(number)][_COLUMNS[entity][kind]] += count
        for place, month in enumerate(self._months):
            found[month][_K.DEALS_CREATED_VALUE] = funnel.created_value[place]
            found[month][_K.CLOSED_WON_VALUE] = funnel.won_value[place]
        return found

    def _changes(self, amounts: Integers) -> RowChanges:
        facts = self._facts
        calendar = BusinessCalendar(facts.country, facts.zone, facts.anchor)
        rewriter = Rewriter(
            Instants(calendar, self._stream), self._stream, to_micros(facts.anchor), facts.zone
        )
        before, after = self._before, self._settled
        rewrites = (
            rewriter.moved(self._all[Entity.COMPANIES], after[Entity.COMPANIES], "created_at"),
            rewriter.contacts(self._all[Entity.CONTACTS], before[Entity.CONTACTS], after[Entity.CONTACTS]),
            rewriter.deals(self._all[Entity.DEALS], before[Entity.DEALS], after[Entity.DEALS], amounts),
            rewriter.moved(self._all[Entity.ACTIVITIES], after[Entity.ACTIVITIES], "occurred_at"),
        )
        retired = {
            entity: tuple(
                self._all[entity].ids[place] for place in np.flatnonzero(after[entity].deleted).tolist()
            )
            for entity in Entity
        }
        contacts = self._all[Entity.CONTACTS]
        heirs = {
            contacts.ids[place]: heir
            for place in np.flatnonzero(after[Entity.CONTACTS].deleted).tolist()
            if contacts.dependants[place] and (heir := contacts.heirs[place]) is not None
        }
        return RowChanges(tuple(one for one in rewrites if one.ids), retired, heirs)

    def _notes(self, deltas: Deltas) -> list[Issue]:
        notes: list[Issue] = []
        for month, cells in deltas.items():
            for key, change in cells.items():
                if change and key not in self._asked[month]:
                    way = "rises" if change > 0 else "falls"
                    notes.append(
                        Issue(
                            IssueCode.IMPLIED,
                            f"{label_of(key)} in {month}, left blank, {way} by {self._say(key, abs(change))}: the "
                            "other numbers of the plan bring it along.",
                            "Give a number to decide it yourself.",
                            month,
                            key,
                        )
                    )
        if not any(any(cells.values()) for cells in deltas.values()):
            text = "Every planned number is there already; nothing will be changed."
            notes.append(Issue(IssueCode.NOTHING_TO_DO, text, "Nothing to do."))
        return notes

    def _say(self, key: MetricKey, value: int) -> str:
        return self._facts.currency.pretty(value) if is_money(key) else f"{value:,}"
