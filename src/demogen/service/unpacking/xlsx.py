"""The parts of an XLSX file: which cells are filled, and which hold an error or a formula that nobody has worked out."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping

from demogen.service.unpacking.archive import parse
from demogen.service.unpacking.limits import Refused, Tally

Faults = dict[tuple[int, int], str]

BOOK = "xl/workbook.xml"


def look(archive: zipfile.ZipFile, tally: Tally) -> dict[str, Faults]:
    """The faults of each sheet, by line and column. Counts every filled cell."""
    names = set(archive.namelist())
    found: dict[str, Faults] = {}
    for name, part in _sheets(archive).items():
        if part in names:
            sheet = _Sheet(name, tally)
            parse(archive, part, start=sheet.start, end=sheet.end, text=sheet.text)
            found[name] = sheet.faults
    return found


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))

    def sheet(tag: str, given: Mapping[str, str]) -> None:
        if tag == "sheet":
            id_ = next((value for key, value in given.items() if key.endswith(" id")), "")
            sheets[given.get("name", "")] = targets.get(id_, "").lstrip("/")

    parse(archive, "xl/_rels/workbook.xml.rels", start=relation)
    parse(archive, BOOK, start=sheet)
    return sheets


class _Sheet:
    """One sheet being read. A cell without a place stands right of the one before."""

    def __init__(self, name: str, tally: Tally) -> None:
        self.faults: Faults = {}
        self._name, self._tally = name, tally
        self._line, self._column = 0, 0
        self._kind = ""
        self._formula, self._filled, self._reading = False, False, False
        self._value = ""

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "c":
            self._place(given.get("r"))
            self._kind, self._value = given.get("t", ""), ""
            self._formula = self._filled = False
        elif tag == "v":
            self._filled = self._reading = True
        elif tag == "is":
            self._filled = True
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            given_line = given.get("r", "")
            self._line = int(given_line) if given_line.isdecimal() else self._line + 1
            self._column = 0

    def text(self, text: str) -> None:
        if self._reading:
            self._value += text

    def end(self, tag: str) -> None:
        if tag == "v":
            self._reading = False
        elif tag == "c":
            if self._filled:
                self._tally.add(self._name, self._line, self._column)
            if self._kind == "e":
                self.faults[self._line, self._column] = (
                    f"the error {self._value}" if self._value else "an error"
                )
            elif self._formula and not self._value and not (self._filled and self._kind == "str"):
                self.faults[self._line, self._column] = "a formula without a value"

    def _place(self, name: str | None) -> None:
        if name is None:
            self._column += 1
            return
        match = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", name)
        if match is None:
            raise Refused(f"The workbook names a cell '{name[:20]}'.", "Save it again as XLSX.")
        self._line, self._column = int(match[2]), 0
        for letter in match[1]:
            self._column = self._column * 26 + ord(letter) - 64
