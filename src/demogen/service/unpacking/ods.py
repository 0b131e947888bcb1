"""The content of an ODS file: which cells are filled, however often they are repeated, and what is seen of them beside their
values."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping

from demogen.service.unpacking.archive import parse
from demogen.service.unpacking.limits import Tally
from demogen.service.unpacking.seen import FURTHEST, Seen

BOOK, _SETTINGS = "content.xml", "settings.xml"

_CELLS = ("table-cell", "covered-table-cell")
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TYPE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 value-type"
_CURRENCY = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 currency"
_CONFIG = "urn:oasis:names:tc:opendocument:xmlns:config:1.0"
_PERCENTAGE, _AMOUNT = 9, 5
"""Formats that every spreadsheet has, by their numbers in XLSX."""

_SHOWN_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
"""What LibreOffice writes beside the type, where a formula's value is an error."""

_ERROR = re.compile(r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!)|Err:\d+")


def look(archive: zipfile.ZipFile, tally: Tally) -> dict[str, Seen]:
    """What is seen of each sheet. Counts every filled cell as often as it is repeated."""
    book = _Book(tally)
    parse(archive, BOOK, start=book.start, end=book.end, text=book.text)
    if _SETTINGS in archive.namelist() and (active := _active(archive)) in book.seen:
        book.seen[active].is_active = True
    return book.seen


def _active(archive: zipfile.ZipFile) -> str:
    """The name of the sheet that is seen first, where the file says it."""
    found: list[str] = []
    reading: list[bool] = []

    def start(tag: str, given: Mapping[str, str]) -> None:
        reading.append(tag == "config-item" and given.get(f"{_CONFIG} name") == "ActiveTable")

    def end(_: str) -> None:
        reading.pop()

    def text(text: str) -> None:
        if reading and reading[-1]:
            found.append(text)

    parse(archive, _SETTINGS, start=start, end=end, text=text)
    return "".join(found)


class _Book:
    """The sheets being read, one after the other."""

    def __init__(self, tally: Tally) -> None:
        self.seen: dict[str, Seen] = {}
        self._tally = tally
        self._sheet = ""
        self._line, self._column, self._lines, self._columns = 1, 1, 1, 1
        self._next_column = 1
        self._cell: Mapping[str, str] | None = None
        self._text = ""
        self._depth = 0
        self._filled = False

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._sheet = given.get(f"{_TABLE} name", "")
                self.seen[self._sheet] = Seen()
                self._line = self._next_column = 1
        elif self._depth != 1:
            return
        elif tag == "table-column":
            columns = _times(given.get(f"{_TABLE} number-columns-repeated"))
            if _is_hidden(given):
                self.seen[self._sheet].columns |= _span(self._next_column, columns)
            self._next_column += columns
        elif tag == "table-row":
            self._column, self._lines = 1, _times(given.get(f"{_TABLE} number-rows-repeated"))
            if _is_hidden(given):
                self.seen[self._sheet].rows |= _span(self._line, self._lines)
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
        form = _format(cell)
        if fault is None and form is None:
            return
        sheet = self.seen[self._sheet]
        for line in range(self._line, self._line + self._lines):
            for column in range(self._column, self._column + self._columns):
                if fault is not None:
                    sheet.faults[line, column] = fault
                if form is not None:
                    sheet.formats[line, column] = form


def _format(cell: Mapping[str, str]) -> str | int | None:
    """How a percentage or an amount is shown, as XLSX says it."""
    if cell.get(_TYPE) == "percentage":
        return _PERCENTAGE
    if cell.get(_TYPE) == "currency":
        currency = cell.get(_CURRENCY)
        return f'"{currency}"0' if currency else _AMOUNT
    return None


def _is_hidden(given: Mapping[str, str]) -> bool:
    return given.get(f"{_TABLE} visibility") in ("collapse", "filter")


def _span(first: int, number: int) -> set[int]:
    return set(range(first, min(first + number, FURTHEST + 1)))


def _times(given: str | None) -> int:
    return max(int(given), 1) if given and given.isdecimal() else 1
