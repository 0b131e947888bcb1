"""The app in this process on a database of its own, with a client that is signed in by a token."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from demogen.api.app import BASE, create_app
from demogen.db.session import Database
from demogen.jobs.queue import PostgresQueue
from demogen.service.patch_engine import PatchEngine
from demogen.service.sign_in import Admins

EMAIL, PASSWORD = "ann@admin.example", "correct horse battery"
ORIGIN = {"Origin": "http://127.0.0.1"}


@pytest.fixture
def app(database: Database) -> FastAPI:
    return create_app(database, PostgresQueue(), secret=b"secret", max_records=1_000_000)


@pytest.fixture
def stranger(app: FastAPI) -> Iterator[TestClient]:
    """A browser that is not signed in."""
    with TestClient(app, base_url=f"http://127.0.0.1{BASE}/", raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def admin(database: Database) -> str:
    return Admins(database).create(EMAIL, password=PASSWORD).email


@pytest.fixture
def script(app: FastAPI, admin: str, database: Database) -> Iterator[TestClient]:
    """A script with a personal access token."""
    token = Admins(database).create_token(admin, "tests")[1]
    headers = {"Authorization": f"Bearer {token}"}
    with TestClient(
        app, base_url=f"http://127.0.0.1{BASE}/", headers=headers, raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture
def background(database: Database) -> PatchEngine:
    """An engine as a worker has it."""
    return PatchEngine(database, max_records=1_000_000, queue=PostgresQueue())
