"""What coming months shall bring, so that the curve joins the history without a kink and the pipeline keeps its size.

How a month's number becomes that of one of its days is in `engine.story_share`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from demogen.domain.kpis import JsonObject, MonthlyKpiSnapshot
from demogen.domain.metrics import MetricKey
from demogen.domain.money import LARGEST
from demogen.domain.months import Month
from demogen.domain.story import Origin, Source
from demogen.engine.scenarios import SEASON, Scenario

_K = MetricKey

_LEVELS = (
    _K.LEADS_CREATED,
    _K.CONTACTS_CREATED,
    _K.COMPANIES_CREATED,
    _K.DEALS_CREATED,
    _K.ACTIVITIES_CREATED,
)
"""The counts that rise and fall with the business; closings and values follow from deals."""

_RECENT = 3
"""Months whose mean is the level at which a story begins."""

_MILLE = 1000
_STEADY_GROWTH = 20
"""The growth, in per mille a month, that every growing story comes down to."""

_FASTEST = {Scenario.GROWTH: 80, Scenario.HOCKEY_STICK: 180}
_FADE = {Scenario.GROWTH: 12, Scenario.HOCKEY_STICK: 6}
_SLUMP = {3: 70, 4: 45, 5: 55, 6: 80}
"""Of a dip: percent of the level in the third coming month and those after it."""

_TURNING = 6
"""Months over which closings come to keep the pipeline's size."""

_RETURNING = 8
"""Months in which a pipeline that is too large or too small comes back."""

_USUAL_STOCK = (Fraction(3, 2), Fraction(4))
"""How many months' new deals are open at once, at least and at most."""


_ANY_NUMBER = 2**60
"""Of open deals: more than ever close."""


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a story begins: sums of the last complete months (`months` of them, the later half also alone), the deals
    open then, and the shares and prices of that time. Money in minor units."""

    last: Month
    months: int
    sums: Mapping[MetricKey, int]
    growth: int
    open_deals: int

    @classmethod
    def of(cls, history: Sequence[MonthlyKpiSnapshot]) -> Basis:
        """From complete months in order; ValueError where there is nothing to go on from."""
        known = [month for month in history if any(month[key] for key in _LEVELS)]
        if not known:
            raise ValueError("the tenant has no complete month to go on from")
        recent, earlier = known[-_RECENT:], known[-2 * _RECENT : -_RECENT]
        sums = {key: sum(month[key] for month in recent) for key in known[-1].values}
        growth = 0
        before = sum(month[_K.CONTACTS_CREATED] for month in earlier)
        if len(earlier) == _RECENT and before:
            growth = (sums[_K.CONTACTS_CREATED] - before) * _MILLE // (before * _RECENT)
        return cls(known[-1].month, len(recent), sums, growth, known[-1][_K.OPEN_DEALS])

    def mean(self, key: MetricKey) -> Fraction:
        return Fraction(self.sums.get(key, 0), self.months)

    def to_json(self) -> JsonObject:
        return {
            "last": str(self.last),
            "months": self.months,
            "sums": {key.value: value for key, value in self.sums.items()},
            "growth": self.growth,
            "openDeals": self.open_deals,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> Basis:
        sums = document["sums"]
        assert isinstance(sums, dict)
        return cls(
            Month.parse(str(document["last"])),
            int(str(document["months"])),
            {MetricKey(key): int(value) for key, value in sums.items()},
            int(str(document["growth"])),
            int(str(document["openDeals"])),
        )


def write_story(
    source: Source,
    basis: Basis,
    months: Sequence[Month],
    *,
    known: Mapping[Month, Mapping[MetricKey, int]],
) -> dict[Month, dict[MetricKey, int]]:
    """The numbers of consecutive coming months. `known` holds those of earlier months: history, or the story so far.

    A story from a plan has no numbers of its own.
    """
    found: dict[Month, dict[MetricKey, int]] = {}
    open_deals = basis.open_deals
    for month in months:
        values: dict[MetricKey, int] = {}
        if source.origin is Origin.EVERY_MONTH:
            values = dict(source.values)
        elif source.origin is Origin.LAST_YEAR:
            last_year = {**found, **known}.get(month.plus(-12))
            values = {} if last_year is None else _grown(last_year, 1 + source.growth / 100)
        elif source.origin is Origin.SCENARIO:
            values = _continued(Scenario(source.scenario or ""), basis, month, open_deals)
        if values:
            values = settled({key: min(value, LARGEST) for key, value in values.items()}, open_deals)
            found[month] = values
            open_deals += values.get(_K.DEALS_CREATED, 0) - closings_of(values)
    return found


def _grown(values: Mapping[MetricKey, int], factor: Fraction) -> dict[MetricKey, int]:
    return {key: _round(value * factor) for key, value in values.items()}


def _continued(scenario: Scenario, basis: Basis, month: Month, open_deals: int) -> dict[MetricKey, int]:
    """The tenant's own recent level, moved along the scenario's curve; closings keep the pipeline at its size."""
    level = _level(scenario, basis, month)
    values = {key: _round(basis.mean(key) * level) for key in _LEVELS}
    deals = values[_K.DEALS_CREATED]
    average = _ratio(basis, _K.DEALS_CREATED_VALUE, _K.DEALS_CREATED)
    closed = closings_of(basis.sums)
    closings = _coming_closings(basis, month, deals, open_deals)
    share = Fraction(basis.sums.get(_K.CLOSED_WON_COUNT, 0), closed) if closed else Fraction(2, 5)
    won = _round(closings * share)
    price = _ratio(basis, _K.CLOSED_WON_VALUE, _K.CLOSED_WON_COUNT) or average
    return values | {
        _K.DEALS_CREATED_VALUE: _round(deals * average),
        _K.CLOSED_WON_COUNT: won,
        _K.CLOSED_WON_VALUE: _round(won * price),
        _K.CLOSED_LOST_COUNT: closings - won,
    }


def _coming_closings(basis: Basis, month: Month, deals: int, open_deals: int) -> int:
    """As many closings for each new deal as there were of late, over half a year coming to as many as keep the pipeline
    at its size, or bring it back to a usual one."""
    created = basis.mean(_K.DEALS_CREATED)
    if not created:
        return deals
    pace = closings_of(basis.sums) / (created * basis.months) or Fraction(1)
    least, most = _USUAL_STOCK
    usual = min(max(basis.open_deals / created, least), most)
    turn = Fraction(min(month.index - basis.last.index, _TURNING), _TURNING)
    wanted = deals * (pace + (1 - pace) * turn) + (open_deals - usual * deals) * turn / _RETURNING
    return min(max(_round(wanted), deals // 2), deals * 3 // 2)


def _level(scenario: Scenario, basis: Basis, month: Month) -> Fraction:
    """How a month compares with the mean of the months that the story goes on from."""
    step = month.index - basis.last.index
    if scenario is Scenario.STEADY:
        return Fraction(1)
    if scenario is Scenario.SEASONAL:
        past = [basis.last.plus(-back) for back in range(basis.months)]
        mean = Fraction(sum(SEASON[one.number - 1] for one in past), basis.months)
        return SEASON[month.number - 1] / mean
    if scenario is Scenario.DIP:
        return (1 + Fraction(3, 100)) ** step * Fraction(_SLUMP.get(step, 100), 100)
    growth = min(max(basis.growth, _STEADY_GROWTH // 2), _FASTEST[scenario])
    level = 1 + Fraction(growth, _MILLE) * (basis.months - 1) / 2  # from their mean to the last of them
    fade = _FADE[scenario]
    for number in range(1, step + 1):
        rate = _STEADY_GROWTH + Fraction((growth - _STEADY_GROWTH) * max(fade - number + 1, 0), fade)
        level *= 1 + rate / _MILLE
    return Fraction(_round(level * 10_000), 10_000)


def _ratio(basis: Basis, value: MetricKey, count: MetricKey) -> Fraction:
    return Fraction(basis.sums.get(value, 0), max(basis.sums.get(count, 0), 1))


def settled(values: Mapping[MetricKey, int], open_deals: int) -> dict[MetricKey, int]:
    """The same numbers where they can be true together, else the nearest: leads are contacts, only deals that are open
    close, and every deal is worth something."""
    found = {key: max(value, 0) for key, value in values.items()}
    if _K.CONTACTS_CREATED in found and _K.LEADS_CREATED in found:
        found[_K.LEADS_CREATED] = min(found[_K.LEADS_CREATED], found[_K.CONTACTS_CREATED])
    room = open_deals + found.get(_K.DEALS_CREATED, 0)
    for key in (_K.CLOSED_WON_COUNT, _K.CLOSED_LOST_COUNT):
        if key in found:
            found[key] = min(found[key], room)
            room -= found[key]
    for count, value in (
        (_K.DEALS_CREATED, _K.DEALS_CREATED_VALUE),
        (_K.CLOSED_WON_COUNT, _K.CLOSED_WON_VALUE),
    ):
        if value in found:
            found[value] = max(found[value], found.get(count, 0)) if found.get(count) else 0
    return found


def fitted(values: Mapping[MetricKey, int], locked: Mapping[MetricKey, int]) -> dict[MetricKey, int]:
    """The same numbers with the locked ones in their places, the others changed where they would contradict them."""
    found = {**values, **locked}
    if _K.LEADS_CREATED in locked and _K.CONTACTS_CREATED in found:
        found[_K.CONTACTS_CREATED] = max(found[_K.CONTACTS_CREATED], locked[_K.LEADS_CREATED])
    for count, value in (
        (_K.DEALS_CREATED, _K.DEALS_CREATED_VALUE),
        (_K.CLOSED_WON_COUNT, _K.CLOSED_WON_VALUE),
    ):
        if value in locked:
            found[count] = min(max(found.get(count, 1), 1), locked[value])
    return {**settled(found, _ANY_NUMBER), **locked}


def closings_of(values: Mapping[MetricKey, int]) -> int:
    """Deals that are won or lost."""
    return values.get(_K.CLOSED_WON_COUNT, 0) + values.get(_K.CLOSED_LOST_COUNT, 0)


def _round(value: Fraction) -> int:
    """To the nearest whole number, halves up."""
    return int((2 * value + 1) // 2)
