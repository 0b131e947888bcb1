"""Texts that are none: half a surrogate pair, NUL, from wherever they may come."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import psycopg
import pytest
from fastapi.testclient import TestClient

from demogen.db.tenants import TenantRow
from demogen.domain.money import Currency
from demogen.domain.plan import Mode
from demogen.domain.texts import is_sound_json
from demogen.errors import InputError
from demogen.service.generation import TenantGenerator
from demogen.service.plan_reader import read_plan
from tests.api.conftest import EMAIL, ORIGIN
from tests.integration.builders import grown_tenant, row_count

HALF = "\ud83d"
MONTH = {"month": "2025-02", "dealsCreated": 1}
NEW = {"name": "N", "timezone": "Europe/Berlin", "currency": "EUR", "country": "DE", "start": "2025-01"}


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator, months=3)


def bodies(bad: str) -> list[tuple[str, str, Any]]:
    """A broken text in each place of each body that holds one."""
    found: list[tuple[str, str, Any]] = []
    plan = {"planType": "DELTAS", "months": [MONTH]}
    for path in ("tenants/{}/patch/validate", "tenants/{}/patch/apply"):
        for key in (
            "planType",
            "mode",
            "seed",
            "tolerances",
            "anchor",
            "confirm",
            "expectedFingerprint",
            bad,
        ):
            found.append(("POST", path, {**plan, key: bad}))
        for row in ({"month": bad}, {**MONTH, bad: 1}, {**MONTH, "dealsCreated": bad}):
            found.append(("POST", path, {**plan, "months": [row]}))
        found.append(("POST", path, {**plan, "tolerances": {bad: {"absolute": 1}}}))
    for path in ("tenants", "plans/preview"):
        found += [("POST", path, {**NEW, key: value + bad}) for key, value in NEW.items()]
        found.append(("POST", path, {**NEW, "plan": {"planType": "TARGETS", "months": [{"month": bad}]}}))
    found += [
        ("POST", "plans/parse", {"text": f"month,deals{bad}\n2025-01,1", "currency": "EUR"}),
        ("POST", "plans/parse", {"text": "month,deals\n2025-01,1", "tenantId": bad}),
        ("POST", "tokens", {"name": f"n{bad}"}),
        ("PATCH", "tenants/{}/story/months", {"months": [{"month": bad}]}),
        ("PUT", "tenants/{}/story", {"source": {"kind": bad}, "schedule": "off"}),
        ("POST", "tenants/{}/shift", {"end": bad}),
        ("POST", "tenants/{}/clear", {"scope": bad}),
        ("POST", "session", {"email": bad, "password": "x"}),
        ("POST", "session", {"email": EMAIL, "password": bad}),
        ("POST", "session/link", {"token": bad}),
    ]
    return found


def test_half_a_surrogate_pair_is_refused_wherever_it_stands(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    before = row_count(sql)

    answers = [
        script.request(
            method,
            path.format(tenant.slug),
            content=json.dumps(body),
            headers={"Content-Type": "application/json", "Idempotency-Key": str(number), **ORIGIN},
        )
        for number, (method, path, body) in enumerate(bodies(HALF))
    ]

    assert len(answers) > 40
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(400, "text_broken")}
    assert row_count(sql) == before


def test_nul_is_never_a_fault_of_the_server(script: TestClient, tenant: TenantRow) -> None:
    answers = [
        (
            path,
            body,
            script.request(
                method,
                path.format(tenant.slug),
                content=json.dumps(body),
                headers={"Content-Type": "application/json", "Idempotency-Key": str(number), **ORIGIN},
            ),
        )
        for number, (method, path, body) in enumerate(bodies("\0"))
    ]
    answers += [
        (path, None, script.get(path))
        for path in (
            "tenants/%00",
            "tenants/%ED%A0%80",
            "patch-jobs/%00",
            "tenants/%00/kpis?from=2025-01&to=2025-02",
        )
    ]

    assert [(path, body) for path, body, answer in answers if answer.status_code >= 500] == []


def test_a_whole_pair_and_a_backslash_before_a_u_are_texts(script: TestClient) -> None:
    for text in ("\U0001f600", "\\ud83d"):
        assert is_sound_json(json.dumps({"name": text}).encode())
        assert script.post("tokens", content=json.dumps({"name": text})).status_code in (201, 422)
    assert script.post("tokens", json={"name": "\U0001f600"}).status_code == 201


@pytest.mark.parametrize("place", ['"month": "\\ud800"', '"month": "2025-01", "deals\\ud800": 1'])
def test_half_a_pair_in_a_plan_file_is_refused(place: str) -> None:
    with pytest.raises(InputError, match="surrogate"):
        read_plan(f"[{{{place}}}]".encode(), plan_type=None, mode=Mode.ADDITIVE, currency=Currency("EUR"))


def test_words_of_a_command_that_are_no_text_are_named() -> None:
    words: list[str | bytes] = [sys.executable, "-m", "demogen", "plan", "read", b"plan\xff.csv"]

    done = subprocess.run(words, capture_output=True, env=os.environ | {"PYTHONUTF8": "1"}, check=False)

    assert done.returncode == 2
    assert b"is not text in UTF-8" in done.stderr
    assert b"Traceback" not in done.stderr
