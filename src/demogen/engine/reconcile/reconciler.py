"""From a plan that lowers numbers too to the changes of existing records, and to what is left to be created.

Both parts are decided together: what the changes do and what the new records add is exactly what the plan asks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import numpy as np

from demogen.domain.issues import Issue
from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanType
from demogen.engine.deltas import Deltas, compute_deltas
from demogen.engine.facts import TenantFacts
from demogen.engine.nearest import Cell, Contradiction, with_cells
from demogen.engine.reconcile.advance import urgency
from demogen.engine.reconcile.assembly import Assembly
from demogen.engine.reconcile.candidates import FIRST, Candidates, MonthEdges
from demogen.engine.reconcile.counts import Column, Counts, Pick, Wish, as_they_are, settle
from demogen.engine.reconcile.picks import pick_children, pick_deals
from demogen.engine.reconcile.plans import COLUMNS, ROWS, ReconcilePlan
from demogen.engine.reconcile.reasons import Reasons
from demogen.engine.reconcile.values import DealValues, Priced
from demogen.engine.rng import Integers, RandomStream
from demogen.engine.validator import PatchValidator

_K = MetricKey

MOST_OWN = 1024
"""Deals of planned months that are asked for in a month whose value does not fit otherwise, at most."""

_HEIRS = 8
"""How often contacts are settled anew because one that was to go, or to move, has to take over from another."""

_CHILDREN = {
    Entity.ACTIVITIES: (),
    Entity.DEALS: (Entity.ACTIVITIES,),
    Entity.CONTACTS: (Entity.ACTIVITIES, Entity.DEALS),
    Entity.COMPANIES: (Entity.DEALS, Entity.CONTACTS),
}
"""What refers to each kind of record, children first: a record that nothing refers to any more may go."""

_VALUES = {False: _K.DEALS_CREATED_VALUE, True: _K.CLOSED_WON_VALUE}


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
        self._before: dict[Entity, Counts] = {}
        self._settled: dict[Entity, Counts] = {}

    def run(self) -> ReconcilePlan | Contradiction:
        for entity in Entity:
            self._before[entity] = as_they_are(self._all[entity], self._edges)
        self._settle(Entity.ACTIVITIES, self._pick(Entity.ACTIVITIES, Entity.CONTACTS))
        self._all[Entity.DEALS] = self._left_to(Entity.DEALS)
        priced = self._settle_deals()
        own = 1
        while own <= MOST_OWN and (lacking := [month for is_won, month in priced.short if is_won]):
            # these months need deals whose price may change
            found = self._settle_deals(own={(FIRST, month): own for month in lacking})
            priced = found if found.left < priced.left else priced
            own *= 4
        self._settled[Entity.DEALS] = priced.settled
        self._settle_contacts()
        self._all[Entity.COMPANIES] = self._left_to(Entity.COMPANIES)
        self._settle(Entity.COMPANIES, None)
        return self._too_few(priced) or self._values_left(priced) or self._solved(priced)

    def _settle_deals(self, *, own: Mapping[Column, int] | None = None) -> Priced:
        deals = self._all[Entity.DEALS]
        pick = pick_deals(deals, self._asked, self._stream, wanted=self._wanted_money())
        self._settle(Entity.DEALS, pick, own=own)
        before, settled = self._before[Entity.DEALS], self._settled[Entity.DEALS]
        open_rows = self._wish(Entity.DEALS).open_rows
        return DealValues(self._facts, self._asked, deals, before, settled, open_rows).price()

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

    def _left_to(self, entity: Entity) -> Candidates:
        """The records of a kind once those that refer to them have gone."""
        found = self._all[entity]
        leaving = [
            self._all[child].parents[entity][place]
            for child in _CHILDREN[entity]
            for place in np.flatnonzero(self._settled[child].deleted).tolist()
        ]
        return found.without(leaving) if leaving else found

    def _settle_contacts(self) -> None:
        """What belonged to a contact that goes is taken over by its heir, which has to stay where it is."""
        contacts = self._left_to(Entity.CONTACTS)
        staying: set[UUID] = set()
        for number in range(_HEIRS):
            self._all[Entity.CONTACTS] = contacts.pinned(staying) if staying else contacts
            self._settle(Entity.CONTACTS, self._pick(Entity.CONTACTS, Entity.COMPANIES))
            settled = self._settled[Entity.CONTACTS]
            going = np.flatnonzero(settled.deleted & (contacts.dependants > 0)).tolist()
            if number == _HEIRS - 2:
                going = np.flatnonzero(contacts.dependants > 0).tolist()
            heirs = {heir for place in going if (heir := contacts.heirs[place]) is not None}
            elsewhere = np.flatnonzero(settled.deleted | settled.moved).tolist()
            missing = heirs & {contacts.ids[place] for place in elsewhere}
            if not missing:
                return
            staying |= missing if number < _HEIRS - 2 else heirs

    def _pick(self, children: Entity, parents: Entity) -> Pick:
        losing = [month.index for month in self._months if self._delta(month, ROWS[parents]) < 0]
        rows = self._before[parents].row
        return pick_children(
            self._all[children],
            self._all[parents],
            lambda places: np.isin(rows[places], losing),
            self._stream,
        )

    def _settle(self, entity: Entity, pick: Pick | None, *, own: Mapping[Column, int] | None = None) -> None:
        wish = replace(self._wish(entity), own=own or {})
        self._settled[entity] = settle(self._all[entity], self._edges, wish, self._stream, pick)

    def _wish(self, entity: Entity) -> Wish:
        row, columns = ROWS[entity], COLUMNS[entity]
        places: list[tuple[int | None, MetricKey]] = [(None, row), *columns.items()]
        return Wish(
            months=self._numbers,
            rows={month.index: self._delta(month, row) for month in self._months},
            columns={
                (kind, month.index): self._delta(month, key)
                for kind, key in columns.items()
                for month in self._months
            },
            open_rows=frozenset(
                month.index for month in self._months if columns and self._may_gain(month, row)
            ),
            blank=frozenset(
                (kind, month.index)
                for kind, key in places
                for month in self._months
                if key not in self._asked[month]
            ),
            same_month=entity is Entity.CONTACTS,
            urgency=self._urgency(entity),
        )

    def _delta(self, month: Month, key: MetricKey) -> int:
        return self._asked[month].get(key, 0)

    def _may_gain(self, month: Month, row: MetricKey) -> bool:
        """Whether a month may gain records that its other numbers imply: a value that stays 0 says that it may not."""
        if row in self._asked[month]:
            return False
        value = _K.DEALS_CREATED_VALUE
        if row is not _K.DEALS_CREATED or value not in self._asked[month]:
            return True
        return self._facts.kpis(month)[value] + self._delta(month, value) > 0

    def _too_few(self, priced: Priced) -> Contradiction | None:
        """Counts that cannot be reached."""
        issues: list[Issue] = []
        nearest: dict[Cell, int] = {}
        reasons = self._reasons()
        for entity in Entity:
            for (kind, number), left in self._settled[entity].short.items():
                month = Month.from_index(number)
                key = ROWS[entity] if kind is None else COLUMNS[entity][kind]
                if key not in self._asked[month]:
                    issues.append(reasons.of_staying(month, key))
                    continue
                issues.append(reasons.of_count(entity, kind, month, left))
                nearest[month, key] = self._shown(month, key, left)
        return Contradiction(tuple(issues), with_cells(self._plan, nearest)) if issues else None

    def _values_left(self, priced: Priced) -> Contradiction | None:
        """Values that cannot be reached: because blank ones stay, because of other given ones, or by themselves."""
        if not priced.short:
            return None
        issues: list[Issue] = []
        nearest: dict[Cell, int] = {}
        reasons = self._reasons()
        freed = priced.values.price(following=True)
        follow = {
            (Month.from_index(number), _VALUES[is_won]): left
            for (is_won, number), left in freed.short.items()
        }
        blank = [(month, key) for month, key in follow if key not in self._asked[month]]
        for (is_won, number), left in priced.short.items():
            month, key = Month.from_index(number), _VALUES[is_won]
            if key not in self._asked[month]:
                issues.append(reasons.of_staying(month, key))
                continue
            nearest[month, key] = self._shown(month, key, -left)
            near = min(blank, key=lambda cell: abs(cell[0].index - number), default=None)
            if (month, key) not in follow and near is not None:
                issues.append(reasons.of_blank_value(month, key, near))
            else:
                issues.append(reasons.of_value(month, key, alone=priced.values.reaches(is_won, number)))
        if any(
            cell not in follow for cell in nearest
        ):  # it can be reached, or nearly, where blank ones follow
            nearest = {cell: self._shown(*cell, -left) for cell, left in follow.items()}
        return Contradiction(tuple(issues), with_cells(self._plan, nearest))

    def _shown(self, month: Month, key: MetricKey, left: int) -> int:
        """A cell as the plan would say it, `left` above what it asks for."""
        base = 0 if self._plan.plan_type is PlanType.DELTAS else self._facts.kpis(month)[key]
        return base + self._delta(month, key) + left

    def _reasons(self) -> Reasons:
        return Reasons(self._facts, self._asked, self._all, self._before, self._settled)

    def _solved(self, priced: Priced) -> ReconcilePlan | Contradiction:
        found = Assembly(
            self._facts, self._asked, self._all, self._before, self._settled, priced, self._stream
        ).plan()
        missing = tuple(PatchValidator(found.facts_after(self._facts)).parents(found.created.deltas))
        return Contradiction(missing) if missing else found
