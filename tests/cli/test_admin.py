"""`demogen admin`, and what `serve` leaves on disk."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import psycopg
import pytest

from demogen.errors import InputError
from demogen.service.secret import load_secret
from tests.cli.conftest import Command


def test_an_admin_without_a_password_gets_a_link(demogen: Command) -> None:
    made = demogen("admin", "create", "ann@admin.example", "--json").json

    assert made["email"] == "ann@admin.example"
    assert made["link"].startswith("http://127.0.0.1:8000/sign-in#token=")


def test_an_admin_is_made_once_ignoring_case(demogen: Command) -> None:
    demogen("admin", "create", "ann@admin.example")
    again = demogen("admin", "create", "Ann@Admin.example")

    assert again.code == 2
    assert "already" in again.err


@pytest.mark.parametrize("email", ["ann", "@x", "ann@", "a b@c.example"])
def test_what_is_no_address_is_refused(demogen: Command, email: str) -> None:
    assert demogen("admin", "create", email).code == 2


def test_a_token_is_printed_once_and_stored_as_a_hash(demogen: Command, sql: psycopg.Connection) -> None:
    demogen("admin", "create", "ann@admin.example")
    token = demogen("admin", "token", "ann@admin.example", "--name", "nightly", "--json").json["token"]

    stored = sql.execute("SELECT token_hash, name FROM access_tokens").fetchall()
    assert [(len(bytes(digest)), name) for digest, name in stored] == [(32, "nightly")]
    assert token.startswith("demogen_")


def test_an_unknown_admin_is_not_found(demogen: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))

    assert demogen("admin", "link", "nobody@admin.example").code == 4
    assert demogen("admin", "password", "nobody@admin.example", "--password-stdin").code == 4


def test_a_password_is_read_from_stdin_and_short_ones_are_refused(
    demogen: Command, monkeypatch: pytest.MonkeyPatch, sql: psycopg.Connection
) -> None:
    demogen("admin", "create", "ann@admin.example")
    monkeypatch.setattr("sys.stdin", io.StringIO("short\ncorrect horse battery\n"))

    short = demogen("admin", "password", "ann@admin.example", "--password-stdin")
    long = demogen("admin", "password", "ann@admin.example", "--password-stdin")

    assert (short.code, long.code) == (2, 0)
    hashes = sql.execute("SELECT password_hash FROM admin_passwords").fetchall()
    assert [value.startswith("$argon2id$") for (value,) in hashes] == [True]


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "home" / "secret"

    first, second = load_secret(path), load_secret(path)

    assert first == second
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    load_secret(path)
    path.chmod(0o644)

    with pytest.raises(InputError, match="Others may read"):
        load_secret(path)
