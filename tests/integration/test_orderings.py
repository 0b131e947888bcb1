"""The proof that every job ends with: which contradictions it finds, which it forgives, and that it rolls back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import Connection

from demogen.db import orderings
from demogen.db.removal import Scope
from demogen.db.session import Database
from demogen.db.shifting import Edited
from demogen.db.tenants import TenantRow
from demogen.domain.months import Month
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.reconciliation import carry_out
from demogen.service.submission import Confirmation
from tests.integration.builders import ANCHOR, NINE, grown_tenant, plan, rows_hash

RULES = {
    "begins before its company": "UPDATE contacts SET created_at = created_at - interval '9 years' WHERE id = (SELECT id "
    "FROM contacts WHERE company_id IS NOT NULL LIMIT 1)",
    "begins before its contact": "UPDATE deals SET created_at = created_at - interval '9 years' WHERE id = (SELECT id FROM deals LIMIT 1)",
    "begins before its deal": "UPDATE activities SET occurred_at = occurred_at - interval '9 years' WHERE id = "
    "(SELECT id FROM activities WHERE deal_id IS NOT NULL LIMIT 1)",
    "takes place after its deal's closing": "UPDATE activities SET occurred_at = occurred_at + interval '9 years' WHERE id = "
    "(SELECT a.id FROM activities a JOIN deals d ON d.id = a.deal_id WHERE d.closed_at IS NOT NULL LIMIT 1)",
    "belongs to a company that is retired": "UPDATE companies SET deleted_at = now() WHERE id = (SELECT company_id FROM deals LIMIT 1)",
    "belongs to a contact that is retired": "UPDATE contacts SET deleted_at = now() WHERE id = (SELECT contact_id FROM activities LIMIT 1)",
    "belongs to a deal that is retired": "UPDATE deals SET deleted_at = now() WHERE id = "
    "(SELECT deal_id FROM activities WHERE deal_id IS NOT NULL LIMIT 1)",
    "is of another company than its contact": "UPDATE deals SET company_id = (SELECT id FROM companies c "
    "WHERE c.id <> deals.company_id ORDER BY created_at LIMIT 1) WHERE id = (SELECT id FROM deals LIMIT 1)",
    "became a lead before it was created": "UPDATE contacts SET became_lead_at = created_at - interval '1 microsecond' "
    "WHERE id = (SELECT id FROM contacts LIMIT 1)",
    "closed before it was created": "UPDATE deals SET closed_at = created_at - interval '1 microsecond' WHERE id = "
    "(SELECT id FROM deals WHERE closed_at IS NOT NULL LIMIT 1)",
    "is closed without a closing date, or open with one": "UPDATE deals SET closed_at = NULL WHERE id = "
    "(SELECT id FROM deals WHERE closed_at IS NOT NULL LIMIT 1)",
    "is worth nothing": "UPDATE deals SET amount_minor = 0 WHERE id = (SELECT id FROM deals LIMIT 1)",
    "has another probability than 100 %": "UPDATE deals SET probability = 50 WHERE id = "
    "(SELECT id FROM deals WHERE stage = 'closed_won' LIMIT 1)",
    "is open and expected to close in the past": "UPDATE deals SET expected_close_on = '2025-01-01' WHERE id = "
    "(SELECT id FROM deals WHERE closed_at IS NULL LIMIT 1)",
    "has a path that does not end in its stage": "UPDATE deals SET stage = 'nowhere' WHERE id = "
    "(SELECT id FROM deals WHERE closed_at IS NULL LIMIT 1)",
    "has a path that begins at another time": "DELETE FROM deal_stage_changes WHERE deal_id = (SELECT id FROM deals LIMIT 1)",
    "has a path that closes at another time": "UPDATE deals SET closed_at = closed_at + interval '1 second' WHERE id = "
    "(SELECT id FROM deals WHERE closed_at IS NOT NULL LIMIT 1)",
}


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator, months=6)


def broken_rules(connection: Connection, tenant: TenantRow) -> set[str]:
    among = orderings.everything
    return {one.what for one in orderings.contradictions(connection, tenant.id, among, today=ANCHOR.date())}


def test_a_sound_tenant_contradicts_itself_in_nothing(database: Database, tenant: TenantRow) -> None:
    with database.trial() as connection:
        assert broken_rules(connection, tenant) == set()


def test_every_broken_rule_is_found(database: Database, tenant: TenantRow) -> None:
    for what, breaking in RULES.items():
        with database.trial() as connection:
            assert connection.exec_driver_sql(breaking).rowcount > 0, what
            assert what in broken_rules(connection, tenant), what


BREAKS_CHANGED = (
    "UPDATE deals SET expected_close_on = '2025-01-01' WHERE id = (SELECT row_id FROM demo_row_images "
    "WHERE job_id = %(job)s AND entity = 'deals' AND after->>'closed_at' IS NULL LIMIT 1)"
)


def test_a_job_that_would_make_records_contradict_each_other_is_rolled_back(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault is put into the step that changes records: it breaks a rule for a record that the job changed."""
    wanted = plan(
        {"2025-02": {"closedWonCount": 0, "closedWonValue": 0, "activitiesCreated": 0}}, PlanType.TARGETS
    )
    reconcile = Plan(wanted.months, wanted.plan_type, Mode.RECONCILE)
    preview = engine.preview(tenant.slug, reconcile, anchor=ANCHOR)

    def faulty(connection: Connection, tenant: TenantRow, job_id: UUID, *args: Any, **options: Any) -> None:
        carry_out(connection, tenant, job_id, *args, **options)
        connection.exec_driver_sql(BREAKS_CHANGED, {"job": job_id})

    monkeypatch.setattr("demogen.service.patch_engine.carry_out", faulty)
    rows = rows_hash(sql, tenant.id)

    job = engine.submit(tenant.slug, reconcile, anchor=ANCHOR, confirmed=Confirmation.of(preview))
    job = engine.execute(job.id)

    assert job.status == "failed"
    assert "is open and expected to close in the past" in str((job.error or {})["message"])
    assert rows_hash(sql, tenant.id) == rows


def test_what_people_entered_may_contradict_itself(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    """It did so before the job, and is none of the job's making: a patch, a shift, an undo and a clearing go on."""
    for breaking in RULES.values():
        sql.execute(breaking)
    sql.execute("UPDATE deals SET updated_at = now() WHERE id IN (SELECT id FROM deals LIMIT 3)")

    patch = engine.execute(engine.submit(tenant.slug, plan({"2025-03": NINE}), anchor=ANCHOR).id)
    shift = engine.execute(
        engine.submit_shift(tenant.slug, Month.parse("2026-01"), Edited.MOVE, anchor=ANCHOR).id
    )
    undo = engine.execute(engine.submit_undo(shift.id).id)
    clearing = engine.execute(engine.submit_clear(tenant.slug, Scope.ALL).id)

    assert [(job.status, job.error) for job in (patch, shift, undo, clearing)] == [("completed", None)] * 4


def test_of_two_old_faults_the_one_that_stays_is_none_of_the_jobs_that_cures_the_other(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    """A person's deal lies before its contact, and is of another company: a move to an earlier month cures the first."""
    sql.execute(
        "INSERT INTO deals (tenant_id, id, company_id, contact_id, name, stage, amount_minor, created_at) "
        "SELECT c.tenant_id, gen_random_uuid(), (SELECT id FROM companies AS o WHERE o.id <> c.company_id LIMIT 1), c.id, "
        "'Own', 'proposal', 100, c.created_at - interval '1 day' FROM contacts AS c WHERE c.company_id IS NOT NULL LIMIT 1"
    )

    shift = engine.execute(
        engine.submit_shift(tenant.slug, Month.parse("2024-12"), Edited.MOVE, anchor=ANCHOR).id
    )

    assert (shift.status, shift.error) == ("completed", None)
