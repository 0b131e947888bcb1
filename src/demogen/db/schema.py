"""The schema's version: reading it, comparing it with this program's, and migrating."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from demogen.db.session import Database
from demogen.errors import SchemaOutdated, SchemaTooNew


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    return config


def newest_revision() -> str:
    """The revision that this version of the program needs."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    assert head is not None
    return head


def current_revision(connection: Connection) -> str | None:
    """The database's revision; None where nothing was ever migrated."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database, revision: str = "head") -> None:
    """Migrate up, each step in its own transaction; one process at a time."""
    _migrate(database, revision, down=False)


def downgrade(database: Database, revision: str) -> None:
    _migrate(database, revision, down=True)


_LOCK = 7_402_118_055
"""Advisory lock under which migrations run, so that two processes that start together do not both migrate."""


def _migrate(database: Database, revision: str, *, down: bool) -> None:
    config = _config()
    with database.autocommit() as guard:
        guard.exec_driver_sql(f"SELECT pg_advisory_lock({_LOCK})")
        try:
            with database.plain_connection() as connection:
                config.attributes["connection"] = connection
                (command.downgrade if down else command.upgrade)(config, revision)
                connection.commit()
        finally:
            guard.exec_driver_sql(f"SELECT pg_advisory_unlock({_LOCK})")


def require_current(database: Database) -> None:
    """Raise where the schema is not the one this program needs."""
    with database.transaction(read_only=True) as connection:
        current = current_revision(connection)
    if current == newest_revision():
        return
    if current is None:
        raise SchemaOutdated("The database has no demogen tables yet.", hint="Run `demogen db upgrade`.")
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    raise SchemaOutdated() if current in known else SchemaTooNew()
