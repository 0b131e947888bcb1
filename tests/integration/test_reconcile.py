"""RECONCILE on a real database: exact, within its months, and gone again with an undo."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import psycopg
import pytest

from demogen.db.jobs import Job
from demogen.db.tenants import TenantRow
from demogen.domain.issues import IssueCode
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import PLANNED, MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.errors import ConfirmationNeeded, PlanBlocked
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.submission import Confirmation
from tests.integration.builders import (
    ANCHOR,
    BERLIN,
    counted,
    empty_tenant,
    grown_tenant,
    orphans,
    plan,
    rows_hash,
)
from tests.integration.rules import broken

MONTHS = ("2025-03", "2025-04", "2025-05", "2025-06", "2025-07")


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator)


def reconcile(rows: dict[str, dict[str, int]], plan_type: PlanType = PlanType.TARGETS) -> Plan:
    found = plan(rows, plan_type)
    return Plan(found.months, found.plan_type, Mode.RECONCILE)


def applied(engine: PatchEngine, tenant: TenantRow, wanted: Plan) -> Job:
    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)
    assert preview.feasible, [issue.message for issue in preview.findings.issues]
    job = engine.execute(
        engine.submit(tenant.slug, wanted, anchor=ANCHOR, confirmed=Confirmation.of(preview)).id
    )
    assert job.status == "completed", job.error
    assert job.verified
    assert (job.validation or {})["preview"] == preview.to_json(tenant.money)
    return job


def total(counts: JsonObject | None, *entities: str) -> int:
    """Records of these kinds, or of all."""
    found = cast("dict[str, int]", counts or {})
    return sum(found[entity] for entity in entities or found)


def part_of(numbers: dict[tuple[str, str], int], percent: int) -> dict[str, dict[str, int]]:
    return {
        month: {key: value * percent // 100 for (at, key), value in numbers.items() if at == month}
        for month in MONTHS
    }


@pytest.mark.parametrize("percent", [80, 88, 95, 120])
def test_every_number_of_five_months_at_a_part_of_it(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection, percent: int
) -> None:
    before, rows = counted(sql, tenant.id, tenant.timezone), rows_hash(sql, tenant.id)
    targets = part_of(before, percent)

    job = applied(engine, tenant, reconcile(targets))

    after = counted(sql, tenant.id, tenant.timezone)
    for month, cells in targets.items():
        assert {key: after.get((month, key), 0) for key in cells} == cells
    for (month, key), value in before.items():
        if month not in MONTHS:
            assert after[month, key] == value, (month, key)
    assert orphans(sql, tenant.id) == 0
    assert broken(sql) == []
    undo = engine.execute(engine.submit_undo(job.id).id)
    assert undo.verified, undo.error
    assert rows_hash(sql, tenant.id) == rows


def test_what_is_out_of_reach_names_the_nearest_and_the_nearest_plan_works(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    wanted = reconcile(part_of(counted(sql, tenant.id, tenant.timezone), 20))
    rows = rows_hash(sql, tenant.id)

    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)

    assert {issue.code for issue in preview.findings.blockers} == {IssueCode.OUT_OF_REACH}
    with pytest.raises(PlanBlocked):
        engine.submit(tenant.slug, wanted, anchor=ANCHOR)
    assert preview.nearest is not None
    applied(engine, tenant, preview.nearest)
    assert rows_hash(sql, tenant.id) != rows


def test_an_untouched_tenant_is_cleared_by_one_plan_and_comes_back_with_an_undo(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    rows = rows_hash(sql, tenant.id)
    months = {month for month, _ in counted(sql, tenant.id, tenant.timezone)}
    nothing = {month: {key.value: 0 for key in PLANNED} for month in months}

    job = applied(engine, tenant, reconcile(nothing))

    assert counted(sql, tenant.id, tenant.timezone) == {}
    undo = engine.execute(engine.submit_undo(job.id).id)
    assert undo.verified, undo.error
    assert rows_hash(sql, tenant.id) == rows


def test_a_won_value_cannot_fall_alone_where_the_created_value_stays_and_it_is_offered_to_follow(
    engine: PatchEngine, generator: TenantGenerator
) -> None:
    tenant = empty_tenant(generator)
    four = {"contactsCreated": 3, "dealsCreated": 4, "closedWonCount": 4, "closedWonValue": 1_000_000}
    engine.execute(engine.submit(tenant.slug, plan({"2025-01": four}), anchor=ANCHOR).id)

    preview = engine.preview(
        tenant.slug, reconcile({"2025-01": {"closedWonValue": -123_400}}, PlanType.DELTAS), anchor=ANCHOR
    )

    (issue,) = preview.findings.blockers
    assert "Closed won value in 2025-01 cannot become 8,766.00 EUR" in issue.message
    assert "Deals created value in 2025-01 is blank and stays" in issue.message
    assert "Deals created value in 2025-01 is 8,766.00 EUR" in issue.hint
    assert preview.nearest is not None
    (row,) = preview.nearest.months
    assert row.values == {MetricKey.CLOSED_WON_VALUE: -123_400, MetricKey.DEALS_CREATED_VALUE: -123_400}
    applied(engine, tenant, preview.nearest)


def test_won_deals_worth_nothing_are_refused_for_what_they_are(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    won = counted(sql, tenant.id, tenant.timezone)["2025-06", "closedWonCount"]

    for cells in ({"closedWonValue": 0}, {"closedWonValue": 0, "closedWonCount": won}):
        preview = engine.preview(tenant.slug, reconcile({"2025-06": cells}), anchor=ANCHOR)
        (issue,) = preview.findings.stopping
        assert issue.code is IssueCode.WON_COUNT_WITHOUT_VALUE
        assert "every deal is worth at least 0.01 EUR" in issue.message
        assert "people" not in issue.message


def test_the_largest_amounts_of_59_months_are_reached(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    months = [str(Month(2020, 1).plus(number)) for number in range(59)]
    tenant = empty_tenant(generator, replace(BERLIN, currency="JPY", start="2020-01"))
    usual = {"contactsCreated": 1, "dealsCreated": 6, "closedWonCount": 1}
    engine.execute(engine.submit(tenant.slug, plan(dict.fromkeys(months, usual)), anchor=ANCHOR).id)
    large = {"dealsCreatedValue": 10**15, "closedWonValue": 10**14 + 1}

    applied(engine, tenant, reconcile(dict.fromkeys(months, large)))

    after = counted(sql, tenant.id, tenant.timezone)
    assert {after[month, key] - value for month in months for key, value in large.items()} == {0}


def test_what_comes_along_is_no_planned_number(engine: PatchEngine, generator: TenantGenerator) -> None:
    tenant = empty_tenant(generator)
    wanted = plan({"2025-01": {"contactsCreated": 2, "closedWonCount": 1}})

    job = engine.execute(engine.submit(tenant.slug, wanted, anchor=ANCHOR).id)

    report = cast("dict[str, int]", job.diff_report)
    assert (report["passed"], report["cameAlong"]) == (2, 3)
    ((_, cells),) = [
        month.values() for month in cast("list[dict[str, dict[str, JsonObject]]]", report["months"])
    ]
    along = {key for key, cell in cells.items() if cell["cameAlong"]}
    assert along == {"dealsCreated", "dealsCreatedValue", "closedWonValue"}
    assert {cells[key]["status"] for key in along} == {"unplanned"}
    assert "Hit 2 planned numbers; 3 other numbers came along" in {
        cast("dict[str, str]", line)["message"] for line in job.log
    }


def test_numbers_move_between_months_by_moving_records(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    shift = {"companiesCreated": -3, "contactsCreated": 0, "activitiesCreated": -40}
    back = {"companiesCreated": 3, "contactsCreated": 0, "activitiesCreated": 40}
    before = counted(sql, tenant.id, tenant.timezone)

    job = applied(engine, tenant, reconcile({"2025-05": shift, "2025-06": back}, PlanType.DELTAS))

    after = counted(sql, tenant.id, tenant.timezone)
    assert after["2025-06", "activitiesCreated"] == before["2025-06", "activitiesCreated"] + 40
    assert (job.records_changed or {})["activities"] == 40
    assert total(job.records_created) + total(job.records_deleted) == 0
    assert broken(sql) == []


def test_re_staging_touches_one_deal_for_each_number(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    job = applied(
        engine,
        tenant,
        reconcile({"2025-06": {"closedWonCount": -3, "closedLostCount": 3}}, PlanType.DELTAS),
    )

    assert job.records_changed == {"companies": 0, "contacts": 0, "deals": 3, "activities": 0}
    assert total(job.records_deleted) == 0


def test_a_value_alone_is_reached_by_re_pricing(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    before = counted(sql, tenant.id, tenant.timezone)
    target = before["2025-06", "closedWonValue"] * 3 // 4 + 7

    job = applied(
        engine,
        tenant,
        reconcile({"2025-05": {}, "2025-06": {"closedWonValue": target}}),
    )

    after = counted(sql, tenant.id, tenant.timezone)
    assert after["2025-06", "closedWonValue"] == target
    assert {key: value for key, value in after.items() if key != ("2025-06", "closedWonValue")} == {
        key: value for key, value in before.items() if key != ("2025-06", "closedWonValue")
    }
    assert total(job.records_changed, "deals") < 12


def test_records_of_people_and_edited_ones_are_never_touched(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    sql.execute(
        "UPDATE deals SET updated_at = now(), name = 'Mine' WHERE id IN (SELECT id FROM deals ORDER BY id LIMIT 60)"
    )
    sql.execute(
        "UPDATE activities SET demo_generated = false WHERE id IN (SELECT id FROM activities ORDER BY id DESC LIMIT 300)"
    )
    own = "SELECT md5(string_agg(t::text, ';' ORDER BY id)) FROM {} t WHERE NOT demo_generated OR updated_at > demo_written_at"
    before = [sql.execute(own.format(table)).fetchone() for table in ("deals", "activities")]

    applied(engine, tenant, reconcile(part_of(counted(sql, tenant.id, tenant.timezone), 92)))

    assert [sql.execute(own.format(table)).fetchone() for table in ("deals", "activities")] == before


def test_the_counts_have_to_be_confirmed_and_are_checked_again(
    engine: PatchEngine, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    wanted = reconcile({"2025-06": {"dealsCreated": -4}}, PlanType.DELTAS)
    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)
    for given in (None, Confirmation(0, 0, 3)):
        with pytest.raises(ConfirmationNeeded, match="retire 4 records"):
            engine.submit(tenant.slug, wanted, anchor=ANCHOR, confirmed=given)
    job = engine.submit(tenant.slug, wanted, anchor=ANCHOR, confirmed=Confirmation.of(preview))
    sql.execute(
        "UPDATE deals SET amount_minor = amount_minor + 1, updated_at = now() WHERE id IN (SELECT id FROM deals WHERE created_at BETWEEN '2025-06-02' AND '2025-06-29' LIMIT 1)"
    )
    rows = rows_hash(sql, tenant.id)

    done = engine.execute(job.id)

    assert (done.status, (done.error or {})["code"]) == ("failed", "preview_outdated")
    assert rows_hash(sql, tenant.id) == rows


def test_nothing_falls_below_zero(engine: PatchEngine, tenant: TenantRow) -> None:
    wanted = reconcile({"2025-06": {"dealsCreated": -100_000}}, PlanType.DELTAS)

    preview = engine.preview(tenant.slug, wanted, anchor=ANCHOR)

    assert [issue.code for issue in preview.findings.errors] == [IssueCode.NEGATIVE_DELTA]
