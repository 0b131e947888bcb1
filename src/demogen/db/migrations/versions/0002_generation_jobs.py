"""Jobs that made a demo tenant's history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import UUID

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "demo_generation_jobs",
        sa.Column("tenant_id", UUID(as_uuid=True), sa.ForeignKey("tenants.id"), nullable=False),
        sa.Column("id", UUID(as_uuid=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False, server_default="queued"),
        sa.Column("scenario", sa.String()),
        sa.Column("created_at", _INSTANT, nullable=False, server_default=sa.func.clock_timestamp()),
        sa.Column("completed_at", _INSTANT),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'completed', 'failed', 'cancelled')",
            name="ck_demo_generation_jobs_status",
        ),
    )
    op.create_index("ix_demo_generation_jobs_id", "demo_generation_jobs", ["id"], unique=True)
    for column in ("tenant_id", "status", "created_at"):
        op.create_index(f"ix_demo_generation_jobs_{column}", "demo_generation_jobs", [column])


def downgrade() -> None:
    op.drop_table("demo_generation_jobs")
