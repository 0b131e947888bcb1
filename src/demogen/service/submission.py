"""Taking a plan in: checked against the tenant as it stands, then a job's row, its queue entry and the audit entry,
all in the caller's transaction."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from demogen.db import audit, jobs, tenants
from demogen.db.audit import COMMAND_LINE, Actor
from demogen.db.jobs import Job
from demogen.db.tables import DemoPatchJob
from demogen.db.tenants import TenantRow
from demogen.domain.issues import Findings
from demogen.domain.kpis import JsonObject
from demogen.domain.plan import Mode, Plan
from demogen.domain.preview import Preview
from demogen.engine.rng import RandomStream
from demogen.errors import (
    ConfirmationNeeded,
    InputError,
    JobNotRunnable,
    JobUnderWay,
    PlanBlocked,
    PlanInvalid,
    PreviewOutdated,
    TenantDamaged,
    TenantNotDemo,
)
from demogen.service.decision import Decision, decide
from demogen.service.gathering import gather_facts, planned_months, snapshot
from demogen.service.queue import Queue

MOST_JOBS_AT_ONCE = 100
"""Ids that are tried for one new job."""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """How many records somebody agreed to have created, changed and retired."""

    created: int
    changed: int
    deleted: int

    @classmethod
    def of(cls, preview: Preview) -> Confirmation:
        """What a preview asks to be confirmed."""
        changes = preview.changes or {}

        def total(name: str) -> int:
            counts = changes.get(name)
            return sum(counts.values()) if isinstance(counts, dict) else 0

        return cls(sum(preview.records.values()), total("changed"), total("deleted"))


@dataclass(frozen=True, slots=True)
class Request:
    """A patch that somebody asks for. `expected_fingerprint` is that of the preview they have seen; RECONCILE needs the
    confirmation of its counts."""

    plan: Plan
    anchor: datetime | None = None
    seed: int | None = None
    expected_fingerprint: str | None = None
    confirmed: Confirmation | None = None


def preview_patch(
    connection: Connection, tenant_key: str, plan: Plan, *, anchor: datetime | None, max_records: int
) -> Preview:
    """What the plan would do to the tenant, at the connection's snapshot."""
    tenant = demo_tenant(connection, tenant_key)
    return decide_patch(connection, tenant, plan, anchor=anchor, max_records=max_records).preview


def decide_patch(
    connection: Connection, tenant: TenantRow, plan: Plan, *, anchor: datetime | None, max_records: int
) -> Decision:
    """What the plan would do, with every record that it would change."""
    instant = checked_anchor(anchor, tenants.database_now(connection))
    before = snapshot(connection, tenant, planned_months(plan))
    facts = gather_facts(connection, tenant, before, anchor=instant, max_records=max_records)
    return decide(connection, tenant, plan, facts)


def submit_patch(
    connection: Connection,
    tenant_key: str,
    request: Request,
    *,
    max_records: int,
    actor: Actor = COMMAND_LINE,
    queue: Queue | None = None,
) -> Job:
    """A queued job for the plan; without a queue, one that the caller runs itself.

    Raises PreviewOutdated, PlanInvalid or PlanBlocked, and stores nothing then. The transaction is REPEATABLE READ.
    """
    tenant = demo_tenant(connection, tenant_key)
    plan = request.plan
    preview = preview_patch(connection, tenant_key, plan, anchor=request.anchor, max_records=max_records)
    if request.expected_fingerprint not in (None, preview.fingerprint):
        raise PreviewOutdated(preview.to_json(tenant.money))
    require_feasible(preview.findings)
    if plan.mode is Mode.RECONCILE and request.confirmed != Confirmation.of(preview):
        raise ConfirmationNeeded(preview.to_json(tenant.money), **asdict(Confirmation.of(preview)))
    return add_job(
        connection,
        tenant,
        plan,
        anchor=checked_anchor(request.anchor, tenants.database_now(connection)),
        seed=request.seed,
        kind=DemoPatchJob,
        expected_fingerprint=(
            preview.fingerprint if plan.mode is Mode.RECONCILE else request.expected_fingerprint
        ),
        actor=actor,
        queue=queue,
    )


def demo_tenant(connection: Connection, key: str | UUID) -> TenantRow:
    """The tenant, if it is one that demo jobs may write to."""
    tenant = sound_tenant(connection, key)
    if not tenant.is_demo:
        raise TenantNotDemo(
            f"'{tenant.slug}' is not a demo tenant; demogen only ever writes to demo tenants."
        )
    return tenant


def sound_tenant(connection: Connection, key: str | UUID) -> TenantRow:
    """A tenant, whose values can be used. Raises TenantDamaged."""
    tenant = tenants.find_tenant(connection, key)
    if tenant.damage is not None:
        raise TenantDamaged(f"'{tenant.slug}' cannot be read. {tenant.damage}")
    return tenant


def checked_anchor(anchor: datetime | None, now: datetime) -> datetime:
    """The job's now: the database's clock unless an earlier instant is given."""
    if anchor is not None and anchor > now:
        raise InputError(
            f"The anchor {anchor.isoformat()} lies in the future; it is now {now.isoformat()}.",
            hint="Give an instant that has passed, or leave it out.",
        )
    return anchor or now


def require_alone(connection: Connection, tenant: TenantRow, action: str, said: str) -> None:
    """Raise JobUnderWay where a job of this kind has not ended. `said` completes "'slug' is … already"."""
    if (active := jobs.active_of_kind(connection, tenant.id, action)) is not None:
        raise JobUnderWay(f"'{tenant.slug}' is {said} already, by {active}.")


def require_feasible(findings: Findings) -> None:
    """Raise PlanInvalid for errors, else PlanBlocked for blockers."""
    if findings.errors:
        raise PlanInvalid(findings.stopping)
    if findings.blockers:
        raise PlanBlocked(findings.blockers)


def add_job(
    connection: Connection,
    tenant: TenantRow,
    plan: Plan,
    *,
    anchor: datetime,
    seed: int | None,
    kind: jobs.JobTable,
    scenario: str | None = None,
    expected_fingerprint: str | None = None,
    action: str = "patch",
    scope: str | None = None,
    shift_by: int | None = None,
    story_run: JsonObject | None = None,
    undoes: UUID | None = None,
    actor: Actor = COMMAND_LINE,
    queue: Queue | None = None,
) -> Job:
    """Insert a queued job. A job with a given seed gets an id that follows from it, so that records can be rebuilt."""
    chosen = seed if seed is not None else plan.seed
    known = jobs.count_jobs(connection, tenant.id)
    for number in range(known, known + MOST_JOBS_AT_ONCE):
        value = chosen if chosen is not None else secrets.randbelow(2**63)
        job = Job(
            tenant_id=tenant.id,
            id=derived_id("job", str(tenant.id), number, value),
            mode=plan.mode,
            plan_type=plan.plan_type,
            plan=plan.to_json(tenant.money),
            plan_hash=plan.hash(tenant.money),
            seed=value,
            anchor=anchor,
            scenario=scenario,
            expected_fingerprint=expected_fingerprint,
            action=action,
            scope=scope,
            shift_by=shift_by,
            story_run=story_run,
            undoes=undoes,
            original_job_id=undoes,
            created_by=actor.user_id,
            foreground=queue is None,
            kind=kind,
        )
        if jobs.insert_job(connection, job):
            if queue is not None:
                queue.add(connection, tenant_id=tenant.id, job_id=job.id)
            what = jobs.KINDS[kind] if action == "patch" else action
            audit.record(connection, actor, f"{what}.submit", tenant_id=tenant.id, job_id=job.id)
            return job
    raise JobNotRunnable("Too many jobs of this tenant are being added at once.", hint="Try again.")


def derived_id(*parts: str | int) -> UUID:
    """A UUID (version 8, RFC 9562) that follows from its parts."""
    stream = RandomStream(*parts)
    number = (stream.number("a", 2**32) << 96) | (stream.number("b", 2**32) << 64)
    number |= (stream.number("c", 2**32) << 32) | stream.number("d", 2**32)
    number = (number & ~(0xF << 76)) | (8 << 76)
    return UUID(int=(number & ~(0x3 << 62)) | (2 << 62))
