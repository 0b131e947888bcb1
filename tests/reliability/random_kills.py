"""Workers killed at random instants, over and over, on tenants whose jobs follow one another.

A lane is a database with a tenant. It submits a job, starts worker after worker for it, strikes each at a random instant,
and looks at everything after every strike. When the job has ended the next one is submitted; the last undo brings the
tenant back to where it began.
"""

from __future__ import annotations

import itertools
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psycopg

from demogen.db.session import Database
from demogen.jobs.queue import PostgresQueue
from demogen.service.supervision import reap
from tests.integration.builders import rows_hash
from tests.reliability.harness import (
    Promise,
    Station,
    Tenant,
    WorkerProcess,
    a_database,
    a_minute_passes,
    a_worker,
    left_behind,
    make_tenant,
    status_of,
    violations,
)
from tests.waiting import wait_for

_SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"


@dataclass
class Tally:
    """What was done, where it hit, and what was wrong."""

    kills: int = 0
    jobs: Counter[str] = field(default_factory=Counter)
    hits: Counter[str] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        def listed(counts: Counter[str]) -> str:
            return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))

        lines = [
            f"{self.kills} workers killed at random instants",
            f"  the job then was: {listed(self.hits)}",
            f"  jobs that ended: {listed(self.jobs)}",
            f"  violations: {len(self.violations)}",
            *(f"    {line}" for line in self.violations[:50]),
        ]
        return "\n".join(lines)


class Lane:
    """One tenant and the workers that die for it."""

    def __init__(
        self, url: str, database: Database, sql: psycopg.Connection, tally: Tally, *, seed: int
    ) -> None:
        self._url, self._database, self._sql, self._tally = url, database, sql, tally
        self._tenant = Tenant(database, sql)
        self._random = random.Random(seed)
        self._usual = 1.5
        """Seconds from a worker's start to its job's end, as far as known."""

    def jobs(self) -> Iterator[tuple[str, Promise]]:
        """Patches and reconciliations by turns, without end. Each that completes is undone, however many tries it takes."""
        tenant = self._tenant
        for name, submit in itertools.cycle((("patch", tenant.patch), ("reconcile", tenant.reconcile))):
            rows = rows_hash(self._sql, tenant.id)
            yield name, (change := submit())
            while self._is_done(change) and rows_hash(self._sql, tenant.id) != rows:
                yield "undo", tenant.undo(change, rows)

    def run(self, more: Callable[[], bool]) -> None:
        """Kill workers as long as `more` says so; then let the last job end in peace."""
        for name, promise in self.jobs():
            while not self._has_ended(promise) and more():
                self._strike(name, promise)
            if not self._has_ended(promise):
                with a_worker(self._url):
                    wait_for(lambda: self._has_ended(promise), f"the last {name} ends")  # noqa: B023
            self._look(name, promise, ended=True)
            self._tally.jobs[f"{name} {status_of(self._sql, promise.job)}"] += 1
            if not more():
                return

    def _strike(self, name: str, promise: Promise) -> None:
        others, begun = self._sessions(), time.monotonic()
        worker = WorkerProcess(self._url)
        instant = begun + self._random.uniform(0.0, 1.1 * self._usual)
        while time.monotonic() < instant:
            if self._has_ended(promise):
                self._usual += ((time.monotonic() - begun) - self._usual) / 2
                time.sleep(
                    self._random.uniform(0.0, 0.2)
                )  # it is not done yet with what comes after its commit
                break
            time.sleep(min(0.02, max(instant - time.monotonic(), 0)))
        else:
            self._usual *= 1.05  # on a busy machine a job takes longer, and its end must be met, too
        worker.kill()
        wait_for(lambda: self._sessions() <= others, "the server notices that the worker is gone")
        self._tally.kills += 1
        self._tally.hits[status_of(self._sql, promise.job)] += 1
        self._look(name, promise, ended=False)
        a_minute_passes(self._sql)
        reap(self._database, PostgresQueue())

    def _look(self, name: str, promise: Promise, *, ended: bool) -> None:
        if ended:
            a_minute_passes(self._sql)
            reap(self._database, PostgresQueue())
        wrong = violations(self._sql, promise) + (left_behind(self._sql) if ended else [])
        self._tally.violations += [f"{name} {promise.job}: {line}" for line in wrong]

    def _sessions(self) -> set[int]:
        return {row[0] for row in self._sql.execute(_SESSIONS).fetchall()}

    def _has_ended(self, promise: Promise) -> bool:
        return status_of(self._sql, promise.job) in ("completed", "failed", "cancelled")

    def _is_done(self, promise: Promise) -> bool:
        return status_of(self._sql, promise.job) == "completed"


def kill_at_random(
    station: Station,
    *,
    kills: int,
    lanes: int,
    seed: int,
    until: float = float("inf"),
    listener: Callable[[Tally], None] = lambda _: None,
) -> Tally:
    """That many kills, spread over lanes side by side; fewer where the monotonic clock reaches `until` before."""
    tally = Tally()

    def more() -> bool:
        listener(tally)
        return tally.kills < kills and time.monotonic() < until and not tally.violations

    def go(number: int) -> None:
        name = station.clone(grown)
        with a_database(station.url(name)) as database, station.sql(name) as sql:
            Lane(station.url(name), database, sql, tally, seed=seed + number).run(more)

    grown = station.clone()
    with a_database(station.url(grown)) as database, station.sql(grown) as sql:
        make_tenant(database, sql)
    with ThreadPoolExecutor(lanes) as pool:
        list(pool.map(go, range(lanes)))
    return tally
