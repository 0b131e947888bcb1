"""Stories: schedules, pauses, skipped months, locked cells, months that people changed."""

from __future__ import annotations

import threading

import psycopg
import pytest

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.domain.story import MonthChange, Schedule
from demogen.errors import PlanInvalid, StoryMissing
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.stories import Stories
from tests.integration.builders import counted, plan
from tests.integration.rules import broken
from tests.integration.storytelling import (
    AUGUST,
    JULY,
    SCENARIO,
    SEPTEMBER,
    START,
    K,
    at,
    exact,
    grown,
    months_in,
    run,
    shown,
    stories,
    tell,
    tenant,
    told,
)

__all__ = ["stories", "tenant"]


def test_a_monthly_schedule_brings_the_whole_month_on_its_last_business_day(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.MONTHLY)

    early = [run(database, engine, tenant, day) for day in (at(2024, 7, 15), at(2024, 7, 30))]
    last = run(database, engine, tenant, at(2024, 7, 31))

    assert early == [None, None]
    assert last
    assert last.verified, last.error
    exact(database, tenant, [JULY])
    assert stories.show(tenant.slug, anchor=at(2024, 7, 31))["nextRun"] == "2024-08-30T08:00:00+00:00"
    assert run(database, engine, tenant, at(2024, 8, 1)) is None
    late = run(database, engine, tenant, at(2024, 10, 7))  # two last days were missed
    assert late
    assert late.verified, late.error
    exact(database, tenant, [JULY, AUGUST, SEPTEMBER])
    october = {key for month, key in counted(sql, tenant.id, "Europe/Berlin") if month == "2024-10"}
    assert october == set()
    assert broken(sql) == []


def test_a_paused_story_runs_only_when_asked(
    stories: Stories, tenant: TenantRow, engine: PatchEngine, database: Database
) -> None:
    stories.tell(tenant.slug, SCENARIO, Schedule.DAILY, anchor=START)
    now = at(2024, 7, 3)

    paused = stories.set(tenant.slug, paused=True, anchor=now)
    by_itself = stories.run_all(anchor=now)
    asked = stories.run(tenant.slug, anchor=now)
    resumed = stories.set(tenant.slug, paused=False, anchor=now)

    assert (paused["paused"], paused["nextRun"], paused["due"]) == (True, None, True)
    assert by_itself == []
    assert asked
    assert engine.execute(asked.id).verified
    assert (resumed["paused"], resumed["nextRun"]) == (False, now.isoformat())
    following = stories.show(tenant.slug, anchor=now)
    assert (following["due"], following["nextRun"]) == (False, "2024-07-04T08:00:00+00:00")
    stop = threading.Event()
    stop.set()
    assert stories.run_all(anchor=at(2024, 7, 4), stop=stop) == []
    assert [job.tenant_id for job in stories.run_all(anchor=at(2024, 7, 4))] == [tenant.id]


def test_a_story_without_a_schedule_never_runs_by_itself(stories: Stories, tenant: TenantRow) -> None:
    stories.tell(tenant.slug, SCENARIO, Schedule.OFF, anchor=START)

    assert stories.run_all(anchor=at(2024, 8, 15)) == []
    assert stories.show(tenant.slug, anchor=at(2024, 8, 15))["nextRun"] is None
    assert stories.run(tenant.slug, anchor=at(2024, 8, 15))


def test_what_has_no_story_says_so(stories: Stories, tenant: TenantRow) -> None:
    for call in (
        lambda: stories.show(tenant.slug),
        lambda: stories.run(tenant.slug),
        lambda: stories.remove(tenant.slug),
        lambda: stories.set(tenant.slug, paused=True),
        lambda: stories.change_months(tenant.slug, [MonthChange(JULY, skipped=True)], anchor=START),
    ):
        with pytest.raises(StoryMissing, match="'berlin-tools' has no story"):
            call()


def test_two_who_run_a_story_at_once_make_one_job(
    database: Database, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    stories.tell(tenant.slug, SCENARIO, Schedule.DAILY, anchor=START)
    start, found = threading.Barrier(4), []

    def go() -> None:
        start.wait()
        found.extend(stories.run_all(anchor=at(2024, 7, 10)))

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len(found) == 1
    assert sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone() == (1,)
    assert stories.show(tenant.slug, anchor=at(2024, 7, 10))["failure"] is None


def test_two_who_ask_at_once_make_one_job(
    stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    stories.tell(tenant.slug, SCENARIO, Schedule.DAILY, anchor=START)
    start, found = threading.Barrier(4), []

    def go() -> None:
        start.wait()
        found.append(stories.run(tenant.slug, anchor=at(2024, 7, 10)))

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert len([job for job in found if job]) == 1
    assert sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone() == (1,)


def test_a_command_that_runs_all_stories_stores_one_job_at_a_time(
    database: Database,
    engine: PatchEngine,
    stories: Stories,
    tenant: TenantRow,
    generator: TenantGenerator,
    sql: psycopg.Connection,
) -> None:
    """A job of a command that waits for a minute is taken for one whose command ended."""
    for one in (tenant, grown(generator)):
        stories.tell(one.slug, SCENARIO, Schedule.DAILY, anchor=START)
    waiting = "SELECT count(*) FROM demo_patch_jobs WHERE status = 'queued'"

    seen = []
    for job in stories.run_each(anchor=at(2024, 7, 10)):
        seen.append(sql.execute(waiting).fetchone())
        assert engine.execute(job.id).verified

    assert seen == [(1,), (1,)]


def test_a_skipped_month_stays_as_it_is_and_later_ones_are_right(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.DAILY)
    stories.change_months(tenant.slug, [MonthChange(AUGUST, skipped=True)], anchor=START)

    jobs = [run(database, engine, tenant, day) for day in (at(2024, 7, 31), at(2024, 8, 15), at(2024, 9, 30))]

    assert [job is not None for job in jobs] == [True, False, True]
    exact(database, tenant, [JULY])
    exact(database, tenant, [SEPTEMBER])
    assert [cell for cell in counted(sql, tenant.id, "Europe/Berlin") if cell[0] == "2024-08"] == []
    assert broken(sql) == []
    again = stories.change_months(
        tenant.slug, [MonthChange(SEPTEMBER, skipped=False)], anchor=at(2024, 9, 30)
    )
    assert months_in(again)["2024-08"]["skipped"] is True


def test_a_month_that_is_no_longer_skipped_is_caught_up_while_it_lasts(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow
) -> None:
    tell(database, tenant, Schedule.DAILY)
    stories.change_months(tenant.slug, [MonthChange(JULY, skipped=True)], anchor=START)
    assert run(database, engine, tenant, at(2024, 7, 15)) is None
    stories.change_months(tenant.slug, [MonthChange(JULY, skipped=False)], anchor=at(2024, 7, 15))

    job = run(database, engine, tenant, at(2024, 7, 31))

    assert job
    assert job.verified, job.error
    exact(database, tenant, [JULY])


def test_a_locked_cell_keeps_its_number_when_another_story_is_told(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow
) -> None:
    tell(database, tenant, Schedule.DAILY)
    values = {**told(database, tenant)[AUGUST], K.ACTIVITIES_CREATED: 77}
    change = MonthChange(AUGUST, values, frozenset({K.ACTIVITIES_CREATED}))
    stories.change_months(tenant.slug, [change], anchor=START)
    before = told(database, tenant)

    steady = {"origin": "scenario", "scenario": "steady"}
    shown_first = stories.preview(tenant.slug, steady, anchor=START)
    document = stories.tell(tenant.slug, steady, Schedule.DAILY, anchor=START)

    after = told(database, tenant)
    assert months_in(shown_first) == months_in(document)
    assert after[AUGUST][K.ACTIVITIES_CREATED] == 77
    assert months_in(document)["2024-08"]["locked"] == ["activitiesCreated"]
    others = [month for month in before if month != AUGUST]
    assert all(after[month][K.CONTACTS_CREATED] < before[month][K.CONTACTS_CREATED] for month in others)
    assert after[AUGUST][K.CONTACTS_CREATED] < before[AUGUST][K.CONTACTS_CREATED]
    assert run(database, engine, tenant, at(2024, 8, 30))
    exact(database, tenant, [JULY, AUGUST])


def test_numbers_around_a_locked_cell_still_fit_it(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow
) -> None:
    tell(database, tenant, Schedule.DAILY)
    big = {**told(database, tenant)[JULY], K.CONTACTS_CREATED: 900, K.LEADS_CREATED: 800}
    change = MonthChange(JULY, big, frozenset({K.LEADS_CREATED}))
    stories.change_months(tenant.slug, [change], anchor=START)

    stories.tell(tenant.slug, {"origin": "scenario", "scenario": "steady"}, Schedule.DAILY, anchor=START)

    july = told(database, tenant)[JULY]
    assert july[K.LEADS_CREATED] == 800 <= july[K.CONTACTS_CREATED]
    job = run(database, engine, tenant, at(2024, 7, 31))
    assert job
    assert job.verified, job.error
    exact(database, tenant, [JULY])


def test_a_locked_month_of_the_past_keeps_all_that_was_told_of_it(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow
) -> None:
    tell(database, tenant, Schedule.DAILY)
    change = MonthChange(JULY, locked=frozenset({K.ACTIVITIES_CREATED}))
    stories.change_months(tenant.slug, [change], anchor=START)
    assert run(database, engine, tenant, at(2024, 9, 30))
    before = told(database, tenant)

    stories.tell(
        tenant.slug, {"origin": "scenario", "scenario": "dip"}, Schedule.DAILY, anchor=at(2024, 9, 30)
    )

    after = told(database, tenant)
    assert {month: after.get(month) for month in (JULY, AUGUST, SEPTEMBER)} == {
        month: before[month] for month in (JULY, AUGUST, SEPTEMBER)
    }
    assert after[Month(2024, 12)] != before[Month(2024, 12)]


@pytest.mark.parametrize(
    ("month", "values", "message"),
    [
        (Month(2024, 5), {K.CONTACTS_CREATED: 1}, "2024-05 is over"),
        (Month(2029, 6), {K.CONTACTS_CREATED: 1}, "more than 60 months ahead"),
        (JULY, {K.CONTACTS_CREATED: 1, K.LEADS_CREATED: 2}, "Leads created in 2024-07 cannot be 2"),
        (JULY, {K.CONTACTS_CREATED: -1}, "Contacts created in 2024-07 cannot be -1"),
        (JULY, {K.DEALS_CREATED_VALUE: 5}, "cannot be 5 beside the other numbers"),
        (JULY, {K.CLOSED_WON_COUNT: 3, K.CLOSED_WON_VALUE: 2}, "cannot be 2 beside the other numbers"),
    ],
)
def test_months_by_hand_that_cannot_be_are_refused_and_change_nothing(
    database: Database,
    stories: Stories,
    tenant: TenantRow,
    month: Month,
    values: dict[MetricKey, int],
    message: str,
) -> None:
    tell(database, tenant, Schedule.DAILY)
    before = stories.show(tenant.slug, anchor=START)
    good = MonthChange(SEPTEMBER, {K.CONTACTS_CREATED: 5})

    with pytest.raises(PlanInvalid) as refused:
        stories.change_months(tenant.slug, [good, MonthChange(month, values)], anchor=START)

    assert message in " ".join(issue.message for issue in refused.value.issues)
    assert stories.show(tenant.slug, anchor=START) == before


def test_a_month_that_somebody_patched_above_its_story_is_lowered_on_its_last_day(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.DAILY)
    assert run(database, engine, tenant, at(2024, 7, 10))
    wanted = told(database, tenant)[JULY]
    more = plan({"2024-07": {"contactsCreated": 400, "activitiesCreated": 3_000}})
    patched = engine.execute(engine.submit(tenant.slug, more, anchor=at(2024, 7, 11)).id)
    assert patched.verified

    middle = run(database, engine, tenant, at(2024, 7, 12))
    by_then = counted(sql, tenant.id, "Europe/Berlin")
    last = run(database, engine, tenant, at(2024, 7, 31))

    assert middle
    assert middle.verified, middle.error
    assert by_then["2024-07", "contactsCreated"] > wanted[K.CONTACTS_CREATED]
    assert last
    assert last.verified, last.error
    exact(database, tenant, [JULY])
    assert broken(sql) == []


def test_what_people_entered_above_the_story_stays(
    database: Database, engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.DAILY)
    wanted = told(database, tenant)[JULY]
    sql.execute(
        "INSERT INTO companies (tenant_id, id, name, created_at, updated_at) "
        "SELECT %s, gen_random_uuid(), 'Real ' || n, '2024-07-05 10:00+00', '2024-07-05 10:00+00' "
        "FROM generate_series(1, %s) n",
        [tenant.id, wanted[K.COMPANIES_CREATED] + 5],
    )

    job = run(database, engine, tenant, at(2024, 7, 31))

    assert job
    assert job.verified, job.error
    july = shown(database, tenant, JULY, JULY)[JULY]
    assert july[K.COMPANIES_CREATED] == wanted[K.COMPANIES_CREATED] + 5
    assert july[K.CONTACTS_CREATED] == wanted[K.CONTACTS_CREATED]
    people = sql.execute("SELECT count(*) FROM companies WHERE name LIKE 'Real %' AND deleted_at IS NULL")
    assert people.fetchone() == (wanted[K.COMPANIES_CREATED] + 5,)
