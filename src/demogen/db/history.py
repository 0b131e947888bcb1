"""A tenant's jobs in pages, as a list shows them: without the documents that one job's page needs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Select, func, literal, literal_column, null, select, tuple_, union_all
from sqlalchemy.orm import aliased

from demogen.db.jobs import KINDS, TABLES, JobTable, camel, json_value
from demogen.db.tables import DemoJobProgress, DemoPatchJob, User
from demogen.domain.kpis import JsonObject


@dataclass(frozen=True, slots=True)
class JobSummary:
    """One job in a list. `verdict` is the report's: pass or fail, None before it is done."""

    kind: str
    action: str
    tenant_id: UUID
    id: UUID
    status: str
    mode: str
    plan_type: str
    months: list[str]
    verdict: str | None
    records_created: JsonObject | None
    records_changed: JsonObject | None
    records_deleted: JsonObject | None
    progress: int
    current_step: str | None
    error: JsonObject | None
    original_job_id: UUID | None
    undoes: UUID | None
    undone_by: UUID | None
    is_story_run: bool
    created_by: UUID | None
    created_by_name: str | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None

    @property
    def verified(self) -> bool:
        """Whether the job is done and its report passed."""
        return self.status == "completed" and self.verdict == "pass"

    def to_json(self) -> JsonObject:
        return {camel(item.name): json_value(getattr(self, item.name)) for item in fields(self)}


Place = tuple[datetime, UUID]
"""Where a page ended: the last job's creation instant and id."""


def page_of_jobs(
    connection: Connection,
    tenant_id: UUID,
    *,
    limit: int,
    after: Place | None = None,
    status: str | None = None,
) -> list[JobSummary]:
    """The next `limit` jobs of both kinds, newest first; equal instants are ordered by id."""
    parts = []
    for table in TABLES:
        part = _columns(table).where(table.tenant_id == tenant_id)
        if status is not None:
            part = part.where(table.status == status)
        if after is not None:
            part = part.where(tuple_(table.created_at, table.id) < tuple_(*map(literal, after)))
        part = part.order_by(table.created_at.desc(), table.id.desc()).limit(limit)
        parts.append(part.subquery().select())
    found = union_all(*parts).subquery()
    rows = connection.execute(
        select(found).order_by(found.c.created_at.desc(), found.c.id.desc()).limit(limit)
    )
    return [JobSummary(*row) for row in rows]


def _columns(table: JobTable) -> Select[tuple[object, ...]]:
    author = aliased(User)
    only_patches = (
        (
            DemoPatchJob.original_job_id,
            DemoPatchJob.undoes,
            DemoPatchJob.undone_by,
            DemoPatchJob.story_run.is_not(None).label("is_story_run"),
        )
        if table is DemoPatchJob
        else (
            null().cast(DemoPatchJob.original_job_id.type).label("original_job_id"),
            null().cast(DemoPatchJob.undoes.type).label("undoes"),
            null().cast(DemoPatchJob.undone_by.type).label("undone_by"),
            literal(False).label("is_story_run"),
        )
    )
    months = (
        f"ARRAY(SELECT row->>'month' FROM json_array_elements({table.__tablename__}.plan->'months') AS row)"
    )
    return (
        select(
            literal(KINDS[table]).label("kind"),
            (DemoPatchJob.action if table is DemoPatchJob else literal("generate")).label("action"),
            table.tenant_id,
            table.id,
            table.status,
            table.mode,
            table.plan_type,
            literal_column(months).label("months"),
            table.diff_report["status"].as_string().label("verdict"),
            table.records_created,
            table.records_changed,
            table.records_deleted,
            func.coalesce(DemoJobProgress.progress, table.progress).label("progress"),
            func.coalesce(DemoJobProgress.current_step, table.current_step).label("current_step"),
            table.error,
            *only_patches,
            table.created_by,
            author.name.label("created_by_name"),
            table.created_at,
            table.started_at,
            table.completed_at,
        )
        .outerjoin(author, author.id == table.created_by)
        .outerjoin(
            DemoJobProgress,
            (DemoJobProgress.tenant_id == table.tenant_id)
            & (DemoJobProgress.job_id == table.id)
            & (table.status == "running"),
        )
    )
