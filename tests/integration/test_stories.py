"""Stories: where their months come from, schedules, pauses, skipped months, locked cells, failures."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any, cast

import psycopg
import pytest

from demogen.db.removal import Scope
from demogen.db.session import Database
from demogen.db.shifting import Edited
from demogen.db.tenants import TenantRow
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month, months_between
from demogen.domain.plan import PlanType
from demogen.domain.story import MonthChange, Schedule
from demogen.engine.scenarios import Scenario
from demogen.errors import InputError, PlanInvalid, StoryMissing
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.health import HealthCheck
from demogen.service.patch_engine import PatchEngine
from demogen.service.stories import Stories
from tests.integration.builders import counted, plan, rows_hash
from tests.integration.rules import broken
from tests.integration.storytelling import START, exact, grown, run, shown, tell, told

_K = MetricKey
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


# schedules


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


# months by hand


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
    values = {**told(database, tenant)[AUGUST], _K.ACTIVITIES_CREATED: 77}
    change = MonthChange(AUGUST, values, frozenset({_K.ACTIVITIES_CREATED}))
    stories.change_months(tenant.slug, [change], anchor=START)
    before = told(database, tenant)

    steady = {"origin": "scenario", "scenario": "steady"}
    shown_first = stories.preview(tenant.slug, steady, anchor=START)
    document = stories.tell(tenant.slug, steady, Schedule.DAILY, anchor=START)

    after = told(database, tenant)
    assert months_in(shown_first) == months_in(document)
    assert after[AUGUST][_K.ACTIVITIES_CREATED] == 77
    assert months_in(document)["2024-08"]["locked"] == ["activitiesCreated"]
    others = [month for month in before if month != AUGUST]
    assert all(after[month][_K.CONTACTS_CREATED] < before[month][_K.CONTACTS_CREATED] for month in others)
    assert after[AUGUST][_K.CONTACTS_CREATED] < before[AUGUST][_K.CONTACTS_CREATED]
    assert run(database, engine, tenant, at(2024, 8, 30))
    exact(database, tenant, [JULY, AUGUST])


def test_numbers_around_a_locked_cell_still_fit_it(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow
) -> None:
    tell(database, tenant, Schedule.DAILY)
    big = {**told(database, tenant)[JULY], _K.CONTACTS_CREATED: 900, _K.LEADS_CREATED: 800}
    change = MonthChange(JULY, big, frozenset({_K.LEADS_CREATED}))
    stories.change_months(tenant.slug, [change], anchor=START)

    stories.tell(tenant.slug, {"origin": "scenario", "scenario": "steady"}, Schedule.DAILY, anchor=START)

    july = told(database, tenant)[JULY]
    assert july[_K.LEADS_CREATED] == 800 <= july[_K.CONTACTS_CREATED]
    job = run(database, engine, tenant, at(2024, 7, 31))
    assert job
    assert job.verified, job.error
    exact(database, tenant, [JULY])


def test_a_locked_month_of_the_past_keeps_all_that_was_told_of_it(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow
) -> None:
    tell(database, tenant, Schedule.DAILY)
    change = MonthChange(JULY, locked=frozenset({_K.ACTIVITIES_CREATED}))
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
        (Month(2024, 5), {_K.CONTACTS_CREATED: 1}, "2024-05 is over"),
        (Month(2029, 6), {_K.CONTACTS_CREATED: 1}, "more than 60 months ahead"),
        (JULY, {_K.CONTACTS_CREATED: 1, _K.LEADS_CREATED: 2}, "Leads created in 2024-07 cannot be 2"),
        (JULY, {_K.CONTACTS_CREATED: -1}, "Contacts created in 2024-07 cannot be -1"),
        (JULY, {_K.DEALS_CREATED_VALUE: 5}, "cannot be 5 beside the other numbers"),
        (JULY, {_K.CLOSED_WON_COUNT: 3, _K.CLOSED_WON_VALUE: 2}, "cannot be 2 beside the other numbers"),
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
    good = MonthChange(SEPTEMBER, {_K.CONTACTS_CREATED: 5})

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
    assert by_then["2024-07", "contactsCreated"] > wanted[_K.CONTACTS_CREATED]
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
        [tenant.id, wanted[_K.COMPANIES_CREATED] + 5],
    )

    job = run(database, engine, tenant, at(2024, 7, 31))

    assert job
    assert job.verified, job.error
    july = shown(database, tenant, JULY, JULY)[JULY]
    assert july[_K.COMPANIES_CREATED] == wanted[_K.COMPANIES_CREATED] + 5
    assert july[_K.CONTACTS_CREATED] == wanted[_K.CONTACTS_CREATED]
    people = sql.execute("SELECT count(*) FROM companies WHERE name LIKE 'Real %' AND deleted_at IS NULL")
    assert people.fetchone() == (wanted[_K.COMPANIES_CREATED] + 5,)


# sources


def test_a_story_without_an_end_is_told_further_as_time_goes_on(
    database: Database, engine: PatchEngine, tenant: TenantRow
) -> None:
    tell(database, tenant, Schedule.DAILY)
    at_first = told(database, tenant)

    run(database, engine, tenant, at(2024, 12, 31))

    later = told(database, tenant)
    assert list(at_first) == months_between(JULY, Month(2025, 7))
    assert list(later) == months_between(JULY, Month(2025, 12))
    assert {month: later[month] for month in at_first} == at_first
    contacts = [values[_K.CONTACTS_CREATED] for values in later.values()]
    assert contacts == sorted(contacts)
    exact(database, tenant, months_between(JULY, Month(2024, 12)))


def test_last_years_months_grow_by_the_percent_given(
    database: Database, engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    profile = TenantProfile("Old Tools", "Europe/Berlin", "EUR", "DE", "2023-06")
    tenant, _ = generator.create(profile, scenario=Scenario.STEADY, anchor=START, seed=3)
    past = counted(sql, tenant.id, "Europe/Berlin")
    stories = Stories(database, max_records=1_000_000)

    stories.tell(tenant.slug, {"origin": "last-year", "growth": 12.5}, Schedule.DAILY, anchor=START)
    job = run(database, engine, tenant, at(2024, 9, 30))

    assert job
    assert job.verified, job.error
    now = counted(sql, tenant.id, "Europe/Berlin")
    for name in ("contactsCreated", "companiesCreated", "dealsCreated", "activitiesCreated"):
        for number in (7, 8, 9):
            expected = Fraction(past[f"2023-{number:02}", name] * 1125, 1000)
            assert abs(now[f"2024-{number:02}", name] - expected) <= Fraction(1, 2), (name, number)
    exact(database, tenant, [JULY, AUGUST, SEPTEMBER])
    assert broken(sql) == []


def test_last_year_needs_a_last_year(stories: Stories, generator: TenantGenerator) -> None:
    tenant = nobody(generator)

    with pytest.raises(InputError, match="has no months of last year"):
        stories.tell(tenant.slug, {"origin": "last-year"}, Schedule.DAILY, anchor=START)
    with pytest.raises(InputError, match="A scenario cannot be continued for 'new-tools'"):
        stories.tell(tenant.slug, SCENARIO, Schedule.DAILY, anchor=START)
    with pytest.raises(StoryMissing):
        stories.show(tenant.slug)


def test_the_same_every_month_begins_with_nothing_and_grows_a_pipeline(
    database: Database,
    engine: PatchEngine,
    stories: Stories,
    generator: TenantGenerator,
    sql: psycopg.Connection,
) -> None:
    tenant = nobody(generator)
    values = {
        "companiesCreated": 4, "contactsCreated": 20, "leadsCreated": 9, "dealsCreated": 12,
        "dealsCreatedValue": "120000.00", "closedWonCount": 4, "closedWonValue": "43210.98",
        "closedLostCount": 5, "activitiesCreated": 90,
    }  # fmt: skip
    source = {"origin": "every-month", "values": values}

    stories.tell(tenant.slug, source, Schedule.DAILY, anchor=START)
    jobs = [
        run(database, engine, tenant, START + timedelta(days=days))
        for days in (3, 4, 5, 6, 10, 33, 40, 67, 94)
    ]

    assert all(job and job.verified for job in jobs), [job and job.error for job in jobs]
    found = counted(sql, tenant.id, "Europe/Berlin")
    expected = values | {"dealsCreatedValue": 12_000_000, "closedWonValue": 4_321_098}
    for month in ("2024-07", "2024-08", "2024-09"):
        assert {key: found[month, key] for key in expected} == expected, month
    assert broken(sql) == []


def test_a_small_tenant_closes_as_many_deals_as_it_creates_from_its_first_day_on(
    database: Database, engine: PatchEngine, stories: Stories, generator: TenantGenerator
) -> None:
    tenant = nobody(generator)
    values = {
        "contactsCreated": 5,
        "dealsCreated": 3,
        "closedWonCount": 1,
        "closedWonValue": "900",
        "closedLostCount": 2,
    }
    stories.tell(tenant.slug, {"origin": "every-month", "values": values}, Schedule.DAILY, anchor=START)

    jobs = [run(database, engine, tenant, at(2024, 7, day)) for day in (*range(1, 6), *range(8, 13), 31)]

    assert all(job and job.verified for job in jobs), [job and job.error for job in jobs]
    exact(database, tenant, [JULY])


def test_a_plan_has_an_end_after_which_nothing_happens(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    rows = {
        "2024-07": {"contactsCreated": 30, "leadsCreated": 11},
        "2024-08": {"contactsCreated": 40, "leadsCreated": 12, "activitiesCreated": 100},
    }
    stories.tell(
        tenant.slug, {"origin": "plan"}, Schedule.DAILY, plan=plan(rows, PlanType.TARGETS), anchor=START
    )

    during = run(database, engine, tenant, at(2024, 7, 31))
    last = run(database, engine, tenant, at(2024, 8, 30))
    hash_then = rows_hash(sql, tenant.id)
    afterwards = [run(database, engine, tenant, day) for day in (at(2024, 9, 2), at(2024, 12, 31))]

    assert during
    assert last
    assert last.verified, last.error
    assert afterwards == [None, None]
    assert rows_hash(sql, tenant.id) == hash_then
    found = counted(sql, tenant.id, "Europe/Berlin")
    for month, cells in rows.items():
        assert {key: found[month, key] for key in cells} == cells
    assert ("2024-07", "activitiesCreated") not in found
    assert ("2024-09", "contactsCreated") not in found
    story = stories.show(tenant.slug, anchor=at(2024, 12, 31))
    assert [month["month"] for month in cast("Any", story)["months"]] == ["2024-07", "2024-08"]
    assert story["due"] is False


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({}, "The plan has no months"),
        ({"2024-06": {"contactsCreated": 3}}, "2024-06 is over for this tenant; its story begins in 2024-07"),
        ({"2024-07": {"closedLostCount": 99_999}}, "2024-07 would close more deals than are open by then"),
        ({"2030-01": {"contactsCreated": 3}}, "2030-01 is more than 60 months ahead"),
        ({"2999-12": {"contactsCreated": 3}}, "2999-12 is more than 60 months ahead"),
    ],
)
def test_a_plan_that_cannot_come_true_is_refused(
    stories: Stories, tenant: TenantRow, rows: dict[str, dict[str, int]], message: str
) -> None:
    with pytest.raises(PlanInvalid) as refused:
        stories.tell(
            tenant.slug, {"origin": "plan"}, Schedule.DAILY, plan=plan(rows, PlanType.TARGETS), anchor=START
        )

    assert message in " ".join(issue.message for issue in refused.value.issues)
    with pytest.raises(StoryMissing):
        stories.show(tenant.slug)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"origin": "dream"}, "no source of a story"),
        ({}, "no source of a story"),
        ({"origin": "scenario"}, "no source of a story"),
        ({"origin": "scenario", "scenario": "boom"}, "no source of a story"),
        ({"origin": "every-month"}, "every month needs the numbers of a month"),
        ({"origin": "every-month", "values": {"openDeals": 3}}, "openDeals cannot be planned"),
        ({"origin": "every-month", "values": {"contactsCreated": "many"}}, "'many' is not a whole number"),
        ({"origin": "every-month", "values": {"contactsCreated": "1.5"}}, "'1.5' is not a whole number"),
        ({"origin": "every-month", "values": {"contactsCreated": "9" * 30}}, "is too large"),
        ({"origin": "every-month", "values": {"contactsCreated": "9" * 5_000}}, "is too large"),
        (
            {"origin": "every-month", "values": {"dealsCreatedValue": "1.234"}},
            "more decimals than EUR allows",
        ),
        ({"origin": "every-month", "values": {"dealsCreatedValue": "1e40"}}, "is too large"),
        ({"origin": "last-year", "growth": -100}, "the growth is more than -100"),
        ({"origin": "last-year", "growth": "1e999999"}, "the growth is more than -100"),
        ({"origin": "last-year", "growth": float("inf")}, "the growth is more than -100"),
        ({"origin": "last-year", "growth": float("nan")}, "the growth is more than -100"),
        ({"origin": "plan"}, "The story's plan is missing"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_is_no_source_is_refused_with_its_reason(
    stories: Stories, tenant: TenantRow, source: dict[str, object], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        stories.tell(tenant.slug, source, Schedule.DAILY, anchor=START)


def test_an_outage_longer_than_one_plan_is_caught_up_in_several_runs(
    database: Database,
    engine: PatchEngine,
    stories: Stories,
    generator: TenantGenerator,
    sql: psycopg.Connection,
) -> None:
    profile = TenantProfile("Ancient Tools", "Europe/Berlin", "EUR", "DE", "2018-01")
    began = datetime(2018, 1, 2, 12, tzinfo=UTC)
    tenant, _ = generator.create(profile, anchor=began, seed=1)
    source = {"origin": "every-month", "values": {"contactsCreated": 1}}
    stories.tell(tenant.slug, source, Schedule.MONTHLY, anchor=began)

    jobs = [run(database, engine, tenant, at(2024, 6, 28)) for _ in range(3)]

    assert [job is not None for job in jobs] == [True, True, False]
    found = counted(sql, tenant.id, "Europe/Berlin")
    assert found == {
        (str(month), "contactsCreated"): 1 for month in months_between(Month(2018, 1), Month(2024, 6))
    }


def test_an_outage_of_any_length_is_caught_up_in_one_run(
    database: Database, engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.DAILY)
    for months in (1, 4, 8, 15, 24):
        last = JULY.plus(months)
        job = run(database, engine, tenant, at(last.year, last.number, 18))
        assert job
        assert job.verified, (months, job.error)
        exact(database, tenant, months_between(JULY, last.plus(-1)))
        assert engine.execute(engine.submit_undo(job.id).id).verified
        sql.execute("UPDATE demo_stories SET covered_until = %s", [START])


# failures


def test_a_run_that_fails_is_noted_shown_tried_again_and_cleared(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    now = datetime.now(UTC)
    stories.tell(tenant.slug, SCENARIO, Schedule.DAILY)
    over = str(Month(now.year, now.month).plus(-1))
    sql.execute("DELETE FROM demo_story_months WHERE month < %s", [over])
    write = "UPDATE demo_story_months SET values = %s WHERE month = %s"
    sql.execute(write, ['{"dealsCreated": 1, "closedLostCount": 90000}', over])

    failed = [engine.execute(job.id) for job in stories.run_all()]
    after_failure = stories.show(tenant.slug)
    health = HealthCheck(database).look(tenant.slug)
    at_once = stories.run_all()
    sql.execute("UPDATE demo_stories SET failed_at = failed_at - interval '6 hours 1 second'")
    later = [engine.execute(job.id) for job in stories.run_all()]
    sql.execute(write, ['{"contactsCreated": 60}', over])
    asked = stories.run(tenant.slug)

    assert [job.status for job in failed] == ["failed"]
    assert failed[0].error
    assert cast("Any", after_failure["failure"])["message"] == failed[0].error["message"]
    assert after_failure["failedAt"]
    findings = {one["code"]: one for one in cast("Any", health)["findings"]}
    assert failed[0].error["message"] in findings["story_failed"]["message"]
    assert findings["story_failed"]["cures"][0]["command"] == f"demogen tenants keep-fresh {tenant.slug}"
    assert at_once == []
    assert [job.status for job in later] == ["failed"]
    assert asked
    assert engine.execute(asked.id).verified
    cleared = stories.show(tenant.slug)
    assert (cleared["failure"], cleared["failedAt"]) == (None, None)
    codes = {one["code"] for one in cast("Any", HealthCheck(database).look(tenant.slug))["findings"]}
    assert "story_failed" not in codes


def test_a_story_that_breaks_stops_no_other(
    database: Database,
    stories: Stories,
    tenant: TenantRow,
    generator: TenantGenerator,
    sql: psycopg.Connection,
) -> None:
    other = grown(generator)
    for one in (tenant, other):
        stories.tell(one.slug, SCENARIO, Schedule.DAILY, anchor=START)
    sql.execute("UPDATE demo_stories SET basis = '{}' WHERE tenant_id = %s", [tenant.id])

    jobs = stories.run_all(anchor=at(2024, 7, 10))

    assert [job.tenant_id for job in jobs] == [other.id]
    assert stories.show(tenant.slug)["failure"] is not None


# with other jobs


def test_a_shift_moves_the_story_along_and_its_undo_moves_it_back(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.DAILY)
    change = MonthChange(AUGUST, locked=frozenset({_K.DEALS_CREATED}), skipped=True)
    stories.change_months(tenant.slug, [change], anchor=START)
    before, rows = stories.show(tenant.slug, anchor=START), rows_hash(sql, tenant.id)
    moment = at(2025, 1, 31, 20)

    moved = engine.execute(engine.submit_shift(tenant.slug, Month(2025, 1), Edited.MOVE, anchor=moment).id)

    assert moved.verified, moved.error
    after = stories.show(tenant.slug, anchor=moment)
    renamed = {
        str(Month.parse(name).plus(7)): {**one, "month": str(Month.parse(name).plus(7))}
        for name, one in months_in(before).items()
    }
    assert months_in(after) == renamed
    assert str(after["coveredUntil"]) >= "2025-01-28"
    assert datetime.fromisoformat(str(after["coveredUntil"])) <= moment
    job = run(database, engine, tenant, at(2025, 2, 28))
    assert job
    assert job.verified, job.error
    exact(database, tenant, [Month(2025, 2)])
    assert broken(sql) == []
    assert engine.execute(engine.submit_undo(job.id).id).verified
    assert engine.execute(engine.submit_undo(moved.id).id).verified
    assert rows_hash(sql, tenant.id) == rows
    assert months_in(stories.show(tenant.slug, anchor=START)) == {
        name: months_in(before)[name] for name in months_in(before)
    }


def test_clearing_pauses_the_story(
    engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    stories.tell(tenant.slug, SCENARIO, Schedule.DAILY, anchor=START)

    cleared = engine.execute(engine.submit_clear(tenant.slug, Scope.GENERATED).id)

    assert cleared.verified, cleared.error
    assert stories.show(tenant.slug)["paused"] is True
    assert stories.run_all() == []
    assert sql.execute("SELECT count(*) FROM contacts WHERE deleted_at IS NULL").fetchone() == (0,)


def test_taking_back_the_newest_run_lets_the_month_be_brought_about_again(
    database: Database, engine: PatchEngine, tenant: TenantRow
) -> None:
    tell(database, tenant, Schedule.DAILY)
    run(database, engine, tenant, at(2024, 7, 10))
    middle = run(database, engine, tenant, at(2024, 7, 16))
    assert middle
    assert engine.execute(engine.submit_undo(middle.id).id).verified

    last = run(database, engine, tenant, at(2024, 7, 31))

    assert last
    assert last.verified, last.error
    exact(database, tenant, [JULY])


def test_runs_are_taken_back_in_any_order_and_leave_the_other_months_as_told(
    database: Database, engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.DAILY)
    last = {7: 31, 8: 30, 9: 30, 10: 31, 11: 29, 12: 31}
    days = [at(2024, month, day) for month in last for day in (11, 22, last[month])]
    jobs = [job for day in days if (job := run(database, engine, tenant, day))]
    left = set(months_between(JULY, Month(2024, 12)))
    exact(database, tenant, sorted(left))
    # earlier months give their deals' money to later wins; the last run of each month settles the value
    order = [jobs[number] for number in (5, 2, 14, 8, 12, 0)]

    for job in order:
        before = counted(sql, tenant.id, "Europe/Berlin")
        undone = engine.execute(engine.submit_undo(job.id).id)
        assert undone.status == "completed", undone.error
        mine = {str(row["month"]) for row in cast("Any", job.plan["months"])}
        after = counted(sql, tenant.id, "Europe/Berlin")
        assert {cell: after[cell] for cell in before if cell[0] not in mine} == {
            cell: before[cell] for cell in before if cell[0] not in mine
        }
        left -= {Month.parse(name) for name in mine}
        exact(database, tenant, sorted(left))
        assert broken(sql) == []

    assert left


def test_a_story_is_forgotten_and_its_records_stay(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.DAILY)
    run(database, engine, tenant, at(2024, 7, 31))
    rows = rows_hash(sql, tenant.id)

    stories.remove(tenant.slug)

    assert rows_hash(sql, tenant.id) == rows
    assert stories.run_all(anchor=at(2024, 8, 30)) == []
    assert sql.execute("SELECT count(*) FROM demo_story_months").fetchone() == (0,)
    actions = sql.execute("SELECT action FROM audit_log WHERE action LIKE 'story.%' ORDER BY 1").fetchall()
    assert actions == [("story.remove",), ("story.tell",)]
