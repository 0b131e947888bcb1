"""Executing a patch: one transaction in which the records and the word "completed" commit together or not at all."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy import Connection

from demogen.db import jobs, tenants
from demogen.db.copy import copy_batches
from demogen.db.jobs import Job
from demogen.db.session import Database, is_serialization_failure
from demogen.db.tables import ENTITY_TABLES, DemoPatchJob
from demogen.db.tenants import TenantRow
from demogen.domain.issues import Findings
from demogen.domain.kpis import JsonObject, KpiSnapshot
from demogen.domain.metrics import PLANNED, STOCKS, Entity, MetricKey, label_of
from demogen.domain.months import Month
from demogen.domain.plan import Plan
from demogen.domain.preview import Preview
from demogen.domain.report import CellStatus, PatchDiffReport
from demogen.engine.creator import EntityCreator, JobIdentity
from demogen.engine.diff import compute_diff
from demogen.engine.facts import TenantFacts
from demogen.engine.planner import SolvedPlan
from demogen.engine.preview import examine
from demogen.engine.rng import RandomStream
from demogen.errors import (
    AttemptSuperseded,
    DatabaseUnreachable,
    DemogenError,
    InputError,
    JobNotRunnable,
    PatchFailed,
    PlanBlocked,
    PlanInvalid,
    TenantNotDemo,
    VerificationFailed,
)
from demogen.service.gathering import gather_facts, gather_references, planned_months, snapshot
from demogen.service.plan_reader import plan_from_json
from demogen.service.progress import JobMonitor, Listener

log = structlog.get_logger()

MOST_RETRIES = 12
"""How often a patch that lost against another one starts anew."""

MOST_JOBS_AT_ONCE = 100
"""Ids that are tried for one new job."""

_VACUUM_FROM = 20_000
"""Records from which on the tables' statistics and visibility maps are brought up to date after the commit."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a patch did, as its one transaction saw it."""

    preview: Preview
    created: Mapping[Entity, int]
    before: KpiSnapshot
    after: KpiSnapshot
    report: PatchDiffReport


class PatchEngine:
    """Previews, submits and executes patches."""

    def __init__(self, database: Database, *, max_records: int) -> None:
        self._database, self._max_records = database, max_records

    def preview(self, tenant_key: str, plan: Plan, *, anchor: datetime | None = None) -> Preview:
        """What the plan would do to the tenant now; changes nothing."""
        with self._database.transaction("REPEATABLE READ", read_only=True) as connection:
            tenant = demo_tenant(connection, tenant_key)
            instant = checked_anchor(anchor, tenants.database_now(connection))
            before = snapshot(connection, tenant, planned_months(plan))
            facts = self._facts(connection, tenant, before, instant)
            return examine(plan, facts)[0]

    def submit(
        self, tenant_key: str, plan: Plan, *, anchor: datetime | None = None, seed: int | None = None
    ) -> Job:
        """A queued job for the plan. Raises PlanInvalid or PlanBlocked, and stores nothing then."""
        require_feasible(self.preview(tenant_key, plan, anchor=anchor).findings)
        with self._database.transaction() as connection:
            tenant = demo_tenant(connection, tenant_key)
            now = tenants.database_now(connection)
            return add_job(
                connection,
                tenant,
                plan,
                anchor=checked_anchor(anchor, now),
                seed=seed,
                kind=DemoPatchJob,
            )

    def execute(self, job_id: UUID, *, listener: Listener | None = None) -> Job:
        """Run a queued job to its end and return it, completed or failed.

        A completed job returns its stored result and writes nothing. Raises JobNotRunnable for a job that runs
        elsewhere, failed or was cancelled.
        """
        job = self.find(job_id)
        if job.status == "completed":
            return job
        if job.status != "queued":
            raise JobNotRunnable(f"Job {job.id} is {job.status}.")
        with JobMonitor(self._database, job, listener) as monitor:
            attempt = monitor.claim()
            try:
                outcome = self._run(job, attempt, monitor)
            except Exception as error:
                self._fail(job, attempt, monitor, error)
            else:
                self._tidy(outcome)
            monitor.done()
        return self.find(job.id)

    def find(self, job_id: UUID | str) -> Job:
        with self._database.transaction(read_only=True) as connection:
            return jobs.find_job(connection, job_id)

    def recover(self) -> int:
        """Mark jobs whose process died as failed; the server has rolled them back already. Returns how many."""
        with self._database.transaction() as connection:
            lost = jobs.abandoned(connection)
            for job in lost:
                error = {
                    "code": "process_ended",
                    "message": "The process that ran this job ended before the job was done.",
                    "hint": "Nothing was written. Apply the plan again.",
                }
                values = {"error": error, "log": job.log, "progress": job.progress}
                jobs.finish(connection, job, attempt=job.attempt, status="failed", values=values)
                jobs.clear_progress(connection, job)
        return len(lost)

    def _run(self, job: Job, attempt: int, monitor: JobMonitor) -> Outcome:
        for retry in range(MOST_RETRIES):
            try:
                return self._patch(job, attempt, monitor)
            except Exception as error:
                if not is_serialization_failure(error) or retry == MOST_RETRIES - 1:
                    raise
                monitor.note("Another patch of this tenant came first; starting anew on its result")
                time.sleep(min(0.05 * 2**retry, 1.0))
        raise AssertionError("the last retry returns or raises")

    def _patch(self, job: Job, attempt: int, monitor: JobMonitor) -> Outcome:
        """The one transaction. Everything is read at one snapshot; the job row is its last statement."""
        started = time.monotonic()
        with self._database.transaction("REPEATABLE READ") as connection:
            tenants.bump_patch_counter(connection, job.tenant_id)
            tenant = demo_tenant(connection, job.tenant_id)
            plan = plan_from_json(job.plan, tenant.money)
            monitor.step(2, "reading", f"Reading the KPIs of {len(plan.months)} months")
            before = snapshot(connection, tenant, planned_months(plan))
            facts = self._facts(connection, tenant, before, job.anchor)
            monitor.step(5, "planning", "Validating and solving the plan")
            preview, solved = examine(plan, facts)
            require_feasible(preview.findings)
            assert solved is not None
            created = self._create(connection, tenant, job, solved, facts, monitor)
            monitor.step(92, "verifying", "Reading the KPIs again")
            after = snapshot(connection, tenant, solved.months)
            verify(after, solved, facts)
            report = compute_diff(before, after, targets_of(solved, facts), plan.tolerances)
            outcome = Outcome(preview, created, before, after, report)
            monitor.step(98, "committing", f"{report.count(CellStatus.PASS)} planned numbers hit")
            values = _completed(outcome, plan, tenant, monitor, time.monotonic() - started)
            if not jobs.finish(connection, job, attempt=attempt, status="completed", values=values):
                raise AttemptSuperseded()
        return outcome

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
        references = gather_references(connection, tenant, solved.months)
        creator = EntityCreator(solved, facts, references, JobIdentity(tenant.id, job.id, job.seed))
        total, done = max(sum(solved.records.values()), 1), 0
        created = dict.fromkeys(Entity, 0)
        for entity in Entity:
            if not solved.records[entity]:
                continue
            monitor.step(
                8 + 84 * done // total,
                f"creating {entity}",
                f"Creating {solved.records[entity]:,} {entity}",
            )
            for rows in copy_batches(connection, ENTITY_TABLES[entity], creator.batches(entity)):
                created[entity] += rows
                done += rows
                monitor.advance(8 + 84 * done // total)
        tenants.count_names(
            connection, tenant.id, companies=created[Entity.COMPANIES], contacts=created[Entity.CONTACTS]
        )
        return created

    def _fail(self, job: Job, attempt: int, monitor: JobMonitor, error: Exception) -> None:
        """Everything was rolled back: say so, and why."""
        known = (
            error
            if isinstance(error, DemogenError)
            else PatchFailed(f"The patch failed: {_first_line(error)}")
        )
        log.error("patch_failed", job=str(job.id), error=known.message, exc_info=error is not known)
        monitor.note(f"Rolled back: {known.message}")
        document: JsonObject = {"code": known.code, "message": known.message, "hint": known.hint}
        if isinstance(known, PlanInvalid | PlanBlocked):
            document["errors"] = [issue.to_json() for issue in known.issues]
        values = {"error": document, "log": monitor.log}
        try:
            with self._database.transaction() as connection:
                jobs.finish(connection, job, attempt=attempt, status="failed", values=values)
        except DatabaseUnreachable:  # the server went away; `recover` marks the job once it is back
            raise known from error

    def _tidy(self, outcome: Outcome) -> None:
        """After the commit, so that the next KPI reads are index-only; a failure here loses nothing."""
        for entity, rows in outcome.created.items():
            if rows >= _VACUUM_FROM:
                with self._database.autocommit() as connection:
                    connection.exec_driver_sql(f"VACUUM (ANALYZE) {ENTITY_TABLES[entity].name}")


def demo_tenant(connection: Connection, key: str | UUID) -> TenantRow:
    """The tenant, if it is one that demo jobs may write to."""
    tenant = tenants.find_tenant(connection, key)
    if not tenant.is_demo:
        raise TenantNotDemo(
            f"'{tenant.slug}' is not a demo tenant; demogen only ever writes to demo tenants."
        )
    return tenant


def checked_anchor(anchor: datetime | None, now: datetime) -> datetime:
    """The job's now: the database's clock unless an earlier instant is given."""
    if anchor is not None and anchor > now:
        raise InputError(
            f"The anchor {anchor.isoformat()} lies in the future; it is now {now.isoformat()}.",
            hint="Give an instant that has passed, or leave it out.",
        )
    return anchor or now


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
            kind=kind,
        )
        if jobs.insert_job(connection, job):
            return job
    raise JobNotRunnable("Too many jobs of this tenant are being added at once.", hint="Try again.")


def derived_id(*parts: str | int) -> UUID:
    """A UUID (version 8, RFC 9562) that follows from its parts."""
    stream = RandomStream(*parts)
    number = (stream.number("a", 2**32) << 96) | (stream.number("b", 2**32) << 64)
    number |= (stream.number("c", 2**32) << 32) | stream.number("d", 2**32)
    number = (number & ~(0xF << 76)) | (8 << 76)
    return UUID(int=(number & ~(0x3 << 62)) | (2 << 62))


def targets_of(solved: SolvedPlan, facts: TenantFacts) -> dict[Month, dict[MetricKey, int]]:
    """What the plan's own cells, and those it implies, should show after the patch."""
    implied = {(issue.month, issue.metric) for issue in solved.notes if issue.metric}
    return {
        month: {
            key: facts.kpis(month)[key] + delta
            for key, delta in cells.items()
            if key in solved.asked[month] or (month, key) in implied
        }
        for month, cells in solved.deltas.items()
    }


def verify(after: KpiSnapshot, solved: SolvedPlan, facts: TenantFacts) -> None:
    """after = before + what was planned, for every KPI of every planned month, stocks included."""
    for expected, found in zip(solved.projected(facts), after.months, strict=True):
        for key in (*PLANNED, *STOCKS):
            if found[key] != expected[key]:
                raise VerificationFailed(
                    f"{label_of(key)} in {found.month} is {found[key]} after the patch, where {expected[key]} was "
                    "planned; the patch was rolled back."
                )


def _completed(
    outcome: Outcome, plan: Plan, tenant: TenantRow, monitor: JobMonitor, seconds: float
) -> dict[str, object]:
    """The job row's last values."""
    rows = sum(outcome.created.values())
    return {
        "progress": 100,
        "current_step": "done",
        "validation": outcome.preview.findings.to_json() | {"preview": outcome.preview.to_json(tenant.money)},
        "before_kpis": outcome.before.to_json(),
        "after_kpis": outcome.after.to_json(),
        "diff_report": outcome.report.to_json(tenant.money),
        "records_created": {entity.value: count for entity, count in outcome.created.items()},
        "records_changed": dict.fromkeys(Entity, 0),
        "records_deleted": dict.fromkeys(Entity, 0),
        "execution_metrics": {
            "durationMs": round(seconds * 1000),
            "rows": rows,
            "rowsPerSecond": round(rows / seconds) if seconds else 0,
        },
        "log": monitor.log,
    }


def _first_line(error: Exception) -> str:
    return (str(getattr(error, "orig", None) or error).strip().splitlines() or [type(error).__name__])[0]
