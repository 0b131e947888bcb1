"""Executing a patch: one transaction in which the records and the word "completed" commit together or not at all."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import Connection

from demogen.db import jobs, leases, stories, tenants, upkeep
from demogen.db.audit import COMMAND_LINE, Actor
from demogen.db.copy import copy_batches
from demogen.db.jobs import Job
from demogen.db.leases import Attempt
from demogen.db.removal import Scope
from demogen.db.session import Database, is_serialization_failure
from demogen.db.shifting import Edited
from demogen.db.tables import ENTITY_TABLES, STAGE_CHANGES
from demogen.db.tenants import TenantRow
from demogen.domain.counts import counted
from demogen.domain.kpis import JsonObject, KpiSnapshot
from demogen.domain.metrics import Entity
from demogen.domain.months import Month
from demogen.domain.plan import Plan
from demogen.domain.preview import Preview
from demogen.engine.creator import EntityCreator, JobIdentity
from demogen.engine.diff import compute_diff
from demogen.engine.facts import TenantFacts
from demogen.engine.planner import SolvedPlan
from demogen.errors import (
    AttemptSuperseded,
    DatabaseUnreachable,
    DemogenError,
    JobInterrupted,
    JobNotRunnable,
    PatchFailed,
    PreviewOutdated,
    WorkerStopping,
    document_of,
)
from demogen.service.decision import decide
from demogen.service.gathering import gather_facts, gather_references, planned_months, snapshot
from demogen.service.guard import Guard
from demogen.service.idempotency import retried
from demogen.service.keep_fresh import note_done, story_run
from demogen.service.outcome import Outcome, hit_text, targets_of, verify
from demogen.service.plan_reader import plan_from_json
from demogen.service.progress import JobMonitor, Listener, worker_name
from demogen.service.proof import prove
from demogen.service.queue import Queue
from demogen.service.reconciliation import carry_out
from demogen.service.reversal import preview_clear, preview_undo, run_reversal, submit_clear, submit_undo
from demogen.service.shifting import SHIFT, preview_shift, run_shift, submit_shift
from demogen.service.submission import (
    Confirmation,
    Request,
    demo_tenant,
    preview_patch,
    require_feasible,
    submit_patch,
)
from demogen.service.supervision import cancel, hand_on, reap

log = structlog.get_logger()

MOST_RETRIES = 12
"""How often a patch that lost against another one starts anew."""


class PatchEngine:
    """Previews, submits, executes and cancels patches. Without a queue its jobs are run by the caller."""

    def __init__(self, database: Database, *, max_records: int, queue: Queue | None = None) -> None:
        self._database, self._max_records, self._queue = database, max_records, queue

    def preview(self, tenant_key: str, plan: Plan, *, anchor: datetime | None = None) -> Preview:
        """What the plan would do to the tenant now; changes nothing."""
        with self._database.transaction("REPEATABLE READ", read_only=True) as connection:
            return preview_patch(connection, tenant_key, plan, anchor=anchor, max_records=self._max_records)

    def submit(
        self,
        tenant_key: str,
        plan: Plan,
        *,
        anchor: datetime | None = None,
        seed: int | None = None,
        expected_fingerprint: str | None = None,
        confirmed: Confirmation | None = None,
        actor: Actor = COMMAND_LINE,
    ) -> Job:
        """A queued job for the plan. Raises ConfirmationNeeded, PreviewOutdated, PlanInvalid or PlanBlocked, and stores nothing then."""
        request = Request(plan, anchor, seed, expected_fingerprint, confirmed)
        with self._database.transaction("REPEATABLE READ") as connection:
            return self.submit_in(connection, tenant_key, request, actor=actor)

    def submit_in(
        self, connection: Connection, tenant_key: str, request: Request, *, actor: Actor = COMMAND_LINE
    ) -> Job:
        """`submit` in a REPEATABLE READ transaction of the caller's."""
        return submit_patch(
            connection, tenant_key, request, max_records=self._max_records, actor=actor, queue=self._queue
        )

    def preview_undo(self, job_id: UUID | str) -> JsonObject:
        """What undoing a job would take back and what it would keep; changes nothing."""
        with self._database.trial() as connection:
            return preview_undo(connection, job_id)

    def submit_undo(
        self, job_id: UUID | str, *, expected_fingerprint: str | None = None, actor: Actor = COMMAND_LINE
    ) -> Job:
        """A queued job that takes another one back. Raises UndoRefused and UndoOutdated."""

        def work(connection: Connection) -> Job:
            return submit_undo(
                connection, job_id, expected_fingerprint=expected_fingerprint, actor=actor, queue=self._queue
            )

        return retried(self._database, work)

    def preview_clear(self, tenant_key: str, scope: Scope) -> JsonObject:
        """What clearing a tenant would remove and what it would keep; changes nothing."""
        with self._database.trial() as connection:
            return preview_clear(connection, tenant_key, scope)

    def submit_clear(
        self,
        tenant_key: str,
        scope: Scope,
        *,
        expected_fingerprint: str | None = None,
        actor: Actor = COMMAND_LINE,
    ) -> Job:
        """A queued job that removes what demo jobs made for a tenant. Raises JobUnderWay and ClearOutdated."""

        def work(connection: Connection) -> Job:
            return submit_clear(
                connection,
                tenant_key,
                scope,
                expected_fingerprint=expected_fingerprint,
                actor=actor,
                queue=self._queue,
            )

        return retried(self._database, work)

    def preview_shift(
        self, tenant_key: str, end: Month, edited: Edited, *, anchor: datetime | None = None
    ) -> JsonObject:
        """What moving a tenant's story to end in a month would do; changes nothing."""
        with self._database.trial() as connection:
            return preview_shift(connection, tenant_key, end, edited, anchor=anchor)

    def submit_shift(
        self,
        tenant_key: str,
        end: Month,
        edited: Edited,
        *,
        anchor: datetime | None = None,
        expected_fingerprint: str | None = None,
        actor: Actor = COMMAND_LINE,
    ) -> Job:
        """A queued job that moves a tenant's story. Raises InputError, JobUnderWay and ShiftOutdated."""

        def work(connection: Connection) -> Job:
            return submit_shift(
                connection,
                tenant_key,
                end,
                edited,
                anchor=anchor,
                expected_fingerprint=expected_fingerprint,
                actor=actor,
                queue=self._queue,
            )

        return retried(self._database, work)

    def execute(
        self,
        job_id: UUID,
        *,
        worker: str | None = None,
        listener: Listener | None = None,
        stop: threading.Event | None = None,
    ) -> Job:
        """Run a queued job to its end and return it: completed, failed, cancelled, or queued again where `stop` was
        set meanwhile.

        A completed job returns its stored result and writes nothing. Raises JobNotRunnable for a job that runs
        elsewhere, failed or was cancelled.
        """
        job = self.find(job_id)
        if job.status == "completed":
            return job
        if job.status != "queued":
            raise JobNotRunnable(f"Job {job.id} is {job.status}.")
        monitor = JobMonitor(
            self._database, job, worker=worker or worker_name(), listener=listener, stop=stop
        )
        with monitor:
            attempt = monitor.attempt
            assert attempt is not None
            try:
                outcome = self._run(attempt, monitor)
            except Exception as error:
                self._give_up(attempt, monitor, error)
            except KeyboardInterrupt:
                self._give_up(attempt, monitor, JobInterrupted())
                monitor.done()
                raise
            else:
                self._tidy(outcome)
            monitor.done()
        return self.find(job.id)

    def cancel(self, job_id: UUID | str, *, actor: Actor = COMMAND_LINE) -> tuple[Job, bool]:
        """Cancel a job before its commit; the job as it is then, and whether this call cancelled it."""
        with self._database.transaction() as connection:
            job = jobs.find_job(connection, job_id)
            done = cancel(connection, job, actor=actor, queue=self._queue)
        return self.find(job_id), done

    def find(self, job_id: UUID | str) -> Job:
        with self._database.transaction("REPEATABLE READ", read_only=True) as connection:
            return jobs.find_job(connection, job_id)

    def recover(self) -> int:
        """Mark the jobs of commands whose process died as failed; the server rolled them back. Returns how many."""
        return reap(self._database).failed

    def _run(self, attempt: Attempt, monitor: JobMonitor) -> Outcome:
        for retry in range(MOST_RETRIES):
            try:
                return self._patch(attempt, monitor)
            except Exception as error:
                if not is_serialization_failure(error) or retry == MOST_RETRIES - 1:
                    raise
                monitor.note("Another patch of this tenant came first; starting anew on its result")
                time.sleep(min(0.05 * 2**retry, 1.0))
        raise AssertionError("the last retry returns or raises")

    def _patch(self, attempt: Attempt, monitor: JobMonitor) -> Outcome:
        """The one transaction. Everything is read at one snapshot; the job row is its last statement."""
        job, started = attempt.job, time.monotonic()
        with self._database.transaction("REPEATABLE READ") as connection:
            monitor.works_in(connection)
            tenants.bump_patch_counter(connection, job.tenant_id)
            if not leases.is_running(connection, attempt):
                raise AttemptSuperseded()
            tenant = demo_tenant(connection, job.tenant_id)
            if job.action == "patch":
                outcome = self._apply(connection, tenant, job, monitor)
            elif job.action == SHIFT:
                outcome = run_shift(connection, tenant, job, monitor)
            else:
                outcome = run_reversal(connection, tenant, job, monitor)
            if job.story_run is not None:
                note_done(connection, job)
            monitor.step(96, "proving", "Looking for records that contradict each other")
            prove(self._database, connection, tenant, job, touched=outcome.touched)
            monitor.step(98, "committing", hit_text(outcome.report))
            values = outcome.columns(tenant, monitor.log, seconds=time.monotonic() - started)
            if not jobs.finish(connection, job, attempt=attempt.number, status="completed", values=values):
                raise AttemptSuperseded()
        return outcome

    def _apply(self, connection: Connection, tenant: TenantRow, job: Job, monitor: JobMonitor) -> Outcome:
        """Read, decide, change, create, read again, compare."""
        plan = plan_from_json(job.plan, tenant.money)
        monitor.step(2, "reading", f"Reading the KPIs of {counted(len(plan.months), 'month')}")
        before = snapshot(connection, tenant, planned_months(plan))
        facts = replace(self._facts(connection, tenant, before, job.anchor), run=story_run(job, tenant.money))
        monitor.step(5, "planning", "Validating and solving the plan")
        decision = decide(connection, tenant, plan, facts)
        preview, solved, changes = decision.preview, decision.plan, decision.changes
        if job.expected_fingerprint not in (None, preview.fingerprint):
            raise PreviewOutdated(preview.to_json(tenant.money))
        require_feasible(preview.findings)
        assert solved is not None
        guard = Guard.set(connection, tenant, solved.months, job.anchor) if changes else None
        if changes:
            monitor.step(
                7,
                "changing",
                f"Changing {counted(sum(changes.changed.values()), 'record')} and retiring "
                f"{sum(changes.deleted.values()):,}",
            )
            carry_out(connection, tenant, job.id, changes, facts=decision.facts)
        created = self._create(connection, tenant, job, decision.created, decision.facts, monitor)
        monitor.step(92, "verifying", "Reading the KPIs again")
        after = snapshot(connection, tenant, solved.months)
        verify(after, solved, facts)
        if guard:
            guard.check(connection)
        report = compute_diff(before, after, targets_of(solved, facts), plan.tolerances)
        outcome = Outcome(before, after, report, created=created, preview=preview)
        return replace(outcome, changed=changes.changed, deleted=changes.deleted) if changes else outcome

    def _facts(
        self, connection: Connection, tenant: TenantRow, before: KpiSnapshot, anchor: datetime
    ) -> TenantFacts:
        return gather_facts(connection, tenant, before, anchor=anchor, max_records=self._max_records)

    def _create(
        self,
        connection: Connection,
        tenant: TenantRow,
        job: Job,
        solved: SolvedPlan,
        facts: TenantFacts,
        monitor: JobMonitor,
    ) -> dict[Entity, int]:
        """Make and load all records; returns how many of each kind."""
        total, done = sum(solved.records.values()), 0
        references = gather_references(connection, tenant, solved.months, new=total)
        creator = EntityCreator(solved, facts, references, JobIdentity(tenant.id, job.id, job.seed))
        created = dict.fromkeys(Entity, 0)
        for entity in Entity:
            if not solved.records[entity]:
                continue
            monitor.step(
                8 + 84 * done // total,
                f"creating {entity}",
                f"Creating {counted(solved.records[entity], entity.noun)}",
            )
            for rows in copy_batches(connection, ENTITY_TABLES[entity], creator.batches(entity)):
                created[entity] += rows
                done += rows
                monitor.advance(8 + 84 * done // total)
            if entity is Entity.DEALS:
                list(copy_batches(connection, STAGE_CHANGES, creator.stage_changes()))
        tenants.count_names(
            connection, tenant.id, companies=created[Entity.COMPANIES], contacts=created[Entity.CONTACTS]
        )
        return created

    def _give_up(self, attempt: Attempt, monitor: JobMonitor, error: Exception) -> None:
        """Everything was rolled back: hand the job on, leave it to others, or say why it failed."""
        if isinstance(error, AttemptSuperseded):
            return
        if self._queue is not None and isinstance(error, DatabaseUnreachable):
            raise error  # the lease runs out, and the job is handed on once the server is back
        with self._database.transaction() as connection:
            if self._queue is not None and isinstance(error, WorkerStopping):
                job = replace(attempt.job, log=monitor.log)
                hand_on(connection, self._queue, replace(attempt, job=job), "its worker was stopped")
            else:
                document = self._explain(attempt, monitor, error)
                values = {"error": document, "log": monitor.log}
                jobs.finish(connection, attempt.job, attempt=attempt.number, status="failed", values=values)
                if attempt.job.story_run is not None:
                    now = tenants.database_now(connection)
                    stories.note_failure(connection, attempt.job.tenant_id, document, now)

    def _explain(self, attempt: Attempt, monitor: JobMonitor, error: Exception) -> JsonObject:
        known = (
            error
            if isinstance(error, DemogenError)
            else PatchFailed(f"The patch failed: {_first_line(error)}")
        )
        log.error("patch_failed", job=str(attempt.job.id), error=known.message, exc_info=error is not known)
        monitor.note(f"Rolled back: {known.message}")
        return document_of(known)

    def _tidy(self, outcome: Outcome) -> None:
        """After the commit, so that the next KPI reads are index-only; a failure here loses nothing."""
        with self._database.autocommit() as connection:
            for entity, rows in outcome.created.items():
                upkeep.after_load(connection, entity, rows)


def _first_line(error: Exception) -> str:
    return (str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__])[0]
