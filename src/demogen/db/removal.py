"""Taking records away again: which of a set can go, and their removal. Which set it is, is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    String,
    Table,
    Uuid,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    not_,
    or_,
    select,
    text,
    update,
)

from demogen.db.protection import untouched
from demogen.db.tables import ENTITY_TABLES, STAGE_CHANGES, DemoPatchJob, DemoRowImage
from demogen.domain.metrics import Entity

CHILDREN_FIRST = (Entity.ACTIVITIES, Entity.DEALS, Entity.CONTACTS, Entity.COMPANIES)

_LEAVING = Table(
    "leaving",
    MetaData(),
    Column("entity", String, primary_key=True),
    Column("id", Uuid, primary_key=True),
    prefixes=["TEMPORARY"],
    postgresql_on_commit="DROP",
)

REFERENCES: dict[Entity, tuple[tuple[Entity, str], ...]] = {
    parent: tuple(
        (child, column)
        for child, table in ENTITY_TABLES.items()
        for constraint in table.foreign_key_constraints
        if constraint.referred_table.name == parent.value
        for column in constraint.column_keys
        if column != "tenant_id"
    )
    for parent in Entity
}
"""Which records refer to one of this kind, and by which column."""


LABELS: dict[Entity, str] = {
    Entity.COMPANIES: "name",
    Entity.CONTACTS: "concat_ws(' ', first_name, last_name)",
    Entity.DEALS: "name",
    Entity.ACTIVITIES: "subject",
}
"""How people call a record of each kind, in SQL."""


class Scope(StrEnum):
    """How much a clearing takes: what was generated and left alone, what people edited too, or everything."""

    GENERATED = "generated"
    EDITED = "edited"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Records that shall go: those that one job created, or all within a scope."""

    tenant_id: UUID
    job_id: UUID | None = None
    scope: Scope = Scope.GENERATED

    def condition(self, table: Table) -> ColumnElement[bool]:
        """Whose removal is asked for."""
        own = table.c.tenant_id == self.tenant_id
        if self.job_id is not None:
            return and_(own, table.c.demo_job_id == self.job_id, table.c.demo_generated)
        return own if self.scope is Scope.ALL else and_(own, table.c.demo_generated)

    def allowed(self, table: Table) -> ColumnElement[bool]:
        """What may go of it without asking anybody."""
        return untouched(table) if self.scope is Scope.GENERATED else literal(True)


def mark_leaving(connection: Connection, wanted: Wanted) -> dict[Entity, int]:
    """Note, until the transaction ends, which of the wanted records can go: those that no staying live record refers
    to. Returns how many of each kind."""
    _LEAVING.create(connection)
    join_by_hash(connection)
    found: dict[Entity, int] = {}
    for entity in CHILDREN_FIRST:
        table = ENTITY_TABLES[entity]
        conditions = [wanted.condition(table), wanted.allowed(table)]
        if wanted.job_id is not None:  # what people deleted is theirs
            conditions += [table.c.deleted_at.is_(None), not_(_changed_since(entity, table, wanted.job_id))]
        conditions += [not_(_needed(table, child, column)) for child, column in REFERENCES[entity]]
        rows = select(literal(entity.value), table.c.id).where(*conditions)
        statement = insert(_LEAVING).from_select(["entity", "id"], rows)
        result = connection.execute(statement, execution_options={"preserve_rowcount": True})
        found[entity] = result.rowcount
        connection.execute(text("ANALYZE leaving"))
    return found


def join_by_hash(connection: Connection) -> None:
    """These statements join whole tables, and tables that were loaded a moment ago have no statistics yet: then a nested
    loop looks cheap and takes minutes. For the rest of the transaction, which reads little else."""
    connection.execute(text("SET LOCAL enable_nestloop = off"))


def _needed(table: Table, child: Entity, column: str) -> ColumnElement[bool]:
    """Whether a live record of kind `child` that stays refers to a row."""
    rows = ENTITY_TABLES[child].alias(f"{child}_{column}")
    return exists().where(
        rows.c.tenant_id == table.c.tenant_id,
        rows.c[column] == table.c.id,
        rows.c.deleted_at.is_(None),
        not_(is_leaving(child, rows.c.id)),
    )


def _changed_since(entity: Entity, table: Table, job_id: UUID) -> ColumnElement[bool]:
    """Whether another job that stands has changed a row."""
    images, changer = DemoRowImage.__table__.alias("changes"), DemoPatchJob.__table__.alias("changer")
    return exists().where(
        images.c.tenant_id == table.c.tenant_id,
        images.c.entity == entity.value,
        images.c.row_id == table.c.id,
        images.c.job_id != job_id,
        changer.c.tenant_id == images.c.tenant_id,
        changer.c.id == images.c.job_id,
        changer.c.undone_by.is_(None),
    )


def is_leaving(entity: Entity, id_: ColumnElement[UUID]) -> ColumnElement[bool]:
    return exists().where(_LEAVING.c.entity == entity.value, _LEAVING.c.id == id_)


def among_leaving(entity: Entity) -> str:
    """Whether a record was noted as leaving, as a condition in SQL."""
    return f"{ENTITY_TABLES[entity].name}.id IN (SELECT id FROM leaving WHERE entity = '{entity.value}')"


def remove_leaving(connection: Connection, tenant_id: UUID, *, at: datetime) -> dict[Entity, int]:
    """Delete the noted records; one that a dead record still refers to is soft-deleted instead."""
    found: dict[Entity, int] = {}
    connection.execute(  # they would go with their deals, but one by one
        delete(STAGE_CHANGES).where(
            STAGE_CHANGES.c.tenant_id == tenant_id, is_leaving(Entity.DEALS, STAGE_CHANGES.c.deal_id)
        )
    )
    for entity in CHILDREN_FIRST:
        table = ENTITY_TABLES[entity]
        mine = and_(table.c.tenant_id == tenant_id, is_leaving(entity, table.c.id))
        held: list[ColumnElement[bool]] = []
        for child, column in REFERENCES[entity]:
            rows = ENTITY_TABLES[child].alias(f"{child}_{column}")
            held.append(exists().where(rows.c.tenant_id == table.c.tenant_id, rows.c[column] == table.c.id))
        gone = connection.execute(delete(table).where(mine, *(not_(one) for one in held))).rowcount
        if held:
            gone += connection.execute(
                update(table)
                .where(mine, or_(*held), table.c.deleted_at.is_(None))
                .values(deleted_at=at, updated_at=at, demo_written_at=at)
            ).rowcount
        found[entity] = gone
    return found


@dataclass(frozen=True, slots=True)
class Stay:
    """A record that stays although its removal or restoring was asked for, or is gone already (`deleted`). `reason` says more
    than the two flags where there is more to say."""

    entity: Entity
    id: UUID
    label: str | None
    edited: bool
    deleted: bool
    reason: str | None = None


def staying(
    connection: Connection, wanted: Wanted, entity: Entity, *, deleted: bool, limit: int
) -> tuple[int, list[Stay]]:
    """Of the wanted records those that are not leaving, live or `deleted`: how many, and the first of them."""
    table = ENTITY_TABLES[entity]
    mine = and_(
        wanted.condition(table),
        not_(is_leaving(entity, table.c.id)),
        table.c.deleted_at.is_not(None) if deleted else table.c.deleted_at.is_(None),
    )
    count = connection.execute(select(func.count()).select_from(table).where(mine)).scalar_one()
    label: ColumnElement[str | None] = literal_column(LABELS[entity])
    rows = connection.execute(
        select(table.c.id, label, not_(untouched(table))).where(mine).order_by(table.c.id).limit(limit)
    )
    return int(count), [Stay(entity, row[0], row[1], bool(row[2]), deleted) for row in rows]


def count_made(connection: Connection, tenant_id: UUID, job_id: UUID) -> dict[Entity, int]:
    """How many of the records that a job created are still there, deleted ones among them."""
    return {
        entity: connection.execute(
            select(func.count())
            .select_from(table)
            .where(table.c.tenant_id == tenant_id, table.c.demo_job_id == job_id)
        ).scalar_one()
        for entity, table in ENTITY_TABLES.items()
    }
