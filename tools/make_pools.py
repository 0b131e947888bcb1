"""Build the frozen reference pools in src/demogen/data/pools.

Makes one ``<CC>.json`` per country (first and last names, cities, legal forms, trade words,
phone patterns) and ``roots.json`` (invented company-name roots).  Names come from Faker's
locale lists and from the hand-written lists in ``pool_words.py``; everything else is
hand-written there.  The product reads only the JSON, so Faker is needed here alone.

Run from the repository root, in an environment that has Faker:

    python -m tools.make_pools           # write the files
    python -m tools.make_pools --check   # fail if a file differs from what would be written

The output is the same on every run: order comes from hashes, never from chance.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from tools import pool_words as words

OUT = Path(__file__).resolve().parent.parent / "src" / "demogen" / "data" / "pools"

MAX_FIRST_NAMES = 350
MAX_LAST_NAMES = 600
MAX_NAME_LENGTH = 20
ROOT_COUNT = 300
INDUSTRIES = list(words.TRADE_WORDS["en"])

Pair = tuple[str, str]  # text and slug


class Pool(TypedDict):
    """The content of one country's file."""

    country: str
    language: str
    first_names: list[Pair]
    last_names: list[Pair]
    cities: list[Pair]
    legal_forms: list[str]
    trade_words: dict[str, list[Pair]]
    phones: list[str]


@dataclass(frozen=True)
class Faker:
    """The names of a Faker locale: the ``count`` commonest (of each sex), or all."""

    locale: str
    count: int | None = None


@dataclass(frozen=True)
class Recipe:
    """Where a country's names come from; a plain string names a hand-written list."""

    language: str
    first: tuple[Faker | str, ...]
    last: tuple[Faker | str, ...]


RECIPES: dict[str, Recipe] = {
    "AT": Recipe("de", first=("AT", "DE"), last=("AT", Faker("de_AT"))),
    "AU": Recipe("en", first=("AU", Faker("en_GB", 125)), last=("AU", Faker("en_GB", 330))),
    "BE": Recipe("nl", first=("BE", Faker("nl_BE", 160)), last=("BE", Faker("nl_BE"))),
    "BR": Recipe("pt", first=("BR",), last=("BR",)),
    "CA": Recipe("en", first=("CA", Faker("en_US", 130)), last=("CA", Faker("en_GB", 260))),
    "CH": Recipe("de", first=("CH", Faker("de_CH", 160)), last=("CH", Faker("de_CH"))),
    "DE": Recipe("de", first=("DE",), last=("DE",)),
    "DK": Recipe("da", first=("DK",), last=("DK", Faker("da_DK"))),
    "ES": Recipe("es", first=("ES",), last=("ES",)),
    "FI": Recipe("fi", first=("FI",), last=(Faker("fi_FI"),)),
    "FR": Recipe("fr", first=("FR",), last=("FR", Faker("fr_FR"))),
    "GB": Recipe("en", first=("GB", Faker("en_GB")), last=("GB", Faker("en_GB"))),
    "IE": Recipe("en", first=("IE",), last=("IE",)),
    "IN": Recipe("en", first=("IN",), last=("IN",)),
    "IT": Recipe("it", first=("IT",), last=("IT",)),
    "JP": Recipe("en", first=("JP",), last=("JP",)),
    "MX": Recipe("es", first=("MX",), last=("MX",)),
    "NL": Recipe("nl", first=("NL",), last=("NL",)),
    "NO": Recipe("no", first=("NO", Faker("no_NO")), last=("NO", Faker("no_NO"))),
    "NZ": Recipe("en", first=("NZ", Faker("en_NZ", 155)), last=("NZ", Faker("en_NZ", 420))),
    "PL": Recipe("pl", first=("PL",), last=("PL",)),
    "PT": Recipe("pt", first=("PT",), last=("PT",)),
    "SE": Recipe("sv", first=("SE",), last=(Faker("sv_SE", 420),)),
    "US": Recipe("en", first=("US", Faker("en_US", 160)), last=("US", Faker("en_US", 470))),
}

# Letters that Unicode does not take apart, and letters a language writes in its own way.
LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
LETTERS_OF = {
    "de": {"ä": "ae", "ö": "oe", "ü": "ue"},
    "da": {"ø": "oe", "å": "aa"},
    "no": {"æ": "ae", "ø": "o", "å": "a"},
}


def slug(text: str, language: str) -> str:
    """Return the text in [a-z0-9], transliterated as the language does."""
    letters = LETTERS | LETTERS_OF.get(language, {})
    spelled = "".join(letters.get(letter, letter) for letter in text.lower())
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", spelled).lower())


def rank(*parts: str) -> str:
    """Return a sort key that shuffles the same way on every run."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()


def commonest(names: Sequence[str] | Mapping[str, float], count: int | None) -> list[str]:
    """Return the first ``count`` names, by weight where Faker gives weights."""
    if isinstance(names, Mapping):
        weights = names
        return sorted(weights, key=lambda name: (-weights[name], name))[:count]
    return list(names[:count])


def collect(sources: Iterable[Faker | str], kind: str, hand: Mapping[str, str]) -> list[str]:
    """Return the names of all sources, the hand-written and commonest first."""
    sexes = ["first_names_female", "first_names_male"]
    attributes = sexes if kind == "first" else ["last_names"]
    names: list[str] = []
    for source in sources:
        if isinstance(source, str):
            names += hand[source].split()
            continue
        provider = importlib.import_module(f"faker.providers.person.{source.locale}").Provider
        for attribute in attributes:
            names += commonest(getattr(provider, attribute), source.count)
    return names


def usable(name: str) -> bool:
    """Return whether the name is one plain word: no title, initial, digit or capitals."""
    return (
        2 <= len(name) <= MAX_NAME_LENGTH
        and re.fullmatch(r"[^\W\d_]+(?:['-][^\W\d_]+)*", name) is not None
        and name[0].isupper()
        and not name.isupper()
    )


def pairs(texts: Iterable[str], language: str) -> list[Pair]:
    """Return the texts with their slugs; of texts with one slug the first stays."""
    by_slug: dict[str, str] = {}
    for text in texts:
        key = slug(text, language)
        if key:
            by_slug.setdefault(key, text)
    return [(text, key) for key, text in by_slug.items()]


def name_pairs(country: str, kind: str) -> list[Pair]:
    """Return the usable names of a country, shuffled; too many, and Faker's go first."""
    recipe = RECIPES[country]
    if kind == "first":
        names = collect(recipe.first, kind, words.FIRST_NAMES)
        own, most = words.FIRST_NAMES.get(country, ""), MAX_FIRST_NAMES
        dropped = words.DROP_FIRST.get(country, "").split()
    else:
        names = collect(recipe.last, kind, words.LAST_NAMES)
        own, most = words.LAST_NAMES.get(country, ""), MAX_LAST_NAMES
        dropped = (words.DROP_LAST + words.DROP_LAST_OF.get(country, "")).split()
    spelled = (re.sub(r"^Mc([a-z])", lambda match: "Mc" + match[1].upper(), n) for n in names)
    kept = [name for name in spelled if usable(name) and name not in set(dropped)]
    shuffled = sorted(pairs(kept, recipe.language), key=lambda pair: rank(country, kind, pair[1]))
    surplus = len(shuffled) - most
    if surplus > 0:
        spare = [pair for pair in shuffled if pair[0] not in set(own.split())]
        cut = set(spare[:surplus])
        shuffled = [pair for pair in shuffled if pair not in cut]
    return shuffled


def make_pool(country: str) -> Pool:
    """Return the reference pool of one country."""
    recipe = RECIPES[country]
    language = recipe.language
    trade_words = words.TRADE_WORDS.get(country, words.TRADE_WORDS[language])
    return {
        "country": country,
        "language": language,
        "first_names": name_pairs(country, "first"),
        "last_names": name_pairs(country, "last"),
        "cities": pairs(words.CITIES[country].split(", "), language),
        "legal_forms": words.LEGAL_FORMS[country],
        "trade_words": {
            industry: pairs(texts.split(", "), language) for industry, texts in trade_words.items()
        },
        "phones": words.PHONES.get(country, words.PHONES["US"]),
    }


def make_roots() -> list[Pair]:
    """Return invented company-name roots, no head or tail used too often."""
    candidates = [
        head + tail for heads, tails in words.ROOT_PARTS for head in heads.split() for tail in tails.split()
    ]
    dropped = set(words.ROOT_DROPS.split())
    uses: dict[str, int] = {}
    roots: list[str] = []
    for root in sorted(set(candidates) - dropped, key=lambda root: rank("root", root)):
        start, end = root[:3], root[-3:].rjust(4)
        awkward = re.search(r"[^aeiouy]{3}|[aeiou]{3}|v.v|(.{1,3})\1", root.lower())
        if awkward or not 5 <= len(root) <= 8:
            continue
        if uses.get(start, 0) >= 5 or uses.get(end, 0) >= 8:
            continue
        uses[start] = uses.get(start, 0) + 1
        uses[end] = uses.get(end, 0) + 1
        roots.append(root)
    return pairs(roots, "en")[:ROOT_COUNT]


def check_pool(pool: Pool) -> list[str]:
    """Return what is wrong with a pool made here; nothing is expected."""
    faults: list[str] = []
    trade_words = pool["trade_words"]
    groups = {
        "first_names": (pool["first_names"], 200, MAX_FIRST_NAMES),
        "last_names": (pool["last_names"], 300, MAX_LAST_NAMES),
        "cities": (pool["cities"], 25, 40),
        "trade_words": ([pair for group in trade_words.values() for pair in group], 36, 48),
    }
    for key, (group, least, most) in groups.items():
        slugs = [pair[1] for pair in group]
        if not least <= len(group) <= most:
            faults.append(f"{key}: {len(group)} items")
        if len(set(slugs)) != len(slugs):
            faults.append(f"{key}: a slug comes twice")
        faults += [f"{key}: bad slug {s!r}" for s in slugs if not re.fullmatch("[a-z0-9]+", s)]
    if list(trade_words) != INDUSTRIES or not all(3 <= len(g) <= 4 for g in trade_words.values()):
        faults.append("trade_words: wrong industries or counts")
    faults += [f"phones: {p}" for p in pool["phones"] if not re.fullmatch(r"\+[1-9][\d #]*#", p)]
    return faults


def render(data: Mapping[str, object]) -> str:
    """Return JSON with sorted keys and a handful of items on a line."""

    def compact(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def block(value: object, indent: str) -> str:
        deeper = indent + " "
        if isinstance(value, Mapping):
            rows = [f"{compact(k)}: {block(value[k], deeper)}" for k in sorted(value)]
            return "{\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}}}"
        if isinstance(value, Sequence) and not isinstance(value, str) and len(value) > 8:
            rows = [compact(value[i : i + 5])[1:-1] for i in range(0, len(value), 5)]
            return "[\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}]"
        return compact(value)

    return block(data, "") + "\n"


def main() -> int:
    """Write or check the files."""
    parser = argparse.ArgumentParser(description="Build the frozen reference pools.")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    only_check = parser.parse_args().check
    files: dict[str, str] = {"roots.json": render({"roots": make_roots()})}
    for country in sorted(RECIPES):
        pool = make_pool(country)
        faults = check_pool(pool)
        if faults:
            raise SystemExit(f"{country}: " + "; ".join(faults))
        files[f"{country}.json"] = render(pool)
    if not only_check:
        OUT.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (OUT / name).write_text(text, encoding="utf-8")
        return 0
    stale = [
        name
        for name, text in files.items()
        if not (OUT / name).exists() or (OUT / name).read_text(encoding="utf-8") != text
    ]
    for name in stale:
        print(f"{name} differs from what make_pools.py would write", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    raise SystemExit(main())
