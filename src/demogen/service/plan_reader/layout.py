"""Where a plan stands in a sheet: which line holds the months, which the headings, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from demogen.domain.metrics import MetricKey
from demogen.service.plan_reader import headings, months, numbers
from demogen.service.plan_reader.months import Written
from demogen.service.plan_reader.numbers import NotANumber
from demogen.service.plan_reader.sheets import Cell, Sheet
from demogen.service.unpacking.limits import column_name


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet as months down: `cells[row][column]`, whatever way it was written. `places` gives the line and column in
    the source of each cell; `heads` the heading of each column, `month_column` the one that holds the months; `early` the
    rows of numbers that stand between the headings and the first month."""

    cells: tuple[tuple[Cell, ...], ...]
    places: tuple[tuple[tuple[int, int], ...], ...]
    heads: tuple[str, ...]
    head_rows: tuple[int, ...]
    early: tuple[int, ...]
    month_column: int
    written: tuple[Written | None, ...]
    across: bool

    def line_name(self, place: int) -> str:
        """Where a line stands in the source: "line 3", or "column C" where months stand across."""
        line, column = self.places[place][self.month_column]
        return f"column {column_name(column)}" if self.across else f"line {line}"

    def row_name(self, place: int) -> str:
        """The same to begin with."""
        text = self.line_name(place)
        return text[0].upper() + text[1:]

    def is_like_month(self, place: int) -> bool:
        """Whether a line that is no month is headed as one; words are the name of a baseline or the like."""
        return _is_like_month(self.cells[place][self.month_column])


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
    if across is not None and (down is None or across[1] > down[1]):
        return _down(turned, turned_places, across[0], across=True)
    assert down is not None
    return _down(rows, places, down[0], across=False)


def _best(rows: Sequence[Sequence[Cell]], *, dotted: bool = False) -> tuple[int, int] | None:
    """The column with most months, and how many they are; one that is headed so goes before others. `dotted` takes 2025.01
    for a month under any heading."""
    best: tuple[int, int, int] | None = None
    for column in range(len(rows[0]) if rows else 0):
        cells = [row[column] for row in rows]
        headed = any(isinstance(cell, str) and headings.is_month_heading(cell) for cell in cells)
        found = sum(1 for cell in cells if _is_month(cell, headed=headed, dotted=dotted))
        if found and (best is None or (found, int(headed)) > (best[1], best[2])):
            best = (column, found, int(headed))
    return None if best is None else (best[0], best[1])


_DOTTED = re.compile(r"\d+\.\d+")


def _is_month(cell: Cell, *, headed: bool, dotted: bool) -> bool:
    """Bare numbers are evidence only under a heading, since every count may look like a serial number or like 202501, and
    every amount like 2025.01."""
    if not headed and isinstance(cell, Decimal):
        return False
    if not headed and isinstance(cell, str) and (cell.isdigit() or (not dotted and _DOTTED.fullmatch(cell))):
        return False
    return months.read(cell) is not None


def _down(
    rows: Sequence[Sequence[Cell]],
    places: Sequence[Sequence[tuple[int, int]]],
    month_column: int,
    *,
    across: bool,
    kpis: Sequence[int] | None = None,
) -> Layout:
    written = tuple(months.read(row[month_column]) for row in rows)
    first = next((place for place, found in enumerate(written) if found), len(rows))
    early = _early(rows[:first], month_column, kpis)
    top = early[0] if early else first
    head_rows = [  # headings end directly above the first line of numbers; titles above them do not count
        place
        for place in range(max(top - 3, 0), top)
        if sum(1 for cell in rows[place] if cell is not None) > 1 or across
    ]
    heads = _heads(rows, head_rows, month_column)
    return Layout(
        tuple(tuple(row) for row in rows),
        tuple(tuple(row) for row in places),
        heads,
        tuple(head_rows),
        tuple(early),
        month_column,
        tuple(found if place >= first else None for place, found in enumerate(written)),
        across,
    )


def _early(above: Sequence[Sequence[Cell]], month_column: int, kpis: Sequence[int] | None) -> list[int]:
    """Which of the rows above the first month hold numbers of KPIs, below the last line of headings; `kpis` are the columns where
    these are known."""
    found: list[int] = []
    known = set(kpis or ())
    for place, row in enumerate(above):
        named = {
            number for number, cell in enumerate(row) if isinstance(cell, str) and headings.metric_of(cell)
        }
        label = row[month_column]
        if named or (isinstance(label, str) and headings.is_month_heading(label)):
            known |= named if kpis is None else set()
            found.clear()
            continue
        cells = [row[number] for number in known if number < len(row) and row[number] is not None]
        if any(map(_is_number, cells)) or (cells and (found or _is_like_month(label))):
            found.append(place)
    return found


def _is_like_month(cell: Cell) -> bool:
    """Whether a cell that is no month is written as one, such as 2025-13."""
    return cell is not None and re.fullmatch(r"\d{5,}|\d+(?:\W+\d+)+", str(cell)) is not None


def _is_number(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return isinstance(cell, Decimal)
    try:
        return numbers.strip(cell) is not None
    except NotANumber:
        return False


def _heads(rows: Sequence[Sequence[Cell]], head_rows: Sequence[int], month_column: int) -> tuple[str, ...]:
    """A heading for each column: its own line where that names a KPI, else together with the lines above it, in which a
    merged cell stands once for all columns under it."""
    if not head_rows:
        return tuple("" for _ in (rows[0] if rows else ()))
    filled: list[list[str]] = []
    for place in head_rows:
        line: list[str] = []
        last = ""
        for column, cell in enumerate(rows[place]):
            text = str(cell) if cell is not None else ""
            merged = place != head_rows[-1] and column > month_column
            last = text or (last if merged else "")
            line.append(last)
        filled.append(line)
    found: list[str] = []
    for column in range(len(filled[0])):
        parts = [line[column] for line in filled if line[column]]
        own = parts[-1] if parts else ""
        whole = " ".join(dict.fromkeys(parts))
        choices = (own, whole, " ".join(reversed(parts)), *(parts[:-1]))
        found.append(next((text for text in choices if headings.metric_of(text)), own or whole))
    return tuple(found)
