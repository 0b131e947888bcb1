"""Moving all dates of a tenant's generated records by a map of instants, in whole tables, and moving them back.

The old dates are kept as the job's images: a job that was moved can be taken back to the microsecond. Which months go
where is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Connection, DateTime, Integer, TextClause, bindparam, text

from demogen.db.removal import join_by_hash
from demogen.db.row_images import PATH_OF_DEAL
from demogen.db.tables import ENTITY_TABLES, STAGE_CHANGES, DemoRowImage, Tenant
from demogen.domain.metrics import Entity
from demogen.domain.months import Month
from demogen.domain.shift_map import ShiftMap

_IMAGES, _PATHS, _TENANTS = DemoRowImage.__tablename__, STAGE_CHANGES.name, Tenant.__tablename__

DATES: dict[Entity, tuple[str, ...]] = {
    Entity.COMPANIES: ("created_at",),
    Entity.CONTACTS: ("created_at", "became_lead_at"),
    Entity.DEALS: ("created_at", "closed_at"),
    Entity.ACTIVITIES: ("created_at", "occurred_at"),
}
"""The instants of each kind of record that move; `updated_at` does with all, and a deal's expected close."""

EDITED = "coalesce(t.updated_at > t.demo_written_at, true)"
"""Whether a person edited the record `t`."""


class Edited(StrEnum):
    """What becomes of generated records that people edited."""

    MOVE = "move"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class Shift:
    """Whose records move, by how many months, what becomes of edited ones, and the job's now."""

    tenant_id: UUID
    zone: str
    months: int
    edited: Edited
    at: datetime


MOVING = (
    "t.tenant_id = :tenant AND t.demo_generated "
    "AND NOT EXISTS (SELECT FROM staying AS s WHERE s.entity = :entity AND s.id = t.id)"
)
"""Whether the record `t` moves. Needs the table `staying`."""


def move(connection: Connection, job_id: UUID, shift: Shift, mapping: ShiftMap) -> dict[Entity, int]:
    """Move the records and keep where they were; returns how many of each kind. Needs `mark_staying` before."""
    found = {}
    for entity in Entity:
        table, dates = ENTITY_TABLES[entity], (*DATES[entity], "updated_at", "demo_written_at")
        changes = {name: _moved(f"t.{name}") for name in DATES[entity]}
        written = f"least({_moved('t.demo_written_at')}, :at)"
        updated = f"least({_moved('t.updated_at')}, :at)"
        changes["demo_written_at"] = f"CASE WHEN {EDITED} THEN {written} ELSE :at END"
        changes["updated_at"] = (
            f"CASE WHEN {EDITED} THEN greatest({updated}, {written} + interval '1 microsecond') ELSE {updated} END"
        )
        changes["demo_source_month"] = _later_month("t.demo_source_month")
        if entity is Entity.DEALS:
            changes["closed_at"] = _closing()
            changes["expected_close_on"] = _expected()
        kept = [*dates, "demo_source_month", *(["expected_close_on"] if entity is Entity.DEALS else [])]
        before = f"jsonb_build_object({', '.join(f'{chr(39)}{name}{chr(39)}, o.{name}' for name in kept)})"
        if entity is Entity.DEALS:
            before += f" || {PATH_OF_DEAL}"
        statement = text(
            f"WITH moved AS (UPDATE {table.name} AS t "
            f"SET {', '.join(f'{name} = {value}' for name, value in changes.items())} "
            f"WHERE {MOVING} RETURNING t.tenant_id, t.id, t.updated_at, t.deleted_at) "
            f"INSERT INTO {_IMAGES} (tenant_id, job_id, entity, row_id, before, after) "
            f"SELECT o.tenant_id, :job, :entity, o.id, {before}, "
            "jsonb_build_object('updated_at', m.updated_at, 'deleted_at', m.deleted_at) "
            f"FROM moved AS m JOIN {table.name} AS o ON o.tenant_id = :tenant AND o.id = m.id"
        )
        found[entity] = connection.execute(
            _with_map(statement, shift, mapping).bindparams(
                bindparam("at", shift.at, type_=DateTime(timezone=True))
            ),
            {**_given(shift), "job": job_id, "entity": entity.value},
        ).rowcount
    _move_paths(connection, job_id, shift, mapping)
    return found


def _given(shift: Shift) -> dict[str, Any]:
    return {"tenant": shift.tenant_id, "zone": shift.zone}


def _move_paths(connection: Connection, job_id: UUID, shift: Shift, mapping: ShiftMap) -> None:
    """The steps of the deals that moved. Where those of a deal become one instant, or lie outside the map, its path has to be
    carried as a whole (`shift_paths`)."""
    statement = text(
        f"UPDATE {_PATHS} AS t SET changed_at = {_moved('t.changed_at')}, "
        f"demo_source_month = {_later_month('t.demo_source_month')} "
        f"FROM {_IMAGES} AS i WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity "
        "AND t.tenant_id = i.tenant_id AND t.deal_id = i.row_id"
    )
    given = {"tenant": shift.tenant_id, "job": job_id, "entity": Entity.DEALS.value}
    connection.execute(_with_map(statement, shift, mapping), given)


def _with_map(statement: TextClause, shift: Shift, mapping: ShiftMap) -> TextClause:
    """The map as three arrays, read as `ShiftMap.__call__` reads them."""
    arrays = {
        "sources": mapping.sources,
        "targets": mapping.targets,
        "source_seconds": mapping.seconds(mapping.sources),
        "target_seconds": mapping.seconds(mapping.targets),
    }
    return statement.bindparams(
        *(bindparam(name, values.tolist(), type_=ARRAY(BigInteger)) for name, values in arrays.items()),
        bindparam("months", shift.months, type_=Integer),
    )


def _moved(column: str) -> str:
    """Where an instant goes, in SQL: exact, in microseconds."""
    return (
        "(SELECT 'epoch'::timestamptz + (CASE "
        "WHEN u < (:sources)[1] THEN u - (:sources)[1] + (:targets)[1] "
        "WHEN b > cardinality(:source_seconds) THEN u - (:sources)[b] + (:targets)[b] "
        "ELSE (:targets)[b] + (u - (:sources)[b]) * (:target_seconds)[b] / (:source_seconds)[b] END) "
        "* interval '1 microsecond' "
        "FROM (SELECT u, width_bucket(u, :sources) AS b "
        f"FROM (SELECT (extract(epoch FROM {column}) * 1000000)::bigint AS u) AS instant) AS place)"
    )


def _later_month(column: str) -> str:
    return f"to_char(({column} || '-01')::date + make_interval(months => :months), 'YYYY-MM')"


SHORTEST_LIFE = "interval '1 millisecond'"
"""What stays of a deal's life at least."""


def _closing() -> str:
    """After the creation, also where the two come so close that they would be one instant."""
    moved = _moved("t.closed_at")
    return (
        f"CASE WHEN t.closed_at > t.created_at THEN greatest({moved}, {_moved('t.created_at')} + {SHORTEST_LIFE}) "
        f"ELSE {moved} END"
    )


_KNOWN_UNTIL = "greatest(t.demo_written_at, t.updated_at)"
"""The instant up to which the record `t` says what has become of it."""


def _expected() -> str:
    """Open deals expect to close as many days after the job's now as they did after they were last written; those that were
    overdue, within a month of it. The closing day of closed deals that expected it on that day; of others as many months
    later."""
    today, known = "(:at AT TIME ZONE :zone)::date", f"({_KNOWN_UNTIL} AT TIME ZONE :zone)::date"
    same_day = "t.expected_close_on = (t.closed_at AT TIME ZONE :zone)::date"
    return (
        f"CASE WHEN t.closed_at IS NULL AND t.expected_close_on > {known} THEN {today} + (t.expected_close_on - {known}) "
        f"WHEN t.closed_at IS NULL THEN {today} + 2 + extract(day FROM t.expected_close_on)::int "
        f"WHEN {same_day} THEN ({_closing()} AT TIME ZONE :zone)::date "
        "ELSE (t.expected_close_on + make_interval(months => :months))::date END"
    )


def move_start(connection: Connection, job_id: UUID, tenant_id: UUID, start: Month) -> None:
    """Let the tenant's history start in another month, and keep where it did."""
    connection.execute(
        text(
            f"INSERT INTO {_IMAGES} (tenant_id, job_id, entity, row_id, before, after) "
            "SELECT id, :job, 'tenants', id, jsonb_build_object('demo_start_month', demo_start_month), "
            f"jsonb_build_object('demo_start_month', CAST(:start AS text)) FROM {_TENANTS} WHERE id = :tenant"
        ),
        {"job": job_id, "tenant": tenant_id, "start": str(start)},
    )
    _set_start(connection, tenant_id, str(start))


def _set_start(connection: Connection, tenant_id: UUID, start: str) -> None:
    connection.execute(
        text(f"UPDATE {_TENANTS} SET demo_start_month = :start WHERE id = :tenant"),
        {"tenant": tenant_id, "start": start},
    )


def move_back(
    connection: Connection, tenant_id: UUID, job_id: UUID, entity: Entity, *, but: Collection[UUID] = ()
) -> list[UUID]:
    """Give the records that a shift moved, `but` some, their old dates; returns which. One that changed since is left as it
    is."""
    join_by_hash(connection)
    table = ENTITY_TABLES[entity]
    names = [*DATES[entity], "updated_at", "demo_written_at"]
    values = [f"{name} = (i.before->>'{name}')::timestamptz" for name in names]
    values.append("demo_source_month = i.before->>'demo_source_month'")
    if entity is Entity.DEALS:
        values.append("expected_close_on = (i.before->>'expected_close_on')::date")
    given = {"tenant": tenant_id, "job": job_id, "entity": entity.value}
    done = connection.scalars(
        text(
            f"UPDATE {table.name} AS t SET {', '.join(values)} FROM {_IMAGES} AS i "
            "WHERE t.tenant_id = :tenant AND i.tenant_id = t.tenant_id AND i.row_id = t.id "
            "AND i.job_id = :job AND i.entity = :entity AND t.updated_at = (i.after->>'updated_at')::timestamptz "
            "AND t.deleted_at IS NOT DISTINCT FROM (i.after->>'deleted_at')::timestamptz "
            "AND t.id <> ALL(:but) RETURNING t.id"
        ).bindparams(bindparam("but", list(but), type_=ARRAY(table.c.id.type))),
        given,
    ).all()
    if entity is Entity.DEALS:
        connection.execute(
            text(
                # unpacked once: joined as they are unpacked, each image's steps would be held against all steps
                "WITH old AS MATERIALIZED (SELECT s.id, s.changed_at, s.demo_source_month "
                f"FROM {_IMAGES} AS i JOIN {table.name} AS d ON d.tenant_id = i.tenant_id AND d.id = i.row_id "
                "AND d.updated_at = (i.before->>'updated_at')::timestamptz, "
                f"LATERAL jsonb_populate_recordset(NULL::{_PATHS}, i.before->'path') AS s "
                "WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity) "
                f"UPDATE {_PATHS} AS t SET changed_at = old.changed_at, demo_source_month = old.demo_source_month "
                "FROM old WHERE t.tenant_id = :tenant AND t.id = old.id"
            ),
            given,
        )
    return list(done)


def start_back(connection: Connection, tenant_id: UUID, job_id: UUID) -> None:
    """Let the tenant's history start where it did before a shift."""
    before = connection.scalar(
        text(
            f"SELECT before->>'demo_start_month' FROM {_IMAGES} "
            "WHERE tenant_id = :tenant AND job_id = :job AND entity = 'tenants'"
        ),
        {"tenant": tenant_id, "job": job_id},
    )
    if before is not None:
        _set_start(connection, tenant_id, str(before))
