"""Blank counts under given values: as many deals as will do, where they will do, or a proof that none will. By trying everything."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import Mode, Plan, PlanMonth, PlanType
from demogen.domain.preview import Preview
from demogen.engine.preview import Decided, examine
from demogen.engine.reconcile.plans import ReconcilePlan
from tests.unit.small_tenants import MONTHS, Record, World, candidates_of, facts_of

K = MetricKey
Won = dict[tuple[int, int], int]
"""Won deals by created and closed month."""


@dataclass(frozen=True)
class Case:
    """The deals of a few months. None is blank."""

    created: tuple[int | None, ...]
    won: tuple[int, ...]
    lost: tuple[int, ...]
    value: tuple[int | None, ...]
    won_value: tuple[int | None, ...]

    @property
    def months(self) -> range:
        return range(len(self.won))

    def plan(self, mode: Mode) -> Plan:
        columns = {
            K.DEALS_CREATED: self.created,
            K.CLOSED_WON_COUNT: self.won,
            K.CLOSED_LOST_COUNT: self.lost,
            K.DEALS_CREATED_VALUE: self.value,
            K.CLOSED_WON_VALUE: self.won_value,
        }
        return Plan(
            tuple(
                PlanMonth(
                    MONTHS[month],
                    {key: value for key, column in columns.items() if (value := column[month]) is not None},
                )
                for month in self.months
            ),
            PlanType.DELTAS,
            mode,
        )


def random_case(chance: random.Random) -> Case:
    months = chance.choice([2, 3, 4])
    created = [chance.choice([None, None, 0, 1, 2]) for _ in range(months)]
    won = [chance.choice([0, 0, 1, 1, 2]) for _ in range(months)]
    return Case(
        tuple(created),
        tuple(won),
        tuple(chance.choice([0, 0, 0, 1]) for _ in range(months)),
        tuple(0 if count == 0 else chance.choice([None, chance.randint(0, 9)]) for count in created),
        tuple(chance.choice([None, count + chance.randint(0, 4)]) if count else 0 for count in won),
    )


def exists(case: Case) -> bool:
    """Some number of deals for each blank month, some way of closing them, some way of sharing out the money. Deals that the
    plan does not name come only where deals are closed, then or later."""
    closings = [month for month in case.months if case.won[month] or case.lost[month]]
    most = sum(case.won) + sum(case.lost) + 1
    counts = [
        [count]
        if count is not None
        else range(1 if case.value[month] else 0, most + 1)
        if case.value[month] != 0 and closings and month <= closings[-1]
        else [0]
        for month, count in enumerate(case.created)
    ]
    return any(
        money_fits(case, created, won)
        for created in itertools.product(*counts)
        for won in ways(case, created)
    )


def ways(case: Case, created: tuple[int, ...]) -> Iterator[Won]:
    """All ways to win deals that leave enough to be lost."""

    def closing(month: int, left: tuple[int, ...], found: Won) -> Iterator[Won]:
        if month == len(case.won):
            if all(sum(left[: at + 1]) >= sum(case.lost[: at + 1]) for at in case.months):
                yield found
            return
        for taken in itertools.product(
            *(range(min(left[at], case.won[month]) + 1) for at in range(month + 1))
        ):
            if sum(taken) == case.won[month]:
                still = tuple(have - (taken[at] if at <= month else 0) for at, have in enumerate(left))
                more = {(at, month): count for at, count in enumerate(taken) if count}
                yield from closing(month + 1, still, found | more)

    return closing(0, created, {})


def money_fits(case: Case, created: tuple[int, ...], won: Won) -> bool:
    """Give each group of won deals its money, unit by unit."""
    others = [
        created[month] - sum(count for (at, _), count in won.items() if at == month) for month in case.months
    ]
    groups = list(won.items())

    @cache
    def share(place: int, left: tuple[int | None, ...], wanted: tuple[int | None, ...]) -> bool:
        if place == len(groups):
            rows = all(
                money is None or (money >= others[month] and (money == 0 or others[month] > 0))
                for month, money in enumerate(left)
            )
            return rows and not any(wanted)
        (row, column), count = groups[place]
        limits = [money for money in (left[row], wanted[column]) if money is not None]
        for amount in range(count, min(limits, default=count) + 1):
            after, still = list(left), list(wanted)
            for side, at in ((after, row), (still, column)):
                if (money := side[at]) is not None:
                    side[at] = money - amount
            if share(place + 1, tuple(after), tuple(still)):
                return True
        return False

    return share(0, case.value, case.won_value)


def previewed(case: Case, mode: Mode) -> tuple[Preview, Decided | None]:
    """On a tenant with one contact, which a person made, and nothing else."""
    world: World = {entity: {} for entity in Entity}
    start = int(MONTHS[0].bounds(facts_of(world).zone)[0].timestamp() * 1e6)
    person = Record(UUID(int=7), start, people=True, parents={Entity.COMPANIES: None})
    world[Entity.CONTACTS][person.id] = person
    plan = case.plan(mode)
    facts = facts_of(world)
    planned = {row.month: facts.current[row.month] for row in plan.months}
    return examine(plan, replace(facts, current=planned), candidates=candidates_of(world, list(planned)))


EXAMPLE = Case((None, 0, None, 0), (1, 1, 1, 1), (0, 0, 0, 0), (9, None, 8, None), (None, 4, 3, 8))
"""Feasible with 3 deals in the first month and 1 in the third, and in no other way with four deals."""


@pytest.mark.parametrize("mode", list(Mode))
def test_implied_deals_are_placed_with_the_values_in_view(mode: Mode) -> None:
    preview, decided = previewed(EXAMPLE, mode)

    assert decided is not None, [issue.message for issue in preview.findings.stopping]
    solved = decided.created if isinstance(decided, ReconcilePlan) else decided
    assert [cells[K.DEALS_CREATED] for cells in solved.deltas.values()] == [3, 0, 1, 0]


@given(st.integers(0, 2**32), st.sampled_from(list(Mode)))
@settings(max_examples=150, deadline=None)
def test_a_plan_with_blank_counts_is_accepted_exactly_where_it_can_be_met(seed: int, mode: Mode) -> None:
    case = random_case(random.Random(seed))

    preview, _ = previewed(case, mode)

    assert preview.feasible == exists(case), [issue.message for issue in preview.findings.stopping]


def test_five_years_of_blank_counts_take_what_the_won_deals_leave() -> None:
    months = [Month(2019, 1).plus(number) for number in range(60)]
    cells = {K.CLOSED_WON_COUNT: 2, K.CLOSED_WON_VALUE: 10**9, K.DEALS_CREATED_VALUE: 2 * 10**9}
    plan = Plan(tuple(PlanMonth(month, cells) for month in months), PlanType.DELTAS)
    facts = facts_of({entity: {} for entity in Entity})

    _, decided = examine(plan, replace(facts, start=months[0], earliest_contact=0))

    assert decided is not None
    for found in decided.deltas.values():
        assert (found[K.CLOSED_WON_VALUE], found[K.DEALS_CREATED_VALUE]) == (10**9, 2 * 10**9)
        assert found[K.DEALS_CREATED] == 3
