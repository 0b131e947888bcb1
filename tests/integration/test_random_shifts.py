"""Random tenants moved in time there and back: by decades, over leap days and gaps of the clock, in zones with odd offsets, into
months that have hardly begun, with deals that have been open for longer than their story, and with what people did."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import psycopg
import pytest

from demogen.db.session import Database
from demogen.db.shifting import Edited
from demogen.domain.months import Month
from demogen.errors import InputError
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import counted, orphans, plan, rows_hash
from tests.integration.rules import broken

RUNS = int(os.environ.get("DEMOGEN_TEST_SHIFTS", "10"))
"""Tenants of the whole run; five hundred take half an hour."""

FIRST_SEED = int(os.environ.get("DEMOGEN_TEST_SHIFTS_SEED", "0"))

FOUND = (2095,)
"""Seeds that found something: there a closing was put after its deal's creation, and its path had the old instant."""

ZONES = (
    "Europe/Berlin", "America/New_York", "UTC",
    "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Tehran", "America/Caracas",  # odd offsets
    "Pacific/Apia", "Pacific/Kiritimati",  # a day that never was; for one of them the first of a year
    "America/Sao_Paulo", "Asia/Gaza", "Africa/Cairo",  # no midnight on some days
    "Africa/Monrovia",  # seconds in its offset, until 1972
)  # fmt: skip
COUNTRIES = ("DE", "US", "EG", "JP", "NP")
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)

INSTANTS = {
    "companies": ("created_at",),
    "contacts": ("created_at", "became_lead_at"),
    "deals": ("created_at", "closed_at"),
    "activities": ("created_at", "occurred_at"),
}

Dates = dict[tuple[str, UUID], tuple[datetime | None, ...]]


@dataclass
class Trial:
    """One random tenant and what happens to it."""

    database: Database
    sql: psycopg.Connection
    chance: Random

    def build(self) -> None:
        chance = self.chance
        self.engine = PatchEngine(self.database, max_records=1_000_000)
        zone = chance.choice(ZONES)
        start = Month(chance.choice([1975, 1994, 2004, 2011, 2016, 2019, 2023, 2025]), chance.randint(1, 12))
        profile = TenantProfile(
            "Random", zone, chance.choice(["EUR", "JPY", "KWD"]), chance.choice(COUNTRIES), str(start)
        )
        months = [start.plus(number) for number in range(chance.randint(1, 7))]
        begun = months[-1].bounds(ZoneInfo(zone))[0] + timedelta(
            minutes=chance.choice([1, 50, 5_000, 40_000])
        )
        # written while it happened, or long after: then its open deals are older than the story is long
        self.anchor = min(chance.choice([begun, begun + timedelta(days=400), NOW]), NOW)
        self.tenant, _ = TenantGenerator(self.database, max_records=1_000_000).create(
            profile, anchor=self.anchor, seed=chance.randint(0, 10**6)
        )
        self.zone = ZoneInfo(zone)
        open_deals, rows = 0, {}
        for place, month in enumerate(months):
            created = chance.randint(0, 12)
            won = chance.randint(0, (open_deals + created) // 2)
            lost = chance.randint(0, (open_deals + created - won) // 2)
            open_deals += created - won - lost
            rows[str(month)] = {
                "companiesCreated": chance.randint(0, 3),
                "contactsCreated": chance.randint(0, 6) + (place == 0),
                "dealsCreated": created,
                "closedWonCount": won,
                "closedLostCount": lost,
                "activitiesCreated": chance.randint(0, 15),
            }
        job = self.engine.execute(
            self.engine.submit(self.tenant.slug, plan(rows), anchor=self.anchor, seed=1).id
        )
        assert job.verified, job.error

    def by_people(self) -> None:
        """What people may do: edit, delete softly (with a note of when or without), enter records of their own."""
        for _ in range(self.chance.randint(0, 4)):
            table = self.chance.choice(list(INSTANTS))
            one = f"(SELECT id FROM {table} WHERE tenant_id = %s ORDER BY md5(id::text || '{self.chance.random()}') LIMIT 1)"
            act = self.chance.choice(
                [
                    f"UPDATE {table} SET owner_id = NULL, updated_at = now() WHERE id = {one}",
                    f"UPDATE activities SET deleted_at = now(), updated_at = now() WHERE id = {one.replace(table, 'activities')}",
                    f"UPDATE activities SET deleted_at = now() WHERE id = {one.replace(table, 'activities')}",
                    "INSERT INTO contacts (tenant_id, id, first_name, created_at, company_id) SELECT tenant_id, "
                    "gen_random_uuid(), 'Real', created_at + interval '1 hour', id FROM companies "
                    f"WHERE deleted_at IS NULL AND id = {one.replace(table, 'companies')}",
                ]
            )
            self.sql.execute(act, [self.tenant.id])

    def dates(self) -> Dates:
        """The instants of all live generated records."""
        found: Dates = {}
        for table, names in INSTANTS.items():
            rows = self.sql.execute(
                f"SELECT id, {', '.join(names)} FROM {table} WHERE tenant_id = %s AND demo_generated AND deleted_at IS NULL",
                [self.tenant.id],
            )
            found |= {(table, id_): tuple(values) for id_, *values in rows}
        return found

    def shift(self) -> str | None:
        """Move it somewhere; the job, or None where that was refused for a good reason."""
        chance = self.chance
        earliest = max(self.anchor, datetime(2024, 1, 1, tzinfo=UTC))
        begin = Month.of(NOW, self.zone).bounds(self.zone)[0]
        at = chance.choice([NOW, earliest + (NOW - earliest) * chance.random(), begin + timedelta(minutes=2)])
        at, now = max(at, earliest), Month.of(max(at, earliest), self.zone)
        end = chance.choice([now, now, now.plus(-chance.randint(1, 30)), now.plus(-chance.randint(30, 600))])
        edited = chance.choice(list(Edited))
        before, moments = self.dates(), self.moments()
        try:
            job = self.engine.execute(self.engine.submit_shift(self.tenant.slug, end, edited, anchor=at).id)
        except InputError as error:
            if "already" in error.message or "1971-01" in error.message:
                return None
            raise
        assert job.verified, job.error
        assert job.shift_by is not None
        self.check(before, moments, job.shift_by, at, edited)
        self.anchor = at  # what comes next comes later
        return str(job.id)

    def moments(self) -> int:
        """The most steps of deals that share an instant."""
        statement = "SELECT coalesce(max(n), 0) FROM (SELECT count(*) AS n FROM deal_stage_changes GROUP BY changed_at) x"
        return int(self.one(statement))

    def one(self, statement: str, *given: object) -> int:
        row = self.sql.execute(statement, given).fetchone()
        assert row
        return int(row[0])

    def check(self, before: Dates, moments: int, by: int, at: datetime, edited: Edited) -> None:
        after = self.dates()
        assert after.keys() == before.keys()
        stayed = 0
        pairs: dict[tuple[str, int], list[tuple[datetime, datetime]]] = {}
        for key, values in before.items():
            if after[key] == values:
                stayed += 1
                continue
            for place, (old, new) in enumerate(zip(values, after[key], strict=True)):
                if old is None or new is None:
                    assert old is new
                    continue
                assert Month.of(new, self.zone) == Month.of(old, self.zone).plus(by), (key, old, new)
                assert new < at
                pairs.setdefault((key[0], place), []).append((old, new))
        for found in pairs.values():  # nothing overtakes anything
            news = [new for _, new in sorted(found)]
            assert all(one <= other + timedelta(milliseconds=1) for one, other in pairwise(news))
        if edited is Edited.MOVE and not self.one("SELECT count(*) FROM contacts WHERE NOT demo_generated"):
            assert stayed == 0
        assert broken(self.sql) == []
        assert orphans(self.sql, self.tenant.id) == 0
        not_after = (
            "SELECT count(*) FROM (SELECT changed_at, lag(changed_at) OVER (PARTITION BY deal_id ORDER BY changed_at) AS earlier "
            "FROM deal_stage_changes) s WHERE changed_at <= earlier"
        )
        assert self.one(not_after) == 0
        astray = (
            "SELECT count(*) FROM deals d WHERE stage <> (SELECT to_stage FROM deal_stage_changes s "
            "WHERE s.deal_id = d.id ORDER BY changed_at DESC LIMIT 1)"
        )
        assert self.one(astray) == 0
        assert self.one("SELECT count(*) FROM deal_stage_changes WHERE changed_at > %s", at) == 0
        assert self.moments() <= 10 * max(moments, 1)
        today = at.astimezone(self.zone).date()
        assert (
            self.one(
                "SELECT count(*) FROM deals d JOIN demo_row_images i ON i.row_id = d.id WHERE d.closed_at IS NULL "
                "AND d.deleted_at IS NULL AND d.expected_close_on <= %s AND i.job_id = "
                "(SELECT id FROM demo_patch_jobs WHERE action = 'shift' ORDER BY completed_at DESC LIMIT 1)",
                today,
            )
            == 0
        )


@pytest.mark.parametrize("seed", [*range(FIRST_SEED, FIRST_SEED + RUNS), *FOUND])
def test_a_tenant_moves_there_and_back_and_keeps_every_promise(
    database: Database, sql: psycopg.Connection, seed: int
) -> None:
    trial = Trial(database, sql, Random(seed))
    trial.build()
    trial.by_people()
    states, jobs = [rows_hash(sql, trial.tenant.id)], []
    numbers = counted(sql, trial.tenant.id, trial.tenant.timezone)
    for _ in range(trial.chance.randint(1, 3)):
        job = trial.shift()
        if job is not None:
            jobs.append(job)
            states.append(rows_hash(sql, trial.tenant.id))
    totals = Counter[str]()
    for (_, key), value in counted(sql, trial.tenant.id, trial.tenant.timezone).items():
        totals[key] += value
    for (_, key), value in numbers.items():
        totals[key] -= value
    assert not any(totals.values())

    for job in reversed(jobs):
        undo = trial.engine.execute(trial.engine.submit_undo(job).id)
        assert undo.verified, undo.error
        states.pop()
        assert rows_hash(sql, trial.tenant.id) == states[-1]

    assert counted(sql, trial.tenant.id, trial.tenant.timezone) == numbers
