"""Bulk loading, seen from the server."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pyarrow as pa
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, MetaData, Table, Uuid, text

from demogen.db.copy import copy_batches
from demogen.db.session import Database
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import ANCHOR, empty_tenant, plan
from tests.waiting import wait_for

TENANT = UUID(int=7)
MANY = 200_000
LOADED = 500

_METADATA = MetaData()
PARENTS = Table(
    "parents",
    _METADATA,
    Column("tenant_id", Uuid, primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
)
CHILDREN = Table(
    "children",
    _METADATA,
    Column("tenant_id", Uuid),
    Column("parent_id", Integer),
    Column("number", BigInteger),
    ForeignKeyConstraint(["tenant_id", "parent_id"], ["parents.tenant_id", "parents.id"]),
)


def test_foreign_keys_are_looked_up_one_by_one_where_the_server_has_no_statistics(
    database: Database, sql: psycopg.Connection
) -> None:
    batch = pa.record_batch(
        {
            "tenant_id": pa.array([TENANT.bytes] * LOADED, pa.binary(16)),
            "parent_id": pa.array(range(LOADED), pa.int32()),
            "number": pa.array(range(LOADED), pa.int64()),
        }
    )
    with database.transaction() as connection:
        _METADATA.create_all(connection)
        connection.execute(
            text("INSERT INTO parents SELECT :tenant, generate_series(0, :many)"),
            {"tenant": TENANT, "many": MANY},
        )

        assert list(copy_batches(connection, CHILDREN, iter([batch]))) == [LOADED]

        settings = [connection.scalar(text(f"SHOW enable_{scan}")) for scan in ("bitmapscan", "seqscan")]
        assert settings == ["on", "on"]
    database.close()
    counts_are_complete(sql)
    found = sql.execute(
        "SELECT idx_scan, idx_tup_fetch FROM pg_stat_user_indexes WHERE indexrelname = 'parents_pkey'"
    ).fetchone()
    assert found == (LOADED, LOADED)  # the rows that a bitmap leads to are not counted for the index


def test_records_are_looked_up_by_their_key_where_the_server_believes_the_tables_empty(
    database: Database, engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    """As after a load that was rolled back."""
    tenant = empty_tenant(generator)
    wanted = plan(
        {"2025-03": {"companiesCreated": 300, "contactsCreated": 2_000, "activitiesCreated": 4_000}}
    )
    engine.execute(engine.submit(tenant.slug, wanted, anchor=ANCHOR).id)
    for name in ("activities", "contacts", "companies"):
        sql.execute(f"DELETE FROM {name}".encode())
        sql.execute(f"ANALYZE {name}".encode())
    sql.execute("SELECT pg_stat_reset()")

    assert engine.execute(engine.submit(tenant.slug, wanted, anchor=ANCHOR).id).verified

    database.close()
    counts_are_complete(sql)
    (read,) = sql.execute(
        "SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'companies'"
    ).fetchone() or (None,)
    assert read is not None
    assert 2_000 <= read < 10_000  # each contact's company once or twice; by another index some hundred times


def counts_are_complete(sql: psycopg.Connection) -> None:
    """Other sessions hand in what they counted when they end."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    wait_for(lambda: sql.execute(others).fetchone() == (0,), "all other sessions end", 30)
