"""What leaves the product: tenants' records for other programs, templates, and reports that read back as plans."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest
import python_calamine
import xlsxwriter
from fastapi.testclient import TestClient

from demogen.db.tenants import TenantRow
from demogen.domain.plan import Mode, PlanType
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.plan_reader import read_plan
from demogen.service.text_cells import clean, neutral
from tests.integration.builders import ANCHOR, NINE, counted, grown_tenant, plan

Row = dict[str, str]


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator, months=4)


def archive(script: TestClient, tenant: TenantRow, form: str) -> dict[str, bytes]:
    answer = script.get(f"tenants/{tenant.slug}/export", params={"format": form})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def table(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def total(sql: psycopg.Connection, name: str) -> int:
    row = sql.execute(f"SELECT count(*) FROM {name} WHERE deleted_at IS NULL AND demo_generated").fetchone()
    assert row
    return int(row[0])


def test_csv_holds_every_generated_record_and_its_relations(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    sql.execute(
        "UPDATE companies SET name = '=HYPERLINK(\"http://x.invalid\")' WHERE id = (SELECT min(id::text)::uuid FROM companies)"
    )

    files = {
        name: table(content)
        for name, content in archive(script, tenant, "csv").items()
        if name.endswith(".csv")
    }

    ids = {name: {row["id"] for row in rows} for name, rows in files.items()}
    for name in ("companies", "contacts", "deals", "activities"):
        assert len(ids[f"{name}.csv"]) == total(sql, name)
    assert {row["contact_id"] for row in files["deals.csv"]} <= ids["contacts.csv"]
    assert {row["company_id"] for row in files["contacts.csv"]} - {""} <= ids["companies.csv"]
    assert {row["deal_id"] for row in files["activities.csv"]} - {""} <= ids["deals.csv"]
    won = sum(Decimal(row["amount"]) for row in files["deals.csv"] if row["stage"] == "closed_won")
    numbers = counted(sql, tenant.id, tenant.timezone)
    assert won * 100 == sum(value for (_, key), value in numbers.items() if key == "closedWonValue")
    assert '\'=HYPERLINK("http://x.invalid")' in {row["name"] for row in files["companies.csv"]}
    assert all(row["phone"].startswith("+") for row in files["companies.csv"] if row["phone"])


def test_csv_says_in_its_headings_that_instants_are_in_utc(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    files = archive(script, tenant, "csv")

    deals = table(files["deals.csv"])
    instants = {
        name: sorted(
            heading for heading in table(files[f"{name}.csv"])[0] if heading.endswith(("_at", "_utc"))
        )
        for name in ("companies", "contacts", "deals", "activities")
    }
    assert instants == {
        "companies": ["created_at_utc"],
        "contacts": ["became_lead_at_utc", "created_at_utc"],
        "deals": ["closed_at_utc", "created_at_utc"],
        "activities": ["occurred_at_utc"],
    }
    stored = sql.execute(
        "SELECT id::text, to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') FROM deals"
    ).fetchall()
    assert {row["id"]: row["created_at_utc"] for row in deals} == dict(stored)
    assert "time zone Europe/Berlin" in files["README.txt"].decode()


@pytest.mark.parametrize(
    ("form", "name"),
    [("csv", "deals"), ("parquet", "deals"), ("salesforce", "3 Opportunity"), ("hubspot", "3 deals")],
)
def test_an_export_says_what_it_holds_and_counts_won_and_lost_apart(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection, form: str, name: str
) -> None:
    about = archive(script, tenant, form)["README.txt"].decode()

    counts = sql.execute(
        "SELECT count(*), count(*) FILTER (WHERE stage = 'closed_lost'), count(*) FILTER (WHERE closed_at IS NULL), "
        "count(*) FILTER (WHERE stage = 'closed_won') FROM deals WHERE deleted_at IS NULL AND demo_generated"
    ).fetchone()
    assert counts
    total, lost, open_, won = counts
    assert min(counts) > 0
    assert f"{name}: {total:,} records ({lost:,} lost, {open_:,} open, {won:,} won)" in about


def test_parquet_holds_the_same_with_types(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    files = archive(script, tenant, "parquet")

    deals = pq.read_table(io.BytesIO(files["deals.parquet"]))

    assert deals.num_rows == total(sql, "deals")
    assert str(deals.schema.field("amount").type) == "decimal128(20, 2)"
    assert str(deals.schema.field("created_at").type) == "timestamp[us, tz=UTC]"


def test_salesforce_files_keep_the_rules_of_their_columns_and_relations(
    script: TestClient, tenant: TenantRow
) -> None:
    """Standard fields and their lengths as the Object Reference has them; relations by external id."""
    files = {
        name[2:-4]: table(content)
        for name, content in archive(script, tenant, "salesforce").items()
        if name.endswith(".csv")
    }
    fields = {
        "Account": {"Name": 255, "Website": 255, "Industry": 40, "NumberOfEmployees": 8, "BillingCity": 40, "BillingCountry": 80, "Phone": 40},
        "Contact": {"FirstName": 40, "LastName": 80, "Email": 80, "Phone": 40, "Title": 128, "LeadSource": 40},
        "Opportunity": {"Name": 120, "StageName": 40, "Amount": 18, "CloseDate": 10, "Probability": 3, "LeadSource": 40, "Description": 32_000},
        "OpportunityContactRole": {"Role": 40, "IsPrimary": 5},
        "Task": {"Subject": 255, "TaskSubtype": 40, "Status": 40, "ActivityDate": 10},
    }  # fmt: skip
    needed = {
        "Account": ["Name"],
        "Contact": ["LastName"],
        "Opportunity": ["Name", "StageName", "CloseDate"],
        "Task": ["Status", "Subject"],
    }
    stages = {
        "Qualification",
        "Needs Analysis",
        "Proposal/Price Quote",
        "Negotiation/Review",
        "Closed Won",
        "Closed Lost",
    }
    known = {
        name: {row["Demogen_Id__c"] for row in rows}
        for name, rows in files.items()
        if name != "OpportunityContactRole"
    }

    assert list(files) == list(fields)
    for name, rows in files.items():
        assert rows
        relations = [heading for heading in rows[0] if "." in heading]
        assert set(rows[0]) - set(relations) - {"Demogen_Id__c"} <= set(fields[name])
        for row in rows:
            for heading, longest in fields[name].items():
                assert len(row[heading]) <= longest, (name, heading, row[heading])
            for heading in needed.get(name, []):
                assert row[heading], (name, heading)
        for heading in relations:
            target = heading.split(":")[0] if ":" in heading else heading.split(".")[0]
            assert re.fullmatch(r"(?:[A-Za-z]+:)?[A-Za-z]+\.Demogen_Id__c", heading)
            assert {row[heading] for row in rows} - {""} <= known[target], (name, heading)
        if name in known:
            assert len(known[name]) == len(rows)
            assert all(len(id_) == 36 for id_ in known[name])
    assert {row["StageName"] for row in files["Opportunity"]} <= stages
    for row in files["Opportunity"]:
        date.fromisoformat(row["CloseDate"])
        Decimal(row["Amount"])
    assert {row["TaskSubtype"] for row in files["Task"]} <= {"Task", "Call", "Email"}


def test_hubspot_files_are_associated_by_domain_and_e_mail(script: TestClient, tenant: TenantRow) -> None:
    files = {
        name[2:-4]: table(content)
        for name, content in archive(script, tenant, "hubspot").items()
        if name.endswith(".csv")
    }

    domains = [row["Company domain name"] for row in files["companies"]]
    emails = [row["Email"].lower() for row in files["contacts"]]
    assert len(set(domains)) == len(domains)
    assert len(set(emails)) == len(emails)
    assert all(re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*\.example", domain) for domain in domains if domain)
    assert {row["Company domain name"] for row in (*files["contacts"], *files["deals"])} - {""} <= set(
        domains
    )
    assert {row["Email"].lower() for row in files["deals"]} - {""} <= set(emails)
    assert {row["Pipeline"] for row in files["deals"]} == {"Sales Pipeline"}
    assert all(
        row["Deal Name"] and row["Deal Stage"] and Decimal(row["Amount"]) > 0 for row in files["deals"]
    )
    assert {row["Lifecycle Stage"] for row in files["contacts"]} <= {"Lead", "Subscriber"}


ACTIVITY_FILES = {
    "call": ("4 calls.csv", "Activity date", "Call Title"),
    "email": ("5 emails.csv", "Activity date", "Email subject"),
    "meeting": ("6 meetings.csv", "Meeting start time", "Meeting name"),
    "note": ("7 notes.csv", "Activity date", "Note body"),
    "task": ("8 tasks.csv", "Due date", "Task Title"),
}


def test_each_kind_of_activity_is_a_hubspot_file_of_its_own(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    files = archive(script, tenant, "hubspot")

    assert {name for name in files if name.endswith(".csv")} == {
        "1 companies.csv", "2 contacts.csv", "3 deals.csv", *(name for name, _, _ in ACTIVITY_FILES.values()),
    }  # fmt: skip
    emails = {row["Email"].lower() for row in table(files["2 contacts.csv"])}
    for kind, (name, date_heading, text_heading) in ACTIVITY_FILES.items():
        stored = sql.execute(
            "SELECT floor(extract(epoch FROM occurred_at) * 1000)::bigint::text, subject FROM activities "
            "WHERE type = %s AND demo_generated AND deleted_at IS NULL",
            [kind],
        ).fetchall()
        rows = table(files[name])
        assert stored
        found = [(row[date_heading], row[text_heading]) for row in rows]
        assert sorted(found) == sorted((floored, text) for floored, text in stored), kind
        assert {row["Email"].lower() for row in rows} <= emails
    for row in table(files["6 meetings.csv"]):
        assert int(row["Meeting end time"]) > int(row["Meeting start time"])


def test_a_template_is_filled_in_and_read_back(script: TestClient, tenant: TenantRow) -> None:
    months = {"from": "2025-01", "to": "2025-03"}
    content = script.get(f"tenants/{tenant.slug}/plan-template", params=months).content
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    blank = book.get_sheet_by_name("Plan").to_python()
    now = book.get_sheet_by_name("Now").to_python()
    kpis = script.get(f"tenants/{tenant.slug}/kpis", params=months).json()

    column = blank[0].index("Deals created")
    assert [row[column] for row in now[1:]] == [month["dealsCreated"] for month in kpis]
    filled = [list(row) for row in blank]
    for row in filled[1:]:
        row[column] = 77

    read, _ = read_plan(
        _workbook(filled), plan_type=PlanType.TARGETS, mode=Mode.ADDITIVE, currency=tenant.money
    )

    assert [(str(row.month), list(row.values.values())) for row in read.months] == [
        ("2025-01", [77]), ("2025-02", [77]), ("2025-03", [77]),
    ]  # fmt: skip


def _workbook(rows: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("Plan")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_a_report_reads_back_as_its_plan(
    script: TestClient, engine: PatchEngine, tenant: TenantRow, form: str
) -> None:
    before = engine.preview(tenant.slug, plan({"2025-02": {}}), anchor=ANCHOR).current[0]
    targets = {str(metric): before[metric] + NINE[metric] for metric in before.values if metric in NINE}
    wanted = plan({"2025-02": targets}, PlanType.TARGETS)
    job = engine.execute(engine.submit(tenant.slug, wanted, anchor=ANCHOR).id)
    content = script.get(f"patch-jobs/{job.id}/export", params={"format": form}).content
    if form == "json":
        import json

        content = json.dumps(json.loads(content)["plan"]).encode()

    read, _ = read_plan(content, plan_type=PlanType.TARGETS, mode=Mode.ADDITIVE, currency=tenant.money)

    assert {row.month: dict(row.values) for row in read.months} == {
        row.month: dict(row.values) for row in wanted.months
    }


def test_unknown_tenants_have_no_export(script: TestClient) -> None:
    assert script.get("tenants/nobody/export").status_code == 404
    assert script.get("tenants/nobody/export", params={"format": "word"}).status_code == 422


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ('=HYPERLINK("x")', '\'=HYPERLINK("x")'),
        ("-2+3+cmd|' /C calc'!A1", "'-2+3+cmd|' /C calc'!A1"),
        ("@SUM(1)", "'@SUM(1)"),
        ("+1", "'+1"),
        ("Zoë Müller", "Zoë Müller"),
        ("a\x00b\x07c", "abc"),
        ("李小龙", "李小龙"),
    ],
)
def test_texts_are_no_formulas(text: str, safe: str) -> None:
    assert neutral(text) == safe


def test_over_long_texts_are_cut_with_a_mark() -> None:
    found = clean("x" * 40_000)

    assert len(found) == 32_767
    assert found.endswith("(cut)")


def test_the_archive_is_gone_once_it_is_sent(
    script: TestClient, tenant: TenantRow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    assert len(archive(script, tenant, "csv")) == 5

    def left() -> Iterator[Path]:
        return tmp_path.glob("demogen-export-*")

    assert list(left()) == []
