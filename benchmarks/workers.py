"""Many patches of several tenants by several worker processes: how many a second, and that none is lost or made twice."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

import psycopg

from benchmarks.scene import MOST_RECORDS, Scene, months_until, plan_of, scene
from demogen.domain.metrics import Entity
from demogen.domain.months import Month
from demogen.domain.plan import Plan
from demogen.jobs.queue import PostgresQueue
from demogen.service.patch_engine import PatchEngine

TENANTS, PATCHES, RECORDS = 20, 200, 500
MONTHS = months_until(Month(2026, 6), 12)
_LONGEST = 600


def measure(counts: Sequence[int]) -> list[dict[str, Any]]:
    """One row for each number of workers. Raises where a patch is lost, made twice or not verified."""
    found = []
    for count in counts:
        with scene() as opened:
            seconds = _run(opened, count)
        found.append(
            {"workers": count, "seconds": round(seconds, 2), "perSecond": round(PATCHES / seconds, 2)}
        )
    return found


def _run(opened: Scene, count: int) -> float:
    tenants = [opened.tenant(MONTHS[0], f"Tenant {number}") for number in range(TENANTS)]
    engine = PatchEngine(opened.database, max_records=MOST_RECORDS, queue=PostgresQueue())
    plan = plan_of(RECORDS, MONTHS)
    jobs = [engine.submit(tenants[number % TENANTS].slug, plan).id for number in range(PATCHES)]
    environment = os.environ | {"DEMOGEN_DATABASE_URL": opened.url, "DEMOGEN_LOG_LEVEL": "ERROR"}
    with psycopg.connect(opened.url, autocommit=True) as connection:
        started = time.monotonic()
        workers = [
            subprocess.Popen(
                [sys.executable, "-m", "demogen", "worker", "--concurrency", "1"], env=environment
            )
            for _ in range(count)
        ]
        try:
            while _left(connection):
                if time.monotonic() - started > _LONGEST:
                    raise RuntimeError(f"{_left(connection)} jobs are still not done")
                time.sleep(0.1)
            seconds = time.monotonic() - started
        finally:
            for worker in workers:
                worker.terminate()
            for worker in workers:
                worker.wait(60)
        _check(connection, [str(job) for job in jobs], sum(_records_of(plan).values()))
    return seconds


def _records_of(plan: Plan) -> dict[Entity, int]:
    """How many records of each kind a plan of additions asks for."""
    names = {entity: f"{entity.value}Created" for entity in Entity}
    return {
        entity: sum(value for row in plan.months for key, value in row.values.items() if key.value == name)
        for entity, name in names.items()
    }


def _left(connection: psycopg.Connection) -> int:
    row = connection.execute(
        "SELECT count(*) FROM demo_patch_jobs WHERE status IN ('queued', 'running')"
    ).fetchone()
    assert row is not None
    return int(row[0])


def _check(connection: psycopg.Connection, jobs: list[str], records: int) -> None:
    """Every job is completed and verified, and its records are there exactly once."""
    verified = connection.execute(
        "SELECT count(*) FROM demo_patch_jobs WHERE id = ANY(%s::uuid[]) AND status = 'completed' "
        "AND diff_report->>'status' = 'pass'",
        [jobs],
    ).fetchone()
    assert verified == (len(jobs),), verified
    made = connection.execute(
        "SELECT demo_job_id::text, count(*) FROM (SELECT demo_job_id FROM companies UNION ALL SELECT demo_job_id FROM contacts "
        "UNION ALL SELECT demo_job_id FROM deals UNION ALL SELECT demo_job_id FROM activities) AS all_records GROUP BY 1"
    ).fetchall()
    assert sorted(made) == sorted((job, records) for job in jobs), made
