"""Master admins: passwords, links, sessions, tokens; requests made once; the audit log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import BYTEA, JSON, UUID

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)

_APPEND_ONLY = """
CREATE FUNCTION audit_log_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER audit_log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_log
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_refuse();
"""


def _id(
    name: str, *more: sa.ForeignKey, nullable: bool = False, primary_key: bool = False
) -> sa.Column[object]:
    return sa.Column(name, UUID(as_uuid=True), *more, nullable=nullable, primary_key=primary_key)


def _user(*, primary_key: bool = False) -> sa.Column[object]:
    return _id("user_id", sa.ForeignKey("users.id"), primary_key=primary_key)


def _now(name: str) -> sa.Column[object]:
    return sa.Column(name, _INSTANT, nullable=False, server_default=sa.func.clock_timestamp())


def upgrade() -> None:
    op.create_index(
        "ix_users_admin_email",
        "users",
        [sa.text("lower(email)")],
        unique=True,
        postgresql_where=sa.text("tenant_id IS NULL"),
    )
    op.create_table(
        "admin_passwords",
        _user(primary_key=True),
        sa.Column("password_hash", sa.String(), nullable=False),
        _now("changed_at"),
    )
    op.create_table(
        "sign_in_links",
        sa.Column("token_hash", BYTEA(), primary_key=True),
        _user(),
        _now("created_at"),
        sa.Column("used_at", _INSTANT),
    )
    op.create_table(
        "admin_sessions",
        sa.Column("id_hash", BYTEA(), primary_key=True),
        _user(),
        sa.Column("address", sa.String()),
        _now("created_at"),
        _now("seen_at"),
    )
    op.create_table(
        "access_tokens",
        _id("id", primary_key=True),
        sa.Column("token_hash", BYTEA(), nullable=False, unique=True),
        _user(),
        sa.Column("name", sa.String(), nullable=False),
        _now("created_at"),
        sa.Column("last_used_at", _INSTANT),
        sa.Column("revoked_at", _INSTANT),
    )
    op.create_index("ix_access_tokens_user_id", "access_tokens", ["user_id"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        _now("at"),
    )
    op.create_index("ix_sign_in_attempts_account", "sign_in_attempts", ["account", "at"])
    op.create_index("ix_sign_in_attempts_address", "sign_in_attempts", ["address", "at"])
    op.create_table(
        "idempotency_keys",
        _user(primary_key=True),
        sa.Column("route", sa.String(), primary_key=True),
        sa.Column("key", sa.String(), primary_key=True),
        sa.Column("body_hash", sa.String(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("answer", JSON()),
        _now("created_at"),
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])
    op.create_table(
        "audit_log",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), primary_key=True),
        _now("at"),
        _id("user_id", nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        _id("tenant_id", nullable=True),
        _id("job_id", nullable=True),
        sa.Column("address", sa.String()),
        sa.Column("request_id", sa.String()),
        sa.Column("details", JSON()),
    )
    op.create_index("ix_audit_log_job_id", "audit_log", ["job_id"])
    op.create_index("ix_audit_log_tenant_id", "audit_log", ["tenant_id", "at"])
    op.get_bind().exec_driver_sql(_APPEND_ONLY)


def downgrade() -> None:
    for table in (
        "audit_log",
        "idempotency_keys",
        "sign_in_attempts",
        "access_tokens",
        "admin_sessions",
        "sign_in_links",
        "admin_passwords",
    ):
        op.drop_table(table)
    op.execute("DROP FUNCTION audit_log_refuse()")
    op.drop_index("ix_users_admin_email", "users")
