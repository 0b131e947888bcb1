"""What a reconciliation does, as frozen values. How it is decided is not known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from demogen.domain.issues import Issue
from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.months import Month
from demogen.engine.facts import TenantFacts
from demogen.engine.funnel import FunnelPlan
from demogen.engine.planner import SolvedPlan
from demogen.engine.reconcile.candidates import FIRST, SECOND
from demogen.engine.reconcile.rewrites import Rewrite

_K = MetricKey

ROWS = {
    Entity.COMPANIES: _K.COMPANIES_CREATED,
    Entity.CONTACTS: _K.CONTACTS_CREATED,
    Entity.DEALS: _K.DEALS_CREATED,
    Entity.ACTIVITIES: _K.ACTIVITIES_CREATED,
}
"""What the rows of each kind of record count."""

COLUMNS: dict[Entity, dict[int, MetricKey]] = {
    Entity.COMPANIES: {},
    Entity.CONTACTS: {FIRST: _K.LEADS_CREATED},
    Entity.DEALS: {FIRST: _K.CLOSED_WON_COUNT, SECOND: _K.CLOSED_LOST_COUNT},
    Entity.ACTIVITIES: {},
}
"""What their columns count."""


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
    existing records do to the planned months, stocks included; `created` what is added besides; `earliest` when the first
    company and the first contact will have been created."""

    deltas: Mapping[Month, Mapping[MetricKey, int]]
    asked: Mapping[Month, Mapping[MetricKey, int]]
    notes: tuple[Issue, ...]
    effects: Mapping[Month, Mapping[MetricKey, int]]
    created: SolvedPlan
    changes: RowChanges
    earliest: Mapping[Entity, int | None]

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(self.deltas)

    @property
    def records(self) -> dict[Entity, int]:
        return self.created.records

    @property
    def funnel(self) -> FunnelPlan:
        return self.created.funnel

    def facts_after(self, facts: TenantFacts) -> TenantFacts:
        """The facts once the changes are made: new records need parents that stay."""
        return replace(
            facts,
            earliest_company=self.earliest[Entity.COMPANIES],
            earliest_contact=self.earliest[Entity.CONTACTS],
        )

    def projected(self, facts: TenantFacts) -> tuple[MonthlyKpiSnapshot, ...]:
        """The planned months afterwards, stocks included."""
        return tuple(month.plus(self.effects[month.month]) for month in self.created.projected(facts))
