"""Stories brought about day by day: months exactly as told, whatever happens on the way."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import psycopg

from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month, months_between
from demogen.domain.story import Schedule
from demogen.service.generation import TenantGenerator
from demogen.service.health import HealthCheck
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import counted
from tests.integration.rules import broken
from tests.integration.storytelling import ZONE, exact, grown, mornings, run, shown, tell, told

OUTAGES = ((date(2024, 8, 5), date(2024, 8, 19)), (date(2024, 11, 20), date(2025, 1, 20)))
"""First and last days on which nothing runs: two weeks, and two months."""


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


def is_outage(day: date) -> bool:
    return any(first <= day <= last for first, last in OUTAGES)


def status(database: Database, tenant: TenantRow, now: datetime) -> tuple[str, ...]:
    look = HealthCheck(database).look(tenant.slug, anchor=now)
    findings = look["findings"]
    assert isinstance(findings, list)
    return str(look["status"]), *(str(one["code"]) for one in findings if isinstance(one, dict))


def one_number(sql: psycopg.Connection, query: str, *values: object) -> int:
    row = sql.execute(query, values).fetchone()
    assert row
    return int(row[0])


def months_of(job: Job) -> list[Month]:
    months = job.plan["months"]
    assert isinstance(months, list)
    return [Month.parse(str(row["month"])) for row in months if isinstance(row, dict)]


def test_fourteen_months_with_outages_are_exactly_as_told_and_any_run_can_be_taken_back(
    database: Database, generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown(generator)
    tell(database, tenant, Schedule.DAILY)
    days = [day for day in mornings(date(2024, 7, 1), date(2025, 8, 29)) if not is_outage(day.date())]
    months = months_between(Month(2024, 7), Month(2025, 8))
    jobs: list[Job] = []
    open_deals: list[int] = []
    looks: dict[date, tuple[str, ...]] = {}

    for now, following in zip(days, [*days[1:], None], strict=True):
        job = run(database, engine, tenant, now)
        assert job, now
        assert job.verified, (now, job.error)
        jobs.append(job)
        ended = following is None or (following.year, following.month) != (now.year, now.month)
        if ended and not is_outage(date(now.year, now.month, 28)):
            exact(database, tenant, [Month.of(now, ZONE)])
        if ended or now.weekday() == 2:
            looks[now.date()] = status(database, tenant, now)
            open_deals.append(one_number(sql, "SELECT count(*) FROM deals WHERE closed_at IS NULL"))

    assert set(looks.values()) == {("healthy",)}, looks
    assert len(jobs) == len(days) == 244
    caught_up = [(job.anchor.date(), months_of(job)) for job in jobs if len(months_of(job)) > 1]
    assert caught_up == [(date(2025, 1, 21), months_between(Month(2024, 11), Month(2025, 1)))]
    exact(database, tenant, months)
    assert broken(sql) == []
    overdue = "SELECT count(*) FROM deals WHERE closed_at IS NULL AND expected_close_on < '2025-08-01'"
    assert one_number(sql, overdue) == 0
    old = "SELECT count(*) FROM deals WHERE closed_at IS NULL AND created_at < '2024-03-01'"
    assert one_number(sql, old) == 0
    values = told(database, tenant)
    assert min(open_deals) > 20
    assert max(open_deals) < 6 * max(values[month][MetricKey.DEALS_CREATED] for month in months)
    _take_back_at_random(database, engine, sql, tenant, jobs)
    again = run(database, engine, tenant, datetime(2025, 9, 1, 9, tzinfo=UTC))
    assert again
    assert again.verified


def _take_back_at_random(
    database: Database,
    engine: PatchEngine,
    sql: psycopg.Connection,
    tenant: TenantRow,
    jobs: list[Job],
) -> None:
    """The newest run, that which caught two months up, and others in no order: each takes only its own records."""
    months = months_between(Month(2024, 7), Month(2025, 8))
    catching = next(job for job in jobs if len(months_of(job)) > 1)
    wanted = [jobs[-1], catching, *random.Random(5).sample(jobs[:-1], 5)]
    left = set(months)
    for job in {job.id: job for job in wanted}.values():
        before = counted(sql, tenant.id, "Europe/Berlin")
        mine = "SELECT count(*) FROM activities WHERE demo_job_id = %s"
        made = one_number(sql, mine, job.id)

        undone = engine.execute(engine.submit_undo(job.id).id)

        assert undone.status == "completed", undone.error
        left -= set(months_of(job))
        exact(database, tenant, sorted(left))
        after = counted(sql, tenant.id, "Europe/Berlin")
        assert made > 0
        taken = made - one_number(sql, mine, job.id)
        lost = sum(before[cell] - after.get(cell, 0) for cell in before if cell[1] == "activitiesCreated")
        assert lost == taken > made // 2, job.anchor
        others = {cell for cell in before if Month.parse(cell[0]) not in months_of(job)}
        assert all(before[cell] == after[cell] for cell in others), job.anchor
        assert broken(sql) == []
    assert left


def test_an_outage_is_told_from_the_day_on_which_it_shows(
    database: Database, generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown(generator)
    tell(database, tenant, Schedule.DAILY)
    for now in mornings(date(2024, 7, 5), date(2024, 7, 12)):
        assert run(database, engine, tenant, now)

    # the KPI whose newest event is the oldest tells, seven days later; deals are won too rarely to be missed in a week
    newest = sql.execute(
        "SELECT least((SELECT max(became_lead_at) FROM contacts), (SELECT max(created_at) FROM contacts), "
        "(SELECT max(created_at) FROM companies), (SELECT max(created_at) FROM deals), "
        "(SELECT max(closed_at) FROM deals WHERE stage = 'closed_lost'), (SELECT max(occurred_at) FROM activities))"
    ).fetchone()
    assert newest
    stale = newest[0].astimezone(ZONE).date() + timedelta(days=7)
    looks = [
        HealthCheck(database).look(tenant.slug, anchor=datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        for day in (date(2024, 7, 12), stale - timedelta(days=1), stale, date(2024, 8, 12))
    ]
    long = datetime(2024, 8, 12, 12, tzinfo=UTC)
    caught_up = run(database, engine, tenant, long)

    wins = "SELECT count(*) FROM deals WHERE stage = 'closed_won' AND closed_at < '2024-06-30 22:00+00'"
    assert one_number(sql, wins) < 9 * 3 * 21 / 5
    assert date(2024, 7, 17) <= stale <= date(2024, 7, 19)
    assert [look["status"] for look in looks] == ["healthy", "warning", "stale", "stale"]
    assert [look["staleOn"] for look in looks] == [None, str(stale), str(stale), str(stale)]
    codes = [[one["code"] for one in look["findings"]] for look in looks]  # type: ignore[union-attr, index, call-overload]
    assert codes == [[], ["goes_stale"], ["stale"], ["stale"]]
    assert caught_up
    assert caught_up.verified
    exact(database, tenant, [Month(2024, 7)])
    assert status(database, tenant, long) == ("healthy",)
    assert run(database, engine, tenant, long) is None
