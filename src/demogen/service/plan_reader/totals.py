"""Lines that are no months but sums of them, or what was before them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from demogen.service.plan_reader.columns import Columns
from demogen.service.plan_reader.dates import months, years
from demogen.service.plan_reader.figures import amounts
from demogen.service.plan_reader.layout import Layout
from demogen.service.plan_reader.sheets import Cell
from demogen.service.plan_reader.words import headings
from demogen.service.plan_reader.words.letters import seen


def find(found: Layout, columns: Columns, data: Sequence[int], mark: str | None) -> list[int]:
    """The places of totals, known by their word, or because every number is the sum of those above; `mark` is the decimal one where it is known."""
    totals: list[int] = []
    above: dict[int, list[Decimal]] = {}
    for place in data:
        cells = found.cells[place]
        values = {
            number: value
            for number, _ in columns.kpis()
            if (value := amounts.plain(cells[number], mark)) is not None
        }
        if found.written[place] is not None:
            for number, value in values.items():
                above.setdefault(number, []).append(value)
        elif place not in found.banners:
            label = _label(found, columns, place)
            if _is_total(label) or (label is None and _by_sum(values, above)):
                totals.append(place)
    return totals


def openings(found: Layout, columns: Columns, data: Sequence[int]) -> list[int]:
    """The places of what was before, such as a line "Actual 2024", which are known by their words alone."""
    labels = {place: _label(found, columns, place) for place in data if found.written[place] is None}
    return [place for place, label in labels.items() if isinstance(label, str) and headings.is_opening(label)]


def _label(found: Layout, columns: Columns, place: int) -> Cell:
    """What a line is called: where its month would stand, else in the first text beside it."""
    label = found.cells[place][found.month_column]
    if label is not None:
        return label
    numbered = {number for number, _ in columns.kpis()}  # a count of 1500 is no year
    words = [cell for number, cell in enumerate(found.cells[place]) if number not in numbered]
    return next((cell for cell in words if isinstance(cell, str) and not seen(cell).isdigit()), None)


def _is_total(label: Cell) -> bool:
    """One that names a month may be that month."""
    if isinstance(label, Decimal) or (isinstance(label, str) and seen(label).isdigit()):
        return years.of_cell(label) is not None
    return isinstance(label, str) and headings.is_total(label) and len(months.mentioned(label)) != 1


def _by_sum(values: dict[int, Decimal], above: dict[int, list[Decimal]]) -> bool:
    """One line above, or nothing but zeros, is no evidence."""
    if not any(values.values()) or len(next(iter(above.values()), [])) < 2:
        return False
    return all(number in above and value == sum(above[number]) for number, value in values.items())
