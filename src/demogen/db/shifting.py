"""Moving all dates of a tenant's generated records by a map of instants, in whole tables, and moving them back.

The old dates are kept as the job's images: a job that was moved can be taken back to the microsecond. Which months go
where is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Connection, DateTime, Integer, TextClause, bindparam, text

from demogen.db.removal import CHILDREN_FIRST, LABELS, REFERENCES, Stay, join_by_hash
from demogen.db.row_images import PATH_OF_DEAL
from demogen.db.tables import ENTITY_TABLES, STAGE_CHANGES, DemoRowImage, Tenant
from demogen.domain.metrics import Entity
from demogen.domain.months import Month
from demogen.domain.shift_map import ShiftMap

_IMAGES, _PATHS, _TENANTS = DemoRowImage.__tablename__, STAGE_CHANGES.name, Tenant.__tablename__

_DATES: dict[Entity, tuple[str, ...]] = {
    Entity.COMPANIES: ("created_at",),
    Entity.CONTACTS: ("created_at", "became_lead_at"),
    Entity.DEALS: ("created_at", "closed_at"),
    Entity.ACTIVITIES: ("created_at", "occurred_at"),
}
"""The instants of each kind of record that move; `updated_at` does with all, and a deal's expected close."""

_EDITED = "coalesce(t.updated_at > t.demo_written_at, true)"


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


def mark_staying(connection: Connection, shift: Shift) -> dict[Entity, int]:
    """Note, until the transaction ends, which live records stay: those that people entered, edited ones unless they move,
    and what those need to stay in order. Returns how many of the generated ones stay, by kind."""
    join_by_hash(connection)
    connection.execute(
        text("CREATE TEMPORARY TABLE staying (entity text, id uuid, PRIMARY KEY (entity, id)) ON COMMIT DROP")
    )
    for entity in Entity:
        own = "NOT t.demo_generated" + ("" if shift.edited is Edited.MOVE else f" OR {_EDITED}")
        connection.execute(
            text(
                f"INSERT INTO staying SELECT :entity, t.id FROM {ENTITY_TABLES[entity].name} AS t "
                f"WHERE t.tenant_id = :tenant AND t.deleted_at IS NULL AND ({own})"
            ),
            {"tenant": shift.tenant_id, "entity": entity.value},
        )
    if shift.months > 0:
        _hold(connection, shift.tenant_id, Entity.ACTIVITIES, (Entity.DEALS,), parents=True)
        _hold(connection, shift.tenant_id, Entity.DEALS, (Entity.ACTIVITIES,), parents=False)
        for entity in CHILDREN_FIRST:
            _hold(connection, shift.tenant_id, entity, Entity, parents=True)
    else:
        for entity in reversed(CHILDREN_FIRST):
            _hold(connection, shift.tenant_id, entity, Entity, parents=False)
        _hold(connection, shift.tenant_id, Entity.ACTIVITIES, (Entity.DEALS,), parents=True)
        _hold(connection, shift.tenant_id, Entity.DEALS, (Entity.ACTIVITIES,), parents=False)
    connection.execute(text("ANALYZE staying"))
    return {entity: _generated_staying(connection, shift, entity) for entity in Entity}


def _hold(
    connection: Connection, tenant_id: UUID, entity: Entity, others: Iterable[Entity], *, parents: bool
) -> None:
    """What a record refers to (`parents`) must not move to a later month while it stays, nor what refers to it to an
    earlier one; a deal and its activities stay or move together, since it closes after them."""
    wanted = set(others)
    for parent, references in REFERENCES.items():
        for child, column in references:
            if entity is not (child if parents else parent) or (parent if parents else child) not in wanted:
                continue
            held, key, own = (parent, column, "id") if parents else (child, "id", column)
            connection.execute(
                text(
                    f"INSERT INTO staying SELECT DISTINCT :held, c.{key} FROM {ENTITY_TABLES[child].name} AS c "
                    f"JOIN staying AS s ON s.entity = :entity AND s.id = c.{own} "
                    f"WHERE c.tenant_id = :tenant AND c.deleted_at IS NULL AND c.{key} IS NOT NULL "
                    "ON CONFLICT DO NOTHING"
                ),
                {"tenant": tenant_id, "entity": entity.value, "held": held.value},
            )


def _generated_staying(connection: Connection, shift: Shift, entity: Entity) -> int:
    statement = (
        f"SELECT count(*) FROM {ENTITY_TABLES[entity].name} AS t JOIN staying AS s ON s.entity = :entity AND s.id = t.id "
        "WHERE t.tenant_id = :tenant AND t.demo_generated"
    )
    given = {"tenant": shift.tenant_id, "entity": entity.value}
    return int(connection.execute(text(statement), given).scalar_one())


def among_staying(entity: Entity) -> str:
    """Whether a record stays, as a condition in SQL."""
    return f"{ENTITY_TABLES[entity].name}.id IN (SELECT id FROM staying WHERE entity = '{entity.value}')"


def named_staying(connection: Connection, shift: Shift, entity: Entity, *, limit: int) -> list[Stay]:
    """The first of the generated records that stay."""
    rows = connection.execute(
        text(
            f"SELECT t.id, {LABELS[entity]}, {_EDITED} FROM {ENTITY_TABLES[entity].name} AS t "
            "JOIN staying AS s ON s.entity = :entity AND s.id = t.id "
            "WHERE t.tenant_id = :tenant AND t.demo_generated ORDER BY t.id LIMIT :limit"
        ),
        {"tenant": shift.tenant_id, "entity": entity.value, "limit": limit},
    )
    return [Stay(entity, row[0], row[1], bool(row[2]), deleted=False) for row in rows]


def moving(connection: Connection, shift: Shift, entity: Entity) -> int:
    """How many records will move."""
    statement = f"SELECT count(*) FROM {ENTITY_TABLES[entity].name} AS t WHERE {_MOVING}"
    given = {"tenant": shift.tenant_id, "entity": entity.value}
    return int(connection.execute(text(statement), given).scalar_one())


_MOVING = (
    "t.tenant_id = :tenant AND t.demo_generated "
    "AND NOT EXISTS (SELECT FROM staying AS s WHERE s.entity = :entity AND s.id = t.id)"
)


def move(connection: Connection, job_id: UUID, shift: Shift, mapping: ShiftMap) -> dict[Entity, int]:
    """Move the records and keep where they were; returns how many of each kind. Needs `mark_staying` before."""
    found = {}
    for entity in Entity:
        table, dates = ENTITY_TABLES[entity], (*_DATES[entity], "updated_at", "demo_written_at")
        changes = {name: _moved(f"t.{name}") for name in _DATES[entity]}
        written = f"least({_moved('t.demo_written_at')}, :at)"
        updated = f"least({_moved('t.updated_at')}, :at)"
        changes["demo_written_at"] = f"CASE WHEN {_EDITED} THEN {written} ELSE :at END"
        changes["updated_at"] = (
            f"CASE WHEN {_EDITED} THEN greatest({updated}, {written} + interval '1 microsecond') ELSE {updated} END"
        )
        changes["demo_source_month"] = _later_month("t.demo_source_month")
        if entity is Entity.DEALS:
            changes["expected_close_on"] = _expected()
        kept = [*dates, "demo_source_month", *(["expected_close_on"] if entity is Entity.DEALS else [])]
        before = f"jsonb_build_object({', '.join(f'{chr(39)}{name}{chr(39)}, o.{name}' for name in kept)})"
        if entity is Entity.DEALS:
            before += f" || {PATH_OF_DEAL}"
        statement = text(
            f"WITH moved AS (UPDATE {table.name} AS t "
            f"SET {', '.join(f'{name} = {value}' for name, value in changes.items())} "
            f"WHERE {_MOVING} RETURNING t.tenant_id, t.id, t.updated_at, t.deleted_at) "
            f"INSERT INTO {_IMAGES} (tenant_id, job_id, entity, row_id, before, after) "
            f"SELECT o.tenant_id, :job, :entity, o.id, {before}, "
            "jsonb_build_object('updated_at', m.updated_at, 'deleted_at', m.deleted_at) "
            f"FROM moved AS m JOIN {table.name} AS o ON o.tenant_id = :tenant AND o.id = m.id"
        )
        found[entity] = connection.execute(
            _with_map(statement, shift, mapping),
            {**_given(shift), "job": job_id, "entity": entity.value},
        ).rowcount
    _move_paths(connection, job_id, shift, mapping)
    return found


def _given(shift: Shift) -> dict[str, Any]:
    return {"tenant": shift.tenant_id, "zone": shift.zone}


def _move_paths(connection: Connection, job_id: UUID, shift: Shift, mapping: ShiftMap) -> None:
    """The steps of the deals that moved."""
    statement = text(
        f"UPDATE {_PATHS} AS t SET changed_at = least({_moved('t.changed_at')}, :at), "
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
        bindparam("at", shift.at, type_=DateTime(timezone=True)),
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


def _expected() -> str:
    """The closing day of deals that expected it on that day; of others as many months later, and of open deals after the
    job's now, within a month of it where it would have passed."""
    later = "(t.expected_close_on + make_interval(months => :months))::date"
    today = "(:at AT TIME ZONE :zone)::date"
    same_day = "t.expected_close_on = (t.closed_at AT TIME ZONE :zone)::date"
    return (
        f"CASE WHEN t.closed_at IS NOT NULL AND {same_day} "
        f"THEN ({_moved('t.closed_at')} AT TIME ZONE :zone)::date "
        f"WHEN t.closed_at IS NULL AND {later} <= {today} "
        f"THEN {today} + 2 + extract(day FROM t.expected_close_on)::int ELSE {later} END"
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
    names = [*_DATES[entity], "updated_at", "demo_written_at"]
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
                f"UPDATE {_PATHS} AS t SET changed_at = old.changed_at, demo_source_month = old.demo_source_month "
                f"FROM {_IMAGES} AS i JOIN {table.name} AS d ON d.tenant_id = i.tenant_id AND d.id = i.row_id "
                "AND d.updated_at = (i.before->>'updated_at')::timestamptz, "
                f"LATERAL jsonb_populate_recordset(NULL::{_PATHS}, i.before->'path') AS old "
                "WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity "
                "AND t.tenant_id = :tenant AND t.id = old.id"
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
