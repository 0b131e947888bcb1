"""The parts of an XLSX file: which cells are filled, and what is seen of them beside their values."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Mapping

from demogen.service.unpacking.archive import parse
from demogen.service.unpacking.limits import Refused, Tally
from demogen.service.unpacking.seen import FURTHEST, Seen, says_more

BOOK, _STYLES = "xl/workbook.xml", "xl/styles.xml"

_WITH_A_SIGN = {5, 6, 7, 8, 9, 10, 42, 44}
"""Among the formats that every spreadsheet has, those of percentages and amounts."""


def look(archive: zipfile.ZipFile, tally: Tally) -> dict[str, Seen]:
    """What is seen of each sheet. Counts every filled cell."""
    names = set(archive.namelist())
    formats = _formats(archive) if _STYLES in names else {}
    sheets, active = _sheets(archive)
    found: dict[str, Seen] = {}
    for number, (name, part) in enumerate(sheets.items()):
        if part in names:
            sheet = _Sheet(name, tally, formats)
            parse(archive, part, start=sheet.start, end=sheet.end, text=sheet.text)
            sheet.seen.is_active = number == active
            found[name] = sheet.seen
    return found


def _sheets(archive: zipfile.ZipFile) -> tuple[dict[str, str], int]:
    """The part of each sheet, and the place of the one that is seen first."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}
    active: list[int] = []

    def relation(tag: str, given: Mapping[str, str]) -> None:
        if tag == "Relationship":
            targets[given.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", given.get("Target", "")))

    def sheet(tag: str, given: Mapping[str, str]) -> None:
        if tag == "sheet":
            id_ = next((value for key, value in given.items() if key.endswith(" id")), "")
            sheets[given.get("name", "")] = targets.get(id_, "").lstrip("/")
        elif tag == "workbookView":
            active.append(_whole(given.get("activeTab")))

    parse(archive, "xl/_rels/workbook.xml.rels", start=relation)
    parse(archive, BOOK, start=sheet)
    return sheets, active[0] if active else 0


def _formats(archive: zipfile.ZipFile) -> dict[int, str | int]:
    """The formats that show more than digits, by the numbers of the cells' styles."""
    own: dict[int, str] = {}
    styles: list[int] = []
    within: list[str] = []

    def start(tag: str, given: Mapping[str, str]) -> None:
        if tag == "numFmt":
            own[_whole(given.get("numFmtId"))] = given.get("formatCode", "")
        elif tag == "xf" and within and within[-1] == "cellXfs":
            styles.append(_whole(given.get("numFmtId")))
        within.append(tag)

    def end(tag: str) -> None:
        within.pop()

    parse(archive, _STYLES, start=start, end=end)
    found: dict[int, str | int] = {}
    for style, number in enumerate(styles):
        if number in _WITH_A_SIGN:
            found[style] = number
        elif says_more(own.get(number, "")):
            found[style] = own[number]
    return found


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _is_hidden(given: Mapping[str, str], size: str) -> bool:
    return given.get("hidden") in ("1", "true") or given.get(size) == "0"


class _Sheet:
    """One sheet being read. A cell without a place stands right of the one before."""

    def __init__(self, name: str, tally: Tally, formats: Mapping[int, str | int]) -> None:
        self.seen = Seen()
        self._name, self._tally, self._formats = name, tally, formats
        self._line, self._column = 0, 0
        self._kind, self._style = "", 0
        self._formula, self._filled, self._reading = False, False, False
        self._value = ""

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "c":
            self._place(given.get("r"))
            self._kind, self._value = given.get("t", "n"), ""
            self._style = _whole(given.get("s"))
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
            if _is_hidden(given, "ht"):
                self.seen.rows.add(self._line)
        elif tag == "col" and _is_hidden(given, "width"):
            last = min(_whole(given.get("max")), FURTHEST)
            self.seen.columns |= set(range(_whole(given.get("min")), last + 1))

    def text(self, text: str) -> None:
        if self._reading:
            self._value += text

    def end(self, tag: str) -> None:
        if tag == "v":
            self._reading = False
        elif tag == "c":
            if self._filled:
                self._tally.add(self._name, self._line, self._column)
                if self._kind == "n" and (code := self._formats.get(self._style)) is not None:
                    self.seen.formats[self._line, self._column] = code
            if self._kind == "e":
                self.seen.faults[self._line, self._column] = (
                    f"the error {self._value}" if self._value else "an error"
                )
            elif self._formula and not self._value and not (self._filled and self._kind == "str"):
                self.seen.faults[self._line, self._column] = "a formula without a value"

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
