"""Physical tables. Table and column names stand here once; every query and COPY derives them from these models."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: F401  # SQLAlchemy resolves JsonValue in this module
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSON, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity
from demogen.domain.plan import Mode, PlanType


class Base(DeclarativeBase):
    type_annotation_map: ClassVar = {
        datetime: DateTime(timezone=True),
        JsonObject: JSON(none_as_null=True),
        list[JsonValue]: JSON(none_as_null=True),
        int: BigInteger,
    }


class Tenant(Base):
    """A client of the CRM. `patch_seq` serialises patches; the name numbers only ever rise."""

    __tablename__ = "tenants"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    is_demo: Mapped[bool] = mapped_column(server_default=text("false"))
    timezone: Mapped[str]
    currency: Mapped[str] = mapped_column(String(3))
    country: Mapped[str] = mapped_column(String(2))
    demo_start_month: Mapped[str | None] = mapped_column(String(7))
    patch_seq: Mapped[int] = mapped_column(server_default=text("0"))
    company_number: Mapped[int] = mapped_column(server_default=text("0"))
    contact_number: Mapped[int] = mapped_column(server_default=text("0"))
    backfill_started_at: Mapped[datetime | None]
    backfilled_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]


class User(Base):
    """A tenant's users, who own records, and the master admins, whose tenant_id is null."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        Index("ix_users_email", "tenant_id", func.lower(text("email")), unique=True),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID | None] = mapped_column(ForeignKey("tenants.id"))
    name: Mapped[str]
    email: Mapped[str]
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]


class TenantOwned:
    """Key and lifetime of every CRM record."""

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    deleted_at: Mapped[datetime | None]


class Provenance:
    """Which job wrote a record, for which month, and when it last did."""

    demo_generated: Mapped[bool] = mapped_column(server_default=text("false"))
    demo_job_id: Mapped[UUID | None]
    demo_source_month: Mapped[str | None] = mapped_column(String(7))
    demo_written_at: Mapped[datetime | None]


def _provenance_indexes(table: str) -> tuple[Index, Index]:
    return (
        Index(f"ix_{table}_demo_generated", "tenant_id", "demo_generated"),
        Index(f"ix_{table}_demo_job_id", "demo_job_id"),
    )


def _reference(column: str, target: str) -> ForeignKeyConstraint:
    """A reference that can never leave the tenant."""
    return ForeignKeyConstraint(["tenant_id", column], [f"{target}.tenant_id", f"{target}.id"])


LIVE = text("deleted_at IS NULL")
_CLOSED = f"stage IN ('{CLOSED_WON}', '{CLOSED_LOST}')"
IRREGULAR = f"{_CLOSED} AND (closed_at IS NULL OR closed_at < created_at)"
"""Closed deals without a closing instant, or closed before they were created: people can enter such rows."""


class Company(TenantOwned, Provenance, Base):
    __tablename__ = "companies"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        _reference("owner_id", "users"),
        Index("ix_companies_created", "tenant_id", "created_at", postgresql_where=LIVE),
        *_provenance_indexes("companies"),
    )

    name: Mapped[str]
    domain: Mapped[str | None]
    industry: Mapped[str | None]
    employee_count: Mapped[int | None] = mapped_column(Integer)
    country: Mapped[str | None] = mapped_column(String(2))
    city: Mapped[str | None]
    phone: Mapped[str | None]


class Contact(TenantOwned, Provenance, Base):
    __tablename__ = "contacts"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        _reference("owner_id", "users"),
        _reference("company_id", "companies"),
        Index("ix_contacts_created", "tenant_id", "created_at", postgresql_where=LIVE),
        Index(
            "ix_contacts_became_lead",
            "tenant_id",
            "became_lead_at",
            postgresql_where=text("deleted_at IS NULL AND became_lead_at IS NOT NULL"),
        ),
        Index("ix_contacts_company", "tenant_id", "company_id"),
        Index(
            "ix_contacts_email", "tenant_id", func.lower(text("email")), unique=True, postgresql_where=LIVE
        ),
        *_provenance_indexes("contacts"),
    )

    company_id: Mapped[UUID | None]
    first_name: Mapped[str | None]
    last_name: Mapped[str | None]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    job_title: Mapped[str | None]
    lead_source: Mapped[str | None]
    became_lead_at: Mapped[datetime | None]


class Deal(TenantOwned, Provenance, Base):
    __tablename__ = "deals"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        _reference("owner_id", "users"),
        _reference("company_id", "companies"),
        _reference("contact_id", "contacts"),
        Index(
            "ix_deals_created",
            "tenant_id",
            "created_at",
            postgresql_include=["amount_minor"],
            postgresql_where=LIVE,
        ),
        Index(
            "ix_deals_closed",
            "tenant_id",
            "closed_at",
            postgresql_include=["stage", "amount_minor"],
            postgresql_where=text("deleted_at IS NULL AND closed_at IS NOT NULL"),
        ),
        Index(
            "ix_deals_irregular",
            "tenant_id",
            "created_at",
            postgresql_where=text(f"deleted_at IS NULL AND {IRREGULAR}"),
        ),
        Index("ix_deals_company", "tenant_id", "company_id"),
        Index("ix_deals_contact", "tenant_id", "contact_id"),
        *_provenance_indexes("deals"),
    )

    company_id: Mapped[UUID | None]
    contact_id: Mapped[UUID | None]
    name: Mapped[str | None]
    stage: Mapped[str]
    probability: Mapped[int | None] = mapped_column(SmallInteger)
    amount_minor: Mapped[int]
    expected_close_on: Mapped[date | None]
    closed_at: Mapped[datetime | None]
    lost_reason: Mapped[str | None]


class Activity(TenantOwned, Provenance, Base):
    __tablename__ = "activities"
    __table_args__ = (
        _reference("owner_id", "users"),
        _reference("contact_id", "contacts"),
        _reference("deal_id", "deals"),
        Index("ix_activities_occurred", "tenant_id", "occurred_at", postgresql_where=LIVE),
        Index("ix_activities_contact", "tenant_id", "contact_id"),
        Index("ix_activities_deal", "tenant_id", "deal_id"),
        *_provenance_indexes("activities"),
    )

    contact_id: Mapped[UUID]
    deal_id: Mapped[UUID | None]
    type: Mapped[str]
    subject: Mapped[str | None]
    duration_minutes: Mapped[int | None] = mapped_column(SmallInteger)
    occurred_at: Mapped[datetime]


STATUSES = ("queued", "running", "completed", "failed", "cancelled")


class JobColumns:
    """What every demo job stores. `progress`, `current_step` and `log` are final here; while the job runs the
    table `demo_job_progress` has them. Documents are JSON as the API gives them."""

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
    )


class DemoGenerationJob(JobColumns, Base):
    """A job that made a tenant's history."""

    __tablename__ = "demo_generation_jobs"
    __table_args__ = _job_arguments(__tablename__)

    scenario: Mapped[str | None]


class DemoPatchJob(JobColumns, Base):
    """A job that changed a tenant's months. `original_job_id` is the job it runs again or takes back."""

    __tablename__ = "demo_patch_jobs"
    __table_args__ = (
        *_job_arguments(__tablename__),
        Index("ix_demo_patch_jobs_original_job_id", "original_job_id"),
        ForeignKeyConstraint(
            ["tenant_id", "original_job_id"], ["demo_patch_jobs.tenant_id", "demo_patch_jobs.id"]
        ),
    )

    original_job_id: Mapped[UUID | None]
    undoes: Mapped[UUID | None]
    undone_by: Mapped[UUID | None]


class DemoJobProgress(Base):
    """How far a running job is, written through a second connection; also which database session runs it."""

    __tablename__ = "demo_job_progress"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    progress: Mapped[int] = mapped_column(SmallInteger)
    current_step: Mapped[str]
    log: Mapped[list[JsonValue]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    backend_pid: Mapped[int | None]
    backend_started_at: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


ENTITY_TABLES: dict[Entity, Table] = {
    Entity(model.__tablename__): Base.metadata.tables[model.__tablename__]
    for model in (Company, Contact, Deal, Activity)
}
