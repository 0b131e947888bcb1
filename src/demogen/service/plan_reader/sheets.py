"""Texts as sheets of cells: their encoding, their delimiter. What cells mean is not known here."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from demogen.errors import InputError
from demogen.service.unpacking.limits import LONGEST_CELL, column_name

LARGEST_FILE = 10 * 2**20
MOST_CELLS = 20_000
MOST_ROWS = 1_000
MOST_COLUMNS = 200

Cell: TypeAlias = str | Decimal | date | bool | None
"""A text, a number or a day; None where there is nothing."""

DELIMITERS = {"\t": "tab", ";": "semicolon", ",": "comma", "|": "pipe"}

_SEP = re.compile(r'"?sep=([\t;,|])"?[\t;,|]*\n', re.I)
"""A first line that says the delimiter, as Excel writes it."""


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
    return sheet_of(rows, lines, delimiter=DELIMITERS[delimiter], encoding=encoding)


def sheet_of(
    rows: Sequence[Sequence[Cell]],
    lines: Sequence[int],
    *,
    delimiter: str | None = None,
    encoding: str | None = None,
    name: str | None = None,
    faults: dict[tuple[int, int], str] | None = None,
) -> Sheet:
    """Rows as a sheet, without those that are empty. Raises InputError for one that is far too large."""
    kept = [(line, tuple(_tidy(cell) for cell in row)) for line, row in zip(lines, rows, strict=True)]
    kept = [(line, row) for line, row in kept if any(cell is not None for cell in row)]
    for line, row in kept:
        for place, cell in enumerate(row, 1):
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                raise too_large(
                    f"{len(cell):,} characters in line {line}, column {place}", f"{LONGEST_CELL:,}"
                )
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
