"""Deals' paths through the stages: reading and changing those of single deals. What they should be is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, insert, select

from demogen.db.tables import STAGE_CHANGES

BATCH = 10_000
"""Rows in one statement, at most."""

IN_ORDER = (STAGE_CHANGES.c.changed_at, STAGE_CHANGES.c.from_stage.nulls_first(), STAGE_CHANGES.c.id)
"""The order of one deal's steps."""


@dataclass(frozen=True, slots=True)
class StoredStep:
    """One step of a deal as the table has it."""

    id: UUID
    deal_id: UUID
    from_stage: str | None
    to_stage: str
    changed_at: datetime


def paths(connection: Connection, tenant_id: UUID, deals: Sequence[UUID]) -> dict[UUID, list[StoredStep]]:
    """The paths of these deals; a deal that has none is absent."""
    table, found = STAGE_CHANGES, dict[UUID, list[StoredStep]]()
    columns = (table.c.id, table.c.deal_id, table.c.from_stage, table.c.to_stage, table.c.changed_at)
    for start in range(0, len(deals), BATCH):
        part = list(deals[start : start + BATCH])
        rows = connection.execute(
            select(*columns)
            .where(table.c.tenant_id == tenant_id, table.c.deal_id.in_(part))
            .order_by(table.c.deal_id, *IN_ORDER)
        )
        for row in rows:
            step = StoredStep(*row)
            found.setdefault(step.deal_id, []).append(step)
    return found


def remove(connection: Connection, tenant_id: UUID, ids: Sequence[UUID]) -> None:
    """Take generated steps away."""
    for start in range(0, len(ids), BATCH):
        part = list(ids[start : start + BATCH])
        connection.execute(
            delete(STAGE_CHANGES).where(
                STAGE_CHANGES.c.tenant_id == tenant_id,
                STAGE_CHANGES.c.id.in_(part),
                STAGE_CHANGES.c.demo_generated,
            )
        )


def add(
    connection: Connection,
    tenant_id: UUID,
    job_id: UUID,
    steps: Iterable[tuple[StoredStep, str]],
    *,
    at: datetime,
) -> None:
    """Add steps, each with its source month, as the job's."""
    rows = [
        {
            "tenant_id": tenant_id,
            "id": step.id,
            "deal_id": step.deal_id,
            "from_stage": step.from_stage,
            "to_stage": step.to_stage,
            "changed_at": step.changed_at,
            "demo_generated": True,
            "demo_job_id": job_id,
            "demo_source_month": month,
            "demo_written_at": at,
        }
        for step, month in steps
    ]
    if rows:
        connection.execute(insert(STAGE_CHANGES), rows)
