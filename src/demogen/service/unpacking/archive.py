"""What XLSX and ODS files have in common: an archive of XML parts, read as a stream and never past its limit."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from xml.parsers import expat

from demogen.service.unpacking.limits import LARGEST_UNPACKED, Refused

ZIP = b"PK\x03\x04"

_CHUNK = 2**16


def opened(content: bytes) -> zipfile.ZipFile:
    """Raises Refused where the archive is damaged, or larger than any workbook with a plan."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:  # a damaged archive fails in many ways, some of them only this library's
        raise Refused("The workbook is damaged.", "Save it again as XLSX.") from error
    size = sum(entry.file_size for entry in archive.infolist())
    if size > LARGEST_UNPACKED:
        raise Refused(
            f"The workbook has {size:,} bytes when it is unpacked; the limit is {LARGEST_UNPACKED:,}.",
            "A plan has at most 60 months; copy these into a workbook of their own.",
        )
    return archive


def parse(
    archive: zipfile.ZipFile,
    part: str,
    *,
    start: Callable[[str, Mapping[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Read a part's XML. Elements are named without their namespace, attributes as "namespace name" where they have one."""
    names: dict[str, str] = {}

    def local(name: str) -> str:
        found = names.get(name)
        if found is None:
            found = names[name] = name.rpartition(" ")[2]
        return found

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, given: start(local(name), given)
    if end is not None:
        finish = end
        parser.EndElementHandler = lambda name: finish(local(name))
    if text is not None:
        parser.CharacterDataHandler = text
    with archive.open(part) as source:
        while chunk := source.read(_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
