"""A plan that does not work, why, and one near it that does: solved before it is offered.

How plans are solved is not known here; what is offered has been handed to the same solver as the plan itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from demogen.domain.counts import counted
from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import MetricKey, is_money, label_of
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.engine.facts import TenantFacts

FOLLOWING, STAYING = 6, 4
"""Plans that are tried where each solution says the next one, and where cells that stand in the way are left as they are."""

_NAMED = 3
"""Cells that one sentence names."""

Cell = tuple[Month, MetricKey]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Why there is no solution, cell by cell, and a plan close to the asked one. Only what `with_working_nearest` returns
    has been proved to work."""

    issues: tuple[Issue, ...]
    nearest: Plan | None = None


def with_working_nearest(
    plan: Plan,
    first: Contradiction,
    attempt: Callable[[Plan], Contradiction | None],
    facts: TenantFacts,
) -> Contradiction:
    """The contradiction with a nearest plan that works, or with none. `attempt` solves a plan; None means that it works.

    What one cell gives way to can bind another: the reasons of all rounds are kept, the first one of each cell.
    """
    issues = {(issue.month, issue.metric): issue for issue in first.issues}
    found, before, candidate = first, plan, first.nearest
    seen = [plan.months]
    for number in range(FOLLOWING + STAYING):
        if candidate is None or candidate.months in seen or number >= FOLLOWING:
            candidate = _staying(before if candidate is None else candidate, found.issues, facts)
        if candidate is None or candidate.months in seen:
            break
        outcome = attempt(candidate)
        if outcome is None:
            return _told(tuple(issues.values()), plan, candidate, facts)
        issues = {(issue.month, issue.metric): issue for issue in outcome.issues} | issues
        seen.append(candidate.months)
        found, before, candidate = outcome, candidate, outcome.nearest
    return _told(first.issues, plan, None, facts)


def with_cells(plan: Plan, cells: Mapping[Cell, int]) -> Plan:
    """The plan with other numbers in these cells, blank ones included."""
    return replace(
        plan,
        months=tuple(
            PlanMonth(
                row.month,
                {**row.values, **{key: value for (month, key), value in cells.items() if month == row.month}},
            )
            for row in plan.months
        ),
    )


def _staying(plan: Plan, issues: Collection[Issue], facts: TenantFacts) -> Plan | None:
    """The plan with the cells that stand in the way as they are now; where they are that already, their whole months."""
    named = {(issue.month, issue.metric) for issue in issues}
    months = {month for month, _ in named}
    differing = {
        (row.month, key): now
        for row in plan.months
        for key, value in row.values.items()
        if value != (now := _as_it_is(plan, (row.month, key), facts))
    }
    staying = {cell: now for cell, now in differing.items() if cell in named} or {
        cell: now for cell, now in differing.items() if cell[0] in months or None in months
    }
    return with_cells(plan, staying) if staying else None


def _as_it_is(plan: Plan, cell: Cell, facts: TenantFacts) -> int:
    return 0 if plan.plan_type is PlanType.DELTAS else facts.kpis(cell[0])[cell[1]]


def _told(issues: tuple[Issue, ...], plan: Plan, nearest: Plan | None, facts: TenantFacts) -> Contradiction:
    """The issues with hints that are true of the nearest plan."""
    moved = {} if nearest is None else _differences(plan, nearest)
    others = {
        cell: value for cell, value in moved.items() if cell not in {(i.month, i.metric) for i in issues}
    }

    def shown(cell: Cell, value: int) -> str:
        total = value + (facts.kpis(cell[0])[cell[1]] if plan.plan_type is PlanType.DELTAS else 0)
        return facts.currency.pretty(total) if is_money(cell[1]) else f"{total:,}"

    def hint(issue: Issue) -> str:
        assert issue.month is not None
        assert issue.metric is not None
        cell = (issue.month, issue.metric)
        if nearest is None:
            return "No plan near this one was found that works. Ask for a smaller change, or leave the cell blank."
        if cell in moved:
            return f"{shown(cell, moved[cell])} can be reached."
        also = others or moved
        named = ", ".join(
            f"{label_of(key)} in {month} is {shown((month, key), value)}"
            for (month, key), value in islice(also.items(), _NAMED)
        )
        more = f" and {counted(len(also) - _NAMED, 'more number')} move" if len(also) > _NAMED else ""
        return f"It can be reached where {named}{more}."

    restated = tuple(
        replace(issue, hint=hint(issue))
        if issue.code in (IssueCode.OUT_OF_REACH, IssueCode.VALUES_CONTRADICT)
        else issue
        for issue in issues
    )
    return Contradiction(restated, nearest)


def _differences(plan: Plan, other: Plan) -> dict[Cell, int]:
    old = {row.month: row.values for row in plan.months}
    return {
        (row.month, key): value
        for row in other.months
        for key, value in row.values.items()
        if old[row.month].get(key) != value
    }
