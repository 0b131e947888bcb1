"""Stories: what tenants' coming months shall bring, and the runs that bring it about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import UUID

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = UUID(as_uuid=True)
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "demo_stories",
        sa.Column("tenant_id", _ID, sa.ForeignKey("tenants.id"), primary_key=True),
        sa.Column("source", sa.JSON(), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("schedule", sa.String(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("covered_until", _INSTANT, nullable=False),
        sa.Column("last_job_id", _ID),
        sa.Column("failed_at", _INSTANT),
        sa.Column("failure", sa.JSON()),
        sa.Column("changed_at", _INSTANT, nullable=False, server_default=sa.func.clock_timestamp()),
        sa.CheckConstraint("schedule IN ('daily', 'monthly', 'off')", name="ck_demo_stories_schedule"),
    )
    op.create_table(
        "demo_story_months",
        sa.Column("tenant_id", _ID, sa.ForeignKey("demo_stories.tenant_id"), primary_key=True),
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("locked", sa.JSON(), nullable=False),
        sa.Column("skipped", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("demo_patch_jobs", sa.Column("story_run", sa.JSON()))
    op.create_table(
        "demo_health",
        sa.Column("tenant_id", _ID, sa.ForeignKey("tenants.id"), primary_key=True),
        sa.Column("checked_at", _INSTANT, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("findings", sa.SmallInteger(), nullable=False),
        sa.Column("stale_on", sa.Date()),
    )


def downgrade() -> None:
    op.drop_table("demo_health")
    op.drop_column("demo_patch_jobs", "story_run")
    op.drop_table("demo_story_months")
    op.drop_table("demo_stories")
