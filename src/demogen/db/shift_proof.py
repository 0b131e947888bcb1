"""What a shift promises of the records it moves, counted before and after it. What has to be equal is decided elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import Connection, DateTime, bindparam, text

from demogen.db.shifting import DATES, MOVING, Shift
from demogen.db.tables import ENTITY_TABLES, STAGE_CHANGES, DemoRowImage
from demogen.domain.metrics import Entity
from demogen.domain.months import Month

_IMAGES, _PATHS, _DEALS = DemoRowImage.__tablename__, STAGE_CHANGES.name, ENTITY_TABLES[Entity.DEALS].name

Step: TypeAlias = tuple[str, str | None, bool]
"""A stage, the one after it, and, for the last one, whether the deal stands in it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The moving records at one moment: the steps of deals by the month in which the deal was created, how many steps do not
    come after the one before them, and how many instants of one kind are one and the same, at most."""

    steps: Mapping[tuple[Month, Step], int]
    standing_still: int
    at_one_instant: Mapping[str, int]


def picture(connection: Connection, shift: Shift) -> Picture:
    """Needs `mark_staying` before."""
    rows = connection.execute(
        text(
            "SELECT extract(year FROM t.created_at AT TIME ZONE :zone)::int, "
            "extract(month FROM t.created_at AT TIME ZONE :zone)::int, s.to_stage, s.next_stage, "
            "s.next_stage IS NULL AND s.to_stage = t.stage, count(*), count(*) FILTER (WHERE s.later <= s.changed_at) "
            "FROM (SELECT deal_id, to_stage, changed_at, lead(to_stage) OVER w AS next_stage, lead(changed_at) OVER w AS later "
            f"FROM {_PATHS} WHERE tenant_id = :tenant "
            "WINDOW w AS (PARTITION BY deal_id ORDER BY changed_at, from_stage NULLS FIRST, id)) AS s "
            f"JOIN {_DEALS} AS t ON t.tenant_id = :tenant AND t.id = s.deal_id WHERE {MOVING} GROUP BY 1, 2, 3, 4, 5"
        ),
        {"tenant": shift.tenant_id, "zone": shift.zone, "entity": Entity.DEALS.value},
    ).all()
    return Picture(
        {(Month(row[0], row[1]), (row[2], row[3], bool(row[4]))): int(row[5]) for row in rows},
        sum(int(row[6]) for row in rows),
        _at_one_instant(connection, shift),
    )


def _at_one_instant(connection: Connection, shift: Shift) -> dict[str, int]:
    """Only the live ones: dead records count nowhere."""
    found = {}
    for entity, names in DATES.items():
        for name in names:
            statement = (
                f"SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM {ENTITY_TABLES[entity].name} AS t "
                f"WHERE {MOVING} AND t.deleted_at IS NULL AND t.{name} IS NOT NULL GROUP BY t.{name}) AS counted"
            )
            given = {"tenant": shift.tenant_id, "entity": entity.value}
            found[f"{entity}.{name}"] = int(connection.execute(text(statement), given).scalar_one())
    statement = (
        f"SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM {_PATHS} AS s JOIN {_DEALS} AS t "
        f"ON t.tenant_id = :tenant AND t.id = s.deal_id WHERE s.tenant_id = :tenant AND {MOVING} GROUP BY s.changed_at) AS counted"
    )
    given = {"tenant": shift.tenant_id, "entity": Entity.DEALS.value}
    found[_PATHS] = int(connection.execute(text(statement), given).scalar_one())
    return found


def overdue(connection: Connection, shift: Shift) -> int:
    """Live open deals among the moving ones that do not expect to close after the job's now."""
    statement = text(
        f"SELECT count(*) FROM {_DEALS} AS t WHERE {MOVING} AND t.deleted_at IS NULL AND t.closed_at IS NULL "
        "AND t.expected_close_on <= (:at AT TIME ZONE :zone)::date"
    ).bindparams(bindparam("at", shift.at, type_=DateTime(timezone=True)))
    given = {"tenant": shift.tenant_id, "entity": Entity.DEALS.value, "zone": shift.zone}
    return int(connection.execute(statement, given).scalar_one())


def overtaken(connection: Connection, job_id: UUID, shift: Shift) -> int:
    """Records that lie before one now that they were not before. A closing that was put after its deal's creation may be
    ahead by a millisecond."""
    total = 0
    for entity, names in DATES.items():
        for name in names:
            statement = (
                f"SELECT count(*) FROM (SELECT t.{name} AS at, lag(t.{name}) OVER (ORDER BY "
                f"(i.before->>'{name}')::timestamptz, t.{name}) AS earlier FROM {_IMAGES} AS i "
                f"JOIN {ENTITY_TABLES[entity].name} AS t ON t.tenant_id = i.tenant_id AND t.id = i.row_id "
                f"WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity AND t.{name} IS NOT NULL) AS moved "
                "WHERE at < earlier - interval '1 millisecond'"
            )
            given = {"tenant": shift.tenant_id, "job": job_id, "entity": entity.value}
            total += int(connection.execute(text(statement), given).scalar_one())
    return total
