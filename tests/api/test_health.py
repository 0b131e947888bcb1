"""Health over HTTP: a tenant's findings, the badge of the list, and what monitoring reads."""

from __future__ import annotations

import json
import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from fastapi.testclient import TestClient

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.months import Month
from demogen.domain.story import Schedule
from demogen.engine.scenarios import Scenario
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.health import HealthCheck
from demogen.service.patch_engine import PatchEngine
from demogen.service.stories import Stories
from tests.integration.builders import empty_tenant, plan


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    """A tenant whose history reaches to now."""
    now = datetime.now(UTC)
    start = f"{now.year - 1}-{now.month:02}"
    found, job = generator.create(
        TenantProfile("Alive Tools", "UTC", "EUR", "DE", start), scenario=Scenario.STEADY, seed=1
    )
    assert job
    return found


def findings(script: TestClient, tenant: TenantRow) -> dict[str, dict[str, Any]]:
    document = script.get(f"tenants/{tenant.slug}/health").json()
    return {one["code"]: one for one in document["findings"]}


def keep(database: Database, tenant: TenantRow) -> None:
    """A story that is brought about up to now."""
    stories = Stories(database, max_records=1_000_000)
    stories.tell(tenant.slug, {"origin": "scenario", "scenario": "steady"}, Schedule.DAILY)
    job = stories.run(tenant.slug)
    if job is not None:
        assert PatchEngine(database, max_records=1_000_000).execute(job.id).verified


def test_a_tenant_with_a_story_is_healthy(script: TestClient, database: Database, tenant: TenantRow) -> None:
    keep(database, tenant)

    document = script.get(f"tenants/{tenant.slug}/health").json()

    assert (document["status"], document["staleOn"], document["findings"]) == ("healthy", None, [])
    assert document["tenantId"] == str(tenant.id)
    listed = script.get("tenants").json()["items"][0]["health"]
    assert listed == {
        "status": "healthy", "findings": 0, "staleOn": None, "checkedAt": document["checkedAt"],
    }  # fmt: skip


def test_a_tenant_without_records_tells_so(script: TestClient, generator: TenantGenerator) -> None:
    empty = empty_tenant(generator)

    document = script.get(f"tenants/{empty.slug}/health").json()

    assert (document["status"], document["staleOn"]) == ("empty", None)
    assert [one["code"] for one in document["findings"]] == ["no_records"]


@pytest.mark.parametrize("scenario", list(Scenario))
def test_a_tenant_one_second_old_is_fine_until_a_named_day(
    script: TestClient, generator: TenantGenerator, scenario: Scenario
) -> None:
    now = datetime.now(UTC)
    profile = TenantProfile("New Tools", "Europe/Berlin", "EUR", "DE", f"{now.year - 1}-{now.month:02}")
    tenant, _ = generator.create(profile, scenario=scenario, seed=3)

    document = script.get(f"tenants/{tenant.slug}/health").json()

    assert (document["status"], document["findings"]) == ("healthy", [])
    assert now.date() < date.fromisoformat(document["staleOn"]) <= now.date() + timedelta(days=30)
    badge = script.get("tenants").json()["items"][0]["health"]
    assert (badge["status"], badge["staleOn"]) == ("healthy", document["staleOn"])


def test_data_that_ended_years_ago_is_stale_and_a_shift_is_offered_first(
    script: TestClient, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    profile = TenantProfile("Old Tools", "Europe/Berlin", "EUR", "DE", "2016-10")
    ended = datetime(2017, 12, 29, 18, tzinfo=UTC)
    tenant, job = generator.create(profile, scenario=Scenario.GROWTH, anchor=ended, seed=1)
    assert job

    document = script.get(f"tenants/{tenant.slug}/health").json()

    last = sql.execute(
        "SELECT greatest((SELECT max(occurred_at) FROM activities), (SELECT max(created_at) FROM deals), "
        "(SELECT max(closed_at) FROM deals), (SELECT max(created_at) FROM contacts), (SELECT max(became_lead_at) "
        "FROM contacts), (SELECT max(created_at) FROM companies)) AT TIME ZONE 'Europe/Berlin'"
    ).fetchone()
    assert last
    assert document["status"] == "stale"
    assert "2018-01-01" < document["staleOn"] < "2018-01-10"
    found = {one["code"]: one for one in document["findings"]}
    assert str(last[0].date()) in found["stale"]["message"]
    assert [cure["kind"] for cure in found["stale"]["cures"]] == ["shift", "tell_story"]
    assert script.get("tenants").json()["items"][0]["health"]["status"] == "stale"


def test_a_month_that_cannot_be_met_is_let_go_over_http(
    script: TestClient, database: Database, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    keep(database, tenant)
    month = str(Month.of(datetime.now(UTC), ZoneInfo("UTC")).plus(-1))
    unmet = json.dumps({"metrics": ["dealsCreated"], "reason": "Deals of people stand in the way."})
    values = json.dumps({"dealsCreated": 3, "contactsCreated": 9})
    sql.execute(
        "INSERT INTO demo_story_months (tenant_id, month, values, locked, unmet) VALUES (%s, %s, %s, '[]', %s)",
        [tenant.id, month, values, unmet],
    )
    finding = findings(script, tenant)["story_unmet"]

    changed = script.patch(
        f"tenants/{tenant.slug}/story/months", json={"months": [{"month": month, "letGo": True}]}
    )

    assert finding["message"] == f"Its story cannot be met in {month}. Deals of people stand in the way."
    assert changed.status_code == 200, changed.text
    found = next(one for one in changed.json()["months"] if one["month"] == month)
    assert (found["values"], found["unmet"]) == ({"contactsCreated": 9}, None)
    assert "story_unmet" not in findings(script, tenant)
    again = script.patch(
        f"tenants/{tenant.slug}/story/months", json={"months": [{"month": month, "letGo": True}]}
    )
    assert again.status_code == 422
    assert "nothing_unmet" in again.text


def test_what_people_change_is_counted_by_kind_until_the_numbers_are_back(
    script: TestClient,
    database: Database,
    background: PatchEngine,
    tenant: TenantRow,
    sql: psycopg.Connection,
) -> None:
    keep(database, tenant)
    before = findings(script, tenant)
    month = "(SELECT max(demo_source_month) FROM deals WHERE deleted_at IS NULL)"
    sql.execute(
        f"UPDATE deals SET amount_minor = amount_minor + 100, updated_at = clock_timestamp() WHERE id IN "
        f"(SELECT id FROM deals WHERE demo_source_month = {month} AND deleted_at IS NULL ORDER BY id LIMIT 2)"
    )
    sql.execute(
        "UPDATE activities SET deleted_at = clock_timestamp(), updated_at = clock_timestamp() WHERE id IN "
        "(SELECT id FROM activities ORDER BY occurred_at DESC LIMIT 3)"
    )
    sql.execute(
        "INSERT INTO contacts (tenant_id, id, first_name, created_at, updated_at) "
        "VALUES (%s, gen_random_uuid(), 'Real', clock_timestamp() - interval '1 minute', clock_timestamp())",
        [tenant.id],
    )

    drifted = findings(script, tenant)

    assert "drift" not in before
    drift = drifted["drift"]
    assert drift["severity"] == "warning"
    assert drift["changes"] == {
        "contacts": {"added": 1, "edited": 0, "removed": 0},
        "deals": {"added": 0, "edited": 2, "removed": 0},
        "activities": {"added": 0, "edited": 0, "removed": 3},
    }
    assert set(drift["metrics"]) >= {"contactsCreated", "dealsCreatedValue", "activitiesCreated"}
    assert drift["cures"][0]["kind"] == "restore"
    job = script.get(f"patch-jobs/{drift['cures'][0]['jobId']}").json()
    assert job["status"] == "completed"
    assert script.get("tenants").json()["items"][0]["health"]["status"] == "warning"
    sql.execute("UPDATE contacts SET deleted_at = clock_timestamp() WHERE first_name = 'Real'")
    sql.execute("UPDATE activities SET deleted_at = NULL WHERE deleted_at IS NOT NULL")
    sql.execute("UPDATE deals SET amount_minor = amount_minor - 100 WHERE updated_at > demo_written_at")
    assert "drift" not in findings(script, tenant)


def test_records_after_now_and_deals_long_overdue_are_found(
    script: TestClient, database: Database, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    keep(database, tenant)
    sql.execute(
        "UPDATE activities SET occurred_at = clock_timestamp() + interval '1 day' WHERE id IN "
        "(SELECT id FROM activities ORDER BY occurred_at DESC LIMIT 2)"
    )
    sql.execute(
        "UPDATE deals SET expected_close_on = current_date - 31 WHERE id IN "
        "(SELECT id FROM deals WHERE closed_at IS NULL ORDER BY id LIMIT 3)"
    )
    sql.execute(
        "UPDATE deals SET expected_close_on = current_date - 29 WHERE id IN "
        "(SELECT id FROM deals WHERE closed_at IS NULL ORDER BY id DESC LIMIT 1)"
    )

    found = findings(script, tenant)

    assert found["dated_in_future"]["severity"] == "unhealthy"
    assert "2 activities" in found["dated_in_future"]["message"]
    assert "3 open deals were" in found["deals_overdue"]["message"]


def test_a_look_is_kept_for_the_list_and_for_monitoring(
    script: TestClient, database: Database, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    assert script.get("tenants").json()["items"][0]["health"] is None
    keep(database, tenant)
    stop = threading.Event()
    stop.set()
    assert HealthCheck(database).refresh(stop=stop) == 0
    looked = HealthCheck(database).refresh()
    again = HealthCheck(database).refresh()
    text = script.get("http://127.0.0.1/metrics").text

    assert (looked, again) == (1, 0)
    for status, value in (("healthy", "1.0"), ("warning", "0.0"), ("unhealthy", "0.0"), ("stale", "0.0")):
        assert f'demogen_tenant_health{{status="{status}",tenant="alive-tools"}} {value}' in text
    assert "demogen_tenant_stale_timestamp_seconds{" not in text
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    sql.execute("UPDATE demo_health SET stale_on = %s", [yesterday])
    gone_stale = script.get("http://127.0.0.1/metrics").text
    assert 'demogen_tenant_health{status="stale",tenant="alive-tools"} 1.0' in gone_stale
    seconds = datetime(yesterday.year, yesterday.month, yesterday.day, tzinfo=UTC).timestamp()
    line = next(
        line for line in gone_stale.splitlines() if line.startswith("demogen_tenant_stale_timestamp_seconds{")
    )
    assert float(line.split()[-1]) == seconds
    assert script.get(f"tenants/{tenant.slug}").json()["health"]["status"] == "stale"


def test_a_job_makes_a_new_look_necessary(
    database: Database, tenant: TenantRow, background: PatchEngine
) -> None:
    check = HealthCheck(database)
    check.refresh()
    assert check.refresh() == 0
    assert tenant.demo_start_month
    more = plan({tenant.demo_start_month: {"contactsCreated": 1}})
    background.execute(background.submit(tenant.slug, more).id)

    assert check.refresh() == 1
