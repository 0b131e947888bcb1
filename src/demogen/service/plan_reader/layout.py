"""Where a plan stands in a sheet: which line holds the months, which the headings, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from demogen.domain.metrics import MetricKey, is_money
from demogen.service.plan_reader.dates import months, years
from demogen.service.plan_reader.dates.months import Written
from demogen.service.plan_reader.figures import numbers
from demogen.service.plan_reader.figures.numbers import NotANumber
from demogen.service.plan_reader.sheets import Cell, Sheet
from demogen.service.plan_reader.words import headings, qualifiers
from demogen.service.plan_reader.words.letters import plain, seen, shown
from demogen.service.unpacking.limits import column_name


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a table as a whole, the cure, and the cell at which it shows, by line and column."""

    message: str
    hint: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet as months down: `cells[row][column]`, whatever way it was written. `places` gives the line and column in
    the source of each cell; `heads` the heading of each column and `parts` the cells it is made of, `month_column` the one that
    holds the months, `year_column` one of years; `early` the rows of numbers that stand between the headings and the first month;
    `banners` lines that give the year of the months below; `fault` says what is wrong with the whole, and where."""

    cells: tuple[tuple[Cell, ...], ...]
    places: tuple[tuple[tuple[int, int], ...], ...]
    heads: tuple[str, ...]
    head_rows: tuple[int, ...]
    early: tuple[int, ...]
    month_column: int
    written: tuple[Written | None, ...]
    across: bool
    parts: tuple[tuple[str, ...], ...] = ()
    year_column: int | None = None
    banners: tuple[int, ...] = ()
    fault: Fault | None = None

    def line_name(self, place: int) -> str:
        """Where a line stands in the source: "line 3", or "column C" where months stand across."""
        line, column = self.places[place][self.month_column]
        return f"column {column_name(column)}" if self.across else f"line {line}"

    def row_name(self, place: int) -> str:
        """The same to begin with."""
        text = self.line_name(place)
        return text[0].upper() + text[1:]


def find(sheet: Sheet, columns: Sequence[MetricKey | str | None] | None = None) -> Layout | None:
    """None where no line of months is found. With `columns` given, months stand in the one called "month"."""
    width = max((len(row) for row in sheet.rows), default=0)
    rows = tuple((*row, *[None] * (width - len(row))) for row in sheet.rows)
    places = sheet.places or tuple(
        tuple((line, column + 1) for column in range(width)) for line in sheet.lines
    )
    if columns is not None:
        if "month" not in columns or columns.index("month") >= width:
            return None
        kpis = [number for number, column in enumerate(columns) if isinstance(column, MetricKey)]
        return _down(rows, places, columns.index("month"), across=False, kpis=kpis)
    turned = tuple(zip(*rows, strict=True)) if rows else ()
    turned_places = tuple(zip(*places, strict=True)) if places else ()
    down, across = _best(rows), _best(turned)
    if down is None and across is None:
        down, across = _best(rows, dotted=True), _best(turned, dotted=True)
    if down is None and across is None:
        return None
    if down is None or (across is not None and across[1] > down[1]):
        assert across is not None
        return _down(turned, turned_places, across[0], across=True)
    found = _down(rows, places, down[0], across=False)
    if across is not None and across[1] == down[1] and not _kpis(found):
        other = _down(turned, turned_places, across[0], across=True)
        return other if _kpis(other) else found
    return found


def _kpis(found: Layout) -> int:
    """How many columns are headed as KPIs."""
    return sum(1 for parts in found.parts if headings.of_parts(parts).key is not None)


def _best(rows: Sequence[Sequence[Cell]], *, dotted: bool = False) -> tuple[int, int] | None:
    """The column with most months, and how many they are; one that is headed so goes before others. `dotted` takes 2025.01
    for a month under any heading."""
    best: tuple[int, int, int] | None = None
    for column in range(len(rows[0]) if rows else 0):
        cells = [row[column] for row in rows]
        headed = any(isinstance(cell, str) and headings.is_month_heading(cell) for cell in cells)
        numbered = _has_month_numbers(cells)
        found = sum(
            1
            for cell in cells
            if _is_month(cell, headed=headed, dotted=dotted) or (numbered and month_number(cell))
        )
        if found and (best is None or (found, int(headed)) > (best[1], best[2])):
            best = (column, found, int(headed))
    return None if best is None else (best[0], best[1])


_LONGEST_NUMBER = 40
_DOTTED = re.compile(r"\d+\.\d+")
_DOTTED_MONTH = re.compile(r"\d{4}\.\d{1,2}|\d{1,2}\.\d{4}")


def _has_month_numbers(cells: Sequence[Cell]) -> bool:
    """Whether a column is headed as months and holds no others than the numbers 1 to 12."""
    if not any(isinstance(cell, str) and headings.names_months(cell) for cell in cells):
        return False
    numbers_alone = [cell for cell in cells if is_number(cell) and years.of_cell(cell) is None]
    return bool(numbers_alone) and all(map(month_number, numbers_alone)) and not any(map(months.read, cells))


def month_number(cell: Cell) -> int | None:
    """A month by its number alone."""
    text = seen(cell).strip() if isinstance(cell, str) else str(cell) if isinstance(cell, Decimal) else ""
    return int(text) if re.fullmatch(r"0?[1-9]|1[0-2]", text) else None


def _is_month(cell: Cell, *, headed: bool, dotted: bool) -> bool:
    """Bare numbers are evidence only under a heading, since every count may look like a serial number or like 202501, and
    every amount like 2025.01."""
    if not headed and isinstance(cell, Decimal):
        return False
    if not headed and isinstance(cell, str) and _is_bare(cell, dotted=dotted):
        return False
    return months.read(cell) is not None


def _is_bare(cell: str, *, dotted: bool) -> bool:
    text = seen(cell[:_LONGEST_NUMBER]).strip()
    if _DOTTED.fullmatch(text):
        return not (dotted and _DOTTED_MONTH.fullmatch(text))
    return text.isdigit()


def _down(
    rows: Sequence[Sequence[Cell]],
    places: Sequence[Sequence[tuple[int, int]]],
    month_column: int,
    *,
    across: bool,
    kpis: Sequence[int] | None = None,
) -> Layout:
    column = [row[month_column] for row in rows]
    read = [months.read(cell) for cell in column]
    if kpis is None and _has_month_numbers(column):
        read = [
            found or (Written(number) if (number := month_number(cell)) else None)
            for found, cell in zip(read, column, strict=True)
        ]
    numbered = [
        any(is_number(cell) for place, cell in enumerate(row) if place != month_column) for row in rows
    ]
    until = next((place for place, found in enumerate(read) if found), len(rows))
    headed = max((place + 1 for place in range(until) if _names(rows[place], month_column)), default=0)
    dated = years.beside(rows, read, month_column, numbered=numbered, headed=headed)
    written = dated.written
    first = next((place for place, found in enumerate(written) if found), len(rows))
    early = _early(rows[:first], month_column, kpis)
    top = early[0] if early else min([first, *dated.banners])
    head_rows = [  # headings end directly above the first line of numbers; titles above them do not count
        place
        for place in range(max(top - 3, 0), top)
        if across or 0 < headed <= place or _is_head(rows[place], month_column)
    ]
    parts = _parts(rows, head_rows, month_column, across=across)
    found = Layout(
        tuple(tuple(row) for row in rows),
        tuple(tuple(row) for row in places),
        tuple(map(_head, parts)),
        tuple(head_rows),
        tuple(early),
        month_column,
        tuple(found if place >= first else None for place, found in enumerate(written)),
        across,
        parts,
        dated.column,
        dated.banners,
    )
    return found if kpis is not None else replace(found, fault=_fault_of(found))


def _is_head(row: Sequence[Cell], month_column: int) -> bool:
    """Whether a row above the numbers heads columns: it has several cells, or one that stands for all columns below it."""
    filled = [number for number, cell in enumerate(row) if cell is not None]
    return len(filled) > 1 or (filled != [month_column] and _names(row, month_column))


def _names(row: Sequence[Cell], month_column: int) -> bool:
    """Whether a row has a heading of a KPI, or of the months."""
    label = row[month_column]
    if isinstance(label, str) and headings.is_month_heading(label):
        return True
    others = [cell for number, cell in enumerate(row) if number != month_column]
    return any(isinstance(cell, str) and headings.is_heading(cell) for cell in others)


def _fault_of(found: Layout) -> Fault | None:
    head = found.head_rows[-1] if found.head_rows else 0
    line, column = found.places[head][found.month_column]
    for part in found.parts[found.month_column] if found.parts else ():
        if _is_other_period(part):
            return Fault(
                f"'{shown(part)}' heads times that need not be calendar months.",
                "Add them up to months; where they are months, head them 'Month'.",
                line,
                column,
            )
    for number in range(len(found.heads)):
        if number not in (found.month_column, found.year_column) and _is_second(found, number):
            place = found.places[head][number]
            kind = "lines" if found.across else "columns"
            return Fault(
                f"Two {kind} hold months, '{shown(found.heads[found.month_column])}' and '{shown(found.heads[number])}': "
                "the sheet has more than one table.",
                "Give one of them at a time, or put all months below each other.",
                *place,
            )
    return None


def _is_second(found: Layout, number: int) -> bool:
    """Whether a column is headed as months, or not at all, and holds others than the one of months."""
    heads = found.parts[number]
    if heads and not any(map(headings.is_month_heading, heads)):
        return False
    for row, own in zip(found.cells, found.written, strict=True):
        cell = row[number]
        bare = isinstance(cell, Decimal) or (isinstance(cell, str) and seen(cell).isdigit())
        other = None if bare else months.read(cell)
        if other is not None and (own is None or not months.agree(own, other)):
            return True
    return False


def _is_other_period(heading: str) -> bool:
    words = plain(heading[: headings.LONGEST])
    if any(headings.names_months(word) for word in words.split()):
        return words in qualifiers.PERIODS
    return words in qualifiers.PERIODS or any(word in qualifiers.PERIODS for word in words.split())


def _early(above: Sequence[Sequence[Cell]], month_column: int, kpis: Sequence[int] | None) -> list[int]:
    """Which of the rows above the first month hold numbers of KPIs, below the last line of headings; `kpis` are the columns where
    these are known."""
    found: list[int] = []
    known = set(kpis or ())
    for place, row in enumerate(above):
        named = {
            number
            for number, cell in enumerate(row)
            if number != month_column and isinstance(cell, str) and headings.is_heading(cell)
        }
        label = row[month_column]
        if named or (isinstance(label, str) and headings.is_month_heading(label)):
            known |= named if kpis is None else set()
            found.clear()
            continue
        cells = [row[number] for number in known if number < len(row) and row[number] is not None]
        if any(map(is_number, cells)) or (cells and (found or _is_like_month(label))):
            found.append(place)
    return found


def _is_like_month(cell: Cell) -> bool:
    """Whether a cell that is no month is written as one, such as 2025-13."""
    return cell is not None and re.fullmatch(r"\d{5,}|\d+(?:\W+\d+)+", str(cell)) is not None


def is_number(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return isinstance(cell, Decimal)
    try:
        return numbers.strip(cell) is not None
    except NotANumber:
        return False


def _parts(
    rows: Sequence[Sequence[Cell]], head_rows: Sequence[int], month_column: int, *, across: bool
) -> tuple[tuple[str, ...], ...]:
    """The cells of each column's heading, from the top; a merged one stands once for all columns that have cells under it. Units
    beside lines of KPIs are not merged for counts, which have none."""
    found: list[tuple[str, ...]] = []
    last = [""] * len(head_rows)
    for column in range(len(rows[0]) if rows else 0):
        own = ["" if rows[place][column] is None else str(rows[place][column]) for place in head_rows]
        parts: list[str] = []
        for level, text in enumerate(own):
            merged = not text and column > month_column and any(own[level + 1 :])
            last[level] = text or (last[level] if merged else "")
            if last[level] and not (merged and across and _is_unit_of_another(last[level], own)):
                parts.append(last[level])
        found.append(tuple(parts))
    return tuple(found)


def _is_unit_of_another(text: str, own: Sequence[str]) -> bool:
    if headings.unit_of(text) is None:
        return False
    keys = [key for part in own if part and (key := headings.understand(part).key) is not None]
    return not any(map(is_money, keys))


def _head(parts: Sequence[str]) -> str:
    """What a column is called: its own line where that says all, else together with the lines above it."""
    if not parts:
        return ""
    whole = " ".join(dict.fromkeys(parts))
    meant = headings.of_parts(parts)
    choices = (parts[-1], whole, " ".join(reversed(parts)), *parts[:-1])
    said = next((text for text in choices if headings.understand(text) == meant), None)
    return said or (whole if meant.key is not None else parts[-1])
