"""The joint solve: exact where a solution exists, never feasible where none does."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.engine.funnel import Fate, FunnelDemand, FunnelPlan, first_shortfall, fit_counts
from demogen.engine.funnel_search import FunnelConflict, solve

CYCLE = (5, 4, 3, 2, 1)


def demand_of(
    created: list[int], won: list[int], lost: list[int], value: list[int | None], won_value: list[int | None]
) -> FunnelDemand:
    return FunnelDemand(
        tuple(range(len(created))),
        tuple(created),
        tuple(won),
        tuple(lost),
        tuple(value),
        tuple(won_value),
        typical=1000,
        cycle=CYCLE,
    )


@st.composite
def feasible_demands(draw: st.DrawFn) -> FunnelDemand:
    """Demands that some explicit list of deals meets; values are left open here and there."""
    months = draw(st.integers(1, 8))
    chance = random.Random(draw(st.integers(0, 2**32)))
    most, share = draw(st.sampled_from([1, 3, 40])), draw(st.sampled_from([0.3, 0.7, 1.0]))
    size = draw(st.sampled_from([5, 10_000, 10**11]))
    created, won, lost, value, won_value = ([0] * months for _ in range(5))
    for month in range(months):
        for _ in range(chance.randint(0, most)):
            amount = chance.randint(1, size)
            created[month] += 1
            value[month] += amount
            end = chance.randrange(month, months)
            if chance.random() < share:
                won[end] += 1
                won_value[end] += amount
            elif chance.random() < 0.5:
                lost[end] += 1
    blank = draw(st.floats(0, 0.6))
    return demand_of(
        created,
        won,
        lost,
        [v if not c or chance.random() > blank else None for v, c in zip(value, created, strict=True)],
        [v if not c or chance.random() > blank else None for v, c in zip(won_value, won, strict=True)],
    )


def assert_hits(demand: FunnelDemand, plan: FunnelPlan) -> None:
    """Every number of the demand, counted from the plan's flows alone."""
    months = range(demand.size)
    for month in months:
        own = [flow for flow in plan.flows if flow.created == month]
        won = [flow for flow in plan.flows if flow.closed == month and flow.fate is Fate.WON]
        lost = [flow for flow in plan.flows if flow.closed == month and flow.fate is Fate.LOST]
        assert sum(flow.count for flow in own) == demand.created[month]
        assert sum(flow.count for flow in won) == demand.won[month]
        assert sum(flow.count for flow in lost) == demand.lost[month]
        assert sum(flow.money for flow in own) == plan.created_value[month]
        assert sum(flow.money for flow in won) == plan.won_value[month]
        assert plan.created_value[month] == (demand.created_value[month] or plan.created_value[month])
        assert plan.won_value[month] == (demand.won_value[month] or plan.won_value[month])
    for flow in plan.flows:
        assert flow.money >= flow.count > 0
        assert flow.closed is None or flow.closed >= flow.created


@settings(deadline=None, max_examples=150)
@given(feasible_demands())
def test_every_feasible_demand_is_met_exactly(demand: FunnelDemand) -> None:
    plan = solve(demand)

    assert isinstance(plan, FunnelPlan)
    assert_hits(demand, plan)


@settings(deadline=None, max_examples=25)
@given(feasible_demands())
def test_the_same_demand_gives_the_same_plan(demand: FunnelDemand) -> None:
    assert solve(demand) == solve(demand)


def tiny_demands(number: int) -> Iterator[FunnelDemand]:
    """Random small demands, about as many without as with a solution."""
    chance = random.Random(7)
    while number:
        months = chance.choice([2, 3])
        created = [chance.randint(0, 3) for _ in range(months)]
        won = [chance.randint(0, 2) for _ in range(months)]
        lost = [chance.randint(0, 1) for _ in range(months)]
        value = [c and chance.randint(c, c + 5) for c in created]
        won_value = [w and chance.randint(w, w + 4) for w in won]
        demand = demand_of(created, won, lost, [*value], [*won_value])
        if first_shortfall(demand) is None:
            number -= 1
            yield demand


def exists(demand: FunnelDemand) -> bool:
    """Brute force: hand every created deal an end, then check whether the money can be shared out."""
    months = demand.size
    ends = [
        [(month, fate, end) for fate in ("won", "lost") for end in range(month, months)]
        + [(month, "open", -1)]
        for month in range(months)
    ]
    choices = [
        list(itertools.combinations_with_replacement(ends[month], demand.created[month]))
        for month in range(months)
    ]
    for combination in itertools.product(*choices):
        deals = [deal for month in combination for deal in month]
        won = tuple(sum(d[1] == "won" and d[2] == m for d in deals) for m in range(months))
        lost = tuple(sum(d[1] == "lost" and d[2] == m for d in deals) for m in range(months))
        if (won, lost) == (demand.won, demand.lost) and money_fits(demand, deals):
            return True
    return False


def money_fits(demand: FunnelDemand, deals: list[tuple[int, str, int]]) -> bool:
    """Give the deals amounts one after the other, at least 1 each."""
    created = tuple(value or 0 for value in demand.created_value)
    won = tuple(value or 0 for value in demand.won_value)

    @cache
    def share(place: int, left: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
        if place == len(deals):
            return not any(left) and not any(wanted)
        month, fate, end = deals[place]
        most = min(left[month], wanted[end]) if fate == "won" else left[month]
        for amount in range(1, most + 1):
            after = (*left[:month], left[month] - amount, *left[month + 1 :])
            still = (*wanted[:end], wanted[end] - amount, *wanted[end + 1 :]) if fate == "won" else wanted
            if share(place + 1, after, still):
                return True
        return False

    return share(0, created, won)


def test_feasible_and_infeasible_agree_with_brute_force_and_the_nearest_plan_works() -> None:
    verdicts = {True: 0, False: 0}

    for demand in tiny_demands(120):
        outcome = solve(demand)
        expected = exists(demand)
        verdicts[expected] += 1
        assert isinstance(outcome, FunnelPlan) == expected, demand
        if isinstance(outcome, FunnelConflict):
            assert outcome.cells
            assert outcome.proven
            nearest = solve(outcome.nearest)
            assert isinstance(nearest, FunnelPlan)
            assert_hits(outcome.nearest, nearest)

    assert min(verdicts.values()) > 20


def test_the_first_month_that_closes_more_than_there_is_names_what_would_fit() -> None:
    demand = demand_of([5, 2, 0], [1, 4, 0], [1, 2, 9], [None] * 3, [None, None, None])

    assert first_shortfall(demand) == (1, 5)


def test_counts_are_cut_to_what_fits_lost_deals_first() -> None:
    demand = demand_of([5, 2, 0], [1, 4, 3], [1, 2, 9], [None] * 3, [100, 400, 300])

    fitted = fit_counts(demand)

    assert (fitted.won, fitted.lost) == ((1, 4, 0), (1, 1, 0))
    assert first_shortfall(fitted) is None
    assert fitted.won_value == (100, 400, 0)


def test_money_is_exact_for_sixty_months_of_huge_amounts() -> None:
    months = 60
    created, won, lost = [900] * months, [300] * months, [400] * months
    value: list[int | None] = [10**14 + month for month in range(months)]
    won_value: list[int | None] = [3 * 10**13 + 7 * month for month in range(months)]

    demand = demand_of(created, won, lost, value, won_value)
    plan = solve(demand)

    assert isinstance(plan, FunnelPlan)
    assert_hits(demand, plan)
