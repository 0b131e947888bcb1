"""Tenants, KPIs, validation and application over HTTP."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import counted, empty_tenant, row_count

FIVE = {"planType": "DELTAS", "months": [{"month": "2025-03", "contactsCreated": 5}]}


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return empty_tenant(generator)


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def job_count(sql: psycopg.Connection) -> int:
    row = sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone()
    return int(row[0]) if row else 0


def test_a_tenant_is_made_by_a_background_job(
    script: TestClient, background: PatchEngine, sql: psycopg.Connection
) -> None:
    body = {
        "name": "Über GmbH",
        "timezone": "Europe/Berlin",
        "currency": "EUR",
        "country": "DE",
        "start": "2025-01",
    }

    answer = script.post("tenants", json=body | {"scenario": "dip", "months": 3, "seed": 7})
    made = answer.json()
    job = background.execute(UUID(made["jobId"]))

    assert (answer.status_code, made["status"]) == (202, "queued")
    assert job.verified
    details = script.get(f"tenants/{made['tenant']['slug']}").json()
    assert (details["lastMonth"], details["monthsOfHistory"]) == ("2025-03", 3)
    assert details["lastJob"]["verdict"] == "pass"
    queued = sql.execute("SELECT args->>'job_id' FROM procrastinate_jobs").fetchall()
    assert queued == [(made["jobId"],)]


def test_everything_wrong_with_a_profile_is_told_at_once(script: TestClient, sql: psycopg.Connection) -> None:
    body = {"name": " ", "timezone": "Mars/Olympus", "currency": "ABC", "country": "XX", "start": "2025-01"}

    answer = script.post("tenants", json=body)

    assert answer.status_code == 422
    assert set(answer.json()["fields"]) == {"name", "timezone", "currency", "country"}
    assert sql.execute("SELECT count(*) FROM tenants").fetchone() == (0,)


def test_a_repeated_creation_with_one_key_makes_one_tenant(
    script: TestClient, sql: psycopg.Connection
) -> None:
    body = {"name": "Once", "timezone": "UTC", "currency": "EUR", "country": "DE", "start": "2025-01"}
    header = key()

    answers = [script.post("tenants", json=body, headers=header).json() for _ in range(3)]

    assert answers[0] == answers[1] == answers[2]
    assert sql.execute("SELECT count(*) FROM tenants").fetchone() == (1,)


def test_tenants_are_searched_sorted_and_paged(script: TestClient, generator: TenantGenerator) -> None:
    names = [empty_tenant(generator).name for _ in range(3)]

    page = script.get("tenants", params={"limit": 2, "offset": 1, "sort": "created", "order": "desc"}).json()
    none = script.get("tenants", params={"search": "100%_"}).json()

    assert (page["total"], len(page["items"]), none["total"]) == (len(names), 2, 0)


def test_kpis_carry_an_etag_that_changes_with_them(
    script: TestClient, background: PatchEngine, tenant: TenantRow
) -> None:
    address, months = f"tenants/{tenant.slug}/kpis", {"from": "2025-02", "to": "2025-04"}
    first = script.get(address, params=months)
    same = script.get(address, params=months, headers={"If-None-Match": first.headers["etag"]})
    job = script.post(f"tenants/{tenant.slug}/patch/apply", json=FIVE, headers=key()).json()["jobId"]
    background.execute(UUID(job))
    changed = script.get(address, params=months, headers={"If-None-Match": first.headers["etag"]})

    assert [month["month"] for month in first.json()] == ["2025-02", "2025-03", "2025-04"]
    assert (same.status_code, same.content) == (304, b"")
    assert (changed.status_code, changed.json()[1]["contactsCreated"]) == (200, 5)
    assert first.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "months",
    [
        {"from": "2025-13", "to": "2025-02"},
        {"from": "2025-1", "to": "2025-02"},
        {"from": "2025-03", "to": "2025-02"},
        {"from": "1900-01", "to": "2025-02"},
        {"from": "2025-01"},
    ],
    ids=str,
)
def test_months_that_make_no_range_are_refused(
    script: TestClient, tenant: TenantRow, months: dict[str, str]
) -> None:
    answer = script.get(f"tenants/{tenant.slug}/kpis", params=months)

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["hint"]


def test_unknown_tenants_and_tenants_that_are_no_demos_are_told_apart(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    months = {"from": "2025-01", "to": "2025-02"}
    unknown = script.get(f"tenants/{uuid4()}/kpis", params=months)
    sql.execute("UPDATE tenants SET is_demo = false")
    real = script.get(f"tenants/{tenant.id}/kpis", params=months)
    validated = script.post(f"tenants/{tenant.id}/patch/validate", json=FIVE)
    applied = script.post(f"tenants/{tenant.id}/patch/apply", json=FIVE, headers=key())

    assert (unknown.status_code, unknown.json()["code"]) == (404, "tenant_unknown")
    assert {(each.status_code, each.json()["code"]) for each in (real, validated, applied)} == {
        (409, "tenant_not_demo")
    }


def test_validation_reports_everything_in_the_engines_codes_and_stores_nothing(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    cells = [
        {"month": "2025-3", "dealsCreated": 1},
        {"month": "2025-04", "dealsCreated": 1.5, "closedWonValue": "1.234", "nonsense": 1},
        "no row",
    ]

    answer = script.post(f"tenants/{tenant.id}/patch/validate", json={"planType": "TARGETS", "months": cells})

    found = answer.json()
    assert (answer.status_code, found["valid"]) == (200, False)
    assert [issue["code"] for issue in found["errors"]] == [
        *("month_malformed", "count_not_whole", "cell_malformed", "column_unknown", "plan_unreadable")
    ]
    assert job_count(sql) == 0


def test_a_preview_is_what_is_applied(script: TestClient, background: PatchEngine, tenant: TenantRow) -> None:
    preview = script.post(f"tenants/{tenant.id}/patch/validate", json=FIVE).json()["preview"]
    body = FIVE | {"expectedFingerprint": preview["fingerprint"]}

    applied = script.post(f"tenants/{tenant.id}/patch/apply", json=body, headers=key())
    background.execute(UUID(applied.json()["jobId"]))

    job = script.get(f"patch-jobs/{applied.json()['jobId']}").json()
    assert job["status"] == "completed"
    assert job["afterKpis"]["months"] == preview["projected"]
    assert job["recordsCreated"] == preview["records"]
    assert job["createdByName"] == "ann"
    assert [entry["action"] for entry in job["audit"]] == ["patch.submit"]


def test_a_patch_is_refused_with_the_new_preview_where_the_months_moved(
    script: TestClient, background: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    address = f"tenants/{tenant.id}/patch"
    seen = script.post(f"{address}/validate", json=FIVE).json()["preview"]["fingerprint"]
    first = script.post(f"{address}/apply", json=FIVE, headers=key()).json()["jobId"]
    second = script.post(f"{address}/apply", json=FIVE | {"expectedFingerprint": seen}, headers=key()).json()[
        "jobId"
    ]
    background.execute(UUID(first))
    ran = background.execute(UUID(second))
    late = script.post(f"{address}/apply", json=FIVE | {"expectedFingerprint": seen}, headers=key())

    assert (ran.status, (ran.error or {})["code"]) == ("failed", "preview_outdated")
    assert (late.status_code, late.json()["code"]) == (409, "preview_outdated")
    assert late.json()["preview"]["projected"][0]["contactsCreated"] == 10
    assert (job_count(sql), row_count(sql)) == (2, 5)


def test_twenty_applications_with_one_key_at_once_make_one_job(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    header, answers = key(), []

    def apply() -> None:
        answers.append(script.post(f"tenants/{tenant.id}/patch/apply", json=FIVE, headers=header))

    threads = [threading.Thread(target=apply) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert {each.status_code for each in answers} == {202}
    assert len({each.json()["jobId"] for each in answers}) == 1
    assert job_count(sql) == 1
    assert sql.execute("SELECT count(*) FROM procrastinate_jobs").fetchone() == (1,)


def test_a_key_is_needed_and_belongs_to_one_body_for_thirty_days(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    address, header = f"tenants/{tenant.id}/patch/apply", key()
    other = {"planType": "DELTAS", "months": [{"month": "2025-03", "contactsCreated": 6}]}
    without = script.post(address, json=FIVE)
    first = script.post(address, json=FIVE, headers=header)
    reordered = script.post(address, json=dict(reversed(FIVE.items())), headers=header)
    reused = script.post(address, json=other, headers=header)
    sql.execute("UPDATE idempotency_keys SET created_at = created_at - interval '29 days'")
    repeated = script.post(address, json=FIVE, headers=header)
    sql.execute("UPDATE idempotency_keys SET created_at = created_at - interval '2 days'")
    forgotten = script.post(address, json=other, headers=header)

    assert (without.status_code, without.json()["code"]) == (400, "idempotency_key_missing")
    assert first.json() == reordered.json()
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")
    assert repeated.json() == first.json()
    assert forgotten.status_code == 202
    assert job_count(sql) == 2


def test_a_key_in_flight_is_waited_for_and_then_refused(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection, admin: str, url: str
) -> None:
    header = key()
    with psycopg.connect(url) as other:
        other.execute(
            "INSERT INTO idempotency_keys (user_id, route, key, body_hash, status) "
            "SELECT id, %s, %s, '', 0 FROM users WHERE email = %s",
            (
                f"POST /api/master/demo-generator/tenants/{tenant.id}/patch/apply",
                header["Idempotency-Key"],
                admin,
            ),
        )
        waiting = script.post(f"tenants/{tenant.id}/patch/apply", json=FIVE, headers=header)
        other.rollback()
    after = script.post(f"tenants/{tenant.id}/patch/apply", json=FIVE, headers=header)

    assert (waiting.status_code, waiting.json()["code"]) == (409, "idempotency_key_in_flight")
    assert after.status_code == 202


def test_a_plan_that_is_refused_stores_nothing_not_even_its_key(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    wrong = {"planType": "DELTAS", "months": [{"month": "2025-03", "contactsCreated": -5}]}

    refused = script.post(f"tenants/{tenant.id}/patch/apply", json=wrong, headers=key())

    assert (refused.status_code, refused.json()["code"]) == (422, "plan_invalid")
    assert refused.json()["errors"][0]["month"] == "2025-03"
    assert job_count(sql) == 0
    assert sql.execute("SELECT count(*) FROM idempotency_keys").fetchone() == (0,)


def test_an_empty_plan_month_after_the_tenants_now_is_an_error_over_http_too(
    script: TestClient, tenant: TenantRow
) -> None:
    future = f"{datetime.now(UTC).year + 2}-01"
    plan = {"planType": "TARGETS", "months": [{"month": future, "contactsCreated": 1}]}

    found = script.post(f"tenants/{tenant.id}/patch/validate", json=plan).json()

    assert [issue["code"] for issue in found["errors"]] == ["month_in_future"]


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b"[1]", b'"\\ud800"', b'{"months": "\\ud800"}', b'{"a": "\\u0000"}']
)
def test_bodies_that_are_no_plans_get_a_clear_answer(
    script: TestClient, tenant: TenantRow, body: bytes
) -> None:
    for route in ("validate", "apply"):
        answer = script.post(
            f"tenants/{tenant.id}/patch/{route}",
            content=body,
            headers=key() | {"Content-Type": "application/json"},
        )
        assert answer.status_code in (200, 400, 422), (route, answer.text)


def test_large_bodies_are_refused(script: TestClient, tenant: TenantRow) -> None:
    answer = script.post(f"tenants/{tenant.id}/patch/validate", content=b" " * (2 * 2**20 + 1))

    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


def test_counted_rows_agree_with_the_api(
    script: TestClient,
    background: PatchEngine,
    tenant: TenantRow,
    database: Database,
    sql: psycopg.Connection,
) -> None:
    job = script.post(f"tenants/{tenant.id}/patch/apply", json=FIVE, headers=key()).json()["jobId"]

    background.execute(UUID(job))

    assert counted(sql, tenant.id, tenant.timezone)["2025-03", "contactsCreated"] == 5
