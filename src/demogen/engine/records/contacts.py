"""Contact records, leads among them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demogen.engine.names import RESERVED_DOMAIN, Namer
from demogen.engine.records.columns import IdMaker, Ids, Parents, instants
from demogen.engine.records.companies import Companies, owner_column
from demogen.engine.references import References
from demogen.engine.rng import Integers, RandomStream
from demogen.engine.shares import interleaved
from demogen.engine.timeline import Timeline
from demogen.engine.words import JOB_TITLES, LEAD_SOURCES

_ROUNDS = 5
"""Candidates per choice of a company: the largest tenth of the companies owns about 40 % of the contacts."""

_NO_COMPANY = f"mail{RESERVED_DOMAIN}"


class Contacts:
    """New contacts by number. Evenly spread ones are leads, from that or a later hour of their month on."""

    def __init__(
        self,
        timeline: Timeline,
        leads: Timeline,
        ids: IdMaker,
        companies: Companies,
        employers: Parents,
        namer: Namer,
        references: References,
        stream: RandomStream,
    ) -> None:
        self.timeline, self._leads, self._ids = timeline, leads, ids
        self._companies, self._employers, self._namer = companies, employers, namer
        self._references, self._stream = references, stream
        self._titles, self._sources = pa.array(JOB_TITLES), pa.array(LEAD_SOURCES)

    def employers(self, positions: Integers) -> Integers:
        """The company of each contact as a parent number, -1 where no company exists by then."""
        return self._employers.choose("employer", positions, self.timeline.at(positions), rounds=_ROUNDS)

    def company_ids(self, positions: Integers) -> tuple[Ids, np.ndarray]:
        """Company ids, and where they are missing."""
        employers = self.employers(positions)
        return self._employers.ids(employers), employers < 0

    def company_names(self, positions: Integers) -> pa.Array:
        """Names of the contacts' companies; empty where there is none."""
        return self._of_company(
            self.employers(positions), self._references.companies.name, self._companies.names, ""
        )

    def columns(self, positions: Integers) -> dict[str, pa.Array]:
        created = self.timeline.at(positions)
        ids = self._ids.make(positions, created)
        employers = self.employers(positions)
        company = self._employers.ids(employers)
        people = self._namer.people(self._references.contact_number + positions)
        became_lead, is_lead = self._became_lead(positions, created)
        draw = self._stream.below
        domain = self._of_company(
            employers, self._references.companies.domain, self._companies.domains, _NO_COMPANY
        )
        owner_key = np.where(employers < 0, ids.low, company.low)
        return {
            "id": ids.to_arrow(),
            "company_id": company.to_arrow(missing=employers < 0),
            "first_name": people.first,
            "last_name": people.last,
            "email": self._emails(people.local_part, domain, positions),
            "phone": self._namer.phone.take(draw("contact.phone", positions, len(self._namer.phone))),
            "job_title": self._titles.take(draw("title", positions, len(self._titles))),
            "lead_source": self._sources.take(draw("source", positions, len(self._sources))),
            "became_lead_at": instants(became_lead, missing=~is_lead),
            **owner_column(self._references.owners, owner_key),
            "created_at": instants(created),
            "updated_at": instants(np.where(is_lead, became_lead, created)),
        }

    def _became_lead(self, positions: Integers, created: Integers) -> tuple[Integers, np.ndarray]:
        """When each contact became a lead, and which did: those of a month that lie evenly among its contacts."""
        month = self.timeline.months_of(positions)
        (first, last), (begin, end) = self.timeline.ranges(month), self._leads.ranges(month)
        place, leads = positions - first, end - begin
        rank = interleaved(place, leads, last - first)
        is_lead = interleaved(place + 1, leads, last - first) > rank
        if not self._leads.size:
            return created, is_lead
        lead = np.clip(begin + np.minimum(rank, leads - 1), 0, self._leads.size - 1)
        return at_or_after(self._leads, lead, created, self._stream), is_lead

    def _emails(self, local_part: pa.Array, domain: pa.Array, positions: Integers) -> pa.Array:
        emails = pc.binary_join_element_wise(local_part, domain, "@")
        if not self._references.taken_emails:
            return emails
        taken = pc.is_in(emails, value_set=pa.array(sorted(self._references.taken_emails)))
        marked = pa.array([f".x{number}" for number in self._references.contact_number + positions])
        other = pc.binary_join_element_wise(pc.binary_join_element_wise(local_part, marked, ""), domain, "@")
        return pc.if_else(taken, other, emails)

    def _of_company(
        self, employers: Integers, existing: pa.Array, new: Callable[[Integers], pa.Array], none: str
    ) -> pa.Array:
        known = self._employers.known
        text = new(np.maximum(employers - known, 0))
        if known:
            chosen = existing.take(np.clip(employers, 0, known - 1))
            text = pc.if_else(pa.array(employers < known), chosen, text)
        return pc.if_else(pa.array(employers < 0), none, text)


def at_or_after(timeline: Timeline, events: Integers, earliest: Integers, stream: RandomStream) -> Integers:
    """The instants of events, but on the same day after `earliest` where the slot lies before it."""
    moments = timeline.at(events)
    room = np.maximum(timeline.end_of_day(events) - earliest, 1)
    later = earliest + (stream.below("later", events, 1 << 16) * (room >> 16))
    return np.where(moments >= earliest, moments, later)
