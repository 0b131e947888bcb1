"""A COMMIT whose answer is lost, and two workers that both believe that a job is theirs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID, uuid4

import psycopg
import pytest
from fastapi.testclient import TestClient

from demogen.api.app import BASE, create_app
from demogen.db import leases
from demogen.db.jobs import Job
from demogen.db.leases import Attempt
from demogen.db.session import Database
from demogen.jobs.queue import PostgresQueue
from demogen.service.patch_engine import PatchEngine
from demogen.service.sign_in import Admins
from demogen.service.supervision import hand_on, reap
from tests.integration.builders import ANCHOR, NINE, plan
from tests.reliability.harness import (
    MONTH,
    Promise,
    Station,
    Tenant,
    a_database,
    a_minute_passes,
    a_worker,
    left_behind,
    make_tenant,
    own_records,
    status_of,
    value_of,
    violations,
)
from tests.reliability.points import COMMIT, LAST, TURN
from tests.reliability.proxy import Point, a_proxy
from tests.waiting import wait_for

BEFORE_LAST = Point("before the last statement", (TURN, LAST))
BEFORE_COMMIT = Point("before COMMIT", (TURN, LAST, COMMIT))
ANSWER_LOST = Point("COMMIT sent, answer lost", (TURN, LAST, COMMIT), answered=True)


@dataclass
class Place:
    station: Station
    name: str
    database: Database
    sql: psycopg.Connection
    tenant: Tenant

    def url(self, port: int | None = None) -> str:
        return self.station.url(self.name, port=port)

    def nothing_is_left(self) -> bool:
        """Whether that is so; where it is not, a minute passes and a supervisor looks."""
        if not left_behind(self.sql):
            return True
        self.time_passes()
        return False

    def time_passes(self) -> None:
        """A minute later a supervisor looks."""
        a_minute_passes(self.sql)
        self.sql.execute("UPDATE demo_job_progress SET lease_until = now() - interval '1 second'")
        reap(self.database, PostgresQueue())

    def ends_well(self, promise: Promise) -> None:
        wait_for(lambda: status_of(self.sql, promise.job) == "completed", "the job completes")
        wait_for(lambda: not left_behind(self.sql), "nothing is left behind")
        assert violations(self.sql, promise) == []


@pytest.fixture(scope="module")
def grown(station: Station) -> str:
    name = station.clone()
    with a_database(station.url(name)) as database, station.sql(name) as sql:
        make_tenant(database, sql)
    return name


@pytest.fixture
def place(station: Station, grown: str) -> Iterator[Place]:
    name = station.clone(grown)
    with a_database(station.url(name)) as database, station.sql(name) as sql:
        yield Place(station, name, database, sql, Tenant(database, sql))


def test_a_commit_whose_answer_is_lost_is_kept_and_not_done_again(place: Place) -> None:
    promise = place.tenant.patch()
    with a_proxy(place.station.socket, ANSWER_LOST) as proxy, a_worker(place.url(proxy.port)) as worker:
        assert proxy.reached.wait(120)

        proxy.drop()

        wait_for(place.nothing_is_left, "nothing is left behind")
        assert worker.alive
    with a_worker(place.url()):
        place.ends_well(promise)
    assert value_of(place.sql, "SELECT attempt FROM demo_patch_jobs WHERE id = %s", promise.job) == 1


def test_a_connection_that_breaks_before_commit_costs_an_attempt_and_no_record_twice(place: Place) -> None:
    promise = place.tenant.patch()
    with a_proxy(place.station.socket, BEFORE_COMMIT) as proxy, a_worker(place.url(proxy.port)):
        assert proxy.reached.wait(120)

        proxy.drop()

        place.time_passes()
        place.ends_well(promise)
    assert value_of(place.sql, "SELECT attempt FROM demo_patch_jobs WHERE id = %s", promise.job) == 2


def test_a_command_whose_commits_answer_is_lost_finds_its_job_done(place: Place) -> None:
    with a_proxy(place.station.socket, ANSWER_LOST) as proxy, a_database(place.url(proxy.port)) as shaky:
        engine = PatchEngine(shaky, max_records=1_000_000)
        slug = place.sql.execute("SELECT slug FROM tenants").fetchone()
        assert slug
        job = engine.submit(slug[0], plan({MONTH: NINE}), anchor=ANCHOR)
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(engine.execute, job.id)
            assert proxy.reached.wait(120)
            proxy.drop()
            found = running.result(120)

    assert found.verified
    assert own_records(place.sql, job.id) == sum(
        NINE[f"{name}Created"] for name in ("companies", "contacts", "deals", "activities")
    )
    assert left_behind(place.sql) == []


def test_a_request_whose_commits_answer_is_lost_makes_one_job_when_it_is_sent_again(place: Place) -> None:
    lost = Point("the job's commit", ("INSERT INTO demo_patch_jobs", COMMIT), answered=True)
    email = Admins(place.database).create("ann@admin.example", password="correct horse battery").email
    token = Admins(place.database).create_token(email, "tests")[1]
    body = {"planType": "DELTAS", "months": [{"month": MONTH, "contactsCreated": 5}]}
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid4())}
    with a_proxy(place.station.socket, lost) as proxy, a_database(place.url(proxy.port)) as shaky:
        app = create_app(shaky, PostgresQueue(), secret=b"secret", max_records=1_000_000)
        with (
            TestClient(app, base_url=f"http://127.0.0.1{BASE}/", raise_server_exceptions=False) as client,
            ThreadPoolExecutor(1) as pool,
        ):
            path = f"tenants/{place.tenant.id}/patch/apply"
            first = pool.submit(client.post, path, json=body, headers=headers)
            assert proxy.reached.wait(120)
            proxy.drop()
            told = first.result(120)
            again = client.post(path, json=body, headers=headers)

    assert (told.status_code, again.status_code) == (503, 202)
    jobs = place.sql.execute("SELECT id FROM demo_patch_jobs").fetchall()
    assert jobs == [(UUID(again.json()["jobId"]),)]
    assert value_of(place.sql, "SELECT count(*) FROM procrastinate_jobs") == 1


def take_away(place: Place, job: Job) -> bool:
    """Hand a running job on although its worker is well and its session is left alone."""
    with place.database.transaction() as connection:
        attempt = Attempt(job, job.attempt, "a worker that is well")
        done = hand_on(connection, PostgresQueue(), attempt, "it was believed dead")
        connection.exec_driver_sql("DELETE FROM demo_job_progress")
        assert leases.orphans(connection) == []
    return done


def test_of_two_workers_that_both_believe_they_own_a_job_the_one_it_was_handed_to_commits(
    place: Place,
) -> None:
    promise = place.tenant.patch()
    engine = PatchEngine(place.database, max_records=1_000_000, queue=PostgresQueue())
    with a_proxy(place.station.socket, BEFORE_LAST) as proxy, a_worker(place.url(proxy.port)) as first:
        assert proxy.reached.wait(120)
        assert take_away(place, engine.find(promise.job))
        place.sql.execute("UPDATE procrastinate_jobs SET lock = NULL WHERE status = 'todo'")
        with a_worker(place.url()):
            wait_for(lambda: engine.find(promise.job).attempt == 2, "the second worker claims the job, too")

            proxy.release()

            wait_for(lambda: status_of(place.sql, promise.job) == "completed", "one of them completes it")
        wait_for(place.nothing_is_left, "nothing is left behind")
        assert first.alive

    place.ends_well(promise)
    assert engine.find(promise.job).attempt == 2


def test_a_job_cannot_be_handed_on_once_its_worker_has_written_its_last_statement(place: Place) -> None:
    promise = place.tenant.patch()
    engine = PatchEngine(place.database, max_records=1_000_000, queue=PostgresQueue())
    with a_proxy(place.station.socket, BEFORE_COMMIT) as proxy, a_worker(place.url(proxy.port)):
        assert proxy.reached.wait(120)
        given: list[bool] = []
        job = engine.find(promise.job)
        other = threading.Thread(target=lambda: given.append(take_away(place, job)))
        other.start()
        waits = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock' AND query ~ '^UPDATE demo_patch_jobs'"
        )
        wait_for(lambda: value_of(place.sql, waits), "handing on waits for the commit")

        proxy.release()

        other.join(120)
        assert given == [False]
        place.ends_well(promise)
    assert engine.find(promise.job).attempt == 1
