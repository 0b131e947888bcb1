"""KPI reads of tenants of several sizes, beside the best SQL for the same numbers and beside a plain GROUP BY.

Every figure is the median of several warm reads, in milliseconds.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg

from benchmarks.scene import Scene, months_until, scene
from demogen.db.tenants import TenantRow
from demogen.domain.months import Month
from demogen.service.reading import Reading

LAST = Month(2026, 6)
SPANS = (12, 36, 60)
_TIMES = 15

_BY_HAND = (
    """SELECT m.month, k.created FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS m(since, until, month),
    LATERAL (SELECT count(*) AS created FROM companies WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
    AND created_at >= m.since AND created_at < m.until) k ORDER BY 1""",
    """SELECT m.month, k.created, l.leads FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS m(since, until, month),
    LATERAL (SELECT count(*) AS created FROM contacts WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
    AND created_at >= m.since AND created_at < m.until) k,
    LATERAL (SELECT count(*) AS leads FROM contacts WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
    AND became_lead_at >= m.since AND became_lead_at < m.until) l ORDER BY 1""",
    """SELECT m.month, c.*, d.* FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS m(since, until, month),
    LATERAL (SELECT count(*) AS created, coalesce(sum(amount_minor), 0) AS value FROM deals WHERE tenant_id = %(tenant)s
    AND deleted_at IS NULL AND created_at >= m.since AND created_at < m.until) c,
    LATERAL (SELECT count(*) FILTER (WHERE stage = 'closed_won') AS won,
    coalesce(sum(amount_minor) FILTER (WHERE stage = 'closed_won'), 0) AS won_value,
    count(*) FILTER (WHERE stage = 'closed_lost') AS lost, coalesce(sum(amount_minor), 0) AS closed_value FROM deals
    WHERE tenant_id = %(tenant)s AND deleted_at IS NULL AND closed_at >= m.since AND closed_at < m.until) d ORDER BY 1""",
    """SELECT count(*), coalesce(sum(amount_minor), 0) FROM deals WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
    AND created_at < %(first)s""",
    """SELECT count(*), coalesce(sum(amount_minor), 0) FROM deals WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
    AND closed_at < %(first)s""",
    """SELECT m.month, k.took_place FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) WITH ORDINALITY AS m(since, until, month),
    LATERAL (SELECT count(*) AS took_place FROM activities WHERE tenant_id = %(tenant)s AND deleted_at IS NULL
    AND occurred_at >= m.since AND occurred_at < m.until) k ORDER BY 1""",
)
"""The same numbers and stocks with everything known beforehand: month ranges over covering indexes."""

_PLAIN = tuple(
    f"SELECT date_trunc('month', {date}, %(zone)s), count(*){extra} FROM {table} WHERE tenant_id = %(tenant)s "
    f"AND deleted_at IS NULL AND {date} >= %(first)s AND {date} < %(end)s GROUP BY 1 ORDER BY 1"
    for table, date, extra in (
        ("companies", "created_at", ""),
        ("contacts", "created_at", ""),
        ("contacts", "became_lead_at", ""),
        ("deals", "created_at", ", sum(amount_minor)"),
        ("deals", "closed_at", ", sum(amount_minor)"),
        ("activities", "occurred_at", ""),
    )
)
"""The flows alone, as they are usually written; no stocks."""


def measure(sizes: Sequence[int]) -> list[dict[str, Any]]:
    """One row for each size and span."""
    found: list[dict[str, Any]] = []
    for size in sizes:
        with scene() as opened:
            found += spans(opened, opened.grown(size, months_until(LAST, max(SPANS))), size)
    return found


def spans(opened: Scene, tenant: TenantRow, size: int) -> list[dict[str, Any]]:
    """One row for each span of a tenant that is there."""
    return [
        {"records": size, "months": span, **_read(opened, tenant.id, tenant.slug, span)} for span in SPANS
    ]


def neighbours(counts: Sequence[int]) -> list[dict[str, Any]]:
    """The 12-month read of one small tenant beside so many others of its size."""
    found: list[dict[str, Any]] = []
    with scene() as opened:
        tenant = opened.grown(2_000, months_until(LAST, 12))
        others = 0
        with psycopg.connect(opened.url, autocommit=True) as connection:
            for count in counts:
                while others < count:
                    others += 1
                    _copy_tenant(connection, tenant.id, others)
                connection.execute("VACUUM ANALYZE")
                took = _side_by_side(
                    {"read": lambda: Reading(opened.database).kpis(tenant.slug, LAST.plus(-11), LAST)}
                )
                found.append({"others": count, "milliseconds": took["read"]})
    return found


def _read(opened: Scene, tenant: UUID, slug: str, span: int) -> dict[str, float]:
    months, reading = months_until(LAST, span), Reading(opened.database)
    zone = ZoneInfo("Europe/Berlin")
    bounds = [month.bounds(zone) for month in months]
    values = {
        "tenant": tenant,
        "zone": "Europe/Berlin",
        "starts": [start for start, _ in bounds],
        "ends": [end for _, end in bounds],
        "first": bounds[0][0],
        "end": bounds[-1][1],
    }
    with psycopg.connect(opened.url) as connection:

        def all_of(statements: Sequence[str]) -> None:
            for statement in statements:
                connection.execute(statement, values).fetchall()
            connection.rollback()

        return _side_by_side(
            {
                "product": lambda: reading.kpis(slug, months[0], months[-1]),
                "byHand": lambda: all_of(_BY_HAND),
                "groupBy": lambda: all_of(_PLAIN),
            }
        )


def _side_by_side(works: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Medians in milliseconds; the works take turns, so that what else the machine does falls on all of them."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(_TIMES + 1):
        for name, work in works.items():
            started = time.perf_counter()
            work()
            if turn:  # the first one warms up
                seconds[name].append(time.perf_counter() - started)
    return {name: round(1000 * statistics.median(found), 2) for name, found in seconds.items()}


def _copy_tenant(connection: psycopg.Connection, tenant: UUID, number: int) -> None:
    """One more tenant with the same records under keys of its own."""
    new = f"md5('other {number}')::uuid"
    connection.execute(
        f"INSERT INTO tenants (id, slug, name, is_demo, timezone, currency, country) SELECT {new}, 'other-{number}', name, "
        "is_demo, timezone, currency, country FROM tenants WHERE id = %s",
        [tenant],
    )
    for table in ("companies", "contacts", "deals", "activities"):
        columns = [
            row[0]
            for row in connection.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'",
                [table],
            ).fetchall()
        ]
        keys = {"id", "company_id", "contact_id", "deal_id"}
        picked = [
            new if name == "tenant_id"
            else "NULL" if name in ("owner_id", "demo_job_id")
            else f"md5({name}::text || {number})::uuid" if name in keys
            else name
            for name in columns
        ]  # fmt: skip
        connection.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(picked)} FROM {table} WHERE tenant_id = %s",
            [tenant],
        )
