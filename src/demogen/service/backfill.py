"""Provenance for demo tenants that were made before it existed. In batches; safe to stop and to run again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from demogen.db import backfill, tenants
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import Entity
from demogen.service.submission import demo_tenant

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class BackfillResult:
    """What was done for one tenant. `skipped` says why nothing was looked at, where that is so."""

    tenant: TenantRow
    changed: dict[Entity, int]
    skipped: str | None = None

    @property
    def total(self) -> int:
        return sum(self.changed.values())

    def to_json(self) -> JsonObject:
        return {
            "tenant": self.tenant.slug,
            "changed": {entity.value: count for entity, count in self.changed.items()},
            "total": self.total,
            "skipped": self.skipped,
        }


class Backfill:
    """Marks all records of demo tenants as generated.

    Without names, tenants that have provenance already are left alone: rows without it are then somebody's own.
    Naming a tenant says that all its unmarked rows are generated.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def run(
        self, keys: Sequence[str] = (), *, listener: Callable[[TenantRow, Entity, int], None] | None = None
    ) -> list[BackfillResult]:
        """Raises TenantUnknown or TenantNotDemo for a name before any tenant is touched."""
        with self._database.transaction(read_only=True) as connection:
            if keys:
                chosen = [demo_tenant(connection, key) for key in keys]
            else:
                chosen = [tenant for tenant in tenants.list_tenants(connection) if tenant.is_demo]
        return [self._tenant(tenant, named=bool(keys), listener=listener) for tenant in chosen]

    def _tenant(
        self, tenant: TenantRow, *, named: bool, listener: Callable[[TenantRow, Entity, int], None] | None
    ) -> BackfillResult:
        changed = dict.fromkeys(Entity, 0)
        with self._database.transaction() as connection:
            unfinished = tenant.backfill_started_at is not None and tenant.backfilled_at is None
            if not named and not unfinished and backfill.has_generated_rows(connection, tenant.id):
                return BackfillResult(tenant, changed, "has provenance already")
            backfill.start(connection, tenant.id)
            job_id = backfill.generation_job(connection, tenant.id)
        for entity in Entity:
            while True:
                with self._database.transaction() as connection:
                    rows = backfill.mark_batch(
                        connection, entity, tenant.id, tenant.timezone, job_id, size=BATCH
                    )
                changed[entity] += rows
                if listener:
                    listener(tenant, entity, changed[entity])
                if rows < BATCH:
                    break
        with self._database.transaction() as connection:
            backfill.add_paths(connection, tenant.id)
            backfill.done(connection, tenant.id)
        return BackfillResult(tenant, changed)
