"""A database as one file, and back, by PostgreSQL's own programs from the installed wheel."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from sqlalchemy import URL, text

from demogen.db.embedded import programs
from demogen.db.session import Database
from demogen.errors import BackupFailed, InputError


def backup(database: Database, path: Path) -> int:
    """Write everything, as at one instant, while others go on working; the size in bytes. Raises BackupFailed, and
    leaves a file of that name as it was then."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        _run(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={partial}")
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
    return path.stat().st_size


def restore(database: Database, path: Path) -> None:
    """Read a backup into an empty database, all of it or nothing. Raises InputError where it is not empty, and
    BackupFailed for a file that is no backup."""
    if not path.is_file():
        raise InputError(f"There is no file '{path}'.")
    with database.transaction(read_only=True) as connection:
        tables = connection.execute(
            text("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
        ).scalar_one()
    if tables:
        raise InputError(
            "The database is not empty, so nothing is restored into it.",
            hint="Set DEMOGEN_HOME to a new directory, or DEMOGEN_DATABASE_URL to an empty database.",
        )
    options = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    _run(database, "pg_restore", *options, str(path))


def _run(database: Database, program: str, *options: str) -> None:
    """Run one of PostgreSQL's programs on the database; the password goes by the environment, where nobody else sees it."""
    url = database.url
    password = url.password or url.query.get("password")
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    dsn = URL.create(
        "postgresql",
        url.username,
        host=url.host,
        port=url.port,
        database=url.database,
        query={name: value for name, value in url.query.items() if name != "password"},
    ).render_as_string()
    done = subprocess.run(
        [programs() / program, f"--dbname={dsn}", *options],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise BackupFailed(
            f"{program}: {said[0].removeprefix(f'{program}: ') if said else 'it ended without a word'}"
        )
