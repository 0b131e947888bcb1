"""Names that break out of quotes, lines, cells, files, pages or reading order, through every export and every page."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from uuid import UUID, uuid4

import psycopg
import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from python_calamine import CalamineWorkbook

from demogen.db.tenants import TenantRow
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from tests.api.conftest import admin, app, background, script
from tests.integration.builders import grown_tenant

__all__ = ["admin", "app", "background", "script"]

FORMULAS = ["=1+1", "+1", "-2+3+cmd|' /C calc'!A1", "@SUM(1)", "＝1+1", '=HYPERLINK("http://x.invalid")']
HOSTILE = [
    *FORMULAS,
    "'; DROP TABLE tenants; --",
    'O\'Brien "and" Sons',
    "two\nlines",
    "two\r\nlines, and a comma",
    "a\ttab; a semicolon",
    "\u202egnp.exe \u2067rtl\u2069",
    "👩‍👩‍👧‍👦 Família & Söhne 株式会社",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "{{7*7}} ${7*7} %s %n",
    "../../etc/passwd",
    "x" * 200,
]
START = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


NUMBER = re.compile(r"\+[\d ()-]+")
"""A telephone number, or a name that looks like one: no formula."""


def is_told(name: str, cell: object) -> bool:
    """Whether a cell of a spreadsheet's file shows the name and cannot be a formula."""
    return cell == (f"'{name}" if name.startswith(START) and not NUMBER.fullmatch(name) else name)


@pytest.fixture
def tenant(generator: TenantGenerator, sql: psycopg.Connection) -> TenantRow:
    """A tenant whose records have these names."""
    made = grown_tenant(generator, months=3)
    for table, columns in (
        ("companies", ("name", "city", "industry")),
        ("contacts", ("first_name", "last_name", "job_title")),
        ("deals", ("name",)),
        ("activities", ("subject",)),
    ):
        ids = sql.execute(f"SELECT id FROM {table} ORDER BY id").fetchall()
        for (row,), name in zip(ids, HOSTILE, strict=False):
            sql.execute(
                f"UPDATE {table} SET {', '.join(f'{column} = %(name)s' for column in columns)} WHERE id = %(id)s",
                {"name": name, "id": row},
            )
    return made


@pytest.mark.parametrize("form", ["csv", "salesforce", "hubspot", "parquet"])
def test_records_with_hostile_names_leave_whole_and_harmless(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection, form: str
) -> None:
    answer = script.get(f"tenants/{tenant.slug}/export", params={"format": form})

    assert answer.status_code == 200
    companies = sql.execute("SELECT name FROM companies").fetchall()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as found:
        names = found.namelist()
        assert all(re.fullmatch(r"[\w. -]+", name) for name in names), names
        (file,) = [name for name in names if re.search(r"compan|account", name, re.IGNORECASE)]
        content = found.read(file)
    if form == "parquet":
        table = pq.read_table(io.BytesIO(content))
        assert sorted(table.column("name").to_pylist()) == sorted(name for (name,) in companies)
        return
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert len(rows) == len(companies) + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = {cell for row in rows for cell in row}
    assert [cell for cell in cells if cell.startswith(START) and not NUMBER.fullmatch(cell)] == []
    for (name,) in companies:
        assert any(is_told(name, cell) for cell in cells), name


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_tenant_with_a_hostile_name_is_made_found_patched_and_reported(
    script: TestClient, background: PatchEngine, name: str
) -> None:
    profile = {"timezone": "Europe/Berlin", "currency": "EUR", "country": "DE", "start": "2025-01"}

    made = script.post("tenants", json={"name": name, **profile}, headers={"Idempotency-Key": str(uuid4())})

    if made.status_code == 422:
        assert "name" in made.text.lower()
        return
    tenant = made.json()["tenant"]
    assert re.fullmatch(r"[a-z0-9-]+", tenant["slug"])
    assert tenant["name"] == name.strip()
    plan = {"planType": "DELTAS", "months": [{"month": "2025-03", "companiesCreated": 2}]}
    job = script.post(
        f"tenants/{tenant['slug']}/patch/apply", json=plan, headers={"Idempotency-Key": str(uuid4())}
    ).json()["jobId"]
    assert background.execute(UUID(job)).verified
    assert [item["name"] for item in script.get("tenants", params={"search": name}).json()["items"]] == [
        tenant["name"]
    ]
    for form in ("csv", "json", "xlsx"):
        report = script.get(f"patch-jobs/{job}/export", params={"format": form})
        assert report.status_code == 200
        assert re.fullmatch(r'attachment; filename="[\w.-]+"', report.headers["content-disposition"])
    book = CalamineWorkbook.from_filelike(io.BytesIO(report.content))
    summary = dict(row[:2] for row in book.get_sheet_by_name("Summary").to_python())
    assert summary["Tenant"] == tenant["name"]
    for address in ("export", "plan-template?from=2025-01&to=2025-03"):
        assert script.get(f"tenants/{tenant['slug']}/{address}").status_code == 200


@pytest.mark.parametrize(
    "name", ["a\x00b", "", "   ", "x" * 201, "\ud800"], ids=["nul", "none", "blank", "long", "half"]
)
def test_names_that_no_database_takes_are_refused_with_the_reason(script: TestClient, name: str) -> None:
    profile = {"timezone": "UTC", "currency": "EUR", "country": "DE", "start": "2025-01"}
    body = json.dumps({"name": name, **profile})

    answer = script.post("tenants", content=body, headers={"Content-Type": "application/json"})

    broken = (
        answer.json().get("code") == "text_broken"
    )  # not JSON's to carry: refused before anybody reads the body
    assert answer.status_code == (400 if broken else 422), answer.text
    assert script.get("tenants").json()["total"] == 0
