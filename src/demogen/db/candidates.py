"""Reading the records that a reconciliation may change: live, generated, not edited by a person, with what ties them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Uuid,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    true,
)

from demogen.db.protection import untouched
from demogen.db.tables import ENTITY_TABLES
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity

_UUIDS = ARRAY(Uuid)

Rows = Sequence[Row[*tuple[Any, ...]]]

_COMPANIES, _CONTACTS, _DEALS, _ACTIVITIES = (ENTITY_TABLES[entity] for entity in Entity)


def micros(column: ColumnElement[Any]) -> ColumnElement[int]:
    """Microseconds since 1970, exactly."""
    return cast(extract("epoch", column) * 1_000_000, BigInteger)


def companies(connection: Connection, tenant_id: UUID, begin: datetime, end: datetime) -> Rows:
    """(id, created, first use, users) of companies created in [begin, end); instants in microseconds."""
    table = _COMPANIES
    uses = [_uses(child, "company_id", table, child.c.created_at) for child in (_CONTACTS, _DEALS)]
    first = func.least(*(micros(use.c.first) for use in uses))
    users = sum((use.c.number for use in uses), literal(0))
    query = select(table.c.id, micros(table.c.created_at), first, users)
    return _run(connection, query, table, uses, tenant_id, [_within(table.c.created_at, begin, end)])


def contacts(connection: Connection, tenant_id: UUID, begin: datetime, end: datetime) -> Rows:
    """(id, created, became a lead, company's creation, first use, users, users that must stay as they are, heir, heir's
    creation, company) of contacts created or turned leads in [begin, end), and of all that are no leads yet.

    The heir is the company's first live contact; nobody is its own heir.
    """
    table = _CONTACTS
    uses = [
        _uses(_DEALS, "contact_id", table, _DEALS.c.created_at),
        _uses(_ACTIVITIES, "contact_id", table, _ACTIVITIES.c.occurred_at),
    ]
    first = func.least(*(micros(use.c.first) for use in uses))
    others = _CONTACTS.alias("others")
    heir = (
        select(others.c.id, others.c.created_at)
        .where(
            others.c.tenant_id == table.c.tenant_id,
            others.c.company_id == table.c.company_id,
            others.c.deleted_at.is_(None),
        )
        .order_by(others.c.created_at, others.c.id)
        .limit(1)
        .lateral("heir")
    )
    company = _COMPANIES.alias("company")
    query = select(
        table.c.id,
        micros(table.c.created_at),
        micros(table.c.became_lead_at),
        select(micros(company.c.created_at))
        .where(company.c.tenant_id == table.c.tenant_id, company.c.id == table.c.company_id)
        .scalar_subquery(),
        first,
        sum((use.c.number for use in uses), literal(0)),
        sum((use.c.protected for use in uses), literal(0)),
        heir.c.id,
        micros(heir.c.created_at),
        table.c.company_id,
    )
    return _run(connection, query, table, [*uses, heir], tenant_id, [_contacts_wanted(begin, end)])


def deals(connection: Connection, tenant_id: UUID, begin: datetime, end: datetime) -> Rows:
    """(id, created, closed, stage, amount, contact's creation, first activity, last one, activities, those that must stay
    as they are, probability, lost reason, expected close, company, contact) of deals created or closed in [begin, end), and of open ones."""
    table = _DEALS
    use = _uses(_ACTIVITIES, "deal_id", table, _ACTIVITIES.c.occurred_at)
    contact = _CONTACTS.alias("contact")
    closed = table.c.stage.in_([CLOSED_WON, CLOSED_LOST])
    query = select(
        table.c.id,
        micros(table.c.created_at),
        micros(table.c.closed_at),
        table.c.stage,
        table.c.amount_minor,
        select(micros(contact.c.created_at))
        .where(contact.c.tenant_id == table.c.tenant_id, contact.c.id == table.c.contact_id)
        .scalar_subquery(),
        micros(use.c.first),
        micros(use.c.last),
        use.c.number,
        use.c.protected,
        table.c.probability,
        table.c.lost_reason,
        table.c.expected_close_on,
        table.c.company_id,
        table.c.contact_id,
    )
    regular = case(
        (closed, and_(table.c.closed_at.is_not(None), table.c.closed_at >= table.c.created_at)), else_=True
    )
    wanted = or_(
        _within(table.c.created_at, begin, end),
        and_(closed, _within(table.c.closed_at, begin, end)),
        and_(not_(closed), table.c.created_at < end),
    )
    return _run(connection, query, table, [use], tenant_id, [wanted, regular, table.c.amount_minor > 0])


def activities(connection: Connection, tenant_id: UUID, begin: datetime, end: datetime) -> Rows:
    """(id, occurred, contact's creation, deal's creation, deal's closing, contact, deal) of activities in [begin, end)."""
    table, contact, deal = _ACTIVITIES, _CONTACTS.alias("contact"), _DEALS.alias("deal")
    query = (
        select(
            table.c.id,
            micros(table.c.occurred_at),
            micros(contact.c.created_at),
            micros(deal.c.created_at),
            micros(deal.c.closed_at),
            table.c.contact_id,
            table.c.deal_id,
        )
        .select_from(
            table.outerjoin(
                contact, and_(contact.c.tenant_id == table.c.tenant_id, contact.c.id == table.c.contact_id)
            ).outerjoin(deal, and_(deal.c.tenant_id == table.c.tenant_id, deal.c.id == table.c.deal_id))
        )
        .where(
            table.c.tenant_id == tenant_id,
            table.c.deleted_at.is_(None),
            untouched(table),
            _within(table.c.occurred_at, begin, end),
        )
        .order_by(table.c.id)
    )
    return connection.execute(query).all()


def dependants(
    connection: Connection, tenant_id: UUID, child: Entity, column: str, parents: Sequence[UUID]
) -> Rows:
    """(id, parent) of the live records of one kind that refer to one of these parents."""
    table = ENTITY_TABLES[child]
    query = (
        select(table.c.id, table.c[column])
        .where(
            table.c.tenant_id == tenant_id,
            table.c.deleted_at.is_(None),
            table.c[column] == func.any(literal(list(parents), _UUIDS)),
        )
        .order_by(table.c.id)
    )
    return connection.execute(query).all()


def earliest_other(
    connection: Connection, tenant_id: UUID, entity: Entity, begin: datetime, end: datetime
) -> int | None:
    """When the first live company or contact was created that is none of those read for [begin, end), in microseconds."""
    table = ENTITY_TABLES[entity]
    within = _within(table.c.created_at, begin, end)
    wanted = _contacts_wanted(begin, end) if entity is Entity.CONTACTS else within
    query = select(micros(func.min(table.c.created_at))).where(
        table.c.tenant_id == tenant_id,
        table.c.deleted_at.is_(None),
        not_(and_(untouched(table), func.coalesce(wanted, False))),
    )
    return connection.scalar(query)


def _contacts_wanted(begin: datetime, end: datetime) -> ColumnElement[bool]:
    table = _CONTACTS
    return or_(
        _within(table.c.created_at, begin, end),
        _within(table.c.became_lead_at, begin, end),
        and_(table.c.became_lead_at.is_(None), table.c.created_at < end),
    )


def names(
    connection: Connection, tenant_id: UUID, entity: Entity, ids: Sequence[UUID], label: str
) -> dict[UUID, str]:
    """What people call these records."""
    table = ENTITY_TABLES[entity]
    rows = connection.execute(
        select(table.c.id, literal_column(label)).where(
            table.c.tenant_id == tenant_id, table.c.id.in_(list(ids))
        )
    )
    return {row[0]: str(row[1] or "") for row in rows}


def _within(column: ColumnElement[Any], begin: datetime, end: datetime) -> ColumnElement[bool]:
    return and_(column >= begin, column < end)


def _uses(child: Any, column: str, parent: Any, dated_by: ColumnElement[Any]) -> Any:
    """Of the live records that refer to a parent: how many, the first and the last one's instant, and how many of them
    no demo job may change."""
    return (
        select(
            func.count().label("number"),
            func.min(dated_by).label("first"),
            func.max(dated_by).label("last"),
            func.count().filter(not_(untouched(child))).label("protected"),
        )
        .where(
            child.c.tenant_id == parent.c.tenant_id,
            child.c[column] == parent.c.id,
            child.c.deleted_at.is_(None),
        )
        .lateral(f"{child.name}_{column}")
    )


def _run(
    connection: Connection,
    query: Any,
    table: Any,
    laterals: Sequence[Any],
    tenant_id: UUID,
    conditions: Sequence[ColumnElement[bool]],
) -> Rows:
    joined: FromClause = table
    for lateral in laterals:
        joined = joined.outerjoin(lateral, true())
    query = query.select_from(joined).where(
        table.c.tenant_id == tenant_id, table.c.deleted_at.is_(None), untouched(table), *conditions
    )
    return connection.execute(query.order_by(table.c.id)).all()
