"""Jobs: in lists, whole, and their reports."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from demogen.api.schemas.base import MoneyText, MonthText, Shape, Status
from demogen.api.schemas.kpis import KpiSnapshot, Records
from demogen.api.schemas.plans import Issue, Preview, StoredPlan, Tolerance, Validation
from demogen.db.removal import Scope
from demogen.db.shifting import Edited
from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.plan import Mode, PlanType
from demogen.domain.report import CellStatus
from demogen.engine.scenarios import Scenario

Action = Literal["patch", "undo", "clear", "shift", "generate"]


class JobRef(Shape):
    job_id: UUID
    status: Status


class CancelAnswer(JobRef):
    """`cancelled` is false where the job had ended before; then `status` tells how."""

    cancelled: bool
    message: str


class DiffCell(Shape):
    before: int | MoneyText
    after: int | MoneyText
    delta: int | MoneyText
    delta_percent: float | None
    target: int | MoneyText | None
    deviation: int | MoneyText | None
    tolerance: Tolerance | None
    status: CellStatus
    came_along: bool = False


class DiffMonth(Shape):
    month: MonthText
    metrics: dict[MetricKey, DiffCell]


class DiffReport(Shape):
    """The proof: each planned number against what the database holds after the patch. What the plan says nothing of is
    `unplanned`; where it moved all the same, it came along."""

    status: Literal["pass", "fail"]
    passed: int
    failed: int
    unplanned: int
    came_along: int = 0
    months: list[DiffMonth]


class JobError(Shape):
    code: str
    message: str
    hint: str
    errors: list[Issue] | None = None
    preview: Preview | None = None


class LogLine(Shape):
    seq: int
    at: datetime
    message: str


class AuditEntry(Shape):
    at: datetime
    actor: str
    action: str
    address: str | None
    request_id: str | None
    details: dict[str, Any] | None


class ExecutionMetrics(Shape):
    duration_ms: int
    rows: int
    rows_per_second: int


class Kept(Shape):
    """A record that stays although it was to be removed or restored."""

    entity: Entity
    id: UUID
    name: str | None
    reason: str


class Difference(Shape):
    """A KPI of a month that is not what it was before the job: `value` is by how much."""

    month: MonthText
    metric: MetricKey
    label: str
    value: int | MoneyText


class Reversal(Shape):
    """What an undo or a clearing takes back: records removed, and records restored to what they were before. `kept` names
    some of the records that stay, `gone` some of those that had been deleted already; `differences` is what that does to
    the months, once an undo is done."""

    removed: Records
    restored: Records
    kept_count: int
    kept: list[Kept]
    gone_count: int = 0
    gone_by_kind: Records | None = None
    gone: list[Kept] = Field(default_factory=list)
    differences: list[Difference] = Field(default_factory=list)
    fingerprint: str


class UndoPreview(Reversal):
    """`refused` names later jobs that built on this one; they have to be undone first."""

    job_id: UUID
    tenant_id: UUID
    refused: list[UUID]
    plan: StoredPlan


class UndoRequest(Shape):
    """`expectedFingerprint` is that of the preview: if the records moved since, nothing is undone."""

    expected_fingerprint: str | None = Field(None, max_length=128)


class ClearPreview(Reversal):
    tenant_id: UUID
    scope: Scope


class ClearRequest(UndoRequest):
    scope: Scope = Scope.GENERATED


class JobSummary(Shape):
    """A job in a list."""

    kind: Literal["patch", "generation"]
    action: Action
    tenant_id: UUID
    id: UUID
    status: Status
    mode: Mode
    plan_type: PlanType
    months: list[MonthText]
    verdict: Literal["pass", "fail"] | None
    records_created: Records | None
    records_changed: Records | None
    records_deleted: Records | None
    progress: int = Field(ge=0, le=100)
    current_step: str | None
    error: JobError | None
    original_job_id: UUID | None
    undoes: UUID | None
    undone_by: UUID | None
    is_story_run: bool = Field(description="Whether the tenant's story asked for it.")
    created_by: UUID | None
    created_by_name: str | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None


class JobTenant(Shape):
    id: UUID
    slug: str
    name: str
    currency: str
    timezone: str


class StoryRun(Shape):
    """What a run of the tenant's story knows besides its plan: the instant its records are dated after, how far it reaches, and
    what the won deals of an unfinished month should be worth by now."""

    since: datetime
    until: datetime | None = Field(None, description="Null in runs of earlier versions: to their anchor.")
    met: list[MonthText] = Field([], description="Months of which the run leaves nothing out.")
    aims: dict[MonthText, MoneyText] = Field(description="By month.")


class Job(Shape):
    """A whole job. `log` holds the lines after the `after` of the request."""

    kind: Literal["patch", "generation"]
    action: Action
    tenant: JobTenant
    tenant_id: UUID
    id: UUID
    status: Status
    mode: Mode
    plan_type: PlanType
    plan: StoredPlan
    plan_hash: str
    seed: int
    anchor: datetime
    progress: int = Field(ge=0, le=100)
    current_step: str | None
    validation: Validation | None
    before_kpis: KpiSnapshot | None
    after_kpis: KpiSnapshot | None
    diff_report: DiffReport | None
    records_created: Records | None
    records_changed: Records | None
    records_deleted: Records | None
    execution_metrics: ExecutionMetrics | None
    log: list[LogLine]
    error: JobError | None
    original_job_id: UUID | None = None
    undoes: UUID | None = None
    undone_by: UUID | None = None
    scope: Scope | Edited | None = None
    shift_by: int | None = Field(None, description="Months by which a shift moves everything, or its undo.")
    story_run: StoryRun | None = None
    undo_report: Reversal | None = None
    expected_fingerprint: str | None = None
    scenario: Scenario | None = None
    created_by: UUID | None
    created_by_name: str | None
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    attempt: int
    foreground: bool
    audit: list[AuditEntry]


class JobPage(Shape):
    """`nextCursor` is null on the last page."""

    items: list[JobSummary]
    next_cursor: str | None
