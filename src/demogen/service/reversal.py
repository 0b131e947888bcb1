"""Taking back what demo jobs did: one patch's changes, or everything that was made for a tenant.

Both are jobs of their own: previewed in a transaction that is rolled back, run by the same steps, and proved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from demogen.db import jobs, removal, row_images, shifting, stories, tenants
from demogen.db.audit import COMMAND_LINE, Actor
from demogen.db.jobs import Job
from demogen.db.removal import Scope, Stay, Wanted
from demogen.db.session import Database
from demogen.db.shifting import Edited
from demogen.db.tables import DemoPatchJob
from demogen.db.tenants import TenantRow
from demogen.domain.counts import counted
from demogen.domain.kpis import JsonObject, KpiSnapshot
from demogen.domain.metrics import PLANNED, Entity, MetricKey, is_money
from demogen.domain.months import Month
from demogen.domain.plan import Mode, Plan, PlanMonth, PlanType, digest
from demogen.engine.diff import compute_diff
from demogen.errors import ClearOutdated, UndoOutdated, UndoRefused, VerificationFailed
from demogen.service.gathering import planned_months, snapshot
from demogen.service.guard import Guard, history
from demogen.service.outcome import Outcome
from demogen.service.plan_reader import plan_from_json
from demogen.service.progress import JobMonitor
from demogen.service.queue import Queue
from demogen.service.submission import add_job, demo_tenant, require_alone
from demogen.service.telling import move_story

MOST_NAMED = 50
"""Records of one kind that a report names, at most; it counts all."""

_UNDO, _CLEAR = "undo", "clear"


@dataclass(frozen=True, slots=True)
class Reversal:
    """What was taken back, and what was not. `removed` were created by jobs; `restored` look as before again, those
    among them that had been soft-deleted are live again; `kept` names some of the `kept_count` that stay as they are."""

    removed: Mapping[Entity, int]
    restored: Mapping[Entity, int]
    kept_count: int
    kept: tuple[Stay, ...]

    @property
    def fingerprint(self) -> str:
        """Stands for the counts: what was confirmed is what runs, or it is refused."""
        return digest({**self._counts(), "keptCount": self.kept_count})

    def to_json(self) -> JsonObject:
        return {
            **self._counts(),
            "keptCount": self.kept_count,
            "kept": [
                {
                    "entity": stay.entity.value,
                    "id": str(stay.id),
                    "name": stay.label,
                    "reason": _reason(stay),
                }
                for stay in self.kept
            ],
            "fingerprint": self.fingerprint,
        }

    def _counts(self) -> JsonObject:
        return {
            "removed": {entity.value: self.removed[entity] for entity in Entity},
            "restored": {entity.value: self.restored[entity] for entity in Entity},
        }


def _reason(stay: Stay) -> str:
    if stay.deleted:
        return "A person deleted it since." if stay.edited else "It is deleted, and cannot come back."
    return "A person edited it since." if stay.edited else "Records that stay refer to it."


def preview_undo(connection: Connection, job_id: UUID | str) -> JsonObject:
    """What undoing a job would do: `{job…, refused, reversal}`. Needs a transaction that is rolled back."""
    original = jobs.find_job(connection, job_id)
    tenant = demo_tenant(connection, original.tenant_id)
    later = _require_undoable(connection, original)
    found = _take_back(connection, tenant, original, remove=False, at=tenants.database_now(connection))
    return {
        "jobId": str(original.id),
        "tenantId": str(tenant.id),
        "refused": [str(id_) for id_ in later],
        "plan": _reverse_plan(original, tenant).to_json(tenant.money),
        **found.to_json(),
    }


def submit_undo(
    connection: Connection,
    job_id: UUID | str,
    *,
    expected_fingerprint: str | None = None,
    actor: Actor = COMMAND_LINE,
    queue: Queue | None = None,
) -> Job:
    """A queued job that takes another one back. Raises UndoRefused with the reason where that cannot be, and UndoOutdated."""
    original = jobs.find_job(connection, job_id)
    tenant = demo_tenant(connection, original.tenant_id)
    later = _require_undoable(connection, original)
    if later:
        raise UndoRefused(
            f"Later jobs built on what this one made: {', '.join(map(str, later))}.",
            hint="Undo those first, the latest one first.",
        )
    if expected_fingerprint is not None:
        with Database.trial_within(connection):
            shown = preview_undo(connection, original.id)
        if shown["fingerprint"] != expected_fingerprint:
            raise UndoOutdated(shown)
    return add_job(
        connection,
        tenant,
        _reverse_plan(original, tenant),
        anchor=tenants.database_now(connection),
        seed=None,
        kind=DemoPatchJob,
        action=_UNDO,
        undoes=original.id,
        expected_fingerprint=expected_fingerprint,
        actor=actor,
        queue=queue,
    )


def preview_clear(connection: Connection, tenant_key: str, scope: Scope) -> JsonObject:
    """What clearing a tenant would remove. Needs a transaction that is rolled back."""
    tenant = demo_tenant(connection, tenant_key)
    found = _clear(connection, tenant, scope, remove=False, at=tenants.database_now(connection))
    return {"tenantId": str(tenant.id), "scope": scope.value, **found.to_json()}


def submit_clear(
    connection: Connection,
    tenant_key: str,
    scope: Scope,
    *,
    expected_fingerprint: str | None = None,
    actor: Actor = COMMAND_LINE,
    queue: Queue | None = None,
) -> Job:
    """A queued job that removes what demo jobs made for a tenant. Raises JobUnderWay and ClearOutdated."""
    tenant = demo_tenant(connection, tenant_key)
    require_alone(connection, tenant, _CLEAR, "being cleared")
    if expected_fingerprint is not None:
        with Database.trial_within(connection):
            shown = preview_clear(connection, tenant_key, scope)
        if shown["fingerprint"] != expected_fingerprint:
            raise ClearOutdated(shown)
    now = tenants.database_now(connection)
    months = history(tenant, now)
    return add_job(
        connection,
        tenant,
        Plan(tuple(PlanMonth(month, {}) for month in months), PlanType.TARGETS, Mode.RECONCILE),
        anchor=now,
        seed=None,
        kind=DemoPatchJob,
        action=_CLEAR,
        scope=scope.value,
        expected_fingerprint=expected_fingerprint,
        actor=actor,
        queue=queue,
    )


def run_reversal(connection: Connection, tenant: TenantRow, job: Job, monitor: JobMonitor) -> Outcome:
    """Do what an undo or a clearing is for, in the job's one transaction, and prove it. Raises VerificationFailed."""
    plan = plan_from_json(job.plan, tenant.money)
    months = planned_months(plan)
    monitor.step(5, "reading", f"Reading the KPIs of {counted(len(months), 'month')}")
    guard = Guard.set(connection, tenant, months, job.anchor)
    before = snapshot(connection, tenant, months)
    monitor.step(15, "removing", "Taking records back")
    targets: dict[Month, dict[MetricKey, int]] = {}
    leaves_edited = job.scope in (None, Scope.GENERATED.value)
    if job.action == _UNDO:
        original = jobs.find_job(connection, str(job.undoes))
        if _require_undoable(connection, original, by=job.id):
            raise UndoRefused("A later job has built on what this one made.", hint="Undo that one first.")
        found = _take_back(connection, tenant, original, remove=True, at=job.anchor)
        targets = _expected(before, plan)
        leaves_edited = original.scope != Edited.MOVE
        if not jobs.mark_undone(connection, original, by=job.id):
            raise UndoRefused("The job was undone meanwhile.")
        row_images.mark_restored(connection, tenant.id, original.id)
    else:
        scope = Scope(job.scope or Scope.GENERATED.value)
        found = _clear(connection, tenant, scope, remove=True, at=job.anchor)
        stories.change_story(connection, tenant.id, {"paused": True})  # else it would fill the tenant again
        if scope is Scope.ALL:
            targets = {month: dict.fromkeys(PLANNED, 0) for month in months}
    if job.expected_fingerprint not in (None, found.fingerprint):
        raise UndoOutdated() if job.action == _UNDO else ClearOutdated()
    monitor.step(85, "verifying", "Reading the KPIs again")
    after = snapshot(connection, tenant, months)
    guard.check(connection, protected=leaves_edited)
    report = compute_diff(before, after, targets, {})
    if not found.kept_count and not report.passed:
        raise VerificationFailed("The months are not as they were before; it was rolled back.")
    return Outcome(
        before, after, report, changed=found.restored, deleted=found.removed, reversal=found.to_json()
    )


def _require_undoable(connection: Connection, original: Job, *, by: UUID | None = None) -> list[UUID]:
    """The later jobs that built on it. Raises UndoRefused for a job that is never undone."""
    if original.kind is not DemoPatchJob or original.action not in ("patch", "shift"):
        raise UndoRefused(
            "Only patches and shifts can be undone.",
            hint="Clear the tenant to remove its history (`demogen tenants clear`)."
            if original.kind is not DemoPatchJob
            else "Apply the plan again instead.",
        )
    if original.undone_by is not None:
        raise UndoRefused(f"This job was undone already, by {original.undone_by}.")
    if original.status != "completed":
        raise UndoRefused(
            f"This job is {original.status}; only a completed one can be undone.",
            hint="It changed nothing, so there is nothing to take back.",
        )
    if by is None and (active := jobs.active_undo(connection, original)) is not None:
        raise UndoRefused(f"This job is being undone already, by {active}.", hint="Wait for that job.")
    return removal.later_jobs(connection, original.tenant_id, original.id)


def _take_back(
    connection: Connection, tenant: TenantRow, original: Job, *, remove: bool, at: datetime
) -> Reversal:
    """Changed and soft-deleted records first, so that what they referred to meanwhile is free; then what was created."""
    if original.action == "shift":
        return _move_back(connection, tenant, original, at=at)
    amounts = row_images.deal_amounts(connection, tenant.id, original.id)
    restored = {entity: row_images.restore(connection, tenant.id, original.id, entity) for entity in Entity}
    _keep_sums(connection, tenant, original, amounts)
    wanted = Wanted(tenant.id, job_id=original.id)
    removed = removal.mark_leaving(connection, wanted)
    count, kept = 0, []
    for entity in Entity:
        for number, stays in (
            removal.staying(connection, wanted, entity, limit=MOST_NAMED),
            row_images.not_restored(connection, tenant.id, original.id, entity, limit=MOST_NAMED),
        ):
            count += number
            kept += stays
    if remove:
        removed = removal.remove_leaving(connection, tenant.id, at=at)
    return Reversal(removed, restored, count, tuple(kept))


def _keep_sums(
    connection: Connection, tenant: TenantRow, original: Job, before: dict[UUID, tuple[datetime, int]]
) -> None:
    """Deals of months that the job did not plan gave each other money. Where a later job has changed one of them, those of
    its month keep what they are worth, so that the month does too."""
    zone, planned = ZoneInfo(tenant.timezone), set(planned_months(_reverse_plan(original, tenant)))
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


def _move_back(connection: Connection, tenant: TenantRow, original: Job, *, at: datetime) -> Reversal:
    restored = {entity: shifting.move_back(connection, tenant.id, original.id, entity) for entity in Entity}
    shifting.start_back(connection, tenant.id, original.id)
    move_story(connection, tenant, -(original.shift_by or 0), now=at)
    count, kept = 0, []
    for entity in Entity:
        number, stays = row_images.not_restored(connection, tenant.id, original.id, entity, limit=MOST_NAMED)
        count += number
        kept += stays
    return Reversal(dict.fromkeys(Entity, 0), restored, count, tuple(kept))


def _clear(
    connection: Connection, tenant: TenantRow, scope: Scope, *, remove: bool, at: datetime
) -> Reversal:
    wanted = Wanted(tenant.id, scope=scope)
    removed = removal.mark_leaving(connection, wanted)
    count, kept = 0, []
    for entity in Entity:
        number, stays = removal.staying(connection, wanted, entity, limit=MOST_NAMED)
        count += number
        kept += stays
    if remove:
        removed = removal.remove_leaving(connection, tenant.id, at=at)
    return Reversal(removed, dict.fromkeys(Entity, 0), count, tuple(kept))


def _reverse_plan(original: Job, tenant: TenantRow) -> Plan:
    """The original's change of each KPI, with the other sign."""
    before, after = _values(original.before_kpis, tenant), _values(original.after_kpis, tenant)
    rows = tuple(
        PlanMonth(month, {key: values[key] - after[month][key] for key in PLANNED})
        for month, values in before.items()
    )
    return Plan(rows, PlanType.DELTAS, original.mode)


def _values(document: JsonObject | None, tenant: TenantRow) -> dict[Month, dict[MetricKey, int]]:
    """The planned KPIs of a stored snapshot."""
    months = (document or {}).get("months")
    assert isinstance(months, list)
    return {
        Month.parse(month["month"]): {
            key: tenant.money.parse(month[key]) if is_money(key) else int(month[key]) for key in PLANNED
        }
        for month in months
    }


def _expected(before: KpiSnapshot, plan: Plan) -> dict[Month, dict[MetricKey, int]]:
    now = before.by_month()
    return {
        row.month: {key: now[row.month][key] + value for key, value in row.values.items()}
        for row in plan.months
    }
