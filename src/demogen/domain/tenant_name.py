"""What a tenant may be called, and the slug that its name gives. Which slugs are taken must not be known here."""

from __future__ import annotations

import unicodedata

from demogen.domain.latin import latin_words

LONGEST_NAME = 200
LONGEST_SLUG = 50
"""Characters: a slug is also a label of the domain that the tenant's users have their e-mail in, and those have 63."""

_REFUSED = {"Cc", "Cs", "Zl", "Zp"}
"""Categories of characters that no name holds: control characters, halves of characters, line breaks."""

_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
"""Directions that make the texts behind a name read backwards."""


def name_fault(name: str) -> str | None:
    """What is wrong with a tenant's name; None where nothing is.

    Joiners and direction marks are no fault: emoji, Persian and Hindi names are written with them.
    """
    if not any(unicodedata.category(char)[0] in "LNPS" or char > "\uffff" for char in name.strip()):
        return "The name is empty. Give one with a letter in it."
    if len(name) > LONGEST_NAME:
        return f"The name is longer than {LONGEST_NAME} characters. Shorten it."
    place = next((place for place, char in enumerate(name) if _is_refused(char)), None)
    if place is None:
        return None
    return (
        f"Character {place + 1} of the name is U+{ord(name[place]):04X}, which cannot be seen. Leave it out."
    )


def _is_refused(char: str) -> bool:
    is_no_character = ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF
    return (
        is_no_character
        or unicodedata.category(char) in _REFUSED
        or unicodedata.bidirectional(char) in _TURNING
    )


def slug_of(name: str) -> str:
    """A name as an address has it, whatever it is written in; `tenant` where nothing of it can be read."""
    slug = latin_words(name)
    if len(slug) > LONGEST_SLUG:
        whole, _, _ = slug[: LONGEST_SLUG + 1].rpartition("-")
        slug = whole or slug[:LONGEST_SLUG]
    return slug or "tenant"
