"""Reading what new records may refer to, and the facts on which plans are decided, at the caller's snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, extract, func, or_, select, union

from demogen.db.tables import Activity, Company, Contact, Deal, User
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON

EARLIEST = 1_000
LATEST = 2_000, 10_000
"""How many of the records before a patch's end are read, the first ones and the most recent ones: of these enough for each
new record to have a few to choose from, within the bounds."""

_CHOICE = 4

MOST_LAGS = 12

RECENT = 2_000
"""Closed deals from which a tenant's sales cycle and usual amount are taken."""

_CLOSED = Deal.stage.in_([CLOSED_WON, CLOSED_LOST])


def owners(connection: Connection, tenant_id: UUID) -> list[UUID]:
    """The tenant's users in a stable order."""
    statement = select(User.id).where(User.tenant_id == tenant_id, User.deleted_at.is_(None))
    return list(connection.scalars(statement.order_by(User.id)))


def companies(
    connection: Connection, tenant_id: UUID, before: datetime, *, new: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, created_at, name, domain) in order of creation, for so many new records."""
    query = select(Company.id, Company.created_at, Company.name, Company.domain)
    return _ends(connection, query, Company, tenant_id, before, new)


def contacts(
    connection: Connection, tenant_id: UUID, before: datetime, *, new: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, created_at, company id, company name) in order of creation, for so many new records. A company that somebody
    deleted, or dated after its contact, is none: nothing new may refer to it through the contact."""
    query = select(Contact.id, Contact.created_at, Company.id.label("company_id"), Company.name).outerjoin(
        Company,
        and_(
            Company.tenant_id == Contact.tenant_id,
            Company.id == Contact.company_id,
            Company.deleted_at.is_(None),
            Company.created_at <= Contact.created_at,
        ),
    )
    return _ends(connection, query, Contact, tenant_id, before, new)


def open_deals(
    connection: Connection, tenant_id: UUID, before: datetime, *, new: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    """(id, created_at, contact id) of deals that are open now, in order of creation, for so many new records. A contact that
    somebody deleted is none; one that somebody dated after its deal counts from then."""
    begins = func.greatest(Deal.created_at, Contact.created_at).label("created_at")
    query = (
        select(Deal.id, begins, Contact.id.label("contact_id"))
        .outerjoin(
            Contact,
            and_(
                Contact.tenant_id == Deal.tenant_id,
                Contact.id == Deal.contact_id,
                Contact.deleted_at.is_(None),
            ),
        )
        .where(~_CLOSED, Deal.closed_at.is_(None))
    )
    return _ends(connection, query, Deal, tenant_id, before, new)


def _ends(
    connection: Connection,
    query: Select[*tuple[Any, ...]],
    model: type[Company] | type[Contact] | type[Deal],
    tenant_id: UUID,
    before: datetime,
    new: int,
) -> Sequence[Row[*tuple[Any, ...]]]:
    latest = min(max(_CHOICE * new, LATEST[0]), LATEST[1])
    live = query.where(model.tenant_id == tenant_id, model.deleted_at.is_(None), model.created_at < before)
    both = union(
        live.order_by(model.created_at, model.id).limit(EARLIEST).subquery().select(),
        live.order_by(model.created_at.desc(), model.id.desc()).limit(latest).subquery().select(),
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


@dataclass(frozen=True, slots=True)
class RecentClosings:
    """The tenant's most recent closed deals. `lags` counts them by calendar months from creation to closing, the last
    entry holding all longer ones; `won_value` is in minor units."""

    lags: tuple[int, ...]
    won: int
    won_value: int


def recent_closings(connection: Connection, tenant_id: UUID, zone: ZoneInfo) -> RecentClosings:
    """Read from the last `RECENT` closed deals, so that a long history costs no more than a short one."""

    def month(column: ColumnElement[Any]) -> ColumnElement[int]:
        local = func.timezone(zone.key, column)
        return extract("year", local) * 12 + extract("month", local)

    recent = (
        select(Deal.created_at, Deal.closed_at, Deal.stage, Deal.amount_minor)
        .where(Deal.tenant_id == tenant_id, Deal.deleted_at.is_(None), Deal.closed_at.is_not(None), _CLOSED)
        .order_by(Deal.closed_at.desc(), Deal.id.desc())
        .limit(RECENT)
        .subquery()
    )
    lag = month(recent.c.closed_at) - month(recent.c.created_at)
    is_won = recent.c.stage == CLOSED_WON
    counted = select(
        func.least(func.greatest(lag, 0), MOST_LAGS - 1).label("lag"),
        func.count().label("deals"),
        func.count().filter(is_won).label("won"),
        func.coalesce(func.sum(recent.c.amount_minor).filter(is_won), 0).label("won_value"),
    ).group_by("lag")
    rows = connection.execute(counted).all()
    found = {int(row.lag): int(row.deals) for row in rows}
    return RecentClosings(
        tuple(found.get(lag, 0) for lag in range(MOST_LAGS)),
        sum(int(row.won) for row in rows),
        sum(int(row.won_value) for row in rows),
    )
