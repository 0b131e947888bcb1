"""Reading, validating and planning: every fault at once, blank is not 0, and nothing the plan did not ask for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from demogen.domain.issues import IssueCode
from demogen.domain.kpis import MonthlyKpiSnapshot, zeros
from demogen.domain.metrics import PLANNED, MetricKey
from demogen.domain.money import Currency
from demogen.domain.months import Month, months_between
from demogen.domain.plan import Mode, Plan, PlanMonth, PlanType, Tolerance
from demogen.domain.report import CellStatus, DiffCell
from demogen.engine.facts import USUAL_CYCLE, TenantFacts
from demogen.engine.nearest import Contradiction
from demogen.engine.planner import PatchPlanner, SolvedPlan
from demogen.engine.preview import examine
from demogen.engine.scenarios import Scenario, scenario_plan
from demogen.errors import PlanInvalid
from demogen.service.plan_reader import plan_from_json, read_plan

EUR = Currency("EUR")
ANCHOR = datetime(2026, 6, 15, 12, tzinfo=UTC)
Rows = Mapping[str, Mapping[str, int]]


def facts(
    current: Rows | None = None, *, contact: bool = False, anchor: datetime = ANCHOR, start: str = "2020-01"
) -> TenantFacts:
    """A tenant of which only the given KPIs are not 0; with `contact`, one contact exists from the beginning."""
    months = {
        Month.parse(month): zeros(Month.parse(month)).plus(
            {MetricKey(key): value for key, value in cells.items()}
        )
        for month, cells in (current or {}).items()
    }
    return TenantFacts(
        tenant_id=UUID(int=1),
        zone=ZoneInfo("Europe/Berlin"),
        currency=EUR,
        country="DE",
        start=Month.parse(start),
        anchor=anchor,
        current=months,
        previous={},
        contacts=int(contact),
        activities=0,
        earliest_company=None,
        earliest_contact=0 if contact else None,
        typical_amount=1_000_000,
        has_history=False,
        cycle=USUAL_CYCLE,
        max_records=100_000,
    )


def plan(rows: Rows, plan_type: PlanType = PlanType.DELTAS, mode: Mode = Mode.ADDITIVE) -> Plan:
    months = tuple(
        PlanMonth(Month.parse(month), {MetricKey(key): value for key, value in cells.items()})
        for month, cells in rows.items()
    )
    return Plan(months, plan_type, mode)


def codes(wanted: Plan, known: TenantFacts) -> set[IssueCode]:
    return {issue.code for issue in examine(wanted, known)[0].findings.issues}


def solved(wanted: Plan, known: TenantFacts) -> SolvedPlan:
    outcome = PatchPlanner(known).plan(wanted)
    assert isinstance(outcome, SolvedPlan)
    return outcome


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ({}, IssueCode.PLAN_EMPTY),
        ({"2026-07": {}}, IssueCode.MONTH_IN_FUTURE),
        ({"2019-12": {}}, IssueCode.MONTH_BEFORE_START),
        ({"2026-05": {"dealsCreated": -1}}, IssueCode.NEGATIVE_DELTA),
        ({"2026-05": {"contactsCreated": 100_001}}, IssueCode.TOO_MANY_RECORDS),
        ({"2026-05": {"contactsCreated": 60_000, "companiesCreated": 60_000}}, IssueCode.TOO_MANY_RECORDS),
        ({"2026-05": {"leadsCreated": 3, "contactsCreated": 2}}, IssueCode.LEADS_EXCEED_CONTACTS),
        ({"2026-05": {"dealsCreated": 3, "closedWonCount": 4}}, IssueCode.CLOSED_EXCEED_CREATED),
        ({"2026-05": {"dealsCreated": 3, "closedWonValue": 4}}, IssueCode.WON_VALUE_WITHOUT_COUNT),
        ({"2026-05": {"closedWonCount": 3, "closedWonValue": 2}}, IssueCode.WON_COUNT_WITHOUT_VALUE),
        ({"2026-05": {"dealsCreatedValue": 3}}, IssueCode.CREATED_VALUE_WITHOUT_COUNT),
        ({"2026-05": {"dealsCreated": 3, "dealsCreatedValue": 0}}, IssueCode.CREATED_COUNT_WITHOUT_VALUE),
    ],
)
def test_what_is_wrong_with_a_plan_has_its_code(rows: Rows, code: IssueCode) -> None:
    assert code in codes(plan(rows), facts(contact=True))


def test_faults_of_different_kinds_are_reported_together() -> None:
    wanted = plan(
        {"2026-07": {}, "2019-01": {}, "2026-05": {"contactsCreated": 200_000}}, mode=Mode.RECONCILE
    )

    assert codes(wanted, facts()) == {
        IssueCode.MONTH_IN_FUTURE,
        IssueCode.MONTH_BEFORE_START,
        IssueCode.TOO_MANY_RECORDS,
    }


def test_a_target_below_what_is_there_is_a_blocker_that_names_both_numbers() -> None:
    preview, _ = examine(
        plan({"2026-05": {"dealsCreated": 3}}, PlanType.TARGETS), facts({"2026-05": {"dealsCreated": 8}})
    )

    (issue,) = preview.findings.blockers
    assert issue.code is IssueCode.TARGET_BELOW_CURRENT
    assert "8" in issue.message
    assert "3" in issue.message
    assert not preview.feasible


def test_a_target_of_zero_is_a_number_and_a_blank_leaves_the_kpi_alone() -> None:
    known = facts({"2026-05": {"dealsCreated": 8, "contactsCreated": 5}})

    zero = codes(plan({"2026-05": {"dealsCreated": 0}}, PlanType.TARGETS), known)
    blank = solved(plan({"2026-05": {"contactsCreated": 6}}, PlanType.TARGETS), known)

    assert zero == {IssueCode.TARGET_BELOW_CURRENT}
    assert blank.records == {"companies": 0, "contacts": 1, "deals": 0, "activities": 0}


def test_deals_and_activities_need_a_contact_that_exists_by_then() -> None:
    wanted = plan({"2026-03": {"dealsCreated": 1, "activitiesCreated": 2}, "2026-04": {"contactsCreated": 1}})

    assert codes(wanted, facts()) == {IssueCode.NO_CONTACT_FOR_DEAL, IssueCode.NO_CONTACT_FOR_ACTIVITY}
    assert not codes(wanted, facts(contact=True)) & {IssueCode.NO_CONTACT_FOR_DEAL}


def test_leads_imply_contacts_and_closed_deals_imply_deals_and_a_note_says_so() -> None:
    outcome = solved(
        plan({"2026-03": {"leadsCreated": 4}, "2026-04": {"closedLostCount": 2, "closedWonCount": 1}}),
        facts(),
    )

    assert outcome.deltas[Month(2026, 3)][MetricKey.CONTACTS_CREATED] == 4
    assert outcome.deltas[Month(2026, 4)][MetricKey.DEALS_CREATED] == 3
    assert outcome.deltas[Month(2026, 3)][MetricKey.DEALS_CREATED] == 0
    assert {issue.metric for issue in outcome.notes if issue.code is IssueCode.IMPLIED} == {
        MetricKey.CONTACTS_CREATED,
        MetricKey.DEALS_CREATED,
        MetricKey.DEALS_CREATED_VALUE,
        MetricKey.CLOSED_WON_VALUE,
    }


def test_too_many_closed_deals_name_the_first_such_month_and_the_most_that_fit() -> None:
    wanted = plan(
        {
            "2026-01": {"dealsCreated": 10, "closedLostCount": 4},
            "2026-02": {"dealsCreated": 1, "closedLostCount": 9},
            "2026-03": {"dealsCreated": 0, "closedLostCount": 50},
        }
    )

    preview, _ = examine(wanted, facts(contact=True))

    (issue,) = preview.findings.errors
    assert (issue.month, issue.code) == (Month(2026, 2), IssueCode.CLOSED_EXCEED_CREATED)
    assert "at most 7" in issue.hint
    assert preview.nearest is not None
    assert examine(preview.nearest, facts(contact=True))[0].feasible


def test_contacts_that_can_have_no_company_are_noted() -> None:
    rows = {"2026-01": {"contactsCreated": 5}, "2026-02": {"contactsCreated": 5, "companiesCreated": 1}}

    outcome = solved(plan(rows), facts())

    noted = {issue.month for issue in outcome.notes if issue.code is IssueCode.CONTACTS_WITHOUT_COMPANY}
    assert noted == {Month(2026, 1)}


def test_a_contact_that_comes_after_the_anchor_serves_no_deal() -> None:
    later = replace(facts(), earliest_contact=int(ANCHOR.timestamp() * 1e6) + 1)

    assert codes(plan({"2026-06": {"dealsCreated": 1}}), later) == {IssueCode.NO_CONTACT_FOR_DEAL}


def test_a_month_that_is_just_beginning_has_no_time_for_records_yet() -> None:
    first_of_june = datetime(2026, 5, 31, 22, tzinfo=UTC)  # midnight in Berlin

    assert IssueCode.MONTH_IN_FUTURE in codes(plan({"2026-06": {}}), facts(anchor=first_of_june))


def test_one_month_may_close_more_than_it_creates_and_a_note_says_so() -> None:
    wanted = plan(
        {
            "2026-01": {"dealsCreated": 9},
            "2026-02": {"dealsCreated": 1, "closedWonCount": 6, "closedLostCount": 3},
        }
    )

    preview, outcome = examine(wanted, facts(contact=True))

    assert outcome is not None
    assert IssueCode.CLOSES_EARLIER_DEALS in {issue.code for issue in preview.findings.notes}


def test_values_that_contradict_name_the_cells_and_the_nearest_plan_works() -> None:
    cells = {"dealsCreated": 2, "dealsCreatedValue": 100, "closedWonCount": 2, "closedWonValue": 150}

    outcome = PatchPlanner(facts(contact=True)).plan(plan({"2026-05": cells}))

    assert isinstance(outcome, Contradiction)
    assert {issue.code for issue in outcome.issues} == {IssueCode.VALUES_CONTRADICT}
    assert outcome.nearest is not None
    assert isinstance(PatchPlanner(facts(contact=True)).plan(outcome.nearest), SolvedPlan)


def test_projected_stocks_follow_the_flows() -> None:
    rows = {
        "2026-01": {"dealsCreated": 3, "dealsCreatedValue": 300},
        "2026-02": {"dealsCreated": 0, "closedWonCount": 1, "closedWonValue": 120, "closedLostCount": 1},
    }
    known = facts(
        {"2026-01": {"openDeals": 5, "openPipelineValue": 1000}, "2026-02": {"openDeals": 4}}, contact=True
    )

    first, second = solved(plan(rows), known).projected(known)

    assert (first[MetricKey.OPEN_DEALS], first[MetricKey.OPEN_PIPELINE_VALUE]) == (8, 1300)
    assert second[MetricKey.OPEN_DEALS] == 5
    assert 0 < second[MetricKey.OPEN_PIPELINE_VALUE] < 180


def test_odd_numbers_are_warned_about_and_do_not_stop_the_patch() -> None:
    rows = {"2025-10": {"dealsCreated": 40, "closedWonCount": 30}, "2025-11": {"dealsCreated": 400}}

    preview, outcome = examine(plan(rows), facts(contact=True))

    assert outcome is not None
    assert {issue.code for issue in preview.findings.warnings} == {
        IssueCode.WIN_RATE_UNUSUAL,
        IssueCode.MONTH_JUMPS,
        IssueCode.DEALS_STAY_OPEN,
    }


@pytest.mark.parametrize("scenario", list(Scenario))
@pytest.mark.parametrize(("months", "code"), [(1, "EUR"), (13, "JPY"), (60, "KWD")])
def test_every_scenario_has_a_solution_and_gives_all_nine_kpis(
    scenario: Scenario, months: int, code: str
) -> None:
    history = months_between(Month(2026, 6).plus(1 - months), Month(2026, 6))

    wanted = scenario_plan(scenario, history, Currency(code), seed=months, elapsed=Fraction(1, 2))
    preview, outcome = examine(wanted, replace(facts(), max_records=10**6))

    assert outcome is not None, preview.findings.stopping
    assert all(set(row.values) == set(PLANNED) for row in wanted.months)


def test_growth_grows_and_a_dip_dips_and_recovers() -> None:
    history = months_between(Month(2024, 1), Month(2025, 12))

    def contacts(scenario: Scenario) -> list[int]:
        wanted = scenario_plan(scenario, history, EUR, seed=1, elapsed=Fraction(1))
        return [row.values[MetricKey.CONTACTS_CREATED] for row in wanted.months]

    growth, dip = contacts(Scenario.GROWTH), contacts(Scenario.DIP)
    assert growth[23] > 4 * growth[0]
    assert min(dip[13:17]) < dip[11] * 3 // 4 < dip[20]


def test_a_month_that_is_half_over_closes_about_half_as_much() -> None:
    history = months_between(Month(2025, 1), Month(2025, 12))

    def closed(elapsed: Fraction) -> int:
        last = scenario_plan(Scenario.STEADY, history, EUR, seed=1, elapsed=elapsed).months[-1].values
        return last[MetricKey.CLOSED_WON_COUNT] + last[MetricKey.CLOSED_LOST_COUNT]

    assert closed(Fraction(1)) * 2 // 5 <= closed(Fraction(1, 2)) <= closed(Fraction(1)) * 3 // 5


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("month,dealsCreated\n2026-01,x\n2026-02,1.5\n", ["Line 2, column 2", "Line 3, column 2"]),
        (
            "month,dealsCreated,dealsCreated\n2026-01,1,2\n",
            ["column 2 and Line 1, column 3 are both Deals created"],
        ),
        ("month,nonsense\n2026-01,1\n", ["'nonsense'"]),
        ("dealsCreated\n1\n", ["No column and no row holds months"]),
        ("month,closedWonValue\n2026-01,1,234.00\n", ["'234.00' has no heading"]),
        ("month,dealsCreated\n2026-01,1\n2026-13,1\nsoon,2\n", ["'2026-13'", "'soon'"]),
        ("", ["empty"]),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(text: str, parts: list[str]) -> None:
    with pytest.raises(PlanInvalid) as caught:
        read_plan(text.encode(), plan_type=PlanType.DELTAS, mode=Mode.ADDITIVE, currency=EUR)

    said = " ".join(issue.message for issue in caught.value.issues)
    for part in parts:
        assert part in said


def test_csv_and_json_say_the_same_plan() -> None:
    text = "﻿Month,Deals created,closedWonValue\r\n\r\n2026-02,,\r\n2026-01,3,1200.50\r\n"
    document = {
        "months": [{"month": "2026-02"}, {"month": "2026-01", "dealsCreated": 3, "closedWonValue": 1200.50}]
    }

    csv, js = (
        read_plan(content.encode(), plan_type=PlanType.TARGETS, mode=Mode.ADDITIVE, currency=EUR)[0]
        for content in (text, json.dumps(document))
    )

    assert csv == js
    assert csv.months[1].values == {MetricKey.DEALS_CREATED: 3, MetricKey.CLOSED_WON_VALUE: 120_050}


def test_a_plan_reads_back_from_its_own_json() -> None:
    wanted = Plan(
        (PlanMonth(Month(2026, 1), {MetricKey.CLOSED_WON_VALUE: 5, MetricKey.DEALS_CREATED: 0}),),
        PlanType.TARGETS,
        tolerances={MetricKey.CLOSED_WON_VALUE: Tolerance(7, Fraction(1, 2))},
        seed=3,
    )

    assert plan_from_json(wanted.to_json(EUR), EUR) == wanted


@pytest.mark.parametrize(
    ("after", "tolerance", "status"),
    [
        (100, Tolerance(), CellStatus.PASS),
        (101, Tolerance(), CellStatus.FAIL),
        (101, Tolerance(absolute=1), CellStatus.PASS),
        (98, Tolerance(percent=Fraction(2)), CellStatus.PASS),
        (97, Tolerance(percent=Fraction(2)), CellStatus.FAIL),
    ],
)
def test_a_cell_passes_within_its_tolerance(after: int, tolerance: Tolerance, status: CellStatus) -> None:
    cell = DiffCell(Month(2026, 1), MetricKey.DEALS_CREATED, 0, after, 100, tolerance)

    assert cell.status is status
    assert cell.delta_percent is None


def test_ratios_are_null_where_nothing_was_closed() -> None:
    month = MonthlyKpiSnapshot(Month(2026, 1), {**zeros(Month(2026, 1)).values})

    document = month.to_json(EUR)

    assert (document["winRate"], document["averageDealSize"]) == (None, None)
    assert document["closedWonValue"] == "0.00"


def test_a_table_without_a_header_is_told_once_and_not_of_each_number() -> None:
    with pytest.raises(PlanInvalid) as caught:
        read_plan(
            b"2026-01\t40\t50\n2026-02\t41\t51\n",
            plan_type=PlanType.DELTAS,
            mode=Mode.ADDITIVE,
            currency=EUR,
        )

    assert [issue.code for issue in caught.value.issues] == [IssueCode.PLAN_UNREADABLE]
