"""Stories brought about day by day: months exactly as told, whatever happens on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg

from demogen.db import stories
from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month, months_between
from demogen.domain.story import Origin, Schedule, Source
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.scenarios import Scenario
from demogen.service import keep_fresh, telling
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.patch_engine import PatchEngine
from demogen.service.reading import Reading
from tests.integration.rules import broken

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
            month: dict(one.values)
            for month, one in stories.months_of(connection, tenant.id, tenant.money).items()
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


def test_a_month_of_daily_runs_shows_exactly_its_story(
    database: Database, generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown(generator)
    tell(database, tenant, Schedule.DAILY)
    days = mornings(date(2024, 7, 1), date(2024, 7, 31))

    jobs = [run(database, engine, tenant, now) for now in days]

    assert all(job and job.verified for job in jobs), [job and job.error for job in jobs]
    july = Month(2024, 7)
    values, actual = told(database, tenant)[july], shown(database, tenant, july, july)[july]
    assert {key: actual[key] for key in values} == values
    by_day: dict[date, int] = dict(
        sql.execute(
            "SELECT timezone('Europe/Berlin', occurred_at)::date, count(*) FROM activities "
            "WHERE occurred_at >= '2024-06-30 22:00+00' GROUP BY 1"
        ).fetchall()
    )
    assert set(by_day) == {day.date() for day in days}
    assert broken(sql) == []


def exact(database: Database, tenant: TenantRow, months: list[Month]) -> None:
    values, actual = told(database, tenant), shown(database, tenant, months[0], months[-1])
    for month in months:
        assert {key: actual[month][key] for key in values[month]} == values[month], str(month)


def test_fourteen_months_with_outages_are_exactly_as_told_and_any_run_can_be_taken_back(
    database: Database, generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown(generator)
    tell(database, tenant, Schedule.DAILY)
    days = mornings(date(2024, 7, 1), date(2025, 8, 29))
    weekly = [
        day for day in days if day.weekday() == 2 and not date(2024, 8, 5) <= day.date() < date(2024, 8, 20)
    ]
    weekly = [day for day in weekly if not date(2024, 11, 20) <= day.date() < date(2025, 1, 21)]
    weekly += [day for day in days if day.date() <= date(2024, 7, 31) or day.date() >= date(2025, 8, 20)]
    jobs: list[Job] = []
    open_deals: list[int] = []

    for now in sorted(set(weekly)):
        job = run(database, engine, tenant, now)
        assert job, now
        assert job.verified, (now, job.error)
        jobs.append(job)
        row = sql.execute("SELECT count(*) FROM deals WHERE closed_at IS NULL").fetchone()
        assert row
        open_deals.append(row[0])

    months = months_between(Month(2024, 7), Month(2025, 8))
    exact(database, tenant, months)
    assert broken(sql) == []
    overdue = "SELECT count(*) FROM deals WHERE closed_at IS NULL AND expected_close_on < '2025-08-01'"
    assert sql.execute(overdue).fetchone() == (0,)
    oldest = sql.execute("SELECT min(created_at) FROM deals WHERE closed_at IS NULL").fetchone()
    assert oldest
    assert oldest[0] > datetime(2024, 3, 1, tzinfo=UTC)
    assert min(open_deals) > 20
    assert max(open_deals) < 6 * max(
        values[MetricKey.DEALS_CREATED] for values in told(database, tenant).values()
    )
    undone = engine.execute(engine.submit_undo(jobs[-1].id).id)
    assert undone.verified, undone.error
    exact(database, tenant, months[:-1])
    middle = jobs[len(jobs) // 2]
    touched = [Month.parse(row["month"]) for row in middle.plan["months"]]  # type: ignore[union-attr, index, call-overload, arg-type]
    undone = engine.execute(engine.submit_undo(middle.id).id)
    assert undone.status == "completed", undone.error
    for month in months[:-1]:
        if month not in touched:
            exact(database, tenant, [month])
    assert broken(sql) == []
    again = run(database, engine, tenant, datetime(2025, 9, 1, 9, tzinfo=UTC))
    assert again
    assert again.verified
