"""The product itself: its catalogue, and whether it is well."""

from __future__ import annotations

from typing import Literal

from demogen.api.schemas.base import Shape
from demogen.domain.metrics import Entity, MetricKey, Unit


class Metric(Shape):
    key: MetricKey
    label: str
    unit: Unit
    planned: bool
    stock: bool
    entity: Entity | None


class Named(Shape):
    key: str
    label: str
    available: bool = True


class CurrencyChoice(Shape):
    code: str
    label: str
    digits: int


class CountryChoice(Shape):
    code: str
    label: str
    has_names: bool
    currency: str | None


class Limits(Shape):
    months: int
    records: int
    body_bytes: int


class Catalogue(Shape):
    """What the web app draws from."""

    metrics: list[Metric]
    modes: list[Named]
    plan_types: list[Named]
    scenarios: list[Named]
    currencies: list[CurrencyChoice]
    countries: list[CountryChoice]
    timezones: list[str]
    limits: Limits
    version: str


class Health(Shape):
    status: Literal["ok"]


class Readiness(Shape):
    status: Literal["ready", "not ready"]
    detail: str | None
