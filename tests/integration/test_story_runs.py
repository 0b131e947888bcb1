"""Runs of a story: outages, failures, shifts, clearing, undo."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

import psycopg

from demogen.db.removal import Scope
from demogen.db.session import Database
from demogen.db.shifting import Edited
from demogen.db.tenants import TenantRow
from demogen.domain.months import Month, months_between
from demogen.domain.story import MonthChange, Schedule
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.health import HealthCheck
from demogen.service.patch_engine import PatchEngine
from demogen.service.stories import Stories
from tests.integration.builders import counted, plan, rows_hash
from tests.integration.rules import broken
from tests.integration.storytelling import (
    AUGUST,
    JULY,
    SCENARIO,
    START,
    K,
    at,
    exact,
    grown,
    months_in,
    run,
    stories,
    tell,
    tenant,
)

__all__ = ["stories", "tenant"]


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


def test_a_run_that_fails_is_noted_shown_tried_again_and_cleared(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    now = datetime.now(UTC)
    stories.tell(tenant.slug, SCENARIO, Schedule.DAILY)
    over = str(Month(now.year, now.month).plus(-1))
    sql.execute("DELETE FROM demo_story_months WHERE month < %s", [over])
    sql.execute("ALTER TABLE deals ADD CONSTRAINT no_more CHECK (created_at < '2024-07-01') NOT VALID")

    failed = [engine.execute(job.id) for job in stories.run_all()]
    after_failure = stories.show(tenant.slug)
    health = HealthCheck(database).look(tenant.slug)
    at_once = stories.run_all()
    sql.execute("UPDATE demo_stories SET failed_at = failed_at - interval '6 hours 1 second'")
    later = [engine.execute(job.id) for job in stories.run_all()]
    sql.execute("ALTER TABLE deals DROP CONSTRAINT no_more")
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


def test_a_shift_moves_the_story_along_and_its_undo_moves_it_back(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.DAILY)
    change = MonthChange(AUGUST, locked=frozenset({K.DEALS_CREATED}), skipped=True)
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


def test_a_run_that_is_cancelled_is_not_asked_for_again_at_once(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow
) -> None:
    tell(database, tenant, Schedule.DAILY)
    (queued,) = stories.run_all()

    assert engine.cancel(queued.id)

    assert stories.run_all() == []
    failure = cast("dict[str, Any]", stories.show(tenant.slug)["failure"])
    assert failure["code"] == "cancelled"
    asked = stories.run(tenant.slug)
    assert asked
    assert engine.execute(asked.id).verified
    assert stories.show(tenant.slug)["failure"] is None


def test_a_story_told_anew_runs_and_leaves_what_was_patched_meanwhile(
    database: Database, engine: PatchEngine, stories: Stories, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    tell(database, tenant, Schedule.DAILY)
    stories.set(tenant.slug, schedule=Schedule.OFF, paused=True, anchor=START)
    now = at(2024, 9, 30)
    patched = plan({f"2024-0{month}": {"contactsCreated": 3, "dealsCreated": 2} for month in (7, 8, 9)})
    assert engine.execute(engine.submit(tenant.slug, patched, anchor=now).id).verified
    before = counted(sql, tenant.id, "Europe/Berlin")

    document = stories.tell(tenant.slug, SCENARIO, Schedule.DAILY, anchor=now)

    assert document["paused"] is False
    october = run(database, engine, tenant, at(2024, 10, 31))
    assert october
    assert october.verified, october.error
    after = counted(sql, tenant.id, "Europe/Berlin")
    assert after["2024-10", "contactsCreated"] > 3
    for month in ("2024-07", "2024-08"):
        assert {key: value for key, value in after.items() if key[0] == month} == {
            key: value for key, value in before.items() if key[0] == month
        }
