"""Requests that are done once, where their process stands still."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import Connection, text

from demogen.db.idempotency import RequestKey
from demogen.db.session import Database
from demogen.domain.kpis import JsonObject
from demogen.errors import DatabaseUnreachable
from demogen.service import idempotency
from demogen.service.sign_in import Admins


def test_a_request_that_stands_still_loses_its_key_to_the_one_that_is_sent_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "PLANNING_SECONDS", 1)
    key = RequestKey(Admins(database).create("ann@admin.example").id, "POST /tenants", "the same", "0" * 64)

    def stand_still(connection: Connection) -> JsonObject:
        time.sleep(2)
        connection.execute(text("SELECT 1"))
        return {"by": "the first"}

    with pytest.raises(DatabaseUnreachable):
        idempotency.once(database, key, status=202, work=stand_still)
    again = idempotency.once(database, key, status=202, work=lambda _: {"by": "the second"})

    assert again.answer == {"by": "the second"}
