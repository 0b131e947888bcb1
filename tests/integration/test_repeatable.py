"""Same seed, plan, tenant state and anchor: the same rows, byte for byte, in any process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import psycopg

from demogen.db.embedded import EmbeddedServer
from tests.conftest import url_of

PLAN = "month,dealsCreated,contactsCreated,closedWonCount,activitiesCreated\n2024-05,30,20,7,200\n2024-06,9,,3,50\n"


def build(url: str, folder: Path, **environment: str) -> None:
    """A tenant and a patch through the command line, in processes of their own."""
    plan = folder / "plan.csv"
    plan.write_text(PLAN)
    create = (
        "tenants create Twin --timezone Asia/Tokyo --currency JPY --country JP --start 2024-01 --months 8"
    )
    apply = f"patch apply twin --plan {plan} --type deltas"
    for command in (create, apply):
        words = [*command.split(), "--seed", "11", "--anchor", "2025-01-15T03:00:00Z"]
        subprocess.run(
            [sys.executable, "-m", "demogen", *words],
            check=True,
            env={**os.environ, "DEMOGEN_DATABASE_URL": url, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def digest(url: str) -> str:
    """A hash of every record in full, in key order."""
    sha = hashlib.sha256()
    with psycopg.connect(url) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        for table in ("users", "companies", "contacts", "deals", "activities"):
            rows = connection.execute(f"SELECT row_to_json(t)::text FROM {table} t ORDER BY id").fetchall()
            assert rows
            sha.update("\n".join(row[0].replace(connection.info.dbname, "") for row in rows).encode())
    return sha.hexdigest()


def test_two_databases_get_the_same_rows_under_another_time_zone_and_hash_seed(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    names = ("twin_a", "twin_b")
    with psycopg.connect(server.url, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE demogen_template")

    build(url_of(server, names[0]), tmp_path, TZ="UTC", PYTHONHASHSEED="1")
    build(url_of(server, names[1]), tmp_path, TZ="America/Los_Angeles", PYTHONHASHSEED="2")

    assert digest(url_of(server, names[0])) == digest(url_of(server, names[1]))
