"""What patches changed, row by row, and jobs that take patches back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB, UUID

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = UUID(as_uuid=True)


def upgrade() -> None:
    op.create_table(
        "demo_row_images",
        sa.Column("tenant_id", _ID, sa.ForeignKey("tenants.id"), primary_key=True),
        sa.Column("job_id", _ID, primary_key=True),
        sa.Column("entity", sa.String(), primary_key=True),
        sa.Column("row_id", _ID, primary_key=True),
        sa.Column("before", JSONB(), nullable=False),
        sa.Column("after", JSONB(), nullable=False),
    )
    op.create_index("ix_demo_row_images_row", "demo_row_images", ["tenant_id", "entity", "row_id"])
    op.add_column("demo_patch_jobs", sa.Column("action", sa.String(), nullable=False, server_default="patch"))
    op.create_check_constraint(
        "ck_demo_patch_jobs_action", "demo_patch_jobs", "action IN ('patch', 'undo', 'clear')"
    )
    op.add_column("demo_patch_jobs", sa.Column("scope", sa.String()))
    op.add_column("demo_patch_jobs", sa.Column("undo_report", sa.JSON()))


def downgrade() -> None:
    op.drop_column("demo_patch_jobs", "undo_report")
    op.drop_column("demo_patch_jobs", "scope")
    op.drop_constraint("ck_demo_patch_jobs_action", "demo_patch_jobs")
    op.drop_column("demo_patch_jobs", "action")
    op.drop_table("demo_row_images")
