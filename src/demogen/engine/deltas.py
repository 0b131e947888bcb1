"""From a plan to what has to be added, month by month."""

from __future__ import annotations

from typing import TypeAlias

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import PLANNED, MetricKey, label_of
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanType
from demogen.engine.facts import TenantFacts

Deltas: TypeAlias = dict[Month, dict[MetricKey, int]]
"""Months in order; a metric that is absent was left blank. Money in minor units."""


def compute_deltas(plan: Plan, facts: TenantFacts) -> Deltas:
    """TARGETS minus the current values, or DELTAS as they are."""
    deltas: Deltas = {}
    for row in sorted(plan.months, key=lambda row: row.month):
        now = facts.kpis(row.month)
        deltas[row.month] = {
            key: row.values[key] - (now[key] if plan.plan_type is PlanType.TARGETS else 0)
            for key in PLANNED
            if key in row.values
        }
    return deltas


def add_implied(deltas: Deltas) -> tuple[Deltas, list[Issue]]:
    """Move blank metrics by what others imply: leads are contacts, and a closed deal has been created.

    Deals that are short are added in the latest blank month up to the one that closes them. The notes say what
    moved.
    """
    complete: Deltas = {month: dict(cells) for month, cells in deltas.items()}
    notes: list[Issue] = []
    for month, cells in complete.items():
        leads = cells.get(MetricKey.LEADS_CREATED, 0)
        if leads and MetricKey.CONTACTS_CREATED not in cells:
            cells[MetricKey.CONTACTS_CREATED] = leads
            notes.append(_implied(month, MetricKey.CONTACTS_CREATED, leads, "new leads"))
    for month, amount in _missing_deals(complete).items():
        complete[month][MetricKey.DEALS_CREATED] = amount
        notes.append(_implied(month, MetricKey.DEALS_CREATED, amount, "closed deals"))
    return complete, notes


def _missing_deals(deltas: Deltas) -> dict[Month, int]:
    added: dict[Month, int] = {}
    open_deals, latest_blank = 0, None
    for month, cells in deltas.items():
        if MetricKey.DEALS_CREATED not in cells:
            latest_blank = month
        open_deals += cells.get(MetricKey.DEALS_CREATED, 0)
        open_deals -= cells.get(MetricKey.CLOSED_WON_COUNT, 0) + cells.get(MetricKey.CLOSED_LOST_COUNT, 0)
        if open_deals < 0 and latest_blank is not None:
            added[latest_blank] = added.get(latest_blank, 0) - open_deals
            open_deals = 0
    return added


def _implied(month: Month, key: MetricKey, amount: int, because: str) -> Issue:
    return Issue(
        IssueCode.IMPLIED,
        f"{label_of(key)} in {month}, left blank, rises by {amount:,}: the {because} need it.",
        "Give a number to decide it yourself.",
        month,
        key,
    )
