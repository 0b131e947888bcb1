"""RECONCILE, undo and clearing over HTTP."""

from __future__ import annotations

from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient

from demogen.db.tenants import TenantRow
from demogen.domain.plan import LONGEST
from demogen.engine.scenarios import Scenario
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import ANCHOR, grown_tenant, rows_hash

LOWER = {"mode": "RECONCILE", "planType": "DELTAS", "months": [{"month": "2025-05", "dealsCreated": -6}]}


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator, months=6)


def key() -> dict[str, str]:
    return {"Idempotency-Key": str(uuid4())}


def test_a_reconciliation_is_applied_with_the_counts_of_its_preview(
    script: TestClient, background: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    rows = rows_hash(sql, tenant.id)
    preview = script.post(f"tenants/{tenant.slug}/patch/validate", json=LOWER).json()["preview"]
    apply = f"tenants/{tenant.slug}/patch/apply"

    without = script.post(apply, json=LOWER, headers=key())
    wrong = script.post(
        apply, json=LOWER | {"confirm": {"created": 0, "changed": 0, "deleted": 1}}, headers=key()
    )
    malformed = script.post(apply, json=LOWER | {"confirm": "yes"}, headers=key())
    changes = preview["changes"]
    counts = {name: sum(changes[name].values()) for name in ("changed", "deleted")}
    taken = script.post(apply, json=LOWER | {"confirm": {"created": 0, **counts}}, headers=key())

    assert [answer.status_code for answer in (without, wrong, malformed, taken)] == [409, 409, 422, 202]
    assert without.json()["code"] == "confirmation_needed"
    assert without.json()["preview"]["fingerprint"] == preview["fingerprint"]
    assert changes["deleted"]["deals"] == 6
    assert changes["samples"]
    job = background.execute(UUID(taken.json()["jobId"]))
    assert job.verified
    undo = script.post(f"patch-jobs/{job.id}/undo")
    assert undo.status_code == 202
    assert background.execute(UUID(undo.json()["jobId"])).verified
    assert rows_hash(sql, tenant.id) == rows
    listed = script.get(f"tenants/{tenant.slug}/patch-jobs").json()["items"]
    assert [item["action"] for item in listed] == ["undo", "patch", "generate"]
    assert listed[1]["undoneBy"] == undo.json()["jobId"]


def test_an_undo_is_shown_first_and_refused_twice(
    script: TestClient, background: PatchEngine, tenant: TenantRow
) -> None:
    body = {"planType": "DELTAS", "months": [{"month": "2025-03", "companiesCreated": 4}]}
    made = script.post(f"tenants/{tenant.slug}/patch/apply", json=body, headers=key()).json()["jobId"]
    early = script.get(f"patch-jobs/{made}/undo")
    background.execute(UUID(made))

    shown = script.get(f"patch-jobs/{made}/undo").json()
    first = script.post(f"patch-jobs/{made}/undo", json={"expectedFingerprint": shown["fingerprint"]})
    second = script.post(f"patch-jobs/{made}/undo")

    assert (early.status_code, early.json()["code"]) == (409, "undo_refused")
    assert shown["removed"]["companies"] == 4
    assert (first.status_code, second.status_code) == (202, 409)


def test_a_tenant_is_cleared_by_a_job(
    script: TestClient, background: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    shown = script.get(f"tenants/{tenant.slug}/clear", params={"scope": "generated"}).json()

    queued = script.post(
        f"tenants/{tenant.slug}/clear",
        json={"scope": "generated", "expectedFingerprint": shown["fingerprint"]},
    )
    job = background.execute(UUID(queued.json()["jobId"]))

    assert job.verified
    assert job.records_deleted == shown["removed"]
    kpis = script.get(f"tenants/{tenant.slug}/kpis", params={"from": "2025-01", "to": "2025-06"}).json()
    assert {value for month in kpis for name, value in month.items() if name != "month"} == {0, "0.00", None}


def test_a_story_is_moved_to_another_month_and_back(
    script: TestClient, background: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    rows = rows_hash(sql, tenant.id)
    address = f"tenants/{tenant.slug}/shift"

    shown = script.get(address, params={"end": "2026-01"}).json()
    outdated = script.post(address, json={"end": "2026-01", "expectedFingerprint": "other"})
    taken = script.post(address, json={"end": "2026-01", "expectedFingerprint": shown["fingerprint"]})
    job = background.execute(UUID(taken.json()["jobId"]))

    assert shown["to"] == {"first": "2025-08", "last": "2026-01"}
    assert (shown["months"], sum(shown["staying"].values())) == (7, 0)
    assert (outdated.status_code, outdated.json()["preview"]) == (409, shown)
    assert job.verified
    document = script.get(f"patch-jobs/{job.id}").json()
    assert (document["action"], document["shiftBy"], document["scope"]) == ("shift", 7, "move")
    assert document["recordsChanged"] == shown["moving"]
    assert script.get(address, params={"end": "2025-1"}).status_code == 422
    assert (
        script.get(address, params={"end": "2999-01"})
        .json()["detail"]
        .startswith("2999-01 lies in the future")
    )
    undo = script.post(f"patch-jobs/{job.id}/undo").json()
    assert background.execute(UUID(undo["jobId"])).verified
    assert rows_hash(sql, tenant.id) == rows


def test_a_history_longer_than_a_plan_is_moved_and_cleared_and_its_jobs_are_shown(
    script: TestClient, background: PatchEngine, generator: TenantGenerator
) -> None:
    profile = TenantProfile("Since 2015", "Europe/Berlin", "EUR", "DE", "2015-01")
    tenant = generator.create(profile, scenario=Scenario.GROWTH, months=31, anchor=ANCHOR, seed=1)[0]
    shift = script.post(f"tenants/{tenant.slug}/shift", json={"end": "2025-04"})
    moved = background.execute(UUID(shift.json()["jobId"]))
    undo = background.execute(UUID(script.post(f"patch-jobs/{moved.id}/undo").json()["jobId"]))
    clearing = background.execute(UUID(script.post(f"tenants/{tenant.slug}/clear", json={}).json()["jobId"]))

    assert [(job.status, job.error) for job in (moved, undo, clearing)] == [("completed", None)] * 3
    for job in (moved, undo, clearing):
        document = script.get(f"patch-jobs/{job.id}").json()
        assert len(document["plan"]["months"]) > LONGEST
