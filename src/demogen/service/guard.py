"""What a job must leave alone: months outside its plan, and records that people made or edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from demogen.db.protection import protected_hash
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import KpiSnapshot
from demogen.domain.metrics import PLANNED, label_of
from demogen.domain.months import Month, months_between
from demogen.errors import VerificationFailed
from demogen.service.gathering import snapshot


@dataclass(frozen=True, slots=True)
class Guard:
    """A tenant as it was before: its other months, and a hash of its protected records."""

    tenant: TenantRow
    others: KpiSnapshot
    protected: tuple[tuple[int, int], ...]

    @classmethod
    def set(cls, connection: Connection, tenant: TenantRow, planned: Sequence[Month], now: datetime) -> Guard:
        others = [month for month in history(tenant, now) if month not in set(planned)]
        return cls(tenant, snapshot(connection, tenant, others), protected_hash(connection, tenant.id))

    def check(self, connection: Connection, *, protected: bool = True) -> None:
        """Raises VerificationFailed where anything of it has changed; the stocks of later months follow and may."""
        after = snapshot(connection, self.tenant, [month.month for month in self.others.months])
        for old, new in zip(self.others.months, after.months, strict=True):
            for key in PLANNED:
                if old[key] != new[key]:
                    raise VerificationFailed(
                        f"{label_of(key)} in {old.month}, which is not planned, would have changed from {old[key]} to "
                        f"{new[key]}; it was rolled back."
                    )
        if protected and protected_hash(connection, self.tenant.id) != self.protected:
            raise VerificationFailed(
                "Records that people made or edited would have changed; it was rolled back."
            )


def history(tenant: TenantRow, now: datetime) -> list[Month]:
    """Every month of the tenant up to now."""
    last = Month.of(now, ZoneInfo(tenant.timezone))
    return list(months_between(Month.parse(tenant.demo_start_month or str(last)), last))
