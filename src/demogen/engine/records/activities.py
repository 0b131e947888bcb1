"""Activity records: what was done with which contact, on which deal."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from demogen.engine.records.columns import IdMaker, Ids, Parents, instants, where
from demogen.engine.records.companies import owner_column
from demogen.engine.records.deals import Deals
from demogen.engine.references import References
from demogen.engine.rng import Integers, RandomStream
from demogen.engine.timeline import Timeline
from demogen.engine.words import ACTIVITY_TYPES, MINUTES, SUBJECTS

_TRIES = 3
"""Random deals looked at before an activity goes without one."""

_ROUNDS = 2


class Activities:
    """New activities by number. Most belong to a deal that is open at the time, and then to its contact."""

    def __init__(
        self,
        timeline: Timeline,
        ids: IdMaker,
        deals: Deals,
        pipeline: Parents,
        people: Parents,
        references: References,
        stream: RandomStream,
    ) -> None:
        self.timeline, self._ids, self._deals = timeline, ids, deals
        self._pipeline, self._people = pipeline, people
        self._references, self._stream = references, stream
        self._types = pa.array(ACTIVITY_TYPES)
        subjects = [subject for kind in ACTIVITY_TYPES for subject in SUBJECTS[kind]]
        self._subjects = pa.array(subjects)
        lengths = np.array([len(SUBJECTS[kind]) for kind in ACTIVITY_TYPES], np.int64)
        self._subject_count, self._subject_start = lengths, np.cumsum(lengths) - lengths
        self._minutes = np.array([MINUTES.get(kind, (0,) * 5) for kind in ACTIVITY_TYPES], np.int64)

    def columns(self, positions: Integers) -> dict[str, pa.Array]:
        moment = self.timeline.at(positions)
        ids = self._ids.make(positions, moment)
        deal = self._deal(positions, moment)
        contact = self._contact(positions, moment, deal)
        draw = self._stream.below
        kind = draw("type", positions, len(ACTIVITY_TYPES))
        subject = self._subject_start[kind] + draw("subject", positions, self._subject_count[kind])
        minutes = self._minutes[kind, draw("minutes", positions, self._minutes.shape[1])]
        return {
            "id": ids.to_arrow(),
            "contact_id": contact.to_arrow(),
            "deal_id": self._pipeline.ids(deal).to_arrow(missing=deal < 0),
            "type": self._types.take(kind),
            "subject": self._subjects.take(subject),
            "duration_minutes": pa.array(minutes, pa.int16(), mask=minutes == 0),
            **owner_column(self._references.owners, contact.low),
            "occurred_at": instants(moment),
            "created_at": instants(moment),
            "updated_at": instants(moment),
        }

    def _deal(self, positions: Integers, moment: Integers) -> Integers:
        """A deal that exists and is not closed yet, as a parent number, or -1."""
        found = np.full(len(positions), -1, np.int64)
        for turn in range(_TRIES):
            todo = np.flatnonzero(found < 0)
            if not len(todo):
                break
            deal = self._pipeline.choose(f"deal{turn}", positions[todo], moment[todo], rounds=1)
            is_new = deal >= self._pipeline.known
            alive = deal >= 0
            new = np.flatnonzero(is_new)
            alive[new] &= self._deals.closed_at(deal[new] - self._pipeline.known) >= moment[todo][new]
            found[todo[alive]] = deal[alive]
        return found

    def _contact(self, positions: Integers, moment: Integers, deal: Integers) -> Ids:
        """The deal's contact, or anyone who exists."""
        anyone = self._people.ids(self._people.choose("with", positions, moment, rounds=_ROUNDS))
        known, existing = self._pipeline.known, self._references.open_deals
        if known:
            of_deal = existing.contact.take(np.clip(deal, 0, known - 1))
            has_contact = (deal >= 0) & (deal < known) & ((of_deal.high | of_deal.low) != 0)
            anyone = where(has_contact, of_deal, anyone)
        if self._deals.timeline.size:
            new = deal >= known
            position = np.where(new, deal - known, 0)
            anyone = where(new, self._deals.contact_ids(position), anyone)
        return anyone
