"""RECONCILE on a real database: exact, within its months, and gone again with an undo."""

from __future__ import annotations

import psycopg
import pytest

from demogen.db.jobs import Job
from demogen.db.tenants import TenantRow
from demogen.domain.issues import IssueCode
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.errors import ConfirmationNeeded, PlanBlocked
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.submission import Confirmation
from tests.integration.builders import ANCHOR, counted, grown_tenant, orphans, plan, rows_hash

MONTHS = ("2025-03", "2025-04", "2025-05", "2025-06", "2025-07")


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator)


def reconcile(rows: dict[str, dict[str, int]], plan_type: PlanType = PlanType.TARGETS) -> Plan:
    found = plan(rows, plan_type)
    return Plan(found.months, found.plan_type, Mode.RECONCILE)


def applied(engine: PatchEngine, tenant: TenantRow, wanted: Plan) -> Job:
    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)
    assert preview.feasible, [issue.message for issue in preview.findings.issues]
    job = engine.execute(
        engine.submit(tenant.slug, wanted, anchor=ANCHOR, confirmed=Confirmation.of(preview)).id
    )
    assert job.status == "completed", job.error
    assert job.verified
    assert (job.validation or {})["preview"] == preview.to_json(tenant.money)
    return job


def part_of(numbers: dict[tuple[str, str], int], percent: int) -> dict[str, dict[str, int]]:
    return {
        month: {key: value * percent // 100 for (at, key), value in numbers.items() if at == month}
        for month in MONTHS
    }


@pytest.mark.parametrize("percent", [80, 88, 95, 120])
def test_every_number_of_five_months_at_a_part_of_it(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection, percent: int
) -> None:
    before, rows = counted(sql, tenant.id, tenant.timezone), rows_hash(sql, tenant.id)
    targets = part_of(before, percent)

    job = applied(engine, tenant, reconcile(targets))

    after = counted(sql, tenant.id, tenant.timezone)
    for month, cells in targets.items():
        assert {key: after.get((month, key), 0) for key in cells} == cells
    for (month, key), value in before.items():
        if month not in MONTHS:
            assert after[month, key] == value, (month, key)
    assert orphans(sql, tenant.id) == 0
    assert broken(sql, tenant) == []
    undo = engine.execute(engine.submit_undo(job.id).id)
    assert undo.verified, undo.error
    assert rows_hash(sql, tenant.id) == rows


def test_what_is_out_of_reach_names_the_nearest_and_the_nearest_plan_works(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    wanted = reconcile(part_of(counted(sql, tenant.id, tenant.timezone), 20))
    rows = rows_hash(sql, tenant.id)

    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)

    assert {issue.code for issue in preview.findings.blockers} == {IssueCode.OUT_OF_REACH}
    with pytest.raises(PlanBlocked):
        engine.submit(tenant.slug, wanted, anchor=ANCHOR)
    nearest = preview.nearest
    for _ in range(4):  # what one cell gives way to can bind another one
        assert nearest is not None
        again = engine.preview(tenant.slug, nearest, anchor=ANCHOR)
        if again.feasible:
            break
        nearest = again.nearest
    assert nearest is not None
    applied(engine, tenant, nearest)
    assert rows_hash(sql, tenant.id) != rows


def test_numbers_move_between_months_by_moving_records(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    shift = {"companiesCreated": -3, "contactsCreated": 0, "activitiesCreated": -40}
    back = {"companiesCreated": 3, "contactsCreated": 0, "activitiesCreated": 40}
    before = counted(sql, tenant.id, tenant.timezone)

    job = applied(engine, tenant, reconcile({"2025-05": shift, "2025-06": back}, PlanType.DELTAS))

    after = counted(sql, tenant.id, tenant.timezone)
    assert after["2025-06", "activitiesCreated"] == before["2025-06", "activitiesCreated"] + 40
    assert (job.records_changed or {})["activities"] == 40
    assert sum((job.records_created or {}).values()) + sum((job.records_deleted or {}).values()) == 0  # type: ignore[arg-type]
    assert broken(sql, tenant) == []


def test_re_staging_touches_one_deal_for_each_number(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    job = applied(
        engine,
        tenant,
        reconcile({"2025-06": {"closedWonCount": -3, "closedLostCount": 3}}, PlanType.DELTAS),
    )

    assert job.records_changed == {"companies": 0, "contacts": 0, "deals": 3, "activities": 0}
    assert sum((job.records_deleted or {}).values()) == 0  # type: ignore[arg-type]


def test_a_value_alone_is_reached_by_re_pricing(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    before = counted(sql, tenant.id, tenant.timezone)
    target = before["2025-06", "closedWonValue"] * 3 // 4 + 7

    job = applied(
        engine,
        tenant,
        reconcile({"2025-05": {}, "2025-06": {"closedWonValue": target}}),
    )

    after = counted(sql, tenant.id, tenant.timezone)
    assert after["2025-06", "closedWonValue"] == target
    assert {key: value for key, value in after.items() if key != ("2025-06", "closedWonValue")} == {
        key: value for key, value in before.items() if key != ("2025-06", "closedWonValue")
    }
    assert (job.records_changed or {})["deals"] < 12


def test_records_of_people_and_edited_ones_are_never_touched(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    sql.execute(
        "UPDATE deals SET updated_at = now(), name = 'Mine' WHERE id IN (SELECT id FROM deals ORDER BY id LIMIT 60)"
    )
    sql.execute(
        "UPDATE activities SET demo_generated = false WHERE id IN (SELECT id FROM activities ORDER BY id DESC LIMIT 300)"
    )
    own = "SELECT md5(string_agg(t::text, ';' ORDER BY id)) FROM {} t WHERE NOT demo_generated OR updated_at > demo_written_at"
    before = [sql.execute(own.format(table)).fetchone() for table in ("deals", "activities")]  # type: ignore[arg-type]

    applied(engine, tenant, reconcile(part_of(counted(sql, tenant.id, tenant.timezone), 92)))

    assert [sql.execute(own.format(table)).fetchone() for table in ("deals", "activities")] == before  # type: ignore[arg-type]


def test_the_counts_have_to_be_confirmed_and_are_checked_again(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    wanted = reconcile({"2025-06": {"dealsCreated": -4}}, PlanType.DELTAS)
    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)
    for given in (None, Confirmation(0, 0, 3)):
        with pytest.raises(ConfirmationNeeded, match="retire 4 records"):
            engine.submit(tenant.slug, wanted, anchor=ANCHOR, confirmed=given)
    job = engine.submit(tenant.slug, wanted, anchor=ANCHOR, confirmed=Confirmation.of(preview))
    sql.execute(
        "UPDATE deals SET amount_minor = amount_minor + 1, updated_at = now() WHERE id IN (SELECT id FROM deals WHERE created_at BETWEEN '2025-06-02' AND '2025-06-29' LIMIT 1)"
    )
    rows = rows_hash(sql, tenant.id)

    done = engine.execute(job.id)

    assert (done.status, (done.error or {})["code"]) == ("failed", "preview_outdated")
    assert rows_hash(sql, tenant.id) == rows


def test_nothing_falls_below_zero(engine: PatchEngine, tenant: TenantRow) -> None:
    wanted = reconcile({"2025-06": {"dealsCreated": -100_000}}, PlanType.DELTAS)

    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)

    assert [issue.code for issue in preview.findings.errors] == [IssueCode.NEGATIVE_DELTA]


def broken(sql: psycopg.Connection, tenant: TenantRow) -> list[str]:
    """Rules of time and state that some live record breaks, by plain SQL."""
    rules = {
        "contact before its company": "SELECT 1 FROM contacts c JOIN companies p ON p.id = c.company_id "
        "WHERE c.deleted_at IS NULL AND c.created_at < p.created_at",
        "lead before its creation": "SELECT 1 FROM contacts WHERE deleted_at IS NULL AND became_lead_at < created_at",
        "deal before its contact": "SELECT 1 FROM deals d JOIN contacts p ON p.id = d.contact_id "
        "WHERE d.deleted_at IS NULL AND d.created_at < p.created_at",
        "closed before created": "SELECT 1 FROM deals WHERE deleted_at IS NULL AND closed_at < created_at",
        "activity before its deal": "SELECT 1 FROM activities a JOIN deals d ON d.id = a.deal_id "
        "WHERE a.deleted_at IS NULL AND a.occurred_at < d.created_at",
        "activity after its deal closed": "SELECT 1 FROM activities a JOIN deals d ON d.id = a.deal_id "
        "WHERE a.deleted_at IS NULL AND a.occurred_at > d.closed_at",
        "activity before its contact": "SELECT 1 FROM activities a JOIN contacts c ON c.id = a.contact_id "
        "WHERE a.deleted_at IS NULL AND a.occurred_at < c.created_at",
        "stage and closing differ": "SELECT 1 FROM deals WHERE deleted_at IS NULL AND "
        "(stage IN ('closed_won', 'closed_lost')) <> (closed_at IS NOT NULL)",
        "probability": "SELECT 1 FROM deals WHERE deleted_at IS NULL AND "
        "((stage = 'closed_won' AND probability <> 100) OR (stage = 'closed_lost' AND probability <> 0))",
        "no amount": "SELECT 1 FROM deals WHERE deleted_at IS NULL AND amount_minor < 1",
        "lost without a reason": "SELECT 1 FROM deals WHERE deleted_at IS NULL AND "
        "(stage = 'closed_lost') <> (lost_reason IS NOT NULL)",
        "deal and contact of two companies": "SELECT 1 FROM deals d JOIN contacts c ON c.id = d.contact_id "
        "WHERE d.deleted_at IS NULL AND d.company_id IS DISTINCT FROM c.company_id",
    }
    return [name for name, rule in rules.items() if sql.execute(f"{rule} LIMIT 1").fetchone()]  # type: ignore[arg-type]
