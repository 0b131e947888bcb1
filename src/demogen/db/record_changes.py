"""The images of records that a job changed, in pages. What they say to people is decided elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from demogen.db.removal import LABELS
from demogen.db.tables import ENTITY_TABLES, DemoRowImage
from demogen.domain.metrics import Entity

_IMAGES = DemoRowImage.__tablename__

FIRST_ID = UUID(int=0)
"""No record has it, and every other comes after it."""


@dataclass(frozen=True, slots=True)
class Images:
    """Which images are meant: a job's, and of them all or those that its undo put back."""

    tenant_id: UUID
    job_id: UUID
    restored_only: bool = False

    @property
    def condition(self) -> str:
        restored = " AND i.restored" if self.restored_only else ""
        return f"i.tenant_id = :tenant AND i.job_id = :job{restored}"

    @property
    def given(self) -> dict[str, object]:
        return {"tenant": self.tenant_id, "job": self.job_id}


@dataclass(frozen=True, slots=True)
class Image:
    """A record as it was before and after, under the name that it has after."""

    id: UUID
    name: str | None
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def count_images(connection: Connection, wanted: Images) -> dict[Entity, int]:
    """How many there are of each kind."""
    rows = connection.execute(
        text(f"SELECT i.entity, count(*) FROM {_IMAGES} AS i WHERE {wanted.condition} GROUP BY 1"),
        wanted.given,
    )
    found = {str(entity): int(count) for entity, count in rows}
    return {entity: found.get(entity.value, 0) for entity in Entity}


def page_of_images(
    connection: Connection, wanted: Images, entity: Entity, *, after: UUID, limit: int
) -> list[Image]:
    """The next images of one kind by the records' ids."""
    rows = connection.execute(
        text(
            f"SELECT i.row_id, {LABELS[entity]}, i.before, i.after FROM {_IMAGES} AS i, "
            f"LATERAL jsonb_populate_record(NULL::{ENTITY_TABLES[entity].name}, i.after) AS r "
            f"WHERE {wanted.condition} AND i.entity = :entity AND i.row_id > :after ORDER BY i.row_id LIMIT :limit"
        ),
        {**wanted.given, "entity": entity.value, "after": after, "limit": limit},
    )
    return [Image(row[0], row[1], row[2], row[3]) for row in rows]
