"""A database as one file, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from demogen.db.embedded import EmbeddedServer
from demogen.settings import settings
from tests.cli.conftest import Command
from tests.cli.test_commands import tenant
from tests.conftest import url_of

__all__ = ["tenant"]


@pytest.fixture
def empty(server: EmbeddedServer) -> Iterator[str]:
    """A database without any table."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE restored")
        yield url_of(server, "restored")
        connection.execute("DROP DATABASE restored WITH (FORCE)")


def test_a_backup_is_restored_with_every_number_and_goes_on(
    demogen: Command, tenant: str, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "all.backup")
    months = ("kpis", tenant, "--from", "2025-01", "--to", "2025-12", "--json")
    before = demogen(*months).json

    written = demogen("db", "backup", file, "--json")
    monkeypatch.setenv("DEMOGEN_DATABASE_URL", empty)
    settings.cache_clear()
    restored = demogen("db", "restore", file)

    assert written.json["bytes"] == Path(file).stat().st_size
    assert restored.code == 0, restored.err
    assert demogen(*months).json == before
    plan = tmp_path / "plan.csv"
    plan.write_text("month,dealsCreated\n2025-05,3\n")
    assert demogen("patch", "apply", tenant, "--plan", str(plan), "--type", "deltas").code == 0
    again = demogen("db", "restore", file)
    assert again.code == 2
    assert "not empty" in again.err


def test_what_is_no_backup_is_refused_and_no_file_is_left_half_written(
    demogen: Command, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "folder" / "all.backup"
    assert demogen("db", "backup", str(kept)).code == 1
    assert list(tmp_path.iterdir()) == []
    junk = tmp_path / "junk"
    junk.write_text("no backup")
    monkeypatch.setenv("DEMOGEN_DATABASE_URL", empty)
    settings.cache_clear()

    refused, missing = demogen("db", "restore", str(junk)), demogen("db", "restore", str(tmp_path / "none"))

    assert refused.code == 1
    assert "pg_restore" in refused.err
    assert missing.code == 2
