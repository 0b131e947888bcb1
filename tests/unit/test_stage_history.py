"""What becomes of a deal's path through the stages when the deal changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from demogen.engine.stage_history import Step, reworked
from demogen.engine.words import OPEN_STAGES

START = datetime(2025, 1, 6, 9, tzinfo=UTC)
NOW = START + timedelta(days=100)
OPEN = [stage for stage, _ in OPEN_STAGES]


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def test_a_deal_that_is_won_keeps_its_path_and_ends_with_the_closing() -> None:
    path = [Step("qualification", day(0)), Step("discovery", day(10)), Step("proposal", day(60))]

    found = reworked(path, created=day(0), stage="closed_won", closed=day(40), now=NOW)

    assert found == [
        Step("qualification", day(0)),
        Step("discovery", day(10)),
        Step("closed_won", day(40)),
    ]


def test_a_deal_that_is_open_again_goes_on_where_it_was_closed() -> None:
    path = [Step("qualification", day(0)), Step("discovery", day(10)), Step("closed_lost", day(40))]

    found = reworked(path, created=day(0), stage="negotiation", closed=None, now=NOW)

    assert found == [Step("qualification", day(0)), Step("discovery", day(10)), Step("negotiation", day(40))]


def test_a_deal_that_goes_back_keeps_what_came_before() -> None:
    path = [Step("qualification", day(0)), Step("discovery", day(10)), Step("proposal", day(30))]

    found = reworked(path, created=day(0), stage="discovery", closed=None, now=NOW)

    assert found == [Step("qualification", day(0)), Step("discovery", day(10))]


def test_a_life_that_is_too_short_for_all_steps_does_without_some_of_them() -> None:
    path = [Step(stage, day(10 * place)) for place, stage in enumerate(OPEN)]

    def found(microseconds: int) -> list[tuple[str, int]]:
        closed = day(50) + timedelta(microseconds=microseconds)
        steps = reworked(path, created=day(50), stage="closed_lost", closed=closed, now=NOW)
        return [(step.stage, (step.at - day(50)) // timedelta(microseconds=1)) for step in steps]

    assert found(1) == [("qualification", 0), ("closed_lost", 1)]
    assert found(3) == [("qualification", 0), ("discovery", 1), ("proposal", 2), ("closed_lost", 3)]


@st.composite
def lives(draw: st.DrawFn) -> tuple[list[Step], datetime, str, datetime | None]:
    days = sorted(draw(st.lists(st.integers(0, 99), min_size=1, max_size=4)))
    path = [Step(stage, day(number)) for stage, number in zip(OPEN, days, strict=False)]
    if draw(st.booleans()):
        path.append(Step("closed_won", day(draw(st.integers(days[-1], 99)))))
    created = draw(st.integers(0, 99))
    closed = draw(st.none() | st.integers(created, 99))
    stage = draw(st.sampled_from(OPEN if closed is None else ["closed_won", "closed_lost"]))
    return path if draw(st.booleans()) else [], day(created), stage, None if closed is None else day(closed)


@given(lives())
def test_every_path_begins_with_the_deal_ends_where_it_is_and_never_goes_back_in_time(
    life: tuple[list[Step], datetime, str, datetime | None],
) -> None:
    path, created, stage, closed = life

    found = reworked(path, created=created, stage=stage, closed=closed, now=NOW)

    assert (found[0].at, found[-1].stage) == (created, stage)
    if (closed or NOW) > created:
        assert all(one.at < other.at for one, other in pairwise(found))
    assert found[-1].at <= NOW
    assert closed is None or found[-1].at == closed
    assert len({step.stage for step in found}) == len(found)
