"""What a reconciliation knows of existing records: which it may change, how far, and what ties them. What it decides is not
known here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection

from demogen.db import candidates as read
from demogen.db.tenants import TenantRow
from demogen.domain.metrics import CATALOGUE, CLOSED_LOST, CLOSED_WON, PLANNED, Entity, MetricKey
from demogen.domain.plan import Plan
from demogen.engine.calendar import to_micros
from demogen.engine.deltas import compute_deltas
from demogen.engine.facts import TenantFacts
from demogen.engine.reconcile.candidates import FIRST, FOREVER, FREE, NEVER, SECOND, Candidates
from demogen.engine.rng import Integers
from demogen.service.gathering import planned_months

DEAL_METRICS = {
    metric.key for metric in CATALOGUE if metric.measure and metric.measure.entity is Entity.DEALS
}
"""What depends on deals alone."""


def gather_candidates(
    connection: Connection, tenant: TenantRow, plan: Plan, facts: TenantFacts
) -> dict[Entity, Candidates]:
    """Everything that a reconciliation to this plan may touch, at the connection's snapshot.

    Both ends of a reference may move in one patch. So that they never pass each other, a record that others refer to
    moves to an earlier instant only, a deal with activities closes no earlier than it did, and activities of open deals
    move to an earlier instant only.
    """
    zone, months, anchor = ZoneInfo(tenant.timezone), planned_months(plan), facts.anchor
    begin, end = min(months).bounds(zone)[0], max(months).bounds(zone)[1]
    now = np.int64(to_micros(anchor))
    keys = {key for row in plan.months for key in row.values}
    if facts.run is not None and not _needs_others(plan, facts):
        keys -= set(PLANNED) - DEAL_METRICS

    def rows(reader: Callable[..., read.Rows], wanted: set[MetricKey]) -> read.Rows:
        """Nothing of a kind whose numbers the plan leaves alone."""
        return reader(connection, tenant.id, begin, end) if keys & wanted else ()

    def others(entity: Entity, wanted: set[MetricKey]) -> int | None:
        return read.earliest_other(connection, tenant.id, entity, begin, end) if keys & wanted else None

    companies = {MetricKey.COMPANIES_CREATED}
    people = {*companies, MetricKey.CONTACTS_CREATED, MetricKey.LEADS_CREATED}
    activities = {MetricKey.ACTIVITIES_CREATED}
    return {
        Entity.COMPANIES: replace(
            companies_of(rows(read.companies, companies), now),
            others_since=others(Entity.COMPANIES, companies),
        ),
        Entity.CONTACTS: replace(
            contacts_of(rows(read.contacts, people), now), others_since=others(Entity.CONTACTS, people)
        ),
        Entity.DEALS: deals_of(rows(read.deals, DEAL_METRICS), now),
        Entity.ACTIVITIES: activities_of(rows(read.activities, activities), now),
    }


def _needs_others(plan: Plan, facts: TenantFacts) -> bool:
    """Whether a number shall fall, or more contacts become leads than are created."""
    leads, contacts = MetricKey.LEADS_CREATED, MetricKey.CONTACTS_CREATED
    return any(
        min(cells.values(), default=0) < 0 or cells.get(leads, 0) > cells.get(contacts, cells.get(leads, 0))
        for cells in compute_deltas(plan, facts).values()
    )


def _numbers(rows: read.Rows, column: int, missing: int) -> Integers:
    return np.array([missing if row[column] is None else int(row[column]) for row in rows], np.int64)


def companies_of(rows: read.Rows, now: np.int64) -> Candidates:
    users = _numbers(rows, 3, 0)
    created, nothing = _numbers(rows, 1, 0), np.zeros(len(rows), np.int64)
    return Candidates(
        Entity.COMPANIES,
        [row[0] for row in rows],
        created=created,
        kind=nothing,
        closed=nothing,
        amount=nothing,
        earliest=nothing + NEVER,
        latest=np.where(users > 0, created, now),
        ready=created,
        dependants=users,
        removable=users == 0,
    )


def contacts_of(rows: read.Rows, now: np.int64) -> Candidates:
    created, first = _numbers(rows, 1, 0), _numbers(rows, 4, FOREVER)
    lead = _numbers(rows, 2, 0)
    is_lead = np.array([row[2] is not None for row in rows], bool)
    users, fixed = _numbers(rows, 5, 0), _numbers(rows, 6, 0)
    has_heir = np.array([row[7] not in (None, row[0]) for row in rows], bool)
    has_heir &= (_numbers(rows, 8, FOREVER) <= first) & (fixed == 0)
    return Candidates(
        Entity.CONTACTS,
        [row[0] for row in rows],
        created=created,
        kind=np.where(is_lead, FIRST, FREE).astype(np.int64),
        closed=lead,
        amount=np.zeros(len(rows), np.int64),
        earliest=_numbers(rows, 3, NEVER),
        latest=np.where(users > 0, created, np.minimum(np.where(is_lead, lead, FOREVER), now)),
        ready=np.full(len(rows), NEVER, np.int64),
        dependants=users,
        removable=(users == 0) | has_heir,
        heirs=[row[7] if has else None for row, has in zip(rows, has_heir.tolist(), strict=True)],
        parents={Entity.COMPANIES: [row[9] for row in rows]},
    )


def deals_of(rows: read.Rows, now: np.int64) -> Candidates:
    kinds = {CLOSED_WON: FIRST, CLOSED_LOST: SECOND}
    created = _numbers(rows, 1, 0)
    kind = np.array([kinds.get(row[3], FREE) for row in rows], np.int64)
    closed = np.where(kind == FREE, 0, _numbers(rows, 2, 0))
    users = _numbers(rows, 8, 0)
    ready = _numbers(rows, 7, NEVER)
    return Candidates(
        Entity.DEALS,
        [row[0] for row in rows],
        created=created,
        kind=kind,
        closed=closed,
        amount=_numbers(rows, 4, 0),
        earliest=_numbers(rows, 5, NEVER),
        latest=np.where(users > 0, created, np.minimum(np.where(kind == FREE, FOREVER, closed), now)),
        ready=np.where((kind != FREE) & (users > 0), np.maximum(ready, closed), ready),
        dependants=users,
        removable=_numbers(rows, 9, 0) == 0,
        parents={
            Entity.COMPANIES: [row[13] for row in rows],
            Entity.CONTACTS: [row[14] for row in rows],
        },
        texts={
            "stage": [row[3] for row in rows],
            "probability": [row[10] for row in rows],
            "lost_reason": [row[11] for row in rows],
            "expected_close_on": [row[12] for row in rows],
        },
    )


def activities_of(rows: read.Rows, now: np.int64) -> Candidates:
    occurred, nothing = _numbers(rows, 1, 0), np.zeros(len(rows), np.int64)
    has_deal = np.array([row[3] is not None for row in rows], bool)
    open_deal = has_deal & np.array([row[4] is None for row in rows], bool)
    return Candidates(
        Entity.ACTIVITIES,
        [row[0] for row in rows],
        created=occurred,
        kind=nothing,
        closed=nothing,
        amount=nothing,
        earliest=np.maximum(_numbers(rows, 2, NEVER), _numbers(rows, 3, NEVER)),
        latest=np.where(
            open_deal, occurred, np.minimum(np.where(has_deal, _numbers(rows, 4, FOREVER), FOREVER), now)
        ),
        ready=occurred,
        dependants=nothing,
        removable=np.ones(len(rows), bool),
        parents={Entity.CONTACTS: [row[5] for row in rows], Entity.DEALS: [row[6] for row in rows]},
    )
