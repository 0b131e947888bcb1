"""Changing records with their images kept, and putting the earlier images back. What changes is decided elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Connection, RowMapping, Table, bindparam, text

from demogen.db.removal import LABELS, Stay
from demogen.db.tables import ENTITY_TABLES, STAGE_CHANGES, DemoRowImage
from demogen.domain.metrics import Entity

BATCH = 10_000
"""Records in one statement, at most."""

_IMAGES, _PATHS = DemoRowImage.__tablename__, STAGE_CHANGES.name

PATH_OF_DEAL = (
    "jsonb_build_object('path', (SELECT coalesce(jsonb_agg(to_jsonb(s) ORDER BY s.changed_at, s.id), '[]') "
    f"FROM {_PATHS} AS s WHERE s.tenant_id = o.tenant_id AND s.deal_id = o.id))"
)
"""The path of the deal `o`, as its image holds it."""

_UNTOUCHED = "t.demo_generated AND t.updated_at <= t.demo_written_at"

_PARENTS: dict[Entity, tuple[tuple[Entity, str], ...]] = {
    entity: tuple(
        (Entity(constraint.referred_table.name), column)
        for constraint in table.foreign_key_constraints
        if constraint.referred_table.name in set(Entity)
        for column in constraint.column_keys
        if column != "tenant_id"
    )
    for entity, table in ENTITY_TABLES.items()
}
"""What each kind of record refers to, and by which column."""


@dataclass(frozen=True, slots=True)
class RowChanges:
    """New values for records of one kind: a sequence for each column, parallel to `ids`."""

    entity: Entity
    ids: Sequence[UUID]
    values: dict[str, Sequence[Any]]


def apply_changes(
    connection: Connection, tenant_id: UUID, job_id: UUID, changes: RowChanges, *, at: datetime
) -> int:
    """Change records and keep their images; returns how many.

    Records that are not the tenant's, not generated, edited by a person or soft-deleted are left as they are, so the
    number is smaller than that of the ids where one of them is.
    """
    done = 0
    for start in range(0, len(changes.ids), BATCH):
        done += _apply_batch(connection, tenant_id, job_id, changes, slice(start, start + BATCH), at)
    return done


def _apply_batch(
    connection: Connection, tenant_id: UUID, job_id: UUID, changes: RowChanges, part: slice, at: datetime
) -> int:
    table = ENTITY_TABLES[changes.entity]
    names = list(changes.values)
    arrays = ", ".join(f":v{number}" for number in range(len(names)))
    columns = ", ".join(names)
    assignments = ", ".join(f"{name} = g.{name}" for name in names)
    statement = text(
        f"WITH changed AS (UPDATE {table.name} AS t "
        f"SET {assignments}, updated_at = :at, demo_written_at = :at "
        f"FROM unnest(:ids, {arrays}) AS g(id, {columns}) "
        f"WHERE t.tenant_id = :tenant AND t.id = g.id AND t.deleted_at IS NULL AND {_UNTOUCHED} RETURNING t.*) "
        f"INSERT INTO {_IMAGES} (tenant_id, job_id, entity, row_id, before, after) "
        f"SELECT c.tenant_id, :job, :entity, c.id, {_image(changes.entity)}, to_jsonb(c) "
        f"FROM changed AS c JOIN {table.name} AS o ON o.tenant_id = :tenant AND o.id = c.id "
        "ON CONFLICT (tenant_id, job_id, entity, row_id) DO UPDATE SET after = excluded.after"
    ).bindparams(
        bindparam("ids", list(changes.ids[part]), type_=ARRAY(table.c.id.type)),
        *(
            bindparam(f"v{number}", list(changes.values[name][part]), type_=ARRAY(table.c[name].type))
            for number, name in enumerate(names)
        ),
        at=at,
        tenant=tenant_id,
        job=job_id,
        entity=changes.entity.value,
    )
    return connection.execute(statement).rowcount


def _image(entity: Entity) -> str:
    """The record `o` whole; a deal with its path through the stages."""
    return f"to_jsonb(o) || {PATH_OF_DEAL}" if entity is Entity.DEALS else "to_jsonb(o)"


def restore(
    connection: Connection, tenant_id: UUID, job_id: UUID, entity: Entity, *, but: Collection[UUID] = ()
) -> list[UUID]:
    """Give the records that a job changed or soft-deleted their images from before, `but` some; returns which.

    A record that has changed since is left as it is, and so is one whose parent is gone or whose address is taken.
    """
    table = ENTITY_TABLES[entity]
    names = [column.name for column in table.columns if column.name not in ("tenant_id", "id")]
    columns = ", ".join(names)
    statement = text(
        f"UPDATE {table.name} AS t SET ({columns}) = (SELECT {', '.join('r.' + name for name in names)}) "
        f"FROM {_IMAGES} AS i, LATERAL jsonb_populate_record(NULL::{table.name}, i.before) AS r "
        f"WHERE t.tenant_id = :tenant AND i.tenant_id = t.tenant_id AND i.row_id = t.id AND {_restorable(table, entity)} "
        "AND t.id <> ALL(:but) RETURNING t.id"
    ).bindparams(bindparam("but", list(but), type_=ARRAY(table.c.id.type)))
    given = {"tenant": tenant_id, "job": job_id, "entity": entity.value}
    ids = list(connection.scalars(statement, given))
    if entity is Entity.DEALS and ids:
        _restore_paths(connection, given, ids)
    return ids


def without_path(
    connection: Connection, tenant_id: UUID, job_id: UUID, deals: Collection[UUID]
) -> list[tuple[UUID, datetime, str, datetime | None]]:
    """Of these deals those whose image was kept before images held paths: (id, created, stage, closed) as they are now."""
    statement = text(
        f"SELECT t.id, t.created_at, t.stage, t.closed_at FROM {_IMAGES} AS i "
        f"JOIN {ENTITY_TABLES[Entity.DEALS].name} AS t ON t.tenant_id = i.tenant_id AND t.id = i.row_id "
        "WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity "
        "AND i.row_id = ANY(:ids) AND NOT i.before ? 'path' ORDER BY t.id"
    ).bindparams(
        bindparam("ids", list(deals), type_=ARRAY(STAGE_CHANGES.c.deal_id.type)),
        tenant=tenant_id,
        job=job_id,
        entity=Entity.DEALS.value,
    )
    return [(row.id, row.created_at, row.stage, row.closed_at) for row in connection.execute(statement)]


def deal_amounts(connection: Connection, tenant_id: UUID, job_id: UUID) -> dict[UUID, tuple[datetime, int]]:
    """When the live deals that a job changed were created, and what they are worth now."""
    deals = ENTITY_TABLES[Entity.DEALS].name
    rows = connection.execute(
        text(
            f"SELECT t.id, t.created_at, t.amount_minor FROM {_IMAGES} AS i "
            f"JOIN {deals} AS t ON t.tenant_id = i.tenant_id AND t.id = i.row_id "
            "WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity AND t.deleted_at IS NULL"
        ),
        {"tenant": tenant_id, "job": job_id, "entity": Entity.DEALS.value},
    )
    return {id_: (created, int(amount)) for id_, created, amount in rows}


def set_amounts(connection: Connection, tenant_id: UUID, amounts: dict[UUID, int]) -> None:
    """Give deals other amounts and nothing else."""
    table = ENTITY_TABLES[Entity.DEALS]
    connection.execute(
        text(
            f"UPDATE {table.name} AS t SET amount_minor = g.amount FROM unnest(:ids, :amounts) AS g(id, amount) "
            "WHERE t.tenant_id = :tenant AND t.id = g.id"
        ).bindparams(
            bindparam("ids", list(amounts), type_=ARRAY(table.c.id.type)),
            bindparam("amounts", list(amounts.values()), type_=ARRAY(table.c.amount_minor.type)),
            tenant=tenant_id,
        )
    )


def _restore_paths(connection: Connection, given: dict[str, Any], ids: list[UUID]) -> None:
    wanted = bindparam("ids", ids, type_=ARRAY(STAGE_CHANGES.c.deal_id.type))
    columns = ["tenant_id", *(column.name for column in STAGE_CHANGES.c if column.name != "tenant_id")]
    connection.execute(
        text(
            f"DELETE FROM {_PATHS} AS s USING {_IMAGES} AS i WHERE i.tenant_id = :tenant AND i.job_id = :job "
            "AND i.entity = :entity AND i.row_id = ANY(:ids) AND i.before ? 'path' "
            "AND s.tenant_id = i.tenant_id AND s.deal_id = i.row_id"
        ).bindparams(wanted),
        given,
    )
    connection.execute(
        text(
            f"INSERT INTO {_PATHS} ({', '.join(columns)}) "
            f"SELECT i.tenant_id, {', '.join(f's.{name}' for name in columns[1:])} FROM {_IMAGES} AS i, "
            f"jsonb_populate_recordset(NULL::{_PATHS}, i.before->'path') AS s "
            "WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity AND i.row_id = ANY(:ids)"
        ).bindparams(wanted),
        given,
    )


def earlier_rows(
    connection: Connection, tenant_id: UUID, job_id: UUID, entity: Entity
) -> Iterator[RowMapping]:
    """The live records that a job changed or retired, as they were before it. Of records that a shift moved and that are gone
    altogether nothing but the dates is known; they are left out."""
    table = ENTITY_TABLES[entity]
    whole = "i.before ? 'tenant_id'"
    yield from connection.execute(
        text(
            f"SELECT r.* FROM {_IMAGES} AS i "
            f"LEFT JOIN {table.name} AS t ON t.tenant_id = i.tenant_id AND t.id = i.row_id, "
            f"LATERAL jsonb_populate_record(NULL::{table.name}, "
            f"CASE WHEN {whole} THEN i.before ELSE to_jsonb(t) || i.before END - 'path') AS r "
            f"WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity AND ({whole} OR t.id IS NOT NULL) "
            "AND r.deleted_at IS NULL"
        ),
        {"tenant": tenant_id, "job": job_id, "entity": entity.value},
    ).mappings()


def _restorable(table: Table, entity: Entity) -> str:
    """Conditions on the record `t`, its image `i` and the record `r` that the image describes."""
    conditions = [
        "i.job_id = :job",
        "i.entity = :entity",
        _UNTOUCHED,
        "t.updated_at = (i.after->>'updated_at')::timestamptz",
        "t.deleted_at IS NOT DISTINCT FROM (i.after->>'deleted_at')::timestamptz",
        *(f"NOT {lost}" for lost in _lost_parents(entity)),
    ]
    if taken := _taken_address(table):
        conditions.append(f"NOT {taken}")
    return " AND ".join(conditions)


def _lost_parents(entity: Entity) -> list[str]:
    """What the record `r` referred to is gone by now, for each of its references."""
    return [
        f"(r.{column} IS NOT NULL AND NOT EXISTS (SELECT FROM {ENTITY_TABLES[parent].name} AS p WHERE "
        f"p.tenant_id = t.tenant_id AND p.id = r.{column} AND p.deleted_at IS NULL))"
        for parent, column in _PARENTS[entity]
    ]


def _taken_address(table: Table) -> str | None:
    """Another live record has the e-mail address of `r` by now; None for kinds without one."""
    if "email" not in table.c:
        return None
    return (
        f"EXISTS (SELECT FROM {table.name} AS other WHERE other.tenant_id = t.tenant_id AND "
        "other.id <> t.id AND other.deleted_at IS NULL AND lower(other.email) = lower(r.email))"
    )


def mark_restored(connection: Connection, tenant_id: UUID, job_id: UUID) -> None:
    """Note of which of a job's images the records look as they did before it."""
    for entity, table in ENTITY_TABLES.items():
        connection.execute(
            text(
                f"UPDATE {_IMAGES} AS i SET restored = true FROM {table.name} AS t "
                "WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity "
                "AND t.tenant_id = i.tenant_id AND t.id = i.row_id AND to_jsonb(t) @> (i.before - 'path')"
            ),
            {"tenant": tenant_id, "job": job_id, "entity": entity.value},
        )


def not_restored(
    connection: Connection,
    tenant_id: UUID,
    job_id: UUID,
    entity: Entity,
    *,
    held: Collection[UUID] = (),
    gone: bool = False,
    limit: int,
) -> tuple[int, list[Stay]]:
    """The records of a job's images that do not look as they did before it: how many, and the first of them. Those that were
    deleted since, outright or softly, where `gone` is set, else the others; `held` ones were not restored on purpose."""
    table = ENTITY_TABLES[entity]
    label = LABELS[entity]
    is_gone = (
        "(t.id IS NULL OR t.deleted_at IS NOT NULL AND "
        "t.deleted_at IS DISTINCT FROM (i.after->>'deleted_at')::timestamptz)"
    )
    reasons = [
        (f"NOT coalesce({_UNTOUCHED}, false)", "A person edited it since."),
        ("i.row_id = ANY(:held)", "Other records would contradict it as it was."),
        *((lost, "What it belonged to is gone.") for lost in _lost_parents(entity)),
    ]
    if taken := _taken_address(table):
        reasons.append((taken, "Another record has its e-mail address by now."))
    cases = " ".join(f"WHEN {condition} THEN '{reason}'" for condition, reason in reasons)
    rows = connection.execute(
        text(
            "SELECT i.row_id, "
            f"CASE WHEN t.id IS NULL THEN (SELECT {label} FROM jsonb_populate_record(NULL::{table.name}, i.before)) "
            f"ELSE (SELECT {label} FROM (SELECT t.*) AS own) END, "
            f"CASE {cases} ELSE 'It has changed since.' END, count(*) OVER () FROM {_IMAGES} AS i "
            f"LEFT JOIN {table.name} AS t ON t.tenant_id = i.tenant_id AND t.id = i.row_id, "
            f"LATERAL jsonb_populate_record(NULL::{table.name}, i.before) AS r "
            "WHERE i.tenant_id = :tenant AND i.job_id = :job AND i.entity = :entity "
            f"AND {'' if gone else 'NOT '}{is_gone} AND (t.id IS NULL OR NOT to_jsonb(t) @> (i.before - 'path')) "
            "ORDER BY i.row_id LIMIT :limit"
        ).bindparams(bindparam("held", list(held), type_=ARRAY(table.c.id.type))),
        {"tenant": tenant_id, "job": job_id, "entity": entity.value, "limit": limit},
    ).all()
    found = [
        Stay(entity, row[0], row[1], edited=False, deleted=gone, reason=None if gone else row[2])
        for row in rows
    ]
    return (int(rows[0][3]) if rows else 0), found
