"""Name pools from the package's data files."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import TypedDict

from demogen.engine.names import NamePool, Word

FALLBACK = "US"


class _Document(TypedDict):
    first_names: list[list[str]]
    last_names: list[list[str]]
    cities: list[list[str]]
    roots: list[list[str]]
    trade_words: dict[str, list[list[str]]]
    legal_forms: list[str]
    phones: list[str]


_FILES = files("demogen") / "data" / "pools"


def pool_countries() -> tuple[str, ...]:
    """Countries with names, cities and legal forms of their own."""
    found = (entry.name.removesuffix(".json") for entry in _FILES.iterdir())
    return tuple(sorted(name for name in found if len(name) == 2))


@lru_cache
def load_pool(country: str) -> NamePool:
    """The pool of a country; the fallback's where there is none."""
    name = country if country in pool_countries() else FALLBACK
    document = _read(f"{name}.json")
    return NamePool(
        country=country,
        first_names=_words(document["first_names"]),
        last_names=_words(document["last_names"]),
        cities=_words(document["cities"]),
        roots=_words(_read("roots.json")["roots"]),
        trades=tuple(
            (industry, word) for industry, words in document["trade_words"].items() for word in _words(words)
        ),
        legal_forms=tuple(document["legal_forms"]),
        phones=tuple(document["phones"]),
    )


def _read(name: str) -> _Document:
    text = (_FILES / name).read_text(encoding="utf-8")
    document: _Document = json.loads(text)
    return document


def _words(pairs: list[list[str]]) -> tuple[Word, ...]:
    return tuple((text, slug) for text, slug in pairs)
