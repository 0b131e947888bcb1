"""The KPI catalogue. Every KPI is defined here once: SQL, validation, plan files, reports and screens read it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Entity(StrEnum):
    """The record types that demo jobs create; the values are the table names."""

    COMPANIES = "companies"
    CONTACTS = "contacts"
    DEALS = "deals"
    ACTIVITIES = "activities"

    @property
    def noun(self) -> str:
        """One of them."""
        return f"{self.value[:-3]}y" if self.value.endswith("ies") else self.value[:-1]


class Unit(StrEnum):
    COUNT = "count"
    MONEY = "money"
    RATIO = "ratio"


class MetricKey(StrEnum):
    LEADS_CREATED = "leadsCreated"
    CONTACTS_CREATED = "contactsCreated"
    COMPANIES_CREATED = "companiesCreated"
    DEALS_CREATED = "dealsCreated"
    DEALS_CREATED_VALUE = "dealsCreatedValue"
    CLOSED_WON_COUNT = "closedWonCount"
    CLOSED_WON_VALUE = "closedWonValue"
    CLOSED_LOST_COUNT = "closedLostCount"
    ACTIVITIES_CREATED = "activitiesCreated"
    OPEN_PIPELINE_VALUE = "openPipelineValue"
    OPEN_DEALS = "openDeals"
    WIN_RATE = "winRate"
    AVERAGE_DEAL_SIZE = "averageDealSize"


CLOSED_WON = "closed_won"
CLOSED_LOST = "closed_lost"


@dataclass(frozen=True, slots=True)
class Measure:
    """What a plannable KPI counts: live rows of `entity` whose `dated_by` lies in the month.

    `stage` narrows deals to one stage; `sums` names a column to add up instead of counting rows.
    """

    entity: Entity
    dated_by: str
    stage: str | None = None
    sums: str | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """One KPI. `measure` is None for the four that follow from others; a `stock` is a month-end state."""

    key: MetricKey
    label: str
    unit: Unit
    measure: Measure | None = None
    stock: bool = False


_K, _E = MetricKey, Entity

CATALOGUE: tuple[Metric, ...] = (
    Metric(_K.LEADS_CREATED, "Leads created", Unit.COUNT, Measure(_E.CONTACTS, "became_lead_at")),
    Metric(_K.CONTACTS_CREATED, "Contacts created", Unit.COUNT, Measure(_E.CONTACTS, "created_at")),
    Metric(_K.COMPANIES_CREATED, "Companies created", Unit.COUNT, Measure(_E.COMPANIES, "created_at")),
    Metric(_K.DEALS_CREATED, "Deals created", Unit.COUNT, Measure(_E.DEALS, "created_at")),
    Metric(
        _K.DEALS_CREATED_VALUE,
        "Deals created value",
        Unit.MONEY,
        Measure(_E.DEALS, "created_at", sums="amount_minor"),
    ),
    Metric(_K.CLOSED_WON_COUNT, "Closed won", Unit.COUNT, Measure(_E.DEALS, "closed_at", stage=CLOSED_WON)),
    Metric(
        _K.CLOSED_WON_VALUE,
        "Closed won value",
        Unit.MONEY,
        Measure(_E.DEALS, "closed_at", stage=CLOSED_WON, sums="amount_minor"),
    ),
    Metric(
        _K.CLOSED_LOST_COUNT, "Closed lost", Unit.COUNT, Measure(_E.DEALS, "closed_at", stage=CLOSED_LOST)
    ),
    Metric(_K.ACTIVITIES_CREATED, "Activities", Unit.COUNT, Measure(_E.ACTIVITIES, "occurred_at")),
    Metric(_K.OPEN_PIPELINE_VALUE, "Open pipeline value", Unit.MONEY, stock=True),
    Metric(_K.OPEN_DEALS, "Open deals", Unit.COUNT, stock=True),
    Metric(_K.WIN_RATE, "Win rate", Unit.RATIO),
    Metric(_K.AVERAGE_DEAL_SIZE, "Average deal size", Unit.MONEY),
)

METRICS: dict[MetricKey, Metric] = {metric.key: metric for metric in CATALOGUE}
PLANNED: tuple[MetricKey, ...] = tuple(metric.key for metric in CATALOGUE if metric.measure)
STOCKS: tuple[MetricKey, ...] = tuple(metric.key for metric in CATALOGUE if metric.stock)
"""PLANNED: the nine KPIs that a plan may set. STOCKS: month-end states, which follow."""


def label_of(key: MetricKey) -> str:
    return METRICS[key].label


def is_money(key: MetricKey) -> bool:
    return METRICS[key].unit is Unit.MONEY
