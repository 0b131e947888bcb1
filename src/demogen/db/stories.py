"""Stories as they are stored. What they say is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from demogen.db.tables import DemoPatchJob, DemoStory, DemoStoryMonth, Tenant
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import MetricKey
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.domain.story import Schedule, StoryMonth, Unmet, values_from_json, values_to_json


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One tenant's story without its months."""

    tenant_id: UUID
    source: JsonObject
    basis: JsonObject
    schedule: Schedule
    paused: bool
    covered_until: datetime
    last_job_id: UUID | None
    failed_at: datetime | None
    failure: JsonObject | None


def find_story(connection: Connection, tenant_id: UUID, *, lock: bool = False) -> StoryRow | None:
    """The tenant's story. With `lock` it is kept from others until the transaction ends; None where others have it."""
    query = select(*(getattr(DemoStory, name) for name in StoryRow.__slots__)).where(
        DemoStory.tenant_id == tenant_id
    )
    row = connection.execute(query.with_for_update(skip_locked=True) if lock else query).one_or_none()
    if row is None:
        return None
    values = dict(zip(StoryRow.__slots__, row, strict=True))
    return StoryRow(**{**values, "schedule": Schedule(values["schedule"])})


def scheduled_tenants(connection: Connection) -> list[UUID]:
    """Tenants whose story runs by itself, those first that were covered the longest ago."""
    return list(
        connection.scalars(
            select(DemoStory.tenant_id)
            .join(Tenant, Tenant.id == DemoStory.tenant_id)
            .where(
                DemoStory.schedule != Schedule.OFF.value,
                DemoStory.paused.is_(False),
                Tenant.deleted_at.is_(None),
                Tenant.is_demo,
            )
            .order_by(DemoStory.covered_until, DemoStory.tenant_id)
        )
    )


def save_story(
    connection: Connection,
    tenant_id: UUID,
    *,
    source: JsonObject,
    basis: JsonObject,
    schedule: Schedule,
    covered_until: datetime,
) -> None:
    """Write a story, or another one in its place, which goes on from where the old one or the records end. It runs."""
    values = {"source": source, "basis": basis, "schedule": schedule.value}
    statement = insert(DemoStory).values(tenant_id=tenant_id, covered_until=covered_until, **values)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id"],
            set_={
                **values,
                "covered_until": func.greatest(DemoStory.covered_until, covered_until),
                "paused": False,
                "failure": None,
                "failed_at": None,
                "changed_at": func.clock_timestamp(),
            },
        )
    )


def change_story(connection: Connection, tenant_id: UUID, values: Mapping[str, object]) -> None:
    connection.execute(
        update(DemoStory)
        .where(DemoStory.tenant_id == tenant_id)
        .values(changed_at=func.clock_timestamp(), **values)
    )


def note_failure(connection: Connection, tenant_id: UUID, error: JsonObject, at: datetime) -> None:
    """Keep why a story was not brought about; it is tried again later."""
    change_story(connection, tenant_id, {"failure": error, "failed_at": at})


def delete_story(connection: Connection, tenant_id: UUID) -> bool:
    """Whether there was one."""
    connection.execute(delete(DemoStoryMonth).where(DemoStoryMonth.tenant_id == tenant_id))
    return connection.execute(delete(DemoStory).where(DemoStory.tenant_id == tenant_id)).rowcount == 1


def months_of(connection: Connection, tenant_id: UUID, currency: Currency) -> dict[Month, StoryMonth]:
    """The story's months in order."""
    rows = connection.execute(
        select(
            DemoStoryMonth.month,
            DemoStoryMonth.values,
            DemoStoryMonth.locked,
            DemoStoryMonth.skipped,
            DemoStoryMonth.unmet,
        )
        .where(DemoStoryMonth.tenant_id == tenant_id)
        .order_by(DemoStoryMonth.month)
    )
    found = {}
    for name, values, locked, skipped, unmet in rows:
        month = Month.parse(name)
        keys = frozenset(MetricKey(str(key)) for key in locked)
        lacking = None if unmet is None else Unmet.from_json(unmet)
        found[month] = StoryMonth(month, values_from_json(values, currency), keys, skipped, lacking)
    return found


def save_months(
    connection: Connection, tenant_id: UUID, months: Iterable[StoryMonth], currency: Currency
) -> None:
    """Write months; those that are there are replaced."""
    rows = [
        {
            "tenant_id": tenant_id,
            "month": str(one.month),
            "values": values_to_json(one.values, currency),
            "locked": sorted(key.value for key in one.locked),
            "skipped": one.skipped,
            "unmet": None if one.unmet is None else one.unmet.to_json(),
        }
        for one in months
    ]
    if not rows:
        return
    statement = insert(DemoStoryMonth)
    new = statement.excluded
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "month"],
            set_={
                "values": new["values"],
                "locked": new.locked,
                "skipped": new.skipped,
                "unmet": new.unmet,
            },
        ),
        rows,
    )


def note_unmet(connection: Connection, tenant_id: UUID, found: Mapping[Month, Unmet | None]) -> None:
    """Keep what of these months could not be met; None where nothing is left to be."""
    for month, unmet in found.items():
        connection.execute(
            update(DemoStoryMonth)
            .where(DemoStoryMonth.tenant_id == tenant_id, DemoStoryMonth.month == str(month))
            .values(unmet=None if unmet is None else unmet.to_json())
        )


def drop_months(connection: Connection, tenant_id: UUID, *, first: Month) -> None:
    """Forget the months from `first` on."""
    connection.execute(
        delete(DemoStoryMonth).where(
            DemoStoryMonth.tenant_id == tenant_id, DemoStoryMonth.month >= str(first)
        )
    )


def has_active_run(connection: Connection, tenant_id: UUID) -> bool:
    """Whether a run of the tenant's story waits or works."""
    return (
        connection.scalar(
            select(DemoPatchJob.id)
            .where(
                DemoPatchJob.tenant_id == tenant_id,
                DemoPatchJob.story_run.is_not(None),
                DemoPatchJob.status.in_(("queued", "running")),
            )
            .limit(1)
        )
        is not None
    )


def cover(connection: Connection, tenant_id: UUID, until: datetime) -> None:
    """Note that the story has been brought about up to an instant; it never goes back."""
    connection.execute(
        update(DemoStory)
        .where(DemoStory.tenant_id == tenant_id, DemoStory.covered_until < until)
        .values(covered_until=until, failure=None, failed_at=None)
    )
