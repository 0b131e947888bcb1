"""Statistics and visibility maps after a load, so that the next statements are planned for the rows that are there."""

from __future__ import annotations

from sqlalchemy import Connection, text

from demogen.db.tables import ENTITY_TABLES
from demogen.domain.metrics import Entity

_VACUUM_FROM = 20_000
"""Records from which on the visibility map is brought up to date too, so that KPI reads are index-only."""


def after_load(connection: Connection, entity: Entity, rows: int) -> None:
    """Needs a connection that commits each statement. Tables that the server knows well enough are left to it."""
    table = ENTITY_TABLES[entity].name
    if rows >= _VACUUM_FROM:
        connection.exec_driver_sql(f"VACUUM (ANALYZE) {table}")
        return
    known = connection.scalar(
        text("SELECT reltuples FROM pg_class WHERE oid = CAST(:name AS regclass)"), {"name": table}
    )
    if rows and float(known or 0) < 5 * rows:
        connection.exec_driver_sql(f"ANALYZE {table}")
