"""From a plan to what has to be added, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from demogen.domain.metrics import PLANNED, MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanType
from demogen.engine.calendar import to_micros
from demogen.engine.facts import TenantFacts

_K = MetricKey

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


def add_implied(deltas: Deltas) -> Deltas:
    """Move blank metrics by what others imply: leads are contacts, and a closed deal has been created.

    Deals that are short are added in the latest blank month up to the one that closes them. That is where they likely are:
    the joint solve may need them in others of the months that `blank_months` names.
    """
    complete: Deltas = {month: dict(cells) for month, cells in deltas.items()}
    for cells in complete.values():
        leads = cells.get(_K.LEADS_CREATED, 0)
        if leads and _K.CONTACTS_CREATED not in cells:
            cells[_K.CONTACTS_CREATED] = leads
    for month, amount in _missing_deals(complete).items():
        complete[month][_K.DEALS_CREATED] = amount
    return complete


def blank_months(deltas: Deltas) -> frozenset[Month]:
    """Months whose created deals are blank and may be implied: deals are closed in them, or later."""
    closing = [
        month
        for month, cells in deltas.items()
        if cells.get(_K.CLOSED_WON_COUNT, 0) > 0 or cells.get(_K.CLOSED_LOST_COUNT, 0) > 0
    ]
    if not closing:
        return frozenset()
    return frozenset(
        month for month, cells in deltas.items() if month <= closing[-1] and _leaves_deals_open(cells)
    )


def months_with_contact(
    deltas: Mapping[Month, Mapping[MetricKey, int]], facts: TenantFacts
) -> frozenset[Month]:
    """Planned months by whose end a contact exists, or is added by the plan: deals and activities need one."""
    found: set[Month] = set()
    planned, first = False, facts.earliest_contact
    for month, cells in deltas.items():
        end = to_micros(min(month.bounds(facts.zone)[1], facts.anchor))
        planned = planned or bool(cells.get(_K.CONTACTS_CREATED, 0))
        if planned or (first is not None and first < end):
            found.add(month)
    return frozenset(found)


def _leaves_deals_open(cells: Mapping[MetricKey, int]) -> bool:
    """A created value of 0 says that no deal is created."""
    return _K.DEALS_CREATED not in cells and cells.get(_K.DEALS_CREATED_VALUE) != 0


def _missing_deals(deltas: Deltas) -> dict[Month, int]:
    added: dict[Month, int] = {}
    open_deals, latest_blank = 0, None
    for month, cells in deltas.items():
        if _leaves_deals_open(cells):
            latest_blank = month
        open_deals += cells.get(_K.DEALS_CREATED, 0)
        open_deals -= cells.get(_K.CLOSED_WON_COUNT, 0) + cells.get(_K.CLOSED_LOST_COUNT, 0)
        if open_deals < 0 and latest_blank is not None:
            added[latest_blank] = added.get(latest_blank, 0) - open_deals
            open_deals = 0
    return added
