"""Text and files as sheets of cells: their encoding, their delimiter, their workbook. What cells mean is not known here."""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, TypeAlias
from xml.etree import ElementTree

import python_calamine

from demogen.errors import InputError
from demogen.service.plan_reader import marks

LARGEST_FILE = 10 * 2**20
LARGEST_UNPACKED = 64 * 2**20
MOST_CELLS = 20_000
MOST_ROWS = 1_000
MOST_COLUMNS = 200

Cell: TypeAlias = str | Decimal | date | bool | None
"""A text, a number or a day; None where there is nothing."""

DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "pipe"}

_SEP = re.compile(r'"?sep=([\t;,|])"?[\t;,|]*\n', re.I)
"""A first line that says the delimiter, as Excel writes it."""

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells with the numbers of their lines, from 1. `faults` are cells that hold an error, by (line, column).
    `places` gives the line and column of each cell where cells do not stand where they were written; `hidden` names the rows and
    columns that a workbook does not show; `is_active` is its sheet that is seen first; `signs` are the currencies with which it
    shows numbers, by (line, column)."""

    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...]
    delimiter: str | None = None
    encoding: str | None = None
    name: str | None = None
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    places: tuple[tuple[tuple[int, int], ...], ...] | None = None
    hidden: tuple[str, ...] = ()
    is_active: bool = False
    signs: Mapping[tuple[int, int], str] = field(default_factory=dict)

    @property
    def is_workbook(self) -> bool:
        return self.name is not None

    def cell_name(self, line: int, column: int) -> str:
        """What people call a cell: "B3" in a workbook, else "Line 3, column 2"."""
        return f"{column_name(column)}{line}" if self.is_workbook else f"Line {line}, column {column}"


def too_large(what: str, limit: str) -> InputError:
    return InputError(
        f"The plan has {what}; the limit is {limit}.", hint="A plan has at most 60 months; give these alone."
    )


def decode(content: bytes) -> tuple[str, str]:
    """A file's text and its encoding: by its mark, else UTF-8, else Windows-1252."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            try:
                return content.decode(encoding), "utf-8" if encoding == "utf-8-sig" else "utf-16"
            except UnicodeDecodeError as error:
                raise InputError(
                    f"The plan file is not {encoding} text (byte {error.start + 1}).",
                    hint="Save it again, as CSV in UTF-8.",
                ) from error
    if content[1:2] == b"\0" and content[3:4] == b"\0":
        return content.decode("utf-16-le", "replace"), "utf-16"
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace"), "windows-1252"


def of_text(text: str, *, encoding: str | None = None) -> Sheet:
    """A sheet from pasted text or a text file. Raises InputError for one that is far too large."""
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST_FILE // 2:
        raise too_large(f"{len(text):,} characters", f"{LARGEST_FILE // 2:,}")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    most = max(text.count(mark) for mark in DELIMITERS)
    if most + text.count("\n") > MOST_CELLS:
        raise too_large(f"{most + text.count(chr(10)):,} cells", f"{MOST_CELLS:,}")
    said = _SEP.match(text)
    delimiter = said[1] if said else _delimiter(text)
    rows, lines = _split(text, delimiter)
    if said:
        rows, lines = rows[1:], lines[1:]
    return _sheet(rows, lines, delimiter=DELIMITERS[delimiter], encoding=encoding)


def _sheet(
    rows: Sequence[Sequence[Cell]],
    lines: Sequence[int],
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    name: str | None = None,
    faults: dict[tuple[int, int], str] | None = None,
) -> Sheet:
    kept = [(line, tuple(_tidy(cell) for cell in row)) for line, row in zip(lines, rows, strict=True)]
    kept = [(line, row) for line, row in kept if any(cell is not None for cell in row)]
    if len(kept) > MOST_ROWS:
        raise too_large(f"{len(kept):,} lines", f"{MOST_ROWS:,}")
    if any(len(row) > MOST_COLUMNS for _, row in kept):
        kept = [
            (line, row[: 1 + max(i for i, cell in enumerate(row) if cell is not None)]) for line, row in kept
        ]
    if any(len(row) > MOST_COLUMNS for _, row in kept):
        raise too_large("rows of over 200 cells", f"{MOST_COLUMNS}")
    return Sheet(
        tuple(row for _, row in kept),
        tuple(line for line, _ in kept),
        delimiter,
        encoding,
        name,
        faults or {},
    )


def _tidy(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    text = cell.strip(" \t\n\u00a0\u202f\ufeff\u200b")
    return text or None


def _delimiter(text: str) -> str:
    """The mark that cuts most lines into the same number of cells."""
    sample = "\n".join(text.split("\n")[:200])
    best, most = "\t", (0, 0)
    for mark in DELIMITERS:
        rows, _ = _split(sample, mark)
        widths = Counter(len(row) for row in rows if any(cell.strip() for cell in row) and len(row) > 1)
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda entry: (entry[1], entry[0]))
        if (times, width) > most and width > 1:
            best, most = mark, (times, width)
    return best if most[0] else ","


def _split(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Cells as spreadsheets write them: one that begins with a quote is quoted, a lone quote within one is a quote."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    rows: list[list[str]] = []
    lines: list[int] = []
    line = 1
    csv.field_size_limit(LARGEST_FILE)
    for row in reader:
        rows.append(row)
        lines.append(line)
        line = reader.line_num + 1
    if rows and any(cell.count("\n") > 20 for cell in rows[-1]):  # a quote that nobody closed
        plain = [part.split(delimiter) for part in text.split("\n")]
        return plain, list(range(1, len(plain) + 1))
    return rows, lines


def is_workbook(content: bytes) -> bool:
    return content.startswith((_ZIP, _OLE))


def of_workbook(content: bytes) -> list[Sheet]:
    """The sheets of an XLSX, XLS or ODS file. Nothing in it is run or fetched; raises InputError where it cannot be read."""
    _check_archive(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        found = []
        faults, marked = _faults(content), marks.read(content)
        shown_as = {sheet.name: sheet.visible for sheet in book.sheets_metadata}
        for name in book.sheet_names:
            source = book.get_sheet_by_name(name)
            if source.total_height * max(source.total_width, 1) > 4_000_000:
                raise too_large(f"a sheet '{name}' of {source.total_height:,} rows", f"{MOST_ROWS:,}")
            top, left = source.start or (0, 0)
            rows = source.to_python(skip_empty_area=True)
            cells = [[None] * left + [_typed(cell) for cell in row] for row in rows]
            mark = marked.get(name, marks.Marks())
            sheet = _sheet(
                cells,
                [top + number for number in range(1, len(cells) + 1)],
                name=name,
                faults={**mark.faults, **faults.get(name, {})},
            )
            whole = shown_as.get(name) not in (None, python_calamine.SheetVisibleEnum.Visible)
            hidden = (*(["the whole sheet"] if whole else []), *_hidden(sheet, mark))
            found.append(replace(sheet, hidden=hidden, is_active=mark.is_active, signs=mark.signs))
    except InputError:
        raise
    except Exception as error:
        raise InputError(
            f"The workbook cannot be read: {str(error).splitlines()[0] if str(error) else type(error).__name__}.",
            hint="Save it again as XLSX, or as CSV in UTF-8.",
        ) from error
    return found


def _hidden(sheet: Sheet, mark: marks.Marks) -> tuple[str, ...]:
    """The rows and columns that hold something and are not shown, in words."""
    filled = {column for row in sheet.rows for column, cell in enumerate(row, 1) if cell is not None}
    columns = [f"column {column_name(column)}" for column in sorted(mark.columns & filled)]
    return (*columns, *(f"row {line}" for line in sheet.lines if line in mark.rows))


def _typed(cell: object) -> Cell:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool | str):
        return cell
    if isinstance(cell, int | float):  # as many digits as a spreadsheet keeps
        return Decimal(format(cell, ".15g")) if math.isfinite(cell) else str(cell)
    if isinstance(cell, datetime):
        return cell if cell.time() != time() else cell.date()
    if isinstance(cell, date):
        return cell
    return str(cell) if isinstance(cell, time | timedelta) else None


def _check_archive(content: bytes) -> None:
    if not content.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            names = {entry.filename for entry in archive.infolist()}
    except Exception as error:  # a damaged archive fails in many ways, some of them only this library's
        raise InputError("The workbook is damaged.", hint="Save it again as XLSX.") from error
    if size > LARGEST_UNPACKED:
        raise too_large(f"{size:,} bytes when it is unpacked", f"{LARGEST_UNPACKED:,}")
    if not names & {"xl/workbook.xml", "content.xml", "xl/workbook.bin"}:
        raise InputError(
            "The file is an archive, but no workbook.", hint="Give an XLSX, XLS or ODS file, or CSV."
        )


def _faults(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Cells of an XLSX file that hold an error, or a formula whose value nobody has worked out, by sheet."""
    if not content.startswith(_ZIP):
        return {}
    found: dict[str, dict[tuple[int, int], str]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return {}
        targets = {
            relation.get("Id"): str(relation.get("Target"))
            for relation in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        for sheet in book.iter(f"{_NAMESPACE}sheet"):
            path = targets.get(sheet.get(_RELATION), "")
            path = path.lstrip("/") if path.startswith("/") else f"xl/{path}"
            if path in archive.namelist():
                with archive.open(path) as part:
                    found[str(sheet.get("name"))] = _faults_of(part)
    return found


def _faults_of(part: IO[bytes]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for _, element in ElementTree.iterparse(part, events=("end",)):
        if element.tag == f"{_NAMESPACE}c":
            value, formula = element.find(f"{_NAMESPACE}v"), element.find(f"{_NAMESPACE}f")
            text = value.text if value is not None else None
            if element.get("t") == "e":
                found[_place(str(element.get("r")))] = f"the error {text}" if text else "an error"
            elif formula is not None and not text:
                found[_place(str(element.get("r")))] = "a formula without a value"
        elif element.tag == f"{_NAMESPACE}row":
            element.clear()
    return found


def _place(name: str) -> tuple[int, int]:
    """ "C4" is line 4, column 3."""
    match = re.fullmatch(r"([A-Z]{1,3})(\d+)", name)
    if not match:
        return (0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def column_name(number: int) -> str:
    """3 is "C"."""
    name = ""
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(65 + letter) + name
    return name
