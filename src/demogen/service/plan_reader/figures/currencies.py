"""What stands for a currency in a plan: codes, signs and words. Which of them a tenant has is not known here."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from babel.numbers import get_currency_symbol

_DOLLARS = ("USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP")
_RUPEES = ("INR", "PKR", "LKR", "NPR", "MUR", "SCR")
_KRONER = ("SEK", "NOK", "DKK", "ISK")
_EURO = ("euro", "euros")
_DOLLAR = ("dollar", "dollars", "dolares", "dolar")

_SIGNS: dict[str, tuple[str, ...]] = {
    "$": _DOLLARS, "US$": ("USD",), "C$": ("CAD",), "A$": ("AUD",), "S$": ("SGD",), "R$": ("BRL",), "€": ("EUR",), "£": ("GBP",),
    "¥": ("JPY", "CNY"), "円": ("JPY",), "元": ("CNY",), "₩": ("KRW",), "원": ("KRW",), "₹": ("INR",), "Rs": _RUPEES, "₨": _RUPEES,
    "Fr": ("CHF",), "SFr": ("CHF",), "sFr": ("CHF",), "kr": _KRONER, "Skr": ("SEK",), "Nkr": ("NOK",), "Dkr": ("DKK",),
    "zł": ("PLN",), "zl": ("PLN",), "Kč": ("CZK",), "Kc": ("CZK",), "Ft": ("HUF",), "lei": ("RON",), "leu": ("RON",), "лв": ("BGN",),
    "₺": ("TRY",), "TL": ("TRY",), "₽": ("RUB",), "руб": ("RUB",), "₴": ("UAH",), "₪": ("ILS",), "₫": ("VND",), "฿": ("THB",),
    "₱": ("PHP",), "RM": ("MYR",), "Rp": ("IDR",), "R": ("ZAR",), "د.إ": ("AED",), "Dh": ("AED", "MAD"), "₦": ("NGN",),
    "Euro": ("EUR",), "Euros": ("EUR",),
}  # fmt: skip
"""Usual signs, each with the currencies it stands for, beside those that CLDR names; a point behind one does not matter."""

WORDS: dict[str, str] = {
    **dict.fromkeys(_EURO, "EUR"), **dict.fromkeys(_DOLLAR, "USD"), "pounds": "GBP", "pfund": "GBP", "franken": "CHF", "francs": "CHF",
    "reais": "BRL", "rupees": "INR", "yen": "JPY", "kroner": "NOK", "kronor": "SEK", "zloty": "PLN",
}  # fmt: skip
"""Names of currencies in headings, as `letters.plain` writes them."""

LETTERS = frozenset(
    (
        "zł",
        "Kč",
        "Ft",
        "kr",
        "kr.",
        "Skr",
        "Nkr",
        "Dkr",
        "Rs",
        "Rs.",
        "Fr.",
        "SFr.",
        "sFr.",
        "лв",
        "лв.",
        "руб",
        "руб.",
        "TL",
        "lei",
        "RM",
        "Rp",
    )
)
"""Signs of letters alone that headings have, as they are written."""

_ALSO_WORDS = {"ALL", "TOP", "CUP", "MOP", "GEL", "MAD", "PEN", "BAM", "SOS", "ANG", "COP"}
"""Codes that headings in capitals have as words."""


def normal(sign: str) -> str:
    return sign.strip().casefold().rstrip(".")


@lru_cache
def codes() -> frozenset[str]:
    """The codes that are known in headings, in capitals."""
    return frozenset(str(code) for code in Locale("en").currencies) - _ALSO_WORDS


@lru_cache
def signs() -> frozenset[str]:
    """The signs that are no letters alone, as headings have them."""
    found = {sign for sign in (*_SIGNS, *_symbols()) if any(not letter.isalpha() for letter in sign)}
    return frozenset(sign for sign in found if len(sign) <= 4 and "." not in sign and not sign.isspace())


def _symbols() -> set[str]:
    locales = ("en", "en_US", "de", "fr", "es")
    return {sign for locale in locales for sign in Locale.parse(locale).currency_symbols.values()}


@lru_cache
def is_sign(text: str) -> bool:
    """Whether a text stands for a currency: its code, or a sign of it."""
    return normal(text) in _known()


@lru_cache
def _known() -> frozenset[str]:
    return frozenset(map(normal, (*Locale("en").currencies, *_symbols(), *_SIGNS)))


def signs_of(code: str) -> set[str]:
    """What stands for a currency, in the form of `normal`: its code and its usual signs."""
    found = {
        code,
        *(
            get_currency_symbol(code, Locale(language))
            for language in ("en", "de", "fr", "es", "it", "nl", "pt")
        ),
    }
    found.add(get_currency_symbol(code, "en_US"))
    return {normal(sign) for sign in (*found, *(sign for sign, owners in _SIGNS.items() if code in owners))}
