"""Requests that were made once, with their answers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from demogen.db.tables import IdempotencyKey
from demogen.domain.kpis import JsonObject


@dataclass(frozen=True, slots=True)
class RequestKey:
    """A key that a client gave to one request. Keys of other users and of other routes are others."""

    user_id: UUID
    route: str
    key: str
    body_hash: str


WITHDRAWN = 410
"""The status of a request that will never be worked on."""


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    body_hash: str
    status: int
    answer: JsonObject

    @property
    def is_withdrawn(self) -> bool:
        return self.status == WITHDRAWN


def _row(key: RequestKey) -> ColumnElement[bool]:
    return (
        (IdempotencyKey.user_id == key.user_id)
        & (IdempotencyKey.route == key.route)
        & (IdempotencyKey.key == key.key)
    )


def find_answer(connection: Connection, key: RequestKey, *, lives: int) -> StoredAnswer | None:
    """What the request was answered within the last `lives` seconds; an older answer is forgotten."""
    age = text(f"interval '{lives} seconds'")
    connection.execute(
        delete(IdempotencyKey).where(_row(key), IdempotencyKey.created_at < func.clock_timestamp() - age)
    )
    row = connection.execute(
        select(IdempotencyKey.body_hash, IdempotencyKey.status, IdempotencyKey.answer).where(_row(key))
    ).one_or_none()
    return None if row is None else StoredAnswer(row.body_hash, row.status, row.answer or {})


def find_answer_of_anybody(connection: Connection, route: str, key: str) -> StoredAnswer | None:
    """What a request was answered, whoever sent it."""
    row = connection.execute(
        select(IdempotencyKey.body_hash, IdempotencyKey.status, IdempotencyKey.answer)
        .where(IdempotencyKey.route == route, IdempotencyKey.key == key)
        .order_by(IdempotencyKey.status)
        .limit(1)
    ).one_or_none()
    return None if row is None else StoredAnswer(row.body_hash, row.status, row.answer or {})


def insert_key(connection: Connection, key: RequestKey, *, wait_seconds: int) -> None:
    """Take the key; waits while another transaction holds it, and fails with a lock timeout after that.

    Under REPEATABLE READ it fails to serialize where another transaction has committed the key meanwhile.
    """
    connection.execute(text(f"SET LOCAL lock_timeout = '{wait_seconds}s'"))
    connection.execute(
        insert(IdempotencyKey)
        .values(user_id=key.user_id, route=key.route, key=key.key, body_hash=key.body_hash, status=0)
        .on_conflict_do_nothing()
    )
    connection.execute(text("SET LOCAL lock_timeout = DEFAULT"))


def store_answer(connection: Connection, key: RequestKey, *, status: int, answer: JsonObject) -> None:
    connection.execute(update(IdempotencyKey).where(_row(key)).values(status=status, answer=answer))
