"""Taking back what demo jobs did: one patch's changes, or everything that was made for a tenant.

Both are jobs of their own: previewed in a transaction that is rolled back, run by the same steps, and proved.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Connection

from demogen.db import jobs, later_work, removal, row_images, stories, tenants
from demogen.db.audit import COMMAND_LINE, Actor
from demogen.db.jobs import Job
from demogen.db.kpi_aggregator import KpiAggregator
from demogen.db.removal import Scope, Stay, Wanted
from demogen.db.session import Database
from demogen.db.shifting import Edited
from demogen.db.tables import DemoPatchJob
from demogen.db.tenants import TenantRow
from demogen.domain.counts import counted
from demogen.domain.kpis import JsonObject, KpiSnapshot
from demogen.domain.metrics import PLANNED, Entity
from demogen.domain.plan import Mode, Plan, PlanMonth, PlanType
from demogen.engine.diff import compute_diff
from demogen.errors import ClearOutdated, UndoOutdated, UndoRefused, VerificationFailed
from demogen.service import undo
from demogen.service.gathering import snapshot
from demogen.service.guard import Guard, history
from demogen.service.outcome import Outcome
from demogen.service.plan_reader import plan_from_json
from demogen.service.progress import JobMonitor
from demogen.service.queue import Queue
from demogen.service.submission import add_job, demo_tenant, require_alone
from demogen.service.taken_back import MOST_NAMED, Cells, Reversal

_UNDO, _CLEAR = "undo", "clear"


def preview_undo(connection: Connection, job_id: UUID | str) -> JsonObject:
    """What undoing a job would do: `{job…, refused, reversal}`. Needs a transaction that is rolled back."""
    original = jobs.find_job(connection, job_id)
    tenant = demo_tenant(connection, original.tenant_id)
    _require_undoable(connection, original)
    undone = undo.take_back(connection, tenant, original, at=tenants.database_now(connection))
    return _undo_preview(original, tenant, undone)


def _undo_preview(original: Job, tenant: TenantRow, undone: undo.Undone) -> JsonObject:
    return {
        "jobId": str(original.id),
        "tenantId": str(tenant.id),
        "refused": [str(id_) for id_ in undone.later],
        "plan": undo.reverse_plan(original, tenant).to_json(tenant.money),
        **undone.reversal.to_json(tenant.money),
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
    _require_undoable(connection, original)
    with Database.trial_within(connection):
        undone = undo.take_back(connection, tenant, original, at=tenants.database_now(connection))
    _require_no_later(undone.later)
    if expected_fingerprint not in (None, undone.reversal.fingerprint):
        raise UndoOutdated(_undo_preview(original, tenant, undone))
    return add_job(
        connection,
        tenant,
        undo.reverse_plan(original, tenant),
        anchor=tenants.database_now(connection),
        seed=None,
        kind=DemoPatchJob,
        action=_UNDO,
        undoes=original.id,
        shift_by=None if original.shift_by is None else -original.shift_by,
        expected_fingerprint=expected_fingerprint,
        actor=actor,
        queue=queue,
    )


def preview_clear(connection: Connection, tenant_key: str, scope: Scope) -> JsonObject:
    """What clearing a tenant would remove. Needs a transaction that is rolled back."""
    tenant = demo_tenant(connection, tenant_key)
    found = _clear(connection, tenant, scope)
    return {"tenantId": str(tenant.id), "scope": scope.value, **found.to_json(tenant.money)}


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
    original = jobs.find_job(connection, str(job.undoes)) if job.action == _UNDO else None
    plan = undo.reverse_plan(original, tenant) if original else plan_from_json(job.plan, tenant.money)
    months = undo.months_of(plan)
    monitor.step(5, "reading", f"Reading the KPIs of {counted(len(months), 'month')}")
    guard = Guard.set(connection, tenant, months, job.anchor)
    before = snapshot(connection, tenant, months)
    monitor.step(15, "removing", "Taking records back")
    if original is not None:
        own = undo.own_numbers(connection, tenant, original)
        found = _undo(connection, tenant, original, job)
    else:
        found = _clear(connection, tenant, Scope(job.scope or Scope.GENERATED))
        leaving = KpiAggregator(
            connection, tenant.timezone, tenant.money, only=removal.among_leaving
        ).create_snapshot(tenant.id, months)
        stories.change_story(connection, tenant.id, {"paused": True})  # else it would fill the tenant again
    if job.expected_fingerprint not in (None, found.fingerprint):
        raise UndoOutdated() if original is not None else ClearOutdated()
    if original is None:
        removal.remove_leaving(connection, tenant.id, at=job.anchor)
    monitor.step(85, "verifying", "Reading the KPIs again")
    after = snapshot(connection, tenant, months)
    guard.check(connection, protected=_spares_edited(job, original))
    cells: Cells
    if original is not None:
        left = undo.own_numbers(connection, tenant, original)
        cells = undo.targets(before, after, (own, left), plan, found)
        if not found.whole:
            found = replace(found, differences=undo.differences(connection, tenant, original, left))
    else:
        cells = _without(before, leaving)
    report = compute_diff(before, after, cells, {})
    if not report.passed:
        raise VerificationFailed("The months would not show what they should; it was rolled back.")
    return Outcome(
        before,
        after,
        report,
        changed=found.restored,
        deleted=found.removed,
        reversal=found.to_json(tenant.money),
    )


def _undo(connection: Connection, tenant: TenantRow, original: Job, job: Job) -> Reversal:
    """Raises UndoRefused where the original cannot be undone any more."""
    _require_undoable(connection, original, by=job.id)
    undone = undo.take_back(connection, tenant, original, at=job.anchor)
    _require_no_later(undone.later)
    if not jobs.mark_undone(connection, original, by=job.id):
        raise UndoRefused("The job was undone meanwhile.")
    removed = removal.remove_leaving(connection, tenant.id, at=job.anchor)
    row_images.mark_restored(connection, tenant.id, original.id)
    return replace(undone.reversal, removed=removed)


def _require_undoable(connection: Connection, original: Job, *, by: UUID | None = None) -> None:
    """Raises UndoRefused for a job that is never undone."""
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
    if (clearing := later_work.clearing_since(connection, original.tenant_id, original.id)) is not None:
        raise UndoRefused(
            f"The tenant was cleared since, by {clearing}: what this job made is gone.",
            hint="Apply its plan again if its numbers are wanted.",
        )


def _require_no_later(later: Collection[UUID]) -> None:
    if later:
        raise UndoRefused(
            f"Later jobs built on what this one did: {', '.join(map(str, later))}.",
            hint="Undo those first, the latest one first.",
        )


def _clear(connection: Connection, tenant: TenantRow, scope: Scope) -> Reversal:
    """Mark what goes, and say what clearing does."""
    wanted = Wanted(tenant.id, scope=scope)
    removed = removal.mark_leaving(connection, wanted)
    kept: list[Stay] = []
    gone: list[Stay] = []
    kept_count, gone_count = 0, dict.fromkeys(Entity, 0)
    for entity in Entity:
        number, stays = removal.staying(connection, wanted, entity, deleted=False, limit=MOST_NAMED)
        kept_count += number
        kept += stays
        gone_count[entity], stays = removal.staying(
            connection, wanted, entity, deleted=True, limit=MOST_NAMED
        )
        gone += stays
    return Reversal(removed, dict.fromkeys(Entity, 0), kept_count, tuple(kept), gone_count, tuple(gone))


def _without(before: KpiSnapshot, leaving: KpiSnapshot) -> Cells:
    """What the months show once some records have left."""
    gone = leaving.by_month()
    return {
        month: {key: values[key] - gone[month][key] for key in PLANNED}
        for month, values in before.by_month().items()
    }


def _spares_edited(job: Job, original: Job | None) -> bool:
    """Whether records that people edited must stay as they are."""
    if original is not None:
        return original.scope != Edited.MOVE
    return job.scope in (None, Scope.GENERATED.value)
