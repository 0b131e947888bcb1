"""Workbooks made byte by byte, as no program would write them: XLSX and ODS from their XML, XLS from its records."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping

_XLSX = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r0" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>',
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="Plan" sheetId="1" r:id="r1"/></sheets></workbook>',
}


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def xlsx(rows: str, *, dimension: str = "A1:B3", more: Mapping[str, str] | None = None) -> bytes:
    """A workbook of one sheet, whose `<row>` elements are given."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    )
    return zipped({**_XLSX, "xl/worksheets/sheet1.xml": sheet, **(more or {})})


PLAN_ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Month</t></is></c><c r="B1" t="inlineStr"><is><t>Deals</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>2025-01</t></is></c><c r="B2"><v>7</v></c></row>'
    '<row r="3"><c r="A3" t="inlineStr"><is><t>2025-02</t></is></c><c r="B3"><v>8</v></c></row>'
)
"""January 2025: 7 deals, February: 8."""


def ods(rows: str) -> bytes:
    """A workbook of one sheet, whose `<table:table-row>` elements are given."""
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{names}office:1.0" xmlns:table="{names}table:1.0" '
        f'xmlns:text="{names}text:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="Plan">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_text(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


def ods_number(value: float, attributes: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}" {attributes}>'
        f"<text:p>{value}</text:p></table:table-cell>"
    )


def ods_row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


PLAN_ODS = (
    ods_row(ods_text("Month") + ods_text("Deals"))
    + ods_row(ods_text("2025-01") + ods_number(7))
    + ods_row(ods_text("2025-02") + ods_number(8))
)
"""The same plan."""

ERROR = object()
"""A cell of an XLS file that holds #DIV/0!."""

Cells = Mapping[tuple[int, int], object]


def xls(cells: Cells) -> bytes:
    """A BIFF8 workbook of one sheet, with cells by (row, column) from 0."""
    return _compound(_biff(cells))


PLAN_XLS: Cells = {
    (0, 0): "Month", (0, 1): "Deals", (1, 0): "2025-01", (1, 1): 7, (2, 0): "2025-02", (2, 1): 8,
}  # fmt: skip


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _biff(cells: Cells) -> bytes:
    name = b"Plan"
    start = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 0x07CC, 0, 6))
    formats = _record(0x00E0, bytes(20)) * 16
    sheet_head = 4 + 8 + len(name)
    place = len(start) + len(formats) + sheet_head + 4
    bound = _record(0x0085, struct.pack("<IBBBB", place, 0, 0, len(name), 0) + name)
    body = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 0x07CC, 0, 6))]
    body += [
        _cell(row, column, value)
        for (row, column), value in sorted(cells.items(), key=lambda entry: entry[0])
    ]
    return b"".join([start, formats, bound, _record(0x000A, b""), *body, _record(0x000A, b"")])


def _cell(row: int, column: int, value: object) -> bytes:
    at = struct.pack("<HHH", row, column, 0)
    if value is ERROR:
        return _record(0x0205, at + bytes((0x07, 1)))
    if isinstance(value, int | float):
        return _record(0x0203, at + struct.pack("<d", value))
    text = str(value).encode("utf-16-le")
    return _record(0x0204, at + struct.pack("<HB", len(text) // 2, 1) + text)


def _compound(stream: bytes) -> bytes:
    """The stream "Workbook" in an OLE compound file of 512-byte sectors."""
    stream = stream.ljust(4096, b"\0")  # shorter ones would lie elsewhere
    data = -(-len(stream) // 512)
    fats = -(-(data + 1 + 1) // 127)
    chain = [*range(1, data), 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFD] * fats]
    table = b"".join(struct.pack("<I", link) for link in chain).ljust(fats * 512, b"\xff")
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(6)
    )
    header += struct.pack("<IIIIIIIII", 0, fats, data, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += b"".join(struct.pack("<I", data + 1 + number) for number in range(fats))
    return header.ljust(512, b"\xff") + stream.ljust(data * 512, b"\0") + _directory(len(stream)) + table


def _directory(size: int) -> bytes:
    def entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
        text = (name + "\0").encode("utf-16-le")
        links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
        head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1) + links
        return head + bytes(36) + struct.pack("<IQ", start, length)

    entries: Iterable[bytes] = (
        entry("Root Entry", 5, 1, 0xFFFFFFFE, 0),
        entry("Workbook", 2, 0xFFFFFFFF, 0, size),
    )
    return b"".join(entries).ljust(512, b"\0")
