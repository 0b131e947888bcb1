"""What tests of reading plans share."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

from demogen.domain.metrics import MetricKey
from demogen.domain.money import Currency
from demogen.service.plan_reader import Answers, PlanTable, read_text

EUR, JPY, KWD = Currency("EUR"), Currency("JPY"), Currency("KWD")


K = MetricKey


Rows = dict[str, dict[str, int]]


def rows_of(table: PlanTable) -> Rows:
    return {str(row.month): {key.value: value for key, value in row.values.items()} for row in table.rows}


def deals(text: str, **answers: object) -> dict[str, int]:
    """The months of a plan with created deals alone; nothing may be wrong or open."""
    table = read_text(text, EUR, Answers(**answers))  # type: ignore[arg-type]
    assert (table.issues, table.questions) == ((), ()), (table.issues, table.questions)
    return {str(row.month): row.values[K.DEALS_CREATED] for row in table.rows}


THREE = {"2025-01": 7, "2025-02": 8, "2025-03": 9}


def workbook(rows: list[list[object]], **options: object) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, **options})
    sheet = book.add_worksheet("Plan")
    day = book.add_format({"num_format": "mmm yy"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if hasattr(cell, "year"):
                sheet.write_datetime(number, column, cell, day)
            elif cell is not None:
                sheet.write(number, column, cell)
    book.close()
    return buffer.getvalue()


def edited(content: bytes, *pairs: bytes) -> bytes:
    """The workbook with parts of its sheet replaced."""
    source, buffer = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                for old, new in zip(pairs[::2], pairs[1::2], strict=True):
                    assert old in data
                    data = data.replace(old, new)
            target.writestr(entry.filename, data)
    return buffer.getvalue()
