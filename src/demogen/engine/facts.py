"""What the engine is told about a tenant before it decides. The service gathers it; nothing is looked up here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from demogen.domain.kpis import MonthlyKpiSnapshot, zeros
from demogen.domain.money import Currency, Minor
from demogen.domain.months import Month
from demogen.engine.calendar import BusinessCalendar

USUAL_CYCLE: tuple[int, ...] = (14, 24, 22, 15, 10, 6, 4, 2, 1, 1, 1, 1)
"""How many deals close so many months after their creation, where the tenant has no history of its own."""

ENOUGH_HISTORY = 30
"""Closed deals from which on a tenant's own sales cycle is taken."""


@dataclass(frozen=True, slots=True)
class StoryRun:
    """A run of a tenant's story: nothing that it makes is earlier than `since`, open deals live on, and what is won in a
    month comes near `aims`, in minor units, where the plan leaves the value open."""

    since: datetime
    aims: Mapping[Month, Minor]


@dataclass(frozen=True, slots=True)
class TenantFacts:
    """One tenant as one database snapshot shows it. Instants are microseconds since 1970.

    `current` holds the KPIs of the planned months; `contacts` the live contacts in all; `earliest_*` the creation
    of the tenant's first live company and contact; `typical_amount` a usual deal amount in minor units; `run` the run of its
    story that this is for.
    """

    tenant_id: UUID
    zone: ZoneInfo
    currency: Currency
    country: str
    start: Month
    anchor: datetime
    current: Mapping[Month, MonthlyKpiSnapshot]
    previous: Mapping[Month, MonthlyKpiSnapshot]
    contacts: int
    activities: int
    earliest_company: int | None
    earliest_contact: int | None
    typical_amount: Minor
    has_history: bool
    cycle: tuple[int, ...]
    max_records: int
    run: StoryRun | None = None

    @property
    def calendar(self) -> BusinessCalendar:
        """When records may be made."""
        return BusinessCalendar(
            self.country, self.zone, self.anchor, since=self.run.since if self.run else None
        )

    @property
    def now(self) -> Month:
        """The anchor's month in the tenant's time zone."""
        return Month.of(self.anchor, self.zone)

    def kpis(self, month: Month) -> MonthlyKpiSnapshot:
        return self.current.get(month) or zeros(month)


_SCALE = {
    "JPY": 150, "KRW": 1300, "INR": 80, "HUF": 350, "CZK": 23, "SEK": 11, "NOK": 11, "DKK": 7, "PLN": 4,
    "MXN": 18, "BRL": 5, "ZAR": 18, "TRY": 35, "THB": 35, "PHP": 57, "IDR": 16000, "VND": 25000, "CLP": 950,
    "COP": 4000, "ARS": 1000, "CNY": 7, "HKD": 8, "TWD": 32, "RUB": 90, "UAH": 40, "ILS": 4, "MYR": 4,
    "AED": 4, "SAR": 4, "EGP": 50, "NGN": 1500, "KES": 130, "PKR": 280, "BDT": 120, "LKR": 300, "ISK": 140,
}  # fmt: skip
"""Roughly how many units of a currency buy what one US dollar does; 1 where not listed."""


def usual_amount(currency: Currency) -> Minor:
    """A usual B2B deal for a tenant without deals: about 12,000 US dollars in its own money."""
    return 12_000 * _SCALE.get(currency.code, 1) * currency.unit
