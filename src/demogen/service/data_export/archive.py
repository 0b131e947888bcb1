"""Writing an export: every file of its format, from one database snapshot, into one ZIP archive."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
from sqlalchemy import Connection

from demogen.db.records import Record, generated_records
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.counts import counted
from demogen.service.data_export.columns import Cell, Context, File
from demogen.service.data_export.formats import HOW_TO, RECORDS, SALESFORCE
from demogen.service.data_export.hubspot import HUBSPOT
from demogen.service.submission import demo_tenant
from demogen.service.text_cells import clean, neutral

_BOM = "\ufeff"


class DataFormat(StrEnum):
    CSV = "csv"
    PARQUET = "parquet"
    SALESFORCE = "salesforce"
    HUBSPOT = "hubspot"


_FILES = {
    DataFormat.CSV: RECORDS,
    DataFormat.PARQUET: RECORDS,
    DataFormat.SALESFORCE: SALESFORCE,
    DataFormat.HUBSPOT: HUBSPOT,
}


def export_tenant(database: Database, tenant_key: str, form: DataFormat, target: Path) -> TenantRow:
    """Write a demo tenant's generated records to `target`, a ZIP archive. Raises TenantUnknown or TenantNotDemo."""
    with database.transaction("REPEATABLE READ", read_only=True) as connection:
        tenant = demo_tenant(connection, tenant_key)
        context = Context(tenant.money, ZoneInfo(tenant.timezone))
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            lines = []
            for file in _FILES[form]:
                counts: Counter[str] = Counter()
                rows = _rows(connection, tenant, file, counts)
                if form is DataFormat.PARQUET:
                    _parquet(rows, file, context, archive)
                else:
                    _csv(rows, file, context, archive, marked=form is DataFormat.CSV)
                lines.append(_contents(file, counts))
            about = f"Tenant: {clean(tenant.name)} ({tenant.slug}) · time zone {tenant.timezone}"
            archive.writestr(
                "README.txt", "\n".join([HOW_TO[form.value].rstrip(), "", about, "", *lines, ""])
            )
    return tenant


def _rows(
    connection: Connection, tenant: TenantRow, file: File, counts: Counter[str]
) -> Iterator[list[Record]]:
    """The file's records in batches; `counts` holds how many of each sort they are in the end."""
    for batch in generated_records(connection, tenant.id, file.entity):
        found = [record for record in batch if file.belongs(record)]
        counts.update("" if file.counted_by is None else file.counted_by(record) for record in found)
        yield found


def _contents(file: File, counts: Counter[str]) -> str:
    """A line of the table of contents: won and lost deals are counted apart."""
    sorts = ", ".join(f"{count:,} {sort}" for sort, count in sorted(counts.items()) if sort)
    return f"{file.name}: {counted(counts.total(), 'record')}" + (f" ({sorts})" if sorts else "")


def _csv(
    rows: Iterator[list[Record]],
    file: File,
    context: Context,
    archive: zipfile.ZipFile,
    *,
    marked: bool,
) -> None:
    with archive.open(f"{file.name}.csv", "w") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as text:
        if marked:
            text.write(_BOM)  # spreadsheets take it for UTF-8 by this mark alone; importers do not want it
        writer = csv.writer(text)
        writer.writerow([column.csv_heading for column in file.columns])
        for batch in rows:
            writer.writerows(
                [_text(column.cell(record, context)) for column in file.columns] for record in batch
            )


def _text(cell: Cell) -> str | int | Decimal:
    """Numbers stay numbers; a text that begins like a formula is neutralised."""
    if cell is None:
        return ""
    if isinstance(cell, int | Decimal):
        return cell
    if isinstance(cell, datetime):
        return cell.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return cell.isoformat() if isinstance(cell, date) else _phone_or(cell)


def _phone_or(cell: str) -> str:
    """A telephone number begins with + and is no formula."""
    digits = cell.replace(" ", "").replace("-", "").replace("(", "").replace(")", "")
    return cell if cell.startswith("+") and digits[1:].isdigit() else neutral(cell)


def _parquet(rows: Iterator[list[Record]], file: File, context: Context, archive: zipfile.ZipFile) -> None:
    with TemporaryDirectory(prefix="demogen-export-") as folder:
        path = Path(folder) / "part"
        writer: pq.ParquetWriter | None = None
        schema = _schema(file, context)
        writer = pq.ParquetWriter(path, schema)
        for batch in rows:
            columns = [
                pa.array([column.cell(record, context) for record in batch], schema.field(number).type)
                for number, column in enumerate(file.columns)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
        writer.close()
        archive.write(path, f"{file.name}.parquet", zipfile.ZIP_STORED)


_TYPES = {
    "employee_count": pa.int32(),
    "probability": pa.int16(),
    "duration_minutes": pa.int16(),
    "expected_close_on": pa.date32(),
    "created_at": pa.timestamp("us", tz="UTC"),
    "became_lead_at": pa.timestamp("us", tz="UTC"),
    "closed_at": pa.timestamp("us", tz="UTC"),
    "occurred_at": pa.timestamp("us", tz="UTC"),
}


def _schema(file: File, context: Context) -> pa.Schema:
    types = {**_TYPES, "amount": pa.decimal128(20, context.currency.decimals)}
    return pa.schema([(column.heading, types.get(column.heading, pa.string())) for column in file.columns])
