"""Carrying out the changes of existing records that a reconciliation decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from demogen.db import candidates as read
from demogen.db import removal, row_images
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import Entity
from demogen.engine.facts import TenantFacts
from demogen.engine.reconcile.plans import RowChanges
from demogen.engine.reconcile.rewrites import Rewrite, Value
from demogen.errors import VerificationFailed
from demogen.service import stage_paths


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes of existing records, those included that a retired parent makes necessary."""

    rewrites: tuple[Rewrite, ...]
    retired: Mapping[Entity, tuple[UUID, ...]]

    @property
    def changed(self) -> dict[Entity, int]:
        """Records that change and stay, each counted once."""
        return {
            entity: len(
                {id_ for rewrite in self.rewrites if rewrite.entity is entity for id_ in rewrite.ids}
                - set(self.retired[entity])
            )
            for entity in Entity
        }

    @property
    def deleted(self) -> dict[Entity, int]:
        return {entity: len(self.retired[entity]) for entity in Entity}

    def counts(self) -> JsonObject:
        return {
            "changed": {entity.value: count for entity, count in self.changed.items()},
            "deleted": {entity.value: count for entity, count in self.deleted.items()},
        }


def with_dependants(connection: Connection, tenant_id: UUID, decided: RowChanges) -> Changes:
    """Activities of retired deals stay without a deal; what belonged to a retired contact goes to its heir."""
    rewrites = list(decided.rewrites)
    if decided.left_behind:
        rewrites += _repointed(connection, tenant_id, Entity.ACTIVITIES, "deal_id", decided, {})
    if decided.heirs:
        for child in (Entity.DEALS, Entity.ACTIVITIES):
            rewrites += _repointed(connection, tenant_id, child, "contact_id", decided, decided.heirs)
    return Changes(tuple(rewrites), decided.retired)


def _repointed(
    connection: Connection,
    tenant_id: UUID,
    child: Entity,
    column: str,
    decided: RowChanges,
    heirs: Mapping[UUID, UUID],
) -> list[Rewrite]:
    parents = list(heirs) if column == "contact_id" else list(decided.left_behind)
    gone = set(decided.retired[child])
    rows = [
        row for row in read.dependants(connection, tenant_id, child, column, parents) if row[0] not in gone
    ]
    if not rows:
        return []
    before: list[Value] = [str(row[1]) for row in rows]
    after: list[Any] = [heirs.get(row[1]) for row in rows]
    return [Rewrite(child, [row[0] for row in rows], {column: before}, {column: after})]


def carry_out(
    connection: Connection, tenant: TenantRow, job_id: UUID, changes: Changes, *, facts: TenantFacts
) -> None:
    """Make the changes and keep the images. Raises VerificationFailed where a record is not as it was decided on."""
    at = facts.anchor
    for rewrite in changes.rewrites:
        _apply(connection, tenant.id, job_id, rewrite.entity, rewrite.ids, rewrite.after, at)
        stage_paths.follow(connection, tenant, job_id, rewrite, facts=facts)
    for entity in removal.CHILDREN_FIRST:
        if ids := changes.retired[entity]:
            _apply(connection, tenant.id, job_id, entity, ids, {"deleted_at": [at] * len(ids)}, at)


def _apply(
    connection: Connection,
    tenant_id: UUID,
    job_id: UUID,
    entity: Entity,
    ids: Sequence[UUID],
    values: Mapping[str, Sequence[Any]],
    at: datetime,
) -> None:
    changes = row_images.RowChanges(entity, ids, dict(values))
    done = row_images.apply_changes(connection, tenant_id, job_id, changes, at=at)
    if done != len(ids):
        raise VerificationFailed(
            f"{len(ids) - done} of {len(ids)} {entity} were edited or removed by somebody meanwhile.",
            hint="Nothing was written. Look at a new preview and apply it.",
        )
