"""Letters and digits as people see them: how texts are compared, and how they are shown. What they mean is not known here."""

from __future__ import annotations

import re
import unicodedata

SPACES = "\u0020\u00a0\u202f\u2009\u2007\u2002\u2003\u2005\u2006\u2008\u200a\u3000"
DASHES = "-−–—‒―﹣－"

_ORDER_OVERRIDES = "\u202d\u202e"
"""These show digits in another order than they stand in: never passed over."""


_WIDE_SIGNS = {"￥": "¥", "￡": "£", "￦": "₩"}


def seen(text: str) -> str:
    """What a reader sees: no invisible marks, and digits of every script and of full width as plain ones."""
    return text if text.isascii() else "".join(map(_seen, text))


def _seen(letter: str) -> str:
    if "！" <= letter <= "～":  # full width
        return chr(ord(letter) - 0xFEE0)
    if letter in _WIDE_SIGNS:
        return _WIDE_SIGNS[letter]
    if unicodedata.category(letter) == "Nd":
        return str(unicodedata.decimal(letter))
    hidden = unicodedata.category(letter) == "Cf" and letter not in _ORDER_OVERRIDES
    return "" if hidden else letter


_LONGEST_SHOWN = 120
_LONGEST = 1_000


def shown(value: object) -> str:
    """A cell's text for a message: what cannot be seen stands there by its code, such as U+200E; a long one is cut."""
    text = str(value)
    found = "".join(
        f"U+{ord(letter):04X}" if letter != " " and not letter.isprintable() else letter
        for letter in text[:_LONGEST_SHOWN]
    )
    return found if len(text) <= _LONGEST_SHOWN else f"{found}…"


def plain(text: str) -> str:
    """Lower case, without accents, marks and double spaces: "Neue Geschäfte:" -> "neue geschafte". Of a long text its beginning."""
    spread = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", seen(text[:_LONGEST]))
    base = "".join(
        c for c in unicodedata.normalize("NFKD", spread.casefold()) if not unicodedata.combining(c)
    )
    return " ".join(re.sub(r"[^\w]+|_", " ", base.replace("ł", "l")).split())
