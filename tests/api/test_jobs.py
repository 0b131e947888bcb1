"""History, cancellation, workers that die, stop or sleep."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.jobs.queue import PostgresQueue
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.supervision import reap
from tests.integration.builders import empty_tenant, row_count
from tests.waiting import wait_for

FIVE = {"planType": "DELTAS", "months": [{"month": "2025-03", "contactsCreated": 5}]}
BIG = {
    "planType": "DELTAS",
    "months": [
        {
            "month": "2025-03",
            "companiesCreated": 2_000,
            "contactsCreated": 40_000,
            "activitiesCreated": 80_000,
        }
    ],
}


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return empty_tenant(generator)


@contextmanager
def a_worker(url: str) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "demogen", "worker"],
        env=os.environ | {"DEMOGEN_DATABASE_URL": url},
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait(30)


def submit(script: TestClient, tenant: TenantRow, body: Mapping[str, object] = FIVE) -> str:
    answer = script.post(
        f"tenants/{tenant.id}/patch/apply", json=body, headers={"Idempotency-Key": str(uuid4())}
    )
    assert answer.status_code == 202, answer.text
    return str(answer.json()["jobId"])


def status(script: TestClient, job: str) -> str:
    return str(script.get(f"patch-jobs/{job}").json()["status"])


def is_creating(script: TestClient, job: str) -> bool:
    return bool(script.get(f"patch-jobs/{job}").json()["progress"] >= 10)


def test_pages_show_each_job_once_while_new_ones_arrive_and_instants_are_equal(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    expected = {submit(script, tenant) for _ in range(7)}
    sql.execute("UPDATE demo_patch_jobs SET created_at = '2026-01-01T00:00:00Z'")
    seen: list[str] = []
    cursor: str | None = None

    for _ in range(10):
        parameters = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = script.get(f"tenants/{tenant.id}/patch-jobs", params=parameters).json()
        seen += [item["id"] for item in page["items"]]
        submit(script, tenant)
        cursor = page["nextCursor"]
        if cursor is None:
            break

    assert sorted(seen) == sorted(expected)
    assert cursor is None


def test_history_is_filtered_by_status(
    script: TestClient, tenant: TenantRow, background: PatchEngine
) -> None:
    done, waiting = submit(script, tenant), submit(script, tenant)
    background.execute(UUID(done))

    def ids(wanted: str) -> list[str]:
        page = script.get(f"tenants/{tenant.id}/patch-jobs", params={"status": wanted}).json()
        return [item["id"] for item in page["items"]]

    assert (ids("completed"), ids("queued"), ids("failed")) == ([done], [waiting], [])
    assert script.get(f"tenants/{tenant.id}/patch-jobs", params={"status": "lost"}).status_code == 422


@pytest.mark.parametrize("cursor", ["x", "%00", "AAAA", "MjAyNi0wMS0wMSB4"])
def test_a_cursor_that_no_page_gave_is_refused(script: TestClient, tenant: TenantRow, cursor: str) -> None:
    assert script.get(f"tenants/{tenant.id}/patch-jobs", params={"cursor": cursor}).status_code == 422


def test_another_tenants_job_is_not_found(
    script: TestClient, tenant: TenantRow, generator: TenantGenerator
) -> None:
    other, job = empty_tenant(generator), submit(script, tenant)

    assert script.get(f"tenants/{tenant.id}/patch-jobs/{job}").status_code == 200
    answer = script.get(f"tenants/{other.id}/patch-jobs/{job}")
    assert (answer.status_code, answer.json()["code"]) == (404, "job_unknown")
    assert script.get(f"patch-jobs/{uuid4()}").status_code == 404


def test_a_queued_job_that_is_cancelled_never_runs(
    script: TestClient, tenant: TenantRow, background: PatchEngine, sql: psycopg.Connection
) -> None:
    job = submit(script, tenant)

    answer = script.post(f"patch-jobs/{job}/cancel")

    assert (answer.status_code, answer.json()["cancelled"]) == (202, True)
    found = script.get(f"patch-jobs/{job}").json()
    assert (found["status"], found["error"]["code"]) == ("cancelled", "cancelled")
    assert [entry["action"] for entry in found["audit"]] == ["patch.submit", "job.cancel"]
    assert (row_count(sql), sql.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()) == (0, (0,))


def test_cancelling_a_completed_job_leaves_it_and_says_so(
    script: TestClient, tenant: TenantRow, background: PatchEngine
) -> None:
    job = submit(script, tenant)
    background.execute(UUID(job))

    answer = script.post(f"patch-jobs/{job}/cancel").json()

    assert (answer["cancelled"], answer["status"]) == (False, "completed")
    assert "completed already" in answer["message"]


def test_the_log_is_given_from_a_line_on_and_exports_hold_the_report(
    script: TestClient, tenant: TenantRow, background: PatchEngine
) -> None:
    job = submit(script, tenant)
    background.execute(UUID(job))
    whole = script.get(f"patch-jobs/{job}").json()["log"]

    rest = script.get(f"patch-jobs/{job}", params={"after": 2}).json()["log"]
    table = script.get(f"patch-jobs/{job}/export", params={"format": "csv"})
    document = script.get(f"patch-jobs/{job}/export", params={"format": "json"})

    assert [line["seq"] for line in whole] == list(range(1, len(whole) + 1))
    assert rest == whole[2:]
    assert "2025-03,contactsCreated,Contacts created,0,5,5,,5,0,pass" in table.content.decode("utf-8-sig")
    assert document.json()["diffReport"]["status"] == "pass"
    assert "attachment" in table.headers["content-disposition"]


def test_the_workbook_holds_numbers_as_numbers_and_text_as_text(
    script: TestClient, tenant: TenantRow, background: PatchEngine, sql: psycopg.Connection
) -> None:
    sql.execute("UPDATE tenants SET name = '=1+1'")
    job = submit(script, tenant)
    background.execute(UUID(job))

    answer = script.get(f"patch-jobs/{job}/export", params={"format": "xlsx"})

    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Summary", "Diff", "Before", "After", "Plan (additions)", "Chart"]
    sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    assert ["Tenant", "=1+1"] in sheets["Summary"]
    assert sheets["Plan (additions)"][1][:3] == ["2025-03", "", 5.0]
    found = next(row for row in sheets["Diff"] if row[:2] == ["2025-03", "Contacts created"])
    assert found[2:] == [0.0, 5.0, 5.0, "", 5.0, 0.0, "pass"]


def test_workers_run_a_tenants_jobs_in_order_and_a_running_one_can_be_cancelled(
    script: TestClient, tenant: TenantRow, url: str, sql: psycopg.Connection
) -> None:
    jobs = [submit(script, tenant, BIG), submit(script, tenant)]
    with a_worker(url):
        wait_for(lambda: is_creating(script, jobs[0]), "records are made")
        second_meanwhile = status(script, jobs[1])
        cancelled = script.post(f"patch-jobs/{jobs[0]}/cancel").json()
        wait_for(lambda: status(script, jobs[1]) == "completed", "the job completes")

    assert second_meanwhile == "queued"
    assert (cancelled["cancelled"], status(script, jobs[0])) == (True, "cancelled")
    assert row_count(sql) == 5


def test_a_worker_killed_in_mid_patch_leaves_nothing_and_another_completes_the_job(
    script: TestClient, tenant: TenantRow, url: str, sql: psycopg.Connection
) -> None:
    job = submit(script, tenant, BIG)
    with a_worker(url) as first:
        wait_for(lambda: is_creating(script, job), "records are made")
        first.send_signal(signal.SIGKILL)
        first.wait(30)
        wait_for(
            lambda: (
                sql.execute(
                    "SELECT count(*) FROM pg_locks WHERE relation = 'contacts'::regclass AND pid <> pg_backend_pid()"
                ).fetchone()
                == (0,)
            ),
            "the server rolls back",
        )
        left = row_count(sql)
    with a_worker(url):
        wait_for(lambda: status(script, job) == "completed", "the job completes")

    found = script.get(f"patch-jobs/{job}").json()
    assert left == 0
    assert (found["attempt"], found["diffReport"]["status"]) == (2, "pass")
    assert any("handed on" in line["message"] for line in found["log"])
    assert [entry["action"] for entry in found["audit"]] == ["patch.submit", "job.hand_on"]
    assert row_count(sql) == 122_000


def test_a_worker_that_is_told_to_stop_finishes_its_patch_first(
    script: TestClient, tenant: TenantRow, url: str
) -> None:
    running, waiting = submit(script, tenant, BIG), submit(script, tenant)
    with a_worker(url) as worker:
        wait_for(lambda: is_creating(script, running), "records are made")
        worker.terminate()
        assert worker.wait(60) == 0

    assert (status(script, running), status(script, waiting)) == ("completed", "queued")


def test_a_patch_that_does_not_finish_in_time_is_rolled_back_and_handed_on_at_no_cost(
    script: TestClient, tenant: TenantRow, background: PatchEngine, sql: psycopg.Connection
) -> None:
    job, hurry = submit(script, tenant), threading.Event()
    hurry.set()

    for _ in range(4):
        stopped = background.execute(UUID(job), stop=hurry)
        assert (stopped.status, row_count(sql)) == ("queued", 0)
    done = background.execute(UUID(job))

    assert (done.status, done.attempt, row_count(sql)) == ("completed", 5, 5)


def test_a_sleeping_workers_session_is_ended_and_it_cannot_commit_when_it_wakes(
    script: TestClient,
    tenant: TenantRow,
    url: str,
    sql: psycopg.Connection,
    database: Database,
    background: PatchEngine,
) -> None:
    job = submit(script, tenant, BIG)
    with a_worker(url) as sleeper:
        wait_for(lambda: is_creating(script, job), "records are made")
        sleeper.send_signal(signal.SIGSTOP)
        time.sleep(1.5)
        sql.execute("UPDATE demo_job_progress SET lease_until = now() - interval '1 second'")
        reaped = reap(database, PostgresQueue())
        script.post(f"patch-jobs/{job}/cancel")
        sleeper.send_signal(signal.SIGCONT)
        follower = submit(script, tenant)
        wait_for(lambda: status(script, follower) == "completed", "the job completes")
        assert sleeper.poll() is None

    assert reaped.handed_on == 1
    assert status(script, job) == "cancelled"
    assert row_count(sql) == 5


def test_a_job_that_cost_three_workers_is_given_up_with_the_reason(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection, database: Database
) -> None:
    job = submit(script, tenant)
    for attempt in (1, 2, 3):
        sql.execute("UPDATE demo_patch_jobs SET status = 'running', attempt = %s", (attempt,))
        sql.execute(
            "INSERT INTO demo_job_progress (tenant_id, job_id, worker, attempt, lease_until, keeper_pid, "
            "keeper_started_at, progress, current_step) VALUES (%s, %s, 'gone', %s, now() - interval '1 second', 1, "
            "now(), 10, 'creating')",
            (tenant.id, job, attempt),
        )
        reap(database, PostgresQueue())

    found = script.get(f"patch-jobs/{job}").json()
    assert (found["status"], found["error"]["code"]) == ("failed", "attempts_exhausted")


def test_a_job_whose_queue_entry_was_lost_is_woken_again(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection, database: Database
) -> None:
    job = submit(script, tenant)
    sql.execute("DELETE FROM procrastinate_jobs")
    sql.execute("UPDATE demo_patch_jobs SET created_at = created_at - interval '1 minute'")

    woken = [reap(database, PostgresQueue()).woken for _ in range(2)]

    assert woken == [1, 0]
    assert sql.execute("SELECT args->>'job_id' FROM procrastinate_jobs").fetchall() == [(job,)]


def test_a_running_job_that_nobody_holds_is_handed_on(
    script: TestClient,
    tenant: TenantRow,
    sql: psycopg.Connection,
    database: Database,
    background: PatchEngine,
) -> None:
    job = submit(script, tenant)
    sql.execute("UPDATE demo_patch_jobs SET status = 'running', attempt = 1")

    handed_on = [reap(database, PostgresQueue()).handed_on for _ in range(2)]

    assert handed_on == [1, 0]
    assert background.execute(UUID(job)).verified
