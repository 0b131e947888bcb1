"""A story: what a tenant's coming months shall bring, and how often that is brought about. Nothing is computed here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from demogen.domain.kpis import JsonObject, value_to_json
from demogen.domain.metrics import METRICS, PLANNED, MetricKey, is_money
from demogen.domain.money import LARGEST, Currency
from demogen.domain.months import Month

HORIZON = 12
"""Months that a story without an end is written ahead."""

LONGEST_STORY = 60
"""Months that a story can be seen or edited ahead, at most."""


_WHOLE = re.compile(r"-?[0-9]+")


class Schedule(StrEnum):
    """How often a story is brought about: on each business day, once a month, or not at all."""

    DAILY = "daily"
    MONTHLY = "monthly"
    OFF = "off"


class Origin(StrEnum):
    """Where a story's numbers come from."""

    SCENARIO = "scenario"
    LAST_YEAR = "last-year"
    EVERY_MONTH = "every-month"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Source:
    """What a story's numbers follow from. A scenario needs its name; last year's months grow by `growth` percent; the same
    month every time needs `values`; a plan speaks of its own months alone, so such a story has an end."""

    origin: Origin
    scenario: str | None = None
    growth: Fraction = Fraction(0)
    values: Mapping[MetricKey, int] = field(default_factory=dict)

    @property
    def has_end(self) -> bool:
        return self.origin is Origin.PLAN

    def to_json(self, currency: Currency) -> JsonObject:
        document: JsonObject = {"origin": self.origin.value}
        if self.scenario is not None:
            document["scenario"] = self.scenario
        if self.origin is Origin.LAST_YEAR:
            document["growth"] = float(self.growth)
        if self.origin is Origin.EVERY_MONTH:
            document["values"] = values_to_json(self.values, currency)
        return document


@dataclass(frozen=True, slots=True)
class Unmet:
    """KPIs of a month that the last run could not bring to the story's numbers, and why."""

    metrics: tuple[MetricKey, ...]
    reason: str

    def to_json(self) -> JsonObject:
        return {"metrics": [key.value for key in self.metrics], "reason": self.reason}

    @classmethod
    def from_json(cls, document: Mapping[str, object]) -> Unmet:
        keys = document["metrics"]
        assert isinstance(keys, list)
        return cls(tuple(MetricKey(key) for key in keys), str(document["reason"]))


@dataclass(frozen=True, slots=True)
class StoryMonth:
    """What a month shall show in the end. `locked` cells keep their numbers when the story is written anew; a skipped
    month is left as it is; `unmet` is what the last run that looked at the month could not bring about."""

    month: Month
    values: Mapping[MetricKey, int]
    locked: frozenset[MetricKey] = frozenset()
    skipped: bool = False
    unmet: Unmet | None = None

    @property
    def is_behind(self) -> bool:
        """Whether something of it could not be met, and nobody said that it shall stay so."""
        return self.unmet is not None and not self.skipped

    def to_json(self, currency: Currency) -> JsonObject:
        return {
            "month": str(self.month),
            "values": values_to_json(self.values, currency),
            "locked": [key.value for key in PLANNED if key in self.locked],
            "skipped": self.skipped,
            "unmet": None if self.unmet is None else self.unmet.to_json(),
        }


@dataclass(frozen=True, slots=True)
class MonthChange:
    """What is written of a story's month by hand; what is None stays as it is. `let_go` gives up the KPIs that cannot be
    met: the story says nothing of them any more."""

    month: Month
    values: Mapping[MetricKey, int] | None = None
    locked: frozenset[MetricKey] | None = None
    skipped: bool | None = None
    let_go: bool = False

    def applied(self, old: StoryMonth) -> StoryMonth:
        values = old.values if self.values is None else self.values
        locked = old.locked if self.locked is None else self.locked
        unmet = old.unmet
        if self.let_go and unmet is not None:
            values = {key: value for key, value in values.items() if key not in unmet.metrics}
            locked = locked - frozenset(unmet.metrics)
        if unmet is not None and not any(key in values for key in unmet.metrics):
            unmet = None
        return StoryMonth(
            self.month, values, locked, old.skipped if self.skipped is None else self.skipped, unmet
        )


def values_to_json(values: Mapping[MetricKey, int], currency: Currency) -> JsonObject:
    """The planned KPIs that are given, in the catalogue's order."""
    return {
        key.value: value_to_json(values[key], METRICS[key].unit, currency) for key in PLANNED if key in values
    }


def values_from_json(document: Mapping[str, object], currency: Currency) -> dict[MetricKey, int]:
    """The inverse of `values_to_json`; ValueError for what is no number of its KPI."""
    found: dict[MetricKey, int] = {}
    for key in PLANNED:
        value = document.get(key.value)
        if value is not None:
            found[key] = currency.parse(str(value)) if is_money(key) else _count(str(value))
    return found


def _count(text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"'{text}' is not a whole number")
    if len(text) > len(str(LARGEST)):
        raise ValueError(f"'{text[:20]}' is too large")
    return int(text)
