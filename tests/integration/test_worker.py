"""What a worker does around its jobs; the jobs themselves are tried elsewhere."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace
from typing import NoReturn

import pytest

from demogen.db.session import Database
from demogen.errors import JobNotRunnable
from demogen.jobs import worker as module
from demogen.jobs.queue import PostgresQueue
from demogen.jobs.worker import Worker
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import BERLIN, empty_tenant, plan

AT_ONCE, LOSSES = 9, 12


def test_a_worker_runs_as_many_jobs_at_once_as_it_may_also_after_it_lost_the_queue_often(
    database: Database, generator: TenantGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = PatchEngine(database, max_records=1_000, queue=PostgresQueue())
    for number in range(AT_ONCE):
        tenant = empty_tenant(generator, replace(BERLIN, name=f"Tools {number}"))
        engine.submit(tenant.slug, plan({"2025-03": {"companiesCreated": 1}}))
    met = threading.Barrier(AT_ONCE + 1)
    monkeypatch.setattr(module, "_AGAIN_AFTER_SECONDS", 0.01)
    monkeypatch.setattr(PatchEngine, "execute", lambda *_args, **_named: _meet(met))
    running = Worker(database, max_records=1_000, concurrency=AT_ONCE)
    take_jobs = running._take_jobs
    losses = itertools.count(1)

    async def unreliable() -> None:
        if next(losses) <= LOSSES:
            raise ConnectionError("the queue went away")
        await take_jobs()

    monkeypatch.setattr(running, "_take_jobs", unreliable)
    thread = threading.Thread(target=running.run)
    thread.start()
    try:
        met.wait(30)
    finally:
        running.stop()
        thread.join(30)

    assert next(losses) > LOSSES
    assert not thread.is_alive()


def _meet(met: threading.Barrier) -> NoReturn:
    """Instead of running a job: wait for the others."""
    met.wait(30)
    raise JobNotRunnable("All have met.")
