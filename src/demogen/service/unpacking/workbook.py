"""A workbook as plain values. It is looked through before it is read, so that no room is made for cells that are not there."""

from __future__ import annotations

import io
import math
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

import python_calamine

from demogen.service.unpacking import archive, compound, ods, xls, xlsx
from demogen.service.unpacking.limits import MOST_CHARACTERS, Refused, Tally
from demogen.service.unpacking.seen import Seen

Plain: TypeAlias = "bool | int | float | str | list[Plain] | dict[str, Plain] | None"


def unpacked(content: bytes) -> list[dict[str, Plain]]:
    """Each sheet with its name, the line and column (from 0) at which its rows begin, these, and what is seen beside their values.
    Days and times are objects with their kind. Raises Refused."""
    seen = _look(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        shown = {sheet.name: sheet.visible for sheet in book.sheets_metadata}
        characters = 0
        found: list[dict[str, Plain]] = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows: list[Plain] = []
            for row in sheet.to_python(skip_empty_area=True):
                characters += sum(len(cell) for cell in row if isinstance(cell, str))
                if characters > MOST_CHARACTERS:
                    raise Refused(
                        f"The workbook's cells hold more than {MOST_CHARACTERS:,} characters.",
                        "Copy the months and their numbers into a workbook of their own.",
                    )
                rows.append([_plain(cell) for cell in row])
            line, column = sheet.start or (0, 0)
            is_hidden = shown.get(name) not in (None, python_calamine.SheetVisibleEnum.Visible)
            found.append(
                {"name": name, "line": line, "column": column, "rows": rows, "isHidden": is_hidden}
                | _seen(seen.get(name, Seen()))
            )
    except Refused:
        raise
    except MemoryError:
        raise
    except Exception as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Refused(
            f"The workbook cannot be read: {said}.", "Save it again as XLSX, or as CSV in UTF-8."
        ) from error
    return found


def _seen(seen: Seen) -> dict[str, Plain]:
    return {
        "faults": [[*place, text] for place, text in seen.faults.items()],
        "formats": [[*place, form] for place, form in seen.formats.items()],
        "hiddenRows": [*sorted(seen.rows)],
        "hiddenColumns": [*sorted(seen.columns)],
        "isActive": seen.is_active,
    }


def _look(content: bytes) -> dict[str, Seen]:
    tally = Tally()
    if content.startswith(compound.OLE):
        return xls.look(content, tally)
    with archive.opened(content) as parts:
        names = set(parts.namelist())
        try:
            if xlsx.BOOK in names:
                return xlsx.look(parts, tally)
            if ods.BOOK in names:
                return ods.look(parts, tally)
        except (Refused, MemoryError):
            raise
        except Exception as error:
            raise Refused("The workbook is damaged.", "Save it again as XLSX.") from error
    if "xl/workbook.bin" in names:
        raise Refused("A workbook of the kind XLSB is not read.", "Save it as XLSX.")
    raise Refused("The file is an archive, but no workbook.", "Give an XLSX, XLS or ODS file, or CSV.")


def _plain(cell: object) -> Plain:
    if cell is None or isinstance(cell, bool | int | str):
        return cell
    if isinstance(cell, float):
        return cell if math.isfinite(cell) else str(cell)
    if isinstance(cell, datetime):
        return {"datetime": cell.isoformat()}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    return {"time": str(cell)} if isinstance(cell, time | timedelta) else None
