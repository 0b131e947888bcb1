"""Patch jobs and the progress of running jobs; generation jobs get the same columns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ENUM, JSON, JSONB, UUID

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_MODE = ENUM("ADDITIVE", "RECONCILE", name="demo_patch_mode", create_type=False)
_PLAN_TYPE = ENUM("TARGETS", "DELTAS", name="demo_plan_type", create_type=False)


def _shared() -> list[sa.Column[object]]:
    """Columns that patch and generation jobs have in common, beyond those of 0002."""
    return [
        sa.Column("mode", _MODE, nullable=False, server_default="ADDITIVE"),
        sa.Column("plan_type", _PLAN_TYPE, nullable=False, server_default="DELTAS"),
        sa.Column("plan", JSON()),
        sa.Column("plan_hash", sa.String()),
        sa.Column("seed", sa.BigInteger()),
        sa.Column("anchor", _INSTANT),
        sa.Column("progress", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.Column("current_step", sa.String()),
        sa.Column("validation", JSON()),
        sa.Column("before_kpis", JSON()),
        sa.Column("after_kpis", JSON()),
        sa.Column("diff_report", JSON()),
        sa.Column("records_created", JSON()),
        sa.Column("records_changed", JSON()),
        sa.Column("records_deleted", JSON()),
        sa.Column("execution_metrics", JSON()),
        sa.Column("log", JSON()),
        sa.Column("error", JSON()),
        sa.Column("created_by", UUID(as_uuid=True), sa.ForeignKey("users.id")),
        sa.Column("started_at", _INSTANT),
        sa.Column("attempt", sa.SmallInteger(), nullable=False, server_default="0"),
    ]


def upgrade() -> None:
    for kind in (_MODE, _PLAN_TYPE):
        kind.create(op.get_bind())
    op.create_table(
        "demo_patch_jobs",
        sa.Column("tenant_id", UUID(as_uuid=True), sa.ForeignKey("tenants.id"), nullable=False),
        sa.Column("id", UUID(as_uuid=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False, server_default="queued"),
        *_shared(),
        sa.Column("original_job_id", UUID(as_uuid=True)),
        sa.Column("undoes", UUID(as_uuid=True)),
        sa.Column("undone_by", UUID(as_uuid=True)),
        sa.Column("created_at", _INSTANT, nullable=False, server_default=sa.func.clock_timestamp()),
        sa.Column("completed_at", _INSTANT),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "original_job_id"], ["demo_patch_jobs.tenant_id", "demo_patch_jobs.id"]
        ),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'completed', 'failed', 'cancelled')",
            name="ck_demo_patch_jobs_status",
        ),
    )
    op.create_index("ix_demo_patch_jobs_id", "demo_patch_jobs", ["id"], unique=True)
    for column in ("tenant_id", "status", "created_at", "original_job_id"):
        op.create_index(f"ix_demo_patch_jobs_{column}", "demo_patch_jobs", [column])
    for shared in _shared():
        op.add_column("demo_generation_jobs", shared)
    op.create_table(
        "demo_job_progress",
        sa.Column("tenant_id", UUID(as_uuid=True), nullable=False),
        sa.Column("job_id", UUID(as_uuid=True), nullable=False),
        sa.Column("progress", sa.SmallInteger(), nullable=False),
        sa.Column("current_step", sa.String(), nullable=False),
        sa.Column("log", JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb")),
        sa.Column("backend_pid", sa.BigInteger()),
        sa.Column("backend_started_at", _INSTANT),
        sa.Column("updated_at", _INSTANT, nullable=False, server_default=sa.func.clock_timestamp()),
        sa.PrimaryKeyConstraint("tenant_id", "job_id"),
    )
    for column in ("patch_seq", "company_number", "contact_number"):
        op.add_column("tenants", sa.Column(column, sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    for column in ("contact_number", "company_number", "patch_seq"):
        op.drop_column("tenants", column)
    op.drop_table("demo_job_progress")
    for shared in reversed(_shared()):
        op.drop_column("demo_generation_jobs", shared.name)
    op.drop_table("demo_patch_jobs")
    for kind in (_PLAN_TYPE, _MODE):
        kind.drop(op.get_bind())
