"""`demogen serve` and `demogen worker`: the processes that stay."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Self

import structlog
import typer

from demogen.cli.runtime import database
from demogen.errors import InputError

if TYPE_CHECKING:
    from demogen.db.session import Database

FIRST_ADMIN = "admin@localhost"
_STOP_SECONDS = 60
_AGAIN_SECONDS = 1.0


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 8000,
    worker: Annotated[bool, typer.Option(help="Run a worker beside the API.")] = True,
) -> None:
    """Serve the API, with a worker; prints the address and, on this machine or at first, a one-time sign-in link."""
    import uvicorn

    from demogen.api.app import CONNECTIONS, create_app
    from demogen.api.cookies import is_loopback
    from demogen.api.patience import PatientProtocol
    from demogen.jobs.queue import PostgresQueue
    from demogen.service.secret import load_secret

    with database(log_level="INFO", pool_size=CONNECTIONS) as (opened, settings):
        secret = load_secret(settings.secret_file or settings.home / "secret")
        proxies = list(settings.trusted_proxies)
        app = create_app(
            opened,
            PostgresQueue(),
            secret=secret,
            max_records=settings.max_records,
            local=is_loopback(host) and not proxies,
        )
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            http=PatientProtocol,
            ws="none",
            proxy_headers=bool(proxies),
            forwarded_allow_ips=proxies,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=10,
        )
        listener = _listen(host, port)
        address = f"http://{'[' + host + ']' if ':' in host else host}:{listener.getsockname()[1]}"
        typer.echo(f"demogen serves at {address}")
        _print_link(opened, address, local=is_loopback(host))
        # the server hands a signal on once it has stopped: it shall end this block, not the process
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(0))
        with _WorkerProcess(enabled=worker):
            uvicorn.Server(config).run(sockets=[listener])


def worker(
    concurrency: Annotated[int, typer.Option(min=1, max=32, help="Jobs at once, of several tenants.")] = 2,
    until_stdin_closes: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """One more worker on the same database; ends with SIGTERM or Ctrl-C, after or without its running job."""
    from demogen.jobs.worker import Worker

    with database(log_level="INFO", pool_size=4 * concurrency + 4) as (opened, settings):
        process = Worker(opened, max_records=settings.max_records, concurrency=concurrency)
        if until_stdin_closes:
            threading.Thread(target=_stop_at_end_of_stdin, args=(process.stop,), daemon=True).start()
        process.run()


class _WorkerProcess:
    """A worker beside the API, in the same process group; started again where it ends, ended with us."""

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if self._enabled:
            self._start()
            self._thread = threading.Thread(target=self._watch, name="worker watch", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        if self._process is None:
            return
        self._thread.join()
        self._process.terminate()
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _start(self) -> None:
        # the pipe closes when this process ends, however it ends, and the worker ends with it
        self._process = subprocess.Popen(
            [sys.executable, "-m", "demogen", "worker", "--until-stdin-closes"], stdin=subprocess.PIPE
        )

    def _watch(self) -> None:
        while not self._stopping.wait(_AGAIN_SECONDS):
            assert self._process is not None
            if self._process.poll() is not None:
                structlog.get_logger().warning("worker_ended", code=self._process.returncode)
                self._start()


def _listen(host: str, port: int) -> socket.socket:
    """A socket that listens, so that the address is known before anything is printed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise InputError(
            f"{host}:{port} cannot be listened on: {error.strerror or error}.",
            hint="Give another --port; 0 takes any that is free.",
        ) from error


def _print_link(opened: Database, address: str, *, local: bool) -> None:
    """A sign-in link: always on this machine, elsewhere only while there is no admin."""
    from demogen.service.sign_in import Admins

    made = Admins(opened).first_link(FIRST_ADMIN, always=local)
    if made is not None:
        admin, secret = made
        typer.echo(f"Sign in as {admin.email}: {address}/sign-in#token={secret}")
        typer.echo("The link works once, within 15 minutes. More: demogen admin link EMAIL")
    sys.stdout.flush()


def _stop_at_end_of_stdin(stop: Callable[[], None]) -> None:
    while os.read(
        sys.stdin.fileno(), 1024
    ):  # a buffered read would hold a lock that the interpreter's end waits for
        pass
    stop()
