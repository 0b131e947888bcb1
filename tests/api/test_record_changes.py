"""The records that a job changes: all of them, in pages and files, in words that people use."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
import python_calamine
from fastapi.testclient import TestClient

from demogen.db.jobs import Job
from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import grown_tenant

LOWER = {
    "mode": "RECONCILE",
    "planType": "DELTAS",
    "months": [
        {"month": "2025-04", "closedWonCount": -2, "contactsCreated": -4, "activitiesCreated": -9},
        {"month": "2025-05", "dealsCreated": -6, "closedLostCount": 2},
    ],
}


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator, months=6)


@pytest.fixture
def job(script: TestClient, background: PatchEngine, tenant: TenantRow) -> Job:
    """A reconciliation that is done."""
    preview = script.post(f"tenants/{tenant.slug}/patch/validate", json=LOWER).json()["preview"]
    confirm = {name: sum(preview["changes"][name].values()) for name in ("changed", "deleted")}
    confirm["created"] = sum(preview["records"].values())
    made = script.post(
        f"tenants/{tenant.slug}/patch/apply",
        json=LOWER | {"confirm": confirm},
        headers={"Idempotency-Key": str(uuid4())},
    )
    done = background.execute(UUID(made.json()["jobId"]))
    assert done.verified
    return done


def pages_of(script: TestClient, address: str, **how: str) -> list[dict[str, Any]]:
    """All pages of three, joined."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        given: dict[str, str | int] = {"limit": 3, **how, **({"cursor": cursor} if cursor else {})}
        page = script.get(address, params=given).json()
        assert 0 < len(page["items"]) <= 3
        found += page["items"]
        cursor = page["nextCursor"]
        if cursor is None:
            assert page["total"] == len(found) or "entity" in how
            return found


def total(*counts: dict[str, int] | object) -> int:
    return sum(sum(one.values()) for one in counts if isinstance(one, dict))


def test_every_changed_record_is_on_one_page_and_says_what_changed_in_words(
    script: TestClient, tenant: TenantRow, job: Job, sql: psycopg.Connection
) -> None:
    items = pages_of(script, f"patch-jobs/{job.id}/changes")

    images = sql.execute(
        "SELECT entity, row_id, before, after FROM demo_row_images WHERE job_id = %s", [job.id]
    )
    known = {str(row_id): (entity, before, after) for entity, row_id, before, after in images}
    assert Counter(str(item["id"]) for item in items) == Counter(known.keys())
    assert len(items) == total(job.records_changed, job.records_deleted) > 10
    named = sql.execute("SELECT id, concat(first_name, ' ', last_name) FROM contacts").fetchall()
    people: dict[UUID, str] = dict(named)
    words = {"qualification": "Qualification", "discovery": "Discovery", "proposal": "Proposal"}
    words |= {"negotiation": "Negotiation", "closed_won": "Closed won", "closed_lost": "Closed lost"}
    seen: Counter[str] = Counter()
    for item in items:
        entity, before, after = known[str(item["id"])]
        assert item["entity"] == entity
        assert item["action"] == ("deleted" if after["deleted_at"] else "changed")
        for field in item["fields"]:
            old, new = before[field["field"]], after[field["field"]]
            shown, seen[field["label"]] = (field["before"], field["after"]), seen[field["label"]] + 1
            match field["label"]:
                case "Stage":
                    assert shown == (words[old], words[new])
                case "Amount":
                    assert shown == (f"{old / 100:,.2f} EUR", f"{new / 100:,.2f} EUR")
                case "Contact":
                    assert shown == (people[UUID(old)], people[UUID(new)])
                case "Closed" if new is not None:
                    row = sql.execute("SELECT %s::timestamptz", [new]).fetchone()
                    assert row
                    local = row[0].astimezone(ZoneInfo("Europe/Berlin"))
                    assert shown[1] == local.strftime("%d %b %Y, %H:%M:%S").lstrip("0")
    assert seen["Stage"]
    assert seen["Closed"]
    assert not {"tenant_id", "updated_at", "demo_written_at", "path"} & {
        field["field"] for item in items for field in item["fields"]
    }
    deals = pages_of(script, f"patch-jobs/{job.id}/changes", entity="deals")
    assert deals == [item for item in items if item["entity"] == "deals"]


def test_the_preview_says_how_many_it_shows_and_pages_all_that_the_job_then_changes(
    script: TestClient, tenant: TenantRow, background: PatchEngine
) -> None:
    validation = script.post(f"tenants/{tenant.slug}/patch/validate", json=LOWER).json()["preview"]
    changes, address = validation["changes"], f"tenants/{tenant.slug}/patch/changes"

    planned, cursor = [], None
    while True:
        given = {"limit": 4, "cursor": cursor} if cursor else {"limit": 4}
        body = LOWER | {"expectedFingerprint": validation["fingerprint"]}
        page = script.post(address, json=body, params=given).json()
        planned += page["items"]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    outdated = script.post(address, json=LOWER | {"expectedFingerprint": "other"})
    confirm = {name: sum(changes[name].values()) for name in ("changed", "deleted")}
    confirm["created"] = sum(validation["records"].values())
    made = script.post(
        f"tenants/{tenant.slug}/patch/apply",
        json=LOWER | {"confirm": confirm},
        headers={"Idempotency-Key": str(uuid4())},
    ).json()
    assert background.execute(UUID(made["jobId"])).verified

    assert changes["total"] == len(planned) == page["total"] > changes["shown"] == len(changes["samples"])
    assert all(sample in planned for sample in changes["samples"])
    assert (outdated.status_code, outdated.json()["code"]) == (409, "preview_outdated")
    done = script.get(f"patch-jobs/{made['jobId']}/changes", params={"limit": 500}).json()["items"]
    assert [(one["id"], one["action"]) for one in planned] == [(one["id"], one["action"]) for one in done]
    for one, other in zip(planned, done, strict=True):
        assert [field for field in one["fields"] if field not in other["fields"]] == [], one


def test_an_undo_lists_what_it_put_back_and_not_what_it_kept(
    script: TestClient, background: PatchEngine, job: Job, sql: psycopg.Connection
) -> None:
    before = {item["id"]: item for item in pages_of(script, f"patch-jobs/{job.id}/changes")}
    edited = next(
        str(item["id"])
        for item in before.values()
        if (item["entity"], item["action"]) == ("deals", "changed")
    )
    sql.execute("UPDATE deals SET name = 'Mine', updated_at = now() WHERE id = %s", [edited])
    undo = script.post(f"patch-jobs/{job.id}/undo").json()["jobId"]
    waiting = script.get(f"patch-jobs/{undo}/changes").json()
    background.execute(UUID(undo))

    items = {item["id"]: item for item in pages_of(script, f"patch-jobs/{undo}/changes")}

    assert (waiting["items"], waiting["total"]) == ([], 0)
    assert set(items) == set(before) - {edited}
    for id_, item in items.items():
        assert item["action"] == ("restored" if before[id_]["action"] == "deleted" else "changed")
        turned = [
            {**field, "before": field["after"], "after": field["before"]} for field in before[id_]["fields"]
        ]
        assert item["fields"] == turned


def test_all_changes_are_taken_along_as_files(script: TestClient, job: Job) -> None:
    items = pages_of(script, f"patch-jobs/{job.id}/changes")
    lines = sum(max(len(item["fields"]), 1) for item in items)

    text = script.get(f"patch-jobs/{job.id}/changes", params={"format": "csv"})
    sheet = script.get(f"patch-jobs/{job.id}/changes", params={"format": "xlsx"})
    whole = script.get(f"patch-jobs/{job.id}/export", params={"format": "xlsx"})
    document = script.get(f"patch-jobs/{job.id}/export", params={"format": "json"}).json()

    rows = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig"))))
    assert rows[0] == ["Kind", "Record", "Id", "What", "Field", "Before", "After"]
    assert len(rows) == lines + 1
    assert {row[2] for row in rows[1:]} == {item["id"] for item in items}
    for content in (sheet.content, whole.content):
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        cells = [[str(cell) for cell in row] for row in book.get_sheet_by_name("Changed records").to_python()]
        assert cells == rows
    assert document["changes"] == items
    assert text.headers["content-disposition"].endswith(f'"demogen-{job.id}-changes.csv"')


def test_jobs_that_change_no_record_list_none_and_a_shift_says_why(
    script: TestClient, background: PatchEngine, tenant: TenantRow
) -> None:
    made = script.get(f"tenants/{tenant.slug}/patch-jobs").json()["items"][0]["id"]
    shift = script.post(f"tenants/{tenant.slug}/shift", json={"end": "2026-01"}).json()["jobId"]
    background.execute(UUID(shift))

    empty = script.get(f"patch-jobs/{made}/changes").json()
    moved = script.get(f"patch-jobs/{shift}/changes")
    wrong = script.get(f"patch-jobs/{made}/changes", params={"cursor": "nonsense"})

    assert empty == {
        "items": [],
        "nextCursor": None,
        "counts": {"companies": 0, "contacts": 0, "deals": 0, "activities": 0},
        "total": 0,
    }
    assert (moved.status_code, moved.json()["code"]) == (409, "changes_not_kept")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "input")
    exported = script.get(f"patch-jobs/{shift}/export", params={"format": "json"})
    assert (exported.status_code, "changes" in exported.json()) == (200, False)
