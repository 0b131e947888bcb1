"""A plan that does not work, why, and one near it that does: solved before it is offered.

How plans are solved is not known here; what is offered has been handed to the same solver as the plan itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from demogen.domain.counts import counted
from demogen.domain.issues import Issue, IssueCode, Severity
from demogen.domain.metrics import METRICS, PLANNED, Entity, MetricKey, is_money, label_of
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.engine.facts import TenantFacts
from demogen.engine.worth import VALUE_OF

FOLLOWING, MOST = 5, 12
"""Plans that are tried: so many where each solution says the next one, then with ever more cells left as they are."""

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
    for number in range(MOST):
        if candidate is None or candidate.months in seen or number >= FOLLOWING:
            candidate = _staying(before, found.issues, facts)
        candidate = None if candidate is None else _worth_something(candidate, facts)
        if candidate is None or candidate.months in seen or not _differing(candidate, facts):
            break  # what changes nothing is no offer
        outcome = attempt(candidate)
        if outcome is None:
            return _told(tuple(issues.values()), plan, candidate, facts)
        moved = _differences(plan, candidate)
        for issue in outcome.issues:  # those that are true of the plan itself
            cell = (issue.month, issue.metric)
            if issue.severity is Severity.BLOCKER and cell not in moved:
                issues.setdefault(cell, issue)
        seen.append(candidate.months)
        found, before, candidate = outcome, candidate, outcome.nearest
    return _told(tuple(issues.values()), plan, None, facts)


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
    """The plan with the cells that stand in the way as they are now; where they are that already, all cells of these
    kinds of records."""
    named = {(issue.month, issue.metric) for issue in issues}
    kinds = {_kind(metric) for _, metric in named if metric is not None}
    differing = _differing(plan, facts)
    staying = {cell: now for cell, now in differing.items() if cell in named} or {
        cell: now for cell, now in differing.items() if _kind(cell[1]) in kinds
    }
    return with_cells(plan, staying) if staying else None


def _worth_something(plan: Plan, facts: TenantFacts) -> Plan:
    """The plan with values that go with their counts: none where there is no deal, and a minor unit for each at least."""
    cells: dict[Cell, int] = {}
    for row in plan.months:
        now = facts.kpis(row.month)
        base = now if plan.plan_type is PlanType.DELTAS else dict.fromkeys(PLANNED, 0)
        for count_key, value_key in VALUE_OF.items():
            if value_key not in row.values:
                continue
            count = row.values[count_key] + base[count_key] if count_key in row.values else now[count_key]
            value = row.values[value_key] + base[value_key]
            cells[row.month, value_key] = (max(value, count) if count else 0) - base[value_key]
    return with_cells(plan, cells) if cells else plan


def _differing(plan: Plan, facts: TenantFacts) -> dict[Cell, int]:
    """Cells that change something, with the numbers that would leave them as they are."""
    return {
        (row.month, key): now
        for row in plan.months
        for key, value in row.values.items()
        if value != (now := _as_it_is(plan, (row.month, key), facts))
    }


def _kind(key: MetricKey) -> Entity | None:
    measure = METRICS[key].measure
    return None if measure is None else measure.entity


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
