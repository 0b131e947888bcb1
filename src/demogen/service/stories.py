"""What the entrances call for stories. Each call is one transaction; how a story is written is in `telling`, how it is
brought about in `keep_fresh`."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from demogen.db import audit, stories, tenants
from demogen.db.audit import COMMAND_LINE, Actor
from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.db.stories import StoryRow
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import JsonObject
from demogen.domain.plan import Plan
from demogen.domain.story import MonthChange, Schedule
from demogen.errors import InputError, StoryMissing
from demogen.service import keep_fresh, telling
from demogen.service.idempotency import retried
from demogen.service.queue import Queue
from demogen.service.submission import checked_anchor, demo_tenant


@dataclass(frozen=True, slots=True)
class StoryChange:
    """What is asked of a story: another source (with a plan where it is one), how often it runs, whether it is paused, and
    months by hand, in this order. What is None stays as it is; a new story runs daily."""

    source: Mapping[str, object] | None = None
    plan: Plan | None = None
    schedule: Schedule | None = None
    paused: bool | None = None
    months: tuple[MonthChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.source is None and not self.settings and not self.months

    @property
    def settings(self) -> JsonObject:
        """What of it is set besides the telling."""
        values: JsonObject = {}
        if self.schedule is not None and self.source is None:
            values["schedule"] = self.schedule.value
        if self.paused is not None:
            values["paused"] = self.paused
        return values


class Stories:
    """Tells, shows, changes and runs stories. Without a queue their runs are executed by the caller."""

    def __init__(self, database: Database, *, max_records: int, queue: Queue | None = None) -> None:
        self._database, self._max_records, self._queue = database, max_records, queue

    def show(self, tenant_key: str, *, anchor: datetime | None = None) -> JsonObject:
        """A tenant's story with its months and the instant of its next run. Raises StoryMissing."""
        with self._database.transaction("REPEATABLE READ", read_only=True) as connection:
            return _document(connection, demo_tenant(connection, tenant_key), anchor)

    def find(self, tenant_key: str, *, anchor: datetime | None = None) -> JsonObject | None:
        """The same; None where the tenant has none."""
        try:
            return self.show(tenant_key, anchor=anchor)
        except StoryMissing:
            return None

    def preview(
        self,
        tenant_key: str,
        source: Mapping[str, object],
        *,
        plan: Plan | None = None,
        anchor: datetime | None = None,
    ) -> JsonObject:
        """The months that a source would give; changes nothing. Raises InputError or PlanInvalid."""
        with self._database.transaction("REPEATABLE READ", read_only=True) as connection:
            tenant = demo_tenant(connection, tenant_key)
            now = checked_anchor(anchor, tenants.database_now(connection))
            found = telling.read_source(source, tenant)
            locked = stories.months_of(connection, tenant.id, tenant.money)
            draft = telling.draft_story(connection, tenant, found, now, plan=plan, locked=locked)
            return {"months": [month.to_json(tenant.money) for month in draft.months]}

    def change(
        self,
        tenant_key: str,
        change: StoryChange,
        *,
        anchor: datetime | None = None,
        actor: Actor = COMMAND_LINE,
    ) -> JsonObject:
        """All that is asked of a tenant's story, as one transaction: it is done whole, or nothing is.

        Raises InputError or PlanInvalid with all issues, and StoryMissing where there is no story to change.
        """
        if change.is_empty:
            raise InputError("There is nothing to change.", hint="Give a schedule, or whether it is paused.")

        def attempt(connection: Connection) -> JsonObject:
            tenant = demo_tenant(connection, tenant_key)
            now = checked_anchor(anchor, tenants.database_now(connection))
            _apply(connection, tenant, change, now, actor)
            return _document(connection, tenant, anchor)

        return retried(self._database, attempt)

    def tell(
        self,
        tenant_key: str,
        source: Mapping[str, object],
        schedule: Schedule,
        *,
        plan: Plan | None = None,
        anchor: datetime | None = None,
        actor: Actor = COMMAND_LINE,
    ) -> JsonObject:
        """Give the tenant a story, or another one in its place."""
        return self.change(tenant_key, StoryChange(source, plan, schedule), anchor=anchor, actor=actor)

    def set(
        self,
        tenant_key: str,
        *,
        schedule: Schedule | None = None,
        paused: bool | None = None,
        anchor: datetime | None = None,
        actor: Actor = COMMAND_LINE,
    ) -> JsonObject:
        """Change how often the story runs, pause it, or let it go on."""
        change = StoryChange(schedule=schedule, paused=paused)
        return self.change(tenant_key, change, anchor=anchor, actor=actor)

    def change_months(
        self,
        tenant_key: str,
        months: Sequence[MonthChange],
        *,
        anchor: datetime | None = None,
        actor: Actor = COMMAND_LINE,
    ) -> JsonObject:
        """Write months by hand, lock cells, skip months, let go of what cannot be met."""
        return self.change(tenant_key, StoryChange(months=tuple(months)), anchor=anchor, actor=actor)

    def remove(self, tenant_key: str, *, actor: Actor = COMMAND_LINE) -> None:
        """Forget the story; what it brought stays. Raises StoryMissing."""

        def work(connection: Connection) -> None:
            tenant = demo_tenant(connection, tenant_key)
            keep_fresh.require_story(connection, tenant)
            stories.delete_story(connection, tenant.id)
            audit.record(connection, actor, "story.remove", tenant_id=tenant.id)

        retried(self._database, work)

    def run(
        self, tenant_key: str, *, anchor: datetime | None = None, actor: Actor = COMMAND_LINE
    ) -> Job | None:
        """A job for what is due now, paused or not; None where nothing is. Raises StoryMissing."""
        return retried(
            self._database, lambda connection: self.run_in(connection, tenant_key, anchor=anchor, actor=actor)
        )

    def run_in(
        self,
        connection: Connection,
        tenant_key: str,
        *,
        anchor: datetime | None = None,
        actor: Actor = COMMAND_LINE,
    ) -> Job | None:
        """`run` in a REPEATABLE READ transaction of the caller's."""
        tenant = demo_tenant(connection, tenant_key)
        keep_fresh.require_story(connection, tenant)
        return keep_fresh.submit_due(
            connection,
            tenant.id,
            max_records=self._max_records,
            anchor=anchor,
            asked=True,
            actor=actor,
            queue=self._queue,
        )

    def run_each(
        self,
        *,
        anchor: datetime | None = None,
        actor: Actor = keep_fresh.SCHEDULER,
        stop: threading.Event | None = None,
    ) -> Iterator[Job]:
        """Jobs for all stories that run by themselves and have something due, until `stop` is set; each is stored when it is
        asked for."""
        return keep_fresh.submit_each_due(
            self._database,
            max_records=self._max_records,
            anchor=anchor,
            actor=actor,
            queue=self._queue,
            stop=stop,
        )

    def run_all(
        self,
        *,
        anchor: datetime | None = None,
        actor: Actor = keep_fresh.SCHEDULER,
        stop: threading.Event | None = None,
    ) -> list[Job]:
        """The same, all of them stored."""
        return list(self.run_each(anchor=anchor, actor=actor, stop=stop))


def _apply(
    connection: Connection, tenant: TenantRow, change: StoryChange, now: datetime, actor: Actor
) -> None:
    if change.source is not None:
        found = telling.read_source(change.source, tenant)
        schedule = change.schedule or Schedule.DAILY
        telling.tell_story(connection, tenant, found, schedule, now, plan=change.plan, actor=actor)
    keep_fresh.require_story(connection, tenant)
    if settings := change.settings:
        stories.change_story(connection, tenant.id, settings)
        audit.record(connection, actor, "story.set", tenant_id=tenant.id, details=settings)
    if change.months:
        telling.change_months(connection, tenant, change.months, now, actor=actor)


def _document(connection: Connection, tenant: TenantRow, anchor: datetime | None) -> JsonObject:
    story: StoryRow = keep_fresh.require_story(connection, tenant)
    now = checked_anchor(anchor, tenants.database_now(connection))
    calendar = keep_fresh.calendar_of(tenant, now)
    following = keep_fresh.due_next(story, calendar)
    months = stories.months_of(connection, tenant.id, tenant.money)
    return {
        "tenantId": str(tenant.id),
        "source": story.source,
        "schedule": story.schedule.value,
        "paused": story.paused,
        "coveredUntil": story.covered_until.isoformat(),
        "nextRun": None if following is None else following.isoformat(),
        "due": keep_fresh.is_due(story, calendar),
        "running": stories.has_active_run(connection, tenant.id),
        "lastJobId": None if story.last_job_id is None else str(story.last_job_id),
        "failedAt": None if story.failed_at is None else story.failed_at.isoformat(),
        "failure": story.failure,
        "months": [month.to_json(tenant.money) for month in months.values()],
    }
