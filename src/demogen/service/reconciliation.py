"""What a reconciliation is told of existing records, and carrying out the changes that it decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection

from demogen.db import candidates as read
from demogen.db import removal, row_images
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import CATALOGUE, CLOSED_LOST, CLOSED_WON, PLANNED, Entity, MetricKey
from demogen.domain.plan import Plan
from demogen.engine.calendar import to_micros
from demogen.engine.deltas import compute_deltas
from demogen.engine.facts import TenantFacts
from demogen.engine.reconcile.candidates import FIRST, FOREVER, FREE, NEVER, SECOND, Candidates
from demogen.engine.reconcile.reconciler import ReconcilePlan, RowChanges
from demogen.engine.reconcile.rewrites import Rewrite, Value
from demogen.engine.rng import Integers
from demogen.errors import VerificationFailed
from demogen.service import stage_paths
from demogen.service.gathering import planned_months

DEAL_METRICS = {
    metric.key for metric in CATALOGUE if metric.measure and metric.measure.entity is Entity.DEALS
}
"""What depends on deals alone."""


def gather_candidates(
    connection: Connection, tenant: TenantRow, plan: Plan, facts: TenantFacts
) -> dict[Entity, Candidates]:
    """Everything that a reconciliation to this plan may touch, at the connection's snapshot.

    Both ends of a reference may move in one patch. So that they never pass each other, a record that others refer to
    moves to an earlier instant only, a deal with activities closes no earlier than it did, and activities of open deals
    move to an earlier instant only.
    """
    zone, months, anchor = ZoneInfo(tenant.timezone), planned_months(plan), facts.anchor
    begin, end = min(months).bounds(zone)[0], max(months).bounds(zone)[1]
    now = np.int64(to_micros(anchor))
    keys = {key for row in plan.months for key in row.values}
    if facts.run is not None and not _needs_others(plan, facts):
        keys -= set(PLANNED) - DEAL_METRICS

    def rows(reader: Callable[..., read.Rows], wanted: set[MetricKey]) -> read.Rows:
        """Nothing of a kind whose numbers the plan leaves alone."""
        return reader(connection, tenant.id, begin, end) if keys & wanted else ()

    companies = {MetricKey.COMPANIES_CREATED}
    people = {*companies, MetricKey.CONTACTS_CREATED, MetricKey.LEADS_CREATED}
    activities = {MetricKey.ACTIVITIES_CREATED}
    return {
        Entity.COMPANIES: _companies(rows(read.companies, companies), now),
        Entity.CONTACTS: _contacts(rows(read.contacts, people), now),
        Entity.DEALS: _deals(rows(read.deals, DEAL_METRICS), now),
        Entity.ACTIVITIES: _activities(rows(read.activities, activities), now),
    }


def _needs_others(plan: Plan, facts: TenantFacts) -> bool:
    """Whether a number shall fall, or more contacts become leads than are created."""
    leads, contacts = MetricKey.LEADS_CREATED, MetricKey.CONTACTS_CREATED
    return any(
        min(cells.values(), default=0) < 0 or cells.get(leads, 0) > cells.get(contacts, cells.get(leads, 0))
        for cells in compute_deltas(plan, facts).values()
    )


def _numbers(rows: read.Rows, column: int, missing: int) -> Integers:
    return np.array([missing if row[column] is None else int(row[column]) for row in rows], np.int64)


def _companies(rows: read.Rows, now: np.int64) -> Candidates:
    users = _numbers(rows, 3, 0)
    created, nothing = _numbers(rows, 1, 0), np.zeros(len(rows), np.int64)
    return Candidates(
        Entity.COMPANIES,
        [row[0] for row in rows],
        created=created,
        kind=nothing,
        closed=nothing,
        amount=nothing,
        earliest=nothing + NEVER,
        latest=np.where(users > 0, created, now),
        ready=created,
        dependants=users,
        removable=users == 0,
    )


def _contacts(rows: read.Rows, now: np.int64) -> Candidates:
    created, first = _numbers(rows, 1, 0), _numbers(rows, 4, FOREVER)
    lead = _numbers(rows, 2, 0)
    is_lead = np.array([row[2] is not None for row in rows], bool)
    users, fixed = _numbers(rows, 5, 0), _numbers(rows, 6, 0)
    heirs: list[UUID | None] = [None if row[7] == row[0] else row[7] for row in rows]
    has_heir = np.array([heir is not None for heir in heirs], bool) & (_numbers(rows, 8, FOREVER) <= first)
    heir_in_use = {heir for heir, wanted in zip(heirs, (users > 0).tolist(), strict=True) if heir and wanted}
    stays = np.array([row[0] in heir_in_use for row in rows], bool)
    return Candidates(
        Entity.CONTACTS,
        [row[0] for row in rows],
        created=created,
        kind=np.where(is_lead, FIRST, FREE).astype(np.int64),
        closed=lead,
        amount=np.zeros(len(rows), np.int64),
        earliest=np.where(stays, created, _numbers(rows, 3, NEVER)),
        latest=np.where(stays | (users > 0), created, np.minimum(np.where(is_lead, lead, FOREVER), now)),
        ready=created,
        dependants=users + stays,
        removable=~stays & ((users == 0) | ((fixed == 0) & has_heir)),
        heirs=heirs,
        parents={Entity.COMPANIES: [row[9] for row in rows]},
    )


def _deals(rows: read.Rows, now: np.int64) -> Candidates:
    kinds = {CLOSED_WON: FIRST, CLOSED_LOST: SECOND}
    created = _numbers(rows, 1, 0)
    kind = np.array([kinds.get(row[3], FREE) for row in rows], np.int64)
    closed = np.where(kind == FREE, 0, _numbers(rows, 2, 0))
    users = _numbers(rows, 8, 0)
    ready = np.maximum(created, _numbers(rows, 7, NEVER))
    return Candidates(
        Entity.DEALS,
        [row[0] for row in rows],
        created=created,
        kind=kind,
        closed=closed,
        amount=_numbers(rows, 4, 0),
        earliest=_numbers(rows, 5, NEVER),
        latest=np.where(users > 0, created, np.minimum(np.where(kind == FREE, FOREVER, closed), now)),
        ready=np.where((kind != FREE) & (users > 0), np.maximum(ready, closed), ready),
        dependants=users,
        removable=_numbers(rows, 9, 0) == 0,
        parents={
            Entity.COMPANIES: [row[13] for row in rows],
            Entity.CONTACTS: [row[14] for row in rows],
        },
        texts={
            "stage": [row[3] for row in rows],
            "probability": [row[10] for row in rows],
            "lost_reason": [row[11] for row in rows],
            "expected_close_on": [row[12] for row in rows],
        },
    )


def _activities(rows: read.Rows, now: np.int64) -> Candidates:
    occurred, nothing = _numbers(rows, 1, 0), np.zeros(len(rows), np.int64)
    has_deal = np.array([row[3] is not None for row in rows], bool)
    open_deal = has_deal & np.array([row[4] is None for row in rows], bool)
    return Candidates(
        Entity.ACTIVITIES,
        [row[0] for row in rows],
        created=occurred,
        kind=nothing,
        closed=nothing,
        amount=nothing,
        earliest=np.maximum(_numbers(rows, 2, NEVER), _numbers(rows, 3, NEVER)),
        latest=np.where(
            open_deal, occurred, np.minimum(np.where(has_deal, _numbers(rows, 4, FOREVER), FOREVER), now)
        ),
        ready=occurred,
        dependants=nothing,
        removable=np.ones(len(rows), bool),
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes of existing records, those included that a retired parent makes necessary."""

    rewrites: tuple[Rewrite, ...]
    retired: Mapping[Entity, tuple[UUID, ...]]

    @property
    def changed(self) -> dict[Entity, int]:
        """Records that change and stay, each counted once."""
        return {
            entity: len(
                {id_ for rewrite in self.rewrites if rewrite.entity is entity for id_ in rewrite.ids}
                - set(self.retired[entity])
            )
            for entity in Entity
        }

    @property
    def deleted(self) -> dict[Entity, int]:
        return {entity: len(self.retired[entity]) for entity in Entity}

    def counts(self) -> JsonObject:
        return {
            "changed": {entity.value: count for entity, count in self.changed.items()},
            "deleted": {entity.value: count for entity, count in self.deleted.items()},
        }


def with_dependants(connection: Connection, tenant_id: UUID, decided: RowChanges) -> Changes:
    """Activities of retired deals stay without a deal; what belonged to a retired contact goes to its heir."""
    rewrites = list(decided.rewrites)
    if decided.left_behind:
        rewrites += _repointed(connection, tenant_id, Entity.ACTIVITIES, "deal_id", decided, {})
    if decided.heirs:
        for child in (Entity.DEALS, Entity.ACTIVITIES):
            rewrites += _repointed(connection, tenant_id, child, "contact_id", decided, decided.heirs)
    return Changes(tuple(rewrites), decided.retired)


def _repointed(
    connection: Connection,
    tenant_id: UUID,
    child: Entity,
    column: str,
    decided: RowChanges,
    heirs: Mapping[UUID, UUID],
) -> list[Rewrite]:
    parents = list(heirs) if column == "contact_id" else list(decided.left_behind)
    gone = set(decided.retired[child])
    rows = [
        row for row in read.dependants(connection, tenant_id, child, column, parents) if row[0] not in gone
    ]
    if not rows:
        return []
    before: list[Value] = [str(row[1]) for row in rows]
    after: list[Any] = [heirs.get(row[1]) for row in rows]
    return [Rewrite(child, [row[0] for row in rows], {column: before}, {column: after})]


def settled_facts(
    connection: Connection, tenant_id: UUID, facts: TenantFacts, decided: ReconcilePlan
) -> TenantFacts:
    """The facts as they are once the changes are made: new records need parents that stay."""
    found = facts
    retired = decided.changes.retired
    moved = {
        entity: tuple(
            id_ for rewrite in decided.changes.rewrites if rewrite.entity is entity for id_ in rewrite.ids
        )
        for entity in (Entity.COMPANIES, Entity.CONTACTS)
    }
    for entity, name in ((Entity.COMPANIES, "earliest_company"), (Entity.CONTACTS, "earliest_contact")):
        if leaving := (*retired[entity], *moved[entity]):
            earliest = read.earliest_but(connection, tenant_id, entity, leaving)
            found = replace(found, **{name: earliest})  # type: ignore[arg-type]
    return found


def carry_out(
    connection: Connection, tenant: TenantRow, job_id: UUID, changes: Changes, *, facts: TenantFacts
) -> None:
    """Make the changes and keep the images. Raises VerificationFailed where a record is not as it was decided on."""
    at = facts.anchor
    for rewrite in changes.rewrites:
        _apply(connection, tenant.id, job_id, rewrite.entity, rewrite.ids, rewrite.after, at)
        stage_paths.follow(connection, tenant, job_id, rewrite, facts=facts)
    for entity in removal.CHILDREN_FIRST:
        if ids := changes.retired[entity]:
            _apply(connection, tenant.id, job_id, entity, ids, {"deleted_at": [at] * len(ids)}, at)


def _apply(
    connection: Connection,
    tenant_id: UUID,
    job_id: UUID,
    entity: Entity,
    ids: Sequence[UUID],
    values: Mapping[str, Sequence[Any]],
    at: datetime,
) -> None:
    changes = row_images.RowChanges(entity, ids, dict(values))
    done = row_images.apply_changes(connection, tenant_id, job_id, changes, at=at)
    if done != len(ids):
        raise VerificationFailed(
            f"{len(ids) - done} of {len(ids)} {entity} were edited or removed by somebody meanwhile.",
            hint="Nothing was written. Look at a new preview and apply it.",
        )
