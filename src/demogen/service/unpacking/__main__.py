"""The process: a workbook on stdin, JSON on stdout. Its arguments are the bytes of memory and the seconds that it may use, which
hold before the first byte is read."""

from __future__ import annotations

import contextlib
import json
import resource
import sys

from demogen.service.unpacking.limits import Refused
from demogen.service.unpacking.workbook import unpacked


def main() -> None:
    memory, seconds = map(int, sys.argv[1:])
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_AS, memory)
    try:
        document: object = {"sheets": unpacked(sys.stdin.buffer.read())}
    except Refused as refused:
        document = {"message": refused.message, "hint": refused.hint}
    sys.stdout.write(json.dumps(document, ensure_ascii=True))


def _limit(what: int, value: int) -> None:
    """A lower limit of the system's own stays; some systems know a limit but do not take it."""
    _, hard = resource.getrlimit(what)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


if __name__ == "__main__":
    main()
