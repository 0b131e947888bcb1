"""A server of its own with a tenant of a given size, gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from demogen.db import schema
from demogen.db.embedded import EmbeddedServer
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month, months_between
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.service.generation import TenantGenerator, TenantProfile
from demogen.service.patch_engine import PatchEngine

MOST_RECORDS = 10_000_000

SHARES = {"companies": 5, "contacts": 30, "deals": 18, "activities": 47}
"""Percent of the records of each kind."""


@dataclass(frozen=True)
class Scene:
    """An embedded server with the product's schema."""

    server: EmbeddedServer
    database: Database
    folder: Path

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def engine(self) -> PatchEngine:
        return PatchEngine(self.database, max_records=MOST_RECORDS)

    def tenant(self, start: Month, name: str = "Bench") -> TenantRow:
        profile = TenantProfile(name, "Europe/Berlin", "EUR", "DE", str(start))
        return TenantGenerator(self.database, max_records=MOST_RECORDS).create(profile, seed=1)[0]

    def grown(self, rows: int, months: Sequence[Month], name: str = "Bench") -> TenantRow:
        """A tenant with about so many records, spread over the months."""
        tenant = self.tenant(months[0], name)
        job = self.engine.submit(tenant.slug, plan_of(rows, months), seed=1)
        done = self.engine.execute(job.id)
        assert done.verified, done.error
        return tenant


@contextmanager
def scene() -> Iterator[Scene]:
    with tempfile.TemporaryDirectory(prefix="demogen-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = EmbeddedServer(Path(folder) / "home")
        database = Database(server.url)
        try:
            schema.upgrade(database)
            yield Scene(server, database, Path(folder))
        finally:
            database.close()
            server.close()


def months_until(last: Month, count: int) -> list[Month]:
    return months_between(last.plus(1 - count), last)


def plan_of(rows: int, months: Sequence[Month]) -> Plan:
    """About `rows` records, evenly over the months, in the shares above."""
    month = rows // len(months)
    cells = {
        MetricKey.COMPANIES_CREATED: month * SHARES["companies"] // 100,
        MetricKey.CONTACTS_CREATED: month * SHARES["contacts"] // 100,
        MetricKey.LEADS_CREATED: month * 18 // 100,
        MetricKey.DEALS_CREATED: month * SHARES["deals"] // 100,
        MetricKey.CLOSED_WON_COUNT: month * 5 // 100,
        MetricKey.CLOSED_WON_VALUE: month * 5 // 100 * 1_250_000,
        MetricKey.CLOSED_LOST_COUNT: month * 7 // 100,
        MetricKey.ACTIVITIES_CREATED: month * SHARES["activities"] // 100,
    }
    return Plan(tuple(PlanMonth(each, cells) for each in months), PlanType.DELTAS)
