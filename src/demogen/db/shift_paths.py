"""The paths of deals that a shift moved: those that did not stay whole, and writing them as they should be. What they should
be is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Connection, DateTime, Uuid, bindparam, text

from demogen.db.shifting import SHORTEST_LIFE, Shift
from demogen.db.tables import ENTITY_TABLES, STAGE_CHANGES, DemoRowImage
from demogen.domain.metrics import Entity

_IMAGES, _PATHS, _DEALS = DemoRowImage.__tablename__, STAGE_CHANGES.name, ENTITY_TABLES[Entity.DEALS].name

_IN_ORDER = "s.changed_at, s.from_stage NULLS FIRST, s.id"

_BATCH = 50_000


@dataclass(frozen=True, slots=True)
class MovedPath:
    """A deal that moved, with its steps as they were. `known_until` is the instant up to which it said what had become of it."""

    created: datetime
    closed: datetime | None
    known_until: datetime
    new_created: datetime
    new_closed: datetime | None
    ids: Sequence[UUID]
    steps: Sequence[datetime]


def broken_paths(
    connection: Connection, job_id: UUID, shift: Shift, *, mapped_until: datetime
) -> list[MovedPath]:
    """The moved deals with two steps at one instant, closed ones whose closing was put after their creation, and open ones
    with a step after the last instant that the map knows."""
    rows = connection.execute(
        text(
            "WITH broken AS (SELECT DISTINCT s.deal_id FROM ("
            f"SELECT s.deal_id, s.changed_at, lag(s.changed_at) OVER (PARTITION BY s.deal_id ORDER BY {_IN_ORDER}) AS earlier "
            f"FROM {_PATHS} AS s WHERE s.tenant_id = :tenant) AS s "
            f"JOIN {_DEALS} AS d ON d.tenant_id = :tenant AND d.id = s.deal_id "
            "WHERE CASE WHEN d.closed_at IS NULL THEN s.changed_at <= s.earlier OR s.changed_at > :until "
            "ELSE d.closed_at > d.created_at "
            f"AND (s.changed_at <= s.earlier OR d.closed_at <= d.created_at + {SHORTEST_LIFE}) END) "
            "SELECT (i.before->>'created_at')::timestamptz, (i.before->>'closed_at')::timestamptz, "
            "greatest((i.before->>'demo_written_at')::timestamptz, (i.before->>'updated_at')::timestamptz), "
            f"d.created_at, d.closed_at, array_agg(s.id ORDER BY {_IN_ORDER}), array_agg(s.changed_at ORDER BY {_IN_ORDER}) "
            f"FROM {_IMAGES} AS i JOIN {_DEALS} AS d ON d.tenant_id = i.tenant_id AND d.id = i.row_id, "
            f"LATERAL jsonb_populate_recordset(NULL::{_PATHS}, i.before->'path') AS s "
            "WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity "
            "AND i.row_id IN (SELECT deal_id FROM broken) GROUP BY i.row_id, i.before, d.created_at, d.closed_at"
        ).bindparams(bindparam("until", mapped_until, type_=DateTime(timezone=True))),
        {"tenant": shift.tenant_id, "job": job_id, "entity": Entity.DEALS.value},
    )
    return [MovedPath(*row) for row in rows]


def write_steps(
    connection: Connection, tenant_id: UUID, ids: Sequence[UUID], instants: Sequence[datetime]
) -> None:
    """Let steps be at other instants."""
    statement = text(
        f"UPDATE {_PATHS} AS t SET changed_at = g.at FROM unnest(:ids, :instants) AS g(id, at) "
        "WHERE t.tenant_id = :tenant AND t.id = g.id"
    )
    for start in range(0, len(ids), _BATCH):
        part = slice(start, start + _BATCH)
        connection.execute(
            statement.bindparams(
                bindparam("ids", list(ids[part]), type_=ARRAY(Uuid)),
                bindparam("instants", list(instants[part]), type_=ARRAY(DateTime(timezone=True))),
                tenant=tenant_id,
            )
        )
