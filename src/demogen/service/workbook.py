"""A job's report as an XLSX workbook: summary, diff, KPIs before and after, the plan, and the changed records, in typed
cells."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

import xlsxwriter
from xlsxwriter.format import Format as CellFormat
from xlsxwriter.worksheet import Worksheet

from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import CATALOGUE, METRICS, PLANNED, MetricKey, Unit, is_money
from demogen.domain.money import Currency
from demogen.domain.plan import PlanType
from demogen.service.text_cells import clean

_DIFF = ("Month", "KPI", "Before", "After", "Delta", "Delta %", "Target", "Deviation", "Status")
_FIRST, _WIDTH = 12, 16


CHANGE_COLUMNS = ("Kind", "Record", "Id", "What", "Field", "Before", "After")

_MOST_ROWS = 1_048_575
"""Below the heading of a sheet."""

_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}


def workbook(document: JsonObject, changes: Iterable[Sequence[str]] = ()) -> bytes:
    """The file's content, from the job as the API gives it and a row for each change of a record. Text is never taken for a
    formula or a link."""
    return _Workbook(cast("dict[str, Any]", document)).content(changes)


def sheet_of(name: str, headers: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet of texts."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _PLAIN)
    _write_texts(book, name, headers, rows, header=book.add_format({"bold": True, "bottom": 1}))
    book.close()
    return buffer.getvalue()


def _write_texts(
    book: xlsxwriter.Workbook,
    name: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    header: CellFormat,
) -> None:
    """A sheet of texts; where it is full, its last row says so."""
    sheet = book.add_worksheet(name)
    for column, text in enumerate(headers):
        sheet.write_string(0, column, text, header)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headers) - 1, 24)
    for row, cells in enumerate(rows, 1):
        if row == _MOST_ROWS:
            sheet.write_string(row, 0, "A sheet holds no more rows. The CSV file has all of them.")
            return
        for column, text in enumerate(cells):
            sheet.write_string(row, column, clean(text))


class _Workbook:
    """One workbook being written."""

    def __init__(self, job: dict[str, Any]) -> None:
        self._job = job
        self._buffer = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._buffer, _PLAIN)
        digits = Currency(job["tenant"]["currency"]).decimals
        money = "#,##0" + ("." + "0" * digits if digits else "")
        self._header = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self._status = {
            "pass": self._book.add_format({"bg_color": "#C6EFCE", "font_color": "#006100"}),
            "fail": self._book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"}),
        }
        self._formats: dict[Unit, CellFormat] = {
            Unit.COUNT: self._book.add_format({"num_format": "#,##0"}),
            Unit.MONEY: self._book.add_format({"num_format": money}),
            Unit.RATIO: self._book.add_format({"num_format": "0.0%"}),
        }

    def content(self, changes: Iterable[Sequence[str]]) -> bytes:
        self._summary()
        self._diff()
        for name, snapshot in (("Before", self._job["beforeKpis"]), ("After", self._job["afterKpis"])):
            keys = [metric.key for metric in CATALOGUE]
            self._months(name, keys, (snapshot or {}).get("months", []))
        # A sheet called "Plan" alone would be read back as targets.
        plan = "Plan (additions)" if self._job["planType"] == PlanType.DELTAS else "Plan"
        self._months(plan, list(PLANNED), (self._job["plan"] or {}).get("months", []))
        if (first := next(rows := iter(changes), None)) is not None:
            rows = itertools.chain([first], rows)
            _write_texts(self._book, "Changed records", CHANGE_COLUMNS, rows, header=self._header)
        self._chart()
        self._book.close()
        return self._buffer.getvalue()

    def _summary(self) -> None:
        sheet = self._sheet("Summary", ("", ""))
        job, report = self._job, self._job["diffReport"] or {}
        lines: list[tuple[str, object]] = [
            ("Tenant", job["tenant"]["name"]),
            ("Currency", job["tenant"]["currency"]),
            ("Job", job["id"]),
            ("Kind", job["kind"]),
            ("Status", job["status"]),
            ("Mode", job["mode"]),
            ("Plan type", job["planType"]),
            ("Seed", str(job["seed"])),
            ("Verdict", report.get("status")),
            ("Planned numbers hit", report.get("passed")),
            ("Planned numbers missed", report.get("failed")),
            ("Other numbers that came along", report.get("cameAlong")),
            *((f"Records created: {name}", count) for name, count in (job["recordsCreated"] or {}).items()),
            ("Created by", job["createdByName"]),
            ("Created at", job["createdAt"]),
            ("Completed at", job["completedAt"]),
            ("Error", (job["error"] or {}).get("message")),
        ]
        for row, (label, value) in enumerate((line for line in lines if line[1] is not None), 1):
            sheet.write_string(row, 0, label)
            if isinstance(value, int):
                sheet.write_number(row, 1, value, self._formats[Unit.COUNT])
            else:
                sheet.write_string(row, 1, clean(str(value)))
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 44)

    def _diff(self) -> None:
        sheet = self._sheet("Diff", _DIFF)
        row = 0
        for month in (self._job["diffReport"] or {"months": []})["months"]:
            for key, cell in month["metrics"].items():
                row += 1
                unit = Unit.MONEY if is_money(MetricKey(key)) else Unit.COUNT
                sheet.write_string(row, 0, month["month"])
                sheet.write_string(row, 1, METRICS[MetricKey(key)].label)
                for column, name in enumerate(("before", "after", "delta"), 2):
                    self._number(sheet, row, column, cell[name], unit)
                if cell["deltaPercent"] is not None:
                    self._number(sheet, row, 5, cell["deltaPercent"] / 100, Unit.RATIO)
                self._number(sheet, row, 6, cell["target"], unit)
                self._number(sheet, row, 7, cell["deviation"], unit)
                status = "came along" if cell.get("cameAlong") else cell["status"]
                sheet.write_string(row, 8, status, self._status.get(status))
        sheet.set_column(1, 1, 24)

    def _months(self, name: str, keys: list[MetricKey], months: Iterable[Mapping[str, Any]]) -> None:
        sheet = self._sheet(name, ("Month", *(METRICS[key].label for key in keys)))
        for row, month in enumerate(months, 1):
            sheet.write_string(row, 0, month["month"])
            for column, key in enumerate(keys, 1):
                self._number(sheet, row, column, month.get(key.value), METRICS[key].unit)

    def _chart(self) -> None:
        """Won value by month, before and after."""
        months = ((self._job["afterKpis"] or {}).get("months")) or []
        if not months:
            return
        sheet = self._book.add_worksheet("Chart")
        chart = self._book.add_chart({"type": "column"})
        column = [metric.key for metric in CATALOGUE].index(MetricKey.CLOSED_WON_VALUE) + 1
        for name in ("Before", "After"):
            chart.add_series(
                {
                    "name": name,
                    "categories": [name, 1, 0, len(months), 0],
                    "values": [name, 1, column, len(months), column],
                }
            )
        chart.set_title(
            {"name": f"{METRICS[MetricKey.CLOSED_WON_VALUE].label} ({self._job['tenant']['currency']})"}
        )
        chart.set_size({"width": 900, "height": 420})
        sheet.insert_chart(0, 0, chart)

    def _sheet(self, name: str, headers: Iterable[str]) -> Worksheet:
        sheet = self._book.add_worksheet(name)
        for column, header in enumerate(headers):
            sheet.write_string(0, column, header, self._header)
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, 0, _FIRST)
        sheet.set_column(1, len(CATALOGUE), _WIDTH)
        return sheet

    def _number(self, sheet: Worksheet, row: int, column: int, value: object, unit: Unit) -> None:
        """A number, or nothing for None. A spreadsheet holds 15 digits, as many as the largest amount has."""
        if value is not None:
            sheet.write_number(row, column, Decimal(str(value)), self._formats[unit])
