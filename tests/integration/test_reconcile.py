"""RECONCILE on a real database: exact, within its months, and gone again with an undo."""

from __future__ import annotations

import psycopg
import pytest

from demogen.db.jobs import Job
from demogen.db.tenants import TenantRow
from demogen.domain.plan import Mode, Plan, PlanType
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


@pytest.mark.parametrize("percent", [80, 50, 95, 120])
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
