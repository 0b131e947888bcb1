"""Tenants, plans and independent counts for tests on a real database."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg

from demogen.db.tenants import TenantRow
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.engine.scenarios import Scenario
from demogen.service.generation import TenantGenerator, TenantProfile

ANCHOR = datetime(2026, 6, 30, 12, tzinfo=UTC)

BERLIN = TenantProfile("Berlin Tools", "Europe/Berlin", "EUR", "DE", "2025-01")


def plan(rows: dict[str, dict[str, int]], plan_type: PlanType = PlanType.DELTAS) -> Plan:
    """A plan from {month: {KPI: number}}; money in minor units."""
    return Plan(
        tuple(
            PlanMonth(Month.parse(month), {MetricKey(key): value for key, value in cells.items()})
            for month, cells in rows.items()
        ),
        plan_type,
    )


def empty_tenant(generator: TenantGenerator, profile: TenantProfile = BERLIN) -> TenantRow:
    return generator.create(profile, anchor=ANCHOR, seed=1)[0]


def grown_tenant(generator: TenantGenerator, months: int = 12) -> TenantRow:
    tenant, job = generator.create(BERLIN, scenario=Scenario.GROWTH, months=months, anchor=ANCHOR, seed=1)
    assert job is not None
    assert job.verified
    return tenant


NINE = {
    "leadsCreated": 12,
    "contactsCreated": 20,
    "companiesCreated": 5,
    "dealsCreated": 15,
    "dealsCreatedValue": 30_000_000,
    "closedWonCount": 6,
    "closedWonValue": 12_345_678,
    "closedLostCount": 4,
    "activitiesCreated": 70,
}
"""All KPIs that a plan can set, for one month."""

COUNTS = """
SELECT to_char(at AT TIME ZONE %(zone)s, 'YYYY-MM') AS month, kpi, sum(n)::bigint FROM (
  SELECT became_lead_at, 'leadsCreated', 1 FROM contacts
   WHERE tenant_id = %(tenant)s AND deleted_at IS NULL AND became_lead_at IS NOT NULL
  UNION ALL SELECT created_at, 'contactsCreated', 1 FROM contacts WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
  UNION ALL SELECT created_at, 'companiesCreated', 1 FROM companies WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
  UNION ALL SELECT created_at, 'dealsCreated', 1 FROM deals WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
  UNION ALL SELECT created_at, 'dealsCreatedValue', amount_minor FROM deals
   WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
  UNION ALL SELECT closed_at, 'closedWonCount', 1 FROM deals
   WHERE tenant_id = %(tenant)s AND deleted_at IS NULL AND stage = 'closed_won' AND closed_at IS NOT NULL
  UNION ALL SELECT closed_at, 'closedWonValue', amount_minor FROM deals
   WHERE tenant_id = %(tenant)s AND deleted_at IS NULL AND stage = 'closed_won' AND closed_at IS NOT NULL
  UNION ALL SELECT closed_at, 'closedLostCount', 1 FROM deals
   WHERE tenant_id = %(tenant)s AND deleted_at IS NULL AND stage = 'closed_lost' AND closed_at IS NOT NULL
  UNION ALL SELECT occurred_at, 'activitiesCreated', 1 FROM activities
   WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
) AS events (at, kpi, n) GROUP BY 1, 2
"""


def counted(sql: psycopg.Connection, tenant_id: UUID, zone: str) -> dict[tuple[str, str], int]:
    """Every planned KPI by (month, key), by plain SQL that shares nothing with the product's."""
    rows = sql.execute(COUNTS, {"tenant": tenant_id, "zone": zone}).fetchall()
    return {(month, key): value for month, key, value in rows}


def add_person_contact(sql: psycopg.Connection, tenant_id: UUID, created: datetime, email: str) -> UUID:
    """A contact that a person entered."""
    new = uuid4()
    sql.execute(
        "INSERT INTO contacts (tenant_id, id, first_name, last_name, email, created_at, updated_at) "
        "VALUES (%s, %s, 'Real', 'Person', %s, %s, %s)",
        (tenant_id, new, email, created, created),
    )
    return new


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def row_count(sql: psycopg.Connection) -> int:
    """Records of all kinds and tenants."""
    tables = ("companies", "contacts", "deals", "activities")
    total = 0
    for table in tables:
        found = sql.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert found is not None
        total += int(found[0])
    return total


def rows_hash(sql: psycopg.Connection, tenant_id: UUID) -> dict[str, tuple[int, str]]:
    """Count and content of every record of a tenant, whatever it is."""
    found = {}
    for table in ("companies", "contacts", "deals", "activities", "deal_stage_changes"):
        row = sql.execute(
            f"SELECT count(*), coalesce(md5(string_agg(t::text, ';' ORDER BY id)), '') FROM {table} AS t "
            "WHERE tenant_id = %s",
            [tenant_id],
        ).fetchone()
        assert row
        found[table] = (row[0], row[1])
    return found


def orphans(sql: psycopg.Connection, tenant_id: UUID) -> int:
    """Live records that refer to one that is soft-deleted."""
    total = 0
    for child, column, parent in (
        ("contacts", "company_id", "companies"),
        ("deals", "company_id", "companies"),
        ("deals", "contact_id", "contacts"),
        ("activities", "contact_id", "contacts"),
        ("activities", "deal_id", "deals"),
    ):
        row = sql.execute(
            f"SELECT count(*) FROM {child} c JOIN {parent} p ON p.tenant_id = c.tenant_id AND p.id = c.{column} "
            "WHERE c.tenant_id = %s AND c.deleted_at IS NULL AND p.deleted_at IS NOT NULL",
            [tenant_id],
        ).fetchone()
        assert row
        total += row[0]
    return total
