"""Every address of the API with ids that do not belong there: another tenant's, a real client's, nobody's."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.jobs.queue import PostgresQueue
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.sign_in import Admins
from tests.api.conftest import admin, app, background, script
from tests.integration.builders import ANCHOR, NINE, grown_tenant, plan, rows_hash

__all__ = ["admin", "app", "background", "script"]

PLAN = {"planType": "DELTAS", "months": [{"month": "2025-02", "contactsCreated": 3}]}
STORY = {"source": {"origin": "scenario", "scenario": "growth"}, "schedule": "off"}
BODIES: dict[str, Any] = {
    "/patch/validate": PLAN,
    "/patch/changes": PLAN,
    "/patch/apply": PLAN,
    "/clear": {"scope": "all"},
    "/shift": {"end": "2025-06"},
    "/story": STORY,
    "/story/preview": {"source": STORY["source"]},
    "/story/months": {"months": [{"month": "2026-12", "skipped": True}]},
    "/tenants/{tenant_id}/story PATCH": {"paused": True},
}
QUERIES = {
    "/kpis": {"from": "2025-01", "to": "2025-03"},
    "/plan-template": {"from": "2025-01", "to": "2025-03"},
    "/kpis/funnel": {"from": "2025-01", "to": "2025-03"},
    "/kpis/breakdown": {"from": "2025-01", "to": "2025-03"},
    "/shift": {"end": "2025-06"},
    "/export": {"format": "csv"},
}


def routes(app: FastAPI, name: str) -> Iterator[tuple[str, str]]:
    """Every documented (method, path) that takes an id of this name."""
    for path, operations in app.openapi()["paths"].items():
        if f"{{{name}}}" in path:
            yield from ((method.upper(), path) for method in operations)


def ask(client: TestClient, method: str, path: str, **ids: object) -> Any:
    """The address with these ids, and with a body and a query that are right."""
    tail = path.split("}", 1)[1]
    body = BODIES.get(f"/tenants{path.rsplit('/tenants', maxsplit=1)[-1]} {method}", BODIES.get(tail))
    return client.request(
        method,
        f"http://127.0.0.1{path.format(**ids)}",
        json=body if method in ("POST", "PUT", "PATCH") else None,
        params=QUERIES.get(tail) if method == "GET" else None,
        headers={"Idempotency-Key": str(uuid4())},
    )


def text_of(content: bytes) -> str:
    """What an answer says, archives unpacked."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as found:
            return "\n".join(found.read(name).decode(errors="replace") for name in found.namelist())
    return content.decode(errors="replace")


@pytest.fixture
def mine(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator, months=3)


@pytest.fixture
def other(generator: TenantGenerator, engine: PatchEngine, mine: TenantRow) -> tuple[TenantRow, UUID]:
    """A second tenant, and a job of its own."""
    tenant = grown_tenant(generator, months=3)
    return tenant, engine.execute(engine.submit(tenant.slug, plan({"2025-02": NINE}), anchor=ANCHOR).id).id


def test_no_address_of_a_tenant_shows_or_touches_anything_of_another(
    app: FastAPI, script: TestClient, mine: TenantRow, other: tuple[TenantRow, UUID], sql: psycopg.Connection
) -> None:
    tenant, job = other
    before = rows_hash(sql, tenant.id)
    tables = ("companies", "contacts", "deals", "activities")
    foreign = {str(tenant.id), tenant.slug, str(job)}
    for table in tables:
        foreign |= {
            str(row[0]) for row in sql.execute(f"SELECT id FROM {table} WHERE tenant_id = %s", [tenant.id])
        }

    asked = 0
    for method, path in routes(app, "tenant_id"):
        answer = ask(script, method, path, tenant_id=mine.id, job_id=job)
        assert answer.status_code < 500, (method, path, answer.text)
        if "{job_id}" in path:
            assert (answer.status_code, answer.json()["code"]) == (404, "job_unknown"), (method, path)
        else:
            assert answer.status_code in (200, 202, 204, 404), (method, path, answer.text)
        shown = set(re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}|[a-z0-9-]+", text_of(answer.content)))
        assert shown & foreign <= ({str(job)} if "{job_id}" in path else set()), (method, path)
        asked += 1

    assert asked >= 20
    background = PatchEngine(script.app.state.services.database, max_records=10**6, queue=PostgresQueue())  # type: ignore[attr-defined]
    for (queued,) in sql.execute("SELECT id FROM demo_patch_jobs WHERE status = 'queued'").fetchall():
        background.execute(queued)
    assert rows_hash(sql, tenant.id) == before


def test_no_address_takes_the_id_of_a_real_client_or_of_nobody(
    app: FastAPI, script: TestClient, mine: TenantRow, other: tuple[TenantRow, UUID], sql: psycopg.Connection
) -> None:
    sql.execute("UPDATE tenants SET is_demo = false WHERE id = %s", [mine.id])
    before = rows_hash(sql, mine.id)
    jobs = sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone()

    for method, path in routes(app, "tenant_id"):
        nobody = ask(script, method, path, tenant_id=uuid4(), job_id=uuid4())
        real = ask(script, method, path, tenant_id=mine.id, job_id=uuid4())
        assert nobody.status_code == 404, (method, path, nobody.text)
        if method != "GET":
            assert real.status_code in (404, 409), (method, path, real.text)
        assert real.status_code < 500, (method, path, real.text)
    for method, path in routes(app, "job_id"):
        nobody = ask(script, method, path, tenant_id=other[0].id, job_id=uuid4())
        assert nobody.status_code in (404, 422), (method, path, nobody.text)

    assert rows_hash(sql, mine.id) == before
    assert sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone() == jobs


def test_a_job_of_a_tenant_that_became_a_real_client_is_neither_run_nor_undone(
    script: TestClient,
    background: PatchEngine,
    other: tuple[TenantRow, UUID],
    sql: psycopg.Connection,
) -> None:
    tenant, job = other
    waiting = script.post(
        f"tenants/{tenant.id}/patch/apply", json=PLAN, headers={"Idempotency-Key": str(uuid4())}
    ).json()["jobId"]
    sql.execute("UPDATE tenants SET is_demo = false WHERE id = %s", [tenant.id])
    before = rows_hash(sql, tenant.id)

    ran = background.execute(UUID(waiting))
    undone = script.post(f"patch-jobs/{job}/undo")

    assert (ran.status, (ran.error or {})["code"]) == ("failed", "tenant_not_demo")
    assert (undone.status_code, undone.json()["code"]) == (409, "tenant_not_demo")
    assert rows_hash(sql, tenant.id) == before


def test_an_admins_token_is_not_another_admins_to_see_or_delete(
    app: FastAPI, script: TestClient, database: Database
) -> None:
    admins = Admins(database)
    foreign = admins.create("ben@admin.example", password="correct horse battery").email
    token = admins.create_token(foreign, "ben's own")[0]

    listed = script.get("tokens").json()
    deleted = script.delete(f"tokens/{token}")

    assert [item["name"] for item in listed] == ["tests"]
    assert deleted.status_code == 404
    assert [path for _, path in routes(app, "token_id")] == ["/api/master/demo-generator/tokens/{token_id}"]


def test_one_idempotency_key_for_two_tenants_never_answers_for_the_other(
    script: TestClient, mine: TenantRow, other: tuple[TenantRow, UUID], sql: psycopg.Connection
) -> None:
    key = {"Idempotency-Key": str(uuid4())}

    answers = [
        script.post(f"tenants/{tenant}/patch/apply", json=PLAN, headers=key).json()["jobId"]
        for tenant in (mine.id, other[0].id, mine.id)
    ]

    assert answers[0] == answers[2] != answers[1]
    queued = sql.execute("SELECT id::text, tenant_id FROM demo_patch_jobs WHERE status = 'queued'").fetchall()
    assert dict(queued) == {answers[0]: mine.id, answers[1]: other[0].id}
