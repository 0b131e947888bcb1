"""The preview: what a plan would do, or why it cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from demogen.domain.issues import Findings, Issue
from demogen.domain.kpis import JsonObject, MonthlyKpiSnapshot
from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import Mode, Plan, digest
from demogen.domain.preview import Preview
from demogen.engine.deltas import compute_deltas
from demogen.engine.facts import TenantFacts
from demogen.engine.nearest import Contradiction, with_working_nearest
from demogen.engine.planner import PatchPlanner, SolvedPlan
from demogen.engine.plausibility import warnings_for
from demogen.engine.reconcile.candidates import Candidates
from demogen.engine.reconcile.plans import ReconcilePlan
from demogen.engine.reconcile.reconciler import Reconciler
from demogen.engine.validator import PatchValidator

Decided: TypeAlias = SolvedPlan | ReconcilePlan


def examine(
    plan: Plan, facts: TenantFacts, *, candidates: Mapping[Entity, Candidates] | None = None
) -> tuple[Preview, Decided | None]:
    """Validate, solve and preview. The solved plan is what the preview describes; None where there is none.

    RECONCILE needs the records that it may change.
    """
    issues = PatchValidator(facts).validate(plan)
    if issues:
        return generate_preview(plan, facts.current, {}, facts=facts, issues=issues), None
    outcome = _solve(plan, facts, candidates)
    if isinstance(outcome, Contradiction):
        offer = with_working_nearest(plan, outcome, lambda other: _fault(other, facts, candidates), facts)
        preview = generate_preview(
            plan,
            facts.current,
            compute_deltas(plan, facts),
            facts=facts,
            issues=offer.issues,
            nearest=offer.nearest,
        )
        return preview, None
    issues = (*outcome.notes, *warnings_for(outcome, facts))
    preview = generate_preview(
        plan, facts.current, outcome.deltas, facts=facts, issues=issues, solved=outcome
    )
    return preview, outcome


def _solve(
    plan: Plan, facts: TenantFacts, candidates: Mapping[Entity, Candidates] | None
) -> Decided | Contradiction:
    if plan.mode is Mode.ADDITIVE:
        return PatchPlanner(facts).plan(plan)
    assert candidates is not None
    return Reconciler(facts, candidates, seed=_own_seed(plan, facts)).plan(plan)


def _fault(
    plan: Plan, facts: TenantFacts, candidates: Mapping[Entity, Candidates] | None
) -> Contradiction | None:
    """What is wrong with a plan, None where it works."""
    if issues := PatchValidator(facts).validate(plan):
        return Contradiction(issues)
    outcome = _solve(plan, facts, candidates)
    return outcome if isinstance(outcome, Contradiction) else None


def _own_seed(plan: Plan, facts: TenantFacts) -> int:
    """The same for a preview and for the job that follows it, whatever the job's own seed is; and the same for all plans of
    these months, so that a plan near another one chooses the same records."""
    months = sorted(str(row.month) for row in plan.months)
    document: JsonObject = {"tenant": str(facts.tenant_id), "months": list(months), "seed": plan.seed}
    return int(digest(document)[:15], 16)


def generate_preview(
    plan: Plan,
    current_kpis: Mapping[Month, MonthlyKpiSnapshot],
    deltas: Mapping[Month, Mapping[MetricKey, int]],
    *,
    facts: TenantFacts,
    issues: tuple[Issue, ...],
    solved: Decided | None = None,
    nearest: Plan | None = None,
) -> Preview:
    """Put together what is known; without a solution nothing is created and the months stay as they are."""
    current = tuple(current_kpis[month] for month in sorted(current_kpis))
    return Preview(
        deltas=deltas,
        current=current,
        projected=solved.projected(facts) if solved else current,
        records=solved.records if solved else dict.fromkeys(Entity, 0),
        findings=Findings(issues),
        fingerprint=digest({"months": [month.to_json(facts.currency) for month in current]}),
        plan_hash=plan.hash(facts.currency),
        nearest=nearest,
    )
