"""A tenant's generated records with what they refer to, in batches. What they are written to is not known here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, FromClause, Select, and_, select

from demogen.db.tables import Activity, Company, Contact, Deal, User
from demogen.domain.metrics import Entity

BATCH = 20_000

Record = Mapping[str, Any]


def generated_records(connection: Connection, tenant_id: UUID, entity: Entity) -> Iterator[list[Record]]:
    """Live, generated records in order of their creation, from one cursor on the server."""
    rows = connection.execution_options(yield_per=BATCH).execute(_QUERIES[entity](tenant_id)).mappings()
    for part in rows.partitions(BATCH):
        yield [dict(row) for row in part]


def _with(rows: FromClause, *joined: tuple[Any, Any]) -> FromClause:
    """Outer joins within the tenant: each model with the column that refers to it."""
    for model, column in joined:
        table = column.table
        rows = rows.outerjoin(model, and_(model.tenant_id == table.c.tenant_id, model.id == column))
    return rows


def _companies(tenant_id: UUID) -> Select[*tuple[Any, ...]]:
    table = Company.__table__
    return (
        select(
            Company.id, Company.name, Company.domain, Company.industry, Company.employee_count, Company.country,
            Company.city, Company.phone, Company.created_at, Company.demo_source_month,
            User.name.label("owner_name"), User.email.label("owner_email"),
        )
        .select_from(_with(table, (User, table.c.owner_id)))
        .where(Company.tenant_id == tenant_id, Company.deleted_at.is_(None), Company.demo_generated)
        .order_by(Company.created_at, Company.id)
    )  # fmt: skip


def _contacts(tenant_id: UUID) -> Select[*tuple[Any, ...]]:
    table = Contact.__table__
    return (
        select(
            Contact.id, Contact.company_id, Company.name.label("company_name"), Company.domain.label("company_domain"),
            Contact.first_name, Contact.last_name, Contact.email, Contact.phone, Contact.job_title, Contact.lead_source,
            Contact.became_lead_at, Contact.created_at, Contact.demo_source_month,
            User.name.label("owner_name"), User.email.label("owner_email"),
        )
        .select_from(_with(table, (Company, table.c.company_id), (User, table.c.owner_id)))
        .where(Contact.tenant_id == tenant_id, Contact.deleted_at.is_(None), Contact.demo_generated)
        .order_by(Contact.created_at, Contact.id)
    )  # fmt: skip


def _deals(tenant_id: UUID) -> Select[*tuple[Any, ...]]:
    table = Deal.__table__
    return (
        select(
            Deal.id, Deal.company_id, Company.name.label("company_name"), Company.domain.label("company_domain"),
            Deal.contact_id, Contact.email.label("contact_email"), Deal.name, Deal.stage, Deal.probability, Deal.amount_minor,
            Deal.expected_close_on, Deal.closed_at, Deal.lost_reason, Deal.created_at, Deal.demo_source_month,
            User.name.label("owner_name"), User.email.label("owner_email"),
        )
        .select_from(_with(table, (Company, table.c.company_id), (Contact, table.c.contact_id), (User, table.c.owner_id)))
        .where(Deal.tenant_id == tenant_id, Deal.deleted_at.is_(None), Deal.demo_generated)
        .order_by(Deal.created_at, Deal.id)
    )  # fmt: skip


def _activities(tenant_id: UUID) -> Select[*tuple[Any, ...]]:
    table = Activity.__table__
    return (
        select(
            Activity.id, Activity.contact_id, Contact.email.label("contact_email"), Activity.deal_id,
            Deal.name.label("deal_name"), Activity.type, Activity.subject, Activity.duration_minutes, Activity.occurred_at,
            Activity.demo_source_month, User.name.label("owner_name"), User.email.label("owner_email"),
        )
        .select_from(_with(table, (Contact, table.c.contact_id), (Deal, table.c.deal_id), (User, table.c.owner_id)))
        .where(Activity.tenant_id == tenant_id, Activity.deleted_at.is_(None), Activity.demo_generated)
        .order_by(Activity.occurred_at, Activity.id)
    )  # fmt: skip


_QUERIES = {
    Entity.COMPANIES: _companies,
    Entity.CONTACTS: _contacts,
    Entity.DEALS: _deals,
    Entity.ACTIVITIES: _activities,
}
