"""A worker process: takes jobs from the queue until it is told to stop, and looks after those of dead workers."""

from __future__ import annotations

import asyncio
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import structlog
from procrastinate import App, PsycopgConnector

from demogen.db.session import BRIEF_SECONDS, Database
from demogen.errors import DatabaseError, JobNotRunnable, JobUnknown
from demogen.jobs.queue import KEEP_FRESH, PERIODIC, QUEUE, TASK, PostgresQueue
from demogen.service.health import HealthCheck
from demogen.service.patch_engine import PatchEngine
from demogen.service.progress import worker_name
from demogen.service.sign_in import forget_expired
from demogen.service.stories import Stories
from demogen.service.supervision import reap

log = structlog.get_logger()

REAP_EVERY_SECONDS = 10
GRACE_SECONDS = 20
"""How long a patch that runs when the worker is stopped may take to finish; then its job is handed on."""

KEEP_FRESH_MINUTES = 5
"""How often stories are looked after."""

_ROLLBACK_SECONDS = 30
_AGAIN_AFTER_SECONDS = 2

_SPARE_THREADS = 2
"""Beside those that run jobs: one waits for the end, one closes what the queue library has opened."""


class Worker:
    """Runs jobs of several tenants side by side, those of one tenant one after the other."""

    def __init__(self, database: Database, *, max_records: int, concurrency: int = 2) -> None:
        self.name = worker_name()
        self._database, self._concurrency = database, concurrency
        self._queue = PostgresQueue()
        self._engine = PatchEngine(database, max_records=max_records, queue=self._queue)
        self._stories = Stories(database, max_records=max_records, queue=self._queue)
        self._health = HealthCheck(database)
        self._stopping, self._hurry = threading.Event(), threading.Event()

    def run(self) -> None:
        """Work until SIGTERM, SIGINT or `stop`; a running patch then finishes or is handed on."""
        log.info("worker_started", worker=self.name)
        reaper = threading.Thread(target=self._reap, name="reaper", daemon=True)
        reaper.start()
        asyncio.run(self._work())
        self._stopping.set()
        reaper.join(REAP_EVERY_SECONDS)
        log.info("worker_stopped", worker=self.name)

    def stop(self) -> None:
        """Stop gracefully; may be called from any thread."""
        self._stopping.set()

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(self._concurrency + _SPARE_THREADS, "jobs"))
        if threading.current_thread() is threading.main_thread():
            for signal_number in (signal.SIGTERM, signal.SIGINT):
                loop.add_signal_handler(signal_number, self.stop)
        stopped = asyncio.create_task(asyncio.to_thread(self._stopping.wait))
        while not self._stopping.is_set():
            working = asyncio.create_task(self._take_jobs())
            await asyncio.wait({working, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if self._stopping.is_set():
                loop.call_later(GRACE_SECONDS, self._hurry.set)
                working.cancel()
            try:
                await working
            except asyncio.CancelledError:
                pass
            except Exception as error:
                log.warning("queue_unreachable", error=str(error))
                await asyncio.to_thread(self._look_for_database)
            await asyncio.wait({stopped}, timeout=_AGAIN_AFTER_SECONDS)

    async def _take_jobs(self) -> None:
        """Until cancelled, or until the queue cannot be reached any more."""
        brief = {"options": f"-c idle_in_transaction_session_timeout={BRIEF_SECONDS}s"}
        app = App(
            connector=PsycopgConnector(conninfo=self._database.dsn, min_size=1, max_size=4, kwargs=brief)
        )
        app.task(name=TASK, queue=QUEUE)(self._run_job)
        every_few_minutes = app.periodic(cron=f"*/{KEEP_FRESH_MINUTES} * * * *")
        every_few_minutes(
            app.task(name=KEEP_FRESH, queue=PERIODIC, queueing_lock=KEEP_FRESH)(self._keep_fresh)
        )
        async with app.open_async():
            await app.run_worker_async(
                queues=[QUEUE, PERIODIC],
                name=self.name,
                concurrency=self._concurrency,
                delete_jobs="always",
                install_signal_handlers=False,
                shutdown_graceful_timeout=GRACE_SECONDS + _ROLLBACK_SECONDS,
            )

    def _look_for_database(self) -> None:
        """Whoever finds an embedded server gone starts it again."""
        try:
            self._database.check()
        except DatabaseError as error:
            log.warning("database_unreachable", error=error.message)

    def _run_job(self, job_id: str) -> None:
        with structlog.contextvars.bound_contextvars(job=job_id, worker=self.name):
            try:
                job = self._engine.execute(UUID(job_id), worker=self.name, stop=self._hurry)
            except (JobNotRunnable, JobUnknown) as error:
                log.info("job_not_run", reason=error.message)
            except DatabaseError as error:
                log.error("job_left", reason=error.message)  # its lease runs out, and it is handed on
            else:
                log.info("job_ended", status=job.status, attempt=job.attempt, metrics=job.execution_metrics)

    def _keep_fresh(self, timestamp: int) -> None:
        """Stories that are due, then a look at tenants. The library defers it once for each instant, whatever the number
        of workers."""
        try:
            jobs = self._stories.run_all(stop=self._stopping)
            looked = self._health.refresh(stop=self._stopping)
        except DatabaseError as error:
            log.warning("keep_fresh_failed", error=error.message)
        else:
            log.info("kept_fresh", at=timestamp, jobs=len(jobs), tenants_looked_at=looked)

    def _reap(self) -> None:
        while not self._stopping.is_set():
            try:
                reap(self._database, self._queue)
                forget_expired(self._database)
            except DatabaseError as error:
                log.warning("reaper_failed", error=error.message)
            except Exception:
                log.exception("reaper_failed")
            self._stopping.wait(REAP_EVERY_SECONDS)
