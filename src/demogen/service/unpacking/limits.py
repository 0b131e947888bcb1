"""How large a workbook may be, and how it is said that one is larger."""

from __future__ import annotations

MOST_COLUMNS, MOST_LINES = 200, 20_000
"""How far right and down a cell may stand. A sheet is held as a full rectangle."""

MOST_CELLS = 200_000
"""Cells with something in them, of all sheets."""

MOST_CHARACTERS = 1_000_000
"""Of the texts in all cells: a file may hold one text once and show it many times."""

LONGEST_CELL = 32_767
"""Characters, as spreadsheets have it."""

LARGEST_UNPACKED = 64 * 2**20
"""Bytes of all parts of an archive."""

MEMORY_BYTES, CPU_SECONDS = 512 * 2**20, 10
"""What reading one file may take."""


class Refused(Exception):
    """A workbook that is not read: why, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


def column_name(number: int) -> str:
    """3 is "C"."""
    name = ""
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name


class Tally:
    """Counts the cells of one workbook while they are met, before room is made for them."""

    def __init__(self) -> None:
        self._cells = 0

    def add(self, sheet: str, line: int, column: int, *, lines: int = 1, columns: int = 1) -> None:
        """A block of equal cells that begins at a line and a column, from 1. Raises Refused for one that is too many or too far
        away."""
        last_line, last_column = line + lines - 1, column + columns - 1
        if last_column > MOST_COLUMNS or last_line > MOST_LINES:
            raise Refused(
                f"The sheet '{sheet}' has something in cell {column_name(last_column)}{last_line}; a plan is read up to "
                f"column {column_name(MOST_COLUMNS)} and line {MOST_LINES:,}.",
                "Delete the rows or columns around that cell, or copy the plan into a workbook of its own.",
            )
        self._cells += lines * columns
        if self._cells > MOST_CELLS:
            raise Refused(
                f"The workbook has more than {MOST_CELLS:,} cells up to the sheet '{sheet}', which is no plan.",
                "A plan has at most 60 months; copy these into a workbook of their own.",
            )
