"""Bringing stories about: what is due of a tenant's story by now, as an ordinary patch job, once, whoever asks."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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
from demogen.domain.kpis import JsonObject, MonthlyKpiSnapshot
from demogen.domain.metrics import MetricKey
from demogen.domain.money import Currency
from demogen.domain.months import Month, months_between
from demogen.domain.plan import LONGEST, Mode, Plan, PlanMonth, PlanType
from demogen.domain.story import Schedule, StoryMonth
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.facts import StoryRun
from demogen.engine.story import closings_of, settled
from demogen.engine.story_share import day_after, endless, last_business_day, next_due, share_to_date
from demogen.errors import DemogenError, PatchFailed, StoryMissing, document_of
from demogen.service.decision import decide
from demogen.service.gathering import gather_facts, planned_months, snapshot
from demogen.service.queue import Queue
from demogen.service.submission import add_job, checked_anchor, demo_tenant
from demogen.service.telling import extend, first_month

log = structlog.get_logger()

SCHEDULER = Actor("schedule")
"""Who asks for the runs that come by themselves."""

_AIM_PERCENT = 96
"""Deals that are won before a month's last day leave a little of its value to it, so that it can be met exactly."""

_AGAIN_AFTER_HOURS = 6
"""How long a story whose run failed is left alone before it is tried again by itself."""


@dataclass(frozen=True, slots=True)
class Due:
    """What a run brings about: the months with what they shall show, and from when on its records are dated."""

    plan: Plan
    run: StoryRun


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
    if not is_due(story, calendar):
        return None
    extend(connection, tenant, story, now)
    due = _due(connection, tenant, story, calendar, max_records=max_records)
    if due is None:
        stories.cover(connection, tenant_id, now)
        return None
    job = add_job(
        connection,
        tenant,
        due.plan,
        anchor=now,
        seed=None,
        kind=DemoPatchJob,
        story_run=_run_to_json(due.run, tenant.money),
        actor=actor,
        queue=queue,
    )
    stories.change_story(connection, tenant_id, {"last_job_id": job.id})
    return job


def submit_all_due(
    database: Database,
    *,
    max_records: int,
    anchor: datetime | None = None,
    actor: Actor = SCHEDULER,
    queue: Queue | None = None,
    stop: threading.Event | None = None,
) -> list[Job]:
    """Jobs for all stories that run by themselves. What goes wrong with one is noted in it and stops no other; once `stop` is
    set, the rest is left to the next one who asks."""
    with database.transaction(read_only=True) as connection:
        wanted = stories.scheduled_tenants(connection)
    found = []
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
            found += [] if job is None else [job]
    return found


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
) -> Due | None:
    """The plan of a run: months that are over at their numbers, the current one at its share to date. A month that shows
    more already, by somebody's patch, waits for its last day; only then are numbers lowered, and only where they can be."""
    now = calendar.anchor
    since = day_after(story.covered_until, calendar)
    told = stories.months_of(connection, tenant.id, tenant.money)
    current = Month.of(now, calendar.zone)
    wanted = [
        told[month]
        for month in months_between(first_month(tenant, story.covered_until), current)
        if month in told and not told[month].skipped and told[month].values
    ][:LONGEST]
    targets = {one.month: _target(one, story.schedule, current, calendar) for one in wanted}
    targets = {month: values for month, values in targets.items() if values}
    if not targets:
        return None
    before = snapshot(connection, tenant, sorted(targets)).by_month()
    if current in targets and not _is_last(current, current, calendar):
        targets[current] = _closable(targets, before, current)
    aims = {
        month: max(aim - before[month][MetricKey.CLOSED_WON_VALUE], 0)
        + before[month][MetricKey.CLOSED_WON_VALUE]
        for month in targets
        if (aim := _aim(told[month], targets[month])) is not None
    }
    run = StoryRun(since, aims)
    risen = {month: _not_below(values, before[month].values) for month, values in targets.items()}
    is_over = {month: _is_last(month, current, calendar) for month in targets}
    exact = {month: values if is_over[month] else risen[month] for month, values in targets.items()}
    for choice in (exact, risen):
        plan = Plan(
            tuple(PlanMonth(month, values) for month, values in sorted(choice.items())),
            PlanType.TARGETS,
            Mode.RECONCILE,
        )
        facts = gather_facts(
            connection,
            tenant,
            snapshot(connection, tenant, planned_months(plan)),
            anchor=now,
            max_records=max_records,
        )
        preview = decide(connection, tenant, plan, replace(facts, run=run)).preview
        if preview.feasible or choice is risen:
            break
    return Due(plan, run)


def _target(
    one: StoryMonth, schedule: Schedule, current: Month, calendar: BusinessCalendar
) -> dict[MetricKey, int]:
    if one.month < current:
        return dict(one.values)
    whole = endless(calendar, until=one.month)
    today = calendar.anchor.astimezone(calendar.zone).date()
    if schedule is Schedule.MONTHLY and today < last_business_day(one.month, whole):
        return {}
    return share_to_date(one.values, one.month, today, whole)


def _closable(
    targets: Mapping[Month, Mapping[MetricKey, int]],
    before: Mapping[Month, MonthlyKpiSnapshot],
    current: Month,
) -> dict[MetricKey, int]:
    """The current month's share to date without closings that there are no deals for yet."""
    target, created = targets[current], MetricKey.DEALS_CREATED
    if created not in target:
        return dict(target)
    now = before[current]
    open_deals = now[MetricKey.OPEN_DEALS] + closings_of(now.values) - now[created]
    for month, values in targets.items():
        if month < current:
            known = {**before[month].values, **values}
            open_deals += (
                known[created]
                - closings_of(known)
                - before[month][created]
                + closings_of(before[month].values)
            )
    return settled(target, max(open_deals, 0))


def _is_last(month: Month, current: Month, calendar: BusinessCalendar) -> bool:
    """Whether the month's whole number is due."""
    today = calendar.anchor.astimezone(calendar.zone).date()
    return month < current or today >= last_business_day(month, endless(calendar, until=month))


def _aim(told: StoryMonth, target: Mapping[MetricKey, int]) -> int | None:
    """What the won deals of an unfinished month should be worth together by now."""
    won, value = MetricKey.CLOSED_WON_COUNT, MetricKey.CLOSED_WON_VALUE
    if value in target or value not in told.values or not told.values.get(won):
        return None
    return told.values[value] * target[won] * _AIM_PERCENT // (told.values[won] * 100)


def _not_below(values: Mapping[MetricKey, int], now: Mapping[MetricKey, int]) -> dict[MetricKey, int]:
    return {key: max(value, now[key]) for key, value in values.items()}


def _run_to_json(run: StoryRun, currency: Currency) -> JsonObject:
    return {
        "since": run.since.isoformat(),
        "aims": {str(month): currency.format(value) for month, value in run.aims.items()},
    }


def covered_by(job: Job, zone: ZoneInfo) -> datetime:
    """Up to when a run brings its story about: to its anchor, or as far as one plan reaches."""
    months = job.plan["months"]
    assert isinstance(months, list)
    if len(months) < LONGEST:
        return job.anchor
    last = max(Month.parse(str(row["month"])) for row in months if isinstance(row, dict))
    return min(job.anchor, last.bounds(zone)[1] - timedelta(microseconds=1))


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
