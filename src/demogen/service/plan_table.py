"""Reading a plan from a table of text: comma or tab, a header with the KPIs' keys or labels, a row for each month."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import METRICS, PLANNED, MetricKey
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.domain.plan import LONGEST, Plan, PlanMonth, PlanType
from demogen.errors import InputError
from demogen.service.plan_cells import CellReader, Place

Column: TypeAlias = MetricKey | Literal["month"] | None
"""What a column holds; None for one that is not read."""

MOST_LINES = 1000

_BY_HEADER: dict[str, MetricKey] = {
    name.lower(): key for key in PLANNED for name in (key.value, METRICS[key].label)
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text: its number, and its cells."""

    number: int
    cells: Sequence[str]

    def to_json(self) -> JsonObject:
        return {"line": self.number, "cells": list(self.cells)}


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A table as it was read. `rows` holds the readable cells of months that stand once; `header` may be absent."""

    delimiter: str
    header: Line | None
    lines: tuple[Line, ...]
    columns: tuple[Column, ...]
    rows: tuple[PlanMonth, ...]
    issues: tuple[Issue, ...]

    def to_json(self, currency: Currency) -> JsonObject:
        """`{rows, issues, skipped, delimiter, columns, header, lines}`; unknown columns are skipped, not wrong."""
        skipped: list[JsonObject] = [
            {"what": f"Column “{name}”", "reason": "It is no KPI that can be planned."}
            for name in self.unknown
        ]
        issues = [issue for issue in self.issues if issue.code is not IssueCode.COLUMN_UNKNOWN]
        return {
            "rows": Plan(self.rows, PlanType.TARGETS).to_json(currency)["months"],
            "issues": [issue.to_json() for issue in issues],
            "skipped": skipped,
            "delimiter": "tab" if self.delimiter == "\t" else "comma",
            "columns": list(self.columns),
            "header": None if self.header is None else self.header.to_json(),
            "lines": [line.to_json() for line in self.lines],
        }

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings of columns that hold no KPI."""
        if self.header is None:
            return ()
        return tuple(
            cell.strip()
            for cell, column in zip(self.header.cells, self.columns, strict=False)
            if column is None and cell.strip()
        )


def read_table(text: str, currency: Currency, *, columns: Sequence[Column] | None = None) -> PlanTable:
    """Every cell that can be read, and an issue for every one that cannot.

    `columns` says what the columns are where the header does not, or says it wrongly. Raises InputError for text
    that is no table, or is far too long.
    """
    delimiter = _delimiter(text)
    lines = _lines(text, delimiter)
    if len(lines) > MOST_LINES:
        raise InputError(
            f"The table has {len(lines):,} lines; the limit is {MOST_LINES:,}.",
            hint=f"A plan has at most {LONGEST} months; give these alone.",
        )
    reader = CellReader(currency)
    if not lines:
        reader.say(IssueCode.PLAN_EMPTY, "The plan is empty.", "Give a header and a row for each month.")
        return PlanTable(delimiter, None, (), (), (), tuple(reader.issues))
    header = None if any(map(_is_month, lines[0].cells)) else lines[0]
    body = lines if header is None else lines[1:]
    found = tuple(columns) if columns is not None else _columns(reader, header, lines[0])
    rows = _rows(reader, body, found)
    if not rows and not reader.issues:
        reader.say(IssueCode.PLAN_EMPTY, "The plan has no months.", "Add a row for each month.")
    return PlanTable(delimiter, header, tuple(body), found, rows, tuple(reader.issues))


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return "\t" if "\t" in first else ","


def _lines(text: str, delimiter: str) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found, number = [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append(Line(number, row))
            number = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"The plan is not a table: {error}.", hint="Check its quotes.") from error
    return found


def _is_month(cell: str) -> bool:
    try:
        Month.parse(cell.strip())
    except ValueError:
        return False
    return True


def _columns(reader: CellReader, header: Line | None, first: Line) -> tuple[Column, ...]:
    """What each column holds, by its heading."""
    if header is None:
        reader.say(
            IssueCode.PLAN_UNREADABLE,
            f"Line {first.number} is no header.",
            f"Begin with a header: month and any of {', '.join(PLANNED)}.",
        )
        return tuple("month" if _is_month(cell) else None for cell in first.cells)
    columns: list[Column] = []
    for number, cell in enumerate(header.cells, 1):
        name = cell.strip()
        column: Column = "month" if name.lower() == "month" else _BY_HEADER.get(name.lower())
        place = Place(f"Line {header.number}, column {number}", header.number, number)
        if column is None and name:
            reader.say(
                IssueCode.COLUMN_UNKNOWN,
                f"'{name}' is not a KPI that can be planned.",
                f"Use month and: {', '.join(PLANNED)}.",
                place,
            )
        if column is not None and column in columns:
            earlier = columns.index(column) + 1
            reader.say(
                IssueCode.COLUMN_REPEATED,
                f"columns {earlier} and {number} are both '{name}'.",
                "Keep one of them.",
                Place(f"Line {header.number}", header.number, number),
            )
            column = None
        columns.append(column)
    if "month" not in columns:
        reader.say(
            IssueCode.PLAN_UNREADABLE,
            f"Line {header.number} has no column 'month'.",
            "Add it to the header.",
        )
    return tuple(columns)


def _rows(reader: CellReader, lines: Iterable[Line], columns: Sequence[Column]) -> tuple[PlanMonth, ...]:
    rows: list[PlanMonth] = []
    places: dict[Month, list[int]] = {}
    for line in lines:
        found = _row(reader, line, columns)
        if found is not None:
            rows.append(found)
            places.setdefault(found.month, []).append(line.number)
    for month, numbers in places.items():
        for number in numbers[1:]:
            reader.say(
                IssueCode.MONTH_REPEATED,
                f"{month} stands in lines {', '.join(map(str, numbers))}.",
                "Keep one row for each month.",
                Place("", number, columns.index("month") + 1),
                month=month,
            )
    return tuple(row for row in rows if len(places[row.month]) == 1)


def _row(reader: CellReader, line: Line, columns: Sequence[Column]) -> PlanMonth | None:
    month: Month | None = None
    values: dict[MetricKey, int] = {}
    for number, cell in enumerate(line.cells, 1):
        text = cell.strip()
        words = f"Line {line.number}, column {number}"
        if number > len(columns):
            if text:
                reader.say(
                    IssueCode.CELL_MALFORMED,
                    f"'{text}' has no column in the header.",
                    "Quote numbers that hold commas, or write them without.",
                    Place(words, line.number, number),
                )
            continue
        column = columns[number - 1]
        if column == "month":
            month = reader.month(Place(words, line.number, number), text)
        elif text and column is not None:
            place = Place(f"{words} ({column})", line.number, number)
            value = reader.value(place, column, text)
            if value is not None:
                values[column] = value
    return None if month is None else PlanMonth(month, values)
