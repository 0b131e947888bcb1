"""Files of an export as columns: a heading and how a record gives its cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TypeAlias
from zoneinfo import ZoneInfo

from demogen.db.records import Record
from demogen.domain.metrics import Entity
from demogen.domain.money import Currency

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Cell: TypeAlias = str | int | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Context:
    """What cells need to know of the tenant."""

    currency: Currency
    zone: ZoneInfo

    def money(self, minor: int) -> Decimal:
        return Decimal(minor).scaleb(-self.currency.decimals)

    def day(self, instant: datetime | None) -> date | None:
        """The day on the tenant's calendar."""
        return None if instant is None else instant.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Column:
    """`amount` cells are numbers and stay so; all others are written as texts. What holds instants says in CSV, by its
    heading, that they are in UTC."""

    heading: str
    cell: Callable[[Record, Context], Cell]
    is_instant: bool = False

    @property
    def csv_heading(self) -> str:
        return f"{self.heading}_utc" if self.is_instant else self.heading


@dataclass(frozen=True, slots=True)
class File:
    """One file: of which records, with which columns, which of the records belong in it, and by what they are counted."""

    name: str
    entity: Entity
    columns: tuple[Column, ...]
    belongs: Callable[[Record], bool] = field(default=lambda _: True)
    counted_by: Callable[[Record], str] | None = None


def of(heading: str, key: str) -> Column:
    """A record's field as it is."""
    return Column(heading, lambda record, _: record[key])


def instant(heading: str) -> Column:
    """A record's field that is an instant."""
    return Column(heading, lambda record, _: record[heading], is_instant=True)


def millis(at: datetime | None) -> int | None:
    """An instant in milliseconds since 1970 in UTC."""
    return None if at is None else (at - _EPOCH) // timedelta(milliseconds=1)


def text_of(heading: str, key: str) -> Column:
    """A record's id or other field as text."""
    return Column(heading, lambda record, _: None if record[key] is None else str(record[key]))
