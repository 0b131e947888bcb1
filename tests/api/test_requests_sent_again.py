"""Requests that are sent twice, late, or after what they were about has changed."""

from __future__ import annotations

import threading
from uuid import UUID, uuid4

import httpx2
import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from demogen.api.app import BASE
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.story import Schedule
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.stories import Stories
from tests.integration.builders import grown_tenant, row_count

FOUR = {"planType": "DELTAS", "months": [{"month": "2025-03", "companiesCreated": 4}]}


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator, months=6)


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def applied(script: TestClient, background: PatchEngine, tenant: TenantRow) -> str:
    """A patch that is done."""
    job = str(script.post(f"tenants/{tenant.slug}/patch/apply", json=FOUR, headers=key()).json()["jobId"])
    assert background.execute(UUID(job)).verified
    return job


def active(sql: psycopg.Connection) -> int:
    row = sql.execute("SELECT count(*) FROM demo_patch_jobs WHERE status IN ('queued', 'running')").fetchone()
    assert row
    return int(row[0])


def edit_a_company_of(sql: psycopg.Connection, job: str) -> None:
    sql.execute(
        "UPDATE companies SET name = 'Mine', updated_at = now() "
        "WHERE id = (SELECT id FROM companies WHERE demo_job_id = %s LIMIT 1)",
        [job],
    )


def test_what_was_shown_is_what_is_taken_in_for_every_kind_of_job(
    script: TestClient, background: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    job, rows = applied(script, background, tenant), row_count(sql)
    undo, clear, shift = (
        f"patch-jobs/{job}/undo",
        f"tenants/{tenant.slug}/clear",
        f"tenants/{tenant.slug}/shift",
    )
    end = {"end": "2026-01", "edited": "stay"}
    seen = [
        script.get(undo).json()["fingerprint"],
        script.get(clear).json()["fingerprint"],
        script.get(shift, params=end).json()["fingerprint"],
    ]
    edit_a_company_of(sql, job)

    answers = [
        script.post(address, json=body | {"expectedFingerprint": fingerprint})
        for address, body, fingerprint in zip((undo, clear, shift), ({}, {}, end), seen, strict=True)
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (409, "preview_outdated")
    ] * 3
    assert [answer.json()["detail"].partition(" since ")[2] for answer in answers] == [
        "this undo was previewed; nothing was undone.",
        "this clearing was previewed; nothing was removed.",
        "this shift was previewed; nothing was moved.",
    ]
    previews = [answer.json()["preview"] for answer in answers]
    assert (previews[0]["removed"]["companies"], previews[0]["keptCount"]) == (3, 1)
    assert (previews[1]["keptCount"], previews[2]["staying"]["companies"]) == (1, 1)
    assert (active(sql), row_count(sql)) == (0, rows)
    fresh = script.post(undo, json={"expectedFingerprint": previews[0]["fingerprint"]})
    assert fresh.status_code == 202


@pytest.mark.parametrize("kind", ["undo", "clear", "shift"])
def test_of_eight_at_once_one_is_taken_in_and_the_others_are_told_which(
    script: TestClient, background: PatchEngine, tenant: TenantRow, sql: psycopg.Connection, kind: str
) -> None:
    job = applied(script, background, tenant)
    address = f"patch-jobs/{job}/undo" if kind == "undo" else f"tenants/{tenant.slug}/{kind}"
    body = {"end": "2025-05"} if kind == "shift" else {}
    answers: list[httpx2.Response] = []
    threads = [
        threading.Thread(target=lambda: answers.append(script.post(address, json=body))) for _ in range(8)
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    taken = [answer.json()["jobId"] for answer in answers if answer.status_code == 202]
    others = [answer for answer in answers if answer.status_code != 202]
    assert (len(taken), [answer.status_code for answer in others]) == (1, [409] * 7)
    assert all(taken[0] in answer.json()["detail"] for answer in others)
    assert active(sql) == 1
    assert background.execute(UUID(taken[0])).verified
    again = script.post(address, json={"end": "2025-04"} if kind == "shift" else {})
    assert again.status_code == (409 if kind == "undo" else 202)


def test_the_same_undo_clearing_shift_or_run_again_gets_the_same_answer(
    script: TestClient,
    app: FastAPI,
    background: PatchEngine,
    tenant: TenantRow,
    database: Database,
    sql: psycopg.Connection,
) -> None:
    job = applied(script, background, tenant)
    source = {"origin": "every-month", "values": {"contactsCreated": 40}}
    Stories(database, max_records=1_000_000).tell(tenant.slug, source, Schedule.OFF)
    wishes: list[tuple[str, dict[str, str] | None]] = [
        (f"patch-jobs/{job}/undo", {}),
        (f"tenants/{tenant.slug}/story/run", None),
        (f"tenants/{tenant.slug}/shift", {"end": "2026-01"}),
        (f"tenants/{tenant.slug}/clear", {}),
    ]

    for address, body in wishes:
        header = key()
        first = script.post(address, json=body, headers=header)
        assert first.status_code == 202
        if found := first.json()["jobId"]:
            background.execute(UUID(found))
        jobs = sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone()
        again = script.post(address, json=body, headers=header)
        assert (again.status_code, again.json()) == (202, first.json())
        assert sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone() == jobs

    paths = app.openapi()["paths"]
    keyed = {
        path.removeprefix(BASE)
        for path, methods in paths.items()
        if any(one["name"] == "Idempotency-Key" for one in methods.get("post", {}).get("parameters", []))
    }
    assert keyed == {
        "/tenants",
        "/tenants/{tenant_id}/patch/apply",
        "/tenants/{tenant_id}/clear",
        "/tenants/{tenant_id}/shift",
        "/tenants/{tenant_id}/story/run",
        "/patch-jobs/{job_id}/undo",
    }


def test_what_became_of_a_request_is_told_by_its_key(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    address, header = f"tenants/{tenant.slug}/patch/apply", key()
    sent = {"key": header["Idempotency-Key"], "path": f"{BASE}/{address}"}
    made = script.post(address, json=FOUR, headers=header).json()
    sql.execute("UPDATE idempotency_keys SET created_at = created_at - interval '5 days'")

    found = script.post("requests/withdraw", json=sent)

    assert (found.status_code, found.json()) == (200, {"done": True, "status": 202, "answer": made})


def test_a_request_that_was_withdrawn_does_nothing_when_it_arrives(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    address, header = f"tenants/{tenant.slug}/patch/apply", key()
    sent = {"key": header["Idempotency-Key"], "path": f"{BASE}/{address}"}

    found = [script.post("requests/withdraw", json=sent).json() for _ in range(2)]
    late = script.post(address, json=FOUR, headers=header)

    assert found == [{"done": False, "status": None, "answer": None}] * 2
    assert (late.status_code, late.json()["code"]) == (409, "idempotency_key_withdrawn")
    assert sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone() == (0,)
    assert script.post(address, json=FOUR, headers=key()).status_code == 202


def test_a_request_at_work_is_not_withdrawn(
    script: TestClient, tenant: TenantRow, url: str, admin: str
) -> None:
    path, one = f"{BASE}/tenants/{tenant.slug}/patch/apply", str(uuid4())
    with psycopg.connect(url) as other:
        other.execute(
            "INSERT INTO idempotency_keys (user_id, route, key, body_hash, status) "
            "SELECT id, %s, %s, '', 0 FROM users WHERE email = %s",
            (f"POST {path}", one, admin),
        )
        found = script.post("requests/withdraw", json={"key": one, "path": path})
        other.rollback()

    assert (found.status_code, found.json()["code"]) == (409, "idempotency_key_in_flight")
