"""The records of an XLS file: which cells are filled, and which hold an error. Source: [MS-XLS]."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from demogen.service.unpacking import compound
from demogen.service.unpacking.limits import Tally
from demogen.service.unpacking.seen import Seen

_NAMES = ("Workbook", "Book", "WORKBOOK", "BOOK")
_BEGIN, _END, _SHEET = (0x0009, 0x0209, 0x0409, 0x0809), 0x000A, 0x0085
_FORMULA, _ERROR_OR_BOOL, _MANY = 0x0006, 0x0205, 0x00BD
_FILLED = frozenset({_FORMULA, _ERROR_OR_BOOL, _MANY, 0x0203, 0x0204, 0x00FD, 0x027E, 0x00D6})
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def look(content: bytes, tally: Tally) -> dict[str, Seen]:
    """What is seen of each sheet: its faults. Counts every filled cell."""
    found: dict[str, Seen] = {}
    names: dict[int, str] = {}
    sheet, seen, depth = "", Seen(), 0
    for place, kind, body in _records(compound.stream(content, _NAMES)):
        if kind in _BEGIN:
            depth += 1
            if depth == 1 and place in names:
                sheet = names[place]
                seen = found.setdefault(sheet, Seen())
        elif kind == _END:
            depth -= 1
        elif kind == _SHEET and len(body) > 8:
            names[struct.unpack_from("<I", body)[0]] = _name(body)
        elif kind in _FILLED and depth == 1 and len(body) >= 6:
            line, column = (number + 1 for number in struct.unpack_from("<HH", body))
            tally.add(sheet, line, column, columns=(len(body) - 6) // 6 if kind == _MANY else 1)
            error = _error(kind, body)
            if error is not None:
                seen.faults[line, column] = f"the error {_ERRORS.get(error, error)}"
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Each record's place, kind and body."""
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _name(body: bytes) -> str:
    """A sheet's name: its length in characters, whether they are two bytes each, and they."""
    length, wide = body[6], body[7] & 1
    return body[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")


def _error(kind: int, body: bytes) -> int | None:
    if kind == _ERROR_OR_BOOL and len(body) >= 8 and body[7] == 1:
        return body[6]
    if kind == _FORMULA and body[12:14] == b"\xff\xff" and body[6] == 2:
        return body[8]
    return None
