"""Signing in: passwords, one-time links, sessions and personal access tokens. HTTP and cookies are not known here."""

from __future__ import annotations

import hashlib
import secrets
import threading
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection

from demogen.db import admins, audit
from demogen.db.admins import Admin, TokenRow
from demogen.db.audit import COMMAND_LINE, Actor
from demogen.db.session import Database
from demogen.errors import (
    AdminExists,
    AdminUnknown,
    InputError,
    LinkInvalid,
    SignInFailed,
    TokenUnknown,
    TooManyAttempts,
)
from demogen.service.idempotency import KEY_KEPT_SECONDS

IDLE_SECONDS, SESSION_SECONDS, LINK_SECONDS = 30 * 60, 8 * 3600, 15 * 60
ATTEMPTS, ATTEMPTS_OF_ADDRESS, ATTEMPT_SECONDS = 10, 100, 5 * 60
"""Failed sign-ins for an account from one address, and for all accounts from it, within so many seconds."""

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1000
TOKEN_PREFIX = "demogen_"

_HASHER = PasswordHasher()
_HASHES_AT_ONCE = threading.BoundedSemaphore(2)
"""One hash takes 64 MiB and a tenth of a second."""


class SignIn:
    """Who may come in. Secrets are random 256-bit values, given out once and stored as SHA-256."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._nobodys_hash: str | None = None

    def by_password(
        self, email: str, password: str, *, address: str, actor: Actor, replaces: str | None = None
    ) -> tuple[Admin, str]:
        """The admin and a new session, in the place of the one that it replaces. Unknown accounts take as long as known
        ones.

        Raises SignInFailed, or TooManyAttempts before anything is looked at.
        """
        account = email.strip().lower()[:320]
        with self._database.transaction(read_only=True) as connection:
            own, all_ = admins.count_attempts(
                connection, account=account, address=address, within=ATTEMPT_SECONDS
            )
            if own >= ATTEMPTS or all_ >= ATTEMPTS_OF_ADDRESS:
                raise TooManyAttempts()
            admin = admins.find_admin(connection, account)
            stored = admins.password_of(connection, admin.id) if admin else None
        matches = self._matches(stored, password)
        with self._database.transaction() as connection:
            if admin is not None and matches:
                admins.clear_attempts(connection, account=account, address=address)
                who = Actor(admin.email, admin.id, address, actor.request_id)
                return admin, _begin(connection, admin, "sign_in.password", who, replaces=replaces)
            admins.add_attempt(connection, account=account, address=address)
            audit.record(connection, actor.named(account), "sign_in.refused")
        raise SignInFailed()

    def by_link(
        self, token: str, *, address: str, actor: Actor, replaces: str | None = None
    ) -> tuple[Admin, str]:
        """The admin and a new session, in the place of the one that it replaces; the link is used up with it or not at all.

        Raises LinkInvalid for a link that was used, is too old, or never was.
        """
        with self._database.transaction() as connection:
            admin = admins.use_link(connection, _digest(token), lives=LINK_SECONDS)
            if admin is None:
                raise LinkInvalid()
            who = Actor(admin.email, admin.id, address, actor.request_id)
            return admin, _begin(connection, admin, "sign_in.link", who, replaces=replaces)

    def of_session(self, session: str) -> Admin | None:
        """Who is signed in by the session, if it still holds."""
        with self._database.transaction() as connection:
            return admins.find_session(connection, _digest(session), idle=IDLE_SECONDS, lives=SESSION_SECONDS)

    def of_token(self, token: str) -> Admin | None:
        with self._database.transaction() as connection:
            return admins.find_by_token(connection, _digest(token))

    def end(self, session: str, *, actor: Actor) -> None:
        with self._database.transaction() as connection:
            admins.delete_session(connection, _digest(session))
            audit.record(connection, actor, "sign_out")

    def _matches(self, stored: str | None, password: str) -> bool:
        with _HASHES_AT_ONCE:
            if self._nobodys_hash is None:
                self._nobodys_hash = _HASHER.hash(secrets.token_urlsafe())
            try:
                _HASHER.verify(stored or self._nobodys_hash, password[:LONGEST_PASSWORD])
            except (VerificationError, InvalidHashError):
                return False
        return stored is not None


def _begin(connection: Connection, admin: Admin, action: str, actor: Actor, *, replaces: str | None) -> str:
    """A new session, and the end of the one that it replaces."""
    session = secrets.token_urlsafe(32)
    admins.insert_session(connection, _digest(session), admin.id, actor.address)
    audit.record(connection, actor, action)
    if replaces is not None:
        admins.delete_session(connection, _digest(replaces))
        audit.record(connection, actor, "sign_out")
    return session


class Admins:
    """Making and changing master admins."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, email: str, *, password: str | None = None, actor: Actor = COMMAND_LINE) -> Admin:
        """A new admin; without a password one who signs in by link. Raises InputError or AdminExists."""
        admin, hashed = _new_admin(email), None if password is None else _hash_of(password)
        with self._database.transaction() as connection:
            _insert(connection, admin, hashed, actor)
        return admin

    def invite(
        self, email: str, *, password: str | None = None, actor: Actor = COMMAND_LINE
    ) -> tuple[Admin, str]:
        """The same, and the secret of a link that signs the new admin in once."""
        admin, hashed = _new_admin(email), None if password is None else _hash_of(password)
        with self._database.transaction() as connection:
            _insert(connection, admin, hashed, actor)
            return admin, _link(connection, admin, actor)

    def first_link(
        self, email: str, *, always: bool, actor: Actor = COMMAND_LINE
    ) -> tuple[Admin, str] | None:
        """A link for the admin who was made first, or for a new one with this address where there is none yet.

        None where there was one already, unless `always`. Of several who ask at once one makes the admin.
        """
        with self._database.transaction() as connection:
            admin = admins.first_admin(connection)
            if admin is not None and not always:
                return None
            if admin is None:
                if admins.insert_admin(connection, Admin(uuid4(), email, email.partition("@")[0])):
                    audit.record(connection, actor, "admin.create", details={"email": email})
                admin = admins.first_admin(connection)
            if admin is None:
                raise AdminUnknown(f"There is no master admin, and '{email}' was removed.")
            return admin, _link(connection, admin, actor)

    def set_password(self, email: str, password: str, *, actor: Actor = COMMAND_LINE) -> None:
        """A new password; whoever is signed in as this admin is signed out."""
        hashed = _hash_of(password)
        with self._database.transaction() as connection:
            admin = _known(connection, email)
            admins.set_password(connection, admin.id, hashed)
            admins.delete_sessions_of(connection, admin.id)
            audit.record(connection, actor, "admin.password", details={"email": admin.email})

    def find(self, email: str) -> Admin:
        """Raises AdminUnknown."""
        with self._database.transaction(read_only=True) as connection:
            return _known(connection, email)

    def first(self) -> Admin:
        """The admin who was made first. Raises AdminUnknown where there is none."""
        with self._database.transaction(read_only=True) as connection:
            admin = admins.first_admin(connection)
        if admin is None:
            raise AdminUnknown("There is no master admin yet.")
        return admin

    def link(self, email: str, *, actor: Actor = COMMAND_LINE) -> str:
        """The secret of a link that signs in once, for 15 minutes."""
        with self._database.transaction() as connection:
            return _link(connection, _known(connection, email), actor)

    def create_token(self, email: str, name: str, *, actor: Actor = COMMAND_LINE) -> tuple[UUID, str]:
        """The id and the secret of a new personal access token; the secret is never shown again."""
        label = name.strip()
        if not label or len(label) > 100:
            raise InputError("The token's name is empty or longer than 100 characters.")
        id_, token = uuid4(), TOKEN_PREFIX + secrets.token_urlsafe(32)
        with self._database.transaction() as connection:
            admin = _known(connection, email)
            admins.insert_token(connection, id_, _digest(token), admin.id, label)
            audit.record(connection, actor, "token.create", details={"email": admin.email, "name": label})
        return id_, token

    def tokens(self, admin: Admin) -> list[TokenRow]:
        with self._database.transaction(read_only=True) as connection:
            return admins.list_tokens(connection, admin.id)

    def revoke_token(self, admin: Admin, id_: UUID, *, actor: Actor = COMMAND_LINE) -> None:
        """Raises TokenUnknown where the admin has no such token."""
        with self._database.transaction() as connection:
            if not admins.revoke_token(connection, admin.id, id_):
                raise TokenUnknown()
            audit.record(connection, actor, "token.revoke", details={"id": str(id_)})


def _new_admin(email: str) -> Admin:
    address = email.strip()
    name, at, domain = address.partition("@")
    if not (name and at and domain) or " " in address or len(address) > 320:
        raise InputError(f"'{email}' is not an e-mail address.", hint="Write it as name@example.com.")
    return Admin(uuid4(), address, name)


def _insert(connection: Connection, admin: Admin, hashed: str | None, actor: Actor) -> None:
    if not admins.insert_admin(connection, admin):
        raise AdminExists(f"There is a master admin '{admin.email}' already.")
    if hashed is not None:
        admins.set_password(connection, admin.id, hashed)
    audit.record(connection, actor, "admin.create", details={"email": admin.email})


def _known(connection: Connection, email: str) -> Admin:
    """Raises AdminUnknown."""
    admin = admins.find_admin(connection, email.strip())
    if admin is None:
        raise AdminUnknown(f"There is no master admin '{email}'.")
    return admin


def _link(connection: Connection, admin: Admin, actor: Actor) -> str:
    """The secret of a new link that signs in once."""
    token = secrets.token_urlsafe(32)
    admins.insert_link(connection, _digest(token), admin.id)
    audit.record(connection, actor, "admin.link", details={"email": admin.email})
    return token


def forget_expired(database: Database) -> None:
    """Remove sessions, links, counted attempts and request keys that no longer hold."""
    with database.transaction() as connection:
        admins.delete_expired(
            connection,
            session=SESSION_SECONDS,
            link=LINK_SECONDS,
            attempt=ATTEMPT_SECONDS,
            key=KEY_KEPT_SECONDS,
        )


def _hash_of(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise InputError(
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.",
            hint="A few random words make a good one.",
        )
    with _HASHES_AT_ONCE:
        return _HASHER.hash(password)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
