"""Doing a request once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from psycopg import errors as pg
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from demogen.db import idempotency
from demogen.db.idempotency import WITHDRAWN, RequestKey, StoredAnswer
from demogen.db.session import PLANNING_SECONDS, Database, is_serialization_failure, keep_brief
from demogen.domain.kpis import JsonObject
from demogen.errors import KeyInFlight, KeyReused, KeyWithdrawn

KEY_KEPT_SECONDS = 30 * 24 * 3600
"""How long the same request again gets the same answer, and how long it can be asked what became of it."""

WAIT_SECONDS = 2
_RETRIES = 8

Answer = TypeVar("Answer")


def once(
    database: Database, key: RequestKey, *, status: int, work: Callable[[Connection], JsonObject]
) -> StoredAnswer:
    """The answer of `work`, done at most once for the key. Its writes and the key commit together or not at all.

    `work` gets a REPEATABLE READ transaction and may run again where that lost against another one. Raises KeyReused
    where the key was another request's, KeyInFlight where the same request is still at work after two seconds.
    """

    def attempt(connection: Connection) -> StoredAnswer:
        known = idempotency.find_answer(connection, key, lives=KEY_KEPT_SECONDS)
        if known is None:
            sent = idempotency.find_answer_of_anybody(connection, key.route, key.key)
            if sent is not None and sent.is_withdrawn:  # by whoever signed in after its sender
                raise KeyWithdrawn()
            _take(connection, key)
            answer = work(connection)
            idempotency.store_answer(connection, key, status=status, answer=answer)
            return StoredAnswer(key.body_hash, status, answer)
        if known.is_withdrawn:
            raise KeyWithdrawn()
        if known.body_hash != key.body_hash:
            raise KeyReused()
        return known

    return retried(database, attempt)


def withdraw(database: Database, key: RequestKey) -> StoredAnswer:
    """What became of a request whose answer was lost: its answer, or that it never will be worked on, should it still
    arrive. Raises KeyInFlight while it is at work."""

    def attempt(connection: Connection) -> StoredAnswer:
        known = idempotency.find_answer_of_anybody(connection, key.route, key.key)
        if known is not None:
            return known
        _take(connection, key)
        idempotency.store_answer(connection, key, status=WITHDRAWN, answer={})
        return StoredAnswer(key.body_hash, WITHDRAWN, {})

    return retried(database, attempt)


def _take(connection: Connection, key: RequestKey) -> None:
    try:
        idempotency.insert_key(connection, key, wait_seconds=WAIT_SECONDS)
    except DBAPIError as error:
        if isinstance(error.orig, pg.LockNotAvailable):
            raise KeyInFlight() from error
        raise


def retried(database: Database, attempt: Callable[[Connection], Answer]) -> Answer:
    """`attempt` in a REPEATABLE READ transaction, again where that lost against another one."""
    for number in range(_RETRIES):
        try:
            with database.transaction("REPEATABLE READ") as connection:
                keep_brief(connection, seconds=PLANNING_SECONDS)
                return attempt(connection)
        except DBAPIError as error:
            if not is_serialization_failure(error) or number == _RETRIES - 1:
                raise
    raise AssertionError("the last attempt returns or raises")
