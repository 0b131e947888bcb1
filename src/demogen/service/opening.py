"""Opening the database that the settings name: a given one, or the embedded one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from demogen.db import schema
from demogen.db.embedded import EmbeddedServer
from demogen.db.session import Database
from demogen.errors import DatabaseUnreachable
from demogen.settings import Settings


@contextmanager
def open_database(settings: Settings, *, check_schema: bool = True, pool_size: int = 5) -> Iterator[Database]:
    """The database, ready for use.

    The embedded one is started where it does not run and migrated where it is behind. One named by URL is only
    checked: migrating it is its owner's decision (`demogen db upgrade`).
    """
    server = None if settings.database_url else EmbeddedServer(settings.home)
    try:
        if server is None:
            database = Database(settings.database_url or "", pool_size=pool_size)
        else:
            database = Database(server.url, pool_size=pool_size, revive=server.revive)
        try:
            database.check()
            if server is not None and check_schema:
                _migrate_if_behind(database)
            if check_schema:
                schema.require_current(database)
            yield database
        except DatabaseUnreachable as error:
            if server is None:
                raise
            raise server.explain(error) from error
        finally:
            database.close()
    finally:
        if server is not None:
            server.close()


def _migrate_if_behind(database: Database) -> None:
    with database.transaction(read_only=True) as connection:
        current = schema.current_revision(connection)
    if current is None or current < schema.newest_revision():
        schema.upgrade(database)
