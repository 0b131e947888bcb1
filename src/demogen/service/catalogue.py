"""What the product can do, as data: KPIs, modes, scenarios, places, limits."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from babel import Locale
from babel.numbers import get_territory_currencies

from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import CATALOGUE
from demogen.domain.money import Currency
from demogen.domain.plan import LONGEST, Mode, PlanType
from demogen.engine.scenarios import DESCRIPTIONS
from demogen.service.pools import pool_countries

_PLAN_TYPES = {PlanType.TARGETS: "Targets", PlanType.DELTAS: "Additions"}


@lru_cache
def catalogue() -> JsonObject:
    """Everything but the limits that depend on the installation."""
    return {
        "metrics": [
            {
                "key": metric.key.value,
                "label": metric.label,
                "unit": metric.unit.value,
                "planned": metric.measure is not None,
                "stock": metric.stock,
                "entity": metric.measure.entity.value if metric.measure else None,
            }
            for metric in CATALOGUE
        ],
        "modes": [{"key": mode.value, "label": mode.label, "available": True} for mode in Mode],
        "planTypes": [
            {"key": kind.value, "label": label, "available": True} for kind, label in _PLAN_TYPES.items()
        ],
        "scenarios": [
            {"key": scenario.value, "label": text, "available": True}
            for scenario, text in DESCRIPTIONS.items()
        ],
        "currencies": _currencies(),
        "countries": _countries(),
        "timezones": sorted(zone for zone in timezones() if "/" in zone or zone == "UTC"),
        "months": LONGEST,
    }


@lru_cache
def timezones() -> frozenset[str]:
    """The zones of the IANA database as it comes with the product: the same on every machine, without a machine's own
    (`localtime`, `posixrules`, `posix/…`, `right/…`) and without the one of a clock that nobody has set."""
    return frozenset((resources.files("tzdata") / "zones").read_text().split()) - {"Factory"}


def country_codes() -> set[str]:
    """ISO 3166 codes of countries."""
    codes = map(str, Locale("en").territories)
    return {code for code in codes if len(code) == 2 and code.isalpha()} - {
        "EU",
        "EZ",
        "UN",
        "XA",
        "XB",
        "ZZ",
    }


def _currencies() -> list[JsonObject]:
    """Currencies that are legal tender somewhere today."""
    used = {code for country in country_codes() for code in get_territory_currencies(country)}
    names = Locale("en").currencies
    return [
        {"code": code, "label": names.get(code, code), "digits": Currency(code).decimals}
        for code in sorted(used)
    ]


def _countries() -> list[JsonObject]:
    names, pools = Locale("en").territories, set(pool_countries())
    found: list[JsonObject] = [
        {
            "code": code,
            "label": names[code],
            "hasNames": code in pools,
            "currency": next(iter(get_territory_currencies(code)), None),
        }
        for code in country_codes()
    ]
    return sorted(found, key=lambda country: str(country["label"]))
