"""Which later jobs built on what a job did: they stand in the way of its undo."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ARRAY, Connection, Uuid, and_, func, literal, not_, or_, select

from demogen.db.removal import REFERENCES, join_by_hash
from demogen.db.tables import ENTITY_TABLES, DemoPatchJob, DemoRowImage
from demogen.domain.metrics import Entity


def later_jobs(connection: Connection, tenant_id: UUID, job_id: UUID) -> list[UUID]:
    """Completed jobs, not undone, that built on what a job made: they changed its records or refer to
    them. On a shift, which moves everything, every later one builds. Runs of a story do not stand in each other's way:
    what a later one needs stays."""
    join_by_hash(connection)
    images, own = DemoRowImage.__table__.alias("later"), DemoRowImage.__table__.alias("own")
    parts = [
        select(images.c.job_id)
        .join(
            own,
            and_(
                own.c.tenant_id == images.c.tenant_id,
                own.c.entity == images.c.entity,
                own.c.row_id == images.c.row_id,
            ),
        )
        .where(images.c.tenant_id == tenant_id, own.c.job_id == job_id)
    ]
    for entity, table in ENTITY_TABLES.items():
        made = and_(table.c.tenant_id == tenant_id, table.c.demo_job_id == job_id)
        parts.append(
            select(images.c.job_id)
            .join(table, and_(table.c.tenant_id == images.c.tenant_id, table.c.id == images.c.row_id))
            .where(made, images.c.entity == entity.value)
        )
        for child, column in REFERENCES[entity]:
            rows = ENTITY_TABLES[child].alias(f"{child}_{column}")
            refers = and_(table.c.tenant_id == rows.c.tenant_id, table.c.id == rows.c[column])
            live = and_(made, rows.c.deleted_at.is_(None))
            parts.append(select(rows.c.demo_job_id).join(table, refers).where(live, rows.c.demo_generated))
            parts.append(
                select(images.c.job_id)
                .join(rows, and_(rows.c.tenant_id == images.c.tenant_id, rows.c.id == images.c.row_id))
                .join(table, refers)
                .where(live, images.c.entity == child.value)
            )
    found: set[UUID] = set()
    for part in parts:
        found |= {row for row in connection.scalars(part.distinct()) if row is not None}
    return _standing(connection, tenant_id, job_id, found)


def jobs_behind(
    connection: Connection, tenant_id: UUID, job_id: UUID, records: Collection[tuple[Entity, UUID]]
) -> list[UUID]:
    """Completed jobs after this one, not undone, that made or changed one of these records."""
    found: set[UUID | None] = set()
    images = DemoRowImage.__table__
    for entity, table in ENTITY_TABLES.items():
        ids = [id_ for kind, id_ in records if kind is entity]
        if ids:
            made = select(table.c.demo_job_id).where(
                table.c.tenant_id == tenant_id, table.c.id == func.any(literal(ids, ARRAY(Uuid)))
            )
            changed = select(images.c.job_id).where(
                images.c.tenant_id == tenant_id,
                images.c.entity == entity.value,
                images.c.row_id == func.any(literal(ids, ARRAY(Uuid))),
            )
            found |= {*connection.scalars(made.distinct()), *connection.scalars(changed.distinct())}
    return _standing(connection, tenant_id, job_id, {one for one in found if one is not None})


def _standing(connection: Connection, tenant_id: UUID, job_id: UUID, found: set[UUID]) -> list[UUID]:
    """Those of the found jobs that came later and stand, in order; of a shift's followers all."""
    own_job = select(DemoPatchJob).where(DemoPatchJob.id == job_id).subquery()
    original = select(own_job.c.action).scalar_subquery()
    is_run = select(own_job.c.story_run.is_not(None)).scalar_subquery()
    completed = select(own_job.c.completed_at).scalar_subquery()
    return list(
        connection.scalars(
            select(DemoPatchJob.id)
            .where(
                DemoPatchJob.tenant_id == tenant_id,
                DemoPatchJob.status == "completed",
                DemoPatchJob.completed_at > completed,
                not_(and_(is_run, DemoPatchJob.story_run.is_not(None))),
                DemoPatchJob.undone_by.is_(None),
                or_(
                    DemoPatchJob.id.in_(found - {job_id}),
                    and_(original == "shift", DemoPatchJob.action.in_(("patch", "shift"))),
                ),
            )
            .order_by(DemoPatchJob.completed_at)
        )
    )


def clearing_since(connection: Connection, tenant_id: UUID, job_id: UUID) -> UUID | None:
    """The job that cleared the tenant after this one was completed, the first one."""
    completed = select(DemoPatchJob.completed_at).where(DemoPatchJob.id == job_id).scalar_subquery()
    return connection.scalar(
        select(DemoPatchJob.id)
        .where(
            DemoPatchJob.tenant_id == tenant_id,
            DemoPatchJob.status == "completed",
            DemoPatchJob.action == "clear",
            DemoPatchJob.completed_at > completed,
        )
        .order_by(DemoPatchJob.completed_at)
        .limit(1)
    )
