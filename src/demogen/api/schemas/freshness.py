"""Demos that do not expire: stories, shifts, health."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import Field, StrictBool

from demogen.api.schemas.base import MonthText, Shape, Status
from demogen.api.schemas.jobs import JobError, Kept
from demogen.api.schemas.kpis import PlanValues, Records
from demogen.api.schemas.plans import PlanBody
from demogen.db.shifting import Edited
from demogen.domain.health import CureKind, FindingCode, HealthStatus
from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.plan import LONGEST
from demogen.domain.story import Origin, Schedule
from demogen.engine.scenarios import Scenario


class StorySource(Shape):
    """What a story's numbers follow from: a scenario continued, last year's same month grown by some percent, the same
    numbers every month, or a plan of the coming months."""

    origin: Origin
    scenario: Scenario | None = None
    growth: float | None = Field(None, gt=-100, le=1000, description="Percent a year.")
    values: PlanValues | None = None


class StoryOutline(Shape):
    """A story to preview. `plan` goes with the origin `plan`."""

    source: StorySource
    plan: PlanBody | None = None


class StoryTold(StoryOutline):
    """A story to tell; locked cells of an earlier one keep their numbers."""

    schedule: Schedule = Schedule.DAILY


class StorySettings(Shape):
    """What is left out stays as it is."""

    schedule: Schedule | None = None
    paused: StrictBool | None = None


class Unmet(Shape):
    """KPIs that the last run could not bring to the story's numbers, and why."""

    metrics: list[MetricKey]
    reason: str


class StoryMonth(Shape):
    """What a month shall show in the end. `locked` cells keep their numbers when the story is told anew; a skipped month
    is left as it is; `unmet` says what could not be met: every run tries it again."""

    month: MonthText
    values: PlanValues
    locked: list[MetricKey]
    skipped: bool
    unmet: Unmet | None


class StoryMonths(Shape):
    months: list[StoryMonth]


class MonthChange(Shape):
    """A month written by hand. What is left out stays as it is; `values` stand for the whole month; `letGo` gives up what
    of the month could not be met."""

    month: MonthText
    values: PlanValues | None = None
    locked: list[MetricKey] | None = None
    skipped: StrictBool | None = None
    let_go: StrictBool | None = None


class MonthChanges(Shape):
    months: list[MonthChange] = Field(min_length=1, max_length=LONGEST)


class Story(Shape):
    """A tenant's story. Everything up to `coveredUntil` was brought about; `nextRun` is null where it does not run by
    itself; `due` tells whether there is something to bring about now."""

    tenant_id: UUID
    source: StorySource
    schedule: Schedule
    paused: bool
    covered_until: datetime
    next_run: datetime | None
    due: bool
    running: bool
    last_job_id: UUID | None
    failed_at: datetime | None
    failure: JobError | None
    months: list[StoryMonth]


class StoryRunAnswer(Shape):
    """`jobId` is null where nothing was due, or a run is under way."""

    job_id: UUID | None
    status: Status | None
    message: str


class Span(Shape):
    """Months from `first` to `last`, both included."""

    first: MonthText
    last: MonthText


class ShiftPreview(Shape):
    """What would move by how many months, what would stay, and the first of the records that would."""

    tenant_id: UUID
    months: int
    edited: Edited
    from_: Span = Field(alias="from")
    to: Span
    moving: Records
    staying: Records
    kept: list[Kept]
    warnings: list[str]
    fingerprint: str


class ShiftRequest(Shape):
    """`expectedFingerprint` is that of the preview: if the records changed since, nothing moves."""

    end: MonthText
    edited: Edited = Edited.MOVE
    expected_fingerprint: str | None = Field(None, max_length=128)


class RecordChangesSince(Shape):
    """What people did to records of one kind since the last job."""

    added: int
    edited: int
    removed: int


class HealthCure(Shape):
    """What helps, in words and as a command. `months` are those it is about, `jobId` the job whose report it needs."""

    kind: CureKind
    label: str
    command: str | None
    months: list[MonthText]
    job_id: UUID | None


class HealthFinding(Shape):
    """One thing that is wrong with a tenant, or soon will be."""

    code: FindingCode
    severity: HealthStatus
    message: str
    metrics: list[MetricKey]
    months: list[MonthText]
    changes: dict[Entity, RecordChangesSince] | None
    cures: list[HealthCure]


class TenantHealth(Shape):
    """How alive a tenant looks. `staleOn` is the day on which it looks dead; null where that is not in sight."""

    tenant_id: UUID
    status: HealthStatus
    stale_on: date | None
    checked_at: datetime
    findings: list[HealthFinding]
