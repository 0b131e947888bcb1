"""The few deals that closed before they were created, by the date on which they closed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_IRREGULAR = "stage IN ('closed_won', 'closed_lost') AND (closed_at IS NULL OR closed_at < created_at)"


def upgrade() -> None:
    op.create_index(
        "ix_deals_irregular_closed",
        "deals",
        ["tenant_id", "closed_at"],
        postgresql_where=sa.text(f"deleted_at IS NULL AND {_IRREGULAR}"),
    )


def downgrade() -> None:
    op.drop_index("ix_deals_irregular_closed", "deals")
