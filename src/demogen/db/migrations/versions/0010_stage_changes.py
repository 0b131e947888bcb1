"""Each deal's path through the stages; generated deals that are there already get theirs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import UUID

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = UUID(as_uuid=True)
_INSTANT = sa.DateTime(timezone=True)

_PATHS = """
INSERT INTO deal_stage_changes (tenant_id, id, deal_id, from_stage, to_stage, changed_at,
                                demo_generated, demo_job_id, demo_source_month, demo_written_at)
SELECT d.tenant_id, gen_random_uuid(), d.id, s.from_stage, s.to_stage, s.changed_at,
       true, d.demo_job_id, d.demo_source_month, d.demo_written_at
FROM deals AS d,
LATERAL (
    SELECT NULL AS from_stage, CASE WHEN d.closed_at IS NULL THEN d.stage ELSE 'qualification' END AS to_stage,
           d.created_at AS changed_at
    UNION ALL
    SELECT 'qualification', 'proposal', d.created_at + (d.closed_at - d.created_at) / 2
    WHERE d.closed_at IS NOT NULL
    UNION ALL
    SELECT 'proposal', d.stage, d.closed_at WHERE d.closed_at IS NOT NULL
) AS s
WHERE d.demo_generated AND (d.closed_at IS NULL OR d.closed_at >= d.created_at)
"""


def upgrade() -> None:
    op.create_table(
        "deal_stage_changes",
        sa.Column("tenant_id", _ID, nullable=False),
        sa.Column("id", _ID, nullable=False),
        sa.Column("deal_id", _ID, nullable=False),
        sa.Column("from_stage", sa.String()),
        sa.Column("to_stage", sa.String(), nullable=False),
        sa.Column("changed_at", _INSTANT, nullable=False),
        sa.Column("demo_generated", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("demo_job_id", _ID),
        sa.Column("demo_source_month", sa.String(7)),
        sa.Column("demo_written_at", _INSTANT),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "deal_id"], ["deals.tenant_id", "deals.id"], ondelete="CASCADE"
        ),
    )
    op.execute(_PATHS)
    op.create_index(
        "ix_deal_stage_changes_deal", "deal_stage_changes", ["tenant_id", "deal_id", "changed_at"]
    )


def downgrade() -> None:
    op.drop_table("deal_stage_changes")
