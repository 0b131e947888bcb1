"""What of a story's months could not be met."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("demo_story_months", sa.Column("unmet", sa.JSON()))


def downgrade() -> None:
    op.drop_column("demo_story_months", "unmet")
