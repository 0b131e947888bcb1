"""A whole patch beside a bare binary COPY of the very same rows into the same tables, in one run on one server.

Run as `python -m benchmarks.bulk [ROWS ...]`; prints seconds, rows a second, their ratio, and peak memory.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from demogen.db import schema
from demogen.db.embedded import EmbeddedServer
from demogen.db.session import Database
from demogen.db.tables import ENTITY_TABLES
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month, months_between
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.patch_engine import PatchEngine

MONTHS = months_between(Month(2026, 1), Month(2026, 6))
PROFILE = TenantProfile("Bench", "Europe/Berlin", "EUR", "DE", "2026-01")
MOST_RECORDS = 10_000_000


def plan_of(rows: int) -> Plan:
    """About `rows` records over six months: 5 % companies, 30 % contacts, 18 % deals, 47 % activities."""
    month = rows // len(MONTHS)
    cells = {
        MetricKey.COMPANIES_CREATED: month * 5 // 100,
        MetricKey.CONTACTS_CREATED: month * 30 // 100,
        MetricKey.LEADS_CREATED: month * 18 // 100,
        MetricKey.DEALS_CREATED: month * 18 // 100,
        MetricKey.CLOSED_WON_COUNT: month * 5 // 100,
        MetricKey.CLOSED_WON_VALUE: month * 5 // 100 * 1_250_000,
        MetricKey.CLOSED_LOST_COUNT: month * 7 // 100,
        MetricKey.ACTIVITIES_CREATED: month * 47 // 100,
    }
    return Plan(tuple(PlanMonth(each, cells) for each in MONTHS), PlanType.DELTAS)


def bare_copy(url: str, folder: Path) -> tuple[int, float]:
    """Dump every record table, empty them, and load the dumps again in one transaction."""
    rows, names = 0, [table.name for table in ENTITY_TABLES.values()]
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        for name in names:
            order = "occurred_at" if name == "activities" else "created_at"
            with (
                (folder / name).open("wb") as file,
                cursor.copy(
                    f"COPY (SELECT * FROM {name} ORDER BY {order}) TO STDOUT (FORMAT BINARY)"
                ) as copy,
            ):
                for block in copy:
                    file.write(block)
        cursor.execute(f"TRUNCATE {', '.join(names)}")
        connection.commit()
        cursor.execute("CHECKPOINT")
        connection.commit()
        started = time.monotonic()
        for name in names:
            with (
                (folder / name).open("rb") as file,
                cursor.copy(f"COPY {name} FROM STDIN (FORMAT BINARY)") as copy,
            ):
                while block := file.read(1 << 20):
                    copy.write(block)
            rows += cursor.rowcount
        connection.commit()
    return rows, time.monotonic() - started


def measure(rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="demogen-bench-") as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedServer(Path(folder) / "home")
        database = Database(server.url)
        schema.upgrade(database)
        tenant, _ = TenantGenerator(database, max_records=MOST_RECORDS).create(PROFILE, seed=1)
        engine = PatchEngine(database, max_records=MOST_RECORDS)
        job = engine.submit(tenant.slug, plan_of(rows), seed=1)
        started = time.monotonic()
        done = engine.execute(job.id)
        patch = time.monotonic() - started
        assert done.verified, done.error
        inside = int(str((done.execution_metrics or {})["durationMs"])) / 1000
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        database.close()
        written, bare = bare_copy(server.url, Path(folder))
        server.close()
    print(
        f"{written:>9,} rows: patch {inside:6.2f} s ({written / inside:>9,.0f}/s; with VACUUM {patch:6.2f} s), "
        f"bare COPY {bare:6.2f} s ({written / bare:>9,.0f}/s), ratio {bare / inside:.2f}, peak {memory} MiB",
        flush=True,
    )


if __name__ == "__main__":
    for argument in sys.argv[1:] or ["10000", "100000", "1000000"]:
        measure(int(argument))
