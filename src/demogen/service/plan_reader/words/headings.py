"""A heading understood whole: the KPI, which of its numbers, in what unit. Where a heading stands is not known here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from demogen.domain.metrics import MetricKey, is_money, label_of
from demogen.service.plan_reader.words import qualifiers, units
from demogen.service.plan_reader.words.kpis import AS_COUNT, AS_MONEY, BY_NAME
from demogen.service.plan_reader.words.letters import plain, seen
from demogen.service.plan_reader.words.qualifiers import Role
from demogen.service.plan_reader.words.units import Unit

_MONTH_WORDS = {
    "month", "months", "date", "period", "month year", "mois", "periode", "monat", "datum", "zeitraum", "mes", "fecha", "periodo", "mese", "data",
    "maand", "mes ano",
}  # fmt: skip
_KPI_WORDS = {"kpi", "metric", "metrics", "kennzahl", "indicateur", "indicador", "indicatore"}

_TOTAL_WORDS = (
    "total", "totals", "grand total", "sum", "subtotal", "sub total", "summe", "gesamt", "gesamtsumme", "gesamtergebnis", "ergebnis", "zwischensumme",
    "insgesamt", "totale", "totali", "somme", "sous total", "total general", "suma", "totales", "subtotales", "somma", "subtotale", "totaal", "eindtotaal",
    "subtotaal", "som", "totais", "soma", "subtotais", "ytd", "full year", "year total", "annual", "average", "avg", "durchschnitt", "moyenne", "promedio",
    "media", "gemiddelde", "mittelwert", "合計", "σ",
)  # fmt: skip
_TOTAL = re.compile(rf"(?:{'|'.join(_TOTAL_WORDS)})(?: .*)?|.* (?:{'|'.join(_TOTAL_WORDS)})")
_PART_OF_YEAR = re.compile(
    r"(?:q|t|h|s)[1-4](?: ?(?:\d{2}|\d{4}))?|(?:\d{4}|fy ?\d{2,4}) ?(?:q|t|h|s)?[1-4]?"
)
_OPENING = re.compile(
    r"(?:baseline|opening(?: balance)?|start|beginning|carry over|carried forward|status quo|today|current|vortrag|anfangsbestand|bestand|report|base|"
    r"saldo inicial|saldo iniziale|beginstand|actuals?|ist|reel|real|realizado|consuntivo|last year|previous year|prior year|vorjahr|annee precedente|"
    r"ano anterior|anno precedente|vorig jaar)(?: (?:19|20)\d\d)?|(?:19|20)\d\d (?:actuals?|ist|baseline|reel|real)"
)
_YEAR = re.compile(r"(?<!\S)(?:19|20)\d\d(?!\S)")


LONGEST = 300
"""Characters of a heading or a title; what is longer says nothing of the numbers."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading says. `key` is the KPI that it names, whether or not it is understood whole; `reason` says why its numbers
    are not the planned ones; `left` are words that are not understood; `others` are KPIs that it may mean as well;
    `captions` are cells beside the name that say nothing that is known."""

    key: MetricKey | None = None
    role: Role | None = None
    reason: str | None = None
    left: str = ""
    factor: int | None = None
    currency: str | None = None
    year: int | None = None
    says_count: bool = False
    others: tuple[MetricKey, ...] = ()
    captions: tuple[str, ...] = field(default=(), compare=False)

    @property
    def is_whole(self) -> bool:
        """Whether it is a planned KPI and nothing of it is open."""
        return self.key is not None and not self.left and self.reason is None


@lru_cache(maxsize=4096)
def understand(text: str) -> Heading:
    """What one heading says; a text of many lines is none."""
    if len(text) > LONGEST:
        return Heading(left=text)
    if re.search(r"[%‰]", seen(text)):
        return Heading(key=_key(plain(text)), reason="It is a percentage.")
    unit = units.take(text)
    says_count = "#" in text or "№" in text
    words = qualifiers.SUMS.sub("", unit.rest)
    words, year = _year(words)
    found = Heading(
        factor=unit.factor, currency=unit.currency, year=year, left=unit.rest if unit.unclear else ""
    )
    key = BY_NAME.get(words)
    if key is None:
        found, words = _qualified(found, words)
        key = BY_NAME.get(words)
    says_count = says_count or qualifiers.COUNTS.search(words) is not None
    says_money = unit.currency is not None or qualifiers.AMOUNTS.search(words) is not None
    if key is None:
        named, left = _part(words)
        key = named if not _bare(left) else _whole(words)
        if key is None:
            return replace(found, key=named, left=found.left or _without(qualifiers.FILLERS, left))
    return _measured(replace(found, key=key), says_count=says_count, says_money=says_money)


def _year(words: str) -> tuple[str, int | None]:
    years = {int(found) for found in _YEAR.findall(words)}
    return (_without(_YEAR, words), years.pop()) if len(years) == 1 else (words, None)


def _qualified(found: Heading, words: str) -> tuple[Heading, str]:
    """Without the words that say which of a KPI's numbers it is."""
    for reason, pattern in qualifiers.REASONS.items():
        if pattern.search(words):
            found, words = replace(found, reason=found.reason or reason), _without(pattern, words)
    for role, pattern in qualifiers.ROLES.items():
        if pattern.search(words) and BY_NAME.get(words) is None:
            found, words = replace(found, role=_weaker(found.role, role)), _without(pattern, words)
    return found, words


def _weaker(one: Role | None, other: Role) -> Role:
    """Of two roles the one that makes it less of a target."""
    return other if one in (None, Role.TARGET) else one or other


def _measured(found: Heading, *, says_count: bool, says_money: bool) -> Heading:
    """The KPI in the measure that its heading names."""
    key = found.key
    assert key is not None
    if says_count and says_money:
        sibling = AS_MONEY.get(key) or AS_COUNT.get(key)
        return replace(found, left="a count and an amount", others=(sibling,) if sibling else ())
    if says_money and not is_money(key):
        if key not in AS_MONEY:
            return replace(found, reason=f"It is an amount, and {label_of(key)} is a count.")
        return replace(found, key=AS_MONEY[key])
    if says_count and is_money(key):
        return replace(found, left="a count", others=(AS_COUNT[key],))
    return replace(found, says_count=says_count)


def _part(words: str) -> tuple[MetricKey | None, str]:
    """The longest name of a KPI among words, and the words left."""
    parts = words.split()
    for length in range(len(parts), 0, -1):
        for start in range(len(parts) - length + 1):
            name = " ".join(parts[start : start + length])
            if len(name) > 3 and name in BY_NAME:
                return BY_NAME[name], " ".join([*parts[:start], *parts[start + length :]])
    return None, words


def _bare(left: str) -> str:
    """What is left of words without those that name a measure, or nothing."""
    for pattern in (qualifiers.FILLERS, qualifiers.COUNTS, qualifiers.AMOUNTS):
        left = _without(pattern, left)
    return left


def _whole(words: str) -> MetricKey | None:
    """The KPI of a short name, once all is taken away that names a measure, or nothing."""
    for pattern in (qualifiers.FILLERS, qualifiers.COUNTS, qualifiers.AMOUNTS):
        words = _without(pattern, words)
        if words in BY_NAME:
            return BY_NAME[words]
    return None


def _key(words: str) -> MetricKey | None:
    return BY_NAME.get(words) or _part(words)[0]


def _without(pattern: re.Pattern[str], words: str) -> str:
    return " ".join(pattern.sub(" ", words).split())


def of_parts(parts: Sequence[str]) -> Heading:
    """A heading of several cells, the nearest to its numbers last: what the others say of unit and kind counts for it too."""
    if not parts:
        return Heading()
    whole = " ".join(dict.fromkeys(parts))
    choices = [understand(text) for text in (whole, " ".join(reversed(parts)))]
    if found := next((one for one in choices if one.is_whole or one.reason), None):
        return found
    for part in reversed(parts):
        named = understand(part)
        if named.key is not None and not named.left:
            for other in parts:
                if other != part:
                    named = _with(named, understand(other))
            known = set(plain(part).split())
            captions = [
                one
                for one in parts
                if one != part and understand(one).left and not set(plain(one).split()) <= known
            ]
            return replace(named, captions=tuple(captions))
    return choices[0]


def _with(found: Heading, other: Heading) -> Heading:
    """What a second cell says of a heading's unit and kind; words that say neither are a caption."""
    key = found.key
    if other.currency and key is not None and not is_money(key):
        found = _measured(found, says_count=found.says_count, says_money=True)
    return replace(
        found,
        factor=found.factor or other.factor,
        currency=found.currency or other.currency,
        role=found.role or other.role,
        year=found.year or other.year,
        reason=found.reason or other.reason,
    )


def unit_of(text: str) -> Unit | None:
    """The unit that a cell holds and nothing else, such as k€; None for one that holds anything else."""
    if len(text) > LONGEST:
        return None
    if plain(text) in ("", "k", "m", "mm"):
        factor = {"k": 1_000, "m": 10**6, "mm": 10**6}.get(plain(text))
        return Unit(factor, None, False, "") if factor or "#" in text else units.take(text) if text else None
    unit = units.take(text[:LONGEST])
    rest = _without(qualifiers.COUNTS, _without(qualifiers.FILLERS, unit.rest))
    return unit if not rest and not unit.unclear else None


def metric_of(heading: str) -> MetricKey | None:
    """The planned KPI that a heading names, where it is understood whole."""
    found = understand(heading)
    return found.key if found.is_whole else None


def is_heading(text: str) -> bool:
    """Whether a text heads numbers: of a KPI, planned or not."""
    found = understand(text)
    return found.key is not None and not found.left


def is_month_heading(heading: str) -> bool:
    words = plain(heading[:LONGEST])
    return words in _MONTH_WORDS or words in _KPI_WORDS


def names_months(heading: str) -> bool:
    """Whether a heading is of months and nothing else, so that bare numbers below it are months."""
    return plain(re.sub(r"[(\[].*?[)\]]", "", heading[:LONGEST])) in _MONTH_WORDS


def is_total(label: str) -> bool:
    """Whether a label names a sum or an average over months, not a month."""
    words = plain(label[:LONGEST])
    return _PART_OF_YEAR.fullmatch(words) is not None or _TOTAL.fullmatch(words) is not None


def is_opening(label: str) -> bool:
    """Whether a label names what was before, such as "Actual 2024" or "Opening balance"."""
    return _OPENING.fullmatch(plain(label[:LONGEST])) is not None
