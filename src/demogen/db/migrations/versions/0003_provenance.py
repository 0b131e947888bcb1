"""Provenance on the records: rows that stand already are not generated as far as we know."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import UUID

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_TABLES = ("companies", "contacts", "deals", "activities")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(
            table, sa.Column("demo_generated", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        op.add_column(table, sa.Column("demo_job_id", UUID(as_uuid=True)))
        op.add_column(table, sa.Column("demo_source_month", sa.String(7)))
        op.add_column(table, sa.Column("demo_written_at", _INSTANT))
        op.create_index(f"ix_{table}_demo_generated", table, ["tenant_id", "demo_generated"])
        op.create_index(f"ix_{table}_demo_job_id", table, ["demo_job_id"])
    op.add_column("tenants", sa.Column("backfill_started_at", _INSTANT))
    op.add_column("tenants", sa.Column("backfilled_at", _INSTANT))


def downgrade() -> None:
    op.drop_column("tenants", "backfilled_at")
    op.drop_column("tenants", "backfill_started_at")
    for table in _TABLES:
        for column in ("demo_written_at", "demo_source_month", "demo_job_id", "demo_generated"):
            op.drop_column(table, column)
