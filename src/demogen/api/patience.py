"""Connections that keep us waiting are closed: before a request, within its head or its body, and for an answer that nobody reads.
What is asked is not known here."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 10.0
"""From the connection, or the first byte of a further request, to the end of the request's head."""

BODY_SECONDS = 30.0
"""From the moment that a body is wanted to its end: `middleware.BodyLimit` says so in an answer."""

SPARE_SECONDS = 30.0
"""What a body may take longer, counted from the end of the head, before the connection is cut off without a word: the answer to
the sender may have been another, and who is signed in is looked up before a body is wanted."""

READING_SECONDS = 60.0
"""How long nothing of an answer may be taken."""


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol, which limits the time between requests alone, with a deadline for each thing that is waited for."""

    _asking: asyncio.TimerHandle | None = None
    _reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect_within(HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        if self._asking is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_within(HEAD_SECONDS)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._expect_within(BODY_SECONDS + SPARE_SECONDS)

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._expect_nothing()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._reading = self.loop.call_later(READING_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_nothing()
        if self._reading is not None:
            self._reading.cancel()
        super().connection_lost(exc)

    def _expect_within(self, seconds: float) -> None:
        self._expect_nothing()
        self._asking = self.loop.call_later(seconds, self.transport.close)

    def _expect_nothing(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            self._asking = None
