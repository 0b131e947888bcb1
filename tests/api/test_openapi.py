"""The OpenAPI document against the running product: generated requests, every answer checked against its shape."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import httpx2

from demogen.service.generation import TenantGenerator
from tests.integration.builders import grown_tenant

_RULES = """
[parameters]
tenant_id = "{tenant}"
job_id = "{job}"

# what a schema cannot say (months in order, cursors that a page gave, plans that a tenant can reach) is answered 422
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 304, 401, 403, 404, 409, 422, 429]

# telling what is wrong with a plan is this address's answer, not its error
[[operations]]
include-path-regex = "/patch/validate$"
checks.negative_data_rejection.enabled = false
"""


def test_generated_requests_find_nothing(
    served: tuple[str, str], generator: TenantGenerator, tmp_path: Path
) -> None:
    address, token = served
    tenant = grown_tenant(generator, months=3)
    header = f"Bearer {token}"
    applied = httpx2.post(
        f"{address}/api/master/demo-generator/tenants/{tenant.slug}/patch/apply",
        json={"planType": "DELTAS", "months": [{"month": "2025-02", "contactsCreated": 3}]},
        headers={"Authorization": header, "Idempotency-Key": str(uuid4())},
    )
    rules = tmp_path / "schemathesis.toml"
    rules.write_text(_RULES.format(tenant=tenant.slug, job=applied.json()["jobId"]))

    run = subprocess.run(
        [
            *(Path(sys.executable).with_name("schemathesis"), "--config-file", rules, "run"),
            *(f"{address}/openapi.json", "--header", f"Authorization: {header}", "--no-color"),
            *("--max-examples", "15", "--seed", "1", "--continue-on-failure"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )

    assert run.returncode == 0, run.stdout[-20_000:]
    paths = httpx2.get(f"{address}/openapi.json").json()["paths"]
    operations = sum(len(methods) for methods in paths.values())
    assert re.search(rf"Tested: +{operations}\b", run.stdout), run.stdout[-3000:]
