"""Deals live on: which open deals are due to close, how far the others have come, and when they are expected now."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from demogen.engine.calendar import from_micros
from demogen.engine.reconcile.candidates import FREE, Candidates
from demogen.engine.reconcile.counts import MOST_URGENT, Counts
from demogen.engine.reconcile.rewrites import Rewrite, Value
from demogen.engine.rng import Integers, RandomStream
from demogen.engine.stage_history import progress
from demogen.engine.words import OPEN_STAGES

_LONG_AWAY = -12
_STAGES = [stage for stage, _ in OPEN_STAGES]

_STREAM = RandomStream("a deal's own pace")
"""The same for all runs: a deal keeps its pace from one day to the next."""


def _own_numbers(deals: Candidates) -> Integers:
    return np.array([id_.int % 2**62 for id_ in deals.ids], np.int64)


def urgency(deals: Candidates, rows: Integers, now: int, cycle: tuple[int, ...]) -> Integers:
    """How many months over its own time each deal is, at most `MOST_URGENT`. Times are drawn from the sales cycle, so that
    closings come as late as the tenant's deals usually do; `rows` and `now` are month numbers."""
    ends = np.cumsum(np.array(cycle, np.int64))
    due = np.searchsorted(ends, _STREAM.below("cycle", _own_numbers(deals), int(ends[-1])), side="right")
    found: Integers = np.clip(now - rows - due, _LONG_AWAY, MOST_URGENT).astype(np.int64)
    return found


def advanced(
    deals: Candidates, settled: Counts, changed: NDArray[np.bool_], *, anchor: int, zone: ZoneInfo
) -> Rewrite | None:
    """The open deals that nothing else changes: further on where their age says so, and expected later where their day
    has passed. None where there is nothing to do."""
    assert deals.texts is not None
    today = from_micros(anchor).astimezone(zone).date()
    own = _own_numbers(deals)
    stages, expected = deals.texts["stage"], deals.texts["expected_close_on"]
    rank = np.array(
        [_STAGES.index(str(stage)) if stage in _STAGES else len(_STAGES) for stage in stages], np.int64
    )
    reached = np.maximum(rank, progress(_STREAM.below("stage", own, 100), anchor - deals.created))
    reached = np.where(rank == len(_STAGES), rank, reached)
    overdue = np.array([isinstance(day, date) and day <= today for day in expected], bool)
    usable = (settled.kind == FREE) & ~settled.deleted & ~changed & (rank < len(_STAGES))
    places = np.flatnonzero(usable & ((reached > rank) | overdue)).tolist()
    if not places:
        return None
    later = 2 + _STREAM.below(f"expected {today}", own, 88)

    def values(name: str) -> list[Value]:
        return [deals.texts[name][place] for place in places] if deals.texts else []

    created: list[Value] = [from_micros(int(deals.created[place])) for place in places]
    nothing: list[Value] = [None] * len(places)
    before = {name: values(name) for name in ("stage", "probability", "expected_close_on")}
    after: dict[str, list[Value]] = {
        "stage": [_STAGES[reached[place]] for place in places],
        "probability": [OPEN_STAGES[reached[place]][1] for place in places],
        "expected_close_on": [
            today + timedelta(days=int(later[place])) if overdue[place] else expected[place]
            for place in places
        ],
    }
    kept = {"created_at": created, "closed_at": nothing}
    return Rewrite(deals.entity, [deals.ids[place] for place in places], before | kept, after | kept)
