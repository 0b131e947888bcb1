"""Progress of a running job, written through a connection of its own so that others see it before the commit."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from demogen.db import jobs
from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.domain.kpis import JsonValue
from demogen.errors import JobNotRunnable

Listener = Callable[[int, str], None]
"""Called with (percent, step) whenever a job gets further."""

_EVERY_SECONDS = 0.2


class JobMonitor:
    """One attempt at a job: claims it, and reports how far it is. Its database session stands for the process."""

    def __init__(self, database: Database, job: Job, listener: Listener | None = None) -> None:
        self._database, self._job, self._listener = database, job, listener
        self._stack = ExitStack()
        self._written, self._percent, self._step = 0.0, 0, "starting"
        self._pending: list[JsonValue] = []
        self.log: list[JsonValue] = []

    def __enter__(self) -> Self:
        self._connection: Connection = self._stack.enter_context(self._database.autocommit())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def claim(self) -> int:
        """Make the queued job ours and return the attempt number. Raises JobNotRunnable where it is not queued."""
        jobs.record_session(self._connection, self._job)
        attempt = jobs.claim(self._connection, self._job)
        if attempt is None:
            raise JobNotRunnable(f"Job {self._job.id} is not waiting to be run.")
        return attempt

    def step(self, percent: int, step: str, line: str | None = None) -> None:
        """Report a new step, with a line for the log."""
        self._percent, self._step = max(percent, self._percent), step
        self._add(line or step)
        self._write()

    def advance(self, percent: int) -> None:
        """Report progress within a step, a few times a second at most."""
        self._percent = max(percent, self._percent)
        if time.monotonic() - self._written > _EVERY_SECONDS:
            self._write()

    def note(self, line: str) -> None:
        """A line for the log that changes no step."""
        self._add(line)

    def done(self) -> None:
        """The job has ended and its row says all: drop the running one."""
        jobs.clear_progress(self._connection, self._job)
        if self._listener:
            self._listener(100, "done")

    def _add(self, line: str) -> None:
        entry: JsonValue = {"seq": len(self.log) + 1, "at": datetime.now(UTC).isoformat(), "message": line}
        self.log.append(entry)
        self._pending.append(entry)

    def _write(self) -> None:
        jobs.report_progress(
            self._connection, self._job, progress=self._percent, step=self._step, lines=self._pending
        )
        self._pending, self._written = [], time.monotonic()
        if self._listener:
            self._listener(self._percent, self._step)
