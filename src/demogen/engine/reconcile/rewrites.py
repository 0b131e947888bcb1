"""New values of the records that change: consistent, in order of time, and only where something changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity
from demogen.domain.months import Month
from demogen.engine.calendar import from_micros
from demogen.engine.reconcile.candidates import FIRST, FREE, SECOND, Candidates
from demogen.engine.reconcile.counts import Counts
from demogen.engine.reconcile.instants import Instants
from demogen.engine.rng import Integers, RandomStream
from demogen.engine.words import LOST_REASONS, OPEN_STAGES

Value = str | int | datetime | date | None

_LIFE = 8
"""Microseconds between a deal's creation and its closing, at least: one for each step of its path, and some to spare."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """New values for records of one kind, parallel to `ids`; `before` holds what they replace."""

    entity: Entity
    ids: Sequence[UUID]
    before: dict[str, list[Value]]
    after: dict[str, list[Value]]


class Rewriter:
    """Works out new values. `anchor` is the job's now, in microseconds."""

    def __init__(self, instants: Instants, stream: RandomStream, anchor: int, zone: ZoneInfo) -> None:
        self._instants, self._stream, self._anchor, self._zone = instants, stream, anchor, zone

    def moved(self, candidates: Candidates, settled: Counts, column: str) -> Rewrite:
        """Records whose creation moves to another month and that change nothing else."""
        places = np.flatnonzero(settled.moved & ~settled.deleted)
        at = self._created(candidates, settled, places)
        names = ("created_at",) if column == "created_at" else (column, "created_at")
        return Rewrite(
            candidates.entity,
            _ids(candidates, places),
            {name: _instants(candidates.created[places]) for name in names}
            | _months(candidates, places, self._zone),
            {name: _instants(at) for name in names} | _as_months(settled.row[places]),
        )

    def contacts(self, candidates: Candidates, before: Counts, settled: Counts) -> Rewrite:
        places = np.flatnonzero((settled.moved | settled.restaged(before)) & ~settled.deleted)
        created = self._created(candidates, settled, places)
        lead = self._closed(candidates, before, settled, places, created)
        is_lead, was_lead = settled.kind[places] == FIRST, candidates.kind[places] == FIRST
        return Rewrite(
            candidates.entity,
            _ids(candidates, places),
            {
                "created_at": _instants(candidates.created[places]),
                "became_lead_at": _instants(candidates.closed[places], was_lead),
                **_months(candidates, places, self._zone),
            },
            {
                "created_at": _instants(created),
                "became_lead_at": _instants(lead, is_lead),
                **_as_months(settled.row[places]),
            },
        )

    def deals(self, candidates: Candidates, before: Counts, settled: Counts, amounts: Integers) -> Rewrite:
        repriced = amounts != candidates.amount
        restaged = settled.restaged(before)
        places = np.flatnonzero((settled.moved | restaged | repriced) & ~settled.deleted)
        created = self._created(candidates, settled, places)
        closed = self._closed(candidates, before, settled, places, created)
        kind, changed = settled.kind[places], restaged[places]
        assert candidates.texts is not None
        old = {
            name: [column[place] for place in places.tolist()] for name, column in candidates.texts.items()
        }
        open_stage = self._stream.below("reopened", places, len(OPEN_STAGES))
        reason = self._stream.below("reason", places, len(LOST_REASONS))
        ahead = 2 + self._stream.below("expected", places, 118)
        today = from_micros(self._anchor).astimezone(self._zone).date()
        after: dict[str, list[Value]] = {name: list(values) for name, values in old.items()}
        for row, place in enumerate(places.tolist()):
            fate = int(kind[row])
            if not changed[row]:
                if fate == FREE and _has_passed(old["expected_close_on"][row], today):
                    after["expected_close_on"][row] = today + timedelta(days=int(ahead[row]))
                continue
            stage, percent = OPEN_STAGES[int(open_stage[row])]
            after["stage"][row] = {FREE: stage, FIRST: CLOSED_WON, SECOND: CLOSED_LOST}[fate]
            after["probability"][row] = {FREE: percent, FIRST: 100, SECOND: 0}[fate]
            lost_before = int(before.kind[place]) == SECOND
            if fate != SECOND:
                after["lost_reason"][row] = None
            elif not lost_before:
                after["lost_reason"][row] = LOST_REASONS[int(reason[row])]
            end = self._anchor if fate == FREE else int(closed[row])
            day = from_micros(end).astimezone(self._zone).date()
            after["expected_close_on"][row] = day + timedelta(days=int(ahead[row])) if fate == FREE else day
        return Rewrite(
            candidates.entity,
            _ids(candidates, places),
            {
                **old,
                "closed_at": _instants(candidates.closed[places], candidates.kind[places] != FREE),
                "amount_minor": candidates.amount[places].tolist(),
                "created_at": _instants(candidates.created[places]),
                **_months(candidates, places, self._zone),
            },
            {
                **after,
                "closed_at": _instants(closed, kind != FREE),
                "amount_minor": amounts[places].tolist(),
                "created_at": _instants(created),
                **_as_months(settled.row[places]),
            },
        )

    def _created(self, candidates: Candidates, settled: Counts, places: Integers) -> Integers:
        created = candidates.created[places].copy()
        moved = settled.moved[places]
        if moved.any():
            mine = places[moved]
            created[moved] = self._instants.draw(
                f"{candidates.entity} created",
                mine,
                settled.row[mine],
                candidates.earliest[mine],
                np.maximum(candidates.latest[mine] - _LIFE, candidates.earliest[mine]),
            )
        return created

    def _closed(
        self, candidates: Candidates, before: Counts, settled: Counts, places: Integers, created: Integers
    ) -> Integers:
        """A record that keeps its month keeps its instant; others get one after all that came before."""
        closed = candidates.closed[places].copy()
        drawn = (settled.kind[places] != FREE) & (settled.month[places] != before.month[places])
        if drawn.any():
            mine = places[drawn]
            low = np.maximum(candidates.ready[mine], created[drawn] + _LIFE)
            closed[drawn] = self._instants.draw(
                f"{candidates.entity} closed",
                mine,
                settled.month[mine],
                low,
                np.full(len(mine), self._anchor),
            )
        return closed


def _ids(candidates: Candidates, places: Integers) -> list[UUID]:
    return [candidates.ids[place] for place in places.tolist()]


def _instants(micros: Integers, there: NDArray[np.bool_] | None = None) -> list[Value]:
    present = np.ones(len(micros), bool) if there is None else there
    return [
        from_micros(value) if exists else None
        for value, exists in zip(micros.tolist(), present.tolist(), strict=True)
    ]


def _months(candidates: Candidates, places: Integers, zone: ZoneInfo) -> dict[str, list[Value]]:
    return {
        "demo_source_month": [
            str(Month.of(from_micros(value), zone)) for value in candidates.created[places].tolist()
        ]
    }


def _as_months(numbers: Integers) -> dict[str, list[Value]]:
    return {"demo_source_month": [str(Month.from_index(number)) for number in numbers.tolist()]}


def _has_passed(day: Value, today: date) -> bool:
    return isinstance(day, date) and day <= today
