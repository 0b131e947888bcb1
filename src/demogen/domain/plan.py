"""A plan: what somebody wants a tenant's months to show. Reading it from files is not known here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from demogen.domain.kpis import JsonObject, value_to_json
from demogen.domain.metrics import METRICS, PLANNED, MetricKey
from demogen.domain.money import Currency
from demogen.domain.months import Month

LONGEST = 60
"""Months in one plan, at most."""


class Mode(StrEnum):
    ADDITIVE = "ADDITIVE"
    RECONCILE = "RECONCILE"

    @property
    def label(self) -> str:
        """Its name on pages."""
        return {Mode.ADDITIVE: "Add records", Mode.RECONCILE: "Change records too"}[self]


class PlanType(StrEnum):
    TARGETS = "TARGETS"
    DELTAS = "DELTAS"


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an actual value may be from its target; whichever of the two allows more counts."""

    absolute: int = 0
    percent: Fraction = Fraction(0)

    def allows(self, *, target: int, actual: int) -> bool:
        """Exact: compares integers and fractions only."""
        return abs(actual - target) <= max(Fraction(self.absolute), abs(target) * self.percent / 100)

    def to_json(self, metric: MetricKey, currency: Currency) -> JsonObject:
        document: JsonObject = {}
        if self.absolute or not self.percent:
            document["absolute"] = value_to_json(self.absolute, METRICS[metric].unit, currency)
        if self.percent:
            document["percent"] = float(self.percent)
        return document


EXACT = Tolerance()


@dataclass(frozen=True, slots=True)
class PlanMonth:
    """One row of a plan. A metric that is absent is left as it is; 0 is a number."""

    month: Month
    values: Mapping[MetricKey, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """Months as they were written down: not sorted, not checked. Counts are whole, money is minor units."""

    months: tuple[PlanMonth, ...]
    plan_type: PlanType
    mode: Mode = Mode.ADDITIVE
    tolerances: Mapping[MetricKey, Tolerance] = field(default_factory=dict)
    seed: int | None = None

    def to_json(self, currency: Currency) -> JsonObject:
        rows: list[JsonObject] = []
        for row in sorted(self.months, key=lambda row: row.month):
            cells: JsonObject = {"month": str(row.month)}
            for key in PLANNED:
                if key in row.values:
                    cells[key] = value_to_json(row.values[key], METRICS[key].unit, currency)
            rows.append(cells)
        document: JsonObject = {
            "mode": self.mode.value,
            "planType": self.plan_type.value,
            "months": list(rows),
        }
        if self.tolerances:
            document["tolerances"] = {
                key.value: tolerance.to_json(key, currency) for key, tolerance in self.tolerances.items()
            }
        if self.seed is not None:
            document["seed"] = self.seed
        return document

    def hash(self, currency: Currency) -> str:
        """SHA-256 of the plan's canonical JSON: equal plans have equal hashes."""
        return digest(self.to_json(currency))


def digest(document: JsonObject) -> str:
    """SHA-256 of a JSON document, written with sorted keys and no spaces."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
