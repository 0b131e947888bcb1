"""Runs migrations on the connection that `db.schema` hands over."""

from alembic import context

from demogen.db.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
