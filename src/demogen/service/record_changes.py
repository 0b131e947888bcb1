"""What happens to existing records, in words: all of it in pages, and a few of them for a preview. A completed job's changes
come from its images, those of a plan from what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from demogen.db import candidates, jobs
from demogen.db.jobs import Job
from demogen.db.record_changes import FIRST_ID, Image, Images, count_images, page_of_images
from demogen.db.removal import LABELS
from demogen.db.tables import DemoPatchJob
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.metrics import Entity
from demogen.domain.record_fields import LABELS as LABELS_OF_FIELDS
from demogen.domain.record_fields import NOTHING, REFERENCES, FieldChange, Reader
from demogen.errors import ChangesNotKept
from demogen.service.reconciliation import Changes

SAMPLES = 5
"""Records of each kind that a preview shows before and after."""

BATCH = 1_000
"""Records that are read at once where all are wanted."""

Place = tuple[Entity, UUID]
"""Where a page ended."""


@dataclass(frozen=True, slots=True)
class ChangedRecord:
    """One record with what changes of it. `action` is changed, deleted (retired), or restored (live again)."""

    entity: Entity
    id: UUID
    name: str | None
    action: str
    fields: tuple[FieldChange, ...]

    def to_json(self) -> JsonObject:
        return {
            "entity": self.entity.value,
            "id": str(self.id),
            "name": self.name,
            "action": self.action,
            "fields": [
                {"field": one.field, "label": one.label, "before": one.before, "after": one.after}
                for one in self.fields
            ],
        }


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Some of the changed records, where they end if more follow, and how many there are of each kind in all."""

    items: list[ChangedRecord]
    next: Place | None
    counts: Mapping[Entity, int]


class _Source(Protocol):
    """Where images come from, in the order of ids."""

    def count(self) -> dict[Entity, int]: ...

    def page(self, entity: Entity, *, after: UUID, limit: int) -> list[Image]: ...


class _Stored:
    """The images that a job kept; of an undo, those of the job that it took back, the other way round."""

    def __init__(self, connection: Connection, wanted: Images, *, reverse: bool) -> None:
        self._connection, self._wanted, self._reverse = connection, wanted, reverse

    def count(self) -> dict[Entity, int]:
        return count_images(self._connection, self._wanted)

    def page(self, entity: Entity, *, after: UUID, limit: int) -> list[Image]:
        found = page_of_images(self._connection, self._wanted, entity, after=after, limit=limit)
        if self._reverse:
            return [replace(one, before=one.after, after=one.before) for one in found]
        return found


class _Nothing:
    def count(self) -> dict[Entity, int]:
        return dict.fromkeys(Entity, 0)

    def page(self, entity: Entity, *, after: UUID, limit: int) -> list[Image]:
        return []


class _Decided:
    """Changes that were decided and not made."""

    def __init__(self, connection: Connection, tenant_id: UUID, changes: Changes) -> None:
        self._connection, self._tenant_id, self._changes = connection, tenant_id, changes

    def count(self) -> dict[Entity, int]:
        return {entity: self._changes.changed[entity] + self._changes.deleted[entity] for entity in Entity}

    def page(self, entity: Entity, *, after: UUID, limit: int) -> list[Image]:
        rewrites = [rewrite for rewrite in self._changes.rewrites if rewrite.entity is entity]
        retired = set(self._changes.retired[entity])
        known = retired.union(*(rewrite.ids for rewrite in rewrites))
        ids = sorted(id_ for id_ in known if id_ > after)[:limit]
        if not ids:
            return []
        names = candidates.names(self._connection, self._tenant_id, entity, ids, LABELS[entity])
        before: dict[UUID, dict[str, object]] = {id_: {} for id_ in ids}
        later: dict[UUID, dict[str, object]] = {id_: {} for id_ in ids}
        for rewrite in rewrites:
            for place, id_ in enumerate(rewrite.ids):
                if id_ not in later:
                    continue
                for name, values in rewrite.after.items():
                    before[id_].setdefault(name, rewrite.before[name][place])
                    later[id_][name] = values[place]
        for id_ in retired.intersection(ids):
            later[id_]["deleted_at"] = True
        return [Image(id_, names.get(id_), before[id_], later[id_]) for id_ in ids]


def changes_of_job(
    connection: Connection,
    job: Job,
    tenant: TenantRow,
    *,
    limit: int,
    after: Place | None = None,
    only: Entity | None = None,
) -> ChangePage:
    """The records that a completed job changed, retired or, as an undo, put back. Raises ChangesNotKept."""
    return _page(connection, tenant, _source(connection, job), limit=limit, after=after, only=only)


def all_changes_of_job(
    connection: Connection, job: Job, tenant: TenantRow, *, only: Entity | None = None
) -> Iterator[ChangedRecord]:
    """The same, all of them."""
    place: Place | None = None
    while True:
        page = changes_of_job(connection, job, tenant, limit=BATCH, after=place, only=only)
        yield from page.items
        if page.next is None:
            return
        place = page.next


def planned_changes(
    connection: Connection,
    tenant: TenantRow,
    changes: Changes | None,
    *,
    limit: int,
    after: Place | None = None,
    only: Entity | None = None,
) -> ChangePage:
    """The records that a plan would change or retire."""
    source = _Nothing() if changes is None else _Decided(connection, tenant.id, changes)
    return _page(connection, tenant, source, limit=limit, after=after, only=only)


def describe(connection: Connection, tenant: TenantRow, changes: Changes) -> JsonObject:
    """Counts, a few of the changes before and after, and what will be lost."""
    shown = [
        record
        for entity in Entity
        for record in planned_changes(connection, tenant, changes, limit=SAMPLES, only=entity).items
    ]
    lost, changed = sum(changes.deleted.values()), sum(changes.changed.values())
    warning = (
        f"{lost:,} generated records will be retired and {changed:,} changed. Undo brings them "
        "back as long as no later patch builds on the result."
    )
    return {
        **changes.counts(),
        "total": lost + changed,
        "shown": len(shown),
        "samples": [record.to_json() for record in shown],
        "warning": warning,
    }


def in_words(changes: dict[str, Any]) -> JsonObject:
    """What `describe` found, also where a version before this one stored it: with fields by their columns' names."""
    if "total" in changes:
        return changes
    samples: list[JsonValue] = []
    for sample in changes["samples"]:
        before, after = sample.get("before") or {}, sample.get("after") or {}
        fields = [
            {
                "field": name,
                "label": LABELS_OF_FIELDS.get(name, name),
                "before": NOTHING if before.get(name) is None else str(before[name]),
                "after": NOTHING if after.get(name) is None else str(after[name]),
            }
            for name in {**before, **after}
        ]
        kept = {name: sample[name] for name in ("entity", "id", "name", "action")}
        samples.append({**kept, "fields": cast("list[JsonValue]", fields)})
    total = sum(sum(changes[name].values()) for name in ("changed", "deleted"))
    return {**changes, "total": total, "shown": len(samples), "samples": samples}


def _source(connection: Connection, job: Job) -> _Source:
    if job.kind is not DemoPatchJob or job.action == "clear":
        return _Nothing()
    original = jobs.find_job(connection, str(job.undoes)) if job.undoes else job
    if original.action != "patch":
        raise ChangesNotKept()
    if job.status != "completed":
        return _Nothing()
    reverse = original is not job
    return _Stored(connection, Images(job.tenant_id, original.id, restored_only=reverse), reverse=reverse)


def _page(
    connection: Connection,
    tenant: TenantRow,
    source: _Source,
    *,
    limit: int,
    after: Place | None,
    only: Entity | None,
) -> ChangePage:
    found: list[tuple[Entity, Image]] = []
    kinds = list(Entity)
    for entity in kinds[kinds.index(after[0]) :] if after else kinds:
        if only not in (None, entity):
            continue
        start = after[1] if after and after[0] is entity else FIRST_ID
        images = source.page(entity, after=start, limit=limit + 1 - len(found))
        found += [(entity, image) for image in images]
        if len(found) > limit:
            break
    items = found[:limit]
    last = (items[-1][0], items[-1][1].id) if len(found) > limit else None
    reader = Reader(tenant.money, ZoneInfo(tenant.timezone), _names(connection, tenant.id, items))
    records = [_record(reader, entity, image) for entity, image in items]
    return ChangePage(records, last, source.count())


def _names(
    connection: Connection, tenant_id: UUID, items: Sequence[tuple[Entity, Image]]
) -> dict[Entity, dict[UUID, str]]:
    """What people call the records that these begin or cease to refer to."""
    wanted: dict[Entity, set[UUID]] = {}
    for _, image in items:
        for column, parent in REFERENCES.items():
            values = (image.before.get(column), image.after.get(column))
            if column in image.after and str(values[0]) != str(values[1]):
                wanted.setdefault(parent, set()).update(UUID(str(value)) for value in values if value)
    return {
        parent: candidates.names(connection, tenant_id, parent, sorted(ids), LABELS[parent])
        for parent, ids in wanted.items()
    }


def _record(reader: Reader, entity: Entity, image: Image) -> ChangedRecord:
    was, is_now = image.before.get("deleted_at"), image.after.get("deleted_at")
    action = "deleted" if is_now and not was else "restored" if was and not is_now else "changed"
    return ChangedRecord(entity, image.id, image.name, action, reader.changes(image.before, image.after))
