"""Job rows and their progress. When they change is decided in `service`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Connection, cast, func, literal, select, text, union_all, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from demogen.db.tables import DemoGenerationJob, DemoJobProgress, DemoPatchJob
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.plan import Mode, PlanType
from demogen.errors import JobUnknown

JobTable: TypeAlias = type[DemoPatchJob] | type[DemoGenerationJob]

TABLES: tuple[JobTable, ...] = (DemoPatchJob, DemoGenerationJob)


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
    scenario: str | None = None
    kind: JobTable = DemoPatchJob

    @property
    def verified(self) -> bool:
        """Whether the job is done and its report passed."""
        report = self.diff_report or {}
        return self.status == "completed" and report.get("status") == "pass"

    def to_json(self) -> JsonObject:
        document: JsonObject = {"kind": "generation" if self.kind is DemoGenerationJob else "patch"}
        for item in fields(self):
            if item.name == "kind" or (item.name == "scenario" and self.kind is DemoPatchJob):
                continue
            document[_camel(item.name)] = _json(getattr(self, item.name))
        return document


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


def _json(value: object) -> JsonValue:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value  # type: ignore[return-value]  # documents and plain values are JSON already


_IGNORED = {"kind"}


def _columns_of(table: JobTable) -> list[str]:
    return [item.name for item in fields(Job) if item.name not in _IGNORED and hasattr(table, item.name)]


def insert_job(connection: Connection, job: Job) -> bool:
    """Add a queued job; False where the id is taken."""
    given = ("tenant_id", "id", "mode", "plan_type", "plan", "plan_hash", "seed", "anchor", "created_by")
    values = {name: getattr(job, name) for name in given}
    if job.kind is DemoGenerationJob:
        values["scenario"] = job.scenario
    else:
        values["original_job_id"] = job.original_job_id
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


def list_jobs(connection: Connection, tenant_id: UUID, *, limit: int = 50) -> list[Job]:
    """A tenant's jobs of both kinds, newest first."""
    newest = union_all(
        *(
            select(table.id, table.created_at).where(table.tenant_id == tenant_id).order_by(
                table.created_at.desc(), table.id.desc()
            ).limit(limit).subquery().select()
            for table in TABLES
        )
    ).subquery()  # fmt: skip
    ids = connection.scalars(select(newest.c.id).order_by(newest.c.created_at.desc(), newest.c.id.desc()))
    return [find_job(connection, job_id) for job_id in ids.all()[:limit]]


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


def claim(connection: Connection, job: Job) -> int | None:
    """Make a queued job running and return its attempt; None where it is no longer queued."""
    table = job.kind
    return connection.execute(
        update(table)
        .where(table.tenant_id == job.tenant_id, table.id == job.id, table.status == "queued")
        .values(
            status="running",
            attempt=table.attempt + 1,
            started_at=func.clock_timestamp(),
            current_step="starting",
            error=None,
        )
        .returning(table.attempt)
    ).scalar_one_or_none()


def finish(
    connection: Connection, job: Job, *, attempt: int, status: str, values: Mapping[str, object]
) -> bool:
    """End a running job; False where another attempt has taken it over."""
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


def report_progress(
    connection: Connection, job: Job, *, progress: int, step: str, lines: list[JsonValue]
) -> None:
    """Write progress, which never falls, and append log lines."""
    added = cast(literal(lines, JSONB), JSONB)
    statement = insert(DemoJobProgress).values(
        tenant_id=job.tenant_id, job_id=job.id, progress=progress, current_step=step, log=added
    )
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "job_id"],
            set_={
                "progress": func.greatest(DemoJobProgress.progress, statement.excluded.progress),
                "current_step": statement.excluded.current_step,
                "log": DemoJobProgress.log.concat(statement.excluded.log),
                "updated_at": func.clock_timestamp(),
            },
        )
    )


def record_session(connection: Connection, job: Job) -> None:
    """Note this database session as the one that runs the job, so that others can see when it is gone."""
    activity = "SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
    values = {
        "backend_pid": func.pg_backend_pid(),
        "backend_started_at": text(f"({activity})"),
        "updated_at": func.clock_timestamp(),
    }
    statement = insert(DemoJobProgress).values(
        tenant_id=job.tenant_id, job_id=job.id, progress=0, current_step="starting", **values
    )
    connection.execute(statement.on_conflict_do_update(index_elements=["tenant_id", "job_id"], set_=values))


def clear_progress(connection: Connection, job: Job) -> None:
    connection.execute(
        DemoJobProgress.__table__.delete().where(  # type: ignore[attr-defined]
            DemoJobProgress.tenant_id == job.tenant_id, DemoJobProgress.job_id == job.id
        )
    )


def abandoned(connection: Connection) -> list[Job]:
    """Running jobs whose database session is gone: their process ended and the server rolled them back."""
    gone = text(
        "NOT EXISTS (SELECT FROM pg_stat_activity WHERE pid = demo_job_progress.backend_pid "
        "AND backend_start = demo_job_progress.backend_started_at)"
    )
    ids: list[UUID] = []
    for table in TABLES:
        statement = (
            select(table.id)
            .join(
                DemoJobProgress,
                (DemoJobProgress.tenant_id == table.tenant_id) & (DemoJobProgress.job_id == table.id),
            )
            .where(table.status == "running", DemoJobProgress.backend_pid.is_not(None), gone)
        )
        ids += connection.scalars(statement)
    return [find_job(connection, job_id) for job_id in ids]
