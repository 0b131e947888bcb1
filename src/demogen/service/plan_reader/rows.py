"""The lines of a table as months of a plan: each with its values, its issues, or the reason why it is skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from demogen.domain.issues import IssueCode
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import LONGEST, PlanMonth
from demogen.service.plan_reader import layout
from demogen.service.plan_reader.cells import CellReader, Place
from demogen.service.plan_reader.columns import Columns
from demogen.service.plan_reader.dates import months
from demogen.service.plan_reader.figures.amounts import Amounts, plain
from demogen.service.plan_reader.layout import Layout
from demogen.service.plan_reader.sheets import Sheet
from demogen.service.plan_reader.words.letters import seen, shown


@dataclass(frozen=True, slots=True)
class Settled:
    """The month of a line, or why what is written there is none; neither where it is no month or waits for an answer."""

    month: Month | None
    fault: str | None


class RowReader:
    """Months of one table. Issues go to the cells' reader."""

    def __init__(
        self, sheet: Sheet, found: Layout, columns: Columns, *, amounts: Amounts, cells: CellReader
    ) -> None:
        self._sheet = sheet
        self._found = found
        self._columns = columns
        self._amounts = amounts
        self._cells = cells

    def read(self, lines: Mapping[int, Settled], *, headed: bool) -> tuple[PlanMonth, ...]:
        """The months that stand once. Where columns have their names by headings, numbers without one are refused."""
        rows: list[tuple[PlanMonth, int]] = []
        for place, settled in lines.items():
            values: dict[MetricKey, int] = {}
            for number, column in enumerate(self._columns.held):
                if isinstance(column, MetricKey):
                    value = self._amounts.value(place, number, column)
                    if value is not None:
                        values[column] = value
                elif self._is_headless(number) and headed:
                    self._headless(place, number)
            if settled.month is not None:
                rows.append((PlanMonth(settled.month, values), place))
            else:
                self._no_month(place, settled.fault)
        return self._once(rows)

    def notes(self, lines: Sequence[int], *, dated: int | None = None) -> tuple[tuple[str, str], ...]:
        """Lines of words, which are skipped, and titles; `dated` is the line in the source of a title that gives the year. What may
        be a month of another table among them is refused."""
        found: list[tuple[str, str]] = []
        for place in lines:
            if place in self._found.banners:
                reason = "It gives the year of the months below it."
            elif self._is_note(place):
                reason = "It is a note."
            else:
                continue
            if not self._holds_month(place):
                found.append((self._named(place), reason))
        return (*self._titles(dated), *found)

    def _titles(self, dated: int | None) -> list[tuple[str, str]]:
        if self._found.across:
            return []
        first = min(
            [*self._found.head_rows, *self._found.early, *self._found.banners, len(self._found.cells)]
        )
        first = min([first, *(place for place, month in enumerate(self._found.written) if month)])
        kept = [place for place in range(first) if not self._holds_month(place)]
        return [
            (
                self._named(place),
                "It gives the year."
                if self._found.places[place][0][0] == dated
                else "It stands above the table.",
            )
            for place in kept
        ]

    def _named(self, place: int) -> str:
        texts = " ".join(str(cell) for cell in self._found.cells[place] if cell is not None)
        return f"{self._found.row_name(place)} “{texts[:60]}”"

    def _holds_month(self, place: int) -> bool:
        """Whether a line that is not read holds a month and a number, which is said."""
        cells = self._found.cells[place]
        for number, cell in enumerate(cells):
            dated = not isinstance(cell, str | Decimal) or (
                isinstance(cell, str) and not seen(cell).isdigit()
            )
            if number == self._found.month_column or not dated or months.read(cell) is None:
                continue
            if any(layout.is_number(other) for place_, other in enumerate(cells) if place_ != number):
                self._cells.say(
                    IssueCode.MONTH_MALFORMED,
                    f"'{shown(cell)}' is a month that stands outside the months of the table.",
                    "Give one table at a time, or put all months below each other.",
                    self._place(place, number),
                )
                return True
        return False

    def _is_note(self, place: int) -> bool:
        cells = self._found.cells[place]
        return self._found.written[place] is None and all(
            cells[number] is None for number, _ in self._columns.kpis()
        )

    def _no_month(self, place: int, fault: str | None) -> None:
        """Nothing is said of a month that waits for an answer."""
        cell = self._found.cells[place][self._found.month_column]
        if fault is not None:
            said = f"'{shown(cell)}' {fault}"
        elif self._found.written[place] is not None or self._is_note(place):
            return
        else:
            said = f"'{shown(cell)}' is not a month" if cell is not None else "its month is missing"
        self._cells.say(
            IssueCode.MONTH_MALFORMED,
            f"{said}.",
            "Write months as YYYY-MM, or as a name with its year.",
            self._place(place, self._found.month_column),
        )

    def _is_headless(self, number: int) -> bool:
        return (
            self._columns.held[number] is None
            and not self._found.heads[number]
            and number != self._found.year_column
        )

    def _headless(self, place: int, number: int) -> None:
        """A number without a heading is most likely the rest of one that was cut in two."""
        cell = self._found.cells[place][number]
        if plain(cell, self._amounts.mark) is not None:
            self._cells.say(
                IssueCode.CELL_MALFORMED,
                f"'{shown(cell)}' has no heading.",
                "Head its column, or quote numbers that hold the delimiter.",
                self._place(place, number),
            )

    def _place(self, place: int, number: int) -> Place:
        line, column = self._found.places[place][number]
        return Place(self._sheet.cell_name(line, column), line, column)

    def _once(self, rows: Sequence[tuple[PlanMonth, int]]) -> tuple[PlanMonth, ...]:
        places: dict[Month, list[int]] = {}
        for row, place in rows:
            places.setdefault(row.month, []).append(place)
        for month, several in places.items():
            if len(several) > 1:
                line, column = self._found.places[several[-1]][self._found.month_column]
                where = [self._found.line_name(place) for place in several]
                self._cells.say(
                    IssueCode.MONTH_REPEATED,
                    f"{month} stands {len(several)} times: in {', '.join(where[:-1])} and {where[-1]}.",
                    "Keep one for each month.",
                    Place("", line, column),
                    month=month,
                )
        kept = tuple(row for row, _ in rows if len(places[row.month]) == 1)
        if len(kept) > LONGEST:
            self._cells.say(
                IssueCode.PLAN_TOO_LONG,
                f"The plan has {len(kept)} months; one plan may have {LONGEST}.",
                "Split it into several patches.",
            )
        return kept
