"""A nearest plan that is offered works, a reason that is given is there, and what is accepted does what it says: on small random
tenants, in plain records."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import PLANNED, Entity, MetricKey, is_money, label_of
from demogen.domain.months import Month
from demogen.domain.plan import Mode, Plan, PlanMonth, PlanType
from demogen.domain.preview import Preview
from demogen.engine.facts import TenantFacts
from demogen.engine.preview import Decided, examine
from demogen.engine.reconcile.plans import ReconcilePlan
from tests.unit.small_tenants import (
    MONTHS,
    K,
    World,
    broken,
    candidates_of,
    changed,
    events,
    facts_of,
    numbers,
    small_world,
)

CASES = 120


def wanted(chance: random.Random, facts: TenantFacts) -> Plan:
    """Some numbers of some months, up and down; mostly such that every deal is worth something."""
    months = [month for month in MONTHS if chance.random() < 0.7] or [MONTHS[1]]
    plan_type, share = chance.choice(list(PlanType)), chance.choice([0.2, 0.5, 0.9])
    rows: list[PlanMonth] = []
    for month in months:
        now = facts.kpis(month)
        cells = {key: _near(chance, key, now[key]) for key in PLANNED if chance.random() < share}
        for count, value in (
            (K.DEALS_CREATED, K.DEALS_CREATED_VALUE),
            (K.CLOSED_WON_COUNT, K.CLOSED_WON_VALUE),
        ):
            if value in cells and chance.random() < 0.95:
                deals = cells.get(count, now[count])
                cells[value] = max(cells[value], deals) if deals else 0
        if chance.random() < 0.05:
            cells = dict.fromkeys(PLANNED, 0)
        base = now if plan_type is PlanType.DELTAS else dict.fromkeys(PLANNED, 0)
        rows.append(PlanMonth(month, {key: value - base[key] for key, value in cells.items()}))
    return Plan(tuple(rows), plan_type, Mode.RECONCILE)


def _near(chance: random.Random, key: MetricKey, now: int) -> int:
    if is_money(key):
        return chance.choice([0, now // 2, now, now * 2, now + 7, max(now - 1, 0), chance.randint(0, 10**6)])
    return max(0, now + chance.choice([-now, -2, -1, -1, 0, 1, 2, 3]))


def previewed(world: World, plan: Plan) -> tuple[Preview, Decided | None]:
    facts = facts_of(world)
    months = [row.month for row in plan.months]
    planned = {month: facts.current[month] for month in months}
    return examine(
        plan,
        TenantFacts(**{name: getattr(facts, name) for name in facts.__slots__} | {"current": planned}),
        candidates=candidates_of(world, months),
    )


def assert_does_what_it_says(world: World, plan: Plan, decided: Decided | None) -> None:
    """Counted from the records that are left and what is to be created."""
    assert isinstance(decided, ReconcilePlan)
    before, later = numbers(world), changed(world, decided)
    after = numbers(later)
    for month, cells in decided.created.deltas.items():
        for key, value in cells.items():
            assert value >= 0
            after[month, key] += value
    asked: Mapping[tuple[Month, MetricKey], int] = {
        (row.month, key): value + (before[row.month, key] if plan.plan_type is PlanType.DELTAS else 0)
        for row in plan.months
        for key, value in row.values.items()
    }
    assert {cell: after[cell] for cell in asked} == asked
    months = {row.month for row in plan.months}
    for month in MONTHS:
        if month not in months:
            assert all(after[month, key] == before[month, key] for key in PLANNED), month
    assert broken(later) == []
    for entity, records in world.items():
        for id_, one in records.items():
            if one.people:
                assert later[entity][id_].created == one.created
                assert events(entity, later[entity][id_]) == events(entity, one)


def assert_true(issue: Issue, world: World, plan: Plan) -> None:
    """The cause that a reason names is there."""
    assert issue.month is not None
    assert issue.metric is not None
    people = numbers(world, people=True)
    for number in re.findall(r"(\d+) \w+ (?:is|are) made or edited by people", issue.message):
        count = {K.DEALS_CREATED_VALUE: K.DEALS_CREATED, K.CLOSED_WON_VALUE: K.CLOSED_WON_COUNT}.get(
            issue.metric, issue.metric
        )
        assert people[issue.month, count] == int(number)
    if "needed by records that stay" in issue.message:
        assert any(
            one.parents.get(parent) in world[parent]
            for records in world.values()
            for one in records.values()
            for parent in (Entity.COMPANIES, Entity.CONTACTS, Entity.DEALS)
        )
    for label, month in re.findall(r"([A-Z][a-z ]+?) in (\d{4}-\d\d) is blank and stays", issue.message):
        row = next(row for row in plan.months if str(row.month) == month)
        assert label not in {label_of(key) for key in row.values}
    said = re.search(r"cannot become ([\d,.]+\d)", issue.message)
    offered = re.match(r"([\d,.]+\d)[^.]* can be reached", issue.hint)
    assert not (said and offered and said[1] == offered[1])


@given(st.integers(0, 2**32))
@settings(max_examples=CASES, deadline=None)
def test_a_nearest_plan_works_and_a_reason_is_true(seed: int) -> None:
    chance = random.Random(seed)
    world = small_world(chance)
    plan = wanted(chance, facts_of(world))

    preview, decided = previewed(world, plan)

    if preview.feasible:
        assert_does_what_it_says(world, plan, decided)
    for issue in preview.findings.stopping:
        if issue.code is IssueCode.OUT_OF_REACH:
            assert_true(issue, world, plan)
    if preview.nearest is not None:
        again, solution = previewed(world, preview.nearest)
        assert again.feasible, [issue.message for issue in again.findings.stopping]
        assert_does_what_it_says(world, preview.nearest, solution)


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_a_tenant_without_records_of_people_is_cleared_by_one_plan(seed: int) -> None:
    world = small_world(random.Random(seed))
    for records in world.values():
        for one in records.values():
            one.people = False
    plan = Plan(
        tuple(PlanMonth(month, dict.fromkeys(PLANNED, 0)) for month in MONTHS),
        PlanType.TARGETS,
        Mode.RECONCILE,
    )

    preview, decided = previewed(world, plan)

    assert preview.feasible, [issue.message for issue in preview.findings.stopping]
    assert_does_what_it_says(world, plan, decided)
    assert isinstance(decided, ReconcilePlan)
    assert not any(changed(world, decided).values())
