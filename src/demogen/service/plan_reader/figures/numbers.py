"""Numbers as people write them. Which mark is the decimal one is decided for a whole file, and asked for where it stays open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from demogen.service.plan_reader.figures import currencies
from demogen.service.plan_reader.words.letters import DASHES, SPACES, seen, shown

_APOSTROPHES = "'’ʼ`´"
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d{1,2}")
_BODY = re.compile(r"[\d.,]+")
_WHOLE = re.compile(rf"(?P<digits>.*\d)(?P<mark>[.,])\s?[{re.escape(DASHES)}]{{1,2}}")
"""A whole amount as shops write it: 1.234,- or 1'234.–"""

_SIGN = r"[^\d\s()+,'’\-−–—]"
_ERRORS = re.compile(
    r"#(?:N/A|NV|DIV/0!|REF!|BEZUG!|VALUE!|WERT!|NAME\?|NULL!|NUM!|ZAHL!|SPILL!|CALC!|GETTING_DATA)", re.I
)


_LONGEST = 200
"""Characters of a number, with all that may stand around it."""


class NotANumber(ValueError):
    """Why a cell is no number, as a sentence without its end."""


@dataclass(frozen=True, slots=True)
class Bare:
    """A cell's digits and marks, without signs, currency and spaces. `marks` are the marks in their order."""

    text: str
    negative: bool
    currency: str | None
    scientific: bool = False


def strip(cell: str) -> Bare | None:
    """Take a cell apart. None for one that holds nothing, or a dash alone; NotANumber says what is wrong with others."""
    if len(cell) > _LONGEST:
        raise NotANumber(f"'{shown(cell)}' is not a number")
    text = seen(cell).strip(SPACES + "\t\r\n\ufeff")
    if not text:
        return None
    if _ERRORS.fullmatch(text):
        raise NotANumber(f"it holds the spreadsheet error {text}")
    if "%" in text or "‰" in text:
        raise NotANumber("a percentage is not a number of this KPI")
    currency, text = _currency(text)
    negative, text = _in_parentheses(text)
    if currency is None:
        currency, text = _currency(text)
    if not text.strip(DASHES + SPACES) and len(text) <= 3:  # as accountants write nothing
        return None
    if whole := _WHOLE.fullmatch(text):
        text = f"{whole['digits']}{whole['mark']}00"
    minus, text = _minus(text)
    more, text = _currency(text)
    if minus and negative:
        raise NotANumber(f"'{shown(cell.strip())}' has two signs")
    if _SCIENTIFIC.fullmatch(text):
        return Bare(text.replace(",", "."), negative or minus, currency or more, scientific=True)
    squeezed = _grouped_by(text, SPACES + _APOSTROPHES)
    if not _BODY.fullmatch(squeezed) or not any(c.isdigit() for c in squeezed) or not squeezed.isascii():
        raise NotANumber(f"'{shown(cell.strip())}' is not a number")
    return Bare(squeezed, negative or minus, currency or more)


def _in_parentheses(text: str) -> tuple[bool, str]:
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip(SPACES)
    return False, text


def _minus(text: str) -> tuple[bool, str]:
    """A sign before or after the digits, once."""
    if text[:1] and text[0] in DASHES + "+":
        return text[0] != "+", text[1:].strip(SPACES)
    if text[-1:] and text[-1] in DASHES:
        return True, text[:-1].strip(SPACES)
    return False, text


def _grouped_by(text: str, marks: str) -> str:
    """Without grouping spaces and apostrophes, which stand before three digits each."""
    return re.sub(rf"(?<=\d)[{re.escape(marks)}](?=\d{{3}}(?!\d))", "", text)


def _currency(text: str) -> tuple[str | None, str]:
    """A currency's code or sign before or after the digits."""
    for length in range(min(6, len(text)), 0, -1):
        before, rest = text[:length], text[length:].lstrip(SPACES)
        if (
            re.fullmatch(rf"{_SIGN}+", before)
            and re.match(rf"[\d.,(+{re.escape(DASHES)}]", rest)
            and currencies.is_sign(before)
        ):
            return before.rstrip("."), rest
        after, start = text[-length:], text[:-length].rstrip(SPACES)
        if (
            re.fullmatch(rf"{_SIGN}+", after)
            and re.search(rf"[\d.,){re.escape(DASHES)}]$", start)
            and currencies.is_sign(after)
        ):
            return after.rstrip("."), start
    return None, text


def decimal_mark(cells: Iterable[Bare]) -> tuple[str | None, bool]:
    """The mark that the cells show to be the decimal one, and whether any cell needs to know it."""
    found: set[str] = set()
    open_cells = False
    for cell in cells:
        if cell.scientific:
            continue
        dots, commas = cell.text.count("."), cell.text.count(",")
        if dots and commas:
            found.add("." if cell.text.rfind(".") > cell.text.rfind(",") else ",")
        elif dots + commas > 1:
            groups = cell.text.split("." if dots else ",")
            if all(len(group) == 3 for group in groups[1:]) or _indian(groups):
                found.add("," if dots else ".")
        elif dots + commas == 1:
            mark = "." if dots else ","
            if is_open(cell):
                open_cells = True
            else:
                found.add(mark)
    if len(found) == 1:
        return found.pop(), open_cells
    return None, open_cells or len(found) > 1


def is_open(cell: Bare) -> bool:
    """Whether its one mark can group thousands and can be the decimal one."""
    found = re.fullmatch(r"(\d{1,3})[.,]\d{3}", cell.text)
    return found is not None and found[1] != "0" and not cell.scientific


def value(bare: Bare, mark: str) -> Decimal:
    """The number, with `mark` as its decimal mark. Raises NotANumber where its grouping is not one of thousands."""
    text = bare.text
    if not bare.scientific:
        other = "," if mark == "." else "."
        whole, _, part = text.partition(mark)
        if mark in part or other in part:
            raise NotANumber(f"'{text}' has its marks in no order")
        groups = whole.split(other)
        if len(groups) > 1 and not (
            1 <= len(groups[0]) <= 3 and (all(len(group) == 3 for group in groups[1:]) or _indian(groups))
        ):
            raise NotANumber(f"'{text}' is not grouped by thousands; its decimal mark should be '{mark}'")
        text = f"{''.join(groups) or '0'}.{part or '0'}"
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise NotANumber(f"'{bare.text}' is not a number") from None
    return found.copy_negate() if bare.negative else found  # a minus would round


def _indian(groups: list[str]) -> bool:
    """Lakh and crore: 12,34,567."""
    return len(groups) > 2 and len(groups[-1]) == 3 and all(len(group) == 2 for group in groups[1:-1])
