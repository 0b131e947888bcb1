"""Jobs that must not stay as they are: cancelled by somebody, or held by a worker that is gone."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import structlog
from sqlalchemy import Connection

from demogen.db import audit, jobs, leases, stories, tenants
from demogen.db.audit import COMMAND_LINE, Actor
from demogen.db.jobs import Job
from demogen.db.leases import Attempt
from demogen.db.session import Database, keep_brief
from demogen.domain.kpis import JsonObject
from demogen.service.progress import log_line
from demogen.service.queue import Queue

log = structlog.get_logger()

MOST_ATTEMPTS = 3
"""Workers that a job may cost before it is given up."""

_SUPERVISOR = Actor("supervisor")
_FORGOTTEN_SECONDS, _UNSTARTED_SECONDS = 5, 60


@dataclass(frozen=True, slots=True)
class Reaped:
    """What a look at the jobs changed."""

    handed_on: int = 0
    failed: int = 0
    woken: int = 0


def reap(database: Database, queue: Queue | None = None) -> Reaped:
    """Take jobs from workers that are gone: their sessions are ended, and the jobs handed on or failed.

    Jobs that wait without a queue entry get one. Without a queue only the jobs of commands are looked at.
    """
    handed_on = failed = woken = 0
    with database.transaction() as connection:
        keep_brief(connection)
        lost = leases.take_lost(connection)
        lost += [Attempt(job, job.attempt, "unknown") for job in leases.orphans(connection)]
        for attempt in lost:
            if queue is None and not attempt.job.foreground:
                continue
            leases.end_session(connection, attempt)
            leases.drop(connection, attempt)
            if attempt.job.status != "running" or attempt.job.attempt != attempt.number:
                continue
            if queue is None or attempt.job.foreground:
                failed += _fail(connection, attempt.job, _process_ended())
            elif attempt.number >= MOST_ATTEMPTS:
                failed += _fail(connection, attempt.job, _attempts_exhausted(attempt))
            else:
                queue.drop(connection, job_id=attempt.job.id, taken=True)
                handed_on += hand_on(connection, queue, attempt, "its worker is gone")
        for _, job_id in leases.unstarted(connection, foreground=True, older_than_seconds=_UNSTARTED_SECONDS):
            failed += _fail(connection, jobs.find_job(connection, job_id), _process_ended())
        if queue is not None:
            woken = _wake_forgotten(connection, queue)
    found = Reaped(handed_on, failed, woken)
    if found != Reaped():
        log.warning("jobs_reaped", handed_on=handed_on, failed=failed, woken=woken)
    return found


def hand_on(connection: Connection, queue: Queue, attempt: Attempt, reason: str) -> bool:
    """Make the attempt's job wait for another worker; False where it has ended meanwhile."""
    job = attempt.job
    line = log_line(len(job.log) + 1, f"Attempt {attempt.number} was rolled back: {reason}; handed on")
    values = {"log": [*job.log, line], "progress": job.progress, "current_step": "waiting"}
    if not jobs.change_status(connection, job, before=("running",), status="queued", values=values):
        return False
    queue.add(connection, tenant_id=job.tenant_id, job_id=job.id)
    details: JsonObject = {"attempt": attempt.number, "worker": attempt.worker, "reason": reason}
    audit.record(
        connection, _SUPERVISOR, "job.hand_on", tenant_id=job.tenant_id, job_id=job.id, details=details
    )
    return True


def cancel(
    connection: Connection, job: Job, *, actor: Actor = COMMAND_LINE, queue: Queue | None = None
) -> bool:
    """Cancel a job that has not ended, so that it leaves no row; False where it has ended already.

    A running attempt cannot commit any more; it stops at its next report.
    """
    error: JsonObject = {
        "code": "cancelled",
        "message": f"The job was cancelled by {actor.name}.",
        "hint": "Nothing was written. Apply the plan again if it was not meant to be cancelled.",
    }
    values = {
        "log": [*job.log, log_line(len(job.log) + 1, f"Cancelled by {actor.name}")],
        "progress": job.progress,
        "current_step": "cancelled",
        "error": error,
    }
    keep_brief(connection)
    done = jobs.change_status(
        connection, job, before=("queued", "running"), status="cancelled", values=values
    )
    if done and queue is not None:
        queue.drop(connection, job_id=job.id)
    if done and job.story_run is not None:  # else the story would ask for the same again within minutes
        stories.note_failure(connection, job.tenant_id, error, tenants.database_now(connection))
    details: JsonObject = {"cancelled": done}
    audit.record(connection, actor, "job.cancel", tenant_id=job.tenant_id, job_id=job.id, details=details)
    return done


def _wake_forgotten(connection: Connection, queue: Queue) -> int:
    """The queue may lose an entry, the job's row may not: jobs that wait unheard of get a new one."""
    queue.sweep(connection)
    waiting = leases.unstarted(connection, foreground=False, older_than_seconds=_FORGOTTEN_SECONDS)
    held = queue.held(connection) if waiting else set()
    forgotten: list[tuple[UUID, UUID]] = [pair for pair in waiting if pair[1] not in held]
    for tenant_id, job_id in forgotten:
        queue.add(connection, tenant_id=tenant_id, job_id=job_id)
    return len(forgotten)


def _fail(connection: Connection, job: Job, error: JsonObject) -> bool:
    values = {
        "error": error,
        "log": [*job.log, log_line(len(job.log) + 1, str(error["message"]))],
        "progress": job.progress,
    }
    done = jobs.change_status(connection, job, before=("queued", "running"), status="failed", values=values)
    if done:
        audit.record(
            connection, _SUPERVISOR, "job.fail", tenant_id=job.tenant_id, job_id=job.id, details=error
        )
    return done


def _process_ended() -> JsonObject:
    return {
        "code": "process_ended",
        "message": "The process that ran this job ended before the job was done.",
        "hint": "Nothing was written. Apply the plan again.",
    }


def _attempts_exhausted(attempt: Attempt) -> JsonObject:
    return {
        "code": "attempts_exhausted",
        "message": f"{attempt.number} workers ended while they ran this job, the last one {attempt.worker}.",
        "hint": "Nothing was written. Look at the workers' logs (memory?), then apply the plan again.",
    }
