"""What new records may refer to: the tenant's users, companies, contacts and open deals, and its name pool.

The service reads them, in bounded samples, so that memory does not grow with the tenant. Each group is in order of
creation and holds the tenant's earliest records, so that whatever can have a parent has one.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from demogen.engine.names import NamePool
from demogen.engine.records.columns import Ids
from demogen.engine.rng import Integers


@dataclass(frozen=True, slots=True)
class ExistingCompanies:
    """`created`: microseconds since 1970, ascending; `domain` without null."""

    ids: Ids
    created: Integers
    name: pa.Array
    domain: pa.Array


@dataclass(frozen=True, slots=True)
class ExistingContacts:
    """`company` is a null id (0, 0) and `company_name` empty where a contact has none."""

    ids: Ids
    created: Integers
    company: Ids
    company_name: pa.Array


@dataclass(frozen=True, slots=True)
class ExistingDeals:
    """Deals that are open now, with the contact that each belongs to (null id where none)."""

    ids: Ids
    created: Integers
    contact: Ids


@dataclass(frozen=True, slots=True)
class References:
    """Everything from outside that the records of one job use.

    `company_number` and `contact_number` say how many names the tenant has used; `taken_emails` are addresses,
    in lower case, that people entered themselves.
    """

    owners: Ids
    companies: ExistingCompanies
    contacts: ExistingContacts
    open_deals: ExistingDeals
    pool: NamePool
    company_number: int = 0
    contact_number: int = 0
    taken_emails: frozenset[str] = frozenset()
