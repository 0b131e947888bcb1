"""Deciding what a plan does to a tenant, at one database snapshot: the same steps for a preview and for the job."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from demogen.db.tenants import TenantRow
from demogen.domain.metrics import Entity
from demogen.domain.plan import Mode, Plan, digest
from demogen.domain.preview import Preview
from demogen.engine.facts import TenantFacts
from demogen.engine.planner import SolvedPlan
from demogen.engine.preview import Decided, examine
from demogen.engine.reconcile.plans import ReconcilePlan
from demogen.service.candidates import gather_candidates
from demogen.service.reconciliation import (
    Changes,
    with_dependants,
)
from demogen.service.record_changes import describe


@dataclass(frozen=True, slots=True)
class Decision:
    """What is shown, and what then runs. `facts` are those that new records are made by; `changes` is None where no
    existing record changes."""

    preview: Preview
    plan: Decided | None
    facts: TenantFacts
    changes: Changes | None = None

    @property
    def created(self) -> SolvedPlan:
        """What is added."""
        assert self.plan is not None
        return self.plan.created if isinstance(self.plan, ReconcilePlan) else self.plan


def decide(connection: Connection, tenant: TenantRow, plan: Plan, facts: TenantFacts) -> Decision:
    """Validate, solve and preview a plan of either mode."""
    if plan.mode is Mode.ADDITIVE or not plan.months:
        preview, solved = examine(plan, facts)
        return Decision(preview, solved, facts)
    candidates = gather_candidates(connection, tenant, plan, facts)
    preview, solved = examine(plan, facts, candidates=candidates)
    if not isinstance(solved, ReconcilePlan):
        return Decision(preview, solved, facts)
    changes = with_dependants(connection, tenant.id, solved.changes)
    fingerprint = digest(
        {
            "months": preview.fingerprint,
            **changes.counts(),
            "created": {entity.value: solved.records[entity] for entity in Entity},
        }
    )
    described = replace(preview, changes=describe(connection, tenant, changes), fingerprint=fingerprint)
    return Decision(described, solved, solved.facts_after(facts), changes)
