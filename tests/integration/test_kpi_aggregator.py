"""KPI reads, compared with plain counts on generated and on awkward hand-made rows."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest

from demogen.db.kpi_aggregator import KpiAggregator
from demogen.db.kpi_breakdown import query_breakdown
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.kpis import Outcome
from demogen.domain.metrics import PLANNED, MetricKey
from demogen.domain.months import Month, months_between
from demogen.service.generation import TenantGenerator, TenantProfile
from tests.integration.builders import counted, empty_tenant, grown_tenant, local


def read(database: Database, tenant: TenantRow, first: str, last: str) -> dict[tuple[str, str], int]:
    with database.transaction(read_only=True) as connection:
        aggregator = KpiAggregator(connection, tenant.timezone, tenant.money)
        months = aggregator.query_monthly_kpis(tenant.id, Month.parse(first), Month.parse(last))
    return {(str(month.month), key.value): value for month in months for key, value in month.values.items()}


def test_a_generated_tenant_reads_as_plain_sql_counts_it(
    database: Database, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=8)

    found = read(database, tenant, "2025-01", "2025-12")

    expected = counted(sql, tenant.id, tenant.timezone)
    for month in months_between(Month(2025, 1), Month(2025, 12)):
        for key in PLANNED:
            assert found[str(month), key] == expected.get((str(month), key.value), 0), (month, key)


def test_the_parts_of_a_breakdown_add_up_to_the_kpis(
    database: Database, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator, months=8)
    first, last = Month(2024, 12), Month(2025, 9)
    kpis = read(database, tenant, str(first), str(last))

    with database.transaction(read_only=True) as connection:
        months = query_breakdown(connection, tenant.id, tenant.timezone, first, last)

    assert [month.month for month in months] == list(months_between(first, last))
    for month in months:
        key = str(month.month)
        assert sum(month.deals.values()) == kpis[key, "dealsCreated"]
        assert sum(month.deals_value.values()) == kpis[key, "dealsCreatedValue"]
        assert month.leads + month.other_contacts == kpis[key, "contactsCreated"]
        assert sum(month.activities.values()) == kpis[key, "activitiesCreated"]
    won = sql.execute(
        "SELECT count(*) FROM deals WHERE tenant_id = %s AND stage = 'closed_won'", [tenant.id]
    ).fetchone()
    assert won == (sum(month.deals[Outcome.WON] for month in months),)
    assert len(months[1].activities) > 2


def test_a_tenant_without_records_has_zeros_in_every_month(
    database: Database, generator: TenantGenerator
) -> None:
    tenant = empty_tenant(generator)

    found = read(database, tenant, "2024-11", "2025-02")

    assert len(found) == 4 * 11
    assert set(found.values()) == {0}


@pytest.mark.parametrize("session_zone", ["UTC", "Pacific/Kiritimati", "America/St_Johns"])
@pytest.mark.parametrize(
    ("zone", "country", "turn"),
    [
        ("America/Havana", "CU", "2020-11"),  # midnight of the first comes twice
        ("America/Asuncion", "PY", "2017-10"),  # 1 October 2017 had no midnight
        ("Europe/Berlin", "DE", "2025-04"),
        ("Asia/Kathmandu", "NP", "2025-04"),
    ],
)
def test_records_around_midnight_count_in_the_month_that_the_wall_clock_shows(
    database: Database,
    generator: TenantGenerator,
    sql: psycopg.Connection,
    zone: str,
    country: str,
    turn: str,
    session_zone: str,
) -> None:
    profile = TenantProfile("Edge", zone, "USD", country, "2015-01")
    tenant = empty_tenant(generator, profile)
    edge = local(f"{turn}-01", zone)
    moments = [edge + timedelta(minutes=minutes) for minutes in range(-150, 151, 10)]
    for moment in moments:
        insert_deal(sql, tenant.id, created=moment, amount=1)
    first, last = Month.parse(turn).plus(-1), Month.parse(turn)

    with database.transaction() as connection:
        connection.exec_driver_sql(f"SET LOCAL TIME ZONE '{session_zone}'")
        aggregator = KpiAggregator(connection, tenant.timezone, tenant.money)
        months = aggregator.query_monthly_kpis(tenant.id, first, last)

    expected = Counter(str(Month.of(moment, ZoneInfo(zone))) for moment in moments)
    assert {str(m.month): m[MetricKey.DEALS_CREATED] for m in months} == dict(expected)


def test_stocks_leave_out_what_was_closed_deleted_or_never_open(
    database: Database, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    january, march, may = (datetime(2025, month, 10, tzinfo=UTC) for month in (1, 3, 5))
    insert_deal(sql, tenant.id, created=january, amount=1)  # open all along
    insert_deal(sql, tenant.id, created=january, amount=10, stage="closed_won", closed=march)
    insert_deal(sql, tenant.id, created=january, amount=100, stage="proposal", closed=march)  # opened again
    insert_deal(sql, tenant.id, created=january, amount=1000, stage="closed_lost")  # nobody knows since when
    insert_deal(sql, tenant.id, created=may, amount=10_000, stage="closed_won", closed=march)  # typed wrongly
    insert_deal(sql, tenant.id, created=january, amount=100_000, deleted=may)

    found = read(database, tenant, "2025-02", "2025-05")

    values = [found[f"2025-0{month}", "openPipelineValue"] for month in (2, 3, 4, 5)]
    counts = [found[f"2025-0{month}", "openDeals"] for month in (2, 3, 4, 5)]
    assert values == [111, 101, 101, 101]
    assert counts == [3, 2, 2, 2]
    assert found["2025-03", "closedWonCount"] == 2
    assert found["2025-03", "closedWonValue"] == 10_010


def test_other_tenants_do_not_count(
    database: Database, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant, other = empty_tenant(generator), empty_tenant(generator)
    insert_deal(sql, other.id, created=datetime(2025, 1, 10, tzinfo=UTC), amount=5)

    found = read(database, tenant, "2025-01", "2025-01")

    assert set(found.values()) == {0}


def test_a_snapshot_holds_only_the_months_asked_for(database: Database, generator: TenantGenerator) -> None:
    tenant = grown_tenant(generator, months=4)
    months = [Month(2025, 3), Month(2025, 1)]

    with database.transaction(read_only=True) as connection:
        snapshot = KpiAggregator(connection, tenant.timezone, tenant.money).create_snapshot(tenant.id, months)

    assert [str(month.month) for month in snapshot.months] == ["2025-01", "2025-03"]
    assert snapshot.to_json()["currency"] == "EUR"


def insert_deal(
    sql: psycopg.Connection,
    tenant_id: UUID,
    *,
    created: datetime,
    amount: int,
    stage: str = "proposal",
    closed: datetime | None = None,
    deleted: datetime | None = None,
) -> None:
    sql.execute(
        "INSERT INTO deals (tenant_id, id, stage, amount_minor, created_at, closed_at, deleted_at) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (tenant_id, uuid4(), stage, amount, created, closed, deleted),
    )
