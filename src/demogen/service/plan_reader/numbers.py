"""Numbers as people write them. Which mark is the decimal one is decided for a whole file, and asked for where it stays open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_symbol

_SPACES = "\u0020\u00a0\u202f\u2009\u2007"
_APOSTROPHES = "'’ʼ`´"
_MINUS = "-−–‒﹣－"
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d{1,2}")
_BODY = re.compile(r"[\d.,]+")
_ERRORS = re.compile(
    r"#(?:N/A|NV|DIV/0!|REF!|BEZUG!|VALUE!|WERT!|NAME\?|NULL!|NUM!|ZAHL!|SPILL!|CALC!|GETTING_DATA)", re.I
)

_MORE_SIGNS = {
    "$": "USD", "US$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "Fr": "CHF", "Fr.": "CHF", "SFr.": "CHF",
}  # fmt: skip
"""Usual signs, each with the currency it stands for, beside those that CLDR names."""


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
    """Take a cell apart. None for a blank one; NotANumber says what is wrong with others."""
    text = cell.strip(_SPACES + "\t\r\n\ufeff")
    if text in ("", *_MINUS):
        return None
    if _ERRORS.fullmatch(text):
        raise NotANumber(f"it holds the spreadsheet error {text}")
    if "%" in text:
        raise NotANumber("a percentage is not a number of this KPI")
    negative = False
    if text.startswith("(") and text.endswith(")"):
        negative, text = True, text[1:-1].strip(_SPACES)
    currency, text = _currency(text)
    text = text.strip(_SPACES)
    for mark in (_MINUS, "+"):
        if text and text[0] in mark:
            negative, text = negative != (mark is _MINUS), text[1:]
        elif text and text[-1] in mark and mark is _MINUS:
            negative, text = not negative, text[:-1]
    more, text = _currency(text.strip(_SPACES))
    text = text.strip(_SPACES)
    if _SCIENTIFIC.fullmatch(text):
        return Bare(text.replace(",", "."), negative, currency or more, scientific=True)
    squeezed = _grouped_by(text, _SPACES + _APOSTROPHES)
    if not _BODY.fullmatch(squeezed) or not any(c.isdigit() for c in squeezed) or not squeezed.isascii():
        raise NotANumber(f"'{cell.strip()}' is not a number")
    return Bare(squeezed, negative, currency or more)


def _grouped_by(text: str, marks: str) -> str:
    """Without grouping spaces and apostrophes, which stand before three digits each."""
    return re.sub(rf"(?<=\d)[{re.escape(marks)}](?=\d{{3}}(?!\d))", "", text)


def _currency(text: str) -> tuple[str | None, str]:
    """A currency's code or sign before or after the digits."""
    before = re.match(r"([^\d\s,()+\-−–'’]{1,4}?)\s*(?=[\d.,(+\-−–])", text)
    if before and before[1].casefold() in _all_signs():
        return before[1], text[before.end() :]
    after = re.search(r"(?<=[\d.,)\-−–])\s*([^\d\s,()+\-−–'’]{1,4})$", text)
    if after and after[1].casefold() in _all_signs():
        return after[1], text[: after.start()]
    return None, text


@lru_cache
def _all_signs() -> frozenset[str]:
    """The codes and signs of all currencies."""
    codes = list(Locale("en").currencies)
    signs = {
        sign
        for locale in ("en", "en_US", "de", "fr", "es")
        for sign in Locale.parse(locale).currency_symbols.values()
    }
    return frozenset(sign.casefold() for sign in (*codes, *signs, *_MORE_SIGNS))


def signs_of(code: str) -> set[str]:
    """What stands for a currency: its code and its usual signs."""
    signs = {code, get_currency_symbol(code, "en"), get_currency_symbol(code, "en_US")}
    for language in ("de", "fr", "es", "it", "nl", "pt"):
        signs.add(get_currency_symbol(code, Locale(language)))
    more = {sign for sign, owner in _MORE_SIGNS.items() if owner == code}
    return {sign.casefold() for sign in signs | more}


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
