"""What is there to see: tenants, months, jobs. Each read is one transaction at one database snapshot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from psycopg import errors as pg
from sqlalchemy import Connection
from sqlalchemy.exc import DataError, ProgrammingError

from demogen.db import admins, audit, health, history, jobs, tenants
from demogen.db.history import JobSummary, Place
from demogen.db.jobs import Job
from demogen.db.kpi_aggregator import KpiAggregator
from demogen.db.kpi_breakdown import query_breakdown
from demogen.db.session import Database
from demogen.db.stage_funnel import query_funnel
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import JsonObject, MonthlyBreakdown, MonthlyKpiSnapshot, StageFlow
from demogen.domain.metrics import Entity
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.domain.plan import Plan
from demogen.engine.stage_history import place_of_stage
from demogen.errors import JobUnknown, PreviewOutdated
from demogen.service.record_changes import (
    ChangedRecord,
    ChangePage,
    all_changes_of_job,
    changes_of_job,
    in_words,
    planned_changes,
)
from demogen.service.record_changes import Place as ChangePlace
from demogen.service.submission import decide_patch, demo_tenant, sound_tenant

log = structlog.get_logger()
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class TenantSearch:
    """Which page of which tenants; `sort` is one of `db.tenants.SORTS`."""

    search: str = ""
    sort: str = "name"
    descending: bool = False
    limit: int = 50
    offset: int = 0


class Reading:
    """Reads for screens and scripts; unknown things raise TenantUnknown or JobUnknown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def tenants(self, wanted: TenantSearch) -> tuple[list[JsonObject], int]:
        """A page of tenants with their details, and how many there are in all."""
        with self._snapshot() as connection:
            ids, total = tenants.search_tenants(
                connection,
                search=wanted.search,
                sort=wanted.sort,
                descending=wanted.descending,
                limit=wanted.limit,
                offset=wanted.offset,
            )
            return [_entry(connection, id_, _details, _NO_DETAILS) for id_ in ids], total

    def all_tenants(self) -> list[JsonObject]:
        """All tenants by name, without details."""
        with self._snapshot() as connection:
            return [_entry(connection, id_, _plain, {}) for id_ in tenants.tenant_ids(connection)]

    def tenant_and_job(self, key: str) -> tuple[TenantRow, JobSummary | None]:
        """One tenant and its newest job."""
        with self._snapshot() as connection:
            row = tenants.find_tenant(connection, key)
            return row, next(iter(history.page_of_jobs(connection, row.id, limit=1)), None)

    def tenant(self, key: str) -> JsonObject:
        """One tenant with its last month and its newest job."""
        with self._snapshot() as connection:
            return _details(connection, sound_tenant(connection, key))

    def currency(self, key: str) -> Currency:
        """The currency of a demo tenant; TenantNotDemo for others."""
        with self._snapshot() as connection:
            return demo_tenant(connection, key).money

    def kpis(
        self, key: str, first: Month, last: Month, *, of_any_tenant: bool = False
    ) -> tuple[Currency, tuple[MonthlyKpiSnapshot, ...]]:
        """Every month from `first` to `last`, of a demo tenant unless those of any are wanted."""
        with self._snapshot() as connection:
            tenant = (sound_tenant if of_any_tenant else demo_tenant)(connection, key)
            aggregator = KpiAggregator(connection, tenant.timezone, tenant.money)
            return tenant.money, aggregator.query_monthly_kpis(tenant.id, first, last)

    def breakdown(self, key: str, first: Month, last: Month) -> tuple[Currency, tuple[MonthlyBreakdown, ...]]:
        """What the new records of every month from `first` to `last` are."""
        with self._snapshot() as connection:
            tenant = demo_tenant(connection, key)
            return tenant.money, query_breakdown(connection, tenant.id, tenant.timezone, first, last)

    def funnel(self, key: str, first: Month, last: Month) -> list[StageFlow]:
        """How the deals created from `first` to `last` went through the stages, in the order of the stages."""
        with self._snapshot() as connection:
            tenant = demo_tenant(connection, key)
            found = query_funnel(connection, tenant.id, tenant.timezone, first, last)
        return sorted(found, key=lambda flow: (place_of_stage(flow.stage), flow.stage))

    def jobs(
        self, key: str, *, limit: int, after: Place | None = None, status: str | None = None
    ) -> list[JobSummary]:
        """A tenant's jobs after a place, newest first."""
        with self._snapshot() as connection:
            tenant = tenants.find_tenant(connection, key)
            return history.page_of_jobs(connection, tenant.id, limit=limit, after=after, status=status)

    def job(self, job_id: str | UUID) -> tuple[Job, TenantRow]:
        with self._snapshot() as connection:
            job = jobs.find_job(connection, job_id)
            return job, tenants.find_tenant(connection, job.tenant_id)

    def job_document(self, job_id: str | UUID, *, of_tenant: str | None = None, after: int = 0) -> JsonObject:
        """The job as the API gives it, with its tenant, its author, who did what, and the log after a line.

        A job of another tenant than `of_tenant` is unknown.
        """
        with self._snapshot() as connection:
            job = jobs.find_job(connection, job_id)
            tenant = tenants.find_tenant(connection, of_tenant or job.tenant_id)
            if tenant.id != job.tenant_id:
                raise JobUnknown(f"'{tenant.slug}' has no such job.")
            return {
                **job.to_json(),
                "validation": _in_words(job.validation),
                "log": [line for line in job.log if isinstance(line, dict) and int(str(line["seq"])) > after],
                "tenant": {
                    "id": str(tenant.id),
                    "slug": tenant.slug,
                    "name": tenant.name,
                    "currency": tenant.currency,
                    "timezone": tenant.timezone,
                },
                "createdByName": admins.name_of(connection, job.created_by) if job.created_by else None,
                "audit": list(audit.entries_of_job(connection, job.id)),
            }

    def job_changes(
        self, job_id: str | UUID, *, limit: int, after: ChangePlace | None = None, only: Entity | None = None
    ) -> ChangePage:
        """A page of the records that a job changed. Raises ChangesNotKept."""
        with self._snapshot() as connection:
            job = jobs.find_job(connection, job_id)
            tenant = tenants.find_tenant(connection, job.tenant_id)
            return changes_of_job(connection, job, tenant, limit=limit, after=after, only=only)

    def read_job_changes(
        self,
        job_id: str | UUID,
        read: Callable[[Iterator[ChangedRecord]], Answer],
        *,
        only: Entity | None = None,
    ) -> Answer:
        """What `read` makes of all of them. Raises ChangesNotKept."""
        with self._snapshot() as connection:
            job = jobs.find_job(connection, job_id)
            tenant = tenants.find_tenant(connection, job.tenant_id)
            return read(all_changes_of_job(connection, job, tenant, only=only))

    def plan_changes(
        self,
        key: str,
        plan: Plan,
        *,
        expected_fingerprint: str | None,
        max_records: int,
        limit: int,
        after: ChangePlace | None = None,
        only: Entity | None = None,
    ) -> ChangePage:
        """A page of the records that a plan would change. Raises PreviewOutdated where that is no longer what was shown."""
        with self._snapshot() as connection:
            tenant = demo_tenant(connection, key)
            decision = decide_patch(connection, tenant, plan, anchor=None, max_records=max_records)
            if expected_fingerprint not in (None, decision.preview.fingerprint):
                raise PreviewOutdated(decision.preview.to_json(tenant.money))
            return planned_changes(connection, tenant, decision.changes, limit=limit, after=after, only=only)

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        with self._database.transaction("REPEATABLE READ", read_only=True) as connection:
            yield connection


def _in_words(validation: JsonObject | None) -> JsonObject | None:
    preview = (validation or {}).get("preview")
    if not isinstance(preview, dict) or not isinstance(preview.get("changes"), dict):
        return validation
    return {**(validation or {}), "preview": {**preview, "changes": in_words(preview["changes"])}}


def _plain(_connection: Connection, row: TenantRow) -> JsonObject:
    return {**row.to_json(), "damage": None}


def _details(connection: Connection, row: TenantRow) -> JsonObject:
    """A tenant with its last month, its newest job and the last look at its health."""
    zone = ZoneInfo(row.timezone)
    newest = tenants.last_instant(connection, row.id)
    last = None if newest is None else Month.of(newest, zone)
    start = Month.parse(row.demo_start_month) if row.demo_start_month else None
    job = next(iter(history.page_of_jobs(connection, row.id, limit=1)), None)
    look = health.known_health(connection, [row.id]).get(row.id)
    today = tenants.database_now(connection).astimezone(zone).date()
    return {
        **_plain(connection, row),
        "lastMonth": None if last is None else str(last),
        "monthsOfHistory": 0 if last is None or start is None else max(last.index - start.index + 1, 0),
        "lastJob": None if job is None else job.to_json(),
        "health": None if look is None else look.to_json(today),
    }


_NO_DETAILS: JsonObject = {"lastMonth": None, "monthsOfHistory": 0, "lastJob": None, "health": None}

_UNREADABLE = (ValueError, LookupError, ArithmeticError, OSError, DataError, ProgrammingError, pg.DataError)
"""What a value that cannot be used raises where it is read."""


def _entry(
    connection: Connection,
    tenant_id: UUID,
    read: Callable[[Connection, TenantRow], JsonObject],
    unknown: JsonObject,
) -> JsonObject:
    """One tenant of a list. One that cannot be read is in the list as it is stored, with what is wrong in `damage`, so that it
    stands in nobody's way."""
    try:
        with connection.begin_nested():
            row = tenants.find_tenant(connection, tenant_id)
            if row.damage is None:
                return read(connection, row)
            damage = row.damage
    except _UNREADABLE as error:
        log.warning("tenant_damaged", tenant=str(tenant_id), reason=str(error))
        damage = "One of its values cannot be read; the server's log says which."
    return {**tenants.tenant_as_stored(connection, tenant_id), **unknown, "damage": damage}
