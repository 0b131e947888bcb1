"""The app in this process on a database of its own, with a client that is signed in by a token."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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


@contextmanager
def serving(url: str, home: Path, *options: str, **environment: str) -> Iterator[str]:
    """The address of a running server with its worker."""
    process = subprocess.Popen(
        [sys.executable, "-m", "demogen", "serve", "--port", "0", *options],
        env=os.environ | {"DEMOGEN_DATABASE_URL": url, "DEMOGEN_HOME": str(home)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(2)]
    address, link = (re.findall(r"http://\S+", line)[0] for line in lines)
    assert link.startswith(f"{address}/sign-in#token=")
    yield address
    process.terminate()
    assert process.wait(60) == 0
    process.stdout.close()


@pytest.fixture
def served(url: str, tmp_path: Path, database: Database) -> Iterator[tuple[str, str]]:
    """The address of a running server with its worker, and a token."""
    with serving(url, tmp_path / "home") as address:
        admins = Admins(database)
        yield address, admins.create_token(admins.first().email, "tests")[1]
