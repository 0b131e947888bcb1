"""The services' queue on procrastinate's tables, whose shape is pinned with the library (3.10)."""

from __future__ import annotations

from uuid import UUID

from procrastinate import App, PsycopgConnector
from sqlalchemy import Connection, text

QUEUE, TASK = "demogen", "run_job"
PERIODIC, KEEP_FRESH = "demogen-periodic", "keep_fresh"

DEAD_AFTER_SECONDS = 30
"""Silence after which a worker's queue entries are taken from it; the library's workers report every 10 s."""

_DEAD = (
    "(status = 'doing' AND NOT EXISTS (SELECT FROM procrastinate_workers w WHERE w.id = worker_id "
    f"AND w.last_heartbeat > clock_timestamp() - interval '{DEAD_AFTER_SECONDS} seconds'))"
)


class PostgresQueue:
    """Implements `demogen.service.queue.Queue`."""

    def __init__(self) -> None:
        self._app = App(connector=PsycopgConnector())

    def add(self, connection: Connection, *, tenant_id: UUID, job_id: UUID) -> None:
        deferrer = self._app.configure_task(
            TASK, queue=QUEUE, lock=str(tenant_id), connection=connection.connection.driver_connection
        )
        deferrer.defer(job_id=str(job_id))

    def drop(self, connection: Connection, *, job_id: UUID, taken: bool = False) -> None:
        connection.execute(
            text(
                "DELETE FROM procrastinate_jobs WHERE queue_name = :queue AND args->>'job_id' = :job "
                "AND (status = 'todo' OR :taken)"
            ),
            {"queue": QUEUE, "job": str(job_id), "taken": taken},
        )

    def sweep(self, connection: Connection) -> None:
        connection.execute(
            text(
                "DELETE FROM procrastinate_jobs WHERE queue_name IN (:queue, :periodic) "
                f"AND (status NOT IN ('todo', 'doing') OR {_DEAD})"
            ),
            {"queue": QUEUE, "periodic": PERIODIC},
        )

    def held(self, connection: Connection) -> set[UUID]:
        rows = connection.execute(
            text(
                "SELECT args->>'job_id' FROM procrastinate_jobs WHERE queue_name = :queue "
                f"AND status IN ('todo', 'doing') AND NOT {_DEAD}"
            ),
            {"queue": QUEUE},
        )
        return {UUID(row[0]) for row in rows}

    def depth(self, connection: Connection) -> int:
        return int(
            connection.execute(
                text("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = :queue AND status = 'todo'"),
                {"queue": QUEUE},
            ).scalar_one()
        )
