"""A job's report as a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, cast

from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import METRICS, MetricKey
from demogen.service.workbook import workbook

_CELLS = ("before", "after", "delta", "deltaPercent", "target", "deviation", "status")


class Format(StrEnum):
    CSV = "csv"
    JSON = "json"
    XLSX = "xlsx"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]


_MEDIA_TYPES = {
    Format.CSV: "text/csv",
    Format.JSON: "application/json",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def export_job(document: JsonObject, form: Format) -> bytes:
    """The file's content: JSON is the whole job as the API gives it, CSV its diff report with a row for each KPI of
    each month, XLSX a workbook."""
    if form is Format.JSON:
        return json.dumps(document, indent=2, ensure_ascii=False).encode() + b"\n"
    if form is Format.XLSX:
        return workbook(document)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["tenant", "currency", "job", "month", "metric", "label", *_CELLS])
    tenant = cast("dict[str, str]", document["tenant"])
    for row in _diff_rows(document):
        writer.writerow([tenant["slug"], tenant["currency"], document["id"], *row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()  # spreadsheets take it for UTF-8 by this mark alone


def _diff_rows(document: JsonObject) -> Iterator[list[object]]:
    report = cast("dict[str, Any]", document["diffReport"] or {"months": []})
    for month in report["months"]:
        for key, cell in month["metrics"].items():
            label = METRICS[MetricKey(key)].label
            yield [month["month"], key, label, *("" if cell[name] is None else cell[name] for name in _CELLS)]
