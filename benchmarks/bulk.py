"""A whole patch beside a bare binary COPY of the very same rows into the same tables, in one run on one server.

`python -m benchmarks.bulk ROWS` prints one JSON document. The COPY has the same indexes, keys and foreign keys, and its
rows come from files: it is the wall. Peak memory is this process's, so each size needs a process of its own. Then the
months of the same rows are read.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import machine, peers, reads
from benchmarks.scene import months_until, plan_of, scene
from demogen.db.tables import ENTITY_TABLES, STAGE_CHANGES

MONTHS = months_until(reads.LAST, max(reads.SPANS))
MOST_FOR_PEERS = 100_000
"""Records up to which peers are measured: their time grows with every record alike."""

TABLES = [table.name for table in (*ENTITY_TABLES.values(), STAGE_CHANGES)]
_ORDER = {"activities": "occurred_at", "deal_stage_changes": "changed_at"}
_BLOCK = 1 << 20


def bare_copy(url: str, folder: Path) -> tuple[int, float]:
    """Dump every record table, empty them, and load the dumps again in one transaction: rows and seconds."""
    rows = 0
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for name in TABLES:
            order = _ORDER.get(name, "created_at")
            statement = f"COPY (SELECT * FROM {name} ORDER BY {order}) TO STDOUT (FORMAT BINARY)"
            with (folder / name).open("wb") as file, cursor.copy(statement) as copy:
                for block in copy:
                    file.write(block)
        cursor.execute(f"TRUNCATE {', '.join(TABLES)}")
        connection.commit()
        connection.autocommit = True
        cursor.execute("CHECKPOINT")
        connection.autocommit = False
        started = time.monotonic()
        for name in TABLES:
            with (
                (folder / name).open("rb") as file,
                cursor.copy(f"COPY {name} FROM STDIN (FORMAT BINARY)") as copy,
            ):
                while block := file.read(_BLOCK):
                    copy.write(block)
            rows += cursor.rowcount
        connection.commit()
    return rows, time.monotonic() - started


def measure(records: int, *, with_peers: bool = True) -> dict[str, Any]:
    """Seconds and rates of one size; stage changes count as rows, not as records."""
    with scene() as opened:
        tenant = opened.tenant(MONTHS[0])
        with psycopg.connect(opened.url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
        job = opened.engine.submit(tenant.slug, plan_of(records, MONTHS), seed=1)
        started = time.monotonic()
        done = opened.engine.execute(job.id)
        with_vacuum = time.monotonic() - started
        assert done.verified, done.error
        metrics = done.execution_metrics or {}
        patch, made = int(str(metrics["durationMs"])) / 1000, int(str(metrics["rows"]))
        memory = machine.peak_memory()
        rows, copy = bare_copy(opened.url, opened.folder)
        found: dict[str, Any] = {
            "records": made,
            "rows": rows,
            "patchSeconds": round(patch, 3),
            "patchWithVacuumSeconds": round(with_vacuum, 3),
            "copySeconds": round(copy, 3),
            "ratioOfCopy": round(copy / patch, 3),
            "recordsPerSecond": round(made / patch),
            "peakMiB": memory,
        }
        with psycopg.connect(opened.url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")
        found["reads"] = reads.spans(opened, tenant, records)
        if with_peers and records <= MOST_FOR_PEERS:
            found["peers"] = peers.measure(opened, records)
    return found


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
