"""Random plans on random tenants: whatever is accepted lands exactly, touches nothing else, and keeps every rule."""

from __future__ import annotations

import random
from datetime import timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest

from demogen.domain.months import Month, months_between
from demogen.domain.plan import PlanType
from demogen.engine.scenarios import Scenario
from demogen.errors import PlanBlocked, PlanInvalid
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import counted, plan

PLACES = [
    ("America/New_York", "USD", "US"), ("Asia/Tokyo", "JPY", "JP"), ("Asia/Kuwait", "KWD", "KW"),
    ("Pacific/Apia", "WST", "WS"), ("America/Sao_Paulo", "BRL", "BR"), ("Australia/Lord_Howe", "AUD", "AU"),
]  # fmt: skip

BROKEN_RULES = (
    "SELECT count(*) FROM contacts c JOIN companies o ON (o.tenant_id, o.id) = (c.tenant_id, c.company_id) "
    "WHERE o.created_at > c.created_at OR c.became_lead_at < c.created_at",
    "SELECT count(*) FROM deals d JOIN contacts c ON (c.tenant_id, c.id) = (d.tenant_id, d.contact_id) "
    "WHERE c.created_at > d.created_at OR c.company_id IS DISTINCT FROM d.company_id",
    "SELECT count(*) FROM activities a JOIN deals d ON (d.tenant_id, d.id) = (a.tenant_id, a.deal_id) "
    "WHERE a.occurred_at < d.created_at OR a.occurred_at > d.closed_at OR a.contact_id <> d.contact_id",
    "SELECT count(*) FROM activities a JOIN contacts c ON (c.tenant_id, c.id) = (a.tenant_id, a.contact_id) "
    "WHERE a.occurred_at < c.created_at",
    "SELECT count(*) FROM deals WHERE closed_at < created_at OR closed_at > demo_written_at OR amount_minor < 1 "
    "OR (stage LIKE 'closed%') <> (closed_at IS NOT NULL) OR created_at > demo_written_at",
    "SELECT count(*) - count(DISTINCT (tenant_id, lower(email))) FROM contacts",
)


def random_rows(
    chance: random.Random, months: list[Month], before: dict[tuple[str, str], int], plan_type: PlanType
) -> dict[str, dict[str, int]]:
    """Cells that are blank here and there; as targets they lie above what is there."""
    rows: dict[str, dict[str, int]] = {}
    for month in months:
        created = chance.choice([0, 1, 5, 60])
        won = chance.randint(0, max(created // 2, 1))
        added = {
            "companiesCreated": chance.randint(0, 5),
            "contactsCreated": chance.choice([1, 7, 40]),
            "leadsCreated": chance.randint(0, 1),
            "dealsCreated": created,
            "dealsCreatedValue": created * chance.randint(10**5, 3 * 10**6),
            "closedWonCount": won,
            "closedWonValue": won * chance.randint(1, 10**6),
            "closedLostCount": chance.randint(0, max(created // 3, 1)),
            "activitiesCreated": chance.choice([0, 3, 200]),
        }
        rows[str(month)] = {
            key: value + (before.get((str(month), key), 0) if plan_type is PlanType.TARGETS else 0)
            for key, value in added.items()
            if chance.random() < (0.4 if "Value" in key else 0.8)
        }
    return rows


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_accepted_lands_exactly(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection, seed: int
) -> None:
    chance = random.Random(seed)
    zone, currency, country = PLACES[seed % len(PLACES)]
    start = Month.parse(chance.choice(["2010-11", "2011-10", "2018-09", "2024-02"]))
    end = start.plus(chance.choice([1, 3, 8])).bounds(ZoneInfo(zone))[0]
    anchor = end - timedelta(minutes=chance.choice([1, 3_000, 20_000, 30_000]))
    profile = TenantProfile("Random", zone, currency, country, str(start))
    tenant, job = generator.create(profile, scenario=chance.choice(list(Scenario)), anchor=anchor, seed=seed)
    assert job is not None
    assert job.verified
    history = months_between(start, Month.of(anchor, ZoneInfo(zone)))

    applied = 0
    for _ in range(100):
        months = [month for month in history if chance.random() < 0.8]
        plan_type = chance.choice(list(PlanType))
        before = counted(sql, tenant.id, zone)
        rows = random_rows(chance, months, before, plan_type)
        try:
            job = engine.execute(
                engine.submit(tenant.slug, plan(rows, plan_type), anchor=anchor, seed=seed).id
            )
        except (PlanInvalid, PlanBlocked):
            continue
        assert job.verified, job.error
        after = counted(sql, tenant.id, zone)
        for month, cells in rows.items():
            for key, value in cells.items():
                base = 0 if plan_type is PlanType.TARGETS else before.get((month, key), 0)
                assert after.get((month, key), 0) == base + value, (month, key)
        applied += 1
        unplanned = {cell for cell in after if cell[0] not in rows}
        assert {cell: after[cell] for cell in unplanned} == {cell: before.get(cell, 0) for cell in unplanned}
        if applied == 3:
            break
    assert applied == 3
    assert [sql.execute(query).fetchone() for query in BROKEN_RULES] == [(0,)] * len(BROKEN_RULES)
