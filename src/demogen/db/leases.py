"""Attempts at jobs: claiming one, keeping it alive, and finding those whose worker is gone.

A worker holds a job by a lease that it renews through a connection of its own. Only the database's clock counts.
What happens to a job whose lease ran out is decided in `service`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, and_, cast, delete, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from demogen.db.jobs import TABLES, Job, find_job
from demogen.db.session import keep_brief
from demogen.db.tables import DemoJobProgress
from demogen.domain.kpis import JsonValue

LEASE_SECONDS = 30
"""How long a worker is believed to be at work without news of it."""

_LEASE = text(f"clock_timestamp() + interval '{LEASE_SECONDS} seconds'")
_OWN_START = text("(SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One worker's try at one job. A later attempt has a higher number."""

    job: Job
    number: int
    worker: str

    def _row(self) -> ColumnElement[bool]:
        return and_(
            DemoJobProgress.tenant_id == self.job.tenant_id,
            DemoJobProgress.job_id == self.job.id,
            DemoJobProgress.worker == self.worker,
            DemoJobProgress.attempt == self.number,
        )


@dataclass(frozen=True, slots=True)
class DatabaseSession:
    """A server process and when it began, since process numbers are used again."""

    pid: int
    started_at: datetime


def own_session(connection: Connection) -> DatabaseSession:
    row = connection.execute(select(func.pg_backend_pid(), _OWN_START)).one()
    return DatabaseSession(*row)


def claim(connection: Connection, job: Job, *, worker: str, keeper: DatabaseSession) -> Attempt | None:
    """Make a queued job running under a lease; None where it is no longer queued."""
    keep_brief(connection)
    table = job.kind
    row = connection.execute(
        update(table)
        .where(table.tenant_id == job.tenant_id, table.id == job.id, table.status == "queued")
        .values(
            status="running",
            attempt=table.attempt + 1,
            started_at=func.coalesce(table.started_at, func.clock_timestamp()),
            current_step="starting",
            error=None,
        )
        .returning(table.attempt, table.progress)
    ).one_or_none()
    if row is None:
        return None
    number: int = row.attempt
    values = {
        "worker": worker,
        "attempt": number,
        "lease_until": _LEASE,
        "keeper_pid": keeper.pid,
        "keeper_started_at": keeper.started_at,
        "patch_pid": None,
        "patch_started_at": None,
        "current_step": "starting",
        "log": cast(literal([], JSONB), JSONB),
        "updated_at": func.clock_timestamp(),
    }
    statement = insert(DemoJobProgress).values(
        tenant_id=job.tenant_id, job_id=job.id, progress=row.progress, **values
    )
    connection.execute(statement.on_conflict_do_update(index_elements=["tenant_id", "job_id"], set_=values))
    return Attempt(job, number, worker)


def renew(
    connection: Connection,
    attempt: Attempt,
    *,
    progress: int,
    step: str,
    lines: list[JsonValue],
    keeper: DatabaseSession,
    patch: DatabaseSession | None,
) -> bool:
    """Extend the lease and write progress, which never falls; False where the job is no longer this attempt's."""
    kept = connection.execute(
        update(DemoJobProgress)
        .where(attempt._row())
        .values(
            lease_until=_LEASE,
            progress=func.greatest(DemoJobProgress.progress, progress),
            current_step=step,
            log=DemoJobProgress.log.concat(cast(literal(lines, JSONB), JSONB)),
            keeper_pid=keeper.pid,
            keeper_started_at=keeper.started_at,
            patch_pid=patch and patch.pid,
            patch_started_at=patch and patch.started_at,
            updated_at=func.clock_timestamp(),
        )
    ).rowcount
    return kept == 1 and is_running(connection, attempt)


def is_running(connection: Connection, attempt: Attempt) -> bool:
    """Whether the job's row still names this attempt as the one at work."""
    table = attempt.job.kind
    return bool(
        connection.scalar(
            select(
                select(table.id)
                .where(
                    table.tenant_id == attempt.job.tenant_id,
                    table.id == attempt.job.id,
                    table.status == "running",
                    table.attempt == attempt.number,
                )
                .exists()
            )
        )
    )


def drop(connection: Connection, attempt: Attempt) -> None:
    """Forget the attempt: its job has ended or was handed on."""
    connection.execute(delete(DemoJobProgress).where(attempt._row()))


_GONE = text(
    "NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = demo_job_progress.keeper_pid "
    "AND backend_start = demo_job_progress.keeper_started_at)"
)


def take_lost(connection: Connection) -> list[Attempt]:
    """Attempts whose lease ran out, or whose keeping session is gone; locked until this transaction ends.

    The condition holds at the moment of locking; attempts that another process is just taking are left to it.
    """
    rows = connection.execute(
        select(
            DemoJobProgress.tenant_id, DemoJobProgress.job_id, DemoJobProgress.worker, DemoJobProgress.attempt
        )
        .where((DemoJobProgress.lease_until < func.clock_timestamp()) | _GONE)
        .order_by(DemoJobProgress.lease_until)
        .with_for_update(skip_locked=True)
    ).all()
    return [Attempt(find_job(connection, row.job_id), row.attempt, row.worker) for row in rows]


def orphans(connection: Connection) -> list[Job]:
    """Running jobs that nobody holds. A claim writes row and lease together, so there are none unless a lease was
    taken away by other hands."""
    found: list[Job] = []
    for table in TABLES:
        held = (DemoJobProgress.tenant_id == table.tenant_id) & (DemoJobProgress.job_id == table.id)
        ids = connection.scalars(
            select(table.id).where(
                table.status == "running", ~select(DemoJobProgress.job_id).where(held).exists()
            )
        )
        found += [find_job(connection, job_id) for job_id in ids.all()]
    return found


def end_session(connection: Connection, attempt: Attempt) -> bool:
    """End the database session in which the attempt's transaction runs; True where there was one."""
    row = connection.execute(
        select(DemoJobProgress.patch_pid, DemoJobProgress.patch_started_at).where(attempt._row())
    ).one_or_none()
    if row is None or row.patch_pid is None:
        return False
    ended = connection.scalar(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = :pid AND backend_start = :started"
        ),
        {"pid": row.patch_pid, "started": row.patch_started_at},
    )
    return bool(ended)


def unstarted(
    connection: Connection, *, foreground: bool, older_than_seconds: int
) -> list[tuple[UUID, UUID]]:
    """(tenant, job) of jobs that have been waiting for longer than that, the oldest first."""
    found: list[tuple[datetime, UUID, UUID]] = []
    for table in TABLES:
        rows = connection.execute(
            select(table.created_at, table.tenant_id, table.id).where(
                table.status == "queued",
                table.foreground.is_(foreground),
                table.created_at < func.clock_timestamp() - text(f"interval '{older_than_seconds} seconds'"),
            )
        )
        found += [(row.created_at, row.tenant_id, row.id) for row in rows]
    return [(tenant, job) for _, tenant, job in sorted(found)]
