"""Which records a demo job may change, as a condition that every statement carries, and a proof that the others stayed."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Numeric,
    and_,
    func,
    literal_column,
    not_,
    select,
)

from demogen.db.tables import ENTITY_TABLES


def untouched(rows: FromClause) -> ColumnElement[bool]:
    """Generated, and not edited by a person since a demo job wrote it."""
    return and_(rows.c.demo_generated, func.coalesce(rows.c.updated_at <= rows.c.demo_written_at, False))


def protected_hash(connection: Connection, tenant_id: UUID) -> tuple[tuple[int, int], ...]:
    """Count and hash, by entity, of the tenant's records that people made or edited: equal only if none has changed."""
    found = []
    for table in ENTITY_TABLES.values():
        rows = table.alias("protected")
        whole = func.hashtextextended(literal_column("protected::text"), 0)
        statement = select(func.count(), func.coalesce(func.sum(whole.cast(Numeric)), 0)).where(
            rows.c.tenant_id == tenant_id, not_(untouched(rows))
        )
        count, total = connection.execute(statement.select_from(rows)).one()
        found.append((int(count), int(total)))
    return tuple(found)
