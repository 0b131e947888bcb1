"""Master admins: how they sign in, what they did, and the requests they made once. Secrets are stored hashed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: F401  # SQLAlchemy resolves JsonValue in this module
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, SmallInteger, func
from sqlalchemy.orm import Mapped, mapped_column

from demogen.db.tables.base import Base
from demogen.domain.kpis import JsonObject, JsonValue  # noqa: F401


class AdminPassword(Base):
    """An admin's Argon2id hash; an admin without one signs in by link alone."""

    __tablename__ = "admin_passwords"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    password_hash: Mapped[str]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class SignInLink(Base):
    """A link that signs in once."""

    __tablename__ = "sign_in_links"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    used_at: Mapped[datetime | None]


class AdminSession(Base):
    """A browser that is signed in."""

    __tablename__ = "admin_sessions"

    id_hash: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    address: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    seen_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class AccessToken(Base):
    """A personal access token of a script."""

    __tablename__ = "access_tokens"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SignInAttempt(Base):
    """A failed sign-in, counted for a few minutes."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_account", "account", "at"),
        Index("ix_sign_in_attempts_address", "address", "at"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    account: Mapped[str]
    address: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class IdempotencyKey(Base):
    """A request that was made once, and what it was answered."""

    __tablename__ = "idempotency_keys"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]
    status: Mapped[int] = mapped_column(SmallInteger)
    answer: Mapped[JsonObject | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp(), index=True)


class AuditEntry(Base):
    """Who did what, when, from where. Rows are only ever added; the database refuses anything else."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("ix_audit_log_job_id", "job_id"),
        Index("ix_audit_log_tenant_id", "tenant_id", "at"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    user_id: Mapped[UUID | None]
    actor: Mapped[str]
    action: Mapped[str]
    tenant_id: Mapped[UUID | None]
    job_id: Mapped[UUID | None]
    address: Mapped[str | None]
    request_id: Mapped[str | None]
    details: Mapped[JsonObject | None]
