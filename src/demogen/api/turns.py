"""Requests that take long wait for their turn, so that short ones always find a thread. How long they take is not known here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request

LONG_AT_ONCE = 3
"""Long requests that are worked on at once, of all that are (`app.CONNECTIONS`)."""


async def take_turn(request: Request) -> AsyncIterator[None]:
    """Waits without a thread. The turn ends with the work, not with the sending of the answer: a client may take its time."""
    async with request.app.state.turns:
        yield


async def take_turn_for_a_file(request: Request) -> AsyncIterator[None]:
    """A turn where `format` asks for a file of everything; a page needs none."""
    if "format" not in request.query_params:
        yield
        return
    async with request.app.state.turns:
        yield


FileTurnDep = Annotated[None, Depends(take_turn_for_a_file, scope="function")]

TurnDep = Annotated[None, Depends(take_turn, scope="function")]
"""Goes last among an endpoint's parameters: who is not signed in gets no turn."""
