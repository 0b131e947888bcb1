"""Plans as JSON. Every wrong cell is named, all at once; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import PLANNED, MetricKey, is_money
from demogen.domain.money import Currency
from demogen.domain.plan import Mode, Plan, PlanMonth, PlanType, Tolerance
from demogen.errors import PlanInvalid
from demogen.service.plan_reader.cells import CellReader, Place

Choice = TypeVar("Choice", bound=StrEnum)


def plan_from_json(document: JsonObject | None, currency: Currency) -> Plan:
    """A plan from its JSON form. Raises PlanInvalid with every issue found."""
    return _Document(currency).read(document or {})


class _Document:
    """One JSON plan being read: collects issues and raises them together."""

    def __init__(self, currency: Currency) -> None:
        self._cells = CellReader(currency)

    def read(self, document: JsonObject) -> Plan:
        mode = self._choice(document.get("mode", Mode.ADDITIVE.value), Mode, "mode")
        plan_type = self._choice(document.get("planType"), PlanType, "planType")
        months = document.get("months")
        if not isinstance(months, list):
            months = []
            self._cells.say(
                IssueCode.PLAN_UNREADABLE, "The plan has no list 'months'.", "Give months: [{month, …}]."
            )
        rows = [self._json_row(number, row) for number, row in enumerate(months, 1)]
        tolerances = self._tolerances(document.get("tolerances"))
        seed = document.get("seed")
        if seed is not None and (
            isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63
        ):
            self._cells.say(
                IssueCode.PLAN_UNREADABLE,
                f"The seed {seed!r} is not usable.",
                "Give a whole number from 0 on.",
            )
        _stop(self._cells.issues)
        assert mode is not None
        assert plan_type is not None
        return Plan(
            tuple(row for row in rows if row is not None),
            plan_type,
            mode,
            tolerances,
            seed if isinstance(seed, int) else None,
        )

    def _json_row(self, number: int, row: object) -> PlanMonth | None:
        if not isinstance(row, dict):
            self._cells.say(
                IssueCode.PLAN_UNREADABLE, f"months[{number}] is not an object.", "Give {month, …}."
            )
            return None
        where = f"months[{number}]"
        month = self._cells.month(Place(where), row.get("month"))
        values: dict[MetricKey, int] = {}
        for name, cell in row.items():
            if name == "month" or (cell is None and name in PLANNED):
                continue
            if name not in PLANNED:
                self._cells.say(
                    IssueCode.COLUMN_UNKNOWN,
                    f"{where}: '{name}' is not a KPI that can be planned.",
                    f"Use: {', '.join(PLANNED)}.",
                    month=month,
                )
                continue
            value = self._cells.value(Place(f"{where}.{name}"), MetricKey(name), cell)
            if value is not None:
                values[MetricKey(name)] = value
        return None if month is None else PlanMonth(month, values)

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
                percent = _percent(value.get("percent") or 0)
                amount = self._cells.currency.parse(absolute) if is_money(key) else int(str(absolute))
                if amount < 0 or percent < 0:
                    raise ValueError
            except (ValueError, TypeError, ArithmeticError):
                self._cells.say(
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
            self._cells.say(IssueCode.PLAN_UNREADABLE, f"{name} is {value!r}.", f"Give {allowed}.")
            return None


def _percent(value: object) -> Fraction:
    """Exact. ValueError or ArithmeticError where it is none, or so large or so fine that it takes long to write out."""
    text = str(value)
    if "e" in text.casefold() and abs(Decimal(text).adjusted()) > 15:
        raise ValueError(text)
    return Fraction(text)


def _stop(issues: Sequence[Issue]) -> None:
    if issues:
        raise PlanInvalid(tuple(issues))
