"""Texts of any script as plain Latin words, for addresses. What the words are for must not be known here."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

_WORD_BREAK = re.compile(r"[^a-z0-9]+")


def latin_words(text: str) -> str:
    """a-z and 0-9 in words joined by hyphens: "Müller AG" -> muller-ag, "北京 Tools" -> bei-jing-tools. May be empty.

    One rule for all texts: each letter becomes its plain Latin form (ü -> u in every language), and signs that stand for
    words or syllables are kept apart.
    """
    latin = "".join(map(_latin, unicodedata.normalize("NFC", text)))
    return _WORD_BREAK.sub("-", latin.lower()).strip("-")


def _latin(char: str) -> str:
    if char.isascii():
        return char
    latin = anyascii(char)
    if unicodedata.category(char)[0] == "L":
        latin = latin.replace("'", "")
        if latin[:1].isupper() and char == char.lower() == char.upper():
            return f"-{latin}-"
    return latin
