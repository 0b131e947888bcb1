"""From a solved plan to records, as Arrow batches in order of creation, parents first.

Nothing is kept: every record can be worked out from its number, so memory depends on the batch size alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import numpy as np
import pyarrow as pa

from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.months import Month
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

BATCH = 32_768
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
        self._months = solved.months
        self._provenance = Provenance(identity.tenant_id, identity.job_id, to_micros(facts.anchor))
        stream = RandomStream("records", identity.seed)
        own_ids = RandomStream("ids", str(identity.job_id))
        namer = Namer(references.pool, RandomStream("names", str(identity.tenant_id)))
        daily = daily_plan(solved, facts)

        def timeline(key: MetricKey) -> Timeline:
            return Timeline(key, daily.shares[key], stream)

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
            WorkingTime(calendar, min(self._months), facts.now),
            stream,
        )
        activities_time = timeline(MetricKey.ACTIVITIES_CREATED)
        self._activities = Activities(
            activities_time, activity_ids, self._deals, pipeline, people, old, stream
        )

    def batches(self, entity: Entity) -> Iterator[pa.RecordBatch]:
        """All records of one entity in order of creation; a batch never crosses a month."""
        makers: dict[Entity, tuple[Timeline, Callable[[Month, Integers], dict[str, pa.Array]]]] = {
            Entity.COMPANIES: (self._companies.timeline, lambda _, at: self._companies.columns(at)),
            Entity.CONTACTS: (self._contacts.timeline, self._contact_columns),
            Entity.DEALS: (self._deals.timeline, lambda _, at: self._deals.columns(at)),
            Entity.ACTIVITIES: (self._activities.timeline, lambda _, at: self._activities.columns(at)),
        }
        timeline, columns = makers[entity]
        for month, positions in self._batches(timeline):
            own = columns(month, positions)
            yield batch(own | self._provenance.columns(month, len(positions)))

    def stage_changes(self) -> Iterator[pa.RecordBatch]:
        """The paths of all deals of `batches`."""
        for month, positions in self._batches(self._deals.timeline):
            own = self._stage_changes.columns(positions)
            yield batch(own | self._provenance.columns(month, len(own["id"])))

    def _batches(self, timeline: Timeline) -> Iterator[tuple[Month, Integers]]:
        for month in self._months:
            first, last = timeline.range_of(month)
            for start in range(first, last, BATCH):
                yield month, np.arange(start, min(start + BATCH, last), dtype=np.int64)

    def _contact_columns(self, month: Month, positions: Integers) -> dict[str, pa.Array]:
        first, last = self._contacts.timeline.range_of(month)
        return self._contacts.columns(
            positions, lead_range=self._leads.range_of(month), first=first, count=last - first
        )
