"""Taking patches back, and clearing tenants: what goes, what stays, what is refused."""

from __future__ import annotations

from typing import cast
from uuid import uuid4

import psycopg
import pytest

from demogen.db.jobs import Job
from demogen.db.removal import Scope
from demogen.db.tenants import TenantRow
from demogen.errors import UndoOutdated, UndoRefused
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import ANCHOR, NINE, counted, grown_tenant, orphans, plan, rows_hash

TABLES = ("companies", "contacts", "deals", "activities")


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator, months=6)


def patched(engine: PatchEngine, tenant: TenantRow, *months: str) -> Job:
    job = engine.execute(engine.submit(tenant.slug, plan(dict.fromkeys(months, NINE)), anchor=ANCHOR).id)
    assert job.verified
    return job


def undone(engine: PatchEngine, job: Job) -> Job:
    found = engine.execute(engine.submit_undo(job.id).id)
    assert found.status == "completed", found.error
    return found


def test_an_undo_brings_back_the_very_same_rows_and_numbers(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    numbers, rows = counted(sql, tenant.id, tenant.timezone), rows_hash(sql, tenant.id)
    job = patched(engine, tenant, "2025-02", "2025-04")
    shown = engine.preview_undo(job.id)

    undo = undone(engine, job)

    assert counted(sql, tenant.id, tenant.timezone) == numbers
    assert rows_hash(sql, tenant.id) == rows
    assert undo.verified
    assert undo.records_deleted == job.records_created == shown["removed"]
    assert (undo.undoes, engine.find(job.id).undone_by) == (job.id, undo.id)
    assert undo.before_kpis is not None
    assert job.after_kpis is not None
    assert undo.before_kpis["months"] == job.after_kpis["months"]


def test_a_preview_changes_nothing(engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection) -> None:
    job = patched(engine, tenant, "2025-02")
    rows = rows_hash(sql, tenant.id)

    shown = engine.preview_undo(job.id)

    assert (shown["keptCount"], shown["refused"]) == (0, [])
    assert rows_hash(sql, tenant.id) == rows


def test_what_people_edited_or_built_on_stays_and_is_told(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    job = patched(engine, tenant, "2025-02")
    edited = sql.execute(
        "UPDATE deals SET name = 'Mine', updated_at = now() WHERE id = "
        "(SELECT id FROM deals WHERE demo_job_id = %s ORDER BY id LIMIT 1) RETURNING id, contact_id, company_id",
        [job.id],
    ).fetchone()
    assert edited
    deal, contact, _company = edited
    note = uuid4()
    other = sql.execute(
        "SELECT id FROM contacts WHERE demo_job_id = %s AND id <> %s ORDER BY id LIMIT 1", [job.id, contact]
    ).fetchone()
    assert other
    sql.execute(
        "INSERT INTO activities (tenant_id, id, contact_id, type, occurred_at) VALUES (%s, %s, %s, 'note', now())",
        [tenant.id, note, other[0]],
    )

    undo = undone(engine, job)

    report = undo.undo_report
    assert report is not None
    rows = cast("list[dict[str, str]]", report["kept"])
    kept = {(row["entity"], row["id"]): row["reason"] for row in rows}
    assert kept["deals", str(deal)] == "A person edited it since."
    assert kept["contacts", str(other[0])] == "Records that stay refer to it."
    assert sql.execute("SELECT name, deleted_at FROM deals WHERE id = %s", [deal]).fetchone() == (
        "Mine",
        None,
    )
    assert sql.execute("SELECT count(*) FROM activities WHERE id = %s", [note]).fetchone() == (1,)
    assert orphans(sql, tenant.id) == 0
    left = sql.execute("SELECT count(*) FROM deals WHERE demo_job_id = %s", [job.id]).fetchone()
    assert left == (1,)


def test_a_patch_that_a_later_one_built_on_is_undone_after_that(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=1)
    rows = rows_hash(sql, tenant.id)
    first = patched(engine, tenant, "2025-02")
    second = engine.execute(
        engine.submit(
            tenant.slug, plan({"2025-03": {"activitiesCreated": 400, "dealsCreated": 60}}), anchor=ANCHOR
        ).id
    )

    with pytest.raises(UndoRefused, match=str(second.id)):
        engine.submit_undo(first.id)
    assert engine.preview_undo(first.id)["refused"] == [str(second.id)]

    undone(engine, second)
    undone(engine, first)
    assert rows_hash(sql, tenant.id) == rows


def test_what_is_never_undone(engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection) -> None:
    job = patched(engine, tenant, "2025-02")
    history = sql.execute("SELECT id FROM demo_generation_jobs").fetchone()
    assert history
    with pytest.raises(UndoRefused, match="Only patches"):
        engine.submit_undo(history[0])
    waiting = engine.submit_undo(job.id)
    with pytest.raises(UndoRefused, match="being undone already"):
        engine.submit_undo(job.id)
    undo = engine.execute(waiting.id)
    with pytest.raises(UndoRefused, match="undone already"):
        engine.submit_undo(job.id)
    with pytest.raises(UndoRefused, match="Only patches"):
        engine.submit_undo(undo.id)


def test_an_undo_whose_preview_has_moved_is_refused(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    job = patched(engine, tenant, "2025-02")
    shown = str(engine.preview_undo(job.id)["fingerprint"])
    queued = engine.submit_undo(job.id, expected_fingerprint=shown)
    sql.execute(
        "UPDATE deals SET updated_at = now() WHERE id = (SELECT id FROM deals WHERE demo_job_id = %s LIMIT 1)",
        [job.id],
    )
    rows = rows_hash(sql, tenant.id)

    undo = engine.execute(queued.id)
    with pytest.raises(UndoOutdated):
        engine.submit_undo(job.id, expected_fingerprint=shown)

    assert undo.status == "failed"
    assert undo.error
    assert (undo.error["code"], undo.error["message"]) == (
        "preview_outdated",
        "The tenant's records have changed since this undo was previewed; nothing was undone.",
    )
    assert rows_hash(sql, tenant.id) == rows
    assert engine.find(job.id).undone_by is None


def test_two_patches_of_one_month_are_undone_each_for_itself(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    one = {"2025-03": {"companiesCreated": 4}}
    first = engine.execute(engine.submit(tenant.slug, plan(one), anchor=ANCHOR).id)
    before = counted(sql, tenant.id, tenant.timezone)
    engine.execute(engine.submit(tenant.slug, plan(one), anchor=ANCHOR).id)

    assert undone(engine, first).verified

    assert counted(sql, tenant.id, tenant.timezone) == before


@pytest.mark.parametrize("scope", list(Scope))
def test_clearing_removes_what_its_scope_says(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection, scope: Scope
) -> None:
    job = patched(engine, tenant, "2025-02")
    edited = sql.execute(
        "UPDATE companies SET name = 'Mine', updated_at = now() WHERE id = "
        "(SELECT id FROM companies WHERE demo_job_id = %s ORDER BY id LIMIT 1) RETURNING id",
        [job.id],
    ).fetchone()
    assert edited
    sql.execute(
        "INSERT INTO companies (tenant_id, id, name, created_at) VALUES (%s, %s, 'Own', now())",
        [tenant.id, uuid4()],
    )
    shown = engine.preview_clear(tenant.slug, scope)

    cleared = engine.execute(engine.submit_clear(tenant.slug, scope).id)

    assert cleared.status == "completed", cleared.error
    assert cleared.records_deleted == shown["removed"]
    names = {row[0] for row in sql.execute("SELECT name FROM companies WHERE deleted_at IS NULL").fetchall()}
    assert names == {Scope.GENERATED: {"Mine", "Own"}, Scope.EDITED: {"Own"}, Scope.ALL: set()}[scope]
    for table in TABLES[1:]:
        assert sql.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    with pytest.raises(UndoRefused):
        engine.submit_undo(job.id)
    assert patched(engine, tenant, "2025-02").verified
