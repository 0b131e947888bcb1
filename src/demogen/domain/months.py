"""Calendar months and their half-open ranges of instants in a time zone. No business days here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_PATTERN = re.compile(r"(\d{4})-(\d{2})")
FIRST_YEAR = 1971
LAST_YEAR = 2999
"""The years of months that can be written."""


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, written `YYYY-MM`."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`; raise ValueError with a sentence that says what is wrong."""
        match = _PATTERN.fullmatch(text)
        if not match or not 1 <= int(match[2]) <= 12:
            raise ValueError(f"'{text}' is not a month; write it as YYYY-MM, for example 2026-03")
        if not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            raise ValueError(f"'{text}' is outside the years {FIRST_YEAR} to {LAST_YEAR}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, instant: datetime, zone: ZoneInfo) -> Month:
        """The month in which an aware instant falls in `zone`."""
        local = instant.astimezone(zone)
        return cls(local.year, local.month)

    @classmethod
    def from_index(cls, index: int) -> Month:
        """The inverse of `index`."""
        return cls(index // 12, index % 12 + 1)

    @property
    def index(self) -> int:
        """Months since year 0, so that differences are lags in months."""
        return self.year * 12 + self.number - 1

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    def plus(self, months: int) -> Month:
        return Month.from_index(self.index + months)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The month as a half-open range of UTC instants."""
        return first_instant(self.first_day, zone), first_instant(self.plus(1).first_day, zone)

    def days(self) -> Iterator[date]:
        day = self.first_day
        while day.month == self.number:
            yield day
            day += timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_between(first: Month, last: Month) -> list[Month]:
    """All months from `first` to `last`, both included; empty when `last` is earlier."""
    return [Month.from_index(index) for index in range(first.index, last.index + 1)]


def first_instant(day: date, zone: ZoneInfo) -> datetime:
    """The first UTC instant at which the wall clock in `zone` shows `day` or a later date.

    Where midnight happens twice this is the earlier one; where it does not exist it is the instant at
    which the clock jumps over it.
    """
    midnight = datetime.combine(day, time(), tzinfo=zone)
    guess = midnight.astimezone(UTC)
    if guess.astimezone(zone).replace(tzinfo=None) == midnight.replace(tzinfo=None):
        return guess
    before, after = guess - timedelta(hours=26), guess + timedelta(hours=26)
    while after - before > timedelta(microseconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).date() >= day:
            after = middle
        else:
            before = middle
    return after
