"""Job rows, and what is known of the attempt that runs one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: F401  # SQLAlchemy resolves JsonValue in this module
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from demogen.db.tables.base import Base
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.plan import Mode, PlanType

ACTIONS = ("patch", "undo", "clear", "shift")
"""What a job of `demo_patch_jobs` does to its tenant: a plan, the reverse of an earlier job, removing what
was made, or moving it to other months."""

STATUSES = ("queued", "running", "completed", "failed", "cancelled")


UNDER_WAY = text("status IN ('queued', 'running') AND undoes IS NOT NULL")
"""One job at a time takes a job back."""

ALONE = text("status IN ('queued', 'running') AND action IN ('clear', 'shift')")
"""Of each of these kinds, one at a time is under way for a tenant."""


class JobColumns:
    """What every demo job stores. `progress`, `current_step` and `log` are final here; while the job runs the
    table `demo_job_progress` has them. Documents are JSON as the API gives them. A `foreground` job is run by the
    command that made it and is never handed to a worker."""

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenants.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(server_default=text("'queued'"))
    plan: Mapped[JsonObject | None]
    plan_hash: Mapped[str | None]
    seed: Mapped[int | None]
    anchor: Mapped[datetime | None]
    progress: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    current_step: Mapped[str | None]
    validation: Mapped[JsonObject | None]
    before_kpis: Mapped[JsonObject | None]
    after_kpis: Mapped[JsonObject | None]
    diff_report: Mapped[JsonObject | None]
    records_created: Mapped[JsonObject | None]
    records_changed: Mapped[JsonObject | None]
    records_deleted: Mapped[JsonObject | None]
    execution_metrics: Mapped[JsonObject | None]
    log: Mapped[list[JsonValue] | None]
    error: Mapped[JsonObject | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    foreground: Mapped[bool] = mapped_column(server_default=text("false"))

    @declared_attr
    def mode(cls) -> Mapped[Mode]:
        return mapped_column(Enum(Mode, name="demo_patch_mode"), server_default=text("'ADDITIVE'"))

    @declared_attr
    def plan_type(cls) -> Mapped[PlanType]:
        return mapped_column(Enum(PlanType, name="demo_plan_type"), server_default=text("'DELTAS'"))

    @declared_attr
    def created_by(cls) -> Mapped[UUID | None]:
        return mapped_column(ForeignKey("users.id"))


def _job_arguments(table: str) -> tuple[Index | CheckConstraint, ...]:
    allowed = ", ".join(f"'{status}'" for status in STATUSES)
    return (
        CheckConstraint(f"status IN ({allowed})", name=f"ck_{table}_status"),
        Index(f"ix_{table}_id", "id", unique=True),
        Index(f"ix_{table}_tenant_id", "tenant_id"),
        Index(f"ix_{table}_status", "status"),
        Index(f"ix_{table}_created_at", "created_at"),
        Index(f"ix_{table}_newest", "tenant_id", "created_at", "id"),
    )


class DemoGenerationJob(JobColumns, Base):
    """A job that made a tenant's history."""

    __tablename__ = "demo_generation_jobs"
    __table_args__ = _job_arguments(__tablename__)

    scenario: Mapped[str | None]


class DemoPatchJob(JobColumns, Base):
    """A job that changed a tenant's months. `original_job_id` is the job it takes back; `scope` tells what a clearing
    removes, and whether a shift moves what people edited, by `shift_by` months, which the undo of a shift has with the other sign; `undo_report` what an undo or a clearing reversed, kept and refused;
    `story_run` what a run of the tenant's story knows besides its plan."""

    __tablename__ = "demo_patch_jobs"
    __table_args__ = (
        *_job_arguments(__tablename__),
        Index("ix_demo_patch_jobs_original_job_id", "original_job_id"),
        Index("ux_demo_patch_jobs_undo", "tenant_id", "undoes", unique=True, postgresql_where=UNDER_WAY),
        Index("ux_demo_patch_jobs_alone", "tenant_id", "action", unique=True, postgresql_where=ALONE),
        CheckConstraint(f"action IN {ACTIONS}", name="ck_demo_patch_jobs_action"),
        ForeignKeyConstraint(
            ["tenant_id", "original_job_id"], ["demo_patch_jobs.tenant_id", "demo_patch_jobs.id"]
        ),
    )

    action: Mapped[str] = mapped_column(server_default=text("'patch'"))
    original_job_id: Mapped[UUID | None]
    undoes: Mapped[UUID | None]
    undone_by: Mapped[UUID | None]
    expected_fingerprint: Mapped[str | None]
    story_run: Mapped[JsonObject | None]
    scope: Mapped[str | None]
    shift_by: Mapped[int | None] = mapped_column(SmallInteger)
    undo_report: Mapped[JsonObject | None]


class DemoRowImage(Base):
    """A record that a patch changed or soft-deleted, whole, as it was before and after. `restored` tells that an undo gave
    it its image from before."""

    __tablename__ = "demo_row_images"
    __table_args__ = (Index("ix_demo_row_images_row", "tenant_id", "entity", "row_id"),)

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenants.id"), primary_key=True)
    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    entity: Mapped[str] = mapped_column(primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    before: Mapped[JsonObject] = mapped_column(JSONB)
    after: Mapped[JsonObject] = mapped_column(JSONB)
    restored: Mapped[bool] = mapped_column(server_default=text("false"))


class DemoJobProgress(Base):
    """One attempt at a running job, written through a second connection: who runs it, until when that is believed
    without news, in which database sessions, and how far it is."""

    __tablename__ = "demo_job_progress"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    worker: Mapped[str]
    attempt: Mapped[int] = mapped_column(SmallInteger)
    lease_until: Mapped[datetime]
    keeper_pid: Mapped[int]
    keeper_started_at: Mapped[datetime]
    patch_pid: Mapped[int | None]
    patch_started_at: Mapped[datetime | None]
    progress: Mapped[int] = mapped_column(SmallInteger)
    current_step: Mapped[str]
    log: Mapped[list[JsonValue]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
