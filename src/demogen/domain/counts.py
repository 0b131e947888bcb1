"""Numbers with their nouns, as people read them. What is counted is not known here."""

from __future__ import annotations


def counted(count: int, noun: str) -> str:
    """ "1 month", "1,200 companies"."""
    if count == 1:
        return f"1 {noun}"
    return f"{count:,} {f'{noun[:-1]}ies' if noun.endswith('y') else f'{noun}s'}"
