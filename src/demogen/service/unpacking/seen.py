"""What a look at one sheet of a workbook finds, beside the values of its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

Place = tuple[int, int]
"""Line and column, from 1."""

FURTHEST = 10_000
"""Hidden rows and columns beyond are not named one by one."""

_PLAIN = re.compile(r"General|[0#?.,;_() \-]*", re.I)


@dataclass(slots=True)
class Seen:
    """Of one sheet: cells that hold an error or a formula that nobody has worked out; the formats of numbers that are shown as
    more than digits, as a code or as the number of a format that every spreadsheet has; the rows and columns that are hidden;
    whether it is the sheet that is seen first."""

    faults: dict[Place, str] = field(default_factory=dict)
    formats: dict[Place, str | int] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    is_active: bool = False


def says_more(code: str) -> bool:
    """Whether a format shows anything but digits and their marks."""
    return _PLAIN.fullmatch(code) is None
