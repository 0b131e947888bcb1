"""Numbers that are allowed but would look odd in a demo. Warnings never stop a patch."""

from __future__ import annotations

from collections.abc import Iterator

from demogen.domain.counts import counted
from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import PLANNED, MetricKey, label_of
from demogen.engine.facts import TenantFacts
from demogen.engine.funnel import Fate
from demogen.engine.planner import SolvedPlan
from demogen.engine.reconcile.plans import ReconcilePlan

_K = MetricKey
_ACTIVITIES_A_CONTACT = 50
_SMALL = 20
"""Jumps of small numbers are no news."""


def warnings_for(solved: SolvedPlan | ReconcilePlan, facts: TenantFacts) -> tuple[Issue, ...]:
    """Everything odd about the months as they will be."""
    projected = solved.projected(facts)
    return (
        *_win_rates(solved, projected),
        *_deal_sizes(solved, projected, facts),
        *_jumps(solved, projected, facts),
        *_activities(solved, facts),
        *_business_days(solved, facts),
        *_left_open(solved, facts),
    )


def _win_rates(
    solved: SolvedPlan | ReconcilePlan, projected: tuple[MonthlyKpiSnapshot, ...]
) -> Iterator[Issue]:
    for month in projected:
        cells = solved.deltas[month.month]
        touched = cells[_K.CLOSED_WON_COUNT] or cells[_K.CLOSED_LOST_COUNT]
        if touched and month.win_rate is not None and not 0.02 <= month.win_rate <= 0.8:
            yield Issue(
                IssueCode.WIN_RATE_UNUSUAL,
                f"{month.month} would show a win rate of {month.win_rate:.0%}.",
                f"Usual rates lie between 2 % and 80 %; plan {label_of(_K.CLOSED_LOST_COUNT)} to match.",
                month.month,
                _K.CLOSED_LOST_COUNT if month.win_rate > 0.8 else _K.CLOSED_WON_COUNT,
            )


def _deal_sizes(
    solved: SolvedPlan | ReconcilePlan, projected: tuple[MonthlyKpiSnapshot, ...], facts: TenantFacts
) -> Iterator[Issue]:
    if not facts.has_history:
        return
    usual = facts.typical_amount
    for month in projected:
        size = month.average_deal_size
        if not solved.deltas[month.month][_K.CLOSED_WON_COUNT] or size is None:
            continue
        if size > 10 * usual or size * 10 < usual:
            yield Issue(
                IssueCode.DEAL_SIZE_UNUSUAL,
                f"{month.month} would show an average won deal of {facts.currency.pretty(size)}; "
                f"this tenant's deals are about {facts.currency.pretty(usual)}.",
                "Check the value and the count of the won deals.",
                month.month,
                _K.CLOSED_WON_VALUE,
            )


def _jumps(
    solved: SolvedPlan | ReconcilePlan, projected: tuple[MonthlyKpiSnapshot, ...], facts: TenantFacts
) -> Iterator[Issue]:
    after = {month.month: month for month in projected}
    for month, cells in solved.deltas.items():
        before = after.get(month.plus(-1)) or facts.previous.get(month.plus(-1))
        if before is None:
            continue
        for key in PLANNED:
            value, old = after[month][key], before[key]
            if cells[key] and old and value > 5 * old and value > _SMALL:
                yield Issue(
                    IssueCode.MONTH_JUMPS,
                    f"{label_of(key)} in {month} would be {value / old:.1f} times the month before.",
                    "Check the number, or spread the rise over several months.",
                    month,
                    key,
                )


def _activities(solved: SolvedPlan | ReconcilePlan, facts: TenantFacts) -> Iterator[Issue]:
    added = sum(cells[_K.ACTIVITIES_CREATED] for cells in solved.deltas.values())
    contacts = facts.contacts + sum(cells[_K.CONTACTS_CREATED] for cells in solved.deltas.values())
    if added and contacts and facts.activities + added > _ACTIVITIES_A_CONTACT * contacts:
        yield Issue(
            IssueCode.MANY_ACTIVITIES,
            f"There would be {(facts.activities + added) // contacts:,} activities for each contact.",
            "Plan more contacts or fewer activities.",
            metric=_K.ACTIVITIES_CREATED,
        )


def _business_days(solved: SolvedPlan | ReconcilePlan, facts: TenantFacts) -> Iterator[Issue]:
    calendar = facts.calendar
    for month, cells in solved.deltas.items():
        if any(cells.values()) and not calendar.windows(month).business:
            yield Issue(
                IssueCode.NO_BUSINESS_DAY,
                f"The elapsed part of {month} has no business day; its records fall on other days.",
                "Wait for the first business day, or plan earlier months.",
                month,
            )


def _left_open(solved: SolvedPlan | ReconcilePlan, facts: TenantFacts) -> Iterator[Issue]:
    if any(_K.CLOSED_LOST_COUNT in cells for cells in solved.asked.values()):
        return
    old = [
        flow.count
        for flow in solved.funnel.flows
        if flow.fate is Fate.OPEN and facts.now.index - solved.months[flow.created].index > 6
    ]
    if sum(old):
        yield Issue(
            IssueCode.DEALS_STAY_OPEN,
            f"{counted(sum(old), 'deal')} would stay open for more than half a year, because "
            f"{label_of(_K.CLOSED_LOST_COUNT)} is blank.",
            "Plan lost deals to close them.",
            metric=_K.CLOSED_LOST_COUNT,
        )
