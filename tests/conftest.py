"""A real PostgreSQL for the whole run, and a freshly migrated database for each test."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from demogen.db import schema
from demogen.db.embedded import EmbeddedServer
from demogen.db.session import Database
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine

_NUMBERS = itertools.count()
_TEMPLATE = "demogen_template"


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    with tempfile.TemporaryDirectory(prefix="demogen-tests-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        found = EmbeddedServer(Path(folder) / "home")
        with psycopg.connect(found.url, autocommit=True) as connection:
            # no machine crashes here, and databases are copied as files
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(f"CREATE DATABASE {_TEMPLATE}")
        template = Database(url_of(found, _TEMPLATE))
        schema.upgrade(template)
        template.close()
        yield found
        found.close()


def url_of(server: EmbeddedServer, name: str) -> str:
    return make_url(server.url).set(database=name).render_as_string(hide_password=False)


@contextmanager
def new_database(server: EmbeddedServer) -> Iterator[str]:
    """A new database, migrated and empty."""
    name = f"test_{next(_NUMBERS)}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE} STRATEGY FILE_COPY")
        yield url_of(server, name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def url(server: EmbeddedServer) -> Iterator[str]:
    """A database of its own, migrated and empty."""
    with new_database(server) as found:
        yield found


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    found = Database(url)
    yield found
    found.close()


@pytest.fixture
def sql(url: str) -> Iterator[psycopg.Connection]:
    """Plain SQL on the test's database, written without the product's own queries."""
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def engine(database: Database) -> PatchEngine:
    return PatchEngine(database, max_records=1_000_000)


@pytest.fixture
def generator(database: Database) -> TenantGenerator:
    return TenantGenerator(database, max_records=1_000_000)
