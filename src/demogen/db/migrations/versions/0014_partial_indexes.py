"""Partial indexes in the place of full ones: a key is looked up by itself alone, and generated records need one index less."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_TABLES = ("companies", "contacts", "deals", "activities")
_REFERENCES = (
    ("contacts", "company_id"),
    ("deals", "company_id"),
    ("deals", "contact_id"),
    ("activities", "deal_id"),
)


def upgrade() -> None:
    _create_all(partial=True)


def downgrade() -> None:
    _create_all(partial=False)


def _create_all(*, partial: bool) -> None:
    for table in _TABLES:
        _create(table, "demo_generated", "demo_generated", "NOT demo_generated" if partial else None)
    for table, column in _REFERENCES:
        _create(table, column.removesuffix("_id"), column, f"{column} IS NOT NULL" if partial else None)


def _create(table: str, name: str, column: str, where: str | None) -> None:
    op.drop_index(f"ix_{table}_{name}", table)
    condition = None if where is None else sa.text(where)
    op.create_index(f"ix_{table}_{name}", table, ["tenant_id", column], postgresql_where=condition)
