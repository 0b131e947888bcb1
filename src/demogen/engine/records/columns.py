"""What all records share: ids, provenance columns, and choosing a parent that exists by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import pyarrow as pa

from demogen.domain.months import Month
from demogen.engine.rng import Bits, Integers, RandomStream, mix
from demogen.engine.timeline import Timeline

UUID_TYPE = pa.binary(16)
INSTANT = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True, slots=True)
class Ids:
    """A column of UUIDs as two 64-bit halves."""

    high: Bits
    low: Bits

    @classmethod
    def of(cls, uuids: list[UUID]) -> Ids:
        numbers = [uuid.int for uuid in uuids]
        high = np.array([number >> 64 for number in numbers], np.uint64)
        return cls(high, np.array([number & (2**64 - 1) for number in numbers], np.uint64))

    def __len__(self) -> int:
        return len(self.high)

    def take(self, places: Integers) -> Ids:
        return Ids(self.high[places], self.low[places])

    def to_arrow(self, *, missing: np.ndarray | None = None) -> pa.Array:
        """A binary(16) column; null where `missing` is true."""
        halves = np.stack([self.high, self.low], axis=1).astype(">u8")
        valid = None if missing is None else pa.array(~missing).buffers()[1]
        return pa.FixedSizeBinaryArray.from_buffers(
            UUID_TYPE, len(self), [valid, pa.py_buffer(halves.tobytes())]
        )


def where(condition: np.ndarray, yes: Ids, no: Ids) -> Ids:
    return Ids(np.where(condition, yes.high, no.high), np.where(condition, yes.low, no.low))


class IdMaker:
    """Time-ordered UUIDs (version 7, RFC 9562) whose random part is a hash of the job and the record's number."""

    def __init__(self, name: str, stream: RandomStream) -> None:
        self._name, self._stream = name, stream

    def low(self, positions: Integers) -> Bits:
        """The low halves alone; they do not depend on the time."""
        return (self._stream.bits(f"{self._name}.low", positions) >> np.uint64(2)) | np.uint64(1 << 63)

    def make(self, positions: Integers, instants: Integers) -> Ids:
        random = self._stream.bits(f"{self._name}.high", positions) >> np.uint64(52)
        milliseconds = (instants // 1000).astype(np.uint64)
        high = (milliseconds << np.uint64(16)) | np.uint64(0x7000) | random
        return Ids(high, self.low(positions))


class Provenance:
    """The columns that say which job wrote a record."""

    def __init__(self, tenant_id: UUID, job_id: UUID, written_at: int, months: Sequence[Month]) -> None:
        self._tenant, self._job, self._written = tenant_id, job_id, written_at
        self._months = pa.array([str(month) for month in months], pa.string())

    def columns(self, places: Integers) -> dict[str, pa.Array]:
        """For records of the months at these places."""
        count = len(places)
        return {
            "tenant_id": _constant(self._tenant.bytes, UUID_TYPE, count),
            "demo_generated": _constant(True, pa.bool_(), count),
            "demo_job_id": _constant(self._job.bytes, UUID_TYPE, count),
            "demo_source_month": self._months.take(pa.array(places)),
            "demo_written_at": _constant(self._written, INSTANT, count),
        }


def _constant(value: bytes | int | bool, kind: pa.DataType, count: int) -> pa.Array:
    return pa.repeat(pa.scalar(value, kind), count)


def instants(values: Integers, *, missing: np.ndarray | None = None) -> pa.Array:
    """A timestamp column from microseconds since 1970."""
    return pa.array(values, pa.int64(), mask=missing).cast(INSTANT)


def batch(columns: Mapping[str, pa.Array]) -> pa.RecordBatch:
    return pa.RecordBatch.from_arrays(list(columns.values()), names=list(columns))


class Parents:
    """Records that others can belong to: existing ones and this job's own, both in order of creation.

    A parent is a number: existing ones come first, then new ones. `choose` takes the heaviest of several random
    candidates, so that a few records own most of what follows.
    """

    def __init__(
        self, existing: Ids, created: Integers, timeline: Timeline, ids: IdMaker, stream: RandomStream
    ) -> None:
        self.existing, self._created, self.timeline, self._ids = existing, created, timeline, ids
        self._stream = stream

    @property
    def known(self) -> int:
        """How many exist already: parents from this number on are new."""
        return len(self.existing)

    def choose(self, name: str, positions: Integers, instants: Integers, *, rounds: int) -> Integers:
        """A parent that exists at each instant, or -1 where there is none."""
        early = np.searchsorted(self._created, instants, side="right")
        total = early + self.timeline.before(instants)
        best, weight = self._candidate(f"{name}.0", positions, early, total)
        for turn in range(1, rounds):
            other, heavier = self._candidate(f"{name}.{turn}", positions, early, total)
            best, weight = np.where(heavier > weight, other, best), np.maximum(heavier, weight)
        return np.where(total > 0, best, -1)

    def _candidate(
        self, name: str, positions: Integers, early: Integers, total: Integers
    ) -> tuple[Integers, Bits]:
        drawn = self._stream.below(name, positions, total)
        parents = np.where(drawn < early, drawn, drawn - early + self.known)
        return parents, mix(self.low(parents))

    def low(self, parents: Integers) -> Bits:
        """The low half of each parent's id."""
        new = self._ids.low(np.maximum(parents - self.known, 0))
        if not self.known:
            return new
        return np.where(parents < self.known, self.existing.low[np.minimum(parents, self.known - 1)], new)

    def ids(self, parents: Integers) -> Ids:
        """Whole ids; anything for -1."""
        position = np.maximum(parents - self.known, 0)
        if not self.timeline.size:
            return self.existing.take(np.maximum(parents, 0)) if self.known else _nothing(len(parents))
        position = np.minimum(position, self.timeline.size - 1)
        new = self._ids.make(position, self.timeline.at(position))
        if not self.known:
            return new
        return where(parents < self.known, self.existing.take(np.clip(parents, 0, self.known - 1)), new)


def _nothing(count: int) -> Ids:
    return Ids(np.zeros(count, np.uint64), np.zeros(count, np.uint64))
