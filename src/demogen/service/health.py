"""Looking at tenants' health: read, judged, and kept for lists and monitoring."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Connection

from demogen.db import health as rows
from demogen.db import stories, tenants
from demogen.db.health import HealthRow
from demogen.db.kpi_aggregator import KpiAggregator
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.health import Health
from demogen.domain.kpis import JsonObject, MonthlyKpiSnapshot, value_to_json
from demogen.domain.metrics import METRICS, PLANNED, MetricKey
from demogen.domain.months import Month
from demogen.domain.story import Schedule
from demogen.engine.health import COUNTED, OVERDUE_AFTER_DAYS, Drift, HealthFacts, StoryOutlook, examine
from demogen.engine.story_share import endless, last_business_day
from demogen.errors import DemogenError
from demogen.service import keep_fresh, telling
from demogen.service.submission import checked_anchor, demo_tenant

log = structlog.get_logger()

MOST_MONTHS = 60
"""Months of a chart."""

_AGAIN_AFTER = timedelta(hours=1)
_AT_ONCE = 50

_LATE_AFTER = timedelta(days=1)
"""How long a part of a story may be due without being brought about."""


class HealthCheck:
    """Looks at tenants. Each look is one read at one database snapshot, kept afterwards."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def look(self, tenant_key: str | UUID, *, anchor: datetime | None = None) -> JsonObject:
        """A demo tenant's health now, with its findings. A look at another instant than now is not kept."""
        with self._database.transaction("REPEATABLE READ", read_only=True) as connection:
            tenant = demo_tenant(connection, tenant_key)
            now = checked_anchor(anchor, tenants.database_now(connection))
            found = examine(_facts(connection, tenant, now))
        if anchor is None:
            with self._database.transaction() as connection:
                rows.save_health(connection, tenant.id, found, now)
        return _document(tenant, found, now)

    def refresh(self, *, stop: threading.Event | None = None) -> int:
        """Look at those tenants whose last look is old or older than their newest job, until `stop` is set; how many it
        came to."""
        with self._database.transaction(read_only=True) as connection:
            before = tenants.database_now(connection) - _AGAIN_AFTER
            wanted = rows.to_look_at(connection, before, limit=_AT_ONCE)
        for place, tenant_id in enumerate(wanted):
            if stop is not None and stop.is_set():
                return place
            try:
                self.look(tenant_id)
            except (
                DemogenError,
                ValueError,
                LookupError,
                ArithmeticError,
            ) as error:  # of this one, not of others
                log.warning("health_not_read", tenant=str(tenant_id), reason=str(error))
        return len(wanted)

    def all_known(self) -> list[tuple[TenantRow, HealthRow]]:
        """The last look at each tenant, by name."""
        with self._database.transaction("REPEATABLE READ", read_only=True) as connection:
            known = rows.known_health(connection)
            return [(row, known[row.id]) for row in tenants.list_tenants(connection) if row.id in known]


def _document(tenant: TenantRow, found: Health, now: datetime) -> JsonObject:
    return {
        "tenantId": str(tenant.id),
        "status": found.status.value,
        "staleOn": None if found.stale_on is None else found.stale_on.isoformat(),
        "checkedAt": now.isoformat(),
        "findings": [finding.to_json() for finding in found.findings],
    }


def _facts(connection: Connection, tenant: TenantRow, now: datetime) -> HealthFacts:
    calendar = keep_fresh.calendar_of(tenant, now)
    current = Month.of(now, calendar.zone)
    newest = rows.newest_events(connection, tenant.id, COUNTED, now)
    last = min(current, Month.of(max(newest.values()), calendar.zone)) if newest else current
    last = (
        current if last == current.plus(-1) else last
    )  # a month without a record so far is one of the chart
    start = Month.parse(tenant.demo_start_month) if tenant.demo_start_month else last
    first = max(min(start, last), last.plus(1 - MOST_MONTHS))
    aggregator = KpiAggregator(connection, tenant.timezone, tenant.money)
    months = aggregator.query_monthly_kpis(tenant.id, first, last)
    overdue_before = now.astimezone(calendar.zone).date() - timedelta(days=OVERDUE_AFTER_DAYS)
    return HealthFacts(
        tenant.slug,
        calendar,
        months,
        newest,
        rows.dated_after(connection, tenant.id, now),
        rows.overdue_deals(connection, tenant.id, overdue_before),
        _drift(connection, tenant, {month.month: month for month in months}),
        _outlook(connection, tenant, now),
    )


def _drift(connection: Connection, tenant: TenantRow, now: dict[Month, MonthlyKpiSnapshot]) -> Drift | None:
    found = rows.last_kpis(connection, tenant.id)
    if found is None:
        return None
    job_id, ended, document = found
    left = document["months"]
    assert isinstance(left, list)
    months: list[Month] = []
    keys: set[MetricKey] = set()
    for one in left:
        assert isinstance(one, dict)
        month = Month.parse(str(one["month"]))
        if month not in now:
            continue
        differing = {
            key
            for key in PLANNED
            if value_to_json(now[month][key], METRICS[key].unit, tenant.money) != one[key.value]
        }
        if differing:
            months.append(month)
            keys |= differing
    if not months:
        return None
    changes = rows.changes_since(connection, tenant.id, ended)
    return Drift(str(job_id), tuple(sorted(months)), tuple(key for key in PLANNED if key in keys), changes)


def _outlook(connection: Connection, tenant: TenantRow, now: datetime) -> StoryOutlook | None:
    story = stories.find_story(connection, tenant.id)
    if story is None:
        return None
    calendar = keep_fresh.calendar_of(tenant, now)
    has_end = telling.source_of(story, tenant).has_end
    until: dict[MetricKey, date | None] = {}
    months = stories.months_of(connection, tenant.id, tenant.money)
    for month, told in months.items():
        if month < Month.of(now, calendar.zone) or told.skipped:
            continue
        day = last_business_day(month, endless(calendar, until=month))
        until |= {key: day if has_end else None for key in COUNTED if told.values.get(key)}
    failure = None if story.failure is None else str(story.failure.get("message", ""))
    return StoryOutlook(
        active=not story.paused and story.schedule is not Schedule.OFF,
        due=keep_fresh.is_due(story, calendar),
        late=keep_fresh.is_due(story, keep_fresh.calendar_of(tenant, now - _LATE_AFTER)),
        next_run=keep_fresh.due_next(story, calendar),
        failure=failure,
        told_until=until,
        behind={month: one.unmet for month, one in months.items() if one.is_behind and one.unmet},
    )
