"""Sums over all completed jobs, for monitoring."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, Float, cast, func, select

from demogen.db.jobs import KINDS, TABLES
from demogen.domain.metrics import Entity

BUCKETS = (0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0)
"""Upper bounds in seconds."""


@dataclass(frozen=True, slots=True)
class Durations:
    """Cumulated counts by upper bound, `+Inf` last, and the sum of all durations."""

    buckets: list[tuple[str, int]]
    total_seconds: float


def durations(connection: Connection) -> dict[str, Durations]:
    """How long completed jobs took, by kind."""
    found: dict[str, Durations] = {}
    for table in TABLES:
        seconds = cast(table.execution_metrics["durationMs"].as_string(), Float) / 1000
        row = connection.execute(
            select(
                *(func.count().filter(seconds <= bound) for bound in BUCKETS),
                func.count(),
                func.coalesce(func.sum(seconds), 0.0),
            ).where(table.status == "completed", table.execution_metrics.is_not(None))
        ).one()
        names = [*map(str, BUCKETS), "+Inf"]
        found[KINDS[table]] = Durations(list(zip(names, row[:-1], strict=True)), float(row[-1]))
    return found


def rows_created(connection: Connection) -> dict[str, int]:
    """Records that completed jobs created, by entity."""
    totals = dict.fromkeys((entity.value for entity in Entity), 0)
    for table in TABLES:
        row = connection.execute(
            select(
                *(
                    func.coalesce(func.sum(cast(table.records_created[name].as_string(), BigInteger)), 0)
                    for name in totals
                )
            ).where(table.status == "completed")
        ).one()
        for name, count in zip(totals, row, strict=True):
            totals[name] += int(count)
    return totals
