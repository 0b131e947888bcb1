"""Carrying deals' paths to another time as wholes: each step keeps its share of the deal's life. Which paths need that, and
how they are stored, is not known here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from demogen.domain.shift_map import SECOND, Integers
from demogen.engine.working_time import WorkingTime


@dataclass(frozen=True, slots=True)
class Lives:
    """Deals, one after the other, and all their steps, deal by deal in the order of time. A life begins with the deal's
    creation and ends with its closing or, while it is open, where it is known until. Instants are microseconds."""

    begin: Integers
    end: Integers
    new_begin: Integers
    new_end: Integers
    is_closed: np.ndarray
    counts: Integers
    """The number of steps of each deal."""
    steps: Integers


def carried(lives: Lives, before: WorkingTime, after: WorkingTime) -> Integers:
    """The steps in the deals' new lives: the first at their creation, a closing at their end, the others at the same share of
    their working time, at least a microsecond apart. A life that is shorter than that has them as it can."""
    deal = np.repeat(np.arange(len(lives.counts), dtype=np.int64), lives.counts)
    place = np.arange(len(deal), dtype=np.int64) - np.repeat(
        np.cumsum(lives.counts) - lives.counts, lives.counts
    )
    last = lives.counts[deal] - 1
    passed, whole = _passed(lives, deal, before)
    worked_from = after.worked(lives.new_begin)
    work = after.worked(lives.new_end) - worked_from
    room = np.where(work >= lives.counts * SECOND, work, lives.new_end - lives.new_begin)
    share = passed.astype(object) * np.maximum(room[deal] - last, 0) // np.maximum(whole, 1)[deal]
    into = place + share.astype(np.int64)
    in_hours = after.instant(worked_from[deal] + into)
    found = np.where(work[deal] >= lives.counts[deal] * SECOND, in_hours, lives.new_begin[deal] + into)
    found = np.clip(found, lives.new_begin[deal], lives.new_end[deal])
    found = np.where((place == 0) & (passed == 0), lives.new_begin[deal], found)
    closing = lives.is_closed[deal] & (place == last) & (passed == whole[deal])
    return np.where(closing, lives.new_end[deal], found)


def _passed(lives: Lives, deal: Integers, working: WorkingTime) -> tuple[Integers, Integers]:
    """How much of its deal's life had passed at each step, and the whole of each life: in working time, or in all time where a
    life has none."""
    done = working.worked(lives.begin)
    work = working.worked(lives.end) - done
    whole = np.where(work > 0, work, lives.end - lives.begin)
    passed = np.where(
        work[deal] > 0, working.worked(lives.steps) - done[deal], lives.steps - lives.begin[deal]
    )
    return np.clip(passed, 0, whole[deal]), whole
