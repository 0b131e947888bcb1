"""Nearest plans on a real database: each one that is offered is applied as it is, at once, whatever people have done before."""

from __future__ import annotations

import random
from uuid import uuid4

import psycopg

from demogen.domain.metrics import PLANNED, is_money
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.submission import Confirmation
from tests.integration.builders import ANCHOR, counted, grown_tenant, orphans, plan
from tests.integration.rules import broken

CASES = 25
MONTHS = [f"2025-{number:02d}" for number in range(1, 5)]
TABLES = ("companies", "contacts", "deals", "activities")


def far(chance: random.Random, now: dict[tuple[str, str], int]) -> Plan:
    """Numbers that are out of reach as often as not; every deal is worth something."""
    rows: dict[str, dict[str, int]] = {}
    for month in MONTHS:
        cells = {
            key.value: now.get((month, key.value), 0) * chance.choice([0, 0, 1, 5, 10, 15]) // 10
            for key in PLANNED
            if chance.random() < 0.6
        }
        for key in filter(is_money, PLANNED):
            count = {"dealsCreatedValue": "dealsCreated", "closedWonValue": "closedWonCount"}[key.value]
            if key.value in cells:
                deals = cells.get(count, now.get((month, count), 0))
                cells[key.value] = max(cells[key.value], deals) if deals else 0
        rows[month] = cells
    found = plan(rows, PlanType.TARGETS)
    return Plan(found.months, found.plan_type, Mode.RECONCILE)


def somebody_works(sql: psycopg.Connection, chance: random.Random) -> None:
    """Edits a record of some kind, and writes a note on a contact."""
    table = chance.choice(TABLES)
    sql.execute(
        f"UPDATE {table} SET owner_id = NULL, updated_at = greatest(now(), demo_written_at + interval '1 second') "
        f"WHERE id = (SELECT id FROM {table} WHERE deleted_at IS NULL ORDER BY md5(id::text || %s) LIMIT 1)",
        [str(chance.random())],
    )
    sql.execute(
        "INSERT INTO activities (tenant_id, id, contact_id, type, occurred_at) "
        "SELECT tenant_id, %s, id, 'note', greatest(created_at, timestamptz '2025-03-15') FROM contacts "
        "WHERE deleted_at IS NULL ORDER BY md5(id::text || %s) LIMIT 1",
        [uuid4(), str(chance.random())],
    )


def test_every_nearest_plan_completes_and_hits_all_its_numbers(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    chance = random.Random(7)
    tenant = grown_tenant(generator, months=4)
    offered = 0

    for _ in range(CASES):
        somebody_works(sql, chance)
        wanted = far(chance, counted(sql, tenant.id, tenant.timezone))
        preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)
        nearest = preview.nearest
        if nearest is None:
            continue
        offered += 1
        again = engine.preview(tenant.slug, nearest, anchor=ANCHOR)
        assert again.feasible, [issue.message for issue in again.findings.stopping]
        job = engine.execute(
            engine.submit(tenant.slug, nearest, anchor=ANCHOR, confirmed=Confirmation.of(again)).id
        )
        assert job.verified, job.error
        after = counted(sql, tenant.id, tenant.timezone)
        for row in nearest.months:
            for key, value in row.values.items():
                assert after.get((str(row.month), key.value), 0) == value, (row.month, key)
        assert broken(sql) == []
        assert orphans(sql, tenant.id) == 0
        undo = engine.execute(engine.submit_undo(job.id).id)
        assert undo.verified, undo.error

    assert offered > CASES // 3
