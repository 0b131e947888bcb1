"""Backfill: marks what was generated before provenance existed, and nothing else."""

from __future__ import annotations

import psycopg
import pytest

from demogen.db.session import Database
from demogen.domain.metrics import Entity
from demogen.errors import TenantNotDemo
from demogen.service import backfill as service
from demogen.service.backfill import Backfill
from demogen.service.generation import TenantGenerator
from tests.integration.builders import grown_tenant, row_count

TABLES = tuple(entity.value for entity in Entity)


def forget_provenance(sql: psycopg.Connection) -> None:
    for table in TABLES:
        sql.execute(
            f"UPDATE {table} SET demo_generated = false, demo_job_id = null, demo_source_month = null, "
            "demo_written_at = null"
        )


def generated(sql: psycopg.Connection) -> int:
    total = 0
    for table in TABLES:
        found = sql.execute(f"SELECT count(*) FROM {table} WHERE demo_generated").fetchone()
        assert found is not None
        total += found[0]
    return total


def test_all_rows_get_their_generation_job_and_their_month_in_the_tenants_zone(
    database: Database, generator: TenantGenerator, sql: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = grown_tenant(generator, months=2)
    forget_provenance(sql)
    monkeypatch.setattr(service, "BATCH", 50)

    results = Backfill(database).run()

    assert [result.total for result in results] == [row_count(sql)] == [generated(sql)]
    job = sql.execute("SELECT id FROM demo_generation_jobs WHERE tenant_id = %s", (tenant.id,)).fetchone()
    for table in TABLES:
        wrong = sql.execute(
            f"SELECT count(*) FROM {table} WHERE demo_job_id <> %s OR demo_source_month <> "
            "to_char(created_at AT TIME ZONE 'Europe/Berlin', 'YYYY-MM') OR demo_written_at <> updated_at",
            job,
        ).fetchone()
        assert wrong == (0,)


def test_the_second_run_changes_nothing(
    database: Database, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=1)
    forget_provenance(sql)
    Backfill(database).run()

    unnamed, named = Backfill(database).run(), Backfill(database).run([tenant.slug])

    assert [result.total for result in (*unnamed, *named)] == [0, 0]


def test_a_run_that_was_stopped_goes_on_where_it_was(
    database: Database, generator: TenantGenerator, sql: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown_tenant(generator, months=1)
    forget_provenance(sql)
    monkeypatch.setattr(service, "BATCH", 10)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Backfill(database).run(listener=stop)
    assert generated(sql) == 10

    results = Backfill(database).run()

    assert results[0].total == row_count(sql) - 10
    assert generated(sql) == row_count(sql)


def test_a_tenant_that_is_not_a_demo_is_never_touched(
    database: Database, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=1)
    forget_provenance(sql)
    sql.execute("UPDATE tenants SET is_demo = false")

    results = Backfill(database).run()

    assert (results, generated(sql)) == ([], 0)
    with pytest.raises(TenantNotDemo):
        Backfill(database).run([tenant.slug])


def test_rows_that_people_added_to_a_tenant_with_provenance_stay_theirs(
    database: Database, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=1)
    sql.execute(
        "INSERT INTO contacts (tenant_id, id, first_name) VALUES (%s, gen_random_uuid(), 'Real')",
        (tenant.id,),
    )

    results = Backfill(database).run()

    assert (results[0].total, results[0].skipped) == (0, "has provenance already")
    assert sql.execute("SELECT demo_generated FROM contacts WHERE first_name = 'Real'").fetchall() == [
        (False,)
    ]
