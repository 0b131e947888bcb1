"""A database from the first migration, with a client's data in it, brought up to now, used, and taken down again."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg

from demogen.db import schema
from demogen.db.session import Database
from demogen.domain.plan import Mode, Plan
from demogen.service.patch_engine import PatchEngine
from demogen.service.submission import Confirmation
from tests.integration.builders import ANCHOR, NINE, counted, plan
from tests.integration.rules import broken
from tests.reliability.harness import ZONE, protected_rows

FIRST = {
    "companies": "tenant_id, id, owner_id, name, domain, industry, employee_count, country, city, phone, "
    "created_at, updated_at, deleted_at",
    "contacts": "tenant_id, id, owner_id, company_id, first_name, last_name, email, phone, job_title, lead_source, "
    "became_lead_at, created_at, updated_at, deleted_at",
    "deals": "tenant_id, id, owner_id, company_id, contact_id, name, stage, probability, amount_minor, "
    "expected_close_on, closed_at, lost_reason, created_at, updated_at, deleted_at",
    "activities": "tenant_id, id, owner_id, contact_id, deal_id, type, subject, duration_minutes, occurred_at, "
    "created_at, updated_at, deleted_at",
}
"""The tables as the first migration made them."""

MONTHS = ("2025-01", "2025-02", "2025-03")


def fill(sql: psycopg.Connection) -> UUID:
    """A tenant as a CRM had it before demogen: each month 4 companies, 12 contacts, 6 of them leads, 8 deals, 3 won and
    2 lost, and 20 activities."""
    tenant, user = uuid4(), uuid4()
    sql.execute(
        "INSERT INTO tenants (id, slug, name, is_demo, timezone, currency, country, demo_start_month) "
        "VALUES (%s, 'old', 'Old', true, %s, 'EUR', 'DE', '2025-01')",
        (tenant, ZONE),
    )
    sql.execute(
        "INSERT INTO users (id, tenant_id, name, email, role) VALUES (%s, %s, 'Ann', 'ann@old.example', 'user')",
        (user, tenant),
    )
    for month in MONTHS:
        at = f"timestamptz '{month}-03 10:00+01'"
        given = {"tenant": tenant, "user": user}
        sql.execute(
            f"""
            WITH firms AS (INSERT INTO companies (tenant_id, id, owner_id, name, domain, created_at, updated_at)
              SELECT %(tenant)s, gen_random_uuid(), %(user)s, 'Firm ' || n, 'f' || n || '.example', {at}, {at}
              FROM generate_series(1, 4) n RETURNING id),
            numbered AS (SELECT id, row_number() OVER () AS n FROM firms),
            people AS (INSERT INTO contacts (tenant_id, id, company_id, first_name, last_name, email, became_lead_at,
                created_at, updated_at)
              SELECT %(tenant)s, gen_random_uuid(), f.id, 'Max', 'M' || k, 'm{month}' || f.n || k || '@f.example',
                CASE WHEN (f.n * 3 + k) %% 2 = 0 THEN {at} + interval '2 days' END, {at} + interval '1 day', {at}
              FROM numbered f, generate_series(1, 3) k RETURNING id, company_id),
            ranked AS (SELECT *, row_number() OVER () AS n FROM people),
            sold AS (INSERT INTO deals (tenant_id, id, company_id, contact_id, name, stage, probability, amount_minor,
                closed_at, lost_reason, created_at, updated_at)
              SELECT %(tenant)s, gen_random_uuid(), company_id, id, 'Deal ' || n,
                CASE WHEN n <= 3 THEN 'closed_won' WHEN n <= 5 THEN 'closed_lost' ELSE 'proposal' END,
                CASE WHEN n <= 3 THEN 100 WHEN n <= 5 THEN 0 ELSE 50 END, 100000 + n,
                CASE WHEN n <= 5 THEN {at} + interval '9 days' END, CASE WHEN n BETWEEN 4 AND 5 THEN 'price' END,
                {at} + interval '3 days', {at}
              FROM ranked WHERE n <= 8 RETURNING id)
            INSERT INTO activities (tenant_id, id, contact_id, type, occurred_at, created_at, updated_at)
              SELECT %(tenant)s, gen_random_uuid(), id, 'call', {at} + interval '4 days', {at}, {at}
              FROM ranked, generate_series(1, 2) WHERE n <= 10
            """,
            given,
        )
    return tenant


def rows_of_then(sql: psycopg.Connection) -> dict[str, object]:
    """Count and hash of every row, by the columns that the first migration knew."""
    return {
        table: sql.execute(
            f"SELECT count(*), md5(string_agg(t::text, ';' ORDER BY id)) FROM (SELECT {columns} FROM {table}) t"
        ).fetchone()
        for table, columns in FIRST.items()
    }


def test_a_database_of_the_first_version_is_upgraded_patched_undone_and_taken_down_with_its_data(
    database: Database, sql: psycopg.Connection, engine: PatchEngine
) -> None:
    schema.downgrade(database, "0001")
    tenant = fill(sql)
    then, numbers = rows_of_then(sql), counted(sql, tenant, ZONE)
    expected = dict(zip(NINE, (6, 12, 4, 8, 800_036, 3, 300_006, 2, 20), strict=True))
    assert {key: numbers["2025-02", key] for key in NINE} == expected

    revisions: list[str | None] = [None]
    while revisions[-1] != schema.newest_revision():
        schema.upgrade(database, "+1")
        with database.transaction() as connection:
            revisions.append(schema.current_revision(connection))
        assert rows_of_then(sql) == then, revisions[-1]
    assert len(revisions) >= 11

    people = protected_rows(sql)
    applied = engine.execute(engine.submit("old", plan({"2025-02": NINE}), anchor=ANCHOR).id)
    assert applied.verified, applied.error
    after = counted(sql, tenant, ZONE)
    assert {key: after["2025-02", key] - numbers["2025-02", key] for key in NINE} == NINE
    undone = engine.execute(engine.submit_undo(applied.id).id)
    assert undone.verified, undone.error
    assert counted(sql, tenant, ZONE) == numbers
    assert protected_rows(sql) == people
    assert broken(sql) == []

    schema.downgrade(database, "0001")
    assert rows_of_then(sql) == then
    schema.upgrade(database)
    assert rows_of_then(sql) == then


def test_records_of_the_first_version_belong_to_people_and_no_reconciliation_touches_them(
    database: Database, sql: psycopg.Connection, engine: PatchEngine
) -> None:
    schema.downgrade(database, "0001")
    fill(sql)
    schema.upgrade(database)
    then = rows_of_then(sql)
    added = engine.execute(engine.submit("old", plan({"2025-02": NINE}), anchor=ANCHOR).id)
    lower = Plan(plan({"2025-02": {"activitiesCreated": -70}}).months, plan({}).plan_type, Mode.RECONCILE)
    more = Plan(plan({"2025-02": {"activitiesCreated": -71}}).months, plan({}).plan_type, Mode.RECONCILE)

    preview = engine.preview("old", lower, anchor=ANCHOR)
    done = engine.execute(engine.submit("old", lower, anchor=ANCHOR, confirmed=Confirmation.of(preview)).id)

    assert added.verified
    assert done.verified
    assert not engine.preview("old", more, anchor=ANCHOR).feasible
    kept = sql.execute(
        "SELECT count(*) FROM activities WHERE NOT demo_generated AND deleted_at IS NULL"
    ).fetchone()
    assert kept == (60,)
    sql.execute("DELETE FROM activities WHERE demo_generated")
    assert rows_of_then(sql)["activities"] == then["activities"]
