"""Undoing a patch when jobs or people have built on the records that it changed since."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID, uuid4

import psycopg
import pytest

from demogen.db.jobs import Job
from demogen.db.later_work import jobs_behind
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.metrics import Entity
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.errors import UndoRefused
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.patch_engine import PatchEngine
from demogen.service.submission import Confirmation
from tests.integration.builders import (
    ANCHOR,
    add_person_contact,
    counted,
    empty_tenant,
    orphans,
    plan,
    rows_hash,
)
from tests.integration.rules import broken

PROFILE = TenantProfile("Under later work", "UTC", "EUR", "DE", "2026-01")

Rows = dict[str, dict[str, int]]


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return empty_tenant(generator, PROFILE)


def added(engine: PatchEngine, tenant: TenantRow, rows: Rows) -> Job:
    job = engine.execute(engine.submit(tenant.slug, plan(rows), anchor=ANCHOR, seed=1).id)
    assert job.verified, job.error
    return job


def reconciled(engine: PatchEngine, tenant: TenantRow, rows: Rows) -> Job:
    targets = plan(rows, PlanType.TARGETS)
    wanted = Plan(targets.months, targets.plan_type, Mode.RECONCILE)
    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)
    assert preview.feasible, preview.findings
    job = engine.submit(tenant.slug, wanted, anchor=ANCHOR, seed=1, confirmed=Confirmation.of(preview))
    job = engine.execute(job.id)
    assert job.verified, job.error
    return job


def undone(engine: PatchEngine, job: Job) -> dict[str, Any]:
    """The undo's report."""
    done = engine.execute(engine.submit_undo(job.id).id)
    assert done.verified, done.error
    return cast("dict[str, Any]", done.undo_report)


def moved_contacts(engine: PatchEngine, tenant: TenantRow) -> Job:
    """Three contacts of May, moved to February."""
    added(engine, tenant, {"2026-01": {"companiesCreated": 1}})
    added(engine, tenant, {"2026-05": {"contactsCreated": 3}})
    return reconciled(engine, tenant, {"2026-02": {"contactsCreated": 3}, "2026-05": {"contactsCreated": 0}})


def moved_company(engine: PatchEngine, tenant: TenantRow) -> Job:
    """A company of May, moved to February."""
    added(engine, tenant, {"2026-05": {"companiesCreated": 1}})
    return reconciled(
        engine, tenant, {"2026-02": {"companiesCreated": 1}, "2026-05": {"companiesCreated": 0}}
    )


def reopened_deal(engine: PatchEngine, tenant: TenantRow) -> Job:
    """A deal won in February, open again."""
    made = {"companiesCreated": 1, "contactsCreated": 1}
    deals = {"dealsCreated": 1, "closedWonCount": 1, "closedWonValue": 50_000}
    added(engine, tenant, {"2026-01": made, "2026-02": deals})
    return reconciled(engine, tenant, {"2026-02": {"closedWonCount": 0, "closedWonValue": 0}})


LATER = {
    "deals on moved contacts": (moved_contacts, {"2026-03": {"dealsCreated": 5}}),
    "contacts of a moved company": (moved_company, {"2026-03": {"contactsCreated": 4}}),
    "activities of a reopened deal": (reopened_deal, {"2026-05": {"activitiesCreated": 12}}),
}


@pytest.mark.parametrize("case", LATER)
def test_a_later_patch_that_relies_on_changed_records_is_undone_first(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection, case: str
) -> None:
    begin, rows = LATER[case]
    first = begin(engine, tenant)
    before = rows_hash(sql, tenant.id)
    second = added(engine, tenant, rows)

    assert engine.preview_undo(first.id)["refused"] == [str(second.id)]
    with pytest.raises(UndoRefused, match=str(second.id)):
        engine.submit_undo(first.id)
    assert broken(sql) == []

    undone(engine, second)
    assert rows_hash(sql, tenant.id) == before
    undone(engine, first)
    assert broken(sql) == []


def test_a_later_patch_that_does_not_rely_on_what_changed_does_not_stand_in_the_way(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    first = moved_contacts(engine, tenant)
    added(engine, tenant, {"2026-06": {"dealsCreated": 5}})

    assert undone(engine, first)["keptCount"] == 0

    months = {
        month: value
        for (month, key), value in counted(sql, tenant.id, "UTC").items()
        if key == "contactsCreated"
    }
    assert months == {"2026-05": 3}
    assert broken(sql) == []


def test_contacts_on_which_people_hung_deals_stay_where_they_were_moved(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    first = moved_contacts(engine, tenant)
    contact, company = _one(sql, "SELECT id, company_id FROM contacts ORDER BY id LIMIT 1")
    _person_deal(sql, tenant.id, contact, company, datetime(2026, 3, 10, 9, tzinfo=UTC))

    shown = cast("dict[str, Any]", engine.preview_undo(first.id))
    report = undone(engine, first)

    assert (shown["refused"], shown["keptCount"]) == ([], 1)
    assert [(one["entity"], one["id"], one["reason"]) for one in report["kept"]] == [
        ("contacts", str(contact), "Other records would contradict it as it was.")
    ]
    assert report["restored"]["contacts"] == 2
    assert report["differences"] == [
        {"month": "2026-02", "metric": "contactsCreated", "label": "Contacts created", "value": 1},
        {"month": "2026-05", "metric": "contactsCreated", "label": "Contacts created", "value": -1},
    ]
    assert counted(sql, tenant.id, "UTC")["2026-05", "contactsCreated"] == 2
    assert broken(sql) == []


def test_what_belonged_to_a_contact_that_cannot_come_back_stays_with_its_heir(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    added(
        engine,
        tenant,
        {"2026-02": {"companiesCreated": 1, "contactsCreated": 4}, "2026-03": {"dealsCreated": 12}},
    )
    first = reconciled(engine, tenant, {"2026-02": {"contactsCreated": 1}})
    retired = sql.execute(
        "SELECT id, email FROM contacts WHERE deleted_at IS NOT NULL ORDER BY id"
    ).fetchall()
    moved = sql.execute(
        "SELECT row_id, before->>'contact_id' FROM demo_row_images WHERE entity = 'deals'"
    ).fetchall()
    assert moved
    for _, email in retired:
        add_person_contact(sql, tenant.id, datetime(2026, 4, 1, 9, tzinfo=UTC), email.upper())

    report = undone(engine, first)

    reasons = {(one["entity"], one["id"]): one["reason"] for one in report["kept"]}
    assert reasons == {
        **{("contacts", str(id_)): "Another record has its e-mail address by now." for id_, _ in retired},
        **{("deals", str(id_)): "What it belonged to is gone." for id_, _ in moved},
    }
    assert orphans(sql, tenant.id) == 0
    assert broken(sql) == []


def test_a_reopened_deal_on_which_people_worked_stays_open(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    first = reopened_deal(engine, tenant)
    deal, contact = _one(sql, "SELECT id, contact_id FROM deals")
    sql.execute(
        "INSERT INTO activities (tenant_id, id, contact_id, deal_id, type, occurred_at) VALUES (%s, %s, %s, %s, 'call', %s)",
        [tenant.id, uuid4(), contact, deal, datetime(2026, 6, 1, 9, tzinfo=UTC)],
    )

    assert [one["id"] for one in undone(engine, first)["kept"]] == [str(deal)]
    assert broken(sql) == []


def test_jobs_are_found_behind_more_records_than_a_statement_has_parameters(
    database: Database, engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    first, second = (added(engine, tenant, {"2026-02": {"companiesCreated": 1}}) for _ in range(2))
    (made,) = _one(sql, "SELECT id FROM companies WHERE demo_job_id = %s", second.id)
    records = {(Entity.COMPANIES, uuid4()) for _ in range(70_000)} | {(Entity.COMPANIES, made)}

    with database.transaction(read_only=True) as connection:
        assert jobs_behind(connection, tenant.id, first.id, records) == [second.id]


# records that are gone -----------------------------------------------------------------------------------------------


def test_records_that_people_deleted_outright_are_gone_and_the_rest_is_undone(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    job = added(
        engine, tenant, {"2026-02": {"companiesCreated": 4, "contactsCreated": 10, "activitiesCreated": 30}}
    )
    sql.execute("DELETE FROM activities WHERE id IN (SELECT id FROM activities ORDER BY id LIMIT 3)")

    assert cast("dict[str, Any]", engine.preview_undo(job.id))["goneCount"] == 3
    report = undone(engine, job)

    assert (report["goneCount"], report["goneByKind"]["activities"], report["keptCount"]) == (3, 3, 0)
    assert report["removed"] == {"companies": 4, "contacts": 10, "deals": 0, "activities": 27}
    assert report["differences"] == []
    assert counted(sql, tenant.id, "UTC") == {}


@pytest.mark.parametrize("touch", [", updated_at = now() + interval '1 minute'", ""])
def test_records_that_people_deleted_softly_are_gone_and_named(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection, touch: str
) -> None:
    job = added(
        engine, tenant, {"2026-02": {"companiesCreated": 4, "contactsCreated": 10, "activitiesCreated": 30}}
    )
    (gone,) = _one(
        sql,
        f"UPDATE activities SET deleted_at = now(){touch} WHERE id = (SELECT id FROM activities ORDER BY id LIMIT 1) RETURNING id",
    )

    report = undone(engine, job)

    assert [(one["id"], one["reason"]) for one in report["gone"]] == [(str(gone), "It was deleted since.")]
    assert report["keptCount"] == 0
    assert counted(sql, tenant.id, "UTC") == {}
    assert sql.execute("SELECT count(*) FROM activities WHERE id = %s", [gone]).fetchone() == (1,)
    assert orphans(sql, tenant.id) == 0


@pytest.mark.parametrize("how", ["DELETE FROM deals", "UPDATE deals SET deleted_at = now()"])
def test_a_changed_record_that_is_gone_is_named_and_the_others_are_restored(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection, how: str
) -> None:
    rows = {"companiesCreated": 2, "contactsCreated": 2, "dealsCreated": 4, "dealsCreatedValue": 400_000}
    added(engine, tenant, {"2026-02": rows})
    job = reconciled(engine, tenant, {"2026-02": {"dealsCreatedValue": 200_000}})
    (deal, name) = _one(sql, "SELECT row_id, before->>'name' FROM demo_row_images ORDER BY row_id LIMIT 1")
    (before,) = _one(
        sql, "SELECT sum((before->>'amount_minor')::bigint) FROM demo_row_images WHERE row_id <> %s", deal
    )
    sql.execute(f"{how} WHERE id = %s", [deal])

    report = undone(engine, job)

    assert [(one["id"], one["name"]) for one in report["gone"]] == [(str(deal), name)]
    (now,) = _one(
        sql,
        "SELECT sum(amount_minor) FROM deals WHERE deleted_at IS NULL AND id IN (SELECT row_id FROM demo_row_images)",
    )
    assert now == before
    assert report["differences"] != []


def test_a_kept_record_does_not_make_an_undo_fail(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    job = added(engine, tenant, {"2026-02": {"companiesCreated": 4}})
    sql.execute(
        "UPDATE companies SET name = 'Mine', updated_at = greatest(now(), demo_written_at + interval '1 second') "
        "WHERE id = (SELECT id FROM companies ORDER BY id LIMIT 1)"
    )

    done = engine.execute(engine.submit_undo(job.id).id)

    assert done.verified
    report = cast("dict[str, Any]", done.undo_report)
    assert report["differences"] == [
        {"month": "2026-02", "metric": "companiesCreated", "label": "Companies created", "value": 1}
    ]


# paths and clearings -------------------------------------------------------------------------------------------------


def test_an_undo_gives_deals_a_path_whose_images_hold_none(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    job = reopened_deal(engine, tenant)
    sql.execute("UPDATE demo_row_images SET before = before - 'path'")

    undone(engine, job)

    assert sql.execute("SELECT stage FROM deals").fetchall() == [("closed_won",)]
    assert broken(sql) == []


def test_after_a_clearing_an_undo_is_refused_for_the_true_reason(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    from demogen.db.removal import Scope

    job = added(engine, tenant, {"2026-02": {"companiesCreated": 4}})
    clearing = engine.execute(engine.submit_clear(tenant.slug, Scope.GENERATED).id)
    assert clearing.verified

    with pytest.raises(UndoRefused, match=f"cleared since, by {clearing.id}") as refused:
        engine.submit_undo(job.id)
    assert "Undo those first" not in str(refused.value.hint)


def _one(sql: psycopg.Connection, query: str, *values: object) -> tuple[Any, ...]:
    row = sql.execute(query, values).fetchone()
    assert row is not None
    return tuple(row)


def _person_deal(
    sql: psycopg.Connection, tenant: UUID, contact: UUID, company: UUID, created: datetime
) -> None:
    """A deal that a person entered."""
    sql.execute(
        "INSERT INTO deals (tenant_id, id, company_id, contact_id, name, stage, amount_minor, created_at, updated_at) "
        "VALUES (%s, %s, %s, %s, 'Own', 'qualification', 1000, %s, %s)",
        [tenant, uuid4(), company, contact, created, created],
    )
