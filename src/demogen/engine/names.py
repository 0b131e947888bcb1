"""Names of people and companies by number: number k gives the same name again, another number another name.

The pools of words are handed in. A tenant counts its names upwards and never back, so that no two of its records share
a company domain or an e-mail address, however many patches follow each other or are undone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demogen.domain.latin import latin_words
from demogen.engine.rng import Integers, RandomStream

RESERVED_DOMAIN = ".example"
"""RFC 2606 reserves this top-level domain: no mail to it can ever arrive."""

_RESERVED = re.compile(r"([a-z0-9-]+\.)*(example|test|invalid|localhost|example\.(com|net|org))")

Word = tuple[str, str]
"""A text and its form in addresses, of a-z and 0-9 only."""


def reserved_domain(domain: str | None, *, otherwise: str) -> str:
    """A domain for generated addresses: the given one if it is reserved (RFC 2606), else one made from it.

    A company that a person entered may have a real domain; no generated address may ever reach it.
    """
    if domain is not None and _RESERVED.fullmatch(domain.lower()):
        return domain.lower()
    return f"{latin_words(domain or '') or otherwise}{RESERVED_DOMAIN}"


@dataclass(frozen=True, slots=True)
class NamePool:
    """What names in one country are made of. `phones` come from number ranges reserved for fiction."""

    country: str
    first_names: tuple[Word, ...]
    last_names: tuple[Word, ...]
    cities: tuple[Word, ...]
    roots: tuple[Word, ...]
    trades: tuple[tuple[str, Word], ...]
    legal_forms: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Columns of as many people as were asked for."""

    first: pa.Array
    last: pa.Array
    local_part: pa.Array


@dataclass(frozen=True, slots=True)
class CompanyNames:
    name: pa.Array
    domain: pa.Array
    industry: pa.Array


class Namer:
    """Names for one tenant; `stream` must be the tenant's own so that its numbers mean the same in every job."""

    def __init__(self, pool: NamePool, stream: RandomStream) -> None:
        self._stream = stream
        self._first, self._first_slug = _columns(pool.first_names)
        self._last, self._last_slug = _columns(pool.last_names)
        self._root, self._root_slug = _columns((*pool.last_names, *pool.roots))
        self._trade, self._trade_slug = _columns([word for _, word in pool.trades])
        self._industry = pa.array([industry for industry, _ in pool.trades])
        self._cities = pool.cities
        self.city = pa.array([city for city, _ in pool.cities])
        self._legal = pa.array([f" {form}" for form in pool.legal_forms])
        self.phone = pa.array(_phone_numbers(pool.phones, stream))
        self._people = stream.permutation("people", len(self._first) * len(self._last))
        self._companies = stream.permutation("companies", len(self._root) * len(self._trade))

    def people(self, numbers: Integers) -> People:
        """Names of people number `numbers`; after all combinations they repeat with a number in the address."""
        place, cycle = self._people(numbers % self._people.size), numbers // self._people.size
        first, last = place % len(self._first), place // len(self._first)
        local = pc.binary_join_element_wise(self._first_slug.take(first), self._last_slug.take(last), ".")
        if cycle.any():
            suffix = pa.array(["", *(str(number + 1) for number in range(1, int(cycle.max()) + 1))])
            local = pc.binary_join_element_wise(local, suffix.take(cycle), "")
        return People(self._first.take(first), self._last.take(last), local)

    def companies(self, numbers: Integers) -> CompanyNames:
        """Names of companies number `numbers`; after all combinations a city sets them apart."""
        place, cycle = self._companies(numbers % self._companies.size), numbers // self._companies.size
        root, trade = place % len(self._root), place // len(self._root)
        city, city_slug = self._suffixes(int(cycle.max()) if len(cycle) else 0)
        form = self._legal.take(np.minimum.reduce([
            self._stream.below(f"legal{turn}", numbers, len(self._legal)) for turn in range(4)
        ]))  # fmt: skip
        name = pc.binary_join_element_wise(self._root.take(root), self._trade.take(trade), " ")
        name = pc.binary_join_element_wise(name, city.take(cycle), form, "")
        slug = pc.binary_join_element_wise(self._root_slug.take(root), self._trade_slug.take(trade), "-")
        domain = pc.binary_join_element_wise(slug, city_slug.take(cycle), RESERVED_DOMAIN, "")
        return CompanyNames(name, domain, self._industry.take(trade))

    def _suffixes(self, cycles: int) -> tuple[pa.Array, pa.Array]:
        texts, slugs = [""], [""]
        for cycle in range(cycles):
            turn, place = divmod(cycle, len(self._cities))
            text, slug = self._cities[place]
            texts.append(f" {text}" + (f" {turn + 1}" if turn else ""))
            slugs.append(f"-{slug}" + (f"-{turn + 1}" if turn else ""))
        return pa.array(texts), pa.array(slugs)


def _columns(words: Sequence[Word]) -> tuple[pa.Array, pa.Array]:
    """Texts and slugs, each slug once."""
    unique = {slug: text for text, slug in reversed(words)}
    pairs = [(text, slug) for text, slug in words if unique.get(slug) == text and unique.pop(slug)]
    return pa.array([text for text, _ in pairs]), pa.array([slug for _, slug in pairs])


_NUMBERS_A_PATTERN = 400


def _phone_numbers(patterns: Sequence[str], stream: RandomStream) -> list[str]:
    """Phone numbers for each pattern, in which `#` stands for a digit."""
    numbers: list[str] = []
    for pattern in patterns:
        width = pattern.count("#")
        drawn = stream.below(f"phone{pattern}", np.arange(_NUMBERS_A_PATTERN, dtype=np.int64), 10**width)
        for value in dict.fromkeys(drawn.tolist()):
            digits = iter(f"{value:0{width}d}")
            numbers.append("".join(next(digits) if sign == "#" else sign for sign in pattern))
    return numbers
