"""The main job: an empty tenant, the real pipeline's plan, and the numbers proved by SQL of our own."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Command

REAL = """\
month,companiesCreated,contactsCreated,dealsCreated,closedWonCount,closedWonValue,closedLostCount
2016-10,85,170,7,0,0,0
2016-11,0,0,115,0,0,0
2016-12,0,0,236,0,0,0
2017-01,0,0,312,0,0,0
2017-02,0,0,515,0,0,0
2017-03,0,0,792,531,1134672,116
2017-04,0,0,874,285,721932,301
2017-05,0,0,722,438,1025713,367
2017-06,0,0,792,531,1338466,110
2017-07,0,0,1198,308,696932,319
2017-08,0,0,793,446,1050059,339
2017-09,0,0,779,503,1235264,132
2017-10,0,0,761,279,731980,287
2017-11,0,0,283,406,938943,362
2017-12,0,0,121,511,1131573,140
"""

SHARED = Path(__file__).parents[3] / "shared" / "data" / "plans" / "real_sales_pipeline_targets.csv"

CREATE = (
    "tenants", "create", "Real pipeline", "--start", "2016-10", "--timezone", "America/New_York",
    "--currency", "USD", "--country", "US", "--empty",
)  # fmt: skip
READ = ("kpis", "real-pipeline", "--from", "2016-10", "--to", "2017-12", "--json")

KPIS = (
    "companiesCreated",
    "contactsCreated",
    "dealsCreated",
    "closedWonCount",
    "closedWonValue",
    "closedLostCount",
)


def wanted(text: str) -> dict[str, tuple[int, ...]]:
    """Month -> the plan's numbers, money in cents."""
    return {
        row["month"]: tuple(int(row[key]) * (100 if key == "closedWonValue" else 1) for key in KPIS)
        for row in csv.DictReader(io.StringIO(text))
    }


def by_plain_sql(sql: psycopg.Connection) -> dict[str, tuple[int, ...]]:
    month = "to_char({} AT TIME ZONE 'America/New_York', 'YYYY-MM')"
    queries = (
        (f"SELECT {month.format('created_at')}, count(*) FROM companies GROUP BY 1", 0),
        (f"SELECT {month.format('created_at')}, count(*) FROM contacts GROUP BY 1", 1),
        (f"SELECT {month.format('created_at')}, count(*) FROM deals GROUP BY 1", 2),
        (f"SELECT {month.format('closed_at')}, count(*) FROM deals WHERE stage = 'closed_won' GROUP BY 1", 3),
        (
            f"SELECT {month.format('closed_at')}, sum(amount_minor) FROM deals WHERE stage = 'closed_won' GROUP BY 1",
            4,
        ),
        (
            f"SELECT {month.format('closed_at')}, count(*) FROM deals WHERE stage = 'closed_lost' GROUP BY 1",
            5,
        ),
    )
    found: dict[str, list[int]] = {}
    for query, place in queries:
        for name, value in sql.execute(query).fetchall():
            found.setdefault(name, [0] * len(KPIS))[place] = int(value)
    return {name: tuple(values) for name, values in sorted(found.items())}


def test_the_real_pipeline_plan_is_hit_in_every_month(
    demogen: Command, sql: psycopg.Connection, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text(REAL)

    created = demogen(*CREATE)
    applied = demogen("patch", "apply", "real-pipeline", "--plan", str(plan), "--type", "targets")
    months = demogen(*READ).json

    assert (created.code, applied.code) == (0, 0)
    expected = wanted(REAL)
    assert by_plain_sql(sql) == expected
    for row in months:
        found = tuple(int(str(row[key]).replace(".", "")) for key in KPIS)
        assert found == expected[row["month"]]
    assert sum(row["dealsCreated"] for row in months) == 8_300
    assert sum(row["closedWonCount"] for row in months) == 4_238
    assert sum(row["closedLostCount"] for row in months) == 2_473
    assert sum(round(float(row["closedWonValue"])) for row in months) == 10_005_534


@pytest.mark.skipif(not SHARED.exists(), reason="the real input is not on this machine")
def test_the_figures_in_this_test_are_the_real_file(demogen: Command) -> None:
    assert wanted(SHARED.read_text()) == wanted(REAL)


def test_records_keep_every_rule_of_order_and_belonging(
    demogen: Command, sql: psycopg.Connection, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text(REAL)
    demogen(*CREATE)
    demogen("patch", "apply", "real-pipeline", "--plan", str(plan), "--type", "targets")
    extra = tmp_path / "extra.csv"
    extra.write_text(
        "month,activitiesCreated,leadsCreated,dealsCreated,closedLostCount\n2017-11,3000,40,30,20\n"
    )
    demogen("patch", "apply", "real-pipeline", "--plan", str(extra), "--type", "deltas")

    violations = {
        name: sql.execute(query).fetchone()
        for name, query in {
            "company before contact": "SELECT count(*) FROM contacts c JOIN companies o ON o.tenant_id = c.tenant_id "
            "AND o.id = c.company_id WHERE o.created_at > c.created_at",
            "contact before deal": "SELECT count(*) FROM deals d JOIN contacts c ON c.tenant_id = d.tenant_id "
            "AND c.id = d.contact_id WHERE c.created_at > d.created_at",
            "deal's company is its contact's": "SELECT count(*) FROM deals d JOIN contacts c ON c.id = d.contact_id "
            "WHERE c.company_id IS DISTINCT FROM d.company_id",
            "activity within its deal": "SELECT count(*) FROM activities a JOIN deals d ON d.id = a.deal_id "
            "WHERE a.occurred_at < d.created_at OR a.occurred_at > d.closed_at",
            "activity's contact is its deal's": "SELECT count(*) FROM activities a JOIN deals d ON d.id = a.deal_id "
            "WHERE a.contact_id <> d.contact_id",
            "activity after its contact": "SELECT count(*) FROM activities a JOIN contacts c ON c.id = a.contact_id "
            "WHERE a.occurred_at < c.created_at",
            "closed after created": "SELECT count(*) FROM deals WHERE closed_at < created_at",
            "closed has an instant": "SELECT count(*) FROM deals WHERE (stage LIKE 'closed%') <> (closed_at IS NOT NULL)",
            "probability": "SELECT count(*) FROM deals WHERE (stage = 'closed_won') <> (probability = 100) "
            "OR (stage = 'closed_lost') <> (probability = 0)",
            "open closes later": "SELECT count(*) FROM deals WHERE closed_at IS NULL AND "
            "(expected_close_on IS NULL OR expected_close_on <= demo_written_at::date)",
            "worth something": "SELECT count(*) FROM deals WHERE amount_minor < 1",
            "one address each": "SELECT count(*) - count(DISTINCT lower(email)) FROM contacts",
            "reserved domains": "SELECT count(*) FROM contacts WHERE email !~ '@[a-z0-9-]+[.]example$'",
            "numbers for fiction": "SELECT count(*) FROM contacts WHERE phone !~ '^[+]1 [0-9]{3} 555 01[0-9]{2}$'",
            "company's domain": "SELECT count(*) FROM contacts c JOIN companies o ON o.id = c.company_id "
            "WHERE split_part(c.email, '@', 2) <> o.domain",
            "weekends": "SELECT count(*) FROM deals WHERE extract(isodow FROM created_at AT TIME ZONE "
            "'America/New_York') > 5 OR extract(isodow FROM closed_at AT TIME ZONE 'America/New_York') > 5",
            "holidays": "SELECT count(*) FROM deals WHERE to_char(created_at AT TIME ZONE 'America/New_York', 'MM-DD') "
            "IN ('12-25', '07-04') OR to_char(closed_at AT TIME ZONE 'America/New_York', 'MM-DD') IN ('12-25', '07-04')",
            "working hours": "SELECT count(*) FROM deals WHERE extract(hour FROM created_at AT TIME ZONE "
            "'America/New_York') NOT BETWEEN 8 AND 17",
            "owners": "SELECT count(*) FROM deals WHERE owner_id IS NULL",
        }.items()
    }
    round_prices = sql.execute("SELECT avg((amount_minor % 1000 = 0)::int) FROM deals").fetchone()
    with_deal = sql.execute("SELECT avg((deal_id IS NOT NULL)::int) FROM activities").fetchone()

    assert {name: found for name, found in violations.items() if found != (0,)} == {}
    assert round_prices is not None
    assert round_prices[0] > 0.9
    assert with_deal is not None
    assert with_deal[0] > 0.5
