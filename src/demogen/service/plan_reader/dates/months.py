"""Months as people write them, one cell at a time. Nothing here depends on today's date or on the machine's time zone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale

from demogen.service.plan_reader.words.letters import seen

_LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "fr_CA",
    "da",
    "sv",
    "nb",
    "fi",
    "pl",
    "cs",
    "ro",
    "hu",
    "tr",
    "ru",
    "ar",
    "ja",
    "zh",
    "ko",
)

_SERIALS = (25_569, 73_415)
"""Serial numbers that are taken for dates: 1970 to 2100."""

_LONGEST = 80
"""Characters of a month, with all that may stand around it."""

Clock = tuple[int, int, int]
"""Hours, minutes and seconds."""


@dataclass(frozen=True, slots=True)
class Written:
    """A month as one cell says it: with its year or without, or as a day whose order or epoch is still open. `day` and `clock`
    are those of an instant; `short` is a number before a year of two digits; `fault` says why it is no month."""

    month: int | None = None
    year: int | None = None
    day_order: tuple[int, int, int] | None = None  # first number, second number, year
    serial: int | None = None
    day: int | None = None
    clock: Clock | None = None
    short: tuple[int, int] | None = None
    fault: str | None = None

    @property
    def is_name(self) -> bool:
        """Whether its year stands elsewhere."""
        return self.month is not None and self.year is None


@lru_cache
def names() -> dict[str, int]:
    """Month names and abbreviations, without accents and dots; one that means two months in two languages is none."""
    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        months = Locale.parse(language).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    found.setdefault(_plain(name), set()).add(number)
    known = {
        name: numbers.pop() for name, numbers in found.items() if len(numbers) == 1 and not name.isdigit()
    }
    return known | {"sept": 9, "jany": 1, "juill": 7, "mrz": 3, "maerz": 3, "jaen": 1, "janner": 1}


def _plain(text: str) -> str:
    base = unicodedata.normalize("NFKD", seen(text).casefold().replace("ł", "l").replace("ı", "i"))
    return "".join(c for c in base if not unicodedata.combining(c)).replace(".", " ").strip()


_CLOCK = (
    r"(?:[T ](?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?\s?(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
_ISO = re.compile(rf"(\d{{4}})[-/. ](\d{{1,2}})(?:[-/. ](\d{{1,2}}))?{_CLOCK}")
_COMPACT = re.compile(r"(19|20)(\d{2})(0[1-9]|1[0-2])")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_SHORT = re.compile(r"(\d{1,2})[-/.'](\d{2})")
_FULL = re.compile(rf"(\d{{1,2}})[-/. ]+(\d{{1,2}})[-/. ]+(\d{{4}}|\d{{2}}){_CLOCK}")
_EASTERN = re.compile(r"(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월](?:\s?(\d{1,2})\s?[日일])?")
_NAME_YEAR = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|er)?\W+(?:de\W+|of\W+)?)?([^\W\d]+)\W*(?:de\W+|of\W+|del\W+|')?\W*(\d{4}|\d{2})?(?:\s?г)?"
)
_NAME_DAY_YEAR = re.compile(r"([^\W\d]+)\W+(\d{1,2})(?:st|nd|rd|th)?\W+(\d{4})")
_YEAR_NAME = re.compile(r"(\d{4})\W*([^\W\d]+)")


def read(cell: object) -> Written | None:
    """What a cell says of a month; None where it is none."""
    if isinstance(cell, datetime):
        return Written(cell.month, cell.year, day=cell.day, clock=(cell.hour, cell.minute, cell.second))
    if isinstance(cell, date):
        return Written(cell.month, cell.year)
    if isinstance(cell, Decimal):
        whole = cell.is_finite() and cell == cell.to_integral_value()
        return _number(str(int(cell))) if whole and cell.adjusted() < 9 else None
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return None
    text = " ".join(seen(cell).replace("’", "'").split())
    return _number(text) or _digits(text) or _named(text)


def _number(text: str) -> Written | None:
    if compact := _COMPACT.fullmatch(text):
        return Written(int(compact[3]), int(compact[1] + compact[2]))
    if re.fullmatch(r"\d{5}", text) and _SERIALS[0] <= int(text) <= _SERIALS[1]:
        return Written(serial=int(text))
    return None


def _digits(text: str) -> Written | None:
    for pattern, meaning in _FORMS:
        if found := pattern.fullmatch(text):
            return meaning(found)
    return None


def _iso(found: re.Match[str]) -> Written | None:
    return _checked(int(found[2]), int(found[1]), int(found[3] or 1), _clock(found) if found[3] else None)


def _month_year(found: re.Match[str]) -> Written | None:
    return _checked(int(found[1]), int(found[2]), 1)


def _eastern(found: re.Match[str]) -> Written | None:
    if found[1] is None:
        return Written(int(found[2])) if 1 <= int(found[2]) <= 12 and not found[3] else None
    return _checked(int(found[2]), int(found[1]), int(found[3] or 1))


def _short(found: re.Match[str]) -> Written | None:
    return Written(short=(int(found[1]), int(found[2]))) if 1 <= int(found[1]) <= 12 else None


def _full(found: re.Match[str]) -> Written | None:
    first, second, year = int(found[1]), int(found[2]), _year(found[3])
    if max(first, second) > 31 or min(first, second) < 1 or min(first, second) > 12:
        return None
    return Written(day_order=(first, second, year), clock=_clock(found))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Written | None]], ...] = (
    (_ISO, _iso), (_MONTH_YEAR, _month_year), (_EASTERN, _eastern), (_SHORT, _short), (_FULL, _full),
)  # fmt: skip


def _clock(found: re.Match[str]) -> Clock | None:
    """The time of an instant that may be another day elsewhere; what has an offset of its own is the day that it says."""
    if found["h"] is None or (found["zone"] or "Z") not in ("Z", "UTC", "+00:00", "+0000", "-00:00"):
        return None
    return int(found["h"]), int(found["m"]), int(found["s"] or 0)


def _named(text: str) -> Written | None:
    words = _plain(text)
    if found := _YEAR_NAME.fullmatch(words):
        month = names().get(found[2])
        return Written(month, int(found[1])) if month else None
    if found := _NAME_DAY_YEAR.fullmatch(words):
        month, day = names().get(found[1]), int(found[2])
        return Written(month, int(found[3])) if month and 1 <= day <= 31 else None
    found = _NAME_YEAR.fullmatch(words)
    if not found or (month := names().get(found[2])) is None:
        return None
    if found[1] and not found[3]:
        return None  # "16-Oct": a day or a year
    return Written(month, _year(found[3]) if found[3] else None)


def _checked(month: int, year: int, day: int, clock: Clock | None = None) -> Written | None:
    if not (1 <= month <= 12 and 1 <= day <= 31 and year >= 1000):
        return None
    return Written(month, year, day=day if clock else None, clock=clock)


def _year(text: str) -> int:
    """Two digits are of this century up to 69, as spreadsheets have it."""
    if len(text) == 4:
        return int(text)
    return int(text) + (2000 if int(text) < 70 else 1900)


def agree(one: Written, other: Written) -> bool:
    """Whether two cells can be of the same month."""
    numbers = [
        {cell.month} if cell.month else set(cell.day_order[:2]) if cell.day_order else {0}
        for cell in (one, other)
    ]
    years = {
        year
        for cell in (one, other)
        if (year := cell.day_order[2] if cell.day_order else cell.year) is not None
    }
    return len(years) < 2 and bool(numbers[0] & numbers[1] or {0} in numbers)


def mentioned(text: str) -> set[int]:
    """The months that a text names among other words, such as "Total Mar 2024"."""
    short = text[: 4 * _LONGEST]
    found = {names()[word] for word in re.findall(r"[^\W\d]{3,}", _plain(short)) if word in names()}
    for part in re.findall(r"\d[\d\-/.]*\d", seen(short)):
        written = _digits(part)
        if written is not None and written.month:
            found.add(written.month)
    return found
