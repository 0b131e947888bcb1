"""Reading plans from CSV and JSON. Every wrong cell is named, all at once; nothing is guessed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import METRICS, PLANNED, MetricKey, is_money
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.domain.plan import LONGEST, Mode, Plan, PlanMonth, PlanType, Tolerance
from demogen.errors import InputError, PlanInvalid

_BY_HEADER: dict[str, MetricKey] = {
    name.lower(): key for key in PLANNED for name in (key.value, METRICS[key].label)
}

Choice = TypeVar("Choice", bound=StrEnum)

LARGEST_FILE = 10 * 2**20


def read_plan(content: bytes, *, plan_type: PlanType | None, mode: Mode, currency: Currency) -> Plan:
    """A plan from a file's content, CSV or JSON. Raises PlanInvalid with every issue found.

    A `plan_type` of None takes what a JSON plan says of itself, else targets; one that is given must not differ.
    """
    if len(content) > LARGEST_FILE:
        raise InputError(
            f"The plan file has {len(content):,} bytes; the limit is {LARGEST_FILE:,}.",
            hint=f"A plan has at most {LONGEST} months; give a file with these alone.",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            f"The plan file is not UTF-8 text (byte {error.start + 1}).",
            hint="Save it as CSV in UTF-8, or as JSON.",
        ) from error
    if text.lstrip()[:1] in ("{", "["):
        document = _json(text)
        if isinstance(document, list):
            document = {"months": document}
        asked = {
            "planType": plan_type or document.get("planType", PlanType.TARGETS.value),
            "mode": mode.value,
        }
        for name, value in asked.items():
            if document.get(name) not in (None, value):
                raise InputError(
                    f"The plan's {name} is {document[name]!r}, but {value} was asked for.",
                    hint="Ask for the same, or take it out of the plan.",
                )
        return plan_from_json({**document, **asked}, currency)
    return _Reading(currency).csv(text, plan_type or PlanType.TARGETS, mode)


def plan_from_json(document: JsonObject | None, currency: Currency) -> Plan:
    """A plan from its JSON form. Raises PlanInvalid with every issue found."""
    return _Reading(currency).document(document or {})


def _json(text: str) -> JsonObject | list[JsonObject]:
    try:
        found: JsonObject | list[JsonObject] = json.loads(text, parse_float=Decimal)
    except ValueError as error:
        raise InputError(f"The plan is not JSON: {error}.", hint="Correct it, or give CSV.") from error
    return found


class _Reading:
    """One plan being read: collects issues and raises them together."""

    def __init__(self, currency: Currency) -> None:
        self._currency = currency
        self._issues: list[Issue] = []

    def csv(self, text: str, plan_type: PlanType, mode: Mode) -> Plan:
        try:
            lines = [
                (number, row)
                for number, row in _numbered(csv.reader(io.StringIO(text, newline=""), strict=True))
                if any(cell.strip() for cell in row)
            ]
        except csv.Error as error:
            raise InputError(f"The plan is not CSV: {error}.", hint="Check its quotes.") from error
        if not lines:
            self._say(
                IssueCode.PLAN_EMPTY, "The plan file is empty.", "Give a header and a row for each month."
            )
        columns = self._header(*lines[0]) if lines else []
        rows: list[PlanMonth] = []
        places: dict[Month, list[int]] = {}
        for number, row in lines[1:]:
            found = self._row(number, row, columns)
            if found is not None:
                rows.append(found)
                places.setdefault(found.month, []).append(number)
        for month, numbers in places.items():
            if len(numbers) > 1:
                self._say(
                    IssueCode.MONTH_REPEATED,
                    f"{month} stands in lines {', '.join(map(str, numbers))}.",
                    "Keep one row for each month.",
                    month,
                )
        if lines and not rows and not self._issues:
            self._say(IssueCode.PLAN_EMPTY, "The plan file has no months.", "Add a row for each month.")
        self._stop()
        return Plan(tuple(rows), plan_type, mode)

    def document(self, document: JsonObject) -> Plan:
        mode = self._choice(document.get("mode", Mode.ADDITIVE.value), Mode, "mode")
        plan_type = self._choice(document.get("planType"), PlanType, "planType")
        months = document.get("months")
        if not isinstance(months, list):
            months = []
            self._say(
                IssueCode.PLAN_UNREADABLE, "The plan has no list 'months'.", "Give months: [{month, …}]."
            )
        rows = [self._json_row(number, row) for number, row in enumerate(months, 1)]
        tolerances = self._tolerances(document.get("tolerances"))
        seed = document.get("seed")
        if seed is not None and (
            isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63
        ):
            self._say(
                IssueCode.PLAN_UNREADABLE,
                f"The seed {seed!r} is not usable.",
                "Give a whole number from 0 on.",
            )
        self._stop()
        assert mode is not None
        assert plan_type is not None
        return Plan(
            tuple(row for row in rows if row is not None),
            plan_type,
            mode,
            tolerances,
            seed if isinstance(seed, int) else None,
        )

    def _header(self, number: int, cells: list[str]) -> list[MetricKey | str | None]:
        """What each column is: a metric, the word "month", or None for one without any cell."""
        columns: list[MetricKey | str | None] = []
        for place, cell in enumerate(cells, 1):
            name = cell.strip()
            key = _BY_HEADER.get(name.lower())
            column: MetricKey | str | None = "month" if name.lower() == "month" else key
            if column is None and name:
                self._say(
                    IssueCode.COLUMN_UNKNOWN,
                    f"Line {number}, column {place}: '{name}' is not a KPI that can be planned.",
                    f"Use month and: {', '.join(PLANNED)}.",
                )
            if column is not None and column in columns:
                self._say(
                    IssueCode.COLUMN_REPEATED,
                    f"Line {number}: columns {columns.index(column) + 1} and {place} are both '{name}'.",
                    "Keep one of them.",
                )
            columns.append(column)
        if "month" not in columns:
            self._say(
                IssueCode.PLAN_UNREADABLE, f"Line {number} has no column 'month'.", "Add it to the header."
            )
        return columns

    def _row(self, number: int, cells: list[str], columns: list[MetricKey | str | None]) -> PlanMonth | None:
        month: Month | None = None
        values: dict[MetricKey, int] = {}
        for place, cell in enumerate(cells, 1):
            text = cell.strip()
            column = columns[place - 1] if place <= len(columns) else None
            where = f"Line {number}, column {place}"
            if column is None:
                if text and place > len(columns):
                    self._say(
                        IssueCode.CELL_MALFORMED,
                        f"{where}: '{text}' has no column in the header.",
                        "Quote numbers that hold commas, or write them without.",
                    )
            elif column == "month":
                month = self._month(where, text)
            elif text and isinstance(column, MetricKey):
                value = self._value(f"{where} ({column})", column, text)
                if value is not None:
                    values[column] = value
        return None if month is None else PlanMonth(month, values)

    def _json_row(self, number: int, row: object) -> PlanMonth | None:
        if not isinstance(row, dict):
            self._say(IssueCode.PLAN_UNREADABLE, f"months[{number}] is not an object.", "Give {month, …}.")
            return None
        where = f"months[{number}]"
        month = self._month(where, row.get("month"))
        values: dict[MetricKey, int] = {}
        for name, cell in row.items():
            if name == "month" or (cell is None and name in PLANNED):
                continue
            if name not in PLANNED:
                self._say(
                    IssueCode.COLUMN_UNKNOWN,
                    f"{where}: '{name}' is not a KPI that can be planned.",
                    f"Use: {', '.join(PLANNED)}.",
                    month,
                )
                continue
            value = self._value(f"{where}.{name}", MetricKey(name), cell)
            if value is not None:
                values[MetricKey(name)] = value
        return None if month is None else PlanMonth(month, values)

    def _month(self, where: str, cell: object) -> Month | None:
        try:
            return Month.parse(cell if isinstance(cell, str) else str(cell or ""))
        except ValueError as error:
            self._say(IssueCode.MONTH_MALFORMED, f"{where}: {error}.", "Write months as YYYY-MM.")
            return None

    def _value(self, where: str, key: MetricKey, cell: object) -> int | None:
        """A count, or money in minor units; None and an issue where it is neither."""
        try:
            if isinstance(cell, bool) or not isinstance(cell, str | int | float | Decimal):
                raise ValueError(f"{cell!r} is not a number")
            given = str(cell) if isinstance(cell, float) else cell
            if is_money(key):
                return self._currency.parse(given)
            number = Decimal(given)
        except InvalidOperation:
            self._say(
                IssueCode.CELL_MALFORMED,
                f"{where}: '{cell}' is not a number.",
                "Write plain digits, such as 1250; leave the cell blank to leave the KPI as it is.",
                metric=key,
            )
            return None
        except ValueError as error:
            self._say(IssueCode.CELL_MALFORMED, f"{where}: {error}.", "Correct the cell.", metric=key)
            return None
        if not number.is_finite() or number != number.to_integral_value():
            self._say(
                IssueCode.COUNT_NOT_WHOLE,
                f"{where}: '{cell}' is not a whole number.",
                "Counts have no decimals.",
                metric=key,
            )
            return None
        if abs(number) > 10**12:
            self._say(IssueCode.COUNT_TOO_LARGE, f"{where}: '{cell}' is too large.", "Lower it.", metric=key)
            return None
        return int(number)

    def _tolerances(self, document: object) -> dict[MetricKey, Tolerance]:
        found: dict[MetricKey, Tolerance] = {}
        if document is None:
            return found
        items: Iterable[tuple[str, object]] = (
            document.items() if isinstance(document, dict) else [("", document)]
        )
        for name, value in items:
            try:
                if name not in PLANNED or not isinstance(value, dict) or set(value) - {"absolute", "percent"}:
                    raise ValueError
                key = MetricKey(name)
                absolute = value.get("absolute") or 0
                percent = Fraction(str(value.get("percent") or 0))
                amount = self._currency.parse(absolute) if is_money(key) else int(str(absolute))
                if amount < 0 or percent < 0:
                    raise ValueError
            except ValueError:
                self._say(
                    IssueCode.TOLERANCE_MALFORMED,
                    f"The tolerance {name!r}: {value!r} is not usable.",
                    "Give {metric: {absolute, percent}} with numbers of 0 or more.",
                )
            else:
                found[key] = Tolerance(amount, percent)
        return found

    def _choice(self, value: object, kind: type[Choice], name: str) -> Choice | None:
        try:
            return kind(str(value))
        except ValueError:
            allowed = " or ".join(kind)
            self._say(IssueCode.PLAN_UNREADABLE, f"{name} is {value!r}.", f"Give {allowed}.")
            return None

    def _say(
        self,
        code: IssueCode,
        message: str,
        hint: str,
        month: Month | None = None,
        metric: MetricKey | None = None,
    ) -> None:
        self._issues.append(Issue(code, message, hint, month, metric))

    def _stop(self) -> None:
        if self._issues:
            raise PlanInvalid(tuple(self._issues))


def _numbered(reader: Iterable[list[str]]) -> Iterable[tuple[int, list[str]]]:
    """Rows with the line of the file in which each begins."""
    line = 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1  # type: ignore[attr-defined]
