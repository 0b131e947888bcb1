"""Moving a tenant's story so that it ends in another month: previewed in a transaction that is rolled back, run as a job
of its own, proved, and undoable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from demogen.db import shift_proof, shifting, staying, tenants
from demogen.db.audit import COMMAND_LINE, Actor
from demogen.db.jobs import Job
from demogen.db.kpi_aggregator import KpiAggregator
from demogen.db.protection import protected_hash
from demogen.db.removal import Stay
from demogen.db.session import Database
from demogen.db.shifting import Edited, Shift
from demogen.db.tables import DemoPatchJob
from demogen.db.tenants import TenantRow
from demogen.domain.counts import counted
from demogen.domain.kpis import JsonObject, MonthlyKpiSnapshot
from demogen.domain.metrics import PLANNED, Entity, MetricKey
from demogen.domain.months import FIRST_YEAR, Month, months_between
from demogen.domain.plan import Mode, Plan, PlanMonth, PlanType, digest
from demogen.domain.shift_map import ShiftMap
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.diff import compute_diff
from demogen.engine.shift import shift_map
from demogen.errors import InputError, NothingToMove, ShiftOutdated, VerificationFailed
from demogen.service.outcome import Outcome
from demogen.service.progress import JobMonitor
from demogen.service.queue import Queue
from demogen.service.shift_paths import carry_paths, prove
from demogen.service.submission import add_job, checked_anchor, demo_tenant, require_alone
from demogen.service.telling import move_story, story_months

MOST_NAMED = 50
"""Records of one kind that a preview names, at most."""

SHIFT = "shift"

EARLIEST = Month(FIRST_YEAR, 1)


@dataclass(frozen=True, slots=True)
class _Decision:
    """The months that move and where to, the map, and how many records move and stay."""

    shift: Shift
    first: Month
    last: Month
    mapping: ShiftMap
    moving: dict[Entity, int]
    staying: dict[Entity, int]

    @property
    def fingerprint(self) -> str:
        """Stands for the counts: what was confirmed is what runs, or it is refused."""
        counts: JsonObject = {
            name: {entity.value: found[entity] for entity in Entity}
            for name, found in (("moving", self.moving), ("staying", self.staying))
        }
        return digest({**counts, "months": self.shift.months, "last": str(self.last)})


def preview_shift(
    connection: Connection, tenant_key: str, end: Month, edited: Edited, *, anchor: datetime | None = None
) -> JsonObject:
    """What moving the story to end in a month would do. Needs a transaction that is rolled back."""
    tenant = demo_tenant(connection, tenant_key)
    found = _decide(connection, tenant, end, edited, _instant(connection, anchor))
    named = [
        stay
        for entity in Entity
        for stay in staying.named_staying(connection, found.shift, entity, limit=MOST_NAMED)
    ]
    tightest = found.mapping.tightest
    return {
        "tenantId": str(tenant.id),
        "months": found.shift.months,
        "edited": edited.value,
        "from": {"first": str(found.first), "last": str(found.last)},
        "to": {"first": str(found.first.plus(found.shift.months)), "last": str(end)},
        "moving": {entity.value: found.moving[entity] for entity in Entity},
        "staying": {entity.value: found.staying[entity] for entity in Entity},
        "kept": [_kept(stay) for stay in named],
        "warnings": [] if tightest < 3 else [_tight(found, end, tightest)],
        "fingerprint": found.fingerprint,
    }


def submit_shift(
    connection: Connection,
    tenant_key: str,
    end: Month,
    edited: Edited,
    *,
    anchor: datetime | None = None,
    expected_fingerprint: str | None = None,
    actor: Actor = COMMAND_LINE,
    queue: Queue | None = None,
) -> Job:
    """A queued job that moves the story. Raises InputError where it cannot end in that month, JobUnderWay, ShiftOutdated."""
    tenant = demo_tenant(connection, tenant_key)
    require_alone(connection, tenant, SHIFT, "being moved")
    at = _instant(connection, anchor)
    if expected_fingerprint is not None:
        with Database.trial_within(connection):
            shown = preview_shift(connection, tenant_key, end, edited, anchor=anchor)
        if shown["fingerprint"] != expected_fingerprint:
            raise ShiftOutdated(shown)
    first, last = _span(connection, tenant)
    by = _months(connection, tenant, first, last, end, at)
    return add_job(
        connection,
        tenant,
        Plan(
            tuple(PlanMonth(month, {}) for month in _touched(first, last, by)),
            PlanType.TARGETS,
            Mode.RECONCILE,
        ),
        anchor=at,
        seed=None,
        kind=DemoPatchJob,
        action=SHIFT,
        scope=edited.value,
        shift_by=by,
        expected_fingerprint=expected_fingerprint,
        actor=actor,
        queue=queue,
    )


def run_shift(connection: Connection, tenant: TenantRow, job: Job, monitor: JobMonitor) -> Outcome:
    """Move everything in the job's one transaction and prove it. Raises VerificationFailed."""
    assert job.shift_by
    first, last = _span(connection, tenant)
    found = _decide(connection, tenant, last.plus(job.shift_by), Edited(job.scope or Edited.MOVE), job.anchor)
    if job.expected_fingerprint not in (None, found.fingerprint):
        raise ShiftOutdated()
    by = found.shift.months
    touched = _touched(first, last, by)
    monitor.step(5, "reading", f"Reading the KPIs of {counted(len(touched), 'month')}")
    aggregator = KpiAggregator(connection, tenant.timezone, tenant.money)
    before = aggregator.create_snapshot(tenant.id, touched)
    stay = KpiAggregator(connection, tenant.timezone, tenant.money, only=staying.among_staying)
    fixed = stay.create_snapshot(tenant.id, months_between(touched[0], touched[-1])).by_month()
    picture = shift_proof.picture(connection, found.shift)
    protected = protected_hash(connection, tenant.id)
    monitor.step(
        15,
        "moving",
        f"Moving {counted(sum(found.moving.values()), 'record')} to {counted(abs(by), 'month')} {'later' if by > 0 else 'earlier'}",
    )
    moved = shifting.move(connection, job.id, found.shift, found.mapping)
    carry_paths(connection, tenant, job.id, found.shift, found.mapping)
    shifting.move_start(
        connection, job.id, tenant.id, _new_start(tenant, first, by, before.by_month(), fixed)
    )
    move_story(connection, tenant, by, now=job.anchor)
    monitor.step(90, "verifying", "Reading the KPIs again")
    after = aggregator.create_snapshot(tenant.id, touched)
    if found.shift.edited is Edited.STAY and protected_hash(connection, tenant.id) != protected:
        raise VerificationFailed("Records that people made or edited would have moved; it was rolled back.")
    report = compute_diff(before, after, _expected(before.by_month(), fixed, by), {})
    if not report.passed:
        raise VerificationFailed("A month would not have moved exactly; it was rolled back.")
    prove(connection, job.id, found.shift, before=picture)
    return Outcome(before, after, report, changed=moved)


def _expected(
    before: dict[Month, MonthlyKpiSnapshot], fixed: dict[Month, MonthlyKpiSnapshot], by: int
) -> dict[Month, dict[MetricKey, int]]:
    """What stays in each month, and what moves to it."""

    def of(snapshots: dict[Month, MonthlyKpiSnapshot], month: Month, key: MetricKey) -> int:
        return snapshots[month][key] if month in snapshots else 0

    return {
        month: {
            key: of(fixed, month, key) + of(before, month.plus(-by), key) - of(fixed, month.plus(-by), key)
            for key in PLANNED
        }
        for month in before
    }


def _new_start(
    tenant: TenantRow,
    first: Month,
    by: int,
    before: dict[Month, MonthlyKpiSnapshot],
    fixed: dict[Month, MonthlyKpiSnapshot],
) -> Month:
    """Where the history starts then: with what moved, or earlier where something stays there."""
    kept = [month for month, values in fixed.items() if any(values[key] for key in PLANNED)]
    return min([Month.parse(tenant.demo_start_month or str(first)).plus(by), *kept])


def _decide(connection: Connection, tenant: TenantRow, end: Month, edited: Edited, at: datetime) -> _Decision:
    zone = ZoneInfo(tenant.timezone)
    first, last = _span(connection, tenant)
    by = _months(connection, tenant, first, last, end, at)
    newest = tenants.last_instant(connection, tenant.id, generated_only=True)
    assert newest is not None
    try:
        mapping = shift_map(
            BusinessCalendar(tenant.country, zone, at), first, last, months=by, used_until=newest
        )
    except ValueError as error:
        raise InputError(
            f"The story of '{tenant.slug}' cannot end in {end} yet: {error}.",
            hint="Try again in a few minutes."
            if end.plus(-1) == last
            else f"Give {end.plus(-1)}, or try again in a few minutes.",
        ) from None
    shift = Shift(tenant.id, tenant.timezone, by, edited, at)
    stay = staying.mark_staying(connection, shift)
    moving = {entity: staying.moving(connection, shift, entity) for entity in Entity}
    return _Decision(shift, first, last, mapping, moving, stay)


def _span(connection: Connection, tenant: TenantRow) -> tuple[Month, Month]:
    """The first and the last month of what was generated."""
    newest = tenants.last_instant(connection, tenant.id, generated_only=True)
    if newest is None:
        raise InputError(
            f"'{tenant.slug}' has no generated records, so there is nothing to move.",
            hint="Generate a history or apply a patch first.",
        )
    zone = ZoneInfo(tenant.timezone)
    oldest = tenants.first_instant(connection, tenant.id)
    last = Month.of(newest, zone)
    start = Month.parse(tenant.demo_start_month) if tenant.demo_start_month else last
    return min([start, *([] if oldest is None else [Month.of(oldest, zone)])]), last


def _touched(first: Month, last: Month, by: int) -> list[Month]:
    """The months that something moves out of or into."""
    return sorted({*months_between(first, last), *months_between(first.plus(by), last.plus(by))})


def _months(
    connection: Connection, tenant: TenantRow, first: Month, last: Month, end: Month, at: datetime
) -> int:
    now = Month.of(at, ZoneInfo(tenant.timezone))
    if end > now:
        raise InputError(
            f"{end} lies in the future: for this tenant it is now {now}.",
            hint=f"Give {now} or an earlier month.",
        )
    if end == last:
        raise NothingToMove(f"The story of '{tenant.slug}' ends in {last} already; there is nothing to move.")
    by = end.index - last.index
    earliest = min([first, *story_months(connection, tenant)])
    if earliest.plus(by) < EARLIEST:
        raise InputError(
            f"The story of '{tenant.slug}' cannot end in {end}: it would begin in {earliest.plus(by)}, and months before "
            f"{EARLIEST} are not supported.",
            hint=f"Give {EARLIEST.plus(last.index - earliest.index)} or a later month.",
        )
    return by


def _instant(connection: Connection, anchor: datetime | None) -> datetime:
    return checked_anchor(anchor, tenants.database_now(connection))


def _kept(stay: Stay) -> JsonObject:
    by_person = "A person deleted it." if stay.deleted else "A person edited it."
    return {
        "entity": stay.entity.value,
        "id": str(stay.id),
        "name": stay.label,
        "reason": by_person if stay.edited else "Records that stay belong to it.",
    }


def _tight(found: _Decision, end: Month, tightest: int) -> str:
    return f"{end} is not over yet: up to {tightest} working days of {found.last} share one day of what has passed of it."
