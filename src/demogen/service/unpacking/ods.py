"""The content of an ODS file: which cells are filled, however often they are repeated, and which hold an error."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping

from demogen.service.unpacking.archive import parse
from demogen.service.unpacking.limits import Tally

Faults = dict[tuple[int, int], str]

BOOK = "content.xml"

_CELLS = ("table-cell", "covered-table-cell")
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TYPE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 value-type"
_SHOWN_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
"""What LibreOffice writes beside the type, where a formula's value is an error."""

_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|Err:\d+")


def look(archive: zipfile.ZipFile, tally: Tally) -> dict[str, Faults]:
    """The faults of each sheet, by line and column. Counts every filled cell as often as it is repeated."""
    book = _Book(tally)
    parse(archive, BOOK, start=book.start, end=book.end, text=book.text)
    return book.faults


class _Book:
    """The sheets being read, one after the other."""

    def __init__(self, tally: Tally) -> None:
        self.faults: dict[str, Faults] = {}
        self._tally = tally
        self._sheet = ""
        self._line, self._column, self._lines, self._columns = 1, 1, 1, 1
        self._cell: Mapping[str, str] | None = None
        self._text = ""
        self._depth = 0
        self._filled = False

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = given.get(f"{_TABLE} name", "")
                self.faults[self._sheet] = {}
                self._line = 1
        elif self._depth != 1:
            return
        elif tag == "table-row":
            self._column, self._lines = 1, _times(given.get(f"{_TABLE} number-rows-repeated"))
        elif tag in _CELLS:
            self._cell, self._text = given, ""
            self._columns = _times(given.get(f"{_TABLE} number-columns-repeated"))
            self._filled = _TYPE in given

    def text(self, text: str) -> None:
        if self._cell is not None and text.strip():
            self._filled = True
            if len(self._text) < 100:
                self._text += text.strip()

    def end(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
        elif self._depth != 1:
            return
        elif tag == "table-row":
            self._line += self._lines
        elif tag in _CELLS and self._cell is not None:
            self._close(self._cell)
            self._cell = None
            self._column += self._columns

    def _close(self, cell: Mapping[str, str]) -> None:
        formula = f"{_TABLE} formula" in cell
        if not self._filled and not formula:
            return
        self._tally.add(self._sheet, self._line, self._column, lines=self._lines, columns=self._columns)
        fault = None
        if cell.get(_SHOWN_TYPE) == "error" or (formula and _ERROR.fullmatch(self._text)):
            fault = f"the error {self._text}" if self._text else "an error"
        elif formula and _TYPE not in cell:
            fault = "a formula without a value"
        if fault is not None:
            for line in range(self._line, self._line + self._lines):
                for column in range(self._column, self._column + self._columns):
                    self.faults[self._sheet][line, column] = fault


def _times(given: str | None) -> int:
    return max(int(given), 1) if given and given.isdecimal() else 1
