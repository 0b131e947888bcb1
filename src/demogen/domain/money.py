"""Money as integers of a currency's minor unit. No float ever holds money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from babel.core import get_global
from babel.numbers import get_currency_precision

Minor: TypeAlias = int
"""An amount in minor units: cents for EUR, yen for JPY, fils for KWD."""

LARGEST: Minor = 10**15
"""No single cell of a plan may be larger, so that sums over 60 months fit a 64-bit integer."""

_LARGEST_POWER = Decimal(LARGEST).adjusted()


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 currency."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in get_global("all_currencies"):
            raise ValueError(f"'{self.code}' is not an ISO 4217 currency code, such as EUR, USD or JPY")

    @property
    def decimals(self) -> int:
        """How many decimals the minor unit has: 2 for EUR, 0 for JPY, 3 for KWD."""
        return int(get_currency_precision(self.code))

    @property
    def unit(self) -> Minor:
        """Minor units in one major unit."""
        return int(10**self.decimals)

    def parse(self, amount: str | int | Decimal) -> Minor:
        """Major units as minor units, exactly; ValueError where that is not possible."""
        try:
            value = Decimal(amount)
        except InvalidOperation:
            raise ValueError(f"'{amount}' is not an amount; write plain digits, such as 1250.50") from None
        if not value.is_finite():
            raise ValueError(f"'{amount}' is not an amount; write plain digits, such as 1250.50")
        if (
            value and value.adjusted() > _LARGEST_POWER - self.decimals
        ):  # before any arithmetic, which overflows
            raise ValueError(f"'{amount}' is too large; the limit is {self.format(LARGEST)}")
        exact = value.quantize(Decimal(1).scaleb(-self.decimals))
        if exact != value:
            raise ValueError(f"'{amount}' has more decimals than {self.code} allows ({self.decimals})")
        minor = int(exact.scaleb(self.decimals))
        if abs(minor) > LARGEST:
            raise ValueError(f"'{amount}' is too large; the limit is {self.format(LARGEST)}")
        return minor

    def stored(self, amount: str) -> Minor:
        """What `format` wrote, as minor units: of any size, since totals of many amounts are stored, too."""
        return int(Decimal(amount).scaleb(self.decimals))

    def format(self, minor: Minor) -> str:
        """Minor units as a decimal string in major units: 113467200 -> "1134672.00"."""
        return f"{Decimal(minor).scaleb(-self.decimals):.{self.decimals}f}"

    def pretty(self, minor: Minor) -> str:
        """For people: digits grouped, with the code."""
        return f"{Decimal(minor).scaleb(-self.decimals):,.{self.decimals}f} {self.code}"
