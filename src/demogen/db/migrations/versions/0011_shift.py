"""Jobs that move a tenant's story to other months."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_CHECK, _JOBS = "ck_demo_patch_jobs_action", "demo_patch_jobs"


def upgrade() -> None:
    op.add_column(_JOBS, sa.Column("shift_by", sa.SmallInteger()))
    op.drop_constraint(_CHECK, _JOBS)
    op.create_check_constraint(_CHECK, _JOBS, "action IN ('patch', 'undo', 'clear', 'shift')")


def downgrade() -> None:
    op.execute("UPDATE demo_patch_jobs SET action = 'clear' WHERE action = 'shift'")
    op.drop_constraint(_CHECK, _JOBS)
    op.create_check_constraint(_CHECK, _JOBS, "action IN ('patch', 'undo', 'clear')")
    op.drop_column(_JOBS, "shift_by")
