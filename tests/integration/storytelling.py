"""Tenants with stories, and days that pass: for tests on a real database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest

from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.db.stories import months_of
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.domain.story import Origin, Schedule, Source
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.scenarios import Scenario
from demogen.service import keep_fresh, telling
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.patch_engine import PatchEngine
from demogen.service.reading import Reading
from demogen.service.stories import Stories

ZONE = ZoneInfo("Europe/Berlin")
START = datetime(2024, 6, 28, 12, tzinfo=UTC)
"""A Friday, the last business day of June."""


def grown(generator: TenantGenerator) -> TenantRow:
    profile = TenantProfile("Berlin Tools", "Europe/Berlin", "EUR", "DE", "2023-10")
    tenant, job = generator.create(profile, scenario=Scenario.GROWTH, anchor=START, seed=1)
    assert job
    assert job.verified
    return tenant


def tell(database: Database, tenant: TenantRow, schedule: Schedule, now: datetime = START) -> None:
    with database.transaction("REPEATABLE READ") as connection:
        source = Source(Origin.SCENARIO, Scenario.GROWTH.value)
        telling.tell_story(connection, tenant, source, schedule, now)


def run(database: Database, engine: PatchEngine, tenant: TenantRow, now: datetime) -> Job | None:
    with database.transaction("REPEATABLE READ") as connection:
        job = keep_fresh.submit_due(connection, tenant.id, max_records=1_000_000, anchor=now)
    return None if job is None else engine.execute(job.id)


def told(database: Database, tenant: TenantRow) -> dict[Month, dict[MetricKey, int]]:
    with database.transaction(read_only=True) as connection:
        return {
            month: dict(one.values) for month, one in months_of(connection, tenant.id, tenant.money).items()
        }


def shown(
    database: Database, tenant: TenantRow, first: Month, last: Month
) -> dict[Month, MonthlyKpiSnapshot]:
    _, months = Reading(database).kpis(tenant.slug, first, last)
    return {month.month: month for month in months}


def mornings(first: date, last: date) -> list[datetime]:
    """Shortly after ten on each business day."""
    found, day = [], first
    calendar = BusinessCalendar("DE", ZONE, datetime(2030, 1, 1, tzinfo=UTC))
    while day <= last:
        if calendar.is_business_day(day):
            found.append(datetime(day.year, day.month, day.day, 10, 5, tzinfo=ZONE).astimezone(UTC))
        day += timedelta(days=1)
    return found


def exact(database: Database, tenant: TenantRow, months: list[Month]) -> None:
    """Every one of these months, in order, shows what its story says."""
    values, actual = told(database, tenant), shown(database, tenant, months[0], months[-1])
    for month in months:
        assert {key: actual[month][key] for key in values[month]} == values[month], str(month)


K = MetricKey


JULY, AUGUST, SEPTEMBER = Month(2024, 7), Month(2024, 8), Month(2024, 9)


SCENARIO = {"origin": "scenario", "scenario": "growth"}


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


@pytest.fixture
def stories(database: Database) -> Stories:
    return Stories(database, max_records=1_000_000)


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown(generator)


def nobody(generator: TenantGenerator) -> TenantRow:
    """A tenant without records."""
    profile = TenantProfile("New Tools", "Europe/Berlin", "EUR", "DE", "2024-06")
    return generator.create(profile, anchor=START, seed=1)[0]


def months_in(document: Any) -> dict[str, dict[str, Any]]:
    return {month["month"]: month for month in cast("dict[str, Any]", document)["months"]}
