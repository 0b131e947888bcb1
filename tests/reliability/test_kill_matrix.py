"""Every point in a job's life, met exactly, and everything that can happen to a worker there.

The workers of one test are led to their points side by side, struck at once, and other workers stand by.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass

import psycopg
import pytest

from tests.integration.builders import rows_hash
from tests.reliability.harness import (
    PROMISED_SECONDS,
    Promise,
    Station,
    Tenant,
    WorkerProcess,
    a_database,
    a_worker,
    left_behind,
    make_tenant,
    status_of,
    value_of,
    violations,
)
from tests.reliability.points import POINTS, TURN
from tests.reliability.proxy import Point, Proxy, a_proxy
from tests.waiting import PATIENCE_SECONDS, wait_for


@pytest.fixture(scope="module")
def waiting(station: Station) -> dict[str, Promise]:
    """A template for each kind of job, in which it waits to be run; what the job promises."""
    promises = {}
    grown = station.clone()
    with a_database(station.url(grown)) as database, station.sql(grown) as sql:
        make_tenant(database, sql)
    for kind in POINTS:
        name = station.clone(grown)
        with a_database(station.url(name)) as database, station.sql(name) as sql:
            promises[kind] = submit(kind, station, name, Tenant(database, sql), sql)
        with station.sql("postgres") as sql:
            sql.execute(f"ALTER DATABASE {name} RENAME TO waits_for_{kind}")
    return promises


def submit(kind: str, station: Station, name: str, tenant: Tenant, sql: psycopg.Connection) -> Promise:
    if kind == "patch":
        return tenant.patch()
    if kind == "reconcile":
        return tenant.reconcile()
    rows = rows_hash(sql, tenant.id)
    done = tenant.patch()
    with a_worker(station.url(name)):
        wait_for(lambda: status_of(sql, done.job) == "completed" and not left_behind(sql), "a patch is done")
    return tenant.undo(done, rows)


@dataclass
class Case:
    """One point: a database of its own, the worker that is held there, and what became of the job."""

    point: Point
    promise: Promise
    name: str
    sql: psycopg.Connection
    proxy: Proxy
    victim: WorkerProcess
    struck: float = 0.0
    attempt: int = 0

    def strike(self, means: Callable[[Case], object]) -> None:
        self.attempt = self.attempt_now()
        self.struck = time.monotonic()
        means(self)

    def attempt_now(self) -> int:
        return value_of(self.sql, "SELECT attempt FROM demo_patch_jobs WHERE id = %s", self.promise.job)

    def is_finished_or_handed_on(self) -> bool:
        return (
            status_of(self.sql, self.promise.job) == "completed"
            or self.attempt_now() > self.attempt
            or bool(value_of(self.sql, "SELECT count(*) FROM audit_log WHERE action = 'job.hand_on'"))
        )


class Round:
    """All points at once."""

    def __init__(self, station: Station, promises: dict[str, Promise], stack: ExitStack) -> None:
        self.station, self._stack = station, stack
        self._pool = stack.enter_context(ThreadPoolExecutor(32))
        wanted = [(kind, point, promises[kind]) for kind, points in POINTS.items() for point in points]
        brief = [given for given in wanted if given[1].messages[0] != TURN]
        self.cases: list[Case] = []
        for group in ([given for given in wanted if given not in brief], brief):
            # the server lets brief transactions stand still for seconds only, so they are met last
            found = list(self._pool.map(lambda given: self._bring(*given), group))
            for case in found:
                assert case.proxy.reached.wait(PATIENCE_SECONDS), f"{case.point} was not reached"
            self.cases += found

    def _bring(self, kind: str, point: Point, promise: Promise) -> Case:
        name = self.station.clone(f"waits_for_{kind}")
        proxy = self._stack.enter_context(a_proxy(self.station.socket, point))
        sql = self._stack.enter_context(self.station.sql(name))
        victim = self._stack.enter_context(a_worker(self.station.url(name, port=proxy.port)))
        return Case(point, promise, name, sql, proxy, victim)

    def each(self, work: Callable[[Case], object]) -> None:
        list(self._pool.map(work, self.cases))

    def others_stand_by(self) -> None:
        """A worker for each job, all in one process."""
        self._stack.enter_context(a_worker(*(self.station.url(case.name) for case in self.cases)))

    def are_taken_over(self) -> None:
        """Within the promised time each job is finished or handed on."""
        late: list[str] = []

        def look(case: Case) -> None:
            wait_for(case.is_finished_or_handed_on, f"the job at '{case.point}' is finished or handed on")
            took = time.monotonic() - case.struck
            if took > PROMISED_SECONDS:
                late.append(f"{case.point}: {took:.0f} s")

        self.each(look)
        assert late == []

    def settle(self) -> None:
        """Each job completes, and all that is promised comes true."""

        def look(case: Case) -> None:
            wait_for(
                lambda: status_of(case.sql, case.promise.job) == "completed", f"{case.point}: it completes"
            )
            wait_for(lambda: not left_behind(case.sql), f"nothing of '{case.point}' is left behind")

        self.each(look)
        self.verify()

    def verify(self) -> None:
        found = {str(case.point): violations(case.sql, case.promise) for case in self.cases}
        assert {point: wrong for point, wrong in found.items() if wrong} == {}


@pytest.fixture
def all_points(station: Station, waiting: dict[str, Promise]) -> Iterator[Round]:
    with ExitStack() as stack:
        yield Round(station, waiting, stack)


def test_a_worker_that_is_killed_at_any_point_leaves_all_or_nothing_and_another_completes_the_job(
    all_points: Round,
) -> None:
    all_points.others_stand_by()

    all_points.each(lambda case: case.strike(lambda case: case.victim.kill()))

    all_points.are_taken_over()
    all_points.settle()


def test_a_worker_that_sleeps_at_any_point_loses_its_job_and_changes_nothing_when_it_wakes(
    all_points: Round,
) -> None:
    all_points.others_stand_by()

    all_points.each(lambda case: case.strike(lambda case: case.victim.signal(signal.SIGSTOP)))

    all_points.are_taken_over()
    all_points.settle()
    all_points.each(lambda case: case.victim.signal(signal.SIGCONT))
    all_points.each(lambda case: case.proxy.release())
    time.sleep(3)  # what the sleepers wanted to do they have tried by now, or never will
    all_points.settle()


def test_a_session_that_the_server_ends_at_any_point_costs_the_attempt_at_most(all_points: Round) -> None:
    all_points.others_stand_by()

    all_points.each(
        lambda case: case.strike(
            lambda case: case.sql.execute("SELECT pg_terminate_backend(%s)", [case.proxy.held_pid])
        )
    )

    all_points.each(lambda case: case.proxy.release())
    all_points.are_taken_over()
    all_points.settle()


def test_a_server_that_crashes_while_jobs_stand_at_any_point_goes_on_where_it_was(all_points: Round) -> None:
    all_points.others_stand_by()
    all_points.each(lambda case: case.strike(lambda case: case.sql.close()))

    all_points.station.restart()

    all_points.each(lambda case: case.proxy.release())
    for case in all_points.cases:
        case.sql = all_points.station.sql(case.name)
    all_points.are_taken_over()
    all_points.settle()
    all_points.each(lambda case: case.sql.close())
