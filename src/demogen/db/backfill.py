"""Marking records that were generated before provenance existed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, func, not_, select, text, update

from demogen.db.tables import ENTITY_TABLES, DemoGenerationJob, Tenant
from demogen.domain.metrics import Entity

_PATHS = text("""
INSERT INTO deal_stage_changes (tenant_id, id, deal_id, from_stage, to_stage, changed_at,
                                demo_generated, demo_job_id, demo_source_month, demo_written_at)
SELECT d.tenant_id, gen_random_uuid(), d.id, s.from_stage, s.to_stage, s.changed_at,
       true, d.demo_job_id, d.demo_source_month, d.demo_written_at
FROM deals AS d,
LATERAL (
    SELECT NULL AS from_stage, CASE WHEN d.closed_at IS NULL THEN d.stage ELSE 'qualification' END AS to_stage,
           d.created_at AS changed_at
    UNION ALL
    SELECT 'qualification', 'proposal', d.created_at + (d.closed_at - d.created_at) / 2 WHERE d.closed_at IS NOT NULL
    UNION ALL
    SELECT 'proposal', d.stage, d.closed_at WHERE d.closed_at IS NOT NULL
) AS s
WHERE d.tenant_id = :tenant AND d.demo_generated AND (d.closed_at IS NULL OR d.closed_at >= d.created_at)
  AND NOT EXISTS (SELECT FROM deal_stage_changes AS known WHERE known.tenant_id = d.tenant_id AND known.deal_id = d.id)
""")


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
        select(table.c.id).where(table.c.tenant_id == tenant_id, not_(table.c.demo_generated)).limit(size)
    )
    result = connection.execute(
        update(table)
        .where(
            table.c.tenant_id == tenant_id,
            table.c.id.in_(unmarked),
            not_(table.c.demo_generated),
        )
        .values(
            demo_generated=True,
            demo_job_id=job_id,
            demo_source_month=func.to_char(func.timezone(timezone, table.c.created_at), "YYYY-MM"),
            demo_written_at=table.c.updated_at,
        )
    )
    return result.rowcount


def add_paths(connection: Connection, tenant_id: UUID) -> None:
    """Give generated deals without a path through the stages a short one."""
    connection.execute(_PATHS, {"tenant": tenant_id})


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
