"""Plans that nobody would write: random documents over HTTP, and files with bytes flipped, cut, doubled and swapped."""

from __future__ import annotations

import contextlib
import io
import json
import random
from typing import Any

import psycopg
import pytest
import xlsxwriter
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demogen.db.tenants import TenantRow
from demogen.domain.metrics import PLANNED
from demogen.domain.money import Currency
from demogen.domain.plan import Mode, Plan
from demogen.errors import DemogenError
from demogen.service.generation import TenantGenerator
from demogen.service.plan_reader import read_plan
from tests.api.conftest import admin, app, script
from tests.integration.builders import grown_tenant, row_count

__all__ = ["admin", "app", "script"]

odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-5, 10**7),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(["1e999", "-0", "1_000", "٣", "½", "\u0000", "0x10", "NaN", "1.005", "9" * 40, "1e-5"]),
    st.lists(st.integers(), max_size=2),
)
months = st.one_of(
    st.sampled_from(["2025-01", "2025-02", "2025-03"]),
    st.sampled_from(["2025-13", "0000-01", "9999-12", "2025-1", "-2025-01", "２０２５-01", "2025-01\n", ""]),
    st.text(max_size=8),
    odd,
)
keys = st.one_of(
    st.sampled_from([key.value for key in PLANNED]), st.sampled_from(["winRate", "month", "__class__"])
)
rows = st.builds(
    lambda month, cells: cells | {"month": month}, months, st.dictionaries(keys, odd, max_size=4)
)
documents = st.fixed_dictionaries(
    {
        "planType": st.sampled_from(["TARGETS", "DELTAS", "deltas", None]),
        "months": st.one_of(st.lists(rows, max_size=4), odd),
    },
    optional={
        "mode": st.sampled_from(["ADDITIVE", "RECONCILE", "", 3]),
        "tolerances": st.one_of(
            odd, st.dictionaries(keys, st.dictionaries(st.sampled_from(["absolute", "percent"]), odd))
        ),
        "seed": odd,
        "confirm": odd,
        "anchor": odd,
        "expectedFingerprint": odd,
    },
)


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator, months=3)


def test_any_document_sent_as_a_plan_is_answered_and_changes_nothing(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    before, seen = row_count(sql), set[int]()

    @given(documents)
    @settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(document: dict[str, Any]) -> None:
        body = json.dumps(document)
        for address in ("validate", "apply"):
            answer = script.post(
                f"tenants/{tenant.slug}/patch/{address}",
                content=body,
                headers={"Content-Type": "application/json", "Idempotency-Key": str(random.random())},
            )
            seen.add(answer.status_code)
            assert answer.status_code in (200, 202, 409, 422), (body, answer.text)
            assert answer.status_code == 200 or "internal" not in answer.json().get("code", ""), answer.text

    ask()

    assert {200, 422} <= seen
    assert row_count(sql) == before


def workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Plan")
        for number, row in enumerate(
            [
                ["Month", "Deals created", "Won value"],
                ["2025-01", 5, 100.5],
                ["2025-02", 6, 7.25],
                ["Total", 11, 107.75],
            ]
        ):
            sheet.write_row(number, 0, row)
    return out.getvalue()


SOUND = {
    "xlsx": workbook(),
    "csv": "Month;Deals created;Won value\r\nJan 25;5;1.000,50 €\r\nFeb 25;6;7,25 €\r\n".encode(),
    "utf-16": "Month\tDeals created\n2025-01\t5\n2025-02\t6\n".encode("utf-16"),
    "across": b',2025-01,2025-02,2025-03\nLeads,1,2,3\n"Won, value",1.50,2.50,3.50\nTotal,2,3,4\n',
    "json": json.dumps({"planType": "DELTAS", "months": [{"month": "2025-01", "dealsCreated": 5}]}).encode(),
}
"""Files that are read without a question."""


def read(content: bytes) -> Plan:
    return read_plan(content, plan_type=None, mode=Mode.ADDITIVE, currency=Currency("EUR"))[0]


def damaged(content: bytes, dice: random.Random) -> bytes:
    """One to six pieces flipped, cut out, doubled, swapped or put in."""
    found = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at, length = dice.randrange(len(found) + 1), dice.randint(1, 12)
        piece = bytes(found[at : at + length])
        found[at : at + length] = dice.choice(
            [
                bytes(byte ^ (1 << dice.randrange(8)) for byte in piece),
                b"",
                piece * dice.randint(2, 50),
                piece[::-1],
                dice.choice(
                    [
                        b"\0",
                        b'"',
                        b"\n",
                        b";",
                        b",",
                        b"\xff\xfe",
                        b"-",
                        b"9" * 50,
                        b"e999",
                        b"PK\x03\x04",
                        b"<",
                        b"[" * 200,
                    ]
                ),
            ]
        )
        if not found:
            break
    return bytes(found)


@pytest.mark.parametrize("kind", SOUND)
def test_a_damaged_file_is_read_or_refused_with_a_reason(kind: str) -> None:
    dice, refused = random.Random(kind), 0
    assert read(SOUND[kind]).months

    for _ in range(600):
        content = damaged(SOUND[kind], dice)
        with contextlib.suppress(DemogenError):
            read(content)
            continue
        refused += 1

    assert refused < 600
