"""One attempt at a job as others see it: its lease and its progress, written through a connection of its own."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

import structlog
from sqlalchemy import Connection

from demogen.db import leases
from demogen.db.jobs import Job
from demogen.db.leases import Attempt, DatabaseSession
from demogen.db.session import Database
from demogen.domain.kpis import JsonValue
from demogen.errors import AttemptSuperseded, DatabaseError, JobNotRunnable, WorkerStopping

log = structlog.get_logger()

Listener = Callable[[int, str], None]
"""Called with (percent, step) whenever a job gets further."""

WRITE_EVERY_SECONDS = 0.2
RENEW_EVERY_SECONDS = 1.0


def worker_name() -> str:
    """A name for this process as a worker, never used before or again."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def log_line(number: int, message: str) -> JsonValue:
    return {"seq": number, "at": datetime.now(UTC).isoformat(), "message": message}


class JobMonitor:
    """Claims a job and keeps its lease while it runs.

    A thread alone writes: it renews the lease and carries progress, and it learns when the job was cancelled or taken
    over. `step`, `advance` and `check` raise then, so that the work stops at its next report.
    """

    def __init__(
        self,
        database: Database,
        job: Job,
        *,
        worker: str,
        listener: Listener | None = None,
        stop: threading.Event | None = None,
    ) -> None:
        self._database, self._job, self._worker, self._listener = database, job, worker, listener
        self._stop = stop or threading.Event()
        self._ended, self._news = threading.Event(), threading.Event()
        self._lost = self._finished = False
        self._failure: Exception | None = None
        self._percent, self._step = 0, "starting"
        self._patch: DatabaseSession | None = None
        self._pending: list[JsonValue] = []
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self.log: list[JsonValue] = list(job.log)
        self.attempt: Attempt | None = None

    def __enter__(self) -> Self:
        """Make the queued job ours. Raises JobNotRunnable where it is not queued any more."""
        ready = threading.Event()
        self._thread = threading.Thread(target=self._keep, args=(ready,), name="lease", daemon=True)
        self._thread.start()
        ready.wait()
        if self.attempt is None:
            self._thread.join()
            if self._failure is not None:
                raise self._failure
            raise JobNotRunnable(f"Job {self._job.id} is not waiting to be run.")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._news.set()
        assert self._thread is not None
        self._thread.join()

    def works_in(self, connection: Connection) -> None:
        """Tell which database session holds the patch's transaction, so that it can be ended if we cannot."""
        self._patch = leases.own_session(connection)
        self._news.set()

    def step(self, percent: int, step: str, line: str | None = None) -> None:
        """Report a new step, with a line for the log."""
        self.check()
        self._percent, self._step = max(percent, self._percent), step
        self.note(line or step)
        self._tell()

    def advance(self, percent: int) -> None:
        """Report progress within a step."""
        self.check()
        if percent > self._percent:
            self._percent = percent
            self._tell()

    def note(self, line: str) -> None:
        """A line for the log that changes no step."""
        with self._lock:
            entry = log_line(len(self.log) + 1, line)
            self.log.append(entry)
            self._pending.append(entry)

    def check(self) -> None:
        """Raise where this attempt must not go on: its job was cancelled or taken over, or the worker stops."""
        if self._lost:
            raise AttemptSuperseded()
        if self._stop.is_set():
            raise WorkerStopping()

    def done(self) -> None:
        """The job's row tells how the attempt ended: its lease may go. An attempt that ends without this is lost."""
        self._finished = True
        if self._listener:
            self._listener(100, "done")

    def _tell(self) -> None:
        self._news.set()
        if self._listener:
            self._listener(self._percent, self._step)

    def _keep(self, ready: threading.Event) -> None:
        """The thread: claim, then renew until the attempt ends, over a new connection where one breaks."""
        while not self._ended.is_set() and not self._lost:
            try:
                with self._database.autocommit() as connection:
                    keeper = leases.own_session(connection)
                    if self.attempt is None:
                        self._claim(keeper)
                        ready.set()
                    if self.attempt is None:
                        return
                    self._renew_until_ended(connection, self.attempt, keeper)
            except DatabaseError as error:
                if self.attempt is None:
                    self._failure = error
                    break
                log.warning("lease_not_renewed", job=str(self._job.id), error=error.message)
                self._ended.wait(RENEW_EVERY_SECONDS)
            except Exception as error:
                self._lost, self._failure = True, error
                log.exception("lease_lost", job=str(self._job.id))
        ready.set()

    def _claim(self, keeper: DatabaseSession) -> None:
        """The job's row and the lease change together. It is ours once that is committed, not before."""
        with self._database.transaction() as connection:
            claimed = leases.claim(connection, self._job, worker=self._worker, keeper=keeper)
        self.attempt = claimed

    def _renew_until_ended(self, connection: Connection, attempt: Attempt, keeper: DatabaseSession) -> None:
        while not self._ended.is_set():
            self._news.clear()
            with self._lock:
                lines, self._pending = self._pending, []
            if not leases.renew(
                connection,
                attempt,
                progress=min(self._percent, 99),
                step=self._step,
                lines=lines,
                keeper=keeper,
                patch=self._patch,
            ):
                self._lost = True
                break
            if not self._ended.wait(WRITE_EVERY_SECONDS):
                self._news.wait(RENEW_EVERY_SECONDS)
        self._ended.wait()
        if self._finished:
            leases.drop(connection, attempt)
