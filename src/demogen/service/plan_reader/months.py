"""Months as people write them, in seven languages. Nothing here depends on today's date or on the machine's time zone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias

from babel import Locale

from demogen.domain.months import FIRST_YEAR, LAST_YEAR, Month

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")

EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
"""Day 0 of spreadsheets' serial numbers; the first one is of Excel for Windows from March 1900 on."""

_SERIALS = (25_569, 73_415)
"""Serial numbers that are taken for dates: 1970 to 2100."""


@dataclass(frozen=True, slots=True)
class Written:
    """A month as one cell says it: with its year or without, or as a day whose order or epoch is still open."""

    month: int | None = None
    year: int | None = None
    day_order: tuple[int, int, int] | None = None  # first number, second number, year
    serial: int | None = None


@lru_cache
def names() -> dict[str, int]:
    """Month names and abbreviations, without accents and dots."""
    found: dict[str, int] = {}
    for language in _LANGUAGES:
        months = Locale(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    found[_plain(name)] = number
    return found | {"sept": 9, "jany": 1, "juill": 7, "mrz": 3, "maerz": 3, "jaen": 1, "janner": 1}


def _plain(text: str) -> str:
    base = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in base if not unicodedata.combining(c)).replace(".", " ").strip()


_ISO = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?")
_COMPACT = re.compile(r"(19|20)(\d{2})(0[1-9]|1[0-2])")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_FULL = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_NAME_YEAR = re.compile(r"(?:(\d{1,2})\W+(?:de\W+)?)?([^\W\d]+)\W*(?:de\W+|of\W+|')?\W*(\d{4}|\d{2})?")
_YEAR_NAME = re.compile(r"(\d{4})\W*([^\W\d]+)")


def read(cell: object) -> Written | None:
    """What a cell says of a month; None where it is none."""
    if isinstance(cell, datetime | date):
        return Written(cell.month, cell.year)
    if isinstance(cell, Decimal):
        whole = cell == cell.to_integral_value()
        return _number(str(int(cell))) if whole else None
    if not isinstance(cell, str):
        return None
    text = " ".join(_plain(cell.replace("’", "'")).split()) if not cell.isascii() else " ".join(cell.split())
    return _number(text) or _digits(text) or _named(text)


def _number(text: str) -> Written | None:
    if compact := _COMPACT.fullmatch(text):
        return Written(int(compact[3]), int(compact[1] + compact[2]))
    if re.fullmatch(r"\d{5}", text) and _SERIALS[0] <= int(text) <= _SERIALS[1]:
        return Written(serial=int(text))
    return None


def _digits(text: str) -> Written | None:
    if found := _ISO.fullmatch(text):
        return _checked(int(found[2]), int(found[1]), int(found[3] or 1))
    if found := _MONTH_YEAR.fullmatch(text):
        return _checked(int(found[1]), int(found[2]), 1)
    if found := _FULL.fullmatch(text):
        first, second, year = int(found[1]), int(found[2]), _year(found[3])
        if max(first, second) > 31 or min(first, second) < 1 or min(first, second) > 12:
            return None
        return Written(day_order=(first, second, year))
    return None


def _named(text: str) -> Written | None:
    words = _plain(text)
    if found := _YEAR_NAME.fullmatch(words):
        month = names().get(found[2])
        return Written(month, int(found[1])) if month else None
    found = _NAME_YEAR.fullmatch(words)
    if not found or (month := names().get(found[2])) is None:
        return None
    if found[1] and not found[3]:
        return None  # "16-Oct": a day or a year
    return Written(month, _year(found[3]) if found[3] else None)


def _checked(month: int, year: int, day: int) -> Written | None:
    return Written(month, year) if 1 <= month <= 12 and 1 <= day <= 31 and year >= 1000 else None


def _year(text: str) -> int:
    """Two digits are of this century up to 69, as spreadsheets have it."""
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) < 70 else 1900)


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """The months of a column, parallel to its cells; None where a cell is none. `asks` names the answers that are missing:
    "dateOrder", "epoch" or "year"; `faults` says of a cell that reads like a month why it is none, once it waits for no
    answer, as a sentence without its subject and its end."""

    months: tuple[Month | None, ...]
    asks: tuple[str, ...]
    faults: tuple[str | None, ...]
    date_order: str | None = None
    epoch: str | None = None


_Pair: TypeAlias = tuple[int, int]
"""A year and the number of a month, neither of them checked."""


def settle(
    cells: Sequence[Written | None],
    *,
    date_order: str | None = None,
    epoch: str | None = None,
    year: int | None = None,
) -> MonthColumn:
    """Months of one column: one order of day and month, one epoch, and years that go on where they are not written.

    What is given counts where the cells do not decide it; every cell gets a month, a fault or a question.
    """
    days = [cell.day_order for cell in cells if cell and cell.day_order]
    order = _order(days) or date_order if days else None
    serials = [cell.serial for cell in cells if cell and cell.serial is not None]
    since = epoch or _epoch(serials) if serials else None
    dated = [_dated(cell, order, since) for cell in cells]
    pairs = _with_years(cells, dated, year)
    missing = [cell for cell, pair in zip(cells, pairs, strict=True) if cell and pair is None]
    asks = {
        "dateOrder": any(cell.day_order for cell in missing),
        "epoch": any(cell.serial is not None for cell in missing),
        "year": any(cell.month for cell in missing),
    }
    found = tuple(_month(*pair) if pair else None for pair in pairs)
    faults = tuple(
        _fault(pair, order if cell and cell.day_order else None) if pair and month is None else None
        for cell, pair, month in zip(cells, pairs, found, strict=True)
    )
    return MonthColumn(found, tuple(name for name, open_ in asks.items() if open_), faults, order, since)


def _dated(cell: Written | None, order: str | None, since: str | None) -> _Pair | None:
    """What a cell says by itself; None for a name without a year, and where the order or the epoch is still open."""
    if cell is None:
        return None
    if cell.day_order:
        first, second, year = cell.day_order
        return (year, second if order == "dmy" else first) if order else None
    if cell.serial is not None:
        if since is None:
            return None
        day = EPOCHS[since] + timedelta(days=cell.serial)
        return day.year, day.month
    return (cell.year, cell.month) if cell.month and cell.year is not None else None


def _with_years(
    cells: Sequence[Written | None], dated: Sequence[_Pair | None], year: int | None
) -> list[_Pair | None]:
    """Names without a year go on from the month above. Those above the first year count back from it where they are the
    months right before it, one after the other; else they go on from `year`."""
    pairs = list(dated)
    names = {
        place: cell.month
        for place, cell in enumerate(cells)
        if cell and cell.month and cell.year is None and not cell.day_order
    }
    first = next((place for place, pair in enumerate(dated) if pair), len(cells))
    above = [place for place in names if place < first]
    last: _Pair | None = None
    if above and first < len(cells):
        last = _before(dated[first], [names[place] for place in above])
    if last is None and year is not None:
        last = (year, 0)
    for place, pair in enumerate(dated):
        if pair is not None:
            last = pair
        elif place in names and last is not None:
            last = pairs[place] = (last[0] + (names[place] < last[1]), names[place])
    return pairs


def _before(anchor: _Pair | None, names: Sequence[int]) -> _Pair | None:
    """The year of the first of `names`, as a pair that no month is before, where they lead up to the anchor."""
    if anchor is None:
        return None
    steps = zip(names, (*names[1:], anchor[1]), strict=True)
    if any((after - before) % 12 != 1 for before, after in steps):
        return None
    index = anchor[0] * 12 + anchor[1] - 1 - len(names)
    return index // 12, 0


def _month(year: int, number: int) -> Month | None:
    return Month(year, number) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12 else None


def _fault(pair: _Pair, order: str | None) -> str:
    _, number = pair
    if not 1 <= number <= 12:
        first = "day" if order == "dmy" else "month"
        return f"has the month {number} where the {first} is written first"
    return f"is outside the years {FIRST_YEAR} to {LAST_YEAR}"


def _order(days: Sequence[tuple[int, int, int]]) -> str | None:
    """Day first or month first, as the rows decide that can be read one way alone."""
    day_first = any(first > 12 for first, _, _ in days)
    month_first = any(second > 12 for _, second, _ in days)
    if day_first != month_first:
        return "dmy" if day_first else "mdy"
    if days and all(first == second for first, second, _ in days):
        return "dmy"  # it does not matter
    return None


def _epoch(serials: Sequence[int]) -> str | None:
    """The epoch in which all serial numbers are firsts, or lasts, of a month; None where neither fits, or both do."""
    if not serials:
        return None
    fitting = []
    for name, start in EPOCHS.items():
        days = [start + timedelta(days=serial) for serial in serials]
        if len(serials) > 1 and (
            all(day.day == 1 for day in days) or all((day + timedelta(days=1)).day == 1 for day in days)
        ):
            fitting.append(name)
    return fitting[0] if len(fitting) == 1 else None
