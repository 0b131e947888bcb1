"""Months that cannot be met: reported with their reason, in nobody's way, and a way out of them."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any, cast

import psycopg
import pytest

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.months import Month
from demogen.domain.story import MonthChange, Schedule
from demogen.errors import PlanInvalid
from demogen.service.health import HealthCheck
from demogen.service.patch_engine import PatchEngine
from demogen.service.stories import Stories
from tests.integration.rules import broken
from tests.integration.storytelling import (
    AUGUST,
    JULY,
    SEPTEMBER,
    START,
    ZONE,
    K,
    at,
    exact,
    months_in,
    run,
    shown,
    stories,
    tell,
    tenant,
    told,
)

__all__ = ["stories", "tenant"]

VALUE, COUNT = K.DEALS_CREATED_VALUE, K.DEALS_CREATED


def enter_deals(sql: psycopg.Connection, tenant: TenantRow, count: int, day: str) -> None:
    """What a person entered in the CRM: deals of 1.00."""
    sql.execute(
        "INSERT INTO deals (tenant_id, id, name, stage, probability, amount_minor, created_at, updated_at) "
        "SELECT %s, gen_random_uuid(), 'Real ' || n, 'qualification', 10, 100, %s, %s FROM generate_series(1, %s) n",
        [tenant.id, day, day, count],
    )


@pytest.fixture
def stuck(database: Database, engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection) -> TenantRow:
    """A tenant whose July has 70 deals of 1.00 that a person entered, more than its story says, before a run in August."""
    tell(database, tenant, Schedule.DAILY)
    assert told(database, tenant)[JULY][COUNT] < 70
    enter_deals(sql, tenant, 70, "2024-07-05 10:00+00")
    job = run(database, engine, tenant, at(2024, 8, 30, 10))
    assert job
    assert job.verified, job.error
    return tenant


def test_a_month_that_cannot_be_met_holds_up_neither_the_other_months_nor_its_other_kpis(
    database: Database, engine: PatchEngine, stories: Stories, stuck: TenantRow, sql: psycopg.Connection
) -> None:
    values, actual = told(database, stuck), shown(database, stuck, JULY, AUGUST)
    others = {key: value for key, value in values[JULY].items() if key not in (VALUE, COUNT)}
    later = run(database, engine, stuck, at(2024, 9, 30))

    assert {key: actual[JULY][key] for key in others} == others
    assert actual[JULY][COUNT] == 70
    assert {key: actual[AUGUST][key] for key in values[AUGUST]} == values[AUGUST]
    assert later
    assert later.verified, later.error
    exact(database, stuck, [AUGUST, SEPTEMBER])
    unmet = {name: one["unmet"] for name, one in months_in(stories.show(stuck.slug)).items() if one["unmet"]}
    assert list(unmet) == ["2024-07"]
    assert unmet["2024-07"]["metrics"] == ["dealsCreated", "dealsCreatedValue"]
    assert "Deals created in 2024-07 cannot become" in unmet["2024-07"]["reason"]
    assert stories.show(stuck.slug)["failure"] is None
    assert broken(sql) == []


def test_what_cannot_be_met_is_met_once_it_can(
    database: Database, engine: PatchEngine, stories: Stories, stuck: TenantRow, sql: psycopg.Connection
) -> None:
    sql.execute("UPDATE deals SET deleted_at = now(), updated_at = now() WHERE name LIKE 'Real %'")

    job = run(database, engine, stuck, at(2024, 9, 2))

    assert job
    assert job.verified, job.error
    exact(database, stuck, [JULY, AUGUST])
    assert months_in(stories.show(stuck.slug))["2024-07"]["unmet"] is None
    assert broken(sql) == []


def test_a_run_that_fails_leaves_named_what_it_would_have_met(
    database: Database, engine: PatchEngine, stories: Stories, stuck: TenantRow, sql: psycopg.Connection
) -> None:
    before = months_in(stories.show(stuck.slug))["2024-07"]["unmet"]
    sql.execute("UPDATE deals SET deleted_at = now(), updated_at = now() WHERE name LIKE 'Real %'")
    sql.execute("ALTER TABLE deals ADD CONSTRAINT no_more CHECK (created_at < '2000-01-01') NOT VALID")

    failed = run(database, engine, stuck, at(2024, 9, 2))
    after = months_in(stories.show(stuck.slug))["2024-07"]["unmet"]
    sql.execute("ALTER TABLE deals DROP CONSTRAINT no_more")
    sql.execute("UPDATE demo_stories SET failed_at = NULL")
    again = run(database, engine, stuck, at(2024, 9, 2))

    assert failed
    assert failed.status == "failed"
    assert after == before
    assert again
    assert again.verified
    exact(database, stuck, [JULY, AUGUST])
    assert months_in(stories.show(stuck.slug))["2024-07"]["unmet"] is None


def test_a_story_that_begins_in_the_morning_has_its_share_of_that_day(
    database: Database, engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.DAILY)
    assert run(database, engine, tenant, at(2024, 7, 9))
    sql.execute("UPDATE demo_stories SET covered_until = '2024-07-10 06:00+00'")

    job = run(database, engine, tenant, at(2024, 7, 10, 9))

    assert job
    assert job.verified, job.error
    days = sql.execute(
        "SELECT DISTINCT timezone('Europe/Berlin', created_at)::date::text FROM contacts WHERE demo_job_id = %s",
        [job.id],
    ).fetchall()
    assert days == [("2024-07-10",)]


def test_a_lower_number_that_can_be_met_is_brought_about_when_asked_although_the_month_is_over(
    engine: PatchEngine, stories: Stories, stuck: TenantRow, database: Database, sql: psycopg.Connection
) -> None:
    again = stories.run(stuck.slug, anchor=at(2024, 8, 30, 11))
    reachable = {**told(database, stuck)[JULY], COUNT: 75, VALUE: 100_000}
    stories.change_months(stuck.slug, [MonthChange(JULY, values=reachable)], anchor=at(2024, 8, 30, 11))
    job = stories.run(stuck.slug, anchor=at(2024, 8, 30, 11))

    assert again is None, "nothing of it could be met yet"
    assert job
    assert engine.execute(job.id).verified
    exact(database, stuck, [JULY, AUGUST])
    assert months_in(stories.show(stuck.slug))["2024-07"]["unmet"] is None
    assert broken(sql) == []


@pytest.mark.parametrize(
    ("change", "values_stay"),
    [(MonthChange(JULY, skipped=True), True), (MonthChange(JULY, let_go=True), False)],
    ids=["skipped", "let go"],
)
def test_a_month_that_is_over_and_cannot_be_met_is_skipped_or_let_go(
    database: Database,
    engine: PatchEngine,
    stories: Stories,
    stuck: TenantRow,
    change: MonthChange,
    *,
    values_stay: bool,
) -> None:
    now = at(2024, 8, 30, 11)
    before = cast("Any", HealthCheck(database).look(stuck.slug, anchor=now))

    stories.change_months(stuck.slug, [change], anchor=now)

    finding = next(one for one in before["findings"] if one["code"] == "story_unmet")
    assert finding["months"] == ["2024-07"]
    assert "2024-07" in finding["message"]
    assert {cure["kind"] for cure in finding["cures"]} == {"skip_month", "let_go", "change_story"}
    after = cast("Any", HealthCheck(database).look(stuck.slug, anchor=now))
    assert "story_unmet" not in [one["code"] for one in after["findings"]]
    assert (COUNT in told(database, stuck)[JULY]) is values_stay
    job = run(database, engine, stuck, at(2024, 9, 30))
    assert job
    assert job.verified
    assert [row["month"] for row in cast("Any", job.plan)["months"]] == ["2024-09"]


def test_a_month_that_was_met_stays_over(stories: Stories, stuck: TenantRow) -> None:
    june = Month(2024, 6)
    now = at(2024, 8, 30, 11)

    for change in (MonthChange(june, skipped=True), MonthChange(JULY.plus(1), let_go=True)):
        with pytest.raises(PlanInvalid):
            stories.change_months(stuck.slug, [change], anchor=now)


PEOPLE = (
    "INSERT INTO deals (tenant_id, id, name, stage, probability, amount_minor, created_at, updated_at) "
    "SELECT %(tenant)s, gen_random_uuid(), 'Real', 'qualification', 10, 100, %(at)s, %(at)s FROM generate_series(1, 40)",
    "INSERT INTO deals (tenant_id, id, name, stage, probability, amount_minor, created_at, updated_at, closed_at) "
    "SELECT %(tenant)s, gen_random_uuid(), 'Real', 'closed_won', 100, 99000000, %(at)s, %(at)s, %(at)s "
    "FROM generate_series(1, 15)",
    "INSERT INTO contacts (tenant_id, id, first_name, became_lead_at, created_at, updated_at) "
    "SELECT %(tenant)s, gen_random_uuid(), 'Real', %(at)s, %(at)s, %(at)s FROM generate_series(1, 400)",
    "INSERT INTO activities (tenant_id, id, contact_id, type, occurred_at, updated_at) "
    "SELECT %(tenant)s, gen_random_uuid(), (SELECT id FROM contacts ORDER BY created_at, id LIMIT 1), 'note', %(at)s, "
    "%(at)s FROM generate_series(1, 900)",
    "UPDATE deals SET updated_at = clock_timestamp(), amount_minor = amount_minor * 9 WHERE tenant_id = %(tenant)s "
    "AND closed_at IS NULL AND created_at > %(at)s - interval '20 days'",
    "UPDATE deals SET updated_at = clock_timestamp() WHERE tenant_id = %(tenant)s AND closed_at IS NULL",
)
"""What people do to a month, in a way that its story cannot always be met any more."""


@pytest.mark.parametrize("seed", range(4))
def test_whatever_people_enter_every_run_goes_on_and_says_what_it_left_out(
    database: Database,
    engine: PatchEngine,
    stories: Stories,
    tenant: TenantRow,
    sql: psycopg.Connection,
    seed: int,
) -> None:
    tell(database, tenant, Schedule.DAILY)
    chance, now = random.Random(seed), START
    for _ in range(8):
        now += timedelta(days=chance.randint(5, 30))
        for act in chance.sample(PEOPLE, chance.randint(0, 2)):
            entered = now - timedelta(days=chance.randint(0, 6), hours=3)
            sql.execute(act, {"tenant": tenant.id, "at": entered})

        job = run(database, engine, tenant, now)

        assert job is None or job.verified, (now, job.error)
        story = stories.show(tenant.slug)
        assert story["failure"] is None
        assert datetime.fromisoformat(str(story["coveredUntil"])) == now
        document = months_in(story)
        looked_at = [Month.parse(str(row["month"])) for row in cast("Any", job.plan)["months"]] if job else []
        over = [month for month in looked_at if month < Month.of(now, ZONE)]
        values, actual = told(database, tenant), shown(database, tenant, Month(2024, 6), Month.of(now, ZONE))
        for month in over:
            lacking = document[str(month)]["unmet"]
            differing = [key.value for key in values[month] if actual[month][key] != values[month][key]]
            assert differing == (
                [] if lacking is None else [key for key in differing if key in lacking["metrics"]]
            )
            assert lacking is None or lacking["reason"]
