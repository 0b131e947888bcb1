"""KPI values of months, and their JSON. How they are read from a database is not known here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from demogen.domain.metrics import METRICS, PLANNED, STOCKS, MetricKey, Unit
from demogen.domain.money import Currency
from demogen.domain.months import Month

JsonValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class MonthlyKpiSnapshot:
    """The KPIs of one month. `values` holds the nine planned keys and the two stocks, as integers."""

    month: Month
    values: Mapping[MetricKey, int]

    def __getitem__(self, key: MetricKey) -> int:
        return self.values[key]

    @property
    def win_rate(self) -> float | None:
        """won / (won + lost); None where nothing was closed."""
        closed = self[MetricKey.CLOSED_WON_COUNT] + self[MetricKey.CLOSED_LOST_COUNT]
        return round(self[MetricKey.CLOSED_WON_COUNT] / closed, 6) if closed else None

    @property
    def average_deal_size(self) -> int | None:
        """won value / won count in minor units, half a unit rounded up; None where nothing was won."""
        won = self[MetricKey.CLOSED_WON_COUNT]
        return (2 * self[MetricKey.CLOSED_WON_VALUE] + won) // (2 * won) if won else None

    def plus(self, deltas: Mapping[MetricKey, int]) -> MonthlyKpiSnapshot:
        """This month with `deltas` added; keys that are absent stay."""
        return MonthlyKpiSnapshot(
            self.month, {key: value + deltas.get(key, 0) for key, value in self.values.items()}
        )

    def to_json(self, currency: Currency) -> JsonObject:
        """`{month, <every key>}`: money as a decimal string in major units, ratios as numbers."""
        document: JsonObject = {"month": str(self.month)}
        for key, metric in METRICS.items():
            if key is MetricKey.WIN_RATE:
                document[key] = self.win_rate
                continue
            value = self.average_deal_size if key is MetricKey.AVERAGE_DEAL_SIZE else self[key]
            document[key] = value_to_json(value, metric.unit, currency)
        return document


class Outcome(StrEnum):
    """What has become of a deal by now."""

    WON = "won"
    LOST = "lost"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class MonthlyBreakdown:
    """What the records created in one month are: each group's parts add up to that month's KPI."""

    month: Month
    deals: Mapping[Outcome, int]
    deals_value: Mapping[Outcome, int]
    leads: int
    other_contacts: int
    activities: Mapping[str, int]

    def to_json(self, currency: Currency) -> JsonObject:
        return {
            "month": str(self.month),
            "deals": {part.value: self.deals[part] for part in Outcome},
            "dealsValue": {part.value: currency.format(self.deals_value[part]) for part in Outcome},
            "contacts": {"leads": self.leads, "others": self.other_contacts},
            "activities": dict(self.activities),
        }


@dataclass(frozen=True, slots=True)
class StageFlow:
    """What happened to the deals that came to a stage: `entered` of them, of which so many went on to another open stage,
    were won or lost from there, or stand there now. Days are None where no deal has left the stage."""

    stage: str
    entered: int
    moved_on: int
    won: int
    lost: int
    now: int
    average_days: float | None
    median_days: float | None

    def to_json(self) -> JsonObject:
        return {
            "stage": self.stage,
            "label": self.stage.replace("_", " ").capitalize(),
            "entered": self.entered,
            "movedOn": self.moved_on,
            "won": self.won,
            "lost": self.lost,
            "now": self.now,
            "averageDays": self.average_days,
            "medianDays": self.median_days,
        }


@dataclass(frozen=True, slots=True)
class KpiSnapshot:
    """KPIs of several months of one tenant, read at one database snapshot."""

    tenant_id: UUID
    taken_at: datetime
    timezone: str
    currency: Currency
    months: tuple[MonthlyKpiSnapshot, ...]

    def by_month(self) -> dict[Month, MonthlyKpiSnapshot]:
        return {snapshot.month: snapshot for snapshot in self.months}

    def to_json(self) -> JsonObject:
        return {
            "tenantId": str(self.tenant_id),
            "takenAt": self.taken_at.isoformat(),
            "timezone": self.timezone,
            "currency": self.currency.code,
            "months": [month.to_json(self.currency) for month in self.months],
        }


def zeros(month: Month) -> MonthlyKpiSnapshot:
    """A month in which nothing happened."""
    return MonthlyKpiSnapshot(month, dict.fromkeys((*PLANNED, *STOCKS), 0))


def value_to_json(value: int | None, unit: Unit, currency: Currency) -> int | str | None:
    """A KPI value as JSON carries it: counts as integers, money as a decimal string."""
    if value is None or unit is not Unit.MONEY:
        return value
    return currency.format(value)
