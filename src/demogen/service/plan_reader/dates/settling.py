"""The months of a whole column: one order of day and month, one epoch, and years that go on where they are not written."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from demogen.domain.months import FIRST_YEAR, LAST_YEAR, Month
from demogen.service.plan_reader.dates.months import Written
from demogen.service.plan_reader.questions import Answers

EPOCHS = {"1900": date(1899, 12, 30), "1904": date(1904, 1, 1)}
"""Day 0 of spreadsheets' serial numbers; the first one is of Excel for Windows from March 1900 on."""


_QUARTERS = (0, 15, 30, 45)
"""Minutes at which midnight is elsewhere."""


_STRAY = "is a number among months that are written out"


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """The months of a column, parallel to its cells; None where a cell is none. `asks` names the answers that are missing:
    "dateOrder", "epoch", "instants", "year" or "turn"; `turned` are the cells whose year depends on the last. `faults` says of
    a cell that reads like a month why it is none, once it waits for no answer, as a sentence without its subject and its end."""

    months: tuple[Month | None, ...]
    asks: tuple[str, ...]
    faults: tuple[str | None, ...]
    date_order: str | None = None
    epoch: str | None = None
    turned: tuple[int, ...] = ()
    used_hint: bool = False


_Pair: TypeAlias = tuple[int, int]
"""A year and the number of a month, neither of them checked."""


def settle(
    cells: Sequence[Written | None], answers: Answers | None = None, *, hint: int | None = None
) -> MonthColumn:
    """Months of one column: one order of day and month, one epoch, and years that go on where they are not written.

    What is answered counts where the cells do not decide it; `hint` is a year that stands above the table, which counts where all
    months are of one year and nothing else names it. Every cell gets a month, a fault or a question.
    """
    answers = answers or Answers()
    if any(cell and cell.serial is None for cell in cells):
        cells = [replace(cell, fault=_STRAY) if cell and cell.serial is not None else cell for cell in cells]
    days = [cell.day_order for cell in cells if cell and cell.day_order]
    order = _order(days) or answers.date_order if days else None
    serials = [cell.serial for cell in cells if cell and cell.serial is not None and not cell.fault]
    since = answers.epoch or _epoch(serials) if serials else None
    short = all(cell.short[1] > 12 for cell in cells if cell and cell.short)
    written = [_dated(cell, order, since, short=short) for cell in cells]
    elsewhere = [_elsewhere(cell, pair, order) for cell, pair in zip(cells, written, strict=True)]
    dated = [
        (other if answers.instants == "local" else pair if answers.instants else None) if other else pair
        for pair, other in zip(written, elsewhere, strict=True)
    ]
    run = _Run(cells, dated, turn=answers.turn)
    used = answers.year is None and hint is not None and run.fits_one_year
    run.go(hint if used else answers.year)
    waiting = [
        cell is not None and cell.fault is None and pair is None
        for cell, pair in zip(cells, run.pairs, strict=True)
    ]
    missing = [cell for cell, open_ in zip(cells, waiting, strict=True) if open_ and cell]
    asks = {
        "dateOrder": any(cell.day_order for cell in missing),
        "epoch": any(cell.serial is not None for cell in missing),
        "instants": not answers.instants and any(elsewhere),
        "year": run.lacks_year,
        "turn": bool(run.turned) and answers.turn is None,
    }
    found = tuple(_month(*pair) if pair else None for pair in run.pairs)
    faults = tuple(
        None
        if cell is None or month is not None
        else cell.fault
        or _short_fault(cell, short=short)
        or (_fault(pair, order if cell.day_order else None) if pair else None)
        for cell, pair, month in zip(cells, run.pairs, found, strict=True)
    )
    names = tuple(name for name, open_ in asks.items() if open_)
    return MonthColumn(found, names, faults, order, since, tuple(run.turned), used)


def _dated(cell: Written | None, order: str | None, since: str | None, *, short: bool) -> _Pair | None:
    """What a cell says by itself; None for a name without a year, and where the order or the epoch is still open."""
    if cell is None or cell.fault is not None:
        return None
    if cell.day_order:
        first, second, year = cell.day_order
        return (year, second if order == "dmy" else first) if order else None
    if cell.serial is not None:
        if since is None:
            return None
        day = EPOCHS[since] + timedelta(days=cell.serial)
        return day.year, day.month
    if cell.short:
        return (cell.short[1] + (2000 if cell.short[1] < 70 else 1900), cell.short[0]) if short else None
    return (cell.year, cell.month) if cell.month and cell.year is not None else None


def _short_fault(cell: Written, *, short: bool) -> str | None:
    return (
        "can be a month with its year or a day; write the year in four digits"
        if cell.short and not short
        else None
    )


def _elsewhere(cell: Written | None, pair: _Pair | None, order: str | None) -> _Pair | None:
    """The month after, for an instant that is the last evening of a month and may be midnight in another time zone."""
    if cell is None or cell.clock is None or pair is None:
        return None
    year, number = pair
    day = cell.day
    if cell.day_order:
        day = cell.day_order[0 if order == "dmy" else 1]
    hour, minute, second = cell.clock
    if second >= 58 and (hour, minute) != (23, 59):  # spreadsheets keep instants in binary
        minute, second = minute + 1, 0
    if (
        not 1 <= number <= 12
        or day != monthrange(year, number)[1]
        or hour < 10
        or second
        or minute % 60 not in _QUARTERS
    ):
        return None
    return (year + 1, 1) if number == 12 else (year, number + 1)


class _Run:
    """Names without a year, which go on from the month above. Those above the first year count back from it where they are the
    months right before it, one after the other."""

    def __init__(
        self, cells: Sequence[Written | None], dated: Sequence[_Pair | None], *, turn: str | None
    ) -> None:
        self._names = {
            place: cell.month
            for place, cell in enumerate(cells)
            if cell and cell.month and cell.is_name and not cell.fault
        }
        self._turn = turn
        self.pairs = list(dated)
        self.turned: list[int] = []
        self.lacks_year = False

    @property
    def fits_one_year(self) -> bool:
        numbers = list(self._names.values())
        return bool(numbers) and not any(self.pairs) and numbers == sorted(numbers)

    def go(self, year: int | None) -> None:
        """Give every name its year, from `year` on where no month above has one."""
        first = next((place for place, pair in enumerate(self.pairs) if pair), len(self.pairs))
        above = [place for place in self._names if place < first]
        counted = (
            _before(self.pairs[first], [self._names[place] for place in above])
            if above and first < len(self.pairs)
            else None
        )
        last = counted or ((year, 0) if year is not None else None)
        before = 0
        for place, pair in enumerate(self.pairs):
            if pair is not None:
                last, before = pair, pair[1]
                continue
            if place not in self._names:
                continue
            number = self._names[place]
            turns = number < before
            before = number
            if turns and not (counted and place < first):
                self.turned.append(place)
                if self._turn is None:
                    last = None
                    continue
            if last is None:
                self.lacks_year = self.lacks_year or not self.turned
                continue
            onward = turns and (self._turn == "next" or (counted is not None and place < first))
            last = self.pairs[place] = (last[0] + onward, number)


def _before(anchor: _Pair | None, names: Sequence[int]) -> _Pair | None:
    """The year of the first of `names`, as a pair that no month is before, where they lead up to the anchor."""
    if anchor is None:
        return None
    steps = zip(names, (*names[1:], anchor[1]), strict=True)
    if any((after - before) % 12 != 1 for before, after in steps):
        return None
    index = anchor[0] * 12 + anchor[1] - 1 - len(names)
    return index // 12, 0


def _month(year: int, number: int) -> Month | None:
    return Month(year, number) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= number <= 12 else None


def _fault(pair: _Pair, order: str | None) -> str:
    _, number = pair
    if not 1 <= number <= 12:
        first = "day" if order == "dmy" else "month"
        return f"has the month {number} where the {first} is written first"
    return f"is outside the years {FIRST_YEAR} to {LAST_YEAR}"


def _order(days: Sequence[tuple[int, int, int]]) -> str | None:
    """Day first or month first, as the rows decide that can be read one way alone."""
    day_first = any(first > 12 for first, _, _ in days)
    month_first = any(second > 12 for _, second, _ in days)
    if day_first != month_first:
        return "dmy" if day_first else "mdy"
    if days and all(first == second for first, second, _ in days):
        return "dmy"  # it does not matter
    return None


def _epoch(serials: Sequence[int]) -> str | None:
    """The epoch in which all serial numbers are firsts, or lasts, of a month; None where neither fits, or both do."""
    if not serials:
        return None
    fitting = []
    for name, start in EPOCHS.items():
        days = [start + timedelta(days=serial) for serial in serials]
        if len(serials) > 1 and (
            all(day.day == 1 for day in days) or all((day + timedelta(days=1)).day == 1 for day in days)
        ):
            fitting.append(name)
    return fitting[0] if len(fitting) == 1 else None
