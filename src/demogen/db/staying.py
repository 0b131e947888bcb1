"""Which of a tenant's records stay where they are when the others move to other months. How they move is not known here."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, text

from demogen.db.removal import CHILDREN_FIRST, LABELS, REFERENCES, Stay, join_by_hash
from demogen.db.shifting import EDITED, MOVING, Edited, Shift
from demogen.db.tables import ENTITY_TABLES
from demogen.domain.metrics import Entity

_DELETED = "coalesce(t.deleted_at > t.demo_written_at, false)"
"""Whether a person deleted the record `t`, whatever the CRM says of when it was changed: a job that deletes writes too."""


def mark_staying(connection: Connection, shift: Shift) -> dict[Entity, int]:
    """Note, until the transaction ends, which records stay, live or not: those that people entered, those that people edited
    or deleted unless they move, and what all those need to stay in order. Returns how many of the generated ones stay, by
    kind."""
    join_by_hash(connection)
    connection.execute(
        text("CREATE TEMPORARY TABLE staying (entity text, id uuid, PRIMARY KEY (entity, id)) ON COMMIT DROP")
    )
    for entity in Entity:
        own = "NOT t.demo_generated" + ("" if shift.edited is Edited.MOVE else f" OR {EDITED} OR {_DELETED}")
        connection.execute(
            text(
                f"INSERT INTO staying SELECT :entity, t.id FROM {ENTITY_TABLES[entity].name} AS t "
                f"WHERE t.tenant_id = :tenant AND ({own})"
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
                    f"WHERE c.tenant_id = :tenant AND c.{key} IS NOT NULL "
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
            f"SELECT t.id, {LABELS[entity]}, {EDITED} OR {_DELETED}, t.deleted_at IS NOT NULL FROM {ENTITY_TABLES[entity].name} AS t "
            "JOIN staying AS s ON s.entity = :entity AND s.id = t.id "
            "WHERE t.tenant_id = :tenant AND t.demo_generated ORDER BY t.id LIMIT :limit"
        ),
        {"tenant": shift.tenant_id, "entity": entity.value, "limit": limit},
    )
    return [Stay(entity, row[0], row[1], bool(row[2]), bool(row[3])) for row in rows]


def moving(connection: Connection, shift: Shift, entity: Entity) -> int:
    """How many records will move."""
    statement = f"SELECT count(*) FROM {ENTITY_TABLES[entity].name} AS t WHERE {MOVING}"
    given = {"tenant": shift.tenant_id, "entity": entity.value}
    return int(connection.execute(text(statement), given).scalar_one())
