"""Connections and their errors. What runs inside a transaction is decided in `service`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from psycopg import DataError
from psycopg import errors as pg
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from demogen.errors import DatabaseError, DatabaseFull, DatabaseUnreachable, InputError

Isolation = Literal["READ COMMITTED", "REPEATABLE READ"]

OLDEST_SERVER = 14

BRIEF_SECONDS = 15
"""How long a transaction that holds locks on jobs may stand still before the server ends it."""

PLANNING_SECONDS = 60
"""The same for one in which something is planned meanwhile: a request, a story's run."""

_REVIVALS = 3


class Database:
    """One PostgreSQL database. Sessions run in UTC and without JIT, which only delays short queries. `revive` is called where
    its server is gone, before a transaction begins."""

    def __init__(self, url: str, *, pool_size: int = 5, revive: Callable[[], None] | None = None) -> None:
        self.url = _checked(url)
        self._revive = revive
        self._engine: Engine = create_engine(
            self.url,
            connect_args={
                "options": "-c timezone=UTC -c jit=off",
                "application_name": "demogen",
                "connect_timeout": 10,
            },
            pool_size=pool_size,
            pool_pre_ping=True,
        )

    def _connect(self) -> Connection:
        for _ in range(_REVIVALS):  # it may be killed again
            try:
                return self._engine.connect()
            except (DBAPIError, pg.Error) as error:
                if self._revive is None or not isinstance(translated(error), DatabaseUnreachable):
                    raise
            self._revive()
        return self._engine.connect()

    def _translated(self, error: DBAPIError | pg.Error) -> Exception:
        found = translated(error)
        if self._revive is not None and isinstance(found, DatabaseUnreachable) and _has_ended(error):
            return DatabaseUnreachable(
                "The embedded PostgreSQL ended in the middle of this.",
                hint="It is started again; try again in a moment. What was not committed was rolled back.",
            )
        return found

    @contextmanager
    def transaction(
        self, isolation: Isolation = "READ COMMITTED", *, read_only: bool = False
    ) -> Iterator[Connection]:
        """One transaction: committed at the end of the block, rolled back when it raises."""
        try:
            with self._connect() as opened:
                connection = opened.execution_options(
                    isolation_level=isolation, postgresql_readonly=read_only
                )
                with connection.begin():
                    yield connection
        except (DBAPIError, pg.Error) as error:
            raise self._translated(error) from error

    @contextmanager
    def trial(self) -> Iterator[Connection]:
        """A REPEATABLE READ transaction that is always rolled back: to see what something would do."""
        try:
            with self._connect() as opened:
                connection = opened.execution_options(isolation_level="REPEATABLE READ")
                transaction = connection.begin()
                try:
                    yield connection
                finally:
                    transaction.rollback()
        except (DBAPIError, pg.Error) as error:
            raise self._translated(error) from error

    @staticmethod
    @contextmanager
    def trial_within(connection: Connection) -> Iterator[None]:
        """A part of a transaction that is always rolled back."""
        savepoint = Savepoint(connection)
        try:
            yield
        finally:
            if not connection.invalidated:  # else the transaction is gone with its session
                savepoint.roll_back()

    @contextmanager
    def autocommit(self) -> Iterator[Connection]:
        """Statements that commit one by one: progress, VACUUM."""
        try:
            with self._connect() as connection:
                yield connection.execution_options(isolation_level="AUTOCOMMIT")
        except (DBAPIError, pg.Error) as error:
            raise self._translated(error) from error

    @contextmanager
    def plain_connection(self) -> Iterator[Connection]:
        """A connection on which the caller commits: for migrations."""
        try:
            with self._connect() as connection:
                yield connection
        except (DBAPIError, pg.Error) as error:
            raise self._translated(error) from error

    def check(self) -> None:
        """Raise unless the server answers and is new enough."""
        with self.transaction(read_only=True) as connection:
            version = int(connection.exec_driver_sql("SHOW server_version_num").scalar_one()) // 10_000
        if version < OLDEST_SERVER:
            raise DatabaseError(
                f"The server at {self.shown} is PostgreSQL {version}; {OLDEST_SERVER} or newer is needed.",
                hint="Use a newer server.",
            )

    @property
    def dsn(self) -> str:
        """The URL as libpq reads it, password included."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def shown(self) -> str:
        """The URL without its password, wherever it stands."""
        return self.url.difference_update_query(["password"]).render_as_string(hide_password=True)

    def close(self) -> None:
        self._engine.dispose()


def _checked(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise InputError(
            "DEMOGEN_DATABASE_URL is not a database URL.",
            hint="Write it as postgresql://user:password@host:5432/database.",
        ) from None
    if parsed.drivername.split("+")[0] not in ("postgresql", "postgres"):
        raise InputError(
            f"DEMOGEN_DATABASE_URL names the database kind '{parsed.drivername}'; only PostgreSQL is supported.",
            hint="Write it as postgresql://user:password@host:5432/database.",
        )
    try:
        return parsed.set(drivername="postgresql+psycopg")
    except NoSuchModuleError as error:  # pragma: no cover - psycopg is a dependency
        raise DatabaseError(str(error)) from error


def keep_brief(connection: Connection, *, seconds: int = BRIEF_SECONDS) -> None:
    """Let the server end this transaction where its process stops in the middle: it would hold its locks for as long as it
    sleeps, and no lease points to it."""
    connection.execute(text(f"SET LOCAL idle_in_transaction_session_timeout = '{seconds}s'"))


class Savepoint:
    """A place in a transaction to come back to: ended by `keep` or by `roll_back`, and then no subtransaction stays open
    (SQLAlchemy's own leaves one after a rollback, in which no snapshot can be exported)."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        connection.exec_driver_sql("SAVEPOINT attempt")

    def keep(self) -> None:
        self._connection.exec_driver_sql("RELEASE SAVEPOINT attempt")

    def roll_back(self) -> None:
        self._connection.exec_driver_sql("ROLLBACK TO SAVEPOINT attempt")
        self.keep()


def is_serialization_failure(error: BaseException) -> bool:
    """Whether running the whole transaction again is the answer (SQLSTATE 40001 or 40P01)."""
    return isinstance(_cause(error), pg.SerializationFailure | pg.DeadlockDetected)


def _cause(error: BaseException) -> BaseException | None:
    """The driver's own error: COPY raises it as it is, everything else within one of SQLAlchemy's."""
    return error.orig if isinstance(error, DBAPIError) else error


def translated(error: DBAPIError | pg.Error) -> Exception:
    """The product's own error for what a caller can do something about, else the error itself."""
    cause = _cause(error)
    if isinstance(cause, pg.DiskFull):
        return DatabaseFull()
    if isinstance(cause, pg.UntranslatableCharacter) or (
        isinstance(cause, DataError) and "NUL" in str(cause)
    ):
        return InputError("A text holds the character NUL, which no database takes.")
    if _is_lost(error) or (isinstance(cause, pg.OperationalError) and cause.sqlstate is None):
        return DatabaseUnreachable(f"The database cannot be reached: {str(cause).strip()}")
    if isinstance(cause, pg.InvalidAuthorizationSpecification | pg.InvalidPassword | pg.InvalidCatalogName):
        return DatabaseUnreachable(f"The database refuses the connection: {str(cause).strip()}")
    return error


def _has_ended(error: DBAPIError | pg.Error) -> bool:
    """Whether the server itself went away, rather than this session alone."""
    cause = _cause(error)
    return isinstance(cause, pg.AdminShutdown | pg.CrashShutdown) or (
        isinstance(cause, pg.OperationalError) and cause.sqlstate is None
    )


def _is_lost(error: DBAPIError | pg.Error) -> bool:
    """Whether the session is gone with the error."""
    ended = pg.AdminShutdown | pg.CrashShutdown | pg.IdleInTransactionSessionTimeout
    return error.connection_invalidated if isinstance(error, DBAPIError) else isinstance(error, ended)
