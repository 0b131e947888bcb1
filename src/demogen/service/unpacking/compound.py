"""OLE compound files, in which XLS workbooks lie: the stream of a name. Source: [MS-CFB]."""

from __future__ import annotations

import struct

from demogen.service.unpacking.limits import Refused

OLE = b"\xd0\xcf\x11\xe0"

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks."""

_SMALL_SECTOR, _ENTRY = 64, 128


def stream(content: bytes, names: tuple[str, ...]) -> bytes:
    """The first stream of one of the names. Raises Refused where the file is damaged or has none."""
    try:
        found = _File(content).stream(names)
    except (struct.error, IndexError, ValueError) as error:
        raise Refused("The workbook is damaged.", "Save it again as XLSX.") from error
    if found is None:
        raise Refused("The file is no workbook, or is encrypted.", "Save it as XLSX, without a password.")
    return found


class _File:
    """A compound file with its allocation table."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._sector = 1 << struct.unpack_from("<H", content, 30)[0]
        if self._sector not in (512, 4096):
            raise ValueError(self._sector)
        (self._directory,) = struct.unpack_from("<I", content, 48)
        self._small_below, self._small_table = struct.unpack_from("<II", content, 56)
        more, _ = struct.unpack_from("<II", content, 68)
        tables = list(struct.unpack_from("<109I", content, 76))
        for _ in range(len(content) // self._sector):
            if more >= _END:
                break
            *further, more = self._numbers(more)
            tables += further
        self._next = [number for table in tables if table < _END for number in self._numbers(table)]

    def stream(self, names: tuple[str, ...]) -> bytes | None:
        directory = self._chain(self._directory)
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory), _ENTRY)]
        for entry in entries:
            (length,) = struct.unpack_from("<H", entry, 64)
            if entry[: max(length - 2, 0)].decode("utf-16-le", "replace") in names:
                start, size = struct.unpack_from("<II", entry, 116)
                if size >= self._small_below:
                    return self._chain(start)[:size]
                (root,) = struct.unpack_from("<I", entries[0], 116)
                return self._small(start, self._chain(root))[:size]
        return None

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack_from(f"<{self._sector // 4}I", self._content, (sector + 1) * self._sector)

    def _chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        while sector < _END:
            if len(parts) > len(self._next):
                raise ValueError("a chain without an end")
            parts.append(self._content[(sector + 1) * self._sector : (sector + 2) * self._sector])
            sector = self._next[sector]
        return b"".join(parts)

    def _small(self, sector: int, held: bytes) -> bytes:
        """A stream too small for sectors of its own, out of the root's."""
        table = self._chain(self._small_table)
        links = struct.unpack(f"<{len(table) // 4}I", table)
        parts: list[bytes] = []
        while sector < _END:
            if len(parts) > len(links):
                raise ValueError("a chain without an end")
            parts.append(held[sector * _SMALL_SECTOR : (sector + 1) * _SMALL_SECTOR])
            sector = links[sector]
        return b"".join(parts)
