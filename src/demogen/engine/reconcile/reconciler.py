"""From a plan that lowers numbers too to the changes of existing records, and to what is left to be created.

Both parts are decided together: what the changes do and what the new records add is exactly what the plan asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import PLANNED, Entity, MetricKey, is_money, label_of
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.engine.calendar import to_micros
from demogen.engine.deltas import Deltas, compute_deltas
from demogen.engine.facts import TenantFacts
from demogen.engine.funnel import FunnelPlan
from demogen.engine.nearest import Contradiction
from demogen.engine.planner import SolvedPlan
from demogen.engine.reconcile.advance import advanced, urgency
from demogen.engine.reconcile.candidates import FIRST, FREE, SECOND, Candidates, MonthEdges
from demogen.engine.reconcile.counts import Column, Counts, Pick, Wish, as_they_are, settle
from demogen.engine.reconcile.instants import Instants
from demogen.engine.reconcile.money import Repricing
from demogen.engine.reconcile.picks import pick_contacts, pick_deals
from demogen.engine.reconcile.rewrites import Rewrite, Rewriter
from demogen.engine.reconcile.values import DealValues
from demogen.engine.rng import Integers, RandomStream

_K = MetricKey

MOST_OWN = 1024
"""Deals of planned months that are asked for in a month whose value does not fit otherwise, at most."""

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
        values, funnel, repricing = self._settle_deals()
        own = 1
        while own <= MOST_OWN and (lacking := [month for is_won, month in repricing.short if is_won]):
            # these months need deals whose price may change
            values, funnel, repricing = self._settle_deals(own={(FIRST, month): own for month in lacking})
            own *= 4
        self._note_shortfalls(Entity.DEALS)
        self._settle_others()
        if self._issues:
            return self._contradiction()
        for (is_won, number), left in repricing.short.items():
            key = _K.CLOSED_WON_VALUE if is_won else _K.DEALS_CREATED_VALUE
            self._out_of_reach(Month.from_index(number), key, -left)
        if self._issues:
            return self._contradiction()
        return self._solved(values, funnel, repricing)

    def _settle_deals(
        self, *, own: Mapping[Column, int] | None = None
    ) -> tuple[DealValues, FunnelPlan, Repricing]:
        deals = self._all[Entity.DEALS]
        pick = pick_deals(deals, self._asked, self._stream, wanted=self._wanted_money())
        self._settle(Entity.DEALS, pick, own=own)
        before, settled = self._before[Entity.DEALS], self._settled[Entity.DEALS]
        values = DealValues(self._facts, self._asked, deals, before, settled)
        funnel = values.new_deals()
        return values, funnel, values.reprice(funnel)

    def _wanted_money(self) -> dict[int, int]:
        """What has still to be won in each month, in a run of a story."""
        run = self._facts.run
        if run is None:
            return {}
        key = _K.CLOSED_WON_VALUE
        return {
            month.index: cells[key] if key in cells else run.aims[month] - self._facts.kpis(month)[key]
            for month, cells in self._asked.items()
            if key in cells or month in run.aims
        }

    def _urgency(self, entity: Entity) -> Integers | None:
        """In a run of a story deals live on."""
        facts = self._facts
        if facts.run is None or entity is not Entity.DEALS:
            return None
        return urgency(self._all[entity], self._before[entity].row, facts.now.index, facts.cycle)

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

    def _pick_contacts(self) -> Pick:
        losing = [month.index for month in self._months if self._delta(month, _K.COMPANIES_CREATED) < 0]
        rows = self._before[Entity.COMPANIES].row
        contacts, companies = self._all[Entity.CONTACTS], self._all[Entity.COMPANIES]
        return pick_contacts(contacts, companies, lambda places: np.isin(rows[places], losing), self._stream)

    def _settle(self, entity: Entity, pick: Pick | None, *, own: Mapping[Column, int] | None = None) -> None:
        wish = replace(self._wish(entity), own=own or {})
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
            urgency=self._urgency(entity),
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

    def _solved(self, values: DealValues, funnel: FunnelPlan, repricing: Repricing) -> ReconcilePlan:
        effects = self._effects(values, repricing.amounts)
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

    def _effects(self, values: DealValues, amounts: Integers) -> Deltas:
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
        for month, money in values.effects(amounts).items():
            found[month] |= money
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
        calendar = facts.calendar
        rewriter = Rewriter(
            Instants(calendar, self._stream), self._stream, to_micros(facts.anchor), facts.zone
        )
        before, after = self._before, self._settled
        rewrites: tuple[Rewrite, ...] = (
            rewriter.moved(self._all[Entity.COMPANIES], after[Entity.COMPANIES], "created_at"),
            rewriter.contacts(self._all[Entity.CONTACTS], before[Entity.CONTACTS], after[Entity.CONTACTS]),
            rewriter.deals(self._all[Entity.DEALS], before[Entity.DEALS], after[Entity.DEALS], amounts),
            rewriter.moved(self._all[Entity.ACTIVITIES], after[Entity.ACTIVITIES], "occurred_at"),
        )
        if facts.run is not None:
            deals, later = self._all[Entity.DEALS], after[Entity.DEALS]
            changed = later.moved | later.restaged(before[Entity.DEALS]) | (amounts != deals.amount)
            living_on = advanced(deals, later, changed, anchor=to_micros(facts.anchor), zone=facts.zone)
            rewrites += () if living_on is None else (living_on,)
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
