"""From a sheet to a plan: months, KPIs and numbers, with everything that was skipped, is wrong, or has to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.metrics import PLANNED, MetricKey, is_money, label_of
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.domain.plan import LONGEST, Plan, PlanMonth, PlanType
from demogen.service.plan_reader import headings, layout, months, numbers, questions
from demogen.service.plan_reader.cells import CellReader, Place
from demogen.service.plan_reader.layout import Layout
from demogen.service.plan_reader.long import widen
from demogen.service.plan_reader.numbers import Bare, NotANumber
from demogen.service.plan_reader.questions import MONTHS, Answers, Column, Question
from demogen.service.plan_reader.sheets import Cell, Sheet, column_name


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
    wide = None if answers.columns is not None else widen(sheet)
    if wide is None:
        return _Table(sheet, sheet, currency, answers).read()
    return _Table(sheet, wide.sheet, currency, answers, list(wide.skipped)).read(wide.issues)


@dataclass
class _Table:
    """One sheet being read: as it was written, and with a line for each month."""

    written: Sheet
    sheet: Sheet
    currency: Currency
    answers: Answers
    skipped: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[Issue] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def read(self, issues: Sequence[Issue] = ()) -> PlanTable:
        self.reader = CellReader(self.currency)
        self.reader.issues += issues
        if not self.sheet.rows:
            if not issues:
                self.reader.say(
                    IssueCode.PLAN_EMPTY, "The plan is empty.", "Give a header and a row for each month."
                )
            return self._result(None, (), ())
        found = layout.find(self.sheet, self.answers.columns)
        if found is None:
            self.reader.say(
                IssueCode.PLAN_UNREADABLE,
                "No column and no row holds months.",
                "Give a column 'month' with months such as 2026-03 or Mar 2026.",
            )
            return self._result(None, (), ())
        columns = self._columns(found)
        data = self._data(found)
        settled = months.settle(
            [found.written[place] for place in data],
            date_order=self.answers.date_order,
            epoch=self.answers.epoch,
            year=self.answers.year,
        )
        self._ask_months(settled.asks)
        totals = self._totals(found, columns, data, settled.months)
        rows = self._rows(found, columns, data, settled, totals)
        if not rows and not self.reader.issues and not self.questions:
            self.reader.say(IssueCode.PLAN_EMPTY, "The plan has no months.", "Add a row for each month.")
        return self._result(found, columns, rows, settled)

    # columns ---------------------------------------------------------------------------------------------------

    def _columns(self, found: Layout) -> tuple[Column, ...]:
        if self.answers.columns is not None:
            given = list(self.answers.columns)
            return tuple((given + [None] * len(found.heads))[: len(found.heads)])
        columns: list[Column] = []
        for number, heading in enumerate(found.heads):
            if number == found.month_column:
                columns.append("month")
                continue
            key = headings.metric_of(heading) if heading else None
            if key is not None and key in columns:
                first = columns.index(key)
                self.reader.say(
                    IssueCode.COLUMN_REPEATED,
                    f"{self._head_name(found, first)} and {self._head_name(found, number)} are both "
                    f"{label_of(key)}: '{found.heads[first]}' and '{heading}'.",
                    "Keep one of them.",
                    self._head_place(found, number),
                )
                key = None
            elif key is None and heading:
                what = f"{'Row' if found.across else 'Column'} “{heading}”"
                reason = (
                    "It is a total." if headings.is_total(heading) else "It is no KPI that can be planned."
                )
                self.skipped.append((what, reason))
            columns.append(key)
        if not any(isinstance(column, MetricKey) for column in columns):
            named = ", ".join(
                f"'{heading}'"
                for number, heading in enumerate(found.heads)
                if heading and number != found.month_column
            )
            self.reader.say(
                IssueCode.PLAN_UNREADABLE,
                f"No column is a KPI that can be planned{f': there are {named}' if named else ', for want of a header'}.",
                f"Head the columns with: {', '.join(PLANNED)}.",
            )
        return tuple(columns)

    def _head_name(self, found: Layout, number: int) -> str:
        place = found.head_rows[-1] if found.head_rows else 0
        line, column = found.places[place][number]
        return self._name(line, column)

    def _head_place(self, found: Layout, number: int) -> Place:
        place = found.head_rows[-1] if found.head_rows else 0
        line, column = found.places[place][number]
        return Place("", line, column)

    # months ----------------------------------------------------------------------------------------------------

    def _data(self, found: Layout) -> list[int]:
        """The lines from the first month on."""
        first = next((place for place, month in enumerate(found.written) if month), 0)
        return list(range(first, len(found.cells)))

    def _ask_months(self, asks: Sequence[str]) -> None:
        self.questions += [MONTHS[name] for name in asks]

    def _totals(
        self, found: Layout, columns: Sequence[Column], data: Sequence[int], settled: Sequence[Month | None]
    ) -> set[int]:
        """Lines that are no months but sums of them: by their word, or because every number is the sum of those above."""
        totals: set[int] = set()
        above: dict[int, list[Decimal]] = {}
        for place, month in zip(data, settled, strict=True):
            label = found.cells[place][found.month_column]
            values = {
                number: value
                for number, column in enumerate(columns)
                if isinstance(column, MetricKey)
                and (value := self._plain(found.cells[place][number])) is not None
            }
            if found.written[place] is not None or month is not None:
                for number, value in values.items():
                    above.setdefault(number, []).append(value)
                continue
            by_word = isinstance(label, str) and headings.is_total(label)
            first_text = next((cell for cell in found.cells[place] if isinstance(cell, str)), None)
            by_word = by_word or (
                label is None and isinstance(first_text, str) and headings.is_total(first_text)
            )
            by_sum = bool(values) and all(
                number in above and value == sum(above[number]) for number, value in values.items()
            )
            if by_word or (by_sum and any(values.values()) and len(next(iter(above.values()), [])) > 1):
                totals.add(place)
                name = f" “{label}”" if label is not None else ""
                self.skipped.append((f"{self._row_name(found, place)}{name}", "It is a total."))
        return totals

    def _plain(self, cell: Cell) -> Decimal | None:
        """A number as far as it can be read without knowing the dialect."""
        if isinstance(cell, Decimal):
            return cell
        if isinstance(cell, str):
            try:
                bare = numbers.strip(cell)
                mark, _ = numbers.decimal_mark([bare]) if bare else (None, False)
                if bare is None:
                    return None
                return numbers.value(bare, mark or self._mark or ("," if "." in bare.text else "."))
            except NotANumber:
                return None
        return None

    # numbers ---------------------------------------------------------------------------------------------------

    @property
    def _mark(self) -> str | None:
        return getattr(self, "_decided", None)

    def _rows(
        self,
        found: Layout,
        columns: Sequence[Column],
        data: Sequence[int],
        settled: months.MonthColumn,
        totals: set[int],
    ) -> tuple[PlanMonth, ...]:
        bare = self._take_apart(found, columns, data, totals)
        mark = self._decide(bare)
        rows: list[tuple[PlanMonth, int]] = []
        for place, month, fault in zip(data, settled.months, settled.faults, strict=True):
            if place in totals:
                continue
            values: dict[MetricKey, int] = {}
            for number, column in enumerate(columns):
                if isinstance(column, MetricKey):
                    value = self._value(found, place, number, column, bare, mark)
                    if value is not None:
                        values[column] = value
                elif column is None and not found.heads[number] and self.answers.columns is None:
                    self._headless(found, place, number)
            if month is not None:
                rows.append((PlanMonth(month, values), place))
            elif fault is not None:
                self._not_a_month(found, place, f"'{found.cells[place][found.month_column]}' {fault}")
            elif found.written[place] is None:
                self._no_month(found, place, columns)
        return self._once(found, rows)

    def _headless(self, found: Layout, place: int, number: int) -> None:
        """A number without a heading is most likely the rest of one that was cut in two."""
        cell, (line, column) = found.cells[place][number], found.places[place][number]
        if self._plain(cell) is not None:
            self.reader.say(
                IssueCode.CELL_MALFORMED,
                f"'{cell}' has no heading.",
                "Head its column, or quote numbers that hold the delimiter.",
                Place(self._name(line, column), line, column),
            )

    def _take_apart(
        self, found: Layout, columns: Sequence[Column], data: Sequence[int], totals: set[int]
    ) -> dict[tuple[int, int], Bare | NotANumber | None]:
        apart: dict[tuple[int, int], Bare | NotANumber | None] = {}
        for place in data:
            for number, column in enumerate(columns):
                cell = found.cells[place][number]
                if isinstance(column, MetricKey) and isinstance(cell, str) and place not in totals:
                    try:
                        apart[place, number] = numbers.strip(cell)
                    except NotANumber as error:
                        apart[place, number] = error
        return apart

    def _decide(self, apart: Mapping[tuple[int, int], Bare | NotANumber | None]) -> str | None:
        """The file's decimal mark; None where it has to be asked."""
        cells = [bare for bare in apart.values() if isinstance(bare, Bare)]
        mark, needed = numbers.decimal_mark(cells)
        mark = mark or self.answers.decimal
        if mark is None and needed:
            self.questions.append(questions.decimal(cells))
            return None
        self._decided = mark or "."
        return self._decided

    def _value(
        self,
        found: Layout,
        place: int,
        number: int,
        key: MetricKey,
        apart: Mapping[tuple[int, int], Bare | NotANumber | None],
        mark: str | None,
    ) -> int | None:
        cell, (line, column) = found.cells[place][number], found.places[place][number]
        where = Place(f"{self._name(line, column)} ({label_of(key)})", line, column)
        fault = self.sheet.faults.get((line, column))
        if fault:
            self.reader.say(
                IssueCode.CELL_MALFORMED,
                f"it holds {fault}.",
                "Correct it in the spreadsheet.",
                where,
                metric=key,
            )
            return None
        try:
            found_number = self._number(cell, apart.get((place, number)), where, key, mark)
        except NotANumber as error:
            self.reader.say(
                IssueCode.CELL_MALFORMED,
                f"{error}.",
                "Write plain digits, such as 1250; leave the cell blank to leave the KPI as it is.",
                where,
                metric=key,
            )
            return None
        value = None if found_number is None else self.reader.value(where, key, found_number)
        if value is not None and value < 0 and self.answers.plan_type is PlanType.TARGETS:
            code = IssueCode.MONEY_NEGATIVE if is_money(key) else IssueCode.COUNT_NEGATIVE
            hint = "A target is 0 or more; leave the cell blank to leave the KPI as it is."
            self.reader.say(code, f"'{cell}' is below 0.", hint, where, metric=key)
            return None
        return value

    def _number(
        self, cell: Cell, bare: Bare | NotANumber | None, where: Place, key: MetricKey, mark: str | None
    ) -> Decimal | None:
        """The number in a cell; None for a blank one, and for one that has to wait for an answer."""
        if isinstance(cell, Decimal):
            return self._rounded(key, cell)
        if cell is not None and not isinstance(cell, str):
            raise NotANumber(f"'{cell}' is {'a date' if isinstance(cell, date) else 'no number'}")
        if isinstance(bare, NotANumber):
            raise bare
        if bare is None:
            return None
        self._check_currency(bare, where, key)
        waits = mark is None and ("." in bare.text or "," in bare.text)
        return None if waits else numbers.value(bare, mark or ".")

    def _rounded(self, key: MetricKey, cell: Decimal) -> Decimal:
        """Spreadsheets keep money in binary: what lies within a millionth of a minor unit is meant exactly."""
        if not is_money(key) or cell.adjusted() > 15:  # too large to have minor units
            return cell
        step = Decimal(1).scaleb(-self.currency.decimals)
        near = cell.quantize(step)
        return near if abs(near - cell) < step / 1_000_000 else cell

    def _check_currency(self, bare: Bare, where: Place, key: MetricKey) -> None:
        sign = bare.currency
        if sign is None or sign.casefold() in numbers.signs_of(self.currency.code) or not is_money(key):
            if sign is not None and not is_money(key):
                self._warn(IssueCode.CURRENCY_DIFFERS, f"'{sign}' stands at a count.", where, key)
            return
        self._warn(
            IssueCode.CURRENCY_DIFFERS,
            f"'{sign}' is not the tenant's currency, {self.currency.code}; the number is taken as it is.",
            where,
            key,
        )

    def _warn(self, code: IssueCode, message: str, where: Place, key: MetricKey) -> None:
        hint = "Check that the amounts are meant in the tenant's currency."
        self.warnings.append(
            Issue(code, f"{where.words}: {message}", hint, None, key, where.line, where.column)
        )

    # the whole -------------------------------------------------------------------------------------------------

    def _no_month(self, found: Layout, place: int, columns: Sequence[Column]) -> None:
        has_numbers = any(
            isinstance(column, MetricKey) and found.cells[place][number] is not None
            for number, column in enumerate(columns)
        )
        cell = found.cells[place][found.month_column]
        if not has_numbers:
            texts = [str(one) for one in found.cells[place] if one is not None]
            self.skipped.append((f"{self._row_name(found, place)} “{' '.join(texts)[:60]}”", "It is a note."))
            return
        said = f"'{cell}' is not a month" if cell is not None else "its month is missing"
        self._not_a_month(found, place, said)

    def _not_a_month(self, found: Layout, place: int, said: str) -> None:
        line, column = found.places[place][found.month_column]
        self.reader.say(
            IssueCode.MONTH_MALFORMED,
            f"{said}.",
            "Write months as YYYY-MM, or as a name with its year.",
            Place(self._name(line, column), line, column),
        )

    def _once(self, found: Layout, rows: Sequence[tuple[PlanMonth, int]]) -> tuple[PlanMonth, ...]:
        places: dict[Month, list[int]] = {}
        for row, place in rows:
            places.setdefault(row.month, []).append(place)
        for month, several in places.items():
            if len(several) > 1:
                line, column = found.places[several[-1]][found.month_column]
                where = [self._where(found, place) for place in several]
                self.reader.say(
                    IssueCode.MONTH_REPEATED,
                    f"{month} stands {len(several)} times: in {', '.join(where[:-1])} and {where[-1]}.",
                    "Keep one for each month.",
                    Place("", line, column),
                    month=month,
                )
        kept = tuple(row for row, _ in rows if len(places[row.month]) == 1)
        if len(kept) > LONGEST:
            self.reader.say(
                IssueCode.PLAN_TOO_LONG,
                f"The plan has {len(kept)} months; one plan may have {LONGEST}.",
                "Split it into several patches.",
            )
        return kept

    def _where(self, found: Layout, place: int) -> str:
        line, column = found.places[place][found.month_column]
        return f"column {column_name(column)}" if found.across else f"line {line}"

    def _row_name(self, found: Layout, place: int) -> str:
        text = self._where(found, place)
        return text[0].upper() + text[1:]

    def _name(self, line: int, column: int) -> str:
        if self.sheet.is_workbook:
            return f"{column_name(column)}{line}"
        return f"Line {line}, column {column}"

    def _result(
        self,
        found: Layout | None,
        columns: tuple[Column, ...],
        rows: tuple[PlanMonth, ...],
        settled: months.MonthColumn | None = None,
    ) -> PlanTable:
        width = max((len(row) for row in self.written.rows), default=0)
        lines = [
            Line(number, [_text(cell) for cell in (*row, *[None] * (width - len(row)))])
            for number, row in zip(self.written.lines, self.written.rows, strict=True)
        ]
        header = None
        long = self.sheet is not self.written
        if long:
            header, lines = lines[0], lines[1:]
        elif found is not None and not found.across and found.head_rows:
            header = lines[found.head_rows[-1]]
            lines = lines[found.head_rows[-1] + 1 :]
        dialect: JsonObject = {
            "delimiter": self.sheet.delimiter,
            "encoding": self.sheet.encoding,
            "sheet": self.sheet.name,
            "decimal": self._mark,
            "monthsAcross": bool(found and found.across),
            "dateOrder": settled.date_order if settled else None,
            "epoch": settled.epoch if settled else None,
        }
        return PlanTable(
            self.written,
            rows,
            columns if found is not None and not found.across and not long else (),
            header,
            tuple(lines),
            tuple(self.reader.issues),
            tuple(self.warnings),
            tuple(self.skipped),
            tuple(self.questions),
            dialect,
        )


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)
