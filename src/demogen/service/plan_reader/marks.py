"""What a workbook says of its cells beside their values: what is hidden, which sheet is seen first, which numbers are shown as
percentages or with a unit. Read from the XML of XLSX and ODS; XLS does not say it here. What cells mean is not known here."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

from demogen.service.plan_reader.words import units

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CONFIG = "{urn:oasis:names:tc:opendocument:xmlns:config:1.0}"
_PERCENTAGES = {9, 10}
"""The numbers of the percentages among the formats that every spreadsheet has."""

_AMOUNTS = {5, 6, 7, 8, 42, 44}
"""Those of amounts, in the currency of whoever looks at them."""

ANY_CURRENCY = "¤"
"""The sign of an amount whose currency is not said."""

_FURTHEST = 10_000
"""Rows and columns beyond are not named one by one."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Of one sheet: the rows and columns that are hidden; by line and column, what is said of cells that are not what their value
    says, and the currencies with which others are shown."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    signs: Mapping[tuple[int, int], str] = field(default_factory=dict)
    is_active: bool = False


def read(content: bytes) -> dict[str, Marks]:
    """By the names of sheets; empty for a file that does not say it."""
    if not content.startswith(b"PK\x03\x04"):
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return dict(_xlsx(archive, names))
        return dict(_ods(archive, names)) if "content.xml" in names else {}


def _xlsx(archive: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, Marks]]:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): str(relation.get("Target")) for relation in relations}
    formats = _formats(archive) if "xl/styles.xml" in names else {}
    view = next(book.iter(f"{_MAIN}workbookView"), None)
    active = int(view.get("activeTab") or 0) if view is not None else 0
    for number, sheet in enumerate(book.iter(f"{_MAIN}sheet")):
        path = targets.get(sheet.get(_RELATION), "")
        path = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
        if path in names:
            with archive.open(path) as part:
                yield str(sheet.get("name")), _sheet(part, formats, is_active=number == active)


def _sheet(part: IO[bytes], formats: Mapping[int, Form], *, is_active: bool) -> Marks:
    rows: set[int] = set()
    columns: set[int] = set()
    faults: dict[tuple[int, int], str] = {}
    signs: dict[tuple[int, int], str] = {}
    line = 0
    for event, element in ElementTree.iterparse(part, events=("start", "end")):
        if event == "start":
            if element.tag == f"{_MAIN}row":
                line = int(element.get("r") or line + 1)
                if _is_set(element.get("hidden")) or element.get("ht") == "0":
                    rows.add(line)
            continue
        if element.tag == f"{_MAIN}col" and (_is_set(element.get("hidden")) or element.get("width") == "0"):
            first = int(element.get("min") or 0)
            columns |= set(range(first, min(int(element.get("max") or 0), _FURTHEST) + 1))
        elif element.tag == f"{_MAIN}c":
            form = formats.get(int(element.get("s") or 0))
            if form and element.get("t") in (None, "n") and (place := _place(element.get("r") or "")):
                faults |= {place: form.fault} if form.fault else {}
                signs |= {place: form.sign} if form.sign else {}
        elif element.tag == f"{_MAIN}row":
            element.clear()
    return Marks(frozenset(rows), frozenset(columns), faults, signs, is_active)


def _is_set(value: str | None) -> bool:
    return value in ("1", "true")


@dataclass(frozen=True, slots=True)
class Form:
    """What a format says beside the number: why it is not what its value says, or the currency that it is shown with."""

    fault: str | None = None
    sign: str | None = None


def _formats(archive: zipfile.ZipFile) -> dict[int, Form]:
    """What the styles of cells say, by their numbers."""
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    own = {int(one.get("numFmtId") or 0): one.get("formatCode") or "" for one in root.iter(f"{_MAIN}numFmt")}
    found: dict[int, Form] = {}
    for styles in root.iter(f"{_MAIN}cellXfs"):
        for number, style in enumerate(styles):
            code = int(style.get("numFmtId") or 0)
            if code in _PERCENTAGES:
                found[number] = Form("a percentage")
            else:
                found[number] = Form(sign=ANY_CURRENCY) if code in _AMOUNTS else form_of(own.get(code, ""))
    return found


def form_of(code: str) -> Form:
    """A format's part for positive numbers."""
    first = code.split(";", maxsplit=1)[0]
    literals = re.findall(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|([$€£¥])', first)
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", first)
    if "%" in bare:
        return Form("a percentage")
    text = "".join("".join(groups) for groups in literals).strip()
    unit = units.take(text)
    scaled = re.search(r"[0#?],+(?![0#?])", bare) is not None
    if unit.factor is not None and not scaled:
        return Form(f"a number that is shown with “{text}”, so that its scale is unclear")
    return Form(sign=unit.currency)


def _place(name: str) -> tuple[int, int] | None:
    """ "C4" is line 4, column 3."""
    match = re.fullmatch(r"([A-Z]{1,3})(\d+)", name)
    if not match:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _ods(archive: zipfile.ZipFile, names: set[str]) -> Iterator[tuple[str, Marks]]:
    active = _active_of(archive) if "settings.xml" in names else None
    with archive.open("content.xml") as part:
        for _, element in ElementTree.iterparse(part, events=("end",)):
            if element.tag == f"{_TABLE}table":
                name = str(element.get(f"{_TABLE}name"))
                yield name, _ods_sheet(element, is_active=name == active)
                element.clear()


def _active_of(archive: zipfile.ZipFile) -> str | None:
    items = ElementTree.fromstring(archive.read("settings.xml")).iter(f"{_CONFIG}config-item")
    return next((item.text for item in items if item.get(f"{_CONFIG}name") == "ActiveTable"), None)


def _ods_sheet(table: ElementTree.Element, *, is_active: bool) -> Marks:
    columns = {
        number
        for number, element in _repeated(table.iter(f"{_TABLE}table-column"), "columns")
        if _is_hidden(element)
    }
    rows: set[int] = set()
    faults: dict[tuple[int, int], str] = {}
    signs: dict[tuple[int, int], str] = {}
    for line, row in _repeated(table.iter(f"{_TABLE}table-row"), "rows"):
        if _is_hidden(row):
            rows.add(line)
        for column, cell in _repeated(iter(row), "columns"):
            if cell.get(f"{_OFFICE}value-type") == "percentage":
                faults[line, column] = "a percentage"
            elif cell.get(f"{_OFFICE}value-type") == "currency":
                signs[line, column] = cell.get(f"{_OFFICE}currency") or ANY_CURRENCY
    return Marks(frozenset(rows), frozenset(columns), faults, signs, is_active)


def _repeated(
    elements: Iterator[ElementTree.Element], what: str
) -> Iterator[tuple[int, ElementTree.Element]]:
    """Elements with the numbers of their places, from 1; those far beyond any plan are left out."""
    number = 0
    for element in elements:
        for _ in range(min(int(element.get(f"{_TABLE}number-{what}-repeated") or 1), _FURTHEST)):
            number += 1
            if number <= _FURTHEST:
                yield number, element


def _is_hidden(element: ElementTree.Element) -> bool:
    return element.get(f"{_TABLE}visibility") in ("collapse", "filter")
