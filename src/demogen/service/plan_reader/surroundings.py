"""What stands around a table and bears on all of it: titles, footnotes, the corner, the sheet's name. Gathered once, as a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from demogen.service.plan_reader import layout
from demogen.service.plan_reader.dates import months
from demogen.service.plan_reader.layout import Layout
from demogen.service.plan_reader.sheets import Sheet
from demogen.service.plan_reader.words import headings, units
from demogen.service.plan_reader.words.letters import plain

_YEAR = re.compile(r"(?<![\w./-])((?:19|20)\d\d)(?![\w/-]|\.\d)")
_OF_ANOTHER_DAY = re.compile(
    r"\b(?:as of|as at|stand|status|version|v\d|created|updated|exported|printed|erstellt|exportiert|fiscal|fy|copyright|since|seit|from|vs|versus|date|datum|au|"
    r"a jour|al|last|previous|prior|vorjahr|precedente?|anterior|pasado|scorso|vorig|actuals?|ist|based|compared|gegenuber|growth)\b"
)
_TO_ANOTHER = frozenset(
    ("on", "over", "with", "to", "vs", "than", "from", "zu", "auf", "sur", "sobre", "su", "op", "aus", "bis", "until", "till", "hasta", "before", "after",
     "nach", "vor", "by", "avant", "antes")
)  # fmt: skip
"""Words before a year that is not the plan's."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text beside a table, and the line it stands in; None for the sheet's name and the table's corner."""

    text: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`factor` is the scale that titles name, `scale` the text that does; `is_of_money` whether it speaks of amounts, `is_sure`
    whether it is sure to be of this table's numbers. `currency` is one that titles name; `year` the only year in them."""

    factor: int | None = None
    scale: Said | None = None
    is_of_money: bool = False
    is_sure: bool = False
    contradictory: tuple[Said, ...] = ()
    currency: str | None = None
    year: int | None = None
    dated: Said | None = None


def gather(sheet: Sheet, found: Layout) -> Surroundings:
    scales: dict[int, Said] = {}
    money = sure = False
    currency: str | None = None
    years: dict[int, Said] = {}
    for said in _texts(sheet, found):
        unit = units.take(said.text)
        currency = currency or unit.currency
        if unit.factor is not None:
            scales.setdefault(unit.factor, said)
            money = money or unit.is_money
            sure = sure or unit.is_mark or said.line is None or units.is_of_numbers(said.text)
        if (year := _year(said.text)) is not None:
            years.setdefault(year, said)
    for number, heading in enumerate(found.parts):
        if number != found.month_column and (year := headings.of_parts(heading).year) is not None:
            years.setdefault(year, Said(found.heads[number], None))
    factor, scale = next(iter(scales.items())) if scales else (None, None)
    one = next(iter(years.items())) if len(years) == 1 else (None, None)
    both = tuple(scales.values()) if len(scales) > 1 else ()
    return Surroundings(factor, scale, money, sure, both, currency, *one)


def _texts(sheet: Sheet, found: Layout) -> Iterator[Said]:
    """The texts of lines without numbers and months that head nothing, the corner of the table, and the sheet's name."""
    heads = {found.places[place][0][0] for place in found.head_rows} if not found.across else set()
    for place in found.head_rows:
        corner = found.cells[place][found.month_column]
        if (
            isinstance(corner, str)
            and len(corner) <= headings.LONGEST
            and not headings.is_month_heading(corner)
        ):
            yield Said(corner, None)
    top = found.places[0][found.month_column][0]  # where months stand across
    for line, row in zip(sheet.lines, sheet.rows, strict=True):
        cells = [cell for cell in row if cell is not None]
        if line in heads or not all(isinstance(cell, str) for cell in cells):
            continue
        if any(months.read(cell) or layout.is_number(cell) for cell in cells):
            continue
        for cell in cells:
            if (
                isinstance(cell, str)
                and len(cell) <= headings.LONGEST
                and (not found.across or line < top or not headings.is_heading(cell))
            ):
                yield Said(cell, line)
    if sheet.name:
        yield Said(sheet.name, None)


def _year(text: str) -> int | None:
    """The one year of a short text that names no day and no other time."""
    found = {int(year) for year in _YEAR.findall(text)}
    if len(found) != 1 or months.mentioned(text) or "©" in text or _OF_ANOTHER_DAY.search(plain(text)):
        return None
    words = plain(text).split()
    year = str(found.pop())
    if len(words) > 8 or year not in words:
        return None
    place = words.index(year)
    return int(year) if place == 0 or words[place - 1] not in _TO_ANOTHER else None
