"""Texts as cells that no spreadsheet takes for a formula. Numbers are not texts: they stay numbers, negative ones too."""

from __future__ import annotations

import re

LONGEST = 32_767
"""Characters that one cell of a workbook can hold."""

_CUT = " … (cut)"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def clean(text: str, limit: int = LONGEST) -> str:
    """Without control characters, and cut with a mark where it is too long."""
    found = _CONTROL.sub("", text)
    return found if len(found) <= limit else found[: limit - len(_CUT)] + _CUT


def neutral(text: str) -> str:
    """Clean, and with an apostrophe before what a spreadsheet would take for a formula."""
    found = clean(text)
    return f"'{found}" if found[:1] in ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠") else found
