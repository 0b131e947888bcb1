"""One undo of a job, one clearing and one shift of a tenant at a time; images know whether an undo put them back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_JOBS, _IMAGES = "demo_patch_jobs", "demo_row_images"
_ACTIVE = "status IN ('queued', 'running')"

_CANCEL_REPEATED = f"""
UPDATE {_JOBS} AS late SET status = 'cancelled', completed_at = clock_timestamp(), error = CAST(:error AS json)
WHERE late.{_ACTIVE} AND EXISTS (
    SELECT FROM {_JOBS} AS first WHERE first.tenant_id = late.tenant_id AND first.{_ACTIVE} AND first.action = late.action
    AND (first.undoes = late.undoes OR first.action IN ('clear', 'shift'))
    AND (first.status = 'running', late.created_at, late.id) > (late.status = 'running', first.created_at, first.id))"""
"""Of jobs that wait for the same, the one that runs or came first stays."""

_ERROR = (
    '{"code": "job_under_way", "message": "The same was asked for twice; the first job does it.", '
    '"hint": "Nothing was written by this job."}'
)

_MARK_RESTORED = f"""
UPDATE {_IMAGES} AS i SET restored = true FROM {_JOBS} AS original JOIN {_JOBS} AS undo
ON undo.tenant_id = original.tenant_id AND undo.id = original.undone_by
WHERE i.tenant_id = original.tenant_id AND i.job_id = original.id AND NOT EXISTS (
    SELECT FROM json_array_elements(undo.undo_report->'kept') AS kept WHERE kept->>'id' = i.row_id::text)"""
"""What earlier undos kept is known by what their reports name."""


def upgrade() -> None:
    op.execute(sa.text(_CANCEL_REPEATED).bindparams(error=_ERROR))
    _unique("ux_demo_patch_jobs_undo", "undoes", f"{_ACTIVE} AND undoes IS NOT NULL")
    _unique("ux_demo_patch_jobs_alone", "action", f"{_ACTIVE} AND action IN ('clear', 'shift')")
    op.add_column(_IMAGES, sa.Column("restored", sa.Boolean, nullable=False, server_default=sa.text("false")))
    op.execute(_MARK_RESTORED)


def downgrade() -> None:
    op.drop_column(_IMAGES, "restored")
    op.drop_index("ux_demo_patch_jobs_alone", _JOBS)
    op.drop_index("ux_demo_patch_jobs_undo", _JOBS)


def _unique(name: str, column: str, condition: str) -> None:
    op.create_index(name, _JOBS, ["tenant_id", column], unique=True, postgresql_where=sa.text(condition))
