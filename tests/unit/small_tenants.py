"""Small tenants as plain records, what an engine is handed of them, and how a reconciliation changes them: kept apart from the
product's own reading and writing, so that tests can compare."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np

from demogen.domain.kpis import zeros
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity, MetricKey
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.engine.calendar import from_micros, to_micros
from demogen.engine.facts import USUAL_CYCLE, TenantFacts
from demogen.engine.reconcile.candidates import Candidates
from demogen.engine.reconcile.plans import ReconcilePlan
from demogen.service import candidates as known

K = MetricKey
UTC_ZONE = ZoneInfo("UTC")
ANCHOR = datetime(2024, 6, 30, 12, tzinfo=UTC)
MONTHS = [Month(2024, number) for number in range(1, 5)]
DAY = 86_400_000_000


@dataclass
class Record:
    """One record of any kind. Instants are microseconds; `end` is a closing or the instant a contact became a lead."""

    id: UUID
    created: int
    people: bool
    parents: dict[Entity, UUID | None] = field(default_factory=dict)
    end: int | None = None
    stage: str = "discovery"
    amount: int = 0


World = dict[Entity, dict[UUID, Record]]


def small_world(chance: random.Random) -> World:
    """A handful of records over the four months; some of them were made by people."""
    world: World = {entity: {} for entity in Entity}
    ids = iter(range(1, 10_000))
    first, last = to_micros(MONTHS[0].bounds(UTC_ZONE)[0]), to_micros(MONTHS[-1].bounds(UTC_ZONE)[1]) - DAY
    share = chance.choice([0, 0, 0.2])

    def add(entity: Entity, since: int, parents: dict[Entity, UUID | None], until: int = last) -> Record:
        record = Record(
            UUID(int=next(ids)), chance.randint(since, max(until, since)), chance.random() < share, parents
        )
        world[entity][record.id] = record
        return record

    for _ in range(chance.randint(1, 3)):
        company = add(Entity.COMPANIES, first, {})
        for _ in range(chance.randint(0, 3)):
            contact = add(Entity.CONTACTS, company.created, {Entity.COMPANIES: company.id})
            contact.end = chance.choice([None, chance.randint(contact.created, last)])
            for _ in range(chance.choice([0, 0, 1, 3])):
                deal = add(
                    Entity.DEALS, contact.created, {Entity.COMPANIES: company.id, Entity.CONTACTS: contact.id}
                )
                deal.amount = chance.choice([1, 2, 700, chance.randint(1, 10**6)])
                deal.stage = chance.choice(["discovery", CLOSED_WON, CLOSED_WON, CLOSED_LOST])
                deal.end = None if deal.stage == "discovery" else chance.randint(deal.created, last)
                for _ in range(chance.choice([0, 0, 1])):
                    of_both: dict[Entity, UUID | None] = {
                        Entity.CONTACTS: contact.id,
                        Entity.DEALS: deal.id,
                    }
                    add(Entity.ACTIVITIES, deal.created, of_both, deal.end or last)
            for _ in range(chance.choice([0, 0, 2])):
                add(Entity.ACTIVITIES, contact.created, {Entity.CONTACTS: contact.id, Entity.DEALS: None})
    return world


def month_of(instant: int) -> Month:
    return Month.of(from_micros(instant), UTC_ZONE)


def events(entity: Entity, record: Record) -> list[tuple[Month, MetricKey, int]]:
    """What a record adds to which KPI of which month."""
    at = month_of(record.created)
    if entity is Entity.COMPANIES:
        return [(at, K.COMPANIES_CREATED, 1)]
    if entity is Entity.ACTIVITIES:
        return [(at, K.ACTIVITIES_CREATED, 1)]
    end = None if record.end is None else month_of(record.end)
    if entity is Entity.CONTACTS:
        return [(at, K.CONTACTS_CREATED, 1)] + ([] if end is None else [(end, K.LEADS_CREATED, 1)])
    found = [(at, K.DEALS_CREATED, 1), (at, K.DEALS_CREATED_VALUE, record.amount)]
    if end is None:
        return found
    if record.stage == CLOSED_LOST:
        return [*found, (end, K.CLOSED_LOST_COUNT, 1)]
    return [*found, (end, K.CLOSED_WON_COUNT, 1), (end, K.CLOSED_WON_VALUE, record.amount)]


def numbers(world: World, *, people: bool = False) -> Counter[tuple[Month, MetricKey]]:
    """Every KPI of every month; with `people`, what records add that no job may change."""
    found: Counter[tuple[Month, MetricKey]] = Counter()
    for entity, records in world.items():
        for record in records.values():
            if record.people or not people:
                for month, key, value in events(entity, record):
                    found[month, key] += value
    return found


def facts_of(world: World) -> TenantFacts:
    counted = numbers(world)
    return TenantFacts(
        tenant_id=UUID(int=1),
        zone=UTC_ZONE,
        currency=Currency("EUR"),
        country="DE",
        start=MONTHS[0],
        anchor=ANCHOR,
        current={
            month: zeros(month).plus({key: value for (at, key), value in counted.items() if at == month})
            for month in MONTHS
        },
        previous={},
        contacts=len(world[Entity.CONTACTS]),
        activities=len(world[Entity.ACTIVITIES]),
        earliest_company=_first(world, Entity.COMPANIES),
        earliest_contact=_first(world, Entity.CONTACTS),
        typical_amount=100_000,
        has_history=False,
        cycle=USUAL_CYCLE,
        max_records=1000,
    )


def _first(world: World, entity: Entity, but: frozenset[UUID] = frozenset()) -> int | None:
    return min((one.created for one in world[entity].values() if one.id not in but), default=None)


def candidates_of(world: World, months: list[Month]) -> dict[Entity, Candidates]:
    """What the service would read for a plan of these months, as it documents the rows."""
    begin = to_micros(min(months).bounds(UTC_ZONE)[0])
    end = to_micros(max(months).bounds(UTC_ZONE)[1])
    now = np.int64(to_micros(ANCHOR))

    def users(parent: Entity, id_: UUID, *children: Entity) -> list[Record]:
        return [one for child in children for one in world[child].values() if one.parents.get(parent) == id_]

    def within(instant: int | None) -> bool:
        return instant is not None and begin <= instant < end

    def own(entity: Entity) -> list[Record]:
        return [one for one in world[entity].values() if not one.people]

    def created(entity: Entity, id_: UUID | None) -> int | None:
        return None if id_ is None else world[entity][id_].created

    companies: list[Any] = []
    for one in own(Entity.COMPANIES):
        uses = users(Entity.COMPANIES, one.id, Entity.CONTACTS, Entity.DEALS)
        if within(one.created):
            companies.append((one.id, one.created, min((u.created for u in uses), default=None), len(uses)))
    contacts: list[Any] = []
    for one in own(Entity.CONTACTS):
        uses = users(Entity.CONTACTS, one.id, Entity.DEALS, Entity.ACTIVITIES)
        company = one.parents[Entity.COMPANIES]
        heir = min(
            (c for c in world[Entity.CONTACTS].values() if c.parents[Entity.COMPANIES] == company),
            key=lambda c: (c.created, c.id),
        )
        if within(one.created) or within(one.end) or (one.end is None and one.created < end):
            contacts.append(
                (one.id, one.created, one.end, created(Entity.COMPANIES, company),
                 min((u.created for u in uses), default=None), len(uses), sum(u.people for u in uses),
                 heir.id, heir.created, company)
            )  # fmt: skip
    deals: list[Any] = []
    for one in own(Entity.DEALS):
        uses = users(Entity.DEALS, one.id, Entity.ACTIVITIES)
        if within(one.created) or within(one.end) or (one.end is None and one.created < end):
            deals.append(
                (one.id, one.created, one.end, one.stage, one.amount,
                 created(Entity.CONTACTS, one.parents[Entity.CONTACTS]),
                 min((u.created for u in uses), default=None), max((u.created for u in uses), default=None),
                 len(uses), sum(u.people for u in uses), 50, None, None,
                 one.parents[Entity.COMPANIES], one.parents[Entity.CONTACTS])
            )  # fmt: skip
    activities: list[Any] = []
    for one in own(Entity.ACTIVITIES):
        deal = one.parents[Entity.DEALS]
        if within(one.created):
            activities.append(
                (one.id, one.created, created(Entity.CONTACTS, one.parents[Entity.CONTACTS]),
                 created(Entity.DEALS, deal), None if deal is None else world[Entity.DEALS][deal].end,
                 one.parents[Entity.CONTACTS], deal)
            )  # fmt: skip

    def others(entity: Entity, rows: list[Any]) -> int | None:
        return _first(world, entity, frozenset(row[0] for row in rows))

    return {
        Entity.COMPANIES: replace(
            known.companies_of(companies, now), others_since=others(Entity.COMPANIES, companies)
        ),
        Entity.CONTACTS: replace(
            known.contacts_of(contacts, now), others_since=others(Entity.CONTACTS, contacts)
        ),
        Entity.DEALS: known.deals_of(deals, now),
        Entity.ACTIVITIES: known.activities_of(activities, now),
    }


def changed(world: World, decided: ReconcilePlan) -> World:
    """The world after the changes of existing records; new ones are not in it."""
    found: World = {
        entity: {id_: replace(one, parents=dict(one.parents)) for id_, one in records.items()}
        for entity, records in world.items()
    }
    for rewrite in decided.changes.rewrites:
        for place, id_ in enumerate(rewrite.ids):
            _rewrite(
                found[rewrite.entity][id_],
                {name: column[place] for name, column in rewrite.after.items()},
            )
    for entity, ids in decided.changes.retired.items():
        for id_ in ids:
            del found[entity][id_]
    for records in found.values():
        for one in records.values():
            if one.parents.get(Entity.DEALS) in decided.changes.left_behind:
                one.parents[Entity.DEALS] = None
            contact = one.parents.get(Entity.CONTACTS)
            if contact is not None and contact in decided.changes.heirs:
                one.parents[Entity.CONTACTS] = decided.changes.heirs[contact]
    return found


def _rewrite(record: Record, values: Mapping[str, Any]) -> None:
    def instant(value: datetime | None) -> int | None:
        return None if value is None else to_micros(value)

    if "created_at" in values:
        record.created = to_micros(values["created_at"])
    for name in ("closed_at", "became_lead_at"):
        if name in values:
            record.end = instant(values[name])
    record.stage = values.get("stage", record.stage)
    record.amount = values.get("amount_minor", record.amount)


def broken(world: World) -> list[str]:
    """Orderings and references that do not hold."""
    found: list[str] = []
    for entity, records in world.items():
        for one in records.values():
            for parent, id_ in one.parents.items():
                if id_ is None:
                    continue
                if id_ not in world[parent]:
                    found.append(f"{entity} {one.id.int} refers to {parent} {id_.int}, which is gone")
                elif world[parent][id_].created > one.created:
                    found.append(f"{entity} {one.id.int} is older than its {parent}")
            if one.end is not None and one.end < one.created:
                found.append(f"{entity} {one.id.int} ends before it begins")
            deal = one.parents.get(Entity.DEALS)
            if deal is not None and deal in world[Entity.DEALS]:
                end = world[Entity.DEALS][deal].end
                if end is not None and one.created > end:
                    found.append(f"{entity} {one.id.int} comes after its deal's end")
            if entity is Entity.DEALS and one.amount < 1:
                found.append(f"deal {one.id.int} is worth nothing")
    return found
