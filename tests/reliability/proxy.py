"""A loopback proxy in front of PostgreSQL that reads the protocol, so that a worker can be met at one exact message.

It holds a message before the server gets it, or the server's answer before the worker gets it. The product knows nothing
of it. What happens to a held worker is decided by the tests.
"""

from __future__ import annotations

import asyncio
import re
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

COPY_DATA, COPY_END = "<copy data>", "<copy end>"
"""How parts of a COPY look to a point; everything else is matched by its SQL."""


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a job's life: the last of some messages that one session sends in this order. Each is a pattern that is
    searched in the SQL. `answered` means that the server has done it and the worker has not heard of it."""

    name: str
    messages: tuple[str, ...]
    answered: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(eq=False)
class _Session:
    """One client's connection: how far it has come to the point."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    pid: int = 0
    met: int = 0
    withhold: bool = False
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    prepared: dict[bytes, str] = field(default_factory=dict)

    def text(self, kind: bytes, body: bytes) -> str | None:
        """What a message asks the server to do; None for those that only carry it."""
        if kind == b"Q":
            return body[:-1].decode()
        if kind == b"P":
            name, query, _ = body.split(b"\0", 2)
            self.prepared[name] = query.decode()
        if kind == b"B":
            return self.prepared.get(body.split(b"\0", 2)[1])
        return {b"d": COPY_DATA, b"c": COPY_END}.get(kind)

    def close(self) -> None:
        self.client.close()
        self.server.close()


class Proxy:
    """Listens on a port of 127.0.0.1 and forwards to a server's socket, until it meets its point once."""

    def __init__(self, socket: str, point: Point | None = None) -> None:
        self._socket, self._point = socket, point
        self._patterns = [re.compile(pattern, re.DOTALL) for pattern in point.messages] if point else []
        self.reached = threading.Event()
        self.held_pid = 0
        self.seen: list[tuple[int, str]] = []
        self._held: _Session | None = None
        self._sessions: set[_Session] = set()
        self._loop = asyncio.new_event_loop()
        self._go_on = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()
        self.port: int = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(30)

    def release(self) -> None:
        """Let the held message, or answer, go on its way."""
        self._loop.call_soon_threadsafe(self._go_on.set)

    def drop(self) -> None:
        """Close the held connection: the worker never hears of what it asked for."""
        if self._held is not None:
            self._loop.call_soon_threadsafe(self._held.close)
        self.release()

    def close(self) -> None:
        def end() -> None:
            self._listener.close()
            for session in self._sessions:
                session.close()
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            self._loop.call_later(0.05, self._loop.stop)

        self._loop.call_soon_threadsafe(end)
        self._thread.join(30)
        self._loop.close()

    async def _listen(self) -> int:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = self._listener.sockets[0].getsockname()[1]
        return port

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            server_reader, server_writer = await asyncio.open_unix_connection(self._socket)
        except OSError:
            writer.close()
            return
        session = _Session(writer, server_writer)
        self._sessions.add(session)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            (length,) = struct.unpack("!I", head := await reader.readexactly(4))
            server_writer.write(head + await reader.readexactly(length - 4))
            messages: asyncio.Queue[tuple[bytes, bytes] | None] = asyncio.Queue()
            parts = [
                asyncio.ensure_future(part)
                for part in (
                    self._hear(reader, messages, session),
                    self._ask(messages, session),
                    self._answer(server_reader, session),
                )
            ]
            await asyncio.wait(parts[1:], return_when=asyncio.FIRST_COMPLETED)
            for part in parts:
                part.cancel()
        session.close()
        self._sessions.discard(session)

    async def _hear(
        self,
        reader: asyncio.StreamReader,
        messages: asyncio.Queue[tuple[bytes, bytes] | None],
        session: _Session,
    ) -> None:
        """Read on while a message is held, so that a client's end is noticed."""
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                messages.put_nowait(await _message(reader))
        session.gone.set()
        messages.put_nowait(None)

    async def _ask(self, messages: asyncio.Queue[tuple[bytes, bytes] | None], session: _Session) -> None:
        with suppress(OSError):
            while (message := await messages.get()) is not None:
                kind, body = message
                if self._is_the_point(session, session.text(kind, body)):
                    assert self._point
                    if self._point.answered:
                        session.withhold = True
                    elif not await self._hold(session):
                        return
                session.server.write(kind + struct.pack("!I", len(body) + 4) + body)
                await session.server.drain()

    async def _answer(self, reader: asyncio.StreamReader, session: _Session) -> None:
        kept = b""
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                kind, body = await _message(reader)
                if kind == b"K":
                    (session.pid,) = struct.unpack("!I", body[:4])
                kept += kind + struct.pack("!I", len(body) + 4) + body
                if session.withhold and kind != b"Z":
                    continue
                if session.withhold:
                    session.withhold = False
                    if not await self._hold(session):
                        return
                session.client.write(kept)
                await session.client.drain()
                kept = b""
        if kept:
            session.client.write(kept)

    def _is_the_point(self, session: _Session, text: str | None) -> bool:
        if text is None or self.reached.is_set():
            return False
        self.seen.append((session.pid, text))
        if session.met < len(self._patterns) and self._patterns[session.met].search(text):
            session.met += 1
            return session.met == len(self._patterns)
        return False

    async def _hold(self, session: _Session) -> bool:
        """Wait for `release`; False where the client is gone before."""
        self._held, self.held_pid = session, session.pid
        self.reached.set()
        waits = [asyncio.ensure_future(event.wait()) for event in (self._go_on, session.gone)]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        return not session.gone.is_set()


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    head = await reader.readexactly(5)
    (length,) = struct.unpack("!I", head[1:])
    return head[:1], await reader.readexactly(length - 4)


@contextmanager
def a_proxy(socket: str, point: Point | None = None) -> Iterator[Proxy]:
    proxy = Proxy(socket, point)
    try:
        yield proxy
    finally:
        proxy.close()
