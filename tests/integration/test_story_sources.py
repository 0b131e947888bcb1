"""Where the months of a story come from."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any, cast

import psycopg
import pytest

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.months import Month, months_between
from demogen.domain.plan import PlanType
from demogen.domain.story import Schedule
from demogen.engine.scenarios import Scenario
from demogen.errors import InputError, PlanInvalid, StoryMissing
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.patch_engine import PatchEngine
from demogen.service.stories import Stories
from tests.integration.builders import counted, plan, rows_hash
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
    nobody,
    run,
    stories,
    tell,
    tenant,
    told,
)

__all__ = ["stories", "tenant"]


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
    contacts = [values[K.CONTACTS_CREATED] for values in later.values()]
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
