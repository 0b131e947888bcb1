"""The records that a reconciliation may change, as columns. How they are read is not known here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from demogen.domain.metrics import Entity
from demogen.domain.months import Month, first_instant
from demogen.engine.calendar import to_micros
from demogen.engine.rng import Integers

FREE, FIRST, SECOND = 0, 1, 2
"""What has become of a record: nothing yet; won, or a lead; lost."""

NONE = -1
"""No month."""

NEVER, FOREVER = -(2**62), 2**62


@dataclass(frozen=True, slots=True)
class Candidates:
    """Live, generated records of one kind that nobody edited, in order of their ids. Instants are microseconds.

    `kind` and `closed` say what became of each and when (deals: won or lost; contacts: leads). Its creation may move
    within [`earliest`, `latest`]; it may close from `ready` on. `dependants` live records refer to it; it may be
    retired where `removable`, its dependants then refer to `heirs` (contacts alone). `parents` is what it refers to.
    `others_since` is when the first record that is no candidate was created.
    """

    entity: Entity
    ids: Sequence[UUID]
    created: Integers
    kind: Integers
    closed: Integers
    amount: Integers
    earliest: Integers
    latest: Integers
    ready: Integers
    dependants: Integers
    removable: NDArray[np.bool_]
    heirs: Sequence[UUID | None] = ()
    parents: Mapping[Entity, Sequence[UUID | None]] = field(default_factory=dict)
    texts: Mapping[str, Sequence[str | date | int | None]] | None = None
    others_since: int | None = None

    @property
    def size(self) -> int:
        return len(self.ids)

    def without(self, leaving: Iterable[UUID | None]) -> Candidates:
        """The same records once dependants have gone, given by the record that each refers to."""
        gone = Counter(leaving)
        left = self.dependants - np.array([gone[id_] for id_ in self.ids], np.int64)
        return replace(self, dependants=left, removable=self.removable | (left == 0))

    def pinned(self, staying: Collection[UUID]) -> Candidates:
        """The same records, of which these stay as they are."""
        stays = np.array([id_ in staying for id_ in self.ids], bool)
        return replace(
            self,
            earliest=np.where(stays, self.created, self.earliest),
            latest=np.where(stays, self.created, self.latest),
            removable=self.removable & ~stays,
        )


@dataclass(frozen=True, slots=True)
class MonthEdges:
    """Month numbers (`Month.index`) of instants, and the bounds of months, in one time zone."""

    first: int
    starts: Integers

    @classmethod
    def spanning(cls, first: Month, last: Month, zone: ZoneInfo) -> MonthEdges:
        """Good for instants from `first` to the end of `last`; others get the numbers just outside."""
        months = [Month.from_index(index) for index in range(first.index, last.index + 2)]
        starts = [to_micros(first_instant(month.first_day, zone)) for month in months]
        return cls(first.index, np.array(starts, np.int64))

    def numbers(self, instants: Integers) -> Integers:
        return self.first - 1 + np.searchsorted(self.starts, instants, side="right")

    def bounds(self, number: int) -> tuple[int, int]:
        place = number - self.first
        return int(self.starts[place]), int(self.starts[place + 1])
