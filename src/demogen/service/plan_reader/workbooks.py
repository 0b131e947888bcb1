"""Workbooks as sheets. They are taken apart in a process of their own (`service/unpacking`), so that no file, however made, ends
or stops this one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from demogen.domain.counts import counted
from demogen.errors import DemogenError, InputError
from demogen.service.plan_reader import marks
from demogen.service.plan_reader.sheets import Cell, Sheet, sheet_of
from demogen.service.unpacking.archive import ZIP
from demogen.service.unpacking.compound import OLE
from demogen.service.unpacking.limits import CPU_SECONDS, MEMORY_BYTES, column_name

WAIT_SECONDS = 30
"""By the clock: a machine that is busy gives a process less than the time it may use."""

_AT_ONCE = threading.BoundedSemaphore(2)

_OWN = "Copy the months and their numbers into a workbook of their own, or save it as CSV in UTF-8."


def is_workbook(content: bytes) -> bool:
    return content.startswith((ZIP, OLE))


def of_workbook(content: bytes) -> list[Sheet]:
    """The sheets of an XLSX, XLS or ODS file. Nothing in it is run or fetched; raises InputError where it cannot be read within
    the limits."""
    document = _unpacked(content)
    if "message" in document:
        raise InputError(document["message"], hint=document["hint"])
    return [_sheet(sheet) for sheet in document["sheets"]]


def _unpacked(content: bytes) -> dict[str, Any]:
    limits = [str(MEMORY_BYTES), str(CPU_SECONDS)]
    command = [sys.executable, "-I", "-m", "demogen.service.unpacking", *limits]
    with _AT_ONCE:
        try:
            done = subprocess.run(
                command, input=content, capture_output=True, check=False, timeout=WAIT_SECONDS
            )
        except subprocess.TimeoutExpired:
            raise _too_slow(WAIT_SECONDS) from None
    if done.returncode == 0:
        document: dict[str, Any] = json.loads(done.stdout)
        return document
    if done.returncode == -signal.SIGXCPU:
        raise _too_slow(CPU_SECONDS)
    if done.returncode in (-signal.SIGABRT, -signal.SIGKILL) or b"MemoryError" in done.stderr:
        raise InputError(
            f"The workbook needs more than {MEMORY_BYTES // 2**20} MB of memory to read.", hint=_OWN
        )
    if b"ModuleNotFoundError" in done.stderr or b"ImportError" in done.stderr:
        raise DemogenError(
            "Workbooks cannot be read: the process that takes them apart does not start.",
            hint="Install demogen with pip into the Python that runs it, or give the plan as CSV.",
        )
    raise InputError("The workbook cannot be read: it is damaged.", hint="Save it again as XLSX.")


def _too_slow(seconds: int) -> InputError:
    return InputError(f"The workbook takes longer than {counted(seconds, 'second')} to read.", hint=_OWN)


def _sheet(found: Mapping[str, Any]) -> Sheet:
    left: list[Cell] = [None] * found["column"]
    rows = [[*left, *map(_cell, row)] for row in found["rows"]]
    faults, signs = marks.read(found["formats"])
    sheet = sheet_of(
        rows,
        [found["line"] + number for number in range(1, len(rows) + 1)],
        name=found["name"],
        faults={**faults, **{(line, column): text for line, column, text in found["faults"]}},
    )
    return replace(sheet, hidden=_hidden(sheet, found), is_active=found["isActive"], signs=signs)


def _hidden(sheet: Sheet, found: Mapping[str, Any]) -> tuple[str, ...]:
    """The rows and columns that hold something and are not shown, in words."""
    filled = {column for row in sheet.rows for column, cell in enumerate(row, 1) if cell is not None}
    columns = [column for column in found["hiddenColumns"] if column in filled]
    rows = set(found["hiddenRows"])
    return (
        *(["the whole sheet"] if found["isHidden"] else []),
        *(f"column {column_name(column)}" for column in columns),
        *(f"row {line}" for line in sheet.lines if line in rows),
    )


def _cell(cell: Any) -> Cell:
    if cell is None or cell == "":
        return None
    if isinstance(cell, dict):
        ((kind, text),) = cell.items()
        if kind == "datetime":
            instant = datetime.fromisoformat(text)
            return instant if instant.time() != time() else instant.date()
        return date.fromisoformat(text) if kind == "date" else str(text)
    if isinstance(cell, bool | str):
        return cell
    return Decimal(format(cell, ".15g"))  # as many digits as a spreadsheet keeps
