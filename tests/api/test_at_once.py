"""Requests that arrive at once and want the same unique key: each gets its own answer, none an error."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from demogen.db.session import Database
from demogen.service.sign_in import Admins

Answer = TypeVar("Answer")

PROFILE = {
    "name": "Müller AG",
    "timezone": "Europe/Berlin",
    "currency": "EUR",
    "country": "DE",
    "start": "2025-01",
}


def at_once(calls: int, call: Callable[[int], Answer]) -> list[Answer]:
    """What `calls` threads that start at one moment got."""
    barrier = Barrier(calls)

    def one(number: int) -> Answer:
        barrier.wait(30)
        return call(number)

    with ThreadPoolExecutor(calls) as threads:
        return list(threads.map(one, range(calls)))


@pytest.mark.parametrize("keyed", [False, True], ids=["without keys", "with keys"])
def test_twelve_tenants_of_one_name_made_at_once_get_twelve_slugs(
    script: TestClient, sql: psycopg.Connection, *, keyed: bool
) -> None:
    def create(number: int) -> Response:
        headers = {"Idempotency-Key": f"request-{number:04}"} if keyed else {}
        return script.post("tenants", json=PROFILE, headers=headers)

    answers = at_once(12, create)

    assert [answer.status_code for answer in answers] == [202] * 12, [answer.text for answer in answers]
    wanted = {"muller-ag", *(f"muller-ag-{number}" for number in range(2, 13))}
    assert {answer.json()["tenant"]["slug"] for answer in answers} == wanted
    assert {slug for (slug,) in sql.execute("SELECT slug FROM tenants").fetchall()} == wanted
    users = "SELECT count(*) FROM users WHERE tenant_id IS NOT NULL GROUP BY tenant_id"
    assert sql.execute(users).fetchall() == [(8,)] * 12


def test_one_request_sent_eight_times_at_once_makes_one_tenant(
    script: TestClient, sql: psycopg.Connection
) -> None:
    headers = {"Idempotency-Key": "the-same-one"}

    answers = at_once(8, lambda _: script.post("tenants", json=PROFILE, headers=headers))

    assert {answer.status_code for answer in answers} <= {202, 409}, [answer.text for answer in answers]
    made = {answer.json()["tenant"]["id"] for answer in answers if answer.status_code == 202}
    assert len(made) == 1
    assert sql.execute("SELECT count(*) FROM tenants").fetchone() == (1,)


def test_a_story_written_eight_times_at_once_is_written(script: TestClient, sql: psycopg.Connection) -> None:
    slug = script.post("tenants", json=PROFILE).json()["tenant"]["slug"]

    def tell(number: int) -> Response:
        source = {"origin": "every-month", "values": {"contactsCreated": 10 + number}}
        return script.put(f"tenants/{slug}/story", json={"source": source, "schedule": "off"})

    answers = at_once(8, tell)

    assert [answer.status_code for answer in answers] == [200] * 8, [answer.text for answer in answers]
    told = {
        str(values["contactsCreated"])
        for (values,) in sql.execute("SELECT values FROM demo_story_months").fetchall()
    }
    assert len(told) == 1, "the months are those of one of them"


def test_tokens_of_one_name_made_at_once_all_open(script: TestClient, app: FastAPI) -> None:
    answers = at_once(8, lambda _: script.post("tokens", json={"name": "nightly"}))

    tokens = {answer.json()["token"] for answer in answers}
    assert len(tokens) == 8
    for token in tokens:
        assert script.get("session", headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_servers_that_start_at_once_make_one_first_admin(database: Database) -> None:
    links = at_once(4, lambda _: Admins(database).first_link("admin@localhost", always=True))

    assert all(links)
    assert Admins(database).first().email == "admin@localhost"
