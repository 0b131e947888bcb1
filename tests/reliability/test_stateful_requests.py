"""Generated sequences of requests: what one answer names, the next request asks for. Whole stories of an API's use."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import psycopg

from demogen.service.generation import TenantGenerator
from tests.api.conftest import served
from tests.integration.builders import grown_tenant, orphans
from tests.integration.rules import broken
from tests.reliability.harness import left_behind
from tests.waiting import wait_for

__all__ = ["served"]

_RULES = """
[phases.stateful]
max-steps = 8

# what a schema cannot say (months in order, cursors that a page gave, plans that a tenant can reach) is answered 422
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 304, 400, 401, 403, 404, 409, 422, 429]

# telling what is wrong with a plan is this address's answer, not its error
[[operations]]
include-path-regex = "/patch/validate$"
checks.negative_data_rejection.enabled = false
"""


def test_generated_sequences_of_requests_find_nothing_and_leave_no_job_stuck(
    served: tuple[str, str], generator: TenantGenerator, tmp_path: Path, sql: psycopg.Connection
) -> None:
    address, token = served
    tenant = grown_tenant(generator, months=3)
    rules = tmp_path / "schemathesis.toml"
    rules.write_text(_RULES)

    run = subprocess.run(
        [
            *(Path(sys.executable).with_name("schemathesis"), "--config-file", rules, "run"),
            *(f"{address}/openapi.json", "--header", f"Authorization: Bearer {token}", "--no-color"),
            *(
                "--phases",
                "stateful",
                "--mode",
                "positive",
                "--max-examples",
                "40",
                "--seed",
                "1",
                "--continue-on-failure",
            ),
            *("--exclude-path-regex", "/session|/tokens"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )

    print(run.stdout[-6000:])
    assert run.returncode == 0, run.stdout[-20_000:]
    covered = re.search(r"API Links: +(\d+) covered / (\d+) selected", run.stdout)
    assert covered, run.stdout[-3000:]
    assert int(covered[1]) >= 5
    wait_for(lambda: not left_behind(sql), "every job that was made ends")
    assert orphans(sql, tenant.id) == 0
    assert broken(sql) == []
