"""The decisions of RECONCILE without a database: the fewest records, exact money."""

from __future__ import annotations

from itertools import product
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.metrics import Entity
from demogen.domain.months import Month
from demogen.engine.reconcile.candidates import FIRST, FOREVER, FREE, NEVER, SECOND, Candidates, MonthEdges
from demogen.engine.reconcile.counts import Column, Wish, as_they_are, settle
from demogen.engine.reconcile.money import Money, MoneyNeed, nearest_run, reprice
from demogen.engine.rng import RandomStream

EDGES = MonthEdges.spanning(Month(2025, 1), Month(2025, 12), ZoneInfo("UTC"))
JANUARY = Month(2025, 1).index
DAY = 86_400_000_000

Deal = tuple[int, int, int, bool]
"""Created month, kind, closed month (both from 0), whether it may be retired."""


def candidates(deals: list[Deal]) -> Candidates:
    created = np.array([EDGES.bounds(JANUARY + row)[0] + DAY for row, _, _, _ in deals], np.int64)
    closed = np.array([EDGES.bounds(JANUARY + month)[0] + 2 * DAY for _, _, month, _ in deals], np.int64)
    kind = np.array([kind for _, kind, _, _ in deals], np.int64)
    zeros = np.zeros(len(deals), np.int64)
    return Candidates(
        Entity.DEALS,
        [UUID(int=number + 1) for number in range(len(deals))],
        created=created,
        kind=kind,
        closed=np.where(kind == FREE, 0, closed),
        amount=zeros + 100,
        earliest=created,  # creations stay where they are here
        latest=created,
        ready=created,
        dependants=zeros,
        removable=np.array([removable for _, _, _, removable in deals], bool),
    )


@st.composite
def small_cases(draw: st.DrawFn) -> tuple[list[Deal], dict[int, int], dict[Column, int]]:
    """A handful of deals in three months, the last two of them planned, and what these shall gain or lose."""
    deals: list[Deal] = []
    for _ in range(draw(st.integers(1, 5))):
        row = draw(st.integers(0, 2))
        kind = draw(st.sampled_from([FREE, FIRST, SECOND]))
        deals.append((row, kind, draw(st.integers(row, 2)), draw(st.booleans())))
    change = st.integers(-2, 1)
    rows = {JANUARY + month: draw(change) for month in (1, 2)}
    columns = {(kind, JANUARY + month): draw(change) for kind in (FIRST, SECOND) for month in (1, 2)}
    return deals, rows, columns


def fewest(deals: list[Deal], rows: dict[int, int], columns: dict[Column, int]) -> int | None:
    """By trying everything: the fewest deals to change or retire, or None where it cannot be done."""
    planned = {1, 2}
    births = [month for month in (1, 2) for _ in range(max(rows[JANUARY + month], 0))]
    choices: list[list[tuple[int, str | tuple[int, int]]]] = []
    for row, kind, month, removable in deals:
        own = (kind, month if kind != FREE else -1)
        options: list[tuple[int, str | tuple[int, int]]] = [(0, own)]
        if kind == FREE or month in planned:
            options += [
                (1, (other, to))
                for other in (FIRST, SECOND)
                for to in planned
                if to >= row and (other, to) != own
            ]
            options += [(1, (FREE, -1))] if kind != FREE else []
            options += [(1, "retired")] if removable and row in planned else []
        choices.append(options)
    for row in births:
        choices.append(
            [(0, (FREE, -1)), *((0, (kind, to)) for kind in (FIRST, SECOND) for to in planned if to >= row)]
        )
    best: int | None = None
    for chosen in product(*choices):
        cost = sum(price for price, _ in chosen)
        if best is not None and cost >= best:
            continue
        retired = dict.fromkeys(planned, 0)
        after: dict[tuple[int, int], int] = {}
        for (row, *_), (_, state) in zip(deals, chosen, strict=False):
            if state == "retired":
                retired[row] += 1
        for _, state in chosen:
            if isinstance(state, tuple):
                after[state] = after.get(state, 0) + 1
        before: dict[tuple[int, int], int] = {}
        for _, kind, month, _ in deals:
            before[kind, month] = before.get((kind, month), 0) + 1
        right = all(retired[month] == max(-rows[JANUARY + month], 0) for month in planned) and all(
            after.get((kind, number - JANUARY), 0) - before.get((kind, number - JANUARY), 0) == change
            for (kind, number), change in columns.items()
        )
        if right:
            best = cost
    return best


@given(small_cases())
@settings(max_examples=150, deadline=None)
def test_the_fewest_deals_are_touched(case: tuple[list[Deal], dict[int, int], dict[Column, int]]) -> None:
    deals, rows, columns = case
    known = candidates(deals)

    found = settle(known, EDGES, Wish([JANUARY + 1, JANUARY + 2], rows, columns), RandomStream(1))

    wanted = fewest(deals, rows, columns)
    assert (wanted is None) == bool(found.short)
    if wanted is not None:
        before = as_they_are(known, EDGES)
        assert int(found.deleted.sum()) + int(found.restaged(before).sum()) == wanted


def test_creations_move_from_months_that_lose_to_months_that_gain() -> None:
    known = candidates([(0, FREE, 0, True)] * 3 + [(1, FREE, 1, True)])
    roomy = Candidates(
        Entity.COMPANIES,
        known.ids,
        known.created,
        known.kind,
        known.closed,
        known.amount,
        earliest=known.created * 0 + NEVER,
        latest=known.created * 0 + FOREVER,
        ready=known.ready,
        dependants=known.dependants,
        removable=known.removable,
    )

    found = settle(
        roomy, EDGES, Wish([JANUARY, JANUARY + 1], {JANUARY: -3, JANUARY + 1: 2}, {}), RandomStream(1)
    )

    assert (int(found.moved.sum()), int(found.deleted.sum()), found.new) == (2, 1, {})


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=30),
    st.data(),
)
@settings(max_examples=150, deadline=None)
def test_values_are_hit_to_the_minor_unit_or_the_rest_is_told(
    amounts: list[int], data: st.DataObject
) -> None:
    size = len(amounts)
    row = np.array(data.draw(st.lists(st.integers(0, 2), min_size=size, max_size=size)), np.int64)
    won = np.array(data.draw(st.lists(st.integers(-1, 2), min_size=size, max_size=size)), np.int64)
    may = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)), bool)
    change = st.dictionaries(st.integers(0, 2), st.integers(-(10**9), 10**9), max_size=3)
    need = MoneyNeed(data.draw(change), data.draw(change))
    old = np.array(amounts, np.int64)

    found = reprice(Money.of_deals(old, row, won, may), need)

    moved = found.amounts - old
    assert (found.amounts >= 1).all()
    assert not moved[~may].any()
    for month, wish in need.rows.items():
        assert int(moved[row == month].sum()) == wish - found.short.get((False, month), 0)
    for month, wish in need.columns.items():
        assert int(moved[won == month].sum()) == wish - found.short.get((True, month), 0)


def test_large_money_loses_no_unit() -> None:
    old = np.array([9_007_199_254_740_993, 9_007_199_254_740_993], np.int64)
    nothing = np.zeros(2, np.int64)

    found = reprice(Money.of_deals(old, nothing, nothing - 1, np.ones(2, bool)), MoneyNeed({0: -1}, {}))

    assert int(found.amounts.sum()) == int(old.sum()) - 1


def test_neighbours_in_size_come_near_an_average() -> None:
    amounts = np.array([1, 100, 2, 90, 50, 3], np.int64)

    chosen = nearest_run(amounts, 2, 95)

    assert sorted(amounts[chosen].tolist()) == [90, 100]
