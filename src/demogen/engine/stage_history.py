"""What a deal's path through the stages becomes when the deal changes. Records of new deals are made elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import numpy as np

from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON
from demogen.engine.rng import Integers
from demogen.engine.words import OPEN_STAGES

_RANK = {stage: rank for rank, (stage, _) in enumerate(OPEN_STAGES)}


_DAY = 86_400_000_000
_MOMENT = timedelta(microseconds=1)


def progress(draws: Integers, age: Integers) -> Integers:
    """How many stages on open deals are: the further the older. `draws` in [0, 100), ages in microseconds."""
    score = draws + np.clip(age // _DAY, 0, 100)
    return np.searchsorted(np.array([60, 100, 150]), score, side="right").astype(np.int64)


def place_of_stage(stage: str) -> int:
    """Its place in the pipeline: open stages in order, then won, then lost, then stages of somebody else's."""
    closed = {CLOSED_WON: len(_RANK), CLOSED_LOST: len(_RANK) + 1}
    return _RANK.get(stage, closed.get(stage, len(_RANK) + 2))


@dataclass(frozen=True, slots=True)
class Step:
    """A deal came to `stage` at an instant."""

    stage: str
    at: datetime


def reworked(
    path: Sequence[Step], *, created: datetime, stage: str, closed: datetime | None, now: datetime
) -> list[Step]:
    """The path of a deal that was created and is in `stage` now, keeping of its earlier path what still fits.

    An open deal keeps the stages before its own; where its own was not reached yet, it gets there when its path so far
    ended, or now where it has gone on. A closed one keeps the open stages that it went through before it closed.
    """
    opened = [step for step in path if step.stage in _RANK]
    if closed is not None:
        kept = [step for step in opened[1:] if step.at < closed]
        first = opened[0].stage if opened else OPEN_STAGES[0][0]
        steps = [Step(first, created), *kept, Step(stage, closed)]
    else:
        rank = _RANK.get(stage, 0)
        kept = [step for step in opened if _RANK[step.stage] < rank]
        known = next((step for step in opened if step.stage == stage), None)
        reopened = path[-1].at if path and path[-1].stage not in _RANK else now
        steps = [*kept, known or Step(stage, reopened)]
        steps[0] = Step(steps[0].stage, created)
    return _in_order(steps, created, closed or now)


def _in_order(steps: list[Step], first: datetime, last: datetime) -> list[Step]:
    """Nothing before the creation, nothing after the end, each step after the one before it. A life that is too short for all
    steps does without some of those in its middle."""
    room = max((last - first) // _MOMENT, 0)
    steps = [*steps[:1], *steps[1:-1][: max(room - 1, 0)], *steps[1:][-1:]]
    found: list[Step] = []
    for place, step in enumerate(steps):
        earliest = found[-1].at + _MOMENT if found else first
        latest = max(last - (len(steps) - 1 - place) * _MOMENT, first)
        found.append(Step(step.stage, min(max(step.at, earliest), latest)))
    return found


def step_id(deal: UUID, step: Step) -> UUID:
    """An id that follows from what it stands for (UUID version 5, RFC 9562)."""
    return uuid5(deal, f"{step.stage} {step.at.isoformat()}")
