"""What tells how alive a tenant looks, as the database has it, and the last look at each tenant. What it means is decided
elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Connection, and_, false, func, not_, or_, select
from sqlalchemy.dialects.postgresql import insert

from demogen.db.jobs import TABLES
from demogen.db.protection import untouched
from demogen.db.tables import ENTITY_TABLES, Deal, DemoHealth, Tenant
from demogen.domain.health import Changes, Health, HealthStatus
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import METRICS, Entity, MetricKey


@dataclass(frozen=True, slots=True)
class HealthRow:
    """The last look at one tenant."""

    tenant_id: UUID
    checked_at: datetime
    status: HealthStatus
    findings: int
    stale_on: date | None

    def status_on(self, day: date) -> HealthStatus:
        """The status then: what was healthy at the last look may have gone stale since."""
        stale = self.stale_on is not None and self.stale_on <= day
        return HealthStatus.STALE if stale and self.status is HealthStatus.HEALTHY else self.status

    def to_json(self, today: date) -> JsonObject:
        return {
            "status": self.status_on(today).value,
            "findings": self.findings,
            "staleOn": None if self.stale_on is None else self.stale_on.isoformat(),
            "checkedAt": self.checked_at.isoformat(),
        }


def newest_events(
    connection: Connection, tenant_id: UUID, keys: Sequence[MetricKey], now: datetime
) -> dict[MetricKey, datetime]:
    """When each KPI's newest live event up to now was; KPIs that never had one are left out."""
    found = {}
    for key in keys:
        measure = METRICS[key].measure
        assert measure is not None
        table = ENTITY_TABLES[measure.entity]
        at = table.c[measure.dated_by]
        statement = select(at).where(table.c.tenant_id == tenant_id, table.c.deleted_at.is_(None), at <= now)
        if measure.stage is not None:
            statement = statement.where(table.c.stage == measure.stage)
        newest = connection.scalar(statement.order_by(at.desc()).limit(1))
        if newest is not None:
            found[key] = newest
    return found


def dated_after(connection: Connection, tenant_id: UUID, now: datetime) -> dict[Entity, int]:
    """Live records of each kind that are dated after now."""
    found = {}
    for entity, table in ENTITY_TABLES.items():
        dates = {
            metric.measure.dated_by
            for metric in METRICS.values()
            if metric.measure and metric.measure.entity is entity
        }
        parts = [
            select(table.c.id).where(
                table.c.tenant_id == tenant_id, table.c.deleted_at.is_(None), table.c[name] > now
            )
            for name in sorted(dates)
        ]
        rows = parts[0].union(*parts[1:]).subquery()
        found[entity] = connection.execute(select(func.count()).select_from(rows)).scalar_one()
    return found


def overdue_deals(connection: Connection, tenant_id: UUID, before: date) -> int:
    """Live open deals that were expected to close before a day."""
    return connection.execute(
        select(func.count()).where(
            Deal.tenant_id == tenant_id,
            Deal.deleted_at.is_(None),
            Deal.closed_at.is_(None),
            Deal.expected_close_on < before,
        )
    ).scalar_one()


def changes_since(connection: Connection, tenant_id: UUID, since: datetime) -> dict[Entity, Changes]:
    """What people did to records of each kind since an instant, as far as the rows tell."""
    found = {}
    for entity, table in ENTITY_TABLES.items():
        live = table.c.deleted_at.is_(None)
        theirs, later = not_(table.c.demo_generated), table.c.updated_at > since
        edited = and_(live, table.c.demo_generated, later, not_(untouched(table)))
        row = connection.execute(
            select(
                func.count().filter(live, theirs, later),
                func.count().filter(edited),
                func.count().filter(
                    table.c.deleted_at > since, or_(theirs, table.c.deleted_at > table.c.demo_written_at)
                ),
            ).where(table.c.tenant_id == tenant_id, or_(later, table.c.deleted_at > since))
        ).one()
        if any(row):
            found[entity] = Changes(*map(int, row))
    return found


def last_kpis(connection: Connection, tenant_id: UUID) -> tuple[UUID, datetime, JsonObject] | None:
    """The newest completed job with KPIs after it: its id, when it ended, and the KPIs."""
    found: list[tuple[UUID, datetime, JsonObject]] = []
    for table in TABLES:
        row = connection.execute(
            select(table.id, table.completed_at, table.after_kpis)
            .where(table.tenant_id == tenant_id, table.status == "completed", table.after_kpis.is_not(None))
            .order_by(table.completed_at.desc(), table.id.desc())
            .limit(1)
        ).one_or_none()
        if row is not None:
            id_, ended, document = row
            assert ended is not None
            assert document is not None
            found.append((id_, ended, document))
    return max(found, key=lambda one: one[1], default=None)


def save_health(connection: Connection, tenant_id: UUID, health: Health, at: datetime) -> None:
    values = {
        "checked_at": at,
        "status": health.status.value,
        "findings": len(health.findings),
        "stale_on": health.stale_on,
    }
    statement = insert(DemoHealth).values(tenant_id=tenant_id, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=["tenant_id"], set_=values))


def known_health(connection: Connection, tenant_ids: Sequence[UUID] | None = None) -> dict[UUID, HealthRow]:
    """The last looks at tenants that are not deleted; at all of them without ids."""
    statement = (
        select(*(getattr(DemoHealth, name) for name in HealthRow.__slots__))
        .join(Tenant, Tenant.id == DemoHealth.tenant_id)
        .where(Tenant.deleted_at.is_(None), DemoHealth.status.in_(tuple(HealthStatus)))
    )
    if tenant_ids is not None:
        statement = statement.where(DemoHealth.tenant_id.in_(tenant_ids) if tenant_ids else false())
    return {
        row.tenant_id: HealthRow(
            row.tenant_id, row.checked_at, HealthStatus(row.status), row.findings, row.stale_on
        )
        for row in connection.execute(statement)
    }


def to_look_at(connection: Connection, before: datetime, *, limit: int) -> list[UUID]:
    """Demo tenants that were last looked at before an instant or before their newest job ended, the longest ago first."""
    ended = [
        select(func.max(table.completed_at))
        .where(table.tenant_id == Tenant.id)
        .correlate(Tenant)
        .scalar_subquery()
        for table in TABLES
    ]
    return list(
        connection.scalars(
            select(Tenant.id)
            .outerjoin(DemoHealth, DemoHealth.tenant_id == Tenant.id)
            .where(
                Tenant.is_demo,
                Tenant.deleted_at.is_(None),
                or_(
                    DemoHealth.checked_at.is_(None),
                    DemoHealth.checked_at < before,
                    DemoHealth.checked_at < func.greatest(*ended),
                ),
            )
            .order_by(DemoHealth.checked_at.asc().nulls_first(), Tenant.id)
            .limit(limit)
        )
    )
