"""Taking back what one patch or shift did, and counting what stays. Which transaction it is, and whether it lasts, is decided
elsewhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from demogen.db import later_work, orderings, removal, row_images, shifting
from demogen.db.jobs import Job
from demogen.db.kpi_aggregator import KpiAggregator
from demogen.db.removal import Stay, Wanted
from demogen.db.session import Savepoint
from demogen.db.tables import DemoRowImage
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import JsonObject, KpiSnapshot
from demogen.domain.metrics import CATALOGUE, PLANNED, Entity, MetricKey, is_money
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.errors import VerificationFailed
from demogen.service import stage_paths
from demogen.service.stage_paths import Life
from demogen.service.taken_back import MOST_NAMED, Cells, Reversal
from demogen.service.telling import move_story

Record = tuple[Entity, UUID]


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo does, but for removing what it marked as leaving; and the later jobs that stand in its way."""

    reversal: Reversal
    later: tuple[UUID, ...] = ()


def take_back(connection: Connection, tenant: TenantRow, original: Job, *, at: datetime) -> Undone:
    """Changed, moved and retired records first, so that what they referred to meanwhile is free; then mark what was created.

    A record whose earlier state would contradict what was made or edited since is held as it is, and so is what hangs on it
    in turn. Where a later job made that, the job stands in the way of the undo.
    """
    later = later_work.later_jobs(connection, tenant.id, original.id)
    wanted = Wanted(tenant.id, job_id=original.id)
    restore = _move_back if original.action == "shift" else _restore
    held: set[Record] = set()
    while True:
        attempt = Savepoint(connection)
        restored = restore(connection, tenant, original, held, at)
        removed = removal.mark_leaving(connection, wanted)
        clashes = _clashes(connection, tenant, original, restored)
        if not clashes:
            break
        attempt.roll_back()
        others = set().union(*clashes.values()) - held
        later += later_work.jobs_behind(connection, tenant.id, original.id, others)
        held |= clashes.keys()
    attempt.keep()
    counts = {entity: sum(kind is entity for kind, _ in restored) for entity in Entity}
    reversal = _with_stays(connection, tenant, original, Reversal(removed, counts), held)
    return Undone(reversal, tuple(dict.fromkeys(later)))


def _restore(
    connection: Connection, tenant: TenantRow, original: Job, held: set[Record], at: datetime
) -> set[Record]:
    """Put the images from before a patch back, but those of held records; returns which records are as before."""
    amounts = row_images.deal_amounts(connection, tenant.id, original.id)
    restored = {
        (entity, id_)
        for entity in Entity
        for id_ in row_images.restore(connection, tenant.id, original.id, entity, but=_ids(held, entity))
    }
    restored -= {(Entity.DEALS, id_) for id_ in _keep_sums(connection, tenant, original, amounts)}
    deals = _ids(restored, Entity.DEALS)
    lives = [Life(*row) for row in row_images.without_path(connection, tenant.id, original.id, deals)]
    stage_paths.rework(connection, tenant, original.id, lives, reached=[at] * len(lives), at=at)
    return restored


def _move_back(
    connection: Connection, tenant: TenantRow, original: Job, held: set[Record], at: datetime
) -> set[Record]:
    """Move records back to where they were before a shift, but held ones; the tenant's start and its story go with them."""
    restored = {
        (entity, id_)
        for entity in Entity
        for id_ in shifting.move_back(connection, tenant.id, original.id, entity, but=_ids(held, entity))
    }
    shifting.start_back(connection, tenant.id, original.id)
    move_story(connection, tenant, -(original.shift_by or 0), now=at)
    return restored


def _ids(records: set[Record], entity: Entity) -> list[UUID]:
    return [id_ for kind, id_ in records if kind is entity]


def _clashes(
    connection: Connection, tenant: TenantRow, original: Job, restored: set[Record]
) -> dict[Record, set[Record]]:
    """Restored records that would contradict others, with those others. Two that both look as before may do as they did."""
    found: dict[Record, set[Record]] = {}
    among = orderings.changed_by(original.id)
    for one in orderings.contradictions(connection, tenant.id, among, but_leaving=True):
        as_before = [record for record in one.records if record in restored]
        others = [record for record in one.records if record not in restored]
        if len(as_before) == 1 and others:
            found.setdefault(as_before[0], set()).update(others)
    return found


def _with_stays(
    connection: Connection, tenant: TenantRow, original: Job, found: Reversal, held: set[Record]
) -> Reversal:
    """The reversal with what stays and what is gone."""
    wanted, made = Wanted(tenant.id, job_id=original.id), original.records_created or {}
    there = removal.count_made(connection, tenant.id, original.id)
    kept: list[Stay] = []
    gone: list[Stay] = []
    kept_count, gone_count = 0, dict.fromkeys(Entity, 0)
    for entity in Entity:
        ids = _ids(held, entity)
        for deleted in (False, True):
            created, stays = removal.staying(connection, wanted, entity, deleted=deleted, limit=MOST_NAMED)
            changed, others = row_images.not_restored(
                connection, tenant.id, original.id, entity, held=ids, gone=deleted, limit=MOST_NAMED
            )
            if deleted:
                gone_count[entity] += created + changed
                gone += [*stays, *others]
            else:
                kept_count += created + changed
                kept += [*stays, *others]
        gone_count[entity] += max(int(str(made.get(entity.value, 0))) - there[entity], 0)
    return replace(found, kept_count=kept_count, kept=tuple(kept), gone_count=gone_count, gone=tuple(gone))


def _keep_sums(
    connection: Connection, tenant: TenantRow, original: Job, before: dict[UUID, tuple[datetime, int]]
) -> set[UUID]:
    """Deals of months that the job did not plan gave each other money. Where a later job has changed one of them, those of
    its month keep what they are worth, so that the month does too. Returns which do."""
    zone, planned = ZoneInfo(tenant.timezone), set(months_of(reverse_plan(original, tenant)))
    after = row_images.deal_amounts(connection, tenant.id, original.id)
    changed: dict[Month, dict[UUID, int]] = {}
    for id_, (created, amount) in before.items():
        month = Month.of(created, zone)
        if month not in planned and id_ in after and after[id_][1] != amount:
            changed.setdefault(month, {})[id_] = amount
    kept = {
        id_: amount
        for deals in changed.values()
        if sum(after[id_][1] - amount for id_, amount in deals.items())
        for id_, amount in deals.items()
    }
    if kept:
        row_images.set_amounts(connection, tenant.id, kept)
    return set(kept)


def own_numbers(connection: Connection, tenant: TenantRow, original: Job) -> KpiSnapshot:
    """What the records that a job made or changed count for now, in the months of its plan."""
    images = DemoRowImage.__tablename__

    def own(entity: Entity) -> str:
        return (
            f"({entity.value}.demo_job_id = '{original.id}' OR {entity.value}.id IN (SELECT row_id FROM {images} "
            f"WHERE tenant_id = '{tenant.id}' AND job_id = '{original.id}' AND entity = '{entity.value}'))"
        )

    aggregator = KpiAggregator(connection, tenant.timezone, tenant.money, only=own)
    return aggregator.create_snapshot(tenant.id, months_of(reverse_plan(original, tenant)))


def reverse_plan(original: Job, tenant: TenantRow) -> Plan:
    """The original's change of each KPI, with the other sign."""
    before, after = _values(original.before_kpis, tenant), _values(original.after_kpis, tenant)
    rows = tuple(
        PlanMonth(month, {key: values[key] - after[month][key] for key in PLANNED})
        for month, values in before.items()
    )
    return Plan(rows, PlanType.DELTAS, original.mode)


def months_of(plan: Plan) -> list[Month]:
    """The months of a plan that demogen wrote itself: all of them, since a history can be longer than a plan of somebody's."""
    return sorted(row.month for row in plan.months)


def _values(document: JsonObject | None, tenant: TenantRow) -> dict[Month, dict[MetricKey, int]]:
    """The planned KPIs of a stored snapshot."""
    months = (document or {}).get("months")
    assert isinstance(months, list)
    return {
        Month.parse(month["month"]): {
            key: tenant.money.stored(month[key]) if is_money(key) else int(month[key]) for key in PLANNED
        }
        for month in months
    }


def targets(
    before: KpiSnapshot,
    after: KpiSnapshot,
    own: tuple[KpiSnapshot, KpiSnapshot],
    plan: Plan,
    reversal: Reversal,
) -> Cells:
    """What each month should show after an undo.

    With nothing kept and nothing gone that is what it showed before the job. Else it is what the job's own records, `own`
    before and after, make of it. Raises VerificationFailed where other records moved too.
    """
    now, then = before.by_month(), after.by_month()
    mine, left = own[0].by_month(), own[1].by_month()
    found = {
        row.month: {key: now[row.month][key] - mine[row.month][key] + left[row.month][key] for key in PLANNED}
        for row in plan.months
    }
    if any(then[month][key] != value for month, cells in found.items() for key, value in cells.items()):
        raise VerificationFailed("Records of other jobs would have changed; it was rolled back.")
    if not reversal.whole:
        return found
    return {row.month: {key: now[row.month][key] + row.values[key] for key in PLANNED} for row in plan.months}


def differences(connection: Connection, tenant: TenantRow, original: Job, left: KpiSnapshot) -> Cells:
    """By how much a job's own records, counted now, differ from what they were before the job: what was kept adds to it, and
    what is gone lacks."""
    zone = ZoneInfo(tenant.timezone)
    earlier: Counter[tuple[Month, MetricKey]] = Counter()
    for entity in Entity:
        measures = [
            (metric.key, metric.measure)
            for metric in CATALOGUE
            if metric.measure and metric.measure.entity is entity
        ]
        for row in row_images.earlier_rows(connection, tenant.id, original.id, entity):
            for key, measure in measures:
                at = row[measure.dated_by]
                if at is not None and measure.stage in (None, row.get("stage")):
                    earlier[Month.of(at, zone), key] += row[measure.sums] if measure.sums else 1
    found = {
        month.month: {
            key: month[key] - earlier[month.month, key]
            for key in PLANNED
            if month[key] != earlier[month.month, key]
        }
        for month in left.months
    }
    return {month: cells for month, cells in found.items() if cells}
