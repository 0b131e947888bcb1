"""Attempts at jobs: who runs one, until when that is believed, and in which database sessions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_TABLES = ("demo_patch_jobs", "demo_generation_jobs")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("foreground", sa.Boolean(), nullable=False, server_default=sa.false()))
        op.execute(f"UPDATE {table} SET foreground = true")  # every job so far was run by its command
        op.execute(
            f"UPDATE {table} SET status = 'failed', completed_at = clock_timestamp(), error = "
            """'{"code": "process_ended", "message": "The database was upgraded while this job ran.", """
            """"hint": "Apply the plan again."}' WHERE status = 'running'"""
        )
        op.create_index(f"ix_{table}_newest", table, ["tenant_id", "created_at", "id"])
    op.add_column("demo_patch_jobs", sa.Column("expected_fingerprint", sa.String()))
    op.execute("DELETE FROM demo_job_progress")
    op.drop_column("demo_job_progress", "backend_pid")
    op.drop_column("demo_job_progress", "backend_started_at")
    for column in (
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("attempt", sa.SmallInteger(), nullable=False),
        sa.Column("lease_until", _INSTANT, nullable=False),
        sa.Column("keeper_pid", sa.BigInteger(), nullable=False),
        sa.Column("keeper_started_at", _INSTANT, nullable=False),
        sa.Column("patch_pid", sa.BigInteger()),
        sa.Column("patch_started_at", _INSTANT),
    ):
        op.add_column("demo_job_progress", column)


def downgrade() -> None:
    op.execute("DELETE FROM demo_job_progress")
    for name in (
        "patch_started_at",
        "patch_pid",
        "keeper_started_at",
        "keeper_pid",
        "lease_until",
        "attempt",
        "worker",
    ):
        op.drop_column("demo_job_progress", name)
    op.add_column("demo_job_progress", sa.Column("backend_pid", sa.BigInteger()))
    op.add_column("demo_job_progress", sa.Column("backend_started_at", _INSTANT))
    op.drop_column("demo_patch_jobs", "expected_fingerprint")
    for table in _TABLES:
        op.drop_index(f"ix_{table}_newest", table)
        op.drop_column(table, "foreground")
