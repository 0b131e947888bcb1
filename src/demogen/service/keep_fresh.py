"""Bringing stories about: what is due of a tenant's story by now, as an ordinary patch job, once, whoever asks.

What that is, and what of it can be met, is found in `due`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from demogen.db import stories, tenants
from demogen.db.audit import Actor
from demogen.db.jobs import Job
from demogen.db.session import PLANNING_SECONDS, Database, is_serialization_failure, keep_brief
from demogen.db.stories import StoryRow
from demogen.db.tables import DemoPatchJob
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import JsonObject
from demogen.domain.money import Currency
from demogen.domain.months import Month, first_instant
from demogen.domain.story import Schedule
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.facts import StoryRun
from demogen.engine.story_share import day_after, endless, next_due
from demogen.errors import DemogenError, PatchFailed, StoryMissing, document_of
from demogen.service.due import Due, Wanted, due_by_now, months_to_run
from demogen.service.queue import Queue
from demogen.service.submission import add_job, checked_anchor, demo_tenant
from demogen.service.telling import extend, first_month

log = structlog.get_logger()

SCHEDULER = Actor("schedule")
"""Who asks for the runs that come by themselves."""

_AGAIN_AFTER_HOURS = 6
"""How long a story whose run failed is left alone before it is tried again by itself."""


def submit_due(
    connection: Connection,
    tenant_id: UUID,
    *,
    max_records: int,
    anchor: datetime | None = None,
    asked: bool = False,
    actor: Actor = SCHEDULER,
    queue: Queue | None = None,
) -> Job | None:
    """A job for what is due of a tenant's story; None where nothing is, or where a run is under way. The transaction is
    REPEATABLE READ.

    Whoever comes second finds the story taken, so that several workers never run one twice. `asked` also runs a story
    that is paused, and one that failed a while ago.
    """
    story = stories.find_story(connection, tenant_id, lock=True)
    if story is None or stories.has_active_run(connection, tenant_id):
        return None
    tenant = demo_tenant(connection, tenant_id)
    now = checked_anchor(anchor, tenants.database_now(connection))
    if not asked and (story.paused or story.schedule is Schedule.OFF or _failed_lately(story, now)):
        return None
    calendar = calendar_of(tenant, now)
    told = stories.months_of(connection, tenant.id, tenant.money)
    due_now, behind = is_due(story, calendar), [month for month in told if told[month].is_behind]
    if not due_now and not (asked and behind):
        return None
    extend(connection, tenant, story, now)
    due = _due(connection, tenant, story, calendar, max_records=max_records)
    if not due_now and all(due.unmet.get(month) for month in behind):
        return None
    stories.note_unmet(
        connection, tenant_id, {month: lacking for month, lacking in due.unmet.items() if lacking}
    )
    if not due.plan.months:
        stories.cover(connection, tenant_id, due.until)
        return None
    job = add_job(
        connection,
        tenant,
        due.plan,
        anchor=now,
        seed=None,
        kind=DemoPatchJob,
        story_run=_run_to_json(due, tenant.money),
        actor=actor,
        queue=queue,
    )
    stories.change_story(connection, tenant_id, {"last_job_id": job.id})
    return job


def submit_each_due(
    database: Database,
    *,
    max_records: int,
    anchor: datetime | None = None,
    actor: Actor = SCHEDULER,
    queue: Queue | None = None,
    stop: threading.Event | None = None,
) -> Iterator[Job]:
    """Jobs for all stories that run by themselves, each stored when it is asked for: who runs them here runs one before the
    next one waits. What goes wrong with one is noted in it and stops no other; once `stop` is set, the rest is left to the
    next one who asks."""
    with database.transaction(read_only=True) as connection:
        wanted = stories.scheduled_tenants(connection)
    for tenant_id in wanted:
        if stop is not None and stop.is_set():
            break
        try:
            with database.transaction("REPEATABLE READ") as connection:
                keep_brief(connection, seconds=PLANNING_SECONDS)
                job = submit_due(
                    connection,
                    tenant_id,
                    max_records=max_records,
                    anchor=anchor,
                    actor=actor,
                    queue=queue,
                )
        except DemogenError as error:
            log.warning("story_not_run", tenant=str(tenant_id), reason=error.message)
            with database.transaction() as connection:
                stories.note_failure(
                    connection, tenant_id, document_of(error), tenants.database_now(connection)
                )
        except DBAPIError as error:
            if not is_serialization_failure(error):  # then somebody else runs it
                raise
        except Exception as error:
            log.exception("story_not_run", tenant=str(tenant_id))
            unknown = PatchFailed(f"The run could not be planned: {type(error).__name__}: {error}")
            with database.transaction() as connection:
                stories.note_failure(
                    connection, tenant_id, document_of(unknown), tenants.database_now(connection)
                )
        else:
            if job is not None:
                yield job


def require_story(connection: Connection, tenant: TenantRow) -> StoryRow:
    """The tenant's story; StoryMissing where it has none."""
    story = stories.find_story(connection, tenant.id)
    if story is None:
        raise StoryMissing(f"'{tenant.slug}' has no story.")
    return story


def calendar_of(tenant: TenantRow, now: datetime) -> BusinessCalendar:
    return BusinessCalendar(tenant.country, ZoneInfo(tenant.timezone), now)


def is_due(story: StoryRow, calendar: BusinessCalendar) -> bool:
    """Whether a part of the story that was not brought about yet is due; without a schedule, as if it were daily."""
    schedule = Schedule.DAILY if story.schedule is Schedule.OFF else story.schedule
    at = next_due(schedule, story.covered_until, _beyond(calendar))
    return at is not None and at <= calendar.anchor


def due_next(story: StoryRow, calendar: BusinessCalendar) -> datetime | None:
    """When the story will run by itself: at the next due instant, now where that has passed; None where it does not."""
    if story.paused or story.schedule is Schedule.OFF:
        return None
    at = next_due(story.schedule, story.covered_until, _beyond(calendar))
    return None if at is None else max(at, calendar.anchor)


def _beyond(calendar: BusinessCalendar) -> BusinessCalendar:
    now = Month.of(calendar.anchor, calendar.zone)
    return endless(calendar, until=now.plus(3))


def _failed_lately(story: StoryRow, now: datetime) -> bool:
    return story.failed_at is not None and (now - story.failed_at).total_seconds() < _AGAIN_AFTER_HOURS * 3600


def _due(
    connection: Connection,
    tenant: TenantRow,
    story: StoryRow,
    calendar: BusinessCalendar,
    *,
    max_records: int,
) -> Due:
    told = stories.months_of(connection, tenant.id, tenant.money)
    first, current = first_month(tenant, story.covered_until), Month.of(calendar.anchor, calendar.zone)
    today = first_instant(calendar.anchor.astimezone(calendar.zone).date(), calendar.zone)
    since = min(day_after(story.covered_until, calendar), today)
    wanted = Wanted(months_to_run(told, first, current), first, story.schedule, since)
    return due_by_now(connection, tenant, wanted, calendar, max_records=max_records)


def _run_to_json(due: Due, currency: Currency) -> JsonObject:
    return {
        "since": due.run.since.isoformat(),
        "until": due.until.isoformat(),
        "met": [str(month) for month in sorted(due.unmet) if due.unmet[month] is None],
        "aims": {str(month): currency.format(value) for month, value in due.run.aims.items()},
    }


def note_done(connection: Connection, job: Job) -> None:
    """In a run's own transaction: how far its story is brought about with it, and which months lack nothing any more."""
    assert job.story_run is not None
    until, met = job.story_run.get("until"), job.story_run.get("met", [])
    assert isinstance(met, list)
    stories.note_unmet(connection, job.tenant_id, {Month.parse(str(month)): None for month in met})
    # runs of earlier versions reach to their anchor
    reached = job.anchor if until is None else datetime.fromisoformat(str(until))
    stories.cover(connection, job.tenant_id, reached)


def story_run(job: Job, currency: Currency) -> StoryRun | None:
    """What a job knows of the story that it is a run of."""
    if job.story_run is None:
        return None
    aims = job.story_run["aims"]
    assert isinstance(aims, dict)
    return StoryRun(
        datetime.fromisoformat(str(job.story_run["since"])),
        {Month.parse(month): currency.parse(str(value)) for month, value in aims.items()},
    )
