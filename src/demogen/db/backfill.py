"""Marking records that were generated before provenance existed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, func, select, update

from demogen.db.tables import ENTITY_TABLES, DemoGenerationJob, Tenant
from demogen.domain.metrics import Entity


def generation_job(connection: Connection, tenant_id: UUID) -> UUID | None:
    """The tenant's first generation job that did not fail."""
    return connection.scalar(
        select(DemoGenerationJob.id)
        .where(DemoGenerationJob.tenant_id == tenant_id, DemoGenerationJob.status != "failed")
        .order_by(DemoGenerationJob.created_at, DemoGenerationJob.id)
        .limit(1)
    )


def has_generated_rows(connection: Connection, tenant_id: UUID) -> bool:
    """Whether any record of the tenant has provenance already."""
    for table in ENTITY_TABLES.values():
        found = select(table.c.id).where(table.c.tenant_id == tenant_id, table.c.demo_generated).limit(1)
        if connection.scalar(found) is not None:
            return True
    return False


def mark_batch(
    connection: Connection, entity: Entity, tenant_id: UUID, timezone: str, job_id: UUID | None, *, size: int
) -> int:
    """Mark up to `size` records that have no provenance yet; returns how many.

    A record counts as written when it was last updated, so that later edits by people show.
    """
    table = ENTITY_TABLES[entity]
    unmarked = (
        select(table.c.id)
        .where(table.c.tenant_id == tenant_id, table.c.demo_generated.is_(False))
        .limit(size)
    )
    result = connection.execute(
        update(table)
        .where(
            table.c.tenant_id == tenant_id,
            table.c.id.in_(unmarked),
            table.c.demo_generated.is_(False),
        )
        .values(
            demo_generated=True,
            demo_job_id=job_id,
            demo_source_month=func.to_char(func.timezone(timezone, table.c.created_at), "YYYY-MM"),
            demo_written_at=table.c.updated_at,
        )
    )
    return result.rowcount


def start(connection: Connection, tenant_id: UUID) -> None:
    connection.execute(
        update(Tenant)
        .where(Tenant.id == tenant_id, Tenant.backfill_started_at.is_(None))
        .values(backfill_started_at=func.clock_timestamp())
    )


def done(connection: Connection, tenant_id: UUID) -> None:
    connection.execute(
        update(Tenant).where(Tenant.id == tenant_id).values(backfilled_at=func.clock_timestamp())
    )
