"""Requests that were sent before, and what became of them."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from demogen.api.schemas.base import Shape


class SentRequest(Shape):
    """A `POST` by the key and the address that it was sent with."""

    key: str = Field(min_length=1, max_length=200, pattern=r"^[\x21-\x7e]+$")
    path: str = Field(
        min_length=1,
        max_length=500,
        pattern=r"^/[\x21-\x7e]*$",
        examples=["/api/master/demo-generator/tenants/sample/patch/apply"],
    )


class RequestOutcome(Shape):
    """`done` with the answer that was lost; else the request was withdrawn, and nothing was done or will be."""

    done: bool
    status: int | None
    answer: dict[str, Any] | None
