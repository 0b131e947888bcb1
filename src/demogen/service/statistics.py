"""Numbers for monitoring, over all jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from demogen.db import jobs, metrics
from demogen.db.metrics import Durations
from demogen.db.session import Database
from demogen.service.queue import Queue


@dataclass(frozen=True, slots=True)
class Statistics:
    """`jobs` counts by (kind, status), `durations` go by kind, `rows_created` by entity."""

    jobs: Mapping[tuple[str, str], int]
    durations: Mapping[str, Durations]
    rows_created: Mapping[str, int]
    queue_depth: int


def statistics(database: Database, queue: Queue) -> Statistics:
    """All of it at one database snapshot."""
    with database.transaction("REPEATABLE READ", read_only=True) as connection:
        return Statistics(
            jobs.count_by_status(connection),
            metrics.durations(connection),
            metrics.rows_created(connection),
            queue.depth(connection),
        )
