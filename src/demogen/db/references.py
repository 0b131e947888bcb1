"""Reading what new records may refer to, and the facts on which plans are decided, at the caller's snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, extract, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from demogen.db.tables import Activity, Company, Contact, Deal, User
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON

EARLIEST, LATEST = 1_000, 10_000
"""How many of the records before a patch's end are read: the first ones and the most recent ones."""

MOST_LAGS = 12

_CLOSED = Deal.stage.in_([CLOSED_WON, CLOSED_LOST])


def owners(connection: Connection, tenant_id: UUID) -> list[UUID]:
    """The tenant's users in a stable order."""
    statement = select(User.id).where(User.tenant_id == tenant_id, User.deleted_at.is_(None))
    return list(connection.scalars(statement.order_by(User.id)))


def companies(connection: Connection, tenant_id: UUID, before: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, created_at, name, domain) in order of creation."""
    query = select(Company.id, Company.created_at, Company.name, Company.domain)
    return _ends(connection, query, Company, tenant_id, before)


def contacts(connection: Connection, tenant_id: UUID, before: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, created_at, company id, company name) in order of creation."""
    query = select(Contact.id, Contact.created_at, Contact.company_id, Company.name).outerjoin(
        Company,
        and_(
            Company.tenant_id == Contact.tenant_id,
            Company.id == Contact.company_id,
            Company.deleted_at.is_(None),
        ),
    )
    return _ends(connection, query, Contact, tenant_id, before)


def open_deals(connection: Connection, tenant_id: UUID, before: datetime) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, created_at, contact id) of deals that are open now, in order of creation."""
    query = select(Deal.id, Deal.created_at, Deal.contact_id).where(~_CLOSED)
    return _ends(connection, query, Deal, tenant_id, before)


def _ends(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    model: type[Company] | type[Contact] | type[Deal],
    tenant_id: UUID,
    before: datetime,
) -> Sequence[Row[*tuple[Any, ...]]]:
    live = query.where(model.tenant_id == tenant_id, model.deleted_at.is_(None), model.created_at < before)
    both = union(
        live.order_by(model.created_at, model.id).limit(EARLIEST).subquery().select(),
        live.order_by(model.created_at.desc(), model.id.desc()).limit(LATEST).subquery().select(),
    ).subquery()
    return connection.execute(select(both).order_by(both.c.created_at, both.c.id)).all()


def emails_of_people(connection: Connection, tenant_id: UUID) -> frozenset[str]:
    """Addresses, in lower case, of live contacts that people entered or edited."""
    statement = select(func.lower(Contact.email)).where(
        Contact.tenant_id == tenant_id,
        Contact.deleted_at.is_(None),
        Contact.email.is_not(None),
        or_(Contact.demo_generated.is_(False), Contact.updated_at > Contact.demo_written_at),
    )
    return frozenset(connection.scalars(statement))


def earliest(
    connection: Connection, model: type[Company] | type[Contact], tenant_id: UUID
) -> datetime | None:
    """When the tenant's first live record of this kind was created."""
    return connection.scalar(
        select(func.min(model.created_at)).where(model.tenant_id == tenant_id, model.deleted_at.is_(None))
    )


def live_count(connection: Connection, model: type[Contact] | type[Activity], tenant_id: UUID) -> int:
    return connection.execute(
        select(func.count())
        .select_from(model)
        .where(model.tenant_id == tenant_id, model.deleted_at.is_(None))
    ).scalar_one()


def won_deals(connection: Connection, tenant_id: UUID) -> tuple[int, int]:
    """How many deals the tenant has won, and what they are worth, in minor units."""
    row = connection.execute(
        select(func.count(), func.coalesce(func.sum(Deal.amount_minor), 0)).where(
            Deal.tenant_id == tenant_id,
            Deal.deleted_at.is_(None),
            Deal.closed_at.is_not(None),
            Deal.stage == CLOSED_WON,
        )
    ).one()
    return int(row[0]), int(row[1])


def closing_lags(connection: Connection, tenant_id: UUID, zone: ZoneInfo) -> list[int]:
    """How many deals closed 0, 1, 2, ... calendar months after their creation; the last lag holds all later ones."""

    def month(column: InstrumentedAttribute[Any]) -> ColumnElement[int]:
        local = func.timezone(zone.key, column)
        return extract("year", local) * 12 + extract("month", local)

    lag = func.least(month(Deal.closed_at) - month(Deal.created_at), MOST_LAGS - 1)
    counted = (
        select(case((lag < 0, 0), else_=lag).label("lag"), func.count().label("deals"))
        .where(
            Deal.tenant_id == tenant_id,
            Deal.deleted_at.is_(None),
            Deal.closed_at.is_not(None),
            _CLOSED,
        )
        .group_by("lag")
    )
    found = {int(row.lag): int(row.deals) for row in connection.execute(counted)}
    return [found.get(lag, 0) for lag in range(MOST_LAGS)]
