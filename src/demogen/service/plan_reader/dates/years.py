"""Years that stand beside months: in a column of their own (a banner, where months stand across), or on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from demogen.domain.months import FIRST_YEAR, LAST_YEAR
from demogen.service.plan_reader.dates.months import Written
from demogen.service.plan_reader.sheets import Cell
from demogen.service.plan_reader.words import qualifiers
from demogen.service.plan_reader.words.letters import plain, seen, shown

_BESIDE = re.compile(r"(?:19|20)\d\d")


def of_cell(cell: Cell) -> int | None:
    """The year that a cell holds and nothing else, such as 2024 or "Year 2024"; what a plan or a target is called does not matter."""
    if isinstance(cell, Decimal):
        return int(cell) if FIRST_YEAR <= cell <= LAST_YEAR and cell == cell.to_integral_value() else None
    if not isinstance(cell, str) or len(cell) > 40:
        return None
    words = plain(seen(cell)).split()
    years = [word for word in words if _BESIDE.fullmatch(word)]
    others = " ".join(word for word in words if not _BESIDE.fullmatch(word))
    known = (
        not others or others in qualifiers.YEARS or qualifiers.ROLES[qualifiers.Role.TARGET].fullmatch(others)
    )
    return int(years[0]) if len(years) == 1 and known else None


@dataclass(frozen=True, slots=True)
class Dated:
    """The months of a layout's lines with the years beside them; the column and the lines that gave these."""

    written: tuple[Written | None, ...]
    column: int | None
    banners: tuple[int, ...]


def beside(
    rows: Sequence[Sequence[Cell]],
    written: Sequence[Written | None],
    month_column: int,
    *,
    numbered: Sequence[bool],
    headed: int,
) -> Dated:
    """`numbered` are the lines that hold other numbers too: a year on one may be a sum, and counts only where it stands above
    all the months that lack one. `headed` is the first line below the headings: above are titles."""
    column = _column(rows, written, month_column, headed)
    found = list(written)
    banners: list[int] = []
    if column is not None:
        fiscal = any(isinstance(row[column], str) and _is_fiscal(str(row[column])) for row in rows[:headed])
        found = _from_column(rows, found, column, fiscal=fiscal)
    first = next((place for place, cell in enumerate(found) if cell and cell.is_name), len(found))
    labels = {
        place: of_cell(row[month_column])
        for place, row in enumerate(rows)
        if place >= headed and found[place] is None
    }
    lines = {place: year for place, year in labels.items() if year is not None}
    leads = bool(lines) and min(lines) < first
    year: int | None = None
    for place, cell in enumerate(found):
        if place in lines and (leads or not numbered[place]):
            year = lines[place]
            if not numbered[place]:
                banners.append(place)
        elif cell and cell.is_name and year is not None and cell.fault is None:
            found[place] = replace(cell, year=year)
    return Dated(tuple(found), column, tuple(banners))


def _column(
    rows: Sequence[Sequence[Cell]], written: Sequence[Written | None], month_column: int, headed: int
) -> int | None:
    """The column of years: headed so, or without a heading and holding nothing else beside the months."""
    first = next((place for place, cell in enumerate(written) if cell), len(rows))
    for column in range(len(rows[0]) if rows else 0):
        beside_months = [
            row[column] for row, cell in zip(rows, written, strict=True) if cell and row[column] is not None
        ]
        if column == month_column or not beside_months:
            continue
        heads = [row[column] for row in (rows[headed - 1 : headed] if headed else rows[:first])]
        if any(isinstance(cell, str) and _is_heading(cell) for cell in [row[column] for row in rows[:first]]):
            return column
        if not any(heads) and all(of_cell(cell) is not None for cell in beside_months):
            return column
    return None


def _is_heading(text: str) -> bool:
    return plain(text) in qualifiers.YEARS or _is_fiscal(text)


def _is_fiscal(text: str) -> bool:
    return plain(text) in qualifiers.FISCAL_YEARS


def _from_column(
    rows: Sequence[Sequence[Cell]], written: Sequence[Written | None], column: int, *, fiscal: bool
) -> list[Written | None]:
    """A year holds until the next one, as in merged cells."""
    found = list(written)
    year: int | None = None
    wrong: Cell = None
    for place, row in enumerate(rows):
        cell, month = row[column], found[place]
        if cell is not None:
            year = of_cell(cell)
            wrong = cell if year is None and month is not None else None
        if month is None:
            continue
        if fiscal:
            fault = "stands beside a fiscal year; write the calendar year"
            found[place] = replace(month, fault=fault) if month.is_name else month
        elif wrong is not None:
            found[place] = replace(month, fault=f"stands beside '{shown(wrong)}', which is no calendar year")
        elif month.is_name:
            found[place] = replace(month, year=year)
        elif year is not None and month.year is not None and month.year != year:
            found[place] = replace(month, fault=f"stands beside the year {year}")
    return found
