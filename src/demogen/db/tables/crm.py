"""The CRM's tables, as demo jobs fill them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
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
from sqlalchemy.orm import Mapped, mapped_column

from demogen.db.tables.base import Base
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity


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
        Index(
            "ix_users_admin_email",
            func.lower(text("email")),
            unique=True,
            postgresql_where=text("tenant_id IS NULL"),
        ),
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
    # what people entered is found by it; what is generated is nearly all there is, and costs nothing in it
    return (
        Index(
            f"ix_{table}_demo_generated",
            "tenant_id",
            "demo_generated",
            postgresql_where=text("NOT demo_generated"),
        ),
        Index(f"ix_{table}_demo_job_id", "demo_job_id"),
    )


def _reference(column: str, target: str) -> ForeignKeyConstraint:
    """A reference that can never leave the tenant."""
    return ForeignKeyConstraint(["tenant_id", column], [f"{target}.tenant_id", f"{target}.id"])


def _reference_index(table: str, column: str) -> Index:
    """Finds what refers to a record. Partial, as is every index of a referenced record that begins with its tenant, but the
    key: so the key alone can serve to look a key up, whatever the server's statistics say."""
    name = f"ix_{table}_{column.removesuffix('_id')}"
    return Index(name, "tenant_id", column, postgresql_where=text(f"{column} IS NOT NULL"))


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
        _reference_index("contacts", "company_id"),
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
        Index(
            "ix_deals_irregular_closed",
            "tenant_id",
            "closed_at",
            postgresql_where=text(f"deleted_at IS NULL AND {IRREGULAR}"),
        ),
        _reference_index("deals", "company_id"),
        _reference_index("deals", "contact_id"),
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
        _reference_index("activities", "deal_id"),
        *_provenance_indexes("activities"),
    )

    contact_id: Mapped[UUID]
    deal_id: Mapped[UUID | None]
    type: Mapped[str]
    subject: Mapped[str | None]
    duration_minutes: Mapped[int | None] = mapped_column(SmallInteger)
    occurred_at: Mapped[datetime]


class DealStageChange(Provenance, Base):
    """One step of a deal's path through the stages; the first has no `from_stage`. It is part of its deal: it goes, and
    comes back, with it. Nobody looks for steps by their job, so the job has no index here."""

    __tablename__ = "deal_stage_changes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "deal_id"], ["deals.tenant_id", "deals.id"], ondelete="CASCADE"),
        Index("ix_deal_stage_changes_deal", "tenant_id", "deal_id", "changed_at"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    deal_id: Mapped[UUID]
    from_stage: Mapped[str | None]
    to_stage: Mapped[str]
    changed_at: Mapped[datetime]


STAGE_CHANGES: Table = Base.metadata.tables[DealStageChange.__tablename__]

ENTITY_TABLES: dict[Entity, Table] = {
    Entity(model.__tablename__): Base.metadata.tables[model.__tablename__]
    for model in (Company, Contact, Deal, Activity)
}
