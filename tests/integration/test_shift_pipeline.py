"""Moving a story with the deals that are still open: their paths, their stages and when they expect to close."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import Connection

from demogen.db.session import Database
from demogen.db.shifting import Edited
from demogen.db.tenants import TenantRow
from demogen.domain.months import Month
from demogen.service import shift_paths
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.patch_engine import PatchEngine
from demogen.service.reading import Reading
from tests.integration.builders import ANCHOR, plan, rows_hash
from tests.integration.rules import broken

NEW_YORK = TenantProfile("Old Pipeline", "America/New_York", "USD", "US", "2016-10")

LONG_AGO = {
    "2016-10": {"companiesCreated": 9, "contactsCreated": 20, "dealsCreated": 30},
    "2016-11": {"dealsCreated": 60},
    "2016-12": {"dealsCreated": 80, "closedWonCount": 20, "closedLostCount": 15},
    "2017-01": {"dealsCreated": 10, "closedWonCount": 30, "closedLostCount": 25},
}
"""A history of four months that ended ten years ago: ninety of its deals are open to this day."""


def old_pipeline(generator: TenantGenerator, engine: PatchEngine) -> TenantRow:
    tenant, _ = generator.create(NEW_YORK, anchor=ANCHOR, seed=1)
    job = engine.execute(engine.submit(tenant.slug, plan(LONG_AGO), anchor=ANCHOR, seed=1).id)
    assert job.verified, job.error
    return tenant


def shift(engine: PatchEngine, tenant: TenantRow, end: str, at: datetime) -> str:
    job = engine.execute(engine.submit_shift(tenant.slug, Month.parse(end), Edited.MOVE, anchor=at).id)
    assert job.verified, job.error
    return str(job.id)


def stages_by_path(sql: psycopg.Connection) -> dict[tuple[str, str], int]:
    """How many deals stand where, by the deals and by the ends of their paths, which should be the same."""
    rows = sql.execute(
        "SELECT d.stage, s.to_stage, count(*) FROM deals d JOIN LATERAL (SELECT to_stage FROM deal_stage_changes s "
        "WHERE s.deal_id = d.id ORDER BY changed_at DESC LIMIT 1) s ON true GROUP BY 1, 2"
    )
    return {(stage, end): count for stage, end, count in rows}


@pytest.mark.parametrize(
    ("end", "at"),
    [
        ("2026-06", datetime(2026, 6, 29, 15, tzinfo=UTC)),  # the month is not over: no room after the story
        ("2026-05", datetime(2026, 6, 30, 12, tzinfo=UTC)),
        ("2020-02", datetime(2026, 6, 30, 12, tzinfo=UTC)),  # a leap year
        ("1999-03", datetime(2026, 6, 30, 12, tzinfo=UTC)),
    ],
)
def test_open_deals_move_with_their_paths_and_expect_to_close_as_many_days_ahead_as_before(
    generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection, end: str, at: datetime
) -> None:
    tenant = old_pipeline(generator, engine)
    before = stages_by_path(sql)
    ahead: dict[UUID, int] = dict(
        sql.execute("SELECT id, expected_close_on - date '2026-06-30' FROM deals WHERE closed_at IS NULL")
    )
    assert len(ahead) == 90

    shift(engine, tenant, end, at)

    assert stages_by_path(sql) == before
    assert all(stage == path for stage, path in before)
    today = at.astimezone(ZoneInfo("America/New_York")).date()
    now: dict[UUID, date] = dict(
        sql.execute("SELECT id, expected_close_on FROM deals WHERE closed_at IS NULL")
    )
    assert {id_: (day - today).days for id_, day in now.items()} == ahead
    at_once = sql.execute(
        "SELECT max(n) FROM (SELECT count(*) AS n FROM deal_stage_changes GROUP BY changed_at) AS found"
    ).fetchone()
    assert at_once is not None
    assert at_once[0] <= 2
    late = sql.execute("SELECT count(*) FROM deal_stage_changes WHERE changed_at > %s", [at]).fetchone()
    assert late == (0,)
    off = sql.execute(
        "SELECT count(*) FROM deal_stage_changes WHERE extract(isodow FROM changed_at AT TIME ZONE 'America/New_York') > 5"
    ).fetchone()
    assert off == (0,)
    assert broken(sql) == []


def test_a_deal_keeps_the_share_of_its_life_that_it_was_in_each_stage(
    generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = old_pipeline(generator, engine)
    shares = (
        "SELECT s.id, extract(epoch FROM s.changed_at - d.created_at) / extract(epoch FROM %s - d.created_at) "
        "FROM deal_stage_changes s JOIN deals d ON d.id = s.deal_id WHERE d.closed_at IS NULL AND s.from_stage IS NOT NULL AND d.demo_source_month = ANY(%s)"
    )
    before = {id_: float(share) for id_, share in sql.execute(shares, [ANCHOR, ["2016-10", "2016-11"]])}
    at = datetime(2026, 6, 29, 15, tzinfo=UTC)

    shift(engine, tenant, "2026-06", at)

    after = {id_: float(share) for id_, share in sql.execute(shares, [at, ["2026-03", "2026-04"]])}
    assert after.keys() == before.keys()
    # nights and weekends are a larger part of two to four months than of ten years
    assert all(abs(after[id_] - share) < 0.06 for id_, share in before.items())


def test_the_funnel_of_each_month_arrives_in_the_month_it_moved_to(
    database: Database, generator: TenantGenerator, engine: PatchEngine
) -> None:
    tenant = old_pipeline(generator, engine)
    reading = Reading(database)

    def funnel(month: str) -> list[tuple[str, int, int, int, int, int]]:
        found = reading.funnel(tenant.slug, Month.parse(month), Month.parse(month))
        return [(flow.stage, flow.entered, flow.moved_on, flow.won, flow.lost, flow.now) for flow in found]

    before = [funnel(month) for month in LONG_AGO]

    shift(engine, tenant, "2026-06", datetime(2026, 6, 29, 15, tzinfo=UTC))

    assert [funnel(month) for month in ("2026-03", "2026-04", "2026-05", "2026-06")] == before


def test_a_shift_into_the_first_minutes_of_a_month_keeps_every_path_in_order(
    generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = old_pipeline(generator, engine)
    before, rows = stages_by_path(sql), rows_hash(sql, tenant.id)

    job = shift(
        engine, tenant, "2026-06", datetime(2026, 6, 1, 4, 2, tzinfo=UTC)
    )  # two minutes after midnight

    assert stages_by_path(sql) == before
    tied = (
        "SELECT count(*) FROM (SELECT changed_at, lag(changed_at) OVER (PARTITION BY deal_id ORDER BY changed_at) AS earlier "
        "FROM deal_stage_changes) AS s WHERE changed_at <= earlier"
    )
    assert sql.execute(tied).fetchone() == (0,)
    assert sql.execute("SELECT count(*) FROM deals WHERE closed_at <= created_at").fetchone() == (0,)
    assert broken(sql) == []
    undo = engine.execute(engine.submit_undo(job).id)
    assert undo.verified, undo.error
    assert rows_hash(sql, tenant.id) == rows


def test_a_shift_over_more_months_than_a_plan_may_have_can_be_undone(
    generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = old_pipeline(generator, engine)
    rows = rows_hash(sql, tenant.id)
    jobs = [
        shift(engine, tenant, end, datetime(2026, 6, 29, 15, tzinfo=UTC))
        for end in ("2026-06", "1975-01", "2012-02")
    ]

    for job in reversed(jobs):
        undo = engine.execute(engine.submit_undo(job).id)
        assert undo.verified, undo.error

    assert rows_hash(sql, tenant.id) == rows


DAMAGES = {
    "gone through other stages": "UPDATE deal_stage_changes SET to_stage = 'proposal' WHERE to_stage = 'negotiation'",
    "kept their order": "UPDATE deals SET created_at = created_at + interval '20 hours' WHERE id = (SELECT id FROM deals "
    "WHERE created_at BETWEEN '2026-04-07' AND '2026-04-09' LIMIT 1)",
    "in one instant": "UPDATE contacts SET created_at = '2026-03-20'",
    "been overdue": "UPDATE deals SET expected_close_on = '2026-06-01' WHERE id = (SELECT id FROM deals "
    "WHERE closed_at IS NULL LIMIT 1)",
    "moved exactly": "UPDATE deals SET created_at = created_at - interval '1 month' WHERE created_at > '2026-06-01'",
}
"""What a fault in a shift could do, by what its proof says of it."""


@pytest.mark.parametrize("message", DAMAGES)
def test_a_shift_that_would_break_its_promise_is_rolled_back(
    generator: TenantGenerator,
    engine: PatchEngine,
    sql: psycopg.Connection,
    monkeypatch: pytest.MonkeyPatch,
    message: str,
) -> None:
    tenant = old_pipeline(generator, engine)
    rows, right = rows_hash(sql, tenant.id), shift_paths.carry_paths

    def wrong(connection: Connection, *given: Any) -> None:
        right(connection, *given)
        connection.exec_driver_sql(DAMAGES[message])

    monkeypatch.setattr("demogen.service.shifting.carry_paths", wrong)
    at = datetime(2026, 6, 29, 15, tzinfo=UTC)

    job = engine.execute(engine.submit_shift(tenant.slug, Month(2026, 6), Edited.MOVE, anchor=at).id)

    assert job.status == "failed"
    assert message in str(job.error)
    assert rows_hash(sql, tenant.id) == rows
