"""Paths of generated deals through the stages: made with the deals, changed with them, and counted as a funnel."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

import psycopg

from demogen.db.session import Database
from demogen.domain.months import Month
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.reading import Reading
from demogen.service.submission import Confirmation
from tests.integration.builders import ANCHOR, grown_tenant, plan, rows_hash
from tests.integration.rules import broken

ORDER = ["qualification", "discovery", "proposal", "negotiation", "closed"]


def paths(sql: psycopg.Connection) -> dict[str, list[tuple[str | None, str, datetime]]]:
    found: dict[str, list[tuple[str | None, str, datetime]]] = {}
    for deal, *step in sql.execute(
        "SELECT deal_id::text, from_stage, to_stage, changed_at FROM deal_stage_changes "
        "ORDER BY deal_id, changed_at, from_stage NULLS FIRST"
    ):
        found.setdefault(deal, []).append(tuple(step))
    return found


def test_each_generated_deal_has_a_path_that_goes_forward_and_ends_where_the_deal_is(
    generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=6)

    found = paths(sql)

    deals = sql.execute("SELECT id::text, stage, created_at, closed_at, demo_job_id FROM deals").fetchall()
    assert {deal for deal, *_ in deals} == set(found)
    for deal, stage, created, closed, _ in deals:
        steps = found[deal]
        places = [ORDER.index(to.split("_")[0]) for _, to, _ in steps]
        assert steps[0][2] == created
        assert steps[0][0] is None
        assert steps[-1][1] == stage
        assert closed is None or steps[-1][2] == closed
        assert places == sorted(set(places))
        assert [one[0] for one in steps[1:]] == [one[1] for one in steps[:-1]]
    jobs = sql.execute("SELECT DISTINCT demo_job_id FROM deal_stage_changes WHERE demo_generated").fetchall()
    assert {row[0] for row in jobs} == {row[4] for row in deals}
    weekend = sql.execute(
        "SELECT count(*) FILTER (WHERE extract(isodow FROM timezone(%s, changed_at)) > 5), count(*) "
        "FROM deal_stage_changes",
        [tenant.timezone],
    ).fetchone()
    assert weekend
    assert weekend[0] == 0


def test_a_reconciliation_keeps_paths_right_and_its_undo_brings_back_the_very_same(
    generator: TenantGenerator, engine: PatchEngine, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=6)
    before = rows_hash(sql, tenant.id)
    wanted = plan(
        {"2025-04": {"closedWonCount": 2, "closedLostCount": 9}, "2025-05": {"closedWonCount": 6}},
        PlanType.TARGETS,
    )
    wanted = Plan(wanted.months, wanted.plan_type, Mode.RECONCILE)
    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)

    job = engine.submit(tenant.slug, wanted, anchor=ANCHOR, confirmed=Confirmation.of(preview))
    job = engine.execute(job.id)

    assert job.verified, job.error
    assert broken(sql) == []
    new = sql.execute("SELECT count(*) FROM deal_stage_changes WHERE demo_job_id = %s", [job.id]).fetchone()
    assert new
    assert new[0] > 0
    assert rows_hash(sql, tenant.id)["deal_stage_changes"] != before["deal_stage_changes"]
    assert engine.execute(engine.submit_undo(job.id).id).verified
    assert rows_hash(sql, tenant.id) == before


def test_the_funnel_agrees_with_a_plain_walk_along_the_paths(
    database: Database, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=6)

    funnel = Reading(database).funnel(tenant.slug, Month(2025, 1), Month(2025, 12))

    entered: Counter[str] = Counter()
    left: Counter[tuple[str, str]] = Counter()
    for steps in paths(sql).values():
        names = [to for _, to, _ in steps]
        entered.update(names)
        left.update(zip(names, [*names[1:], "stays"], strict=True))
    assert {flow.stage: flow.entered for flow in funnel} == dict(entered)
    for flow in funnel:
        assert (flow.won, flow.lost) == (left[flow.stage, "closed_won"], left[flow.stage, "closed_lost"])
        assert flow.now == left[flow.stage, "stays"]
        assert flow.entered == flow.moved_on + flow.won + flow.lost + flow.now
        assert (flow.median_days is None) == (flow.entered == flow.now)
    assert [flow.stage for flow in funnel][:4] == ORDER[:4]
