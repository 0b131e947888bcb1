"""Covering indexes from which KPIs of live records are read without visiting the tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_LIVE = "deleted_at IS NULL"
_IRREGULAR = "stage IN ('closed_won', 'closed_lost') AND (closed_at IS NULL OR closed_at < created_at)"

_INDEXES: tuple[tuple[str, str, str, list[str], str], ...] = (
    ("ix_companies_created", "companies", "created_at", [], _LIVE),
    ("ix_contacts_created", "contacts", "created_at", [], _LIVE),
    ("ix_contacts_became_lead", "contacts", "became_lead_at", [], f"{_LIVE} AND became_lead_at IS NOT NULL"),
    ("ix_deals_created", "deals", "created_at", ["amount_minor"], _LIVE),
    (
        "ix_deals_closed",
        "deals",
        "closed_at",
        ["stage", "amount_minor"],
        f"{_LIVE} AND closed_at IS NOT NULL",
    ),
    ("ix_deals_irregular", "deals", "created_at", [], f"{_LIVE} AND {_IRREGULAR}"),
    ("ix_activities_occurred", "activities", "occurred_at", [], _LIVE),
)


def upgrade() -> None:
    for name, table, column, include, where in _INDEXES:
        op.create_index(
            name,
            table,
            ["tenant_id", column],
            postgresql_include=include,
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    for name, table, *_ in _INDEXES:
        op.drop_index(name, table)
