"""The last thing that a job of any kind does before its commit: it proves that the records it touched, and those around them,
contradict each other in nothing that they did not contradict each other in before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, func, select, text

from demogen.db import orderings
from demogen.db.jobs import Job
from demogen.db.orderings import Among, Contradiction
from demogen.db.removal import join_by_hash
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.plan import Mode
from demogen.errors import VerificationFailed

MANY = 5_000
"""Touched records from which on whole tables are joined rather than single rows looked up."""

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the records that a job touched."""

    among: Among
    new: bool = False
    today: date | None = None


def prove(database: Database, connection: Connection, tenant: TenantRow, job: Job, *, touched: int) -> None:
    """Raise VerificationFailed where the job's transaction would leave records that contradict each other. What people entered
    may contradict itself; that was so before and is none of the job's making."""
    parts = _parts(tenant, job)
    if touched >= MANY or any(part.among is orderings.everything for part in parts):
        join_by_hash(connection)
    found = {
        one
        for part in parts
        for one in orderings.contradictions(connection, tenant.id, part.among, new=part.new, today=part.today)
    }
    if not found:
        return
    with _as_before(database, connection) as earlier:
        old = orderings.contradictions(
            earlier,
            tenant.id,
            orderings.these([record for one in found for record in one.records]),
            today=_today(tenant, job),
        )
    if made := sorted(found - old, key=str):
        raise VerificationFailed(_message(made))


def _parts(tenant: TenantRow, job: Job) -> list[_Part]:
    today = _today(tenant, job)
    if job.action == "patch":
        created = _Part(orderings.created_by(job.id), new=True, today=today)
        return [
            created,
            *([_Part(orderings.changed_by(job.id), today=today)] if job.mode is Mode.RECONCILE else []),
        ]
    if job.undoes is not None:  # what it restored, and what stays of what it took back
        return [_Part(orderings.changed_by(job.undoes)), _Part(orderings.created_by(job.undoes))]
    return [_Part(orderings.everything, today=today if job.action == "shift" else None)]


def _today(tenant: TenantRow, job: Job) -> date:
    return job.anchor.astimezone(ZoneInfo(tenant.timezone)).date()


@contextmanager
def _as_before(database: Database, connection: Connection) -> Iterator[Connection]:
    """The database as the job's transaction saw it before its own changes: a session on the same snapshot."""
    snapshot = connection.execute(select(func.pg_export_snapshot())).scalar_one()
    with database.transaction("REPEATABLE READ", read_only=True) as earlier:
        earlier.execute(text(f"SET TRANSACTION SNAPSHOT '{snapshot}'"))
        yield earlier


def _message(made: list[Contradiction]) -> str:
    first = "; ".join(str(one) for one in made[:_SHOWN])
    more = f", and {len(made) - _SHOWN:,} more" if len(made) > _SHOWN else ""
    return f"Records would have contradicted each other: {first}{more}. It was rolled back."
