"""Sessions, and the tokens of scripts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import Field

from demogen.api.schemas.base import Shape


class SignInRequest(Shape):
    email: str = Field(max_length=320, examples=["ann@example.com"])
    password: str = Field(max_length=1000)


class LinkRequest(Shape):
    token: str = Field(max_length=200)


class Session(Shape):
    """Who is signed in. Send `csrfToken` as X-CSRF-Token with everything that changes something."""

    email: str
    name: str
    csrf_token: str | None = Field(description="Null for a script's token, which needs none.")


class NewToken(Shape):
    name: str = Field(min_length=1, max_length=100, examples=["nightly demo"])


class AccessToken(Shape):
    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


class CreatedToken(Shape):
    """`token` is shown this once."""

    id: UUID
    token: str
