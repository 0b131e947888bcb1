"""Tenant rows, and what a demo job needs to know of a tenant's records."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg.errors import UniqueViolation
from sqlalchemy import (
    Connection,
    SQLColumnExpression,
    String,
    and_,
    cast,
    func,
    insert,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.exc import IntegrityError

from demogen.db.tables import Activity, Company, Contact, Deal, DemoPatchJob, Tenant, User
from demogen.domain.kpis import JsonObject
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.errors import TenantUnknown


@dataclass(frozen=True, slots=True)
class TenantRow:
    """One tenant as stored."""

    id: UUID
    slug: str
    name: str
    is_demo: bool
    timezone: str
    currency: str
    country: str
    demo_start_month: str | None
    company_number: int
    contact_number: int
    created_at: datetime
    backfill_started_at: datetime | None
    backfilled_at: datetime | None

    @property
    def money(self) -> Currency:
        return Currency(self.currency)

    @property
    def damage(self) -> str | None:
        """What of the row cannot be used, in a sentence: nobody's entry can make such a value, but a database can hold it."""
        try:
            ZoneInfo(self.timezone)
        except (ValueError, LookupError, OSError):
            return f"Its time zone '{self.timezone}' is not known."
        try:
            Currency(self.currency)
        except ValueError as error:
            return f"Its currency cannot be used: {error}."
        try:
            Month.parse(self.demo_start_month or str(Month.of(self.created_at, ZoneInfo("UTC"))))
        except ValueError as error:
            return f"Its start month cannot be used: {error}."
        return None

    def to_json(self) -> JsonObject:
        return {
            "id": str(self.id),
            "slug": self.slug,
            "name": self.name,
            "isDemo": self.is_demo,
            "timezone": self.timezone,
            "currency": self.currency,
            "country": self.country,
            "demoStartMonth": self.demo_start_month,
            "createdAt": self.created_at.isoformat(),
        }


_COLUMNS = [getattr(Tenant, name) for name in TenantRow.__slots__]


def find_tenant(connection: Connection, key: str | UUID) -> TenantRow:
    """The tenant with this id or slug; TenantUnknown where there is none or it was deleted."""
    if "\0" in str(key):
        raise TenantUnknown()
    matches = Tenant.slug == str(key)
    with contextlib.suppress(ValueError):
        matches = or_(matches, Tenant.id == UUID(str(key)))
    row = connection.execute(select(*_COLUMNS).where(matches, Tenant.deleted_at.is_(None))).one_or_none()
    if row is None:
        raise TenantUnknown(f"There is no tenant '{key}'.")
    return TenantRow(*row)


def tenant_as_stored(connection: Connection, tenant_id: UUID) -> JsonObject:
    """A tenant's row as `TenantRow.to_json` gives it, of whatever values: for one that cannot be read otherwise."""
    row = connection.execute(
        select(
            Tenant.slug,
            Tenant.name,
            Tenant.is_demo,
            Tenant.timezone,
            Tenant.currency,
            Tenant.country,
            Tenant.demo_start_month,
            cast(Tenant.created_at, String),
        ).where(Tenant.id == tenant_id)
    ).one()
    names = ("slug", "name", "isDemo", "timezone", "currency", "country", "demoStartMonth", "createdAt")
    return {"id": str(tenant_id), **dict(zip(names, row, strict=True))}


def list_tenants(connection: Connection) -> list[TenantRow]:
    """All tenants that are not deleted, by name."""
    statement = select(*_COLUMNS).where(Tenant.deleted_at.is_(None)).order_by(Tenant.name, Tenant.id)
    return [TenantRow(*row) for row in connection.execute(statement)]


SORTS: dict[str, SQLColumnExpression[Any]] = {
    "name": func.lower(Tenant.name),
    "currency": Tenant.currency,
    "timezone": Tenant.timezone,
    "start": Tenant.demo_start_month,
    "created": Tenant.created_at,
    "lastPatch": (
        select(func.max(DemoPatchJob.created_at)).where(DemoPatchJob.tenant_id == Tenant.id).scalar_subquery()
    ),
}
"""What a list of tenants can be sorted by."""


def search_tenants(
    connection: Connection, *, search: str, sort: str, descending: bool, limit: int, offset: int
) -> tuple[list[UUID], int]:
    """A page of the tenants whose name or slug contains `search`, by their ids, and how many there are in all."""
    found = Tenant.name.icontains(search, autoescape=True) | Tenant.slug.icontains(search, autoescape=True)
    wanted = and_(Tenant.deleted_at.is_(None), found)
    order = SORTS[sort].desc().nulls_last() if descending else SORTS[sort].asc().nulls_last()
    ids = connection.scalars(
        select(Tenant.id).where(wanted).order_by(order, Tenant.id).limit(limit).offset(offset)
    )
    total = connection.execute(select(func.count()).select_from(Tenant).where(wanted)).scalar_one()
    return list(ids), total


def tenant_ids(connection: Connection) -> list[UUID]:
    """All tenants that are not deleted, by name."""
    statement = select(Tenant.id).where(Tenant.deleted_at.is_(None)).order_by(Tenant.name, Tenant.id)
    return list(connection.scalars(statement))


_CREATED = (
    (Company, Company.created_at),
    (Contact, Contact.created_at),
    (Deal, Deal.created_at),
    (Activity, Activity.occurred_at),
)


def last_instant(connection: Connection, tenant_id: UUID, *, generated_only: bool = False) -> datetime | None:
    """When the newest of a tenant's live records was made, closed or took place."""
    dated = (*_CREATED, (Deal, Deal.closed_at), (Contact, Contact.became_lead_at))
    newest = [
        select(func.max(date))
        .where(
            table.tenant_id == tenant_id,
            table.deleted_at.is_(None),
            table.demo_generated if generated_only else true(),
        )
        .scalar_subquery()
        for table, date in dated
    ]
    found: datetime | None = connection.execute(select(func.greatest(*newest))).scalar_one()
    return found


def first_instant(connection: Connection, tenant_id: UUID) -> datetime | None:
    """When the oldest of a tenant's generated records was made, live or not."""
    oldest = [
        select(func.min(date)).where(table.tenant_id == tenant_id, table.demo_generated).scalar_subquery()
        for table, date in _CREATED
    ]
    found: datetime | None = connection.execute(select(func.least(*oldest))).scalar_one()
    return found


def insert_tenant(connection: Connection, tenant: TenantRow) -> bool:
    """Add a demo tenant; False where its slug or its id is taken.

    Waits for others who are adding one of the same slug: what they commit is seen here whatever the isolation.
    """
    try:
        with connection.begin_nested():
            connection.execute(
                insert(Tenant).values({name: getattr(tenant, name) for name in TenantRow.__slots__})
            )
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation):
            return False
        raise
    return True


def insert_users(connection: Connection, tenant: TenantRow, users: Sequence[tuple[UUID, str, str]]) -> None:
    """A tenant's users, given as (id, name, e-mail)."""
    connection.execute(
        insert(User),
        [
            {
                "id": id_,
                "tenant_id": tenant.id,
                "name": name,
                "email": email,
                "role": "sales",
                "created_at": tenant.created_at,
            }
            for id_, name, email in users
        ],
    )


def free_slugs(connection: Connection, base: str) -> Iterator[str]:
    """Slugs that nobody has yet, as far as can be seen: real-pipeline, real-pipeline-2, ... without an end."""
    taken = set(connection.scalars(select(Tenant.slug).where(Tenant.slug.startswith(base, autoescape=True))))
    for number in itertools.count(1):
        slug = base if number == 1 else f"{base}-{number}"
        if slug not in taken:
            yield slug


def bump_patch_counter(connection: Connection, tenant_id: UUID) -> int:
    """The first statement of a patch: of two patches of one tenant only one can commit."""
    return connection.execute(
        update(Tenant)
        .where(Tenant.id == tenant_id)
        .values(patch_seq=Tenant.patch_seq + 1)
        .returning(Tenant.patch_seq)
    ).scalar_one()


def count_names(connection: Connection, tenant_id: UUID, *, companies: int, contacts: int) -> None:
    """Remember how many names were used, so that no later job uses them again."""
    connection.execute(
        update(Tenant)
        .where(Tenant.id == tenant_id)
        .values(
            company_number=Tenant.company_number + companies,
            contact_number=Tenant.contact_number + contacts,
        )
    )


def database_now(connection: Connection) -> datetime:
    now: datetime = connection.execute(select(func.clock_timestamp())).scalar_one()
    return now
