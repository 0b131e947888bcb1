"""What a story's coming months bring: no kink, no empty pipeline, no overflowing one, numbers that can be true together."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import PLANNED, MetricKey
from demogen.domain.money import LARGEST, Currency
from demogen.domain.months import Month, months_between
from demogen.domain.story import Origin, Source
from demogen.engine.scenarios import Scenario, scenario_plan
from demogen.engine.story import Basis, fitted, settled, write_story

K = MetricKey
FIRST, LAST = Month(2023, 1), Month(2024, 6)
COUNTS = [
    K.LEADS_CREATED, K.CONTACTS_CREATED, K.COMPANIES_CREATED, K.DEALS_CREATED, K.ACTIVITIES_CREATED,
]  # fmt: skip


def history(scenario: Scenario, first: Month = FIRST, last: Month = LAST) -> list[MonthlyKpiSnapshot]:
    """A scenario's own months, as they would be counted."""
    months = months_between(first, last)
    plan = scenario_plan(scenario, months, Currency("EUR"), seed=1, elapsed=Fraction(1))
    found, open_deals = [], 0
    for row in plan.months:
        values = {key: row.values.get(key, 0) for key in PLANNED}
        open_deals += values[K.DEALS_CREATED] - values[K.CLOSED_WON_COUNT] - values[K.CLOSED_LOST_COUNT]
        stocks = {K.OPEN_DEALS: open_deals, K.OPEN_PIPELINE_VALUE: open_deals * 1_000_000}
        found.append(MonthlyKpiSnapshot(row.month, values | stocks))
    return found


def mean(months: list[MonthlyKpiSnapshot], key: MetricKey) -> float:
    return sum(month[key] for month in months) / len(months)


def continued(scenario: Scenario, count: int = 36) -> dict[Month, dict[MetricKey, int]]:
    source = Source(Origin.SCENARIO, scenario.value)
    basis = Basis.of(history(scenario))
    return write_story(source, basis, months_between(LAST.plus(1), LAST.plus(count)), known={})


@pytest.mark.parametrize("scenario", Scenario)
def test_the_first_month_joins_the_last_ones_without_a_kink(scenario: Scenario) -> None:
    past = history(scenario)
    first = continued(scenario)[LAST.plus(1)]

    low, high = {
        Scenario.STEADY: (0.9, 1.1),
        Scenario.GROWTH: (1.0, 1.35),  # the mean of three months that grow by up to 8 %, two months later
        Scenario.HOCKEY_STICK: (1.0, 1.8),  # the same with up to 18 %
        Scenario.SEASONAL: (0.6, 0.95),  # July is quieter than April to June
        Scenario.DIP: (0.9, 1.2),  # a slump begins in the third month only
    }[scenario]
    for key in COUNTS:
        assert low <= first[key] / mean(past[-3:], key) <= high, key
    # closings follow what was created lately, so they lie between their own mean and that of deals
    closed = first[K.CLOSED_WON_COUNT] + first[K.CLOSED_LOST_COUNT]
    before = mean(past[-3:], K.CLOSED_WON_COUNT) + mean(past[-3:], K.CLOSED_LOST_COUNT)
    assert 0.55 <= closed / before <= 1.8
    for count, value in (
        (K.DEALS_CREATED, K.DEALS_CREATED_VALUE),
        (K.CLOSED_WON_COUNT, K.CLOSED_WON_VALUE),
    ):
        price = mean(past[-3:], value) / mean(past[-3:], count)
        assert first[value] / first[count] == pytest.approx(price, rel=0.001), value


@pytest.mark.parametrize("scenario", Scenario)
def test_a_pipeline_neither_dries_up_nor_piles_up(scenario: Scenario) -> None:
    past = history(scenario)
    open_deals, stocks = past[-1][K.OPEN_DEALS], []
    created = [month[K.DEALS_CREATED] for month in past]

    for values in continued(scenario).values():
        closed = values[K.CLOSED_WON_COUNT] + values[K.CLOSED_LOST_COUNT]
        open_deals += values[K.DEALS_CREATED] - closed
        created.append(values[K.DEALS_CREATED])
        stocks.append(open_deals * 12 / sum(created[-12:]))
        assert 0 < values[K.CLOSED_WON_COUNT] < closed

    # in months of new deals, as many as there were a month in the last year
    assert min(stocks) > 1, stocks
    assert max(stocks) < 8, stocks
    assert max(stocks[12:]) < 5, stocks


@pytest.mark.parametrize("scenario", Scenario)
def test_a_story_can_be_written_in_parts(scenario: Scenario) -> None:
    whole = continued(scenario, 36)

    assert continued(scenario, 12) == {month: whole[month] for month in list(whole)[:12]}
    assert len(whole) == 36


def test_growth_comes_down_to_a_pace_that_lasts() -> None:
    for scenario in (Scenario.GROWTH, Scenario.HOCKEY_STICK):
        contacts = [values[K.CONTACTS_CREATED] for values in continued(scenario).values()]
        steps = [later / earlier for earlier, later in pairwise(contacts)]

        assert contacts == sorted(contacts)
        assert all(step == pytest.approx(1.02, abs=0.01) for step in steps[12:]), scenario


def test_a_dip_falls_and_recovers() -> None:
    contacts = [values[K.CONTACTS_CREATED] for values in continued(Scenario.DIP, 12).values()]

    assert min(contacts) == min(contacts[2:6]) < 0.7 * contacts[1]
    assert contacts[-1] > contacts[1]


def test_seasons_come_back_every_year() -> None:
    months = continued(Scenario.SEASONAL, 24)
    by_month = {str(month): values[K.CONTACTS_CREATED] for month, values in months.items()}

    assert by_month["2024-12"] > 1.5 * by_month["2024-08"]
    assert by_month["2024-12"] == by_month["2025-12"]


def test_last_years_month_comes_again_with_its_growth_and_so_does_the_year_after() -> None:
    known = {Month(2023, 7): {K.CONTACTS_CREATED: 200}, Month(2023, 8): {K.CONTACTS_CREATED: 101}}
    months = months_between(Month(2024, 7), Month(2025, 9))

    found = write_story(
        Source(Origin.LAST_YEAR, growth=Fraction(10)),
        Basis(Month(2024, 6), 1, {}, 0, 0),
        months,
        known=known,
    )

    assert {str(month): values[K.CONTACTS_CREATED] for month, values in found.items()} == {
        "2024-07": 220,
        "2024-08": 111,
        "2025-07": 242,
        "2025-08": 122,
    }


def test_numbers_stay_as_small_as_can_be_stored() -> None:
    known = {Month(2023, 7): {K.DEALS_CREATED: 10, K.DEALS_CREATED_VALUE: LARGEST}}

    found = write_story(
        Source(Origin.LAST_YEAR, growth=Fraction(1000)),
        Basis(Month(2024, 6), 1, {}, 0, 0),
        [Month(2024, 7)],
        known=known,
    )

    assert found[Month(2024, 7)] == {K.DEALS_CREATED: 110, K.DEALS_CREATED_VALUE: LARGEST}


def test_a_history_without_records_is_nothing_to_go_on_from() -> None:
    nothing = [MonthlyKpiSnapshot(FIRST, dict.fromkeys(MetricKey, 0))]

    with pytest.raises(ValueError, match="no complete month"):
        Basis.of(nothing)


def test_a_basis_is_the_same_after_it_was_stored() -> None:
    basis = Basis.of(history(Scenario.GROWTH))

    assert Basis.from_json(basis.to_json()) == basis


cells = st.dictionaries(st.sampled_from(PLANNED), st.integers(-50, 10**6), max_size=9)


def contradictions(values: dict[MetricKey, int], open_deals: int) -> list[str]:
    """What of a month's numbers cannot be true together, after the domain's contract."""
    found = [f"{key} is negative" for key, value in values.items() if value < 0]
    if K.LEADS_CREATED in values and values[K.LEADS_CREATED] > values.get(K.CONTACTS_CREATED, LARGEST):
        found.append("leads that are no contacts")
    closed = values.get(K.CLOSED_WON_COUNT, 0) + values.get(K.CLOSED_LOST_COUNT, 0)
    if closed > open_deals + values.get(K.DEALS_CREATED, 0):
        found.append("closed deals that are not there")
    for count, value in (
        (K.DEALS_CREATED, K.DEALS_CREATED_VALUE),
        (K.CLOSED_WON_COUNT, K.CLOSED_WON_VALUE),
    ):
        if value in values and (
            values.get(count, 0) > values[value] or (values[value] > 0) != (values.get(count, 0) > 0)
        ):
            found.append(f"{value} does not fit {count}")
    return found


@given(values=cells, open_deals=st.integers(0, 10**6))
def test_settled_numbers_can_be_true_together(values: dict[MetricKey, int], open_deals: int) -> None:
    found = settled(values, open_deals)

    assert found.keys() == values.keys()
    assert contradictions(found, open_deals) == []
    assert settled(found, open_deals) == found


@given(values=cells, open_deals=st.integers(0, 10**6))
def test_what_can_be_true_is_left_as_it_is(values: dict[MetricKey, int], open_deals: int) -> None:
    if not contradictions(values, open_deals):
        assert settled(values, open_deals) == values


@given(values=cells, month=cells, data=st.data())
def test_numbers_fit_themselves_around_locked_ones(
    values: dict[MetricKey, int], month: dict[MetricKey, int], data: st.DataObject
) -> None:
    """Whatever cells of a month that can be true are locked."""
    month = settled(month, 0)
    keys = data.draw(st.sets(st.sampled_from(sorted(month)))) if month else set()
    locked = {key: month[key] for key in keys}

    found = fitted(values, locked)

    assert {key: found[key] for key in locked} == locked
    assert contradictions(found, 10**12) == [], (found, locked)
