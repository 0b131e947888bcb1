"""From a sheet to a plan: months, KPIs and numbers, with everything that was skipped, is wrong, or has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.money import Currency
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.service.plan_reader import amounts, columns, layout, months, numbers, questions, totals
from demogen.service.plan_reader.amounts import Amounts
from demogen.service.plan_reader.cells import CellReader
from demogen.service.plan_reader.columns import Columns
from demogen.service.plan_reader.layout import Layout
from demogen.service.plan_reader.long import Widened, widen
from demogen.service.plan_reader.months import MonthColumn
from demogen.service.plan_reader.questions import Answers, Column, Question
from demogen.service.plan_reader.rows import RowReader, Settled
from demogen.service.plan_reader.sheets import Cell, Sheet


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source: its number, and its cells as texts."""

    number: int
    cells: Sequence[str]

    def to_json(self) -> JsonObject:
        return {"line": self.number, "cells": list(self.cells)}


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A table as it was read. `rows` holds the readable cells of months that stand once; `columns` is empty where months
    stand across, or a line is a KPI of a month."""

    sheet: Sheet
    rows: tuple[PlanMonth, ...]
    columns: tuple[Column, ...]
    header: Line | None
    lines: tuple[Line, ...]
    issues: tuple[Issue, ...]
    warnings: tuple[Issue, ...]
    skipped: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    dialect: JsonObject

    def to_json(self, currency: Currency) -> JsonObject:
        skipped: list[JsonValue] = [{"what": what, "reason": reason} for what, reason in self.skipped]
        return {
            "rows": Plan(self.rows, PlanType.TARGETS).to_json(currency)["months"],
            "issues": [issue.to_json() for issue in self.issues],
            "warnings": [issue.to_json() for issue in self.warnings],
            "skipped": skipped,
            "questions": [question.to_json() for question in self.questions],
            "dialect": self.dialect,
            "columns": list(self.columns),
            "header": None if self.header is None else self.header.to_json(),
            "lines": [line.to_json() for line in self.lines],
        }


def read_table(sheet: Sheet, currency: Currency, answers: Answers | None = None) -> PlanTable:
    """Every cell that can be read, and an issue for every one that cannot; what stays open is asked, never guessed."""
    answers = answers or Answers()
    wide = (
        None if answers.columns is not None else widen(sheet, additions=answers.plan_type is PlanType.DELTAS)
    )
    cells = CellReader(currency)
    cells.issues += wide.issues if wide else ()
    reading = _read(wide.sheet if wide else sheet, cells, answers)
    return _table(sheet, reading, cells.issues, wide)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was understood of a sheet, with the decimal mark unless it is asked for."""

    found: Layout
    columns: Columns
    months: MonthColumn
    mark: str | None
    rows: tuple[PlanMonth, ...]
    warnings: tuple[Issue, ...]
    skipped: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]


def _read(sheet: Sheet, cells: CellReader, answers: Answers) -> _Reading | None:
    """None where no months are found, with its issue."""
    found = _layout(sheet, cells, answers)
    if found is None:
        return None
    held = columns.read(sheet, found, answers.columns)
    cells.issues += held.issues
    data = _data(found)
    settled = months.settle(
        [found.written[place] for place in data],
        date_order=answers.date_order,
        epoch=answers.epoch,
        year=answers.year,
    )
    asked = [questions.MONTHS[name] for name in settled.asks]
    apart = amounts.take_apart(found, held, data)
    # totals are told by their numbers, and have no say in how numbers are written
    dated = amounts.bare_of(apart, [place for place in data if found.written[place]])
    sums = totals.find(found, held, data, numbers.decimal_mark(dated)[0] or answers.decimal)
    early = [place for place in found.early if place not in sums and not found.is_like_month(place)]
    kept = [place for place in data if place not in sums and place not in early]
    bare = amounts.bare_of(apart, kept)
    shown, needed = numbers.decimal_mark(bare)
    mark = shown or answers.decimal or (None if needed else ".")
    if mark is None:
        asked.append(questions.decimal(bare))
    values = Amounts(sheet, found, apart, cells=cells, mark=mark, plan_type=answers.plan_type)
    reader = RowReader(sheet, found, held, amounts=values, cells=cells)
    lines = dict(zip(data, map(Settled, settled.months, settled.faults), strict=True))
    # where no column is a KPI, that is said once, and not again of each number
    headed = answers.columns is None and any(held.kpis())
    rows = reader.read({place: lines[place] for place in kept}, headed=headed)
    if not rows and not cells.issues and not asked:
        cells.say(IssueCode.PLAN_EMPTY, "The plan has no months.", "Add a row for each month.")
    skipped = (
        *held.skipped,
        *(_named(found, place, "It is a total.") for place in sums),
        *(_named(found, place, "It stands before the first month.") for place in early),
        *reader.notes(kept),
    )
    return _Reading(found, held, settled, mark, rows, tuple(values.warnings), skipped, tuple(asked))


def _layout(sheet: Sheet, cells: CellReader, answers: Answers) -> Layout | None:
    found = layout.find(sheet, answers.columns) if sheet.rows else None
    if found is None and sheet.rows:
        cells.say(
            IssueCode.PLAN_UNREADABLE,
            "No column and no row holds months.",
            "Give a column 'month' with months such as 2026-03 or Mar 2026.",
        )
    elif found is None and not cells.issues:
        hint = "Give a header and a row for each month."
        cells.say(IssueCode.PLAN_EMPTY, "The plan is empty.", hint)
    return found


def _data(found: Layout) -> list[int]:
    """The lines of numbers above the first month, and those from it on."""
    first = next((place for place, month in enumerate(found.written) if month), 0)
    return [*found.early, *range(first, len(found.cells))]


def _named(found: Layout, place: int, reason: str) -> tuple[str, str]:
    label = found.cells[place][found.month_column]
    return f"{found.row_name(place)}{f' “{label}”' if label is not None else ''}", reason


def _table(
    sheet: Sheet, reading: _Reading | None, issues: Sequence[Issue], wide: Widened | None
) -> PlanTable:
    """The table as it was written, with what was understood of it."""
    across = reading is not None and reading.found.across
    header, lines = _lines(sheet, None if reading is None or across else reading.found, wide)
    dialect: JsonObject = {
        "delimiter": sheet.delimiter,
        "encoding": sheet.encoding,
        "sheet": sheet.name,
        "decimal": reading.mark if reading else None,
        "monthsAcross": across,
        "dateOrder": reading.months.date_order if reading else None,
        "epoch": reading.months.epoch if reading else None,
    }
    return PlanTable(
        sheet,
        reading.rows if reading else (),
        reading.columns.held if reading and not across and wide is None else (),
        header,
        lines,
        tuple(issues),
        reading.warnings if reading else (),
        (*(wide.skipped if wide else ()), *(reading.skipped if reading else ())),
        reading.questions if reading else (),
        dialect,
    )


def _lines(sheet: Sheet, down: Layout | None, wide: Widened | None) -> tuple[Line | None, tuple[Line, ...]]:
    """The header, where there is one, and the lines below it."""
    width = max((len(row) for row in sheet.rows), default=0)
    lines = tuple(
        Line(number, [_text(cell) for cell in (*row, *[None] * (width - len(row)))])
        for number, row in zip(sheet.lines, sheet.rows, strict=True)
    )
    if wide is not None:
        return lines[0], lines[1:]
    if down is None or not down.head_rows:
        return None, lines
    last = down.head_rows[-1]
    return lines[last], lines[last + 1 :]


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)
