"""The paths of new deals through the stages: from their creation, step by step, to where they are."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON
from demogen.engine.funnel import Fate
from demogen.engine.records.columns import IdMaker, instants
from demogen.engine.records.deals import Deals
from demogen.engine.rng import Integers, RandomStream
from demogen.engine.words import OPEN_STAGES
from demogen.engine.working_time import WorkingTime

_PARTS = 1024
_MILLISECOND = 1000


class StageChanges:
    """Won deals went through three or all four open stages, lost ones through some; open ones are on their way. Each step comes
    after the one before it, by a millisecond at least where the deal's life is long enough."""

    def __init__(self, deals: Deals, ids: IdMaker, working: WorkingTime, stream: RandomStream) -> None:
        self._deals, self._ids, self._working, self._stream = deals, ids, working, stream
        self._stages = pa.array([*(stage for stage, _ in OPEN_STAGES), CLOSED_WON, CLOSED_LOST])

    def columns(self, positions: Integers) -> tuple[dict[str, pa.Array], Integers]:
        """All steps of these deals, deal by deal, in the order of time; and the number of each step's deal."""
        life = self._deals.life(positions)
        is_closed = life.fate != Fate.OPEN
        most = len(OPEN_STAGES)
        through = np.where(
            life.fate == Fate.WON,
            most - self._stream.below("path", positions, 2),
            1 + self._stream.below("path", positions, most),
        )
        through = np.where(is_closed, through, life.stage + 1)
        steps = through + is_closed
        deal = np.repeat(np.arange(len(positions), dtype=np.int64), steps)
        step = np.arange(len(deal), dtype=np.int64) - np.repeat(np.cumsum(steps) - steps, steps)
        closing = step == through[deal]
        jitter = self._stream.below("step", positions[deal] * (most + 1) + step, _PARTS) - _PARTS // 2
        begin, end = life.created[deal], life.end[deal]
        apart = np.minimum((end - begin) // (through[deal] + 1), _MILLISECOND)
        until = end - apart * through[deal]
        at = (
            self._working.between(begin, until, step * _PARTS + jitter, through[deal] * _PARTS) + apart * step
        )
        at = np.where(apart == _MILLISECOND, at - at % _MILLISECOND, at)
        at = np.where(step == 0, begin, np.where(closing, end, at))
        to = np.where(closing, life.stage[deal], step)
        columns = {
            "id": self._ids.make(positions[deal] * (most + 1) + step, begin).to_arrow(),
            "deal_id": self._deals.ids(positions).take(deal).to_arrow(),
            "from_stage": self._stages.take(pa.array(np.maximum(step - 1, 0), mask=step == 0)),
            "to_stage": self._stages.take(pa.array(to)),
            "changed_at": instants(at),
        }
        return columns, positions[deal]
