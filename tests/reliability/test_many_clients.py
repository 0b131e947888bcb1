"""Fifty clients at once on a few tenants: applying, previewing, reading, cancelling, undoing and clearing."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx2
import psycopg

from demogen.service.generation import TenantGenerator
from tests.api.conftest import served
from tests.integration.builders import add_person_contact, grown_tenant, orphans
from tests.integration.rules import broken
from tests.reliability.harness import Numbers, left_behind, numbers, protected_rows, value_of
from tests.waiting import wait_for

__all__ = ["served"]

CLIENTS, REQUESTS, TENANTS = 50, 8, 5
MONTHS = ("2025-01", "2025-02", "2025-03")


class Client:
    """Somebody who asks for one thing after another, whatever comes to mind."""

    def __init__(self, address: str, token: str, tenants: list[UUID], number: int) -> None:
        self._random = random.Random(number)
        self._http = httpx2.Client(
            base_url=f"{address}/api/master/demo-generator/",
            headers={"Authorization": f"Bearer {token}"},
            timeout=300,
        )
        self._tenants, self._jobs = tenants, list[str]()
        self.answers: Counter[tuple[str, int]] = Counter()

    def work(self) -> Counter[tuple[str, int]]:
        acts: list[tuple[int, Callable[[], httpx2.Response]]] = [
            (5, self.apply),
            (2, self.reconcile),
            (3, self.preview),
            (5, self.read),
            (2, self.cancel),
            (2, self.undo),
            (1, self.clear),
        ]
        with self._http:
            for _ in range(REQUESTS):
                (act,) = self._random.choices([act for _, act in acts], [weight for weight, _ in acts])
                answer = act()
                self.answers[act.__name__, answer.status_code] += 1
                assert answer.status_code < 500, answer.text
                if answer.status_code == 202 and act is not self.cancel:
                    self._jobs.append(answer.json()["jobId"])
        return self.answers

    def tenant(self) -> UUID:
        return self._random.choice(self._tenants)

    def plan(self) -> dict[str, Any]:
        few = self._random.randint
        row = {"companiesCreated": few(0, 2), "contactsCreated": few(1, 6), "activitiesCreated": few(0, 9)}
        return {"planType": "DELTAS", "months": [{"month": self._random.choice(MONTHS), **row}]}

    def post(self, path: str, body: dict[str, Any] | None = None) -> httpx2.Response:
        return self._http.post(path, json=body, headers={"Idempotency-Key": str(uuid4())})

    def apply(self) -> httpx2.Response:
        return self.post(f"tenants/{self.tenant()}/patch/apply", self.plan())

    def reconcile(self) -> httpx2.Response:
        """Lower a number, as a preview shows it; it may have moved until then."""
        tenant = self.tenant()
        row = {"month": self._random.choice(MONTHS), "activitiesCreated": -self._random.randint(1, 4)}
        body = {"mode": "RECONCILE", "planType": "DELTAS", "months": [row]}
        shown = self.post(f"tenants/{tenant}/patch/validate", body)
        preview = shown.json().get("preview")
        if not preview or not preview.get("changes"):
            return shown
        counts = {name: sum(preview["changes"][name].values()) for name in ("changed", "deleted")}
        confirm = {"created": sum(preview["records"].values()), **counts}
        return self.post(f"tenants/{tenant}/patch/apply", body | {"confirm": confirm})

    def preview(self) -> httpx2.Response:
        return self.post(f"tenants/{self.tenant()}/patch/validate", self.plan())

    def read(self) -> httpx2.Response:
        tenant = self.tenant()
        paths = ["", "/kpis?from=2025-01&to=2025-03", "/patch-jobs", "/kpis/funnel", "/health", "/clear"]
        return self._http.get(f"tenants/{tenant}{self._random.choice(paths)}")

    def own_job(self) -> str:
        return self._random.choice(self._jobs) if self._jobs else str(uuid4())

    def cancel(self) -> httpx2.Response:
        return self.post(f"patch-jobs/{self.own_job()}/cancel")

    def undo(self) -> httpx2.Response:
        return self.post(f"patch-jobs/{self.own_job()}/undo")

    def clear(self) -> httpx2.Response:
        return self.post(f"tenants/{self.tenant()}/clear", {"scope": "generated"})


def breaks_in_the_chain(sql: psycopg.Connection, tenant: UUID, start: Numbers) -> list[str]:
    """Each job's report must begin where the one before it ended, and the last one must be what is there now."""
    found: list[str] = []
    state = dict(start)
    rows = sql.execute(
        "SELECT id, action, before_kpis, after_kpis FROM demo_patch_jobs "
        "WHERE tenant_id = %s AND status = 'completed' ORDER BY completed_at",
        [tenant],
    ).fetchall()
    for job, action, before, after in rows:
        for document, is_result in ((before, False), (after, True)):
            for month in document["months"]:
                for key in ("companiesCreated", "contactsCreated", "activitiesCreated", "dealsCreated"):
                    place = month["month"], key
                    if is_result:
                        state[place] = month[key]
                    elif state.get(place, 0) != month[key]:
                        found.append(f"{action} {job}: {place} was {month[key]}, not {state.get(place, 0)}")
    now = numbers(sql, tenant)
    found += [
        f"now {place} is {now.get(place, 0)}, not {value}"
        for place, value in state.items()
        if now.get(place, 0) != value
    ]
    return found


def test_fifty_clients_at_once_end_in_no_deadlock_no_stuck_job_and_an_unbroken_chain_of_reports(
    served: tuple[str, str], generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenants = [grown_tenant(generator, months=3).id for _ in range(TENANTS)]
    for number, tenant in enumerate(tenants):
        add_person_contact(sql, tenant, datetime(2025, 2, 5, tzinfo=UTC), f"real{number}@person.example")
    start = {
        tenant: {key: n for key, n in numbers(sql, tenant).items() if not key[1].endswith("Value")}
        for tenant in tenants
    }
    people = protected_rows(sql)
    address, token = served

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [Client(address, token, tenants, number) for number in range(CLIENTS)]
        answers = sum(
            (done.result(600) for done in [pool.submit(client.work) for client in clients]), Counter()
        )
    wait_for(lambda: not left_behind(sql), "every job ends and leaves nothing", 600)

    print(answers)
    assert sum(answers.values()) == CLIENTS * REQUESTS
    jobs: dict[str, int] = dict(
        sql.execute("SELECT status::text, count(*) FROM demo_patch_jobs GROUP BY 1").fetchall()
    )
    assert jobs["completed"] >= 20, jobs
    failed = sql.execute("SELECT action, error FROM demo_patch_jobs WHERE status = 'failed'").fetchall()
    refusals = {"preview_outdated", "undo_refused", "plan_blocked", "plan_invalid"}
    assert [row for row in failed if row[1]["code"] not in refusals] == []
    deadlocks = value_of(sql, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    assert deadlocks == 0
    for tenant in tenants:
        assert orphans(sql, tenant) == 0
        changing = {
            k: v
            for k, v in start[tenant].items()
            if k[1] in ("companiesCreated", "contactsCreated", "activitiesCreated", "dealsCreated")
        }
        assert breaks_in_the_chain(sql, tenant, changing) == []
    assert broken(sql) == []
    assert protected_rows(sql) == people
