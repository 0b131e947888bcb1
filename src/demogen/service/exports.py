"""A job's report, and the records that it changed, as files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import METRICS, Entity, MetricKey
from demogen.errors import ChangesNotKept
from demogen.service.reading import Reading
from demogen.service.record_changes import ChangedRecord
from demogen.service.text_cells import neutral
from demogen.service.workbook import CHANGE_COLUMNS, sheet_of, workbook

ACTIONS = {"changed": "Changed", "deleted": "Retired", "restored": "Restored"}

_MARK = b"\xef\xbb\xbf"
"""Spreadsheets take a file for UTF-8 by this alone."""

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


def export_job(reading: Reading, job_id: str | UUID, form: Format) -> bytes:
    """A job's report. JSON is the whole job as the API gives it, with every changed record; CSV its diff report with a row for
    each KPI of each month; XLSX a workbook with all of it."""
    document = reading.job_document(job_id)
    if form is Format.CSV:
        return _diff_csv(document)
    try:
        return reading.read_job_changes(job_id, lambda records: _whole(document, records, form))
    except ChangesNotKept:
        return _whole(document, (), form)


def export_changes(
    reading: Reading, job_id: str | UUID, form: Format, *, only: Entity | None = None
) -> bytes:
    """Every record that a job changed, with a line for each field. Raises ChangesNotKept."""
    return reading.read_job_changes(job_id, lambda records: _changes(records, form), only=only)


def _whole(document: JsonObject, records: Iterable[ChangedRecord], form: Format) -> bytes:
    if form is Format.XLSX:
        return workbook(document, map(list, _change_rows(records)))
    changes = [record.to_json() for record in records]
    whole = {**document, "changes": changes} if changes else document
    return json.dumps(whole, indent=2, ensure_ascii=False).encode() + b"\n"


def _changes(records: Iterable[ChangedRecord], form: Format) -> bytes:
    if form is Format.JSON:
        items = [record.to_json() for record in records]
        return json.dumps(items, indent=2, ensure_ascii=False).encode() + b"\n"
    if form is Format.XLSX:
        return sheet_of("Changed records", CHANGE_COLUMNS, _change_rows(records))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CHANGE_COLUMNS)
    writer.writerows([neutral(cell) for cell in row] for row in _change_rows(records))
    return _MARK + text.getvalue().encode()


def _change_rows(records: Iterable[ChangedRecord]) -> Iterator[list[str]]:
    """A row for each field that changes, and one for a record of which none does."""
    for record in records:
        head = [record.entity.noun, record.name or "", str(record.id), ACTIONS[record.action]]
        for field in record.fields:
            yield [*head, field.label, field.before, field.after]
        if not record.fields:
            yield [*head, "", "", ""]


def _diff_csv(document: JsonObject) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["tenant", "currency", "job", "month", "metric", "label", *_CELLS])
    tenant = cast("dict[str, str]", document["tenant"])
    for row in _diff_rows(document):
        writer.writerow([tenant["slug"], tenant["currency"], document["id"], *row])
    return _MARK + text.getvalue().encode()


def _diff_rows(document: JsonObject) -> Iterator[list[object]]:
    report = cast("dict[str, Any]", document["diffReport"] or {"months": []})
    for month in report["months"]:
        for key, cell in month["metrics"].items():
            label = METRICS[MetricKey(key)].label
            yield [month["month"], key, label, *("" if cell[name] is None else cell[name] for name in _CELLS)]
