"""KPIs of months. Their fields come from the catalogue."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, Strict, create_model

from demogen.api.schemas.base import MoneyText, MonthText, Shape
from demogen.domain.metrics import CATALOGUE, Entity, MetricKey, Unit

_VALUES: dict[Unit, Any] = {Unit.COUNT: Annotated[int, Strict()], Unit.MONEY: MoneyText, Unit.RATIO: float}


def _fields(keys: list[MetricKey], *, optional: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for metric in CATALOGUE:
        if metric.key in keys:
            kind = _VALUES[metric.unit]
            follows = metric.measure is None and not metric.stock
            default = None if optional else ...
            found[metric.key.value] = (
                kind | None if optional or follows else kind,
                Field(default, title=metric.label),
            )
    return found


def _monthly(name: str, doc: str, fields: dict[str, Any]) -> Any:
    """A shape of one month with a field for each of several KPIs."""
    definitions: dict[str, Any] = {"month": (MonthText, ...), **fields}
    return create_model(name, __base__=Shape, __doc__=doc, **definitions)


_ALL = [metric.key for metric in CATALOGUE]
_PLANNED = [metric.key for metric in CATALOGUE if metric.measure]
_NOT_RATIOS = [metric.key for metric in CATALOGUE if metric.measure or metric.stock]
_MONEY = [metric.key for metric in CATALOGUE if metric.unit is Unit.MONEY and metric.key in _NOT_RATIOS]

MonthlyKpiSnapshot = _monthly(
    "MonthlyKpiSnapshot",
    "The KPIs of one month. A rate is null where its divisor is 0.",
    _fields(_ALL, optional=False),
)
MonthlyDelta = _monthly(
    "MonthlyDelta",
    "What changes in one month.",
    _fields(_PLANNED, optional=True),
)

PlanValues: Any = create_model(
    "PlanValues",
    __base__=Shape,
    __doc__="Numbers of a month for those KPIs that can be planned; the others are left open.",
    **_fields(_PLANNED, optional=True),
)


class KpiSnapshot(Shape):
    """Months of one tenant, read at one database snapshot."""

    tenant_id: UUID
    taken_at: datetime
    timezone: str
    currency: str
    months: list[MonthlyKpiSnapshot]  # type: ignore[valid-type]


class DealsByOutcome(Shape):
    """What has become of the deals by now."""

    won: int
    lost: int
    open: int


class DealsValueByOutcome(Shape):
    won: MoneyText
    lost: MoneyText
    open: MoneyText


class ContactsByKind(Shape):
    leads: int
    others: int


class MonthlyBreakdown(Shape):
    """What the records created in a month are. Each group adds up to that month's KPI."""

    month: MonthText
    deals: DealsByOutcome
    deals_value: DealsValueByOutcome
    contacts: ContactsByKind
    activities: dict[str, int] = Field(description="By type.")


class StageFlow(Shape):
    """What happened to the deals that came to a stage. Days are null where no deal has left it."""

    stage: str
    label: str
    entered: int
    moved_on: int = Field(description="To another open stage.")
    won: int = Field(description="From this stage.")
    lost: int = Field(description="From this stage.")
    now: int = Field(description="Deals that stand there now.")
    average_days: float | None
    median_days: float | None


class Records(Shape):
    """Records by kind."""

    companies: int = 0
    contacts: int = 0
    deals: int = 0
    activities: int = 0


assert set(Records.model_fields) == {entity.value for entity in Entity}


class BeforeAfter(Shape):
    before: MoneyText
    after: MoneyText


ValueChange = _monthly(
    "ValueChange",
    "The money of one month, before and after.",
    {key.value: (BeforeAfter | None, None) for key in _MONEY},
)

_COUNT_CELL = Annotated[
    int | str | None,
    Field(description="Blank (absent or null) leaves the KPI as it is; 0 is a number."),
]
_MONEY_CELL = Annotated[int | float | str | None, Field(description="Major units.")]
PlanMonth = _monthly(
    "PlanMonth",
    "One row of a plan.",
    {
        metric.key.value: (
            _MONEY_CELL if metric.unit is Unit.MONEY else _COUNT_CELL,
            Field(None, title=metric.label),
        )
        for metric in CATALOGUE
        if metric.measure
    },
)
