"""Master admins and how they sign in. Only hashes of secrets come here; when they hold is decided by the database's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from demogen.db.tables import (
    AccessToken,
    AdminPassword,
    AdminSession,
    IdempotencyKey,
    SignInAttempt,
    SignInLink,
    User,
)

ROLE = "master_admin"


@dataclass(frozen=True, slots=True)
class Admin:
    """A master admin."""

    id: UUID
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A personal access token, without its secret."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


_ADMIN = (User.id, User.email, User.name)
_LIVE_ADMIN = User.tenant_id.is_(None) & (User.role == ROLE) & User.deleted_at.is_(None)


def _ago(seconds: int) -> ColumnElement[datetime]:
    return func.clock_timestamp() - text(f"interval '{seconds} seconds'")


def find_admin(connection: Connection, email: str) -> Admin | None:
    row = connection.execute(
        select(*_ADMIN).where(_LIVE_ADMIN, func.lower(User.email) == email.lower())
    ).one_or_none()
    return Admin(*row) if row else None


def first_admin(connection: Connection) -> Admin | None:
    row = connection.execute(
        select(*_ADMIN).where(_LIVE_ADMIN).order_by(User.created_at, User.id).limit(1)
    ).one_or_none()
    return Admin(*row) if row else None


def name_of(connection: Connection, user_id: UUID) -> str | None:
    """The name of a user, whether still there or not."""
    return connection.scalar(select(User.name).where(User.id == user_id))


def insert_admin(connection: Connection, admin: Admin) -> bool:
    """False where somebody has the e-mail address already."""
    statement = upsert(User).values(
        id=admin.id, tenant_id=None, name=admin.name, email=admin.email, role=ROLE
    )
    return connection.scalar(statement.on_conflict_do_nothing().returning(User.id)) is not None


def set_password(connection: Connection, user_id: UUID, password_hash: str) -> None:
    values = {"password_hash": password_hash, "changed_at": func.clock_timestamp()}
    statement = upsert(AdminPassword).values(user_id=user_id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["user_id"], set_=values))


def password_of(connection: Connection, user_id: UUID) -> str | None:
    return connection.scalar(select(AdminPassword.password_hash).where(AdminPassword.user_id == user_id))


def insert_link(connection: Connection, token_hash: bytes, user_id: UUID) -> None:
    connection.execute(insert(SignInLink).values(token_hash=token_hash, user_id=user_id))


def use_link(connection: Connection, token_hash: bytes, *, lives: int) -> Admin | None:
    """The admin whom the link signs in, once, within `lives` seconds."""
    user_id = connection.scalar(
        update(SignInLink)
        .where(
            SignInLink.token_hash == token_hash,
            SignInLink.used_at.is_(None),
            SignInLink.created_at > _ago(lives),
        )
        .values(used_at=func.clock_timestamp())
        .returning(SignInLink.user_id)
    )
    row = connection.execute(select(*_ADMIN).where(_LIVE_ADMIN, User.id == user_id)).one_or_none()
    return Admin(*row) if row else None


def insert_session(connection: Connection, id_hash: bytes, user_id: UUID, address: str | None) -> None:
    connection.execute(insert(AdminSession).values(id_hash=id_hash, user_id=user_id, address=address))


def find_session(connection: Connection, id_hash: bytes, *, idle: int, lives: int) -> Admin | None:
    """Who is signed in by a session that was seen within `idle` seconds and begun within `lives` seconds.

    Being seen is written once a minute at most, so that most requests only read.
    """
    row = connection.execute(
        select(*_ADMIN, (AdminSession.seen_at < _ago(60)).label("stale"))
        .join(User, User.id == AdminSession.user_id)
        .where(
            _LIVE_ADMIN,
            AdminSession.id_hash == id_hash,
            AdminSession.seen_at > _ago(idle),
            AdminSession.created_at > _ago(lives),
        )
    ).one_or_none()
    if row is None:
        return None
    if row.stale:
        connection.execute(
            update(AdminSession).where(AdminSession.id_hash == id_hash).values(seen_at=func.clock_timestamp())
        )
    return Admin(row.id, row.email, row.name)


def delete_session(connection: Connection, id_hash: bytes) -> None:
    connection.execute(delete(AdminSession).where(AdminSession.id_hash == id_hash))


def delete_sessions_of(connection: Connection, user_id: UUID) -> None:
    connection.execute(delete(AdminSession).where(AdminSession.user_id == user_id))


def insert_token(connection: Connection, id_: UUID, token_hash: bytes, user_id: UUID, name: str) -> None:
    connection.execute(insert(AccessToken).values(id=id_, token_hash=token_hash, user_id=user_id, name=name))


def find_by_token(connection: Connection, token_hash: bytes) -> Admin | None:
    """Whose the token is, if it was not revoked. Its use is written once a minute at most."""
    row = connection.execute(
        select(
            *_ADMIN,
            AccessToken.id.label("token"),
            or_(AccessToken.last_used_at.is_(None), AccessToken.last_used_at < _ago(60)).label("stale"),
        )
        .join(User, User.id == AccessToken.user_id)
        .where(_LIVE_ADMIN, AccessToken.token_hash == token_hash, AccessToken.revoked_at.is_(None))
    ).one_or_none()
    if row is None:
        return None
    if row.stale:
        connection.execute(
            update(AccessToken).where(AccessToken.id == row.token).values(last_used_at=func.clock_timestamp())
        )
    return Admin(row.id, row.email, row.name)


def list_tokens(connection: Connection, user_id: UUID) -> list[TokenRow]:
    rows = connection.execute(
        select(*(getattr(AccessToken, name) for name in TokenRow.__slots__))
        .where(AccessToken.user_id == user_id)
        .order_by(AccessToken.created_at.desc(), AccessToken.id)
    )
    return [TokenRow(*row) for row in rows]


def revoke_token(connection: Connection, user_id: UUID, id_: UUID) -> bool:
    """False where the admin has no such token."""
    result = connection.execute(
        update(AccessToken)
        .where(AccessToken.id == id_, AccessToken.user_id == user_id)
        .values(revoked_at=func.coalesce(AccessToken.revoked_at, func.clock_timestamp()))
    )
    return result.rowcount == 1


def count_attempts(connection: Connection, *, account: str, address: str, within: int) -> tuple[int, int]:
    """Failed sign-ins within so many seconds: of the account from the address, and of all accounts from it."""
    row = connection.execute(
        select(func.count().filter(SignInAttempt.account == account), func.count()).where(
            SignInAttempt.address == address, SignInAttempt.at > _ago(within)
        )
    ).one()
    return row[0], row[1]


def add_attempt(connection: Connection, *, account: str, address: str) -> None:
    connection.execute(insert(SignInAttempt).values(account=account, address=address))


def clear_attempts(connection: Connection, *, account: str, address: str) -> None:
    connection.execute(
        delete(SignInAttempt).where(SignInAttempt.account == account, SignInAttempt.address == address)
    )


def delete_expired(connection: Connection, *, session: int, link: int, attempt: int, key: int) -> None:
    """Remove what no longer holds; the numbers are ages in seconds."""
    connection.execute(delete(AdminSession).where(AdminSession.created_at < _ago(session)))
    connection.execute(delete(SignInLink).where(SignInLink.created_at < _ago(link)))
    connection.execute(delete(SignInAttempt).where(SignInAttempt.at < _ago(attempt)))
    connection.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < _ago(key)))
