"""Making a demo tenant: its row, its users, and its history as a job like any other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection

from demogen.db import audit, tenants
from demogen.db.audit import COMMAND_LINE, Actor
from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.db.tables import DemoGenerationJob
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import zeros
from demogen.domain.money import Currency
from demogen.domain.months import Month, months_between
from demogen.domain.plan import LONGEST, Plan
from demogen.domain.preview import Preview
from demogen.domain.tenant_name import name_fault, slug_of
from demogen.engine.calendar import SHORTEST
from demogen.engine.facts import USUAL_CYCLE, TenantFacts, usual_amount
from demogen.engine.names import Namer
from demogen.engine.preview import examine
from demogen.engine.rng import RandomStream
from demogen.engine.scenarios import Scenario, scenario_plan
from demogen.errors import InputError, ProfileInvalid
from demogen.service.catalogue import country_codes, timezones
from demogen.service.gathering import planned_months
from demogen.service.patch_engine import PatchEngine
from demogen.service.pools import load_pool
from demogen.service.progress import Listener
from demogen.service.queue import Queue
from demogen.service.submission import add_job, checked_anchor, derived_id, require_feasible

USERS = 8
"""Sales people of a new tenant, who own its records."""


@dataclass(frozen=True, slots=True)
class TenantProfile:
    """What somebody asks for. `start` is the first month, `YYYY-MM`."""

    name: str
    timezone: str
    currency: str
    country: str
    start: str


@dataclass(frozen=True, slots=True)
class History:
    """What a new tenant's months shall be: a scenario's curve over `months` (default: up to now), or a plan."""

    scenario: Scenario | None = None
    months: int | None = None
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class TenantPreview:
    """A tenant that could be made: `outcome` tells what `plan` would do in it; None where it has no history."""

    slug: str
    anchor: datetime
    plan: Plan | None
    outcome: Preview | None


class TenantGenerator:
    """Creates demo tenants. Without a queue their jobs are run by the caller."""

    def __init__(self, database: Database, *, max_records: int, queue: Queue | None = None) -> None:
        self._database, self._max_records, self._queue = database, max_records, queue

    def create(
        self,
        profile: TenantProfile,
        *,
        scenario: Scenario | None = None,
        months: int | None = None,
        plan: Plan | None = None,
        anchor: datetime | None = None,
        seed: int | None = None,
        listener: Listener | None = None,
    ) -> tuple[TenantRow, Job | None]:
        """A tenant with the history of a scenario or a plan, or an empty one where neither is given.

        Raises InputError, PlanInvalid or PlanBlocked before anything is stored.
        """
        with self._database.transaction() as connection:
            wish = History(scenario, months, plan)
            tenant, job = self.submit_in(connection, profile, wish, anchor=anchor, seed=seed)
        if job is None:
            return tenant, None
        engine = PatchEngine(self._database, max_records=self._max_records)
        return tenant, engine.execute(job.id, listener=listener)

    def preview(
        self,
        profile: TenantProfile,
        wish: History,
        *,
        anchor: datetime | None = None,
        seed: int | None = None,
    ) -> TenantPreview:
        """What `create` would make with the same seed at the returned anchor. Stores nothing; raises InputError."""
        with self._database.transaction(read_only=True) as connection:
            instant = checked_anchor(anchor, tenants.database_now(connection))
            slug = next(tenants.free_slugs(connection, slug_of(profile.name)))
        tenant = _tenant(profile, slug, instant, seed)
        plan = _wanted_plan(tenant, wish, instant, seed)
        if plan is None:
            return TenantPreview(slug, instant, None, None)
        outcome, _ = examine(plan, _empty_facts(tenant, plan, instant, self._max_records))
        return TenantPreview(slug, instant, plan, outcome)

    def submit_in(
        self,
        connection: Connection,
        profile: TenantProfile,
        wish: History,
        *,
        anchor: datetime | None = None,
        seed: int | None = None,
        actor: Actor = COMMAND_LINE,
    ) -> tuple[TenantRow, Job | None]:
        """The tenant's row, its users, and the queued job that makes its history, in the caller's transaction."""
        instant = checked_anchor(anchor, tenants.database_now(connection))
        tenant = _stored(connection, profile, instant, seed)
        plan = _wanted_plan(tenant, wish, instant, seed)
        if plan is not None:
            facts = _empty_facts(tenant, plan, instant, self._max_records)
            require_feasible(examine(plan, facts)[0].findings)
        tenants.insert_users(connection, tenant, _users(tenant))
        audit.record(connection, actor, "tenant.create", tenant_id=tenant.id)
        if plan is None:
            return tenant, None
        job = add_job(
            connection,
            tenant,
            plan,
            anchor=instant,
            seed=seed,
            kind=DemoGenerationJob,
            scenario=wish.scenario.value if wish.scenario else None,
            actor=actor,
            queue=self._queue,
        )
        return tenant, job


def check_profile(profile: TenantProfile) -> None:
    """Raise ProfileInvalid that names everything wrong with a profile."""
    faults: dict[str, str] = {}
    if (fault := name_fault(profile.name)) is not None:
        faults["name"] = fault
    if profile.timezone not in timezones():
        faults["timezone"] = f"'{profile.timezone}' is not an IANA time zone, such as Europe/Berlin."
    if profile.country not in country_codes():
        faults["country"] = f"'{profile.country}' is not an ISO 3166 country code, such as DE or US."
    reading: tuple[tuple[str, Callable[[], object]], ...] = (
        ("currency", lambda: Currency(profile.currency)),
        ("start", lambda: Month.parse(profile.start)),
    )
    for field, read in reading:
        try:
            read()
        except ValueError as error:
            faults[field] = f"{error}."
    if faults:
        raise ProfileInvalid(faults)


def _stored(connection: Connection, profile: TenantProfile, instant: datetime, seed: int | None) -> TenantRow:
    """The tenant's row under the first free slug; of those who ask for one at once each gets its own."""
    for slug in tenants.free_slugs(connection, slug_of(profile.name)):
        tenant = _tenant(profile, slug, instant, seed)
        if tenants.insert_tenant(connection, tenant):
            return tenant
    raise AssertionError("slugs never end")


def _tenant(profile: TenantProfile, slug: str, instant: datetime, seed: int | None) -> TenantRow:
    check_profile(profile)
    now = Month.of(instant, ZoneInfo(profile.timezone))
    if Month.parse(profile.start) > now:
        raise ProfileInvalid(
            {
                "start": f"The start {profile.start} lies in the future; it is now {now}. Start then or earlier."
            }
        )
    return TenantRow(
        id=uuid4() if seed is None else derived_id("tenant", slug, seed),
        slug=slug,
        name=profile.name.strip(),
        is_demo=True,
        timezone=profile.timezone,
        currency=profile.currency,
        country=profile.country,
        demo_start_month=profile.start,
        company_number=0,
        contact_number=0,
        created_at=instant,
        backfill_started_at=None,
        backfilled_at=None,
    )


def _wanted_plan(tenant: TenantRow, wish: History, instant: datetime, seed: int | None) -> Plan | None:
    if wish.scenario is None:
        return wish.plan
    return _from_scenario(wish.scenario, tenant, wish.months, instant, seed)


def _from_scenario(
    scenario: Scenario, tenant: TenantRow, months: int | None, instant: datetime, seed: int | None
) -> Plan:
    zone = ZoneInfo(tenant.timezone)
    # a month that has only just begun holds nothing yet
    start, now = (
        Month.parse(tenant.demo_start_month or ""),
        Month.of(instant - timedelta(microseconds=SHORTEST), zone),
    )
    elapsed = now.index - start.index + 1
    if elapsed < 1:
        raise InputError(
            f"{start} has only just begun: less than a second of it has passed.",
            hint="Try again in a moment, start earlier, or make the tenant empty.",
        )
    wanted = min(elapsed, LONGEST) if months is None else months
    if not 1 <= wanted <= min(elapsed, LONGEST):
        raise InputError(
            f"{wanted} months from {start} on are not possible: {elapsed} have begun by now, and one history has at "
            f"most {LONGEST}.",
            hint=f"Give --months from 1 to {min(elapsed, LONGEST)}.",
        )
    history = months_between(start, start.plus(wanted - 1))
    begin, end = history[-1].bounds(zone)
    passed = Fraction((instant - begin) // timedelta(seconds=1), (end - begin) // timedelta(seconds=1))
    number = tenant.id.int % 2**63 if seed is None else seed
    return scenario_plan(scenario, history, tenant.money, seed=number, elapsed=min(passed, Fraction(1)))


def _empty_facts(tenant: TenantRow, plan: Plan, instant: datetime, max_records: int) -> TenantFacts:
    return TenantFacts(
        tenant_id=tenant.id,
        zone=ZoneInfo(tenant.timezone),
        currency=tenant.money,
        country=tenant.country,
        start=Month.parse(tenant.demo_start_month or ""),
        anchor=instant,
        current={month: zeros(month) for month in planned_months(plan)},
        previous={},
        contacts=0,
        activities=0,
        earliest_company=None,
        earliest_contact=None,
        typical_amount=usual_amount(tenant.money),
        has_history=False,
        cycle=USUAL_CYCLE,
        max_records=max_records,
    )


def _users(tenant: TenantRow) -> list[tuple[UUID, str, str]]:
    namer = Namer(load_pool(tenant.country), RandomStream("users", str(tenant.id)))
    people = namer.people(np.arange(USERS, dtype=np.int64))
    return [
        (derived_id("user", str(tenant.id), number), f"{first} {last}", f"{local}@{tenant.slug}.example")
        for number, (first, last, local) in enumerate(
            zip(people.first.to_pylist(), people.last.to_pylist(), people.local_part.to_pylist(), strict=True)
        )
    ]
