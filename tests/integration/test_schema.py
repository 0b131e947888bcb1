"""Migrations: up and down on a database with rows, and the models are what they make."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from demogen.db import schema
from demogen.db.session import Database
from demogen.db.tables import Base
from demogen.errors import SchemaOutdated, SchemaTooNew
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import ANCHOR, NINE, counted, grown_tenant, plan

QUEUE_LIBRARY = "procrastinate_"


def test_the_models_and_the_migrations_describe_the_same_tables(database: Database) -> None:
    with database.transaction() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: not (name or "").startswith(QUEUE_LIBRARY)},
        )
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_rows_made_before_provenance_are_not_generated_and_survive(
    database: Database, sql: psycopg.Connection
) -> None:
    schema.downgrade(database, "0002")
    tenant, contact = uuid4(), uuid4()
    sql.execute(
        "INSERT INTO tenants (id, slug, name, is_demo, timezone, currency, country) "
        "VALUES (%s, 'old', 'Old', true, 'UTC', 'EUR', 'DE')",
        (tenant,),
    )
    sql.execute(
        "INSERT INTO contacts (tenant_id, id, first_name, created_at) VALUES (%s, %s, 'Ann', %s)",
        (tenant, contact, datetime(2024, 1, 5, tzinfo=UTC)),
    )

    schema.upgrade(database)

    row = sql.execute("SELECT id, demo_generated, demo_job_id, demo_source_month FROM contacts").fetchone()
    assert row == (contact, False, None, None)


def test_the_schema_goes_down_and_up_again_on_a_tenant_with_history(
    database: Database, generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=3)
    engine.execute(engine.submit(tenant.slug, plan({"2025-02": NINE}), anchor=ANCHOR).id)
    before = counted(sql, tenant.id, tenant.timezone)

    schema.downgrade(database, "0002")
    schema.upgrade(database)

    assert counted(sql, tenant.id, tenant.timezone) == before


def test_of_clearings_and_undos_that_wait_twice_the_first_goes_on(
    database: Database, generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=3)
    patch = engine.execute(engine.submit(tenant.slug, plan({"2025-02": NINE}), anchor=ANCHOR).id)
    schema.downgrade(database, "0014")
    waiting = {}
    for action, undoes in (("clear", None), ("undo", patch.id)):
        for number, status in enumerate(("queued", "running", "queued")):
            waiting[new := uuid4()] = status
            sql.execute(
                "INSERT INTO demo_patch_jobs (tenant_id, id, action, undoes, status, created_at) "
                "VALUES (%s, %s, %s, %s, %s, now() + %s * interval '1 second')",
                (tenant.id, new, action, undoes, status, number),
            )

    schema.upgrade(database)

    rows = sql.execute(
        "SELECT id, status FROM demo_patch_jobs WHERE id = ANY(%s)", [list(waiting)]
    ).fetchall()
    assert dict(rows) == {
        id_: "cancelled" if status == "queued" else "running" for id_, status in waiting.items()
    }


def test_everything_can_be_taken_down(database: Database, sql: psycopg.Connection) -> None:
    schema.downgrade(database, "base")

    left = sql.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
    ).fetchall()
    types = sql.execute("SELECT typname FROM pg_type WHERE typname LIKE 'demo_%'").fetchall()
    assert (left, types) == ([], [])


def test_an_older_or_newer_schema_is_refused_with_what_to_do(
    database: Database, sql: psycopg.Connection
) -> None:
    schema.require_current(database)
    sql.execute("UPDATE alembic_version SET version_num = '0002'")
    with pytest.raises(SchemaOutdated, match="older version") as older:
        schema.require_current(database)
    sql.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew, match="newer version"):
        schema.require_current(database)

    assert "demogen db upgrade" in older.value.hint


def test_a_record_cannot_point_into_another_tenant(
    generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    one, other = grown_tenant(generator, months=1), grown_tenant(generator, months=1)
    company = sql.execute("SELECT id FROM companies WHERE tenant_id = %s LIMIT 1", (other.id,)).fetchone()
    assert company is not None

    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        sql.execute(
            "INSERT INTO contacts (tenant_id, id, company_id) VALUES (%s, %s, %s)",
            (one.id, uuid4(), company[0]),
        )


def test_only_the_queue_and_the_audit_log_have_triggers(sql: psycopg.Connection) -> None:
    rows = sql.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal").fetchall()

    assert {name for (name,) in rows if not name.startswith(QUEUE_LIBRARY)} == {"audit_log"}


def test_the_audit_log_takes_entries_and_gives_none_back(sql: psycopg.Connection) -> None:
    sql.execute("INSERT INTO audit_log (actor, action) VALUES ('somebody', 'something')")

    for statement in ("UPDATE audit_log SET actor = 'me'", "DELETE FROM audit_log", "TRUNCATE audit_log"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
            sql.execute(statement)
