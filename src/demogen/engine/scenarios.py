"""Scenarios: a company's story as a monthly plan. The plan then goes the way of every other plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction

from demogen.domain.metrics import MetricKey
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.engine.facts import USUAL_CYCLE, usual_amount
from demogen.engine.rng import RandomStream
from demogen.engine.shares import largest_remainder

_K = MetricKey


class Scenario(StrEnum):
    """The shapes a history can have."""

    STEADY = "steady"
    GROWTH = "growth"
    SEASONAL = "seasonal"
    HOCKEY_STICK = "hockey-stick"
    DIP = "dip"


DESCRIPTIONS: dict[Scenario, str] = {
    Scenario.STEADY: "the same every month, give or take a few percent",
    Scenario.GROWTH: "8 % more every month, less in histories of over 30 months",
    Scenario.SEASONAL: "a strong spring and fourth quarter, a quiet summer",
    Scenario.HOCKEY_STICK: "flat for most of the time, then 18 % more every month",
    Scenario.DIP: "3 % more every month, with a slump in the middle and the recovery",
}

_MILLE = 1000
SEASON = (880, 900, 1050, 1020, 980, 940, 760, 640, 1080, 1180, 1260, 1340)
"""January to December, in per mille of an average month."""

_BASE = {_K.COMPANIES_CREATED: 18, _K.CONTACTS_CREATED: 64, _K.DEALS_CREATED: 34}
"""What an average month brings."""

_CLOSED_SHARE, _WON_SHARE = 78, 38
"""Of 100 deals so many are closed in the end; of 100 closed ones so many are won."""


def scenario_plan(
    scenario: Scenario, months: Sequence[Month], currency: Currency, *, seed: int, elapsed: Fraction
) -> Plan:
    """A plan of DELTAS for consecutive months of an empty tenant, all nine KPIs given.

    `elapsed` is the part of the last month that has passed; its numbers are that part of a whole month's. Values
    follow deals that could be so, hence every scenario plan has a solution.
    """
    stream = RandomStream("scenario", scenario, seed)
    levels = [
        level * (950 + stream.number(f"noise{month}", 101)) // _MILLE
        for level, month in zip(_CURVES[scenario](months), months, strict=True)
    ]
    levels[-1] = int(levels[-1] * elapsed)
    created = [_BASE[_K.DEALS_CREATED] * level // _MILLE for level in levels]
    created[0] = max(created[0], 1)
    amount = usual_amount(currency)
    step = max(10 ** (len(str(amount)) - 3), currency.unit if amount > 100 * currency.unit else 1)
    won, lost = [0] * len(months), [0] * len(months)
    created_value, won_value = [0] * len(months), [0] * len(months)
    for source, count in enumerate(created):
        average = _rounded(amount * (900 + stream.number(f"amount{source}", 201)) // _MILLE, step)
        created_value[source] = count * average
        ends = largest_remainder(count * _CLOSED_SHARE // 100, USUAL_CYCLE)
        for lag, end in enumerate(ends[: len(months) - source]):
            in_last_month = lag > 0 and source + lag == len(months) - 1
            closed = int(end * elapsed) if in_last_month else end
            wins = (closed * _WON_SHARE + stream.number(f"won{source}/{lag}", 100)) // 100
            won[source + lag] += wins
            lost[source + lag] += closed - wins
            price = _rounded(average * (850 + stream.number(f"price{source}/{lag}", 401)) // _MILLE, step)
            won_value[source + lag] += wins * price
            created_value[source] += wins * (price - average)
    rows: list[PlanMonth] = []
    for place, (month, level) in enumerate(zip(months, levels, strict=True)):
        contacts = max(_BASE[_K.CONTACTS_CREATED] * level // _MILLE, int(place == 0))
        rows.append(
            PlanMonth(
                month,
                {
                    _K.LEADS_CREATED: contacts * (58 + stream.number(f"leads{month}", 15)) // 100,
                    _K.CONTACTS_CREATED: contacts,
                    _K.COMPANIES_CREATED: max(_BASE[_K.COMPANIES_CREATED] * level // _MILLE, int(place == 0)),
                    _K.DEALS_CREATED: created[place],
                    _K.DEALS_CREATED_VALUE: created_value[place],
                    _K.CLOSED_WON_COUNT: won[place],
                    _K.CLOSED_WON_VALUE: won_value[place],
                    _K.CLOSED_LOST_COUNT: lost[place],
                    _K.ACTIVITIES_CREATED: contacts * 4 + created[place] * 3,
                },
            )
        )
    return Plan(tuple(rows), PlanType.DELTAS)


def _rounded(amount: int, step: int) -> int:
    return max(amount // step * step, 1)


def _compound(months: Sequence[Month], percent: int) -> list[int]:
    levels, level = [], Fraction(_MILLE)
    for _ in months:
        levels.append(int(level))
        level = Fraction(int(level * (100 + percent) * 100), 10_000)
    return levels


def _growth(months: Sequence[Month]) -> list[int]:
    return _compound(months, 8 if len(months) <= 30 else 4)


def _hockey_stick(months: Sequence[Month]) -> list[int]:
    turn = len(months) - min(len(months) * 2 // 5, 12)
    return [_MILLE] * turn + list(_compound(months[turn:], 18))


def _dip(months: Sequence[Month]) -> list[int]:
    levels = _compound(months, 3)
    for offset, part in enumerate((70, 45, 55, 80)):
        place = len(months) * 11 // 20 + offset
        if place < len(months):
            levels[place] = levels[place] * part // 100
    return levels


_CURVES: dict[Scenario, Callable[[Sequence[Month]], list[int]]] = {
    Scenario.STEADY: lambda months: [_MILLE] * len(months),
    Scenario.GROWTH: _growth,
    Scenario.SEASONAL: lambda months: [SEASON[month.number - 1] for month in months],
    Scenario.HOCKEY_STICK: _hockey_stick,
    Scenario.DIP: _dip,
}
