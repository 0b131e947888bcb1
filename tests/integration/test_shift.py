"""Moving a tenant's story to other months: every date, exactly, and back again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import psycopg
import pytest
from sqlalchemy import ARRAY, BigInteger, bindparam, text

from demogen.db import shifting
from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.db.shifting import Edited
from demogen.db.tenants import TenantRow
from demogen.domain.metrics import PLANNED
from demogen.domain.months import Month
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.domain.shift_map import ShiftMap
from demogen.engine.calendar import from_micros
from demogen.engine.story import Basis
from demogen.errors import InputError, UndoRefused
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.reading import Reading, TenantSearch
from demogen.service.submission import Confirmation
from tests.integration.builders import ANCHOR, grown_tenant, plan, rows_hash
from tests.integration.rules import broken

NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)


def numbers(database: Database, tenant: TenantRow, first: str, last: str) -> dict[str, list[int]]:
    _, months = Reading(database).kpis(tenant.slug, Month.parse(first), Month.parse(last))
    return {str(month.month): [month[key] for key in PLANNED] for month in months}


def shifted(engine: PatchEngine, tenant: TenantRow, end: str, edited: Edited = Edited.MOVE) -> Job:
    shown = engine.preview_shift(tenant.slug, Month.parse(end), edited, anchor=NOW)
    job = engine.submit_shift(
        tenant.slug, Month.parse(end), edited, anchor=NOW, expected_fingerprint=str(shown["fingerprint"])
    )
    return engine.execute(job.id)


def test_every_month_moves_exactly_and_undo_brings_back_the_very_same_rows(
    database: Database, generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=6)
    rows, before = rows_hash(sql, tenant.id), numbers(database, tenant, "2025-01", "2025-06")

    job = shifted(engine, tenant, "2026-01")

    assert job.verified, job.error
    after = numbers(database, tenant, "2025-08", "2026-01")
    assert list(after.values()) == list(before.values())
    assert broken(sql) == []
    assert sql.execute("SELECT demo_start_month FROM tenants").fetchone() == ("2025-08",)
    for table, column in (
        ("deals", "created_at"),
        ("contacts", "became_lead_at"),
        ("deals", "closed_at"),
        ("activities", "occurred_at"),
        ("deal_stage_changes", "changed_at"),
    ):
        left = sql.execute(f"SELECT count(*) FROM {table} WHERE {column} < '2025-07-31'").fetchone()
        assert left == (0,), (table, column)
    months = sql.execute("SELECT min(demo_source_month), max(demo_source_month) FROM deals").fetchone()
    assert months == ("2025-08", "2026-01")
    undo = engine.execute(engine.submit_undo(job.id).id)
    assert undo.verified, undo.error
    assert rows_hash(sql, tenant.id) == rows
    assert sql.execute("SELECT demo_start_month FROM tenants").fetchone() == ("2025-01",)


def test_a_month_that_is_not_over_takes_the_whole_story_without_anything_in_the_future(
    database: Database, generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=3)
    before = numbers(database, tenant, "2025-01", "2025-03")
    now = datetime(2026, 6, 4, 12, tzinfo=UTC)
    shown = engine.preview_shift(tenant.slug, Month(2026, 6), Edited.MOVE, anchor=now)

    job = engine.execute(engine.submit_shift(tenant.slug, Month(2026, 6), Edited.MOVE, anchor=now).id)

    assert job.verified, job.error
    assert list(numbers(database, tenant, "2026-04", "2026-06").values()) == list(before.values())
    assert "2026-06 is not over yet" in str(shown["warnings"])
    for table, column in (
        ("deals", "closed_at"),
        ("activities", "occurred_at"),
        ("contacts", "updated_at"),
        ("deal_stage_changes", "changed_at"),
    ):
        later = sql.execute(f"SELECT count(*) FROM {table} WHERE {column} > %s", [now]).fetchone()
        assert later == (0,), (
            table,
            column,
            sql.execute(f"SELECT {column} FROM {table} WHERE {column} > %s LIMIT 3", [now]).fetchall(),
        )
    overdue = "SELECT count(*) FROM deals WHERE closed_at IS NULL AND expected_close_on <= '2026-06-04'"
    assert sql.execute(overdue).fetchone() == (0,)
    assert broken(sql) == []


@pytest.mark.parametrize("end", ["2026-01", "2025-04"])
def test_edited_records_stay_where_that_is_chosen_with_what_belongs_to_them(
    generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection, end: str
) -> None:
    tenant = grown_tenant(generator, months=6)
    mine = sql.execute(
        "UPDATE deals SET name = 'Mine', updated_at = now() WHERE id IN "
        "(SELECT deal_id FROM activities WHERE deal_id IS NOT NULL ORDER BY deal_id LIMIT 1) "
        "RETURNING id, contact_id, company_id, created_at"
    ).fetchone()
    assert mine
    rows = rows_hash(sql, tenant.id)
    shown = engine.preview_shift(tenant.slug, Month.parse(end), Edited.STAY, anchor=NOW)

    job = shifted(engine, tenant, end, Edited.STAY)

    assert job.verified, job.error
    assert broken(sql) == []
    assert sql.execute("SELECT created_at FROM deals WHERE id = %s", [mine[0]]).fetchone() == (mine[3],)
    assert str(mine[0]) in str(shown["kept"])
    moved = "SELECT count(*) FROM demo_row_images i JOIN activities a ON a.id = i.row_id WHERE a.deal_id = %s"
    assert sql.execute(moved, [mine[0]]).fetchone() == (0,)
    assert engine.execute(engine.submit_undo(job.id).id).verified
    assert rows_hash(sql, tenant.id) == rows


@pytest.mark.parametrize("end", ["2026-01", "2024-04"])
@pytest.mark.parametrize("noted", [True, False], ids=["with a note of when", "without"])
@pytest.mark.parametrize("table", ["activities", "deals", "contacts", "companies"])
def test_what_a_person_deleted_stays_as_what_people_edited_does(
    generator: TenantGenerator,
    engine: PatchEngine,
    sql: psycopg.Connection,
    table: str,
    noted: bool,
    end: str,
) -> None:
    """Whether the CRM notes a deletion as a change or not; and what is dead moves no more than what it belongs to."""
    tenant = grown_tenant(generator, months=3)
    gone = sql.execute(
        f"UPDATE {table} SET deleted_at = now(){', updated_at = now()' if noted else ''} "
        f"WHERE id = (SELECT id FROM {table} ORDER BY created_at DESC LIMIT 1) RETURNING id, created_at"
    ).fetchone()
    assert gone
    rows = rows_hash(sql, tenant.id)
    shown = engine.preview_shift(tenant.slug, Month.parse(end), Edited.STAY, anchor=NOW)

    job = shifted(engine, tenant, end, Edited.STAY)

    assert job.verified, job.error
    kept = shown["kept"]
    assert isinstance(kept, list)
    assert [one["reason"] for one in kept if isinstance(one, dict) and one["id"] == str(gone[0])] == [
        "A person deleted it."
    ]
    assert sql.execute(f"SELECT created_at FROM {table} WHERE id = %s", [gone[0]]).fetchone() == (gone[1],)
    with sql.transaction(force_rollback=True):  # the person could want it back
        sql.execute(f"UPDATE {table} SET deleted_at = NULL")
        assert broken(sql) == []
    undo = engine.execute(engine.submit_undo(job.id).id)
    assert undo.verified, undo.error
    assert rows_hash(sql, tenant.id) == rows


@pytest.mark.parametrize("edited", Edited)
def test_what_a_job_retired_moves_with_what_it_belongs_to(
    generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection, edited: Edited
) -> None:
    tenant = grown_tenant(generator, months=3)
    fewer = plan({"2025-02": {"activitiesCreated": 3}}, PlanType.TARGETS)
    wanted = Plan(fewer.months, fewer.plan_type, Mode.RECONCILE)
    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)
    patch = engine.submit(tenant.slug, wanted, anchor=ANCHOR, confirmed=Confirmation.of(preview))
    assert engine.execute(patch.id).verified
    sql.execute("UPDATE contacts SET last_name = 'Mine', updated_at = now() WHERE id = "
                "(SELECT contact_id FROM activities WHERE deleted_at IS NOT NULL LIMIT 1)")  # fmt: skip
    rows = rows_hash(sql, tenant.id)

    job = shifted(engine, tenant, "2024-04", edited)

    assert job.verified, job.error
    early = (
        "SELECT count(*), count(*) FILTER (WHERE a.occurred_at < c.created_at) FROM activities a "
        "JOIN contacts c ON c.id = a.contact_id WHERE a.deleted_at IS NOT NULL"
    )
    found = sql.execute(early).fetchone()
    assert found is not None
    assert found[0] > 0
    assert found[1] == 0
    assert engine.execute(engine.submit_undo(job.id).id).verified
    assert rows_hash(sql, tenant.id) == rows


def test_edited_records_move_along_and_stay_edited(
    generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=6)
    sql.execute(
        "UPDATE contacts SET last_name = 'Mine', updated_at = now() WHERE id IN (SELECT id FROM contacts LIMIT 5)"
    )
    rows = rows_hash(sql, tenant.id)

    job = shifted(engine, tenant, "2026-01")

    edited = "SELECT count(*) FROM contacts WHERE updated_at > demo_written_at AND created_at > '2025-07-31'"
    assert sql.execute(edited).fetchone() == (5,)
    assert broken(sql) == []
    assert engine.execute(engine.submit_undo(job.id).id).verified
    assert rows_hash(sql, tenant.id) == rows


def test_what_people_entered_stays(
    generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=3)
    sql.execute(
        "INSERT INTO contacts (tenant_id, id, first_name, created_at) VALUES (%s, gen_random_uuid(), 'Real', '2025-02-03')",
        [tenant.id],
    )

    job = shifted(engine, tenant, "2026-01")

    assert job.verified, job.error
    assert sql.execute(
        "SELECT created_at::date::text FROM contacts WHERE first_name = 'Real'"
    ).fetchone() == ("2025-02-03",)
    assert sql.execute("SELECT demo_start_month FROM tenants").fetchone() == ("2025-02",)


def test_patches_after_a_shift_have_to_be_undone_first(
    generator: TenantGenerator, engine: PatchEngine
) -> None:
    tenant = grown_tenant(generator, months=3)
    job = shifted(engine, tenant, "2026-01")
    patch = engine.execute(
        engine.submit(tenant.slug, plan({"2026-01": {"contactsCreated": 3}}), anchor=ANCHOR).id
    )

    with pytest.raises(UndoRefused, match=str(patch.id)):
        engine.submit_undo(job.id)

    engine.execute(engine.submit_undo(patch.id).id)
    assert engine.execute(engine.submit_undo(job.id).id).verified


@pytest.mark.parametrize(
    ("end", "message"), [("2026-07", "lies in the future"), ("2025-03", "ends in 2025-03 already")]
)
def test_what_cannot_be_moved_is_refused(
    generator: TenantGenerator, engine: PatchEngine, end: str, message: str
) -> None:
    tenant = grown_tenant(generator, months=3)

    with pytest.raises(InputError, match=message):
        engine.preview_shift(tenant.slug, Month.parse(end), Edited.MOVE, anchor=NOW)


@pytest.mark.parametrize("with_story", [False, True])
def test_a_story_never_begins_before_the_first_month_that_can_be_written(
    generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection, with_story: bool
) -> None:
    """Three months from 1971-01 on are all right; a story goes on from the month before its first, which counts too."""
    tenant = grown_tenant(generator, months=3)
    if with_story:
        sql.execute(
            "INSERT INTO demo_stories (tenant_id, source, basis, schedule, covered_until) SELECT id, "
            """'{"origin": "scenario", "scenario": "growth"}', %s, 'off', '2025-03-31' FROM tenants""",
            [json.dumps(Basis(Month(2024, 12), 1, {}, 0, 0).to_json())],
        )
    first_that_fits = "1971-04" if with_story else "1971-03"
    too_early = str(Month.parse(first_that_fits).plus(-1))
    rows = rows_hash(sql, tenant.id)

    for end in (too_early, "1971-01"):
        for attempt in (engine.preview_shift, engine.submit_shift):
            with pytest.raises(InputError, match="months before 1971-01 are not supported") as refused:
                attempt(tenant.slug, Month.parse(end), Edited.MOVE, anchor=NOW)
            assert refused.value.hint == f"Give {first_that_fits} or a later month."

    assert rows_hash(sql, tenant.id) == rows
    job = shifted(engine, tenant, first_that_fits)
    assert job.verified, job.error
    assert Reading(engine._database).tenants(TenantSearch())[0][0]["damage"] is None
    undo = engine.execute(engine.submit_undo(job.id).id)
    assert undo.verified, undo.error
    assert rows_hash(sql, tenant.id) == rows


def test_the_first_seconds_of_a_month_are_too_short_for_a_story(
    generator: TenantGenerator, engine: PatchEngine
) -> None:
    tenant = grown_tenant(generator, months=3)
    begin = Month(2026, 6).bounds(ZoneInfo(tenant.timezone))[0]

    for seconds in (0, 1, 20):
        with pytest.raises(InputError, match="2026-06 has only just begun") as refused:
            engine.preview_shift(
                tenant.slug, Month(2026, 6), Edited.MOVE, anchor=begin + timedelta(seconds=seconds)
            )
        assert "2026-05" in refused.value.hint


def test_the_database_moves_instants_as_the_map_does(database: Database) -> None:
    mapping = ShiftMap(
        np.array([0, 7_000_000, 100_000_000, 2_000_000_000], np.int64),
        np.array([50_000_000, 53_000_000, 53_000_000, 999_000_000], np.int64),
        1,
    )
    instants = np.array(
        [-5, 0, 1, 6_999_999, 7_000_000, 99_000_001, 100_000_003, 1_999_999_999, 2_000_000_000, 10**10]
    )

    with database.transaction(read_only=True) as connection:
        found = [
            connection.scalar(
                text(f"SELECT {shifting._moved('CAST(:at AS timestamptz)')}").bindparams(
                    bindparam("at", from_micros(at)),
                    bindparam("sources", mapping.sources.tolist(), type_=ARRAY(BigInteger)),
                    bindparam("targets", mapping.targets.tolist(), type_=ARRAY(BigInteger)),
                    bindparam(
                        "source_seconds", mapping.seconds(mapping.sources).tolist(), type_=ARRAY(BigInteger)
                    ),
                    bindparam(
                        "target_seconds", mapping.seconds(mapping.targets).tolist(), type_=ARRAY(BigInteger)
                    ),
                )
            )
            for at in instants.tolist()
        ]

    assert found == [from_micros(at) for at in mapping(instants).tolist()]
