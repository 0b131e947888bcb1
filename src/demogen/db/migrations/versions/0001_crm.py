"""The CRM: tenants, users, companies, contacts, deals, activities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import UUID

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def _record(name: str, *own: sa.Column[object] | sa.ForeignKeyConstraint) -> None:
    """A table of a tenant's records: key and lifetime, and its own columns."""
    op.create_table(
        name,
        sa.Column("tenant_id", UUID(as_uuid=True), nullable=False),
        sa.Column("id", UUID(as_uuid=True), nullable=False),
        sa.Column("owner_id", UUID(as_uuid=True)),
        *own,
        sa.Column("created_at", _INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("updated_at", _INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("deleted_at", _INSTANT),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        _reference("owner_id", "users"),
    )


def _reference(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tenant_id", column], [f"{target}.tenant_id", f"{target}.id"])


def _tenant() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"])


def upgrade() -> None:
    op.create_table(
        "tenants",
        sa.Column("id", UUID(as_uuid=True), primary_key=True),
        sa.Column("slug", sa.String(), nullable=False, unique=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("demo_start_month", sa.String(7)),
        sa.Column("created_at", _INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("deleted_at", _INSTANT),
    )
    op.create_table(
        "users",
        sa.Column("id", UUID(as_uuid=True), primary_key=True),
        sa.Column("tenant_id", UUID(as_uuid=True), sa.ForeignKey("tenants.id")),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("deleted_at", _INSTANT),
        sa.UniqueConstraint("tenant_id", "id"),
    )
    op.create_index("ix_users_email", "users", ["tenant_id", sa.text("lower(email)")], unique=True)
    _record(
        "companies",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("domain", sa.String()),
        sa.Column("industry", sa.String()),
        sa.Column("employee_count", sa.Integer()),
        sa.Column("country", sa.String(2)),
        sa.Column("city", sa.String()),
        sa.Column("phone", sa.String()),
        _tenant(),
    )
    _record(
        "contacts",
        sa.Column("company_id", UUID(as_uuid=True)),
        sa.Column("first_name", sa.String()),
        sa.Column("last_name", sa.String()),
        sa.Column("email", sa.String()),
        sa.Column("phone", sa.String()),
        sa.Column("job_title", sa.String()),
        sa.Column("lead_source", sa.String()),
        sa.Column("became_lead_at", _INSTANT),
        _tenant(),
        _reference("company_id", "companies"),
    )
    op.create_index("ix_contacts_company", "contacts", ["tenant_id", "company_id"])
    op.create_index(
        "ix_contacts_email",
        "contacts",
        ["tenant_id", sa.text("lower(email)")],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
    )
    _record(
        "deals",
        sa.Column("company_id", UUID(as_uuid=True)),
        sa.Column("contact_id", UUID(as_uuid=True)),
        sa.Column("name", sa.String()),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("probability", sa.SmallInteger()),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("expected_close_on", sa.Date()),
        sa.Column("closed_at", _INSTANT),
        sa.Column("lost_reason", sa.String()),
        _tenant(),
        _reference("company_id", "companies"),
        _reference("contact_id", "contacts"),
    )
    op.create_index("ix_deals_company", "deals", ["tenant_id", "company_id"])
    op.create_index("ix_deals_contact", "deals", ["tenant_id", "contact_id"])
    _record(
        "activities",
        sa.Column("contact_id", UUID(as_uuid=True), nullable=False),
        sa.Column("deal_id", UUID(as_uuid=True)),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("subject", sa.String()),
        sa.Column("duration_minutes", sa.SmallInteger()),
        sa.Column("occurred_at", _INSTANT, nullable=False),
        _reference("contact_id", "contacts"),
        _reference("deal_id", "deals"),
    )
    op.create_index("ix_activities_contact", "activities", ["tenant_id", "contact_id"])
    op.create_index("ix_activities_deal", "activities", ["tenant_id", "deal_id"])


def downgrade() -> None:
    for table in ("activities", "deals", "contacts", "companies", "users", "tenants"):
        op.drop_table(table)
