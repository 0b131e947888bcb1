"""Gathering what the engine is told: a tenant's facts and the records that new ones may refer to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
from sqlalchemy import Connection, Row

from demogen.db import references as read
from demogen.db.kpi_aggregator import KpiAggregator
from demogen.db.tables import Activity, Company, Contact
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import KpiSnapshot
from demogen.domain.months import Month
from demogen.domain.plan import LONGEST, Plan
from demogen.engine.calendar import to_micros
from demogen.engine.facts import ENOUGH_HISTORY, USUAL_CYCLE, TenantFacts, usual_amount
from demogen.engine.names import reserved_domain
from demogen.engine.records.columns import Ids
from demogen.engine.references import ExistingCompanies, ExistingContacts, ExistingDeals, References
from demogen.service.pools import load_pool

_ENOUGH_WON = 10
"""Won deals from which on a tenant's own average is its usual amount."""

_NO_ID = UUID(int=0)


def planned_months(plan: Plan) -> list[Month]:
    """The months to read for a plan, sound or not: each once, no more than a plan may have."""
    return sorted({row.month for row in plan.months})[:LONGEST]


def snapshot(connection: Connection, tenant: TenantRow, months: Sequence[Month]) -> KpiSnapshot:
    return KpiAggregator(connection, tenant.timezone, tenant.money).create_snapshot(tenant.id, months)


def gather_facts(
    connection: Connection, tenant: TenantRow, before: KpiSnapshot, *, anchor: datetime, max_records: int
) -> TenantFacts:
    """What the engine needs to decide about the months of `before`, at the connection's snapshot."""
    zone, currency = ZoneInfo(tenant.timezone), tenant.money
    current = before.by_month()
    neighbours = sorted({month.plus(-1) for month in current} - set(current))
    recent = read.recent_closings(connection, tenant.id, zone)
    typical = max(recent.won_value // recent.won, 1) if recent.won >= _ENOUGH_WON else usual_amount(currency)
    return TenantFacts(
        tenant_id=tenant.id,
        zone=zone,
        currency=currency,
        country=tenant.country,
        start=Month.parse(tenant.demo_start_month or "1971-01"),
        anchor=anchor,
        current=current,
        previous=snapshot(connection, tenant, neighbours).by_month() if neighbours else {},
        contacts=read.live_count(connection, Contact, tenant.id),
        activities=read.live_count(connection, Activity, tenant.id),
        earliest_company=_micros(read.earliest(connection, Company, tenant.id)),
        earliest_contact=_micros(read.earliest(connection, Contact, tenant.id)),
        typical_amount=typical,
        has_history=recent.won >= _ENOUGH_WON,
        cycle=recent.lags if sum(recent.lags) >= ENOUGH_HISTORY else USUAL_CYCLE,
        max_records=max_records,
    )


def gather_references(
    connection: Connection, tenant: TenantRow, months: Sequence[Month], *, new: int
) -> References:
    """Bounded samples of the tenant's users, companies, contacts and open deals, for so many new records."""
    end = max(months).bounds(ZoneInfo(tenant.timezone))[1]
    companies = read.companies(connection, tenant.id, end, new=new)
    contacts = read.contacts(connection, tenant.id, end, new=new)
    deals = read.open_deals(connection, tenant.id, end, new=new)
    return References(
        owners=Ids.of(read.owners(connection, tenant.id)),
        companies=ExistingCompanies(
            _ids(companies, 0),
            _instants(companies),
            pa.array([row[2] for row in companies], pa.string()),
            pa.array([reserved_domain(row[3], otherwise=str(row[0])) for row in companies], pa.string()),
        ),
        contacts=ExistingContacts(
            _ids(contacts, 0),
            _instants(contacts),
            _ids(contacts, 2),
            pa.array([row[3] or "" for row in contacts], pa.string()),
        ),
        open_deals=ExistingDeals(_ids(deals, 0), _instants(deals), _ids(deals, 2)),
        pool=load_pool(tenant.country),
        company_number=tenant.company_number,
        contact_number=tenant.contact_number,
        taken_emails=read.emails_of_people(connection, tenant.id),
    )


def _micros(instant: datetime | None) -> int | None:
    return None if instant is None else to_micros(instant)


def _ids(rows: Sequence[Row[*tuple[Any, ...]]], column: int) -> Ids:
    return Ids.of([row[column] or _NO_ID for row in rows])


def _instants(rows: Sequence[Row[*tuple[Any, ...]]]) -> np.ndarray:
    return np.array([to_micros(row[1]) for row in rows], np.int64)
