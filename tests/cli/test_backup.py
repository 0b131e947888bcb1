"""A database as one file, and back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

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


@pytest.fixture
def locked(server: EmbeddedServer) -> Iterator[str]:
    """A user of the server whose password is asked for, and whose name and password need quoting in an address."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        rules = Path(str(connection.execute("SHOW hba_file").fetchone()[0]))  # type: ignore[index]
        before = rules.read_text()
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'lock@ed'").fetchone():
            connection.execute("CREATE ROLE \"lock@ed\" LOGIN SUPERUSER PASSWORD 'p@ss:w/ord %41'")
        rules.write_text(f'local all "lock@ed" scram-sha-256\n{before}')
        connection.execute("SELECT pg_reload_conf()")
        yield f"lock%40ed:{quote('p@ss:w/ord %41', safe='')}@"
        rules.write_text(before)
        connection.execute("SELECT pg_reload_conf()")


@pytest.mark.parametrize("where", ["before the host", "as an option"])
def test_a_server_that_asks_for_a_password_is_backed_up_and_restored(
    demogen: Command,
    tenant: str,
    url: str,
    empty: str,
    locked: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    where: str,
) -> None:
    def named(address: str) -> str:
        rest = address.partition("@")[2]
        if where == "before the host":
            return f"postgresql://{locked}{rest}"
        return f"postgresql://{locked.partition(':')[0]}@{rest}&password={locked.partition(':')[2][:-1]}"

    file = str(tmp_path / "all.backup")
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(named(url).replace(quote("p@ss:w/ord %41", safe=""), "wrong"))
    monkeypatch.setenv("DEMOGEN_DATABASE_URL", named(url))
    settings.cache_clear()
    months = ("kpis", tenant, "--from", "2025-01", "--to", "2025-12", "--json")
    before = demogen(*months).json

    written, shown = demogen("db", "backup", file), demogen("db", "current")
    monkeypatch.setenv("DEMOGEN_DATABASE_URL", named(empty))
    settings.cache_clear()
    restored = demogen("db", "restore", file)

    assert (written.code, restored.code) == (0, 0), written.err + restored.err
    assert demogen(*months).json == before
    assert "lock%40ed" in shown.out
    assert "w%2Ford" not in shown.out


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
