"""The preview: what a plan would do, or why it cannot be done."""

from __future__ import annotations

from collections.abc import Mapping

from demogen.domain.issues import Findings, Issue
from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import Plan, digest
from demogen.domain.preview import Preview
from demogen.engine.deltas import compute_deltas
from demogen.engine.facts import TenantFacts
from demogen.engine.planner import Contradiction, PatchPlanner, SolvedPlan
from demogen.engine.plausibility import warnings_for
from demogen.engine.validator import PatchValidator


def examine(plan: Plan, facts: TenantFacts) -> tuple[Preview, SolvedPlan | None]:
    """Validate, solve and preview. The solved plan is what the preview describes; None where there is none."""
    issues = PatchValidator(facts).validate(plan)
    if issues:
        return generate_preview(plan, facts.current, {}, facts=facts, issues=issues), None
    asked = compute_deltas(plan, facts)
    outcome = PatchPlanner(facts).plan(plan)
    if isinstance(outcome, Contradiction):
        preview = generate_preview(
            plan, facts.current, asked, facts=facts, issues=outcome.issues, nearest=outcome.nearest
        )
        return preview, None
    issues = (*outcome.notes, *warnings_for(outcome, facts))
    preview = generate_preview(
        plan, facts.current, outcome.deltas, facts=facts, issues=issues, solved=outcome
    )
    return preview, outcome


def generate_preview(
    plan: Plan,
    current_kpis: Mapping[Month, MonthlyKpiSnapshot],
    deltas: Mapping[Month, Mapping[MetricKey, int]],
    *,
    facts: TenantFacts,
    issues: tuple[Issue, ...],
    solved: SolvedPlan | None = None,
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
