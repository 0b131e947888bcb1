"""Job rows. When they change is decided in `service`; the attempt that runs one is in `leases`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from demogen.db.tables import DemoGenerationJob, DemoJobProgress, DemoPatchJob
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.plan import Mode, PlanType
from demogen.errors import JobUnknown

JobTable: TypeAlias = type[DemoPatchJob] | type[DemoGenerationJob]

TABLES: tuple[JobTable, ...] = (DemoPatchJob, DemoGenerationJob)

KINDS: dict[JobTable, str] = {DemoPatchJob: "patch", DemoGenerationJob: "generation"}


@dataclass(frozen=True, slots=True)
class Job:
    """One job of either table, with the progress that holds now. Documents are JSON as the API gives them."""

    tenant_id: UUID
    id: UUID
    mode: Mode
    plan_type: PlanType
    plan: JsonObject
    plan_hash: str
    seed: int
    anchor: datetime
    status: str = "queued"
    progress: int = 0
    current_step: str | None = None
    validation: JsonObject | None = None
    before_kpis: JsonObject | None = None
    after_kpis: JsonObject | None = None
    diff_report: JsonObject | None = None
    records_created: JsonObject | None = None
    records_changed: JsonObject | None = None
    records_deleted: JsonObject | None = None
    execution_metrics: JsonObject | None = None
    log: list[JsonValue] = field(default_factory=list)
    error: JsonObject | None = None
    original_job_id: UUID | None = None
    undoes: UUID | None = None
    undone_by: UUID | None = None
    created_by: UUID | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    attempt: int = 0
    foreground: bool = False
    expected_fingerprint: str | None = None
    action: str = "patch"
    scope: str | None = None
    shift_by: int | None = None
    story_run: JsonObject | None = None
    undo_report: JsonObject | None = None
    scenario: str | None = None
    kind: JobTable = DemoPatchJob

    @property
    def verified(self) -> bool:
        """Whether the job is done and its report passed."""
        report = self.diff_report or {}
        return self.status == "completed" and report.get("status") == "pass"

    def to_json(self) -> JsonObject:
        document: JsonObject = {"kind": KINDS[self.kind], "action": "generate"}
        for item in fields(self):
            if item.name == "kind" or not hasattr(self.kind, item.name):
                continue
            document[camel(item.name)] = json_value(getattr(self, item.name))
        return document


def camel(name: str) -> str:
    """`before_kpis` -> `beforeKpis`."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def json_value(value: object) -> JsonValue:
    """A column's value as JSON carries it."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value  # type: ignore[return-value]  # documents and plain values are JSON already


_GIVEN = (
    *(
        "tenant_id",
        "id",
        "mode",
        "plan_type",
        "plan",
        "plan_hash",
        "seed",
        "anchor",
        "created_by",
        "foreground",
    ),
    *(
        "scenario",
        "action",
        "scope",
        "shift_by",
        "story_run",
        "original_job_id",
        "undoes",
        "expected_fingerprint",
    ),
)
"""What a new job's row is made with; the rest comes as it runs."""


def _columns_of(table: JobTable) -> list[str]:
    return [item.name for item in fields(Job) if item.name != "kind" and hasattr(table, item.name)]


def insert_job(connection: Connection, job: Job) -> bool:
    """Add a queued job; False where the id is taken."""
    values = {name: getattr(job, name) for name in _GIVEN if hasattr(job.kind, name)}
    statement = insert(job.kind).values(values).on_conflict_do_nothing().returning(job.kind.id)
    return connection.scalar(statement) is not None


def count_jobs(connection: Connection, tenant_id: UUID) -> int:
    """How many jobs of both kinds a tenant has had."""
    return sum(
        connection.execute(
            select(func.count()).select_from(table).where(table.tenant_id == tenant_id)
        ).scalar_one()
        for table in TABLES
    )


def find_job(connection: Connection, job_id: UUID | str) -> Job:
    """The job with this id, of either kind; JobUnknown where there is none."""
    try:
        wanted = UUID(str(job_id))
    except ValueError:
        raise JobUnknown(f"'{job_id}' is not a job id.") from None
    for table in TABLES:
        names = _columns_of(table)
        row = connection.execute(
            select(*(getattr(table, name) for name in names)).where(table.id == wanted)
        ).one_or_none()
        if row is not None:
            return _with_progress(connection, _job(table, names, tuple(row)))
    raise JobUnknown(f"There is no job '{job_id}'.")


def _job(table: JobTable, names: list[str], row: tuple[object, ...]) -> Job:
    values = dict(zip(names, row, strict=True))
    values["log"] = values["log"] or []
    return Job(**values, kind=table)  # type: ignore[arg-type]


def _with_progress(connection: Connection, job: Job) -> Job:
    """A running job's progress lives in its own table."""
    if job.status != "running":
        return job
    row = connection.execute(
        select(DemoJobProgress.progress, DemoJobProgress.current_step, DemoJobProgress.log).where(
            DemoJobProgress.tenant_id == job.tenant_id, DemoJobProgress.job_id == job.id
        )
    ).one_or_none()
    if row is None:
        return job
    return replace(job, progress=row.progress, current_step=row.current_step, log=row.log)


def finish(
    connection: Connection, job: Job, *, attempt: int, status: str, values: Mapping[str, object]
) -> bool:
    """End a running job; False where another attempt has taken it over or it was cancelled."""
    table = job.kind
    result = connection.execute(
        update(table)
        .where(
            table.tenant_id == job.tenant_id,
            table.id == job.id,
            table.status == "running",
            table.attempt == attempt,
        )
        .values(status=status, completed_at=func.clock_timestamp(), **values)
    )
    return result.rowcount == 1


def change_status(
    connection: Connection, job: Job, *, before: Sequence[str], status: str, values: Mapping[str, object]
) -> bool:
    """Move a job that is still in one of the states `before` to `status`; False where it has moved on."""
    table = job.kind
    ended = {"completed_at": func.clock_timestamp()} if status in ("cancelled", "failed") else {}
    result = connection.execute(
        update(table)
        .where(table.tenant_id == job.tenant_id, table.id == job.id, table.status.in_(before))
        .values(status=status, **ended, **values)
    )
    return result.rowcount == 1


def mark_undone(connection: Connection, job: Job, *, by: UUID) -> bool:
    """Note that a job has taken another one back; False where one has before."""
    result = connection.execute(
        update(DemoPatchJob)
        .where(
            DemoPatchJob.tenant_id == job.tenant_id,
            DemoPatchJob.id == job.id,
            DemoPatchJob.undone_by.is_(None),
        )
        .values(undone_by=by)
    )
    return result.rowcount == 1


def active_undo(connection: Connection, job: Job) -> UUID | None:
    """The job that is about to take this one back, if there is one."""
    return connection.scalar(
        select(DemoPatchJob.id).where(
            DemoPatchJob.tenant_id == job.tenant_id,
            DemoPatchJob.undoes == job.id,
            DemoPatchJob.status.in_(("queued", "running")),
        )
    )


def active_of_kind(connection: Connection, tenant_id: UUID, action: str) -> UUID | None:
    """The tenant's clearing or shift that has not ended, if there is one."""
    return connection.scalar(
        select(DemoPatchJob.id).where(
            DemoPatchJob.tenant_id == tenant_id,
            DemoPatchJob.action == action,
            DemoPatchJob.status.in_(("queued", "running")),
        )
    )


def count_by_status(connection: Connection) -> dict[tuple[str, str], int]:
    """How many jobs of each (kind, status) there are."""
    return {
        (KINDS[table], status): count
        for table in TABLES
        for status, count in connection.execute(select(table.status, func.count()).group_by(table.status))
    }
