"""The numbers in a table's cells, in the dialect of the whole: taken apart first, then read with the mark decided."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import MetricKey, is_money, label_of
from demogen.domain.plan import PlanType
from demogen.service.plan_reader import marks
from demogen.service.plan_reader.cells import CellReader, Place
from demogen.service.plan_reader.columns import Columns
from demogen.service.plan_reader.figures import currencies, numbers
from demogen.service.plan_reader.figures.numbers import Bare, NotANumber
from demogen.service.plan_reader.layout import Layout
from demogen.service.plan_reader.sheets import Cell, Sheet
from demogen.service.plan_reader.words.letters import shown

Apart: TypeAlias = Mapping[tuple[int, int], Bare | NotANumber | None]
"""Texts in columns of KPIs, taken apart, by line and column of the layout."""


def take_apart(found: Layout, columns: Columns, data: Iterable[int]) -> Apart:
    apart: dict[tuple[int, int], Bare | NotANumber | None] = {}
    for place in data:
        for number, _ in columns.kpis():
            cell = found.cells[place][number]
            if isinstance(cell, str):
                try:
                    apart[place, number] = numbers.strip(cell)
                except NotANumber as error:
                    apart[place, number] = error
    return apart


def bare_of(apart: Apart, data: Iterable[int], whole: Container[int] = ()) -> list[Bare]:
    """What is a number in these lines; not what can only group thousands, in the `whole` columns, whose numbers have no decimals."""
    wanted = set(data)
    return [
        bare
        for (place, number), bare in apart.items()
        if place in wanted and isinstance(bare, Bare) and not (number in whole and numbers.is_open(bare))
    ]


def plain(cell: Cell, mark: str | None) -> Decimal | None:
    """A number as far as it can be read by itself, else with the mark; where that is open too, it groups thousands."""
    if isinstance(cell, Decimal):
        return cell
    if not isinstance(cell, str):
        return None
    try:
        bare = numbers.strip(cell)
        if bare is None:
            return None
        own, _ = numbers.decimal_mark([bare])
        return numbers.value(bare, own or mark or ("," if "." in bare.text else "."))
    except NotANumber:
        return None


@dataclass(frozen=True, slots=True)
class Mark:
    """The decimal mark, None while it is asked for, and the columns whose numbers have no decimals; `is_shown` where the numbers
    themselves show it."""

    value: str | None
    whole: frozenset[int]
    is_shown: bool


class Amounts:
    """The amounts of one table: counts, and money in minor units. Issues go to the cells' reader; warnings are kept."""

    def __init__(
        self,
        sheet: Sheet,
        found: Layout,
        apart: Apart,
        *,
        cells: CellReader,
        mark: Mark,
        plan_type: PlanType | None,
        factors: Mapping[int, int],
    ) -> None:
        """`factors` are the scales of columns that have one."""
        self._sheet = sheet
        self._found = found
        self._apart = apart
        self._cells = cells
        self.mark = mark.value
        self._mark = mark
        self._factors = factors
        self._plan_type = plan_type
        self._warnings: list[Issue] = []

    @property
    def warnings(self) -> Sequence[Issue]:
        return self._warnings

    def value(self, place: int, number: int, key: MetricKey) -> int | None:
        """None for a blank cell, for a wrong one with its issue, and for one that waits for the mark."""
        cell, (line, column) = self._found.cells[place][number], self._found.places[place][number]
        where = Place(f"{self._sheet.cell_name(line, column)} ({label_of(key)})", line, column)
        fault = self._sheet.faults.get((line, column))
        if fault:
            hint = "Correct it in the spreadsheet."
            self._cells.say(IssueCode.CELL_MALFORMED, f"it holds {fault}.", hint, where, metric=key)
            return None
        try:
            amount = self._number(number, cell, self._apart.get((place, number)), where, key)
        except NotANumber as error:
            hint = "Write plain digits, such as 1250; leave the cell blank to leave the KPI as it is."
            self._cells.say(IssueCode.CELL_MALFORMED, f"{error}.", hint, where, metric=key)
            return None
        value = None if amount is None else self._cells.value(where, key, self._scaled(number, key, amount))
        if value is not None and value < 0 and self._plan_type is PlanType.TARGETS:
            code = IssueCode.MONEY_NEGATIVE if is_money(key) else IssueCode.COUNT_NEGATIVE
            hint = "A target is 0 or more; leave the cell blank to leave the KPI as it is."
            self._cells.say(code, f"'{shown(cell)}' is below 0.", hint, where, metric=key)
            return None
        return value

    def _number(
        self, number: int, cell: Cell, bare: Bare | NotANumber | None, where: Place, key: MetricKey
    ) -> Decimal | None:
        if isinstance(cell, Decimal):
            sign = self._sheet.signs.get((where.line or 0, where.column or 0))
            self._check_currency(sign, where, key)
            return cell
        if cell is not None and not isinstance(cell, str):
            raise NotANumber(f"'{shown(cell)}' is {'a date' if isinstance(cell, date) else 'no number'}")
        if isinstance(bare, NotANumber):
            raise bare
        if bare is None:
            return None
        self._check_currency(bare.currency, where, key)
        mark = self.mark
        if number in self._mark.whole and numbers.is_open(bare) and not self._mark.is_shown:
            mark = "," if "." in bare.text else "."
        waits = mark is None and ("." in bare.text or "," in bare.text)
        return None if waits else numbers.value(bare, mark or ".")

    def _scaled(self, number: int, key: MetricKey, amount: Decimal) -> Decimal:
        factor = self._factors.get(number, 1)
        if factor == 1 or amount.adjusted() > 20:  # too large to be one, and more exact than arithmetic is
            return self._rounded(key, amount)
        return self._rounded(key, amount * factor)

    def _rounded(self, key: MetricKey, cell: Decimal) -> Decimal:
        """Spreadsheets keep money in binary: what lies within a millionth of a minor unit is meant exactly."""
        if not is_money(key) or cell.adjusted() > 15:  # too large to have minor units
            return cell
        step = Decimal(1).scaleb(-self._cells.currency.decimals)
        near = cell.quantize(step)
        return near if abs(near - cell) < step / 1_000_000 else cell

    def _check_currency(self, sign: str | None, where: Place, key: MetricKey) -> None:
        if sign is None:
            return
        if not is_money(key):
            raise NotANumber(f"'{sign}' marks an amount, and {label_of(key)} is a count")
        self.check_sign(sign, where, key)

    def check_sign(self, sign: str, where: Place, key: MetricKey) -> None:
        """Warn of a currency that is not the tenant's."""
        own = self._cells.currency.code
        if sign != marks.ANY_CURRENCY and currencies.normal(sign) not in currencies.signs_of(own):
            message = f"'{sign}' is not the tenant's currency, {own}; the number is taken as it is."
            self._warn(message, where, key)

    def _warn(self, message: str, where: Place, key: MetricKey) -> None:
        hint = "Check that the amounts are meant in the tenant's currency."
        text = f"{where.words}: {message}"
        self._warnings.append(
            Issue(IssueCode.CURRENCY_DIFFERS, text, hint, None, key, where.line, where.column)
        )
