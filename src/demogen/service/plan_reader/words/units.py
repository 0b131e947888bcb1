"""Units in headings and titles: thousands and millions, currencies. What they are units of is not known here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from demogen.service.plan_reader.figures import currencies
from demogen.service.plan_reader.words.letters import plain, seen

_THOUSANDS = (
    "thousand", "thousands", "thsd", "tsd", "tausend", "millier", "milliers", "mille", "miles", "migliaia", "duizend", "duizenden", "milhares", "milhar",
    "tusen", "tusental", "tys", "tis", "千",
)  # fmt: skip
_MILLIONS = (
    "million", "millions", "mio", "mios", "mln", "mn", "millionen", "millones", "milioni", "milione", "miljoen", "miljoenen", "milhoes", "milhao", "mill",
    "百万",
)  # fmt: skip
_BILLIONS = (
    "billion",
    "billions",
    "bn",
    "mrd",
    "milliarde",
    "milliarden",
    "milliard",
    "milliards",
    "miliardi",
    "miljard",
    "bilhoes",
)
_OTHERS = {
    "lakh": 10**5,
    "lakhs": 10**5,
    "lac": 10**5,
    "crore": 10**7,
    "crores": 10**7,
    "万": 10**4,
    "億": 10**8,
}

FACTORS: dict[str, int] = {
    **dict.fromkeys(_THOUSANDS, 1_000), **dict.fromkeys(_MILLIONS, 10**6), **dict.fromkeys(_BILLIONS, 10**9), **_OTHERS,
}  # fmt: skip
"""Words for a scale, as `letters.plain` writes them."""

_BEFORE = {"k": 1_000, "t": 1_000, "m": 10**6, "mm": 10**6, "b": 10**9, "000": 1_000}
_AFTER = {"k": 1_000, "m": 10**6, "mm": 10**6, "b": 10**9, "tsd": 1_000, "000": 1_000}
"""Marks before and after a currency; a T after one may be thousands or trillions."""

_LETTERS = re.compile(r"[(\[]\s*(k|mm|mn)\s*[)\]]", re.I)
_ZEROS = re.compile(
    r"(?:\bin\s+|\bx\s*|×\s*|\*\s*|\bà\s+|\ben\s+)(1[., '’]?000(?:[., '’]?000)?)\b"
    r"|[(\[]\s*[x×]?\s*(1?[., '’]?000(?:[., '’]000)?)s?\s*[)\]]"
    r"|(?<![\d.,])['’](000(?:['’]000)?)s?\b|(?<![\d.,'’])(?<!\d\s)(000)s\b",
    re.I,
)
"""Thousands by their zeros; a bare 1.000 is an amount."""

_POWER = re.compile(r"\b10\s?(?:\^\s?([369])|([³⁶⁹]))")
_AMOUNT_WORDS = re.compile(
    r"(?<!\S)(?:amounts?|values?|revenues?|money|betrage?|werte?|umsatze?|montants?|valeurs?|importes?|valores?|importi|valori|bedragen|waarden|currency)(?!\S)"
)


_EASTERN = re.compile(r"(千|百万|万|億)?([円元원])")


@dataclass(frozen=True, slots=True)
class Unit:
    """What a text says of its numbers' unit: the factor, the currency as it is written, whether it speaks of money; `rest` is
    the text without that. `is_mark` is whether the factor is written as a mark, such as k€, and not as a word."""

    factor: int | None
    currency: str | None
    is_money: bool
    rest: str
    unclear: bool = False
    is_mark: bool = False


@lru_cache
def _named() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, FACTORS), key=len, reverse=True))
    of_numbers = (
        "figures?|amounts?|values?|numbers?|angaben|werte|betrage|zahlen|chiffres|montants|valeurs|importes|cifras|valori|importi|cifre|bedragen|cijfers|"
        "valores|unit|units|einheit"
    )
    return re.compile(rf"\b(?:in|en|em)\s+(?:\S+\s+)?(?:{words})\b|\b(?:{of_numbers})\b|^(?:\S+\s*){{1,3}}$")


def is_of_numbers(text: str) -> bool:
    """Whether a title that has a word for a scale says that its numbers are in it: "in thousands", not "our million dollar plan"."""
    return _named().search(plain(text)) is not None


@lru_cache
def _currency() -> re.Pattern[str]:
    """A currency with the mark of a scale at it. A letter that stands apart is a mark only in brackets, after "in", and at the end:
    "Team B € plan" is none."""
    letter, outside = r"[^\W\d_]", r"(?<![\d.,'’])(?<!\d\s)"
    codes = "|".join(sorted(currencies.codes()))
    signs = "|".join(re.escape(sign) for sign in sorted(currencies.signs(), key=len, reverse=True))
    marks = rf"(?:(?<!\w)(?:MM|mm|[kKtTmMbB])|{outside}['’]?000s?)"
    apart = r"(?:(?<=[(\[])|(?<=\bin\s)|(?<=^))(?:MM|mm|[kKtTmM])\s|" rf"{outside}['’]?000s?\s"
    scaled = rf"(?P<before>{marks}|{apart})(?P<scaled>(?:{codes})(?!{letter})|{signs})"
    alone = rf"(?P<alone>(?<!{letter})(?:{codes})(?=[kKmM]?(?!{letter}))|{signs})"
    after = rf"(?P<after>(?:MM|mm|[kKmMbB])(?!\w)|\s(?:MM|mm|[kKmM])(?=\s*(?:$|[)\],;/]))|\s?[Tt]sd\.?(?!{letter})|\s?['’]?000s?(?!\w))"
    return re.compile(rf"(?:{scaled}|{alone}){after}?")


def take(text: str) -> Unit:
    """What a heading or a title says of the unit; where it says two things of the scale, it is unclear."""
    rest = seen(text)
    factors: list[int] = []
    currency: str | None = None
    for _ in range(3):
        found = _currency().search(rest)
        if not found:
            break
        currency = currency or found["scaled"] or found["alone"]
        for letter, table in ((found["before"], _BEFORE), (found["after"], _AFTER)):
            if letter:
                factors.append(table[_mark(letter)])
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    if eastern := _EASTERN.search(rest):
        currency, rest = currency or eastern[2], rest.replace(eastern[0], " ", 1)
        factors += [FACTORS[eastern[1]]] if eastern[1] else []
    for token in re.findall(r"[^\s()\[\],;:/]+", rest):
        if token in currencies.LETTERS:
            currency, rest = currency or token, rest.replace(token, " ", 1)
    for pattern in (_LETTERS, _ZEROS, _POWER):
        if found := pattern.search(rest):
            factors.append(_factor(next(group for group in found.groups() if group)))
            rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    is_mark = bool(factors)
    words = plain(rest).split()
    kept: list[str] = []
    for place, word in enumerate(words):
        said = FACTORS.get(word)
        if said is not None and not (place and words[place - 1].isdigit()):  # "5 million" is no unit
            factors.append(said)
        elif word in currencies.WORDS:
            currency = currency or currencies.WORDS[word]
        else:
            kept.append(word)
    if "mil" in kept and (currency in ("R$", "BRL") or "em" in kept):
        factors.append(1_000)
        kept.remove("mil")
    rest = " ".join(kept)
    distinct = list(dict.fromkeys(factors))
    money = currency is not None or _AMOUNT_WORDS.search(rest) is not None
    return Unit(
        distinct[0] if distinct else None, currency, money, rest, unclear=len(distinct) > 1, is_mark=is_mark
    )


def _mark(said: str) -> str:
    bare = said.strip(" .'’").casefold()
    return "000" if bare.startswith("000") else bare


def _factor(said: str) -> int:
    lower = said.casefold()
    if lower in ("k", "mm", "mn"):
        return 1_000 if lower == "k" else 10**6
    if lower in "369³⁶⁹":
        return int(10 ** {"3": 3, "6": 6, "9": 9, "³": 3, "⁶": 6, "⁹": 9}[lower])
    return 10**6 if sum(letter == "0" for letter in said) >= 6 else 1_000
