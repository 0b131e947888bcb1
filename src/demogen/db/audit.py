"""The audit log: who did what, when, from where. Entries are only ever added."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import Connection, insert, select

from demogen.db.tables import AuditEntry
from demogen.domain.kpis import JsonObject


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an admin over HTTP, or whoever runs a command on this machine."""

    name: str
    user_id: UUID | None = None
    address: str | None = None
    request_id: str | None = None

    def named(self, name: str) -> Actor:
        return replace(self, name=name)


COMMAND_LINE = Actor("command line")


def record(
    connection: Connection,
    actor: Actor,
    action: str,
    *,
    tenant_id: UUID | None = None,
    job_id: UUID | None = None,
    details: JsonObject | None = None,
) -> None:
    """Add an entry, in the transaction of what it tells about."""
    connection.execute(
        insert(AuditEntry).values(
            user_id=actor.user_id,
            actor=actor.name,
            action=action,
            tenant_id=tenant_id,
            job_id=job_id,
            address=actor.address,
            request_id=actor.request_id,
            details=details,
        )
    )


def entries_of_job(connection: Connection, job_id: UUID) -> list[JsonObject]:
    """What was done with a job, the oldest first."""
    rows = connection.execute(
        select(
            AuditEntry.at,
            AuditEntry.actor,
            AuditEntry.action,
            AuditEntry.address,
            AuditEntry.request_id,
            AuditEntry.details,
        )
        .where(AuditEntry.job_id == job_id)
        .order_by(AuditEntry.id)
    )
    return [
        {
            "at": row.at.isoformat(),
            "actor": row.actor,
            "action": row.action,
            "address": row.address,
            "requestId": row.request_id,
            "details": row.details,
        }
        for row in rows
    ]
