"""A tenant with a value that cannot be used: it stands in the list as damaged, and in nobody's way."""

from __future__ import annotations

import psycopg
import pytest
from fastapi.testclient import TestClient

from demogen.db.session import Database
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.health import HealthCheck
from tests.integration.builders import ANCHOR

DAMAGES = {
    "start": ("UPDATE tenants SET demo_start_month = '1970-11' WHERE slug = 'bad'", "1970-11"),
    "no month": ("UPDATE tenants SET demo_start_month = 'spring' WHERE slug = 'bad'", "spring"),
    "time zone": ("UPDATE tenants SET timezone = 'Mars/Olympus' WHERE slug = 'bad'", "Mars/Olympus"),
    "a folder of zones": ("UPDATE tenants SET timezone = 'Europe' WHERE slug = 'bad'", "Europe"),
    "outside the zones": ("UPDATE tenants SET timezone = '../passwd' WHERE slug = 'bad'", "../passwd"),
    "currency": ("UPDATE tenants SET currency = 'QQQ' WHERE slug = 'bad'", "QQQ"),
    "created": ("UPDATE tenants SET created_at = 'infinity' WHERE slug = 'bad'", "cannot be read"),
    "a record": (
        "INSERT INTO companies (tenant_id, id, name, created_at) SELECT id, gen_random_uuid(), 'Never', 'infinity' "
        "FROM tenants WHERE slug = 'bad'",
        "cannot be read",
    ),
    "a record far off": (
        "INSERT INTO companies (tenant_id, id, name, created_at) SELECT id, gen_random_uuid(), 'Late', "
        "'9999-12-31 23:00Z' FROM tenants WHERE slug = 'bad'",
        "cannot be read",
    ),
    "a job": (
        "INSERT INTO demo_patch_jobs (tenant_id, id, plan) SELECT id, gen_random_uuid(), '{\"months\": 5}' FROM tenants "
        "WHERE slug = 'bad'",
        "cannot be read",
    ),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_tenant_is_shown_as_damaged_and_the_others_as_ever(
    script: TestClient, generator: TenantGenerator, sql: psycopg.Connection, name: str
) -> None:
    for slug in ("Bad", "Good"):
        generator.create(TenantProfile(slug, "Europe/Berlin", "EUR", "DE", "2025-01"), anchor=ANCHOR, seed=1)
    damage, word = DAMAGES[name]
    before = script.get("tenants").json()["items"]
    sql.execute(damage)

    answer = script.get("tenants")

    assert answer.status_code == 200
    bad, good = answer.json()["items"]
    assert (bad["slug"], good) == ("bad", before[1])
    assert good["damage"] is None
    assert word in bad["damage"]
    assert before[0]["damage"] is None


def test_a_damaged_tenant_is_not_worked_on_and_says_what_to_correct(
    script: TestClient, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    generator.create(TenantProfile("Bad", "Europe/Berlin", "EUR", "DE", "2025-01"), anchor=ANCHOR, seed=1)
    sql.execute("UPDATE tenants SET demo_start_month = '1970-11'")

    for path in ("tenants/bad", "tenants/bad/kpis?from=2025-01&to=2025-02", "tenants/bad/health"):
        answer = script.get(path)
        assert (answer.status_code, answer.json()["code"]) == (409, "tenant_damaged"), path
        assert "1970-11" in answer.json()["detail"]
        assert "tenants" in answer.json()["hint"]


def test_a_damaged_tenant_keeps_no_other_from_being_looked_at(
    script: TestClient, database: Database, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    for slug in ("Bad", "Good"):
        generator.create(TenantProfile(slug, "Europe/Berlin", "EUR", "DE", "2025-01"), anchor=ANCHOR, seed=1)
    sql.execute("UPDATE tenants SET timezone = 'Mars/Olympus' WHERE slug = 'bad'")
    check = HealthCheck(database)

    check.refresh()

    looked = sql.execute("SELECT slug FROM demo_health h JOIN tenants t ON t.id = h.tenant_id").fetchall()
    assert looked == [("good",)]
    sql.execute("UPDATE demo_health SET status = 'no such status'")
    assert script.get("tenants").status_code == 200
    assert check.all_known() == []
