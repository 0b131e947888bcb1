"""Which of a story's numbers can be met together: the fewest give way, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.engine.story_fit import Fit, Targets, fit

K = MetricKey
JUNE, JULY, AUGUST = Month(2024, 6), Month(2024, 7), Month(2024, 8)
Judge = Callable[[Targets], Sequence[Issue]]


def issue(month: Month | None, key: MetricKey | None, code: IssueCode = IssueCode.OUT_OF_REACH) -> Issue:
    return Issue(code, f"{key} in {month} cannot be.", "3 is the nearest.", month, key)


def floors(least: dict[tuple[Month, MetricKey], int]) -> Judge:
    """Nothing can be lower than this, as with what people entered."""

    def judge(targets: Targets) -> list[Issue]:
        return [
            issue(month, key)
            for (month, key), value in least.items()
            if targets.get(month, {}).get(key, value) < value
        ]

    return judge


def risen(exact: Targets, now: dict[tuple[Month, MetricKey], int]) -> Targets:
    return {
        month: {key: max(value, now.get((month, key), 0)) for key, value in values.items()}
        for month, values in exact.items()
    }


def fitted(exact: Targets, judge: Judge, *, now: dict[tuple[Month, MetricKey], int] | None = None) -> Fit:
    return fit(exact, risen(exact, now or {}), judge, order=sorted(exact))


EXACT: Targets = {
    JUNE: {K.CONTACTS_CREATED: 5, K.DEALS_CREATED: 3},
    JULY: {K.CONTACTS_CREATED: 6, K.DEALS_CREATED: 30, K.DEALS_CREATED_VALUE: 9_000, K.CLOSED_WON_COUNT: 2},
}


def test_numbers_that_can_be_met_stay() -> None:
    found = fitted(EXACT, lambda _: ())

    assert found.targets == EXACT
    assert found.reasons == {}
    assert found.months == {JUNE, JULY}


def test_what_cannot_be_lowered_stays_where_it_is_and_all_else_is_met() -> None:
    now = {(JULY, K.DEALS_CREATED): 38}

    found = fitted(EXACT, floors(now), now=now)

    assert found.targets == {JUNE: EXACT[JUNE], JULY: {**EXACT[JULY], K.DEALS_CREATED: 38}}
    assert found.reasons == {(JULY, K.DEALS_CREATED): "dealsCreated in 2024-07 cannot be. 3 is the nearest."}


def test_what_cannot_be_at_all_is_left_out_and_a_value_goes_with_its_count() -> None:
    def judge(targets: Targets) -> list[Issue]:
        return [issue(JULY, K.DEALS_CREATED)] if K.DEALS_CREATED in targets.get(JULY, {}) else []

    found = fitted(EXACT, judge)

    assert found.targets == {JUNE: EXACT[JUNE], JULY: {K.CONTACTS_CREATED: 6, K.CLOSED_WON_COUNT: 2}}
    assert set(found.reasons) == {(JULY, K.DEALS_CREATED), (JULY, K.DEALS_CREATED_VALUE)}


def test_what_gave_way_for_another_ones_sake_comes_back() -> None:
    def judge(targets: Targets) -> list[Issue]:
        """Only the won deals cannot be; but the whole month is blamed."""
        blamed = K.CLOSED_WON_COUNT in targets.get(JULY, {})
        return [issue(JULY, key) for key in targets[JULY]] if blamed else []

    found = fitted(EXACT, judge)

    july = {key: value for key, value in EXACT[JULY].items() if key is not K.CLOSED_WON_COUNT}
    assert found.targets == {JUNE: EXACT[JUNE], JULY: july}


def test_a_month_that_is_blamed_without_a_kpi_gives_way_alone() -> None:
    def judge(targets: Targets) -> list[Issue]:
        return [issue(JULY, None, IssueCode.CLOSED_EXCEED_CREATED)] if JULY in targets else []

    found = fitted(EXACT, judge)

    assert found.targets == {JUNE: EXACT[JUNE]}
    assert {month for month, _ in found.reasons} == {JULY}


def test_what_is_too_much_for_one_plan_is_cut_from_its_end() -> None:
    many = {JUNE.plus(n): {K.CONTACTS_CREATED: 10} for n in range(8)}

    def judge(targets: Targets) -> list[Issue]:
        too_many = sum(sum(values.values()) for values in targets.values()) > 30
        return [issue(None, None, IssueCode.TOO_MANY_RECORDS)] if too_many else []

    found = fitted(many, judge)

    assert sorted(found.months) == [JUNE, JULY]
    assert found.targets == {JUNE: many[JUNE], JULY: many[JULY]}
    assert found.reasons == {}


def test_one_month_that_is_too_much_by_itself_is_left_out_with_the_reason() -> None:
    found = fitted(
        {JUNE: {K.CONTACTS_CREATED: 99}}, lambda _: [issue(None, None, IssueCode.TOO_MANY_RECORDS)]
    )

    assert found.targets == {}
    assert found.months == {JUNE}
    assert found.reasons == {(JUNE, K.CONTACTS_CREATED): "None in None cannot be."}


CELLS = st.sampled_from([(month, key) for month in (JUNE, JULY, AUGUST) for key in (
    K.CONTACTS_CREATED, K.DEALS_CREATED, K.DEALS_CREATED_VALUE, K.CLOSED_WON_COUNT, K.CLOSED_WON_VALUE,
)])  # fmt: skip


@given(
    st.dictionaries(CELLS, st.integers(1, 50), min_size=1), st.sets(CELLS), st.dictionaries(CELLS, st.integers(1, 90))
)  # fmt: skip
def test_whatever_stands_in_the_way_the_rest_is_met_and_nothing_is_lost_without_a_reason(
    numbers: dict[tuple[Month, MetricKey], int],
    impossible: set[tuple[Month, MetricKey]],
    now: dict[tuple[Month, MetricKey], int],
) -> None:
    exact: dict[Month, dict[MetricKey, int]] = {}
    for (month, key), value in numbers.items():
        exact.setdefault(month, {})[key] = value

    def judge(targets: Targets) -> list[Issue]:
        cells = {(month, key) for month, values in targets.items() for key in values}
        return [*floors(now)(targets), *(issue(*cell) for cell in cells & impossible)]

    found = fitted(exact, judge, now=now)

    assert not judge(found.targets)
    values_of = {K.DEALS_CREATED_VALUE: K.DEALS_CREATED, K.CLOSED_WON_VALUE: K.CLOSED_WON_COUNT}
    for (month, key), value in numbers.items():
        shown = found.targets.get(month, {}).get(key)
        leader = (month, values_of.get(key, key))
        if (month, key) in impossible:
            assert shown is None
        elif leader not in impossible:
            assert shown == max(value, now.get((month, key), 0))
        if shown != value:
            assert found.reasons[month, key]
