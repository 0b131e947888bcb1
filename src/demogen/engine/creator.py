"""From a solved plan to records, as Arrow batches in order of creation, parents first.

Nothing is kept: every record can be worked out from its number, so memory depends on the batch size alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import pyarrow as pa

from demogen.domain.metrics import Entity, MetricKey
from demogen.engine.allocator import DailyPlan, MonthlyAllocator, MonthlyPatchAllocator
from demogen.engine.calendar import to_micros
from demogen.engine.facts import TenantFacts
from demogen.engine.funnel import Fate
from demogen.engine.names import Namer
from demogen.engine.planner import SolvedPlan
from demogen.engine.records.activities import Activities
from demogen.engine.records.columns import IdMaker, Parents, Provenance, batch
from demogen.engine.records.companies import Companies
from demogen.engine.records.contacts import Contacts
from demogen.engine.records.deals import Deals
from demogen.engine.records.stage_changes import StageChanges
from demogen.engine.references import References
from demogen.engine.rng import Integers, RandomStream
from demogen.engine.timeline import Timeline
from demogen.engine.working_time import WorkingTime

BATCH = 8_192
"""Records in one batch, at most."""


@dataclass(frozen=True, slots=True)
class JobIdentity:
    """What tells one job's records from another's."""

    tenant_id: UUID
    job_id: UUID
    seed: int


def daily_plan(solved: SolvedPlan, facts: TenantFacts) -> DailyPlan:
    """Which day gets how much, for the whole patch."""
    calendar = facts.calendar
    return MonthlyPatchAllocator(MonthlyAllocator(calendar)).allocate(
        solved.deltas,
        solved.funnel,
        first_company=facts.earliest_company,
        first_contact=facts.earliest_contact,
    )


class EntityCreator:
    """The records of one job."""

    def __init__(
        self, solved: SolvedPlan, facts: TenantFacts, references: References, identity: JobIdentity
    ) -> None:
        daily = daily_plan(solved, facts)
        self._provenance = Provenance(
            identity.tenant_id, identity.job_id, to_micros(facts.anchor), daily.months
        )
        stream = RandomStream("records", identity.seed)
        own_ids = RandomStream("ids", str(identity.job_id))
        namer = Namer(references.pool, RandomStream("names", str(identity.tenant_id)))

        def timeline(key: MetricKey) -> Timeline:
            shares = daily.shares[key]
            if key is MetricKey.DEALS_CREATED:
                shares = tuple(share.leaving_room() for share in shares)
            return Timeline(key, shares, stream)

        companies_time, contacts_time = (
            timeline(MetricKey.COMPANIES_CREATED),
            timeline(MetricKey.CONTACTS_CREATED),
        )
        deals_time = timeline(MetricKey.DEALS_CREATED)
        self._leads = timeline(MetricKey.LEADS_CREATED)
        company_ids, contact_ids = IdMaker("company", own_ids), IdMaker("contact", own_ids)
        deal_ids, activity_ids = IdMaker("deal", own_ids), IdMaker("activity", own_ids)
        old = references
        employers = Parents(old.companies.ids, old.companies.created, companies_time, company_ids, stream)
        people = Parents(old.contacts.ids, old.contacts.created, contacts_time, contact_ids, stream)
        pipeline = Parents(old.open_deals.ids, old.open_deals.created, deals_time, deal_ids, stream)
        self._companies = Companies(
            companies_time, company_ids, namer, old.owners, old.company_number, facts.country, stream
        )
        self._contacts = Contacts(
            contacts_time, self._leads, contact_ids, self._companies, employers, namer, old, stream
        )
        self._deals = Deals(
            solved.funnel,
            solved.months,
            deals_time,
            {
                Fate.WON: timeline(MetricKey.CLOSED_WON_COUNT),
                Fate.LOST: timeline(MetricKey.CLOSED_LOST_COUNT),
            },
            deal_ids,
            self._contacts,
            people,
            old,
            facts.anchor,
            facts.zone,
            stream,
        )
        calendar = facts.calendar
        self._stage_changes = StageChanges(
            self._deals,
            IdMaker("stage change", own_ids),
            WorkingTime(calendar, min(solved.months), facts.now),
            stream,
        )
        activities_time = timeline(MetricKey.ACTIVITIES_CREATED)
        self._activities = Activities(
            activities_time, activity_ids, self._deals, pipeline, people, old, stream
        )

    def batches(self, entity: Entity) -> Iterator[pa.RecordBatch]:
        """All records of one entity in order of creation."""
        makers: dict[Entity, Companies | Contacts | Deals | Activities] = {
            Entity.COMPANIES: self._companies,
            Entity.CONTACTS: self._contacts,
            Entity.DEALS: self._deals,
            Entity.ACTIVITIES: self._activities,
        }
        maker = makers[entity]
        for positions in _blocks(maker.timeline):
            own = maker.columns(positions)
            yield batch(own | self._provenance.columns(maker.timeline.months_of(positions)))

    def stage_changes(self) -> Iterator[pa.RecordBatch]:
        """The paths of all deals of `batches`."""
        timeline = self._deals.timeline
        for positions in _blocks(timeline):
            own, deals = self._stage_changes.columns(positions)
            yield batch(own | self._provenance.columns(timeline.months_of(deals)))


def _blocks(timeline: Timeline) -> Iterator[Integers]:
    """The numbers of all events, so many at a time."""
    for start in range(0, timeline.size, BATCH):
        yield np.arange(start, min(start + BATCH, timeline.size), dtype=np.int64)
