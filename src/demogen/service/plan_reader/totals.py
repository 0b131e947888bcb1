"""Lines that are no months but sums of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from demogen.service.plan_reader import amounts, headings
from demogen.service.plan_reader.columns import Columns
from demogen.service.plan_reader.layout import Layout


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
        elif _by_word(found, columns, place) or _by_sum(values, above):
            totals.append(place)
    return totals


def _by_word(found: Layout, columns: Columns, place: int) -> bool:
    label = found.cells[place][found.month_column]
    if label is None:
        numbered = {number for number, _ in columns.kpis()}  # a count of 1500 is no year
        words = [cell for number, cell in enumerate(found.cells[place]) if number not in numbered]
        label = next((cell for cell in words if isinstance(cell, str)), None)
    return isinstance(label, str) and headings.is_total(label)


def _by_sum(values: dict[int, Decimal], above: dict[int, list[Decimal]]) -> bool:
    """One line above, or nothing but zeros, is no evidence."""
    if not any(values.values()) or len(next(iter(above.values()), [])) < 2:
        return False
    return all(number in above and value == sum(above[number]) for number, value in values.items())
