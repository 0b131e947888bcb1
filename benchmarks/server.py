"""The served product: how long reads and applies take for 1, 10 and 50 clients of this machine, and how long it starts.

The server runs on an embedded database in a temporary folder, with its worker.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import uuid4

CLIENTS = (1, 10, 50)
BASE = "/api/master/demo-generator"
_READS, _APPLIES, _TENANTS = 600, 150, 5
_PLAN = {"planType": "DELTAS", "months": [{"month": "2025-03", "contactsCreated": 5, "dealsCreated": 3}]}
_USUAL = {
    "planType": "DELTAS",
    "months": [
        {
            "month": f"2025-{month:02}",
            "companiesCreated": 2,
            "contactsCreated": 12,
            "dealsCreated": 8,
            "activitiesCreated": 20,
        }
        for month in range(1, 13)
    ],
}
_MODULE = [sys.executable, "-m", "demogen"]


class Client:
    """One kept-alive connection with a token."""

    def __init__(self, address: str, token: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """The answer. Raises where it is not a 2xx."""
        headers = self._headers | {"Idempotency-Key": str(uuid4())}
        self._connection.request(method, BASE + path, json.dumps(body) if body else None, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {content[:200]!r}")
        found = json.loads(content)
        return found if isinstance(found, dict) else {}

    def apply(self, tenant: str, plan: object) -> None:
        """Apply and wait until the job has ended."""
        job = self.ask("POST", f"/tenants/{tenant}/patch/apply", plan)["jobId"]
        while (found := self.ask("GET", f"/patch-jobs/{job}"))["status"] in ("queued", "running"):
            time.sleep(0.01)
        if found["status"] != "completed":
            raise RuntimeError(f"{job}: {found['error']}")


def measure() -> dict[str, object]:
    """Milliseconds by percentile, by number of clients; start-up in milliseconds."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        environment = os.environ | {"DEMOGEN_HOME": folder, "DEMOGEN_LOG_LEVEL": "WARNING"}
        starts = _starts(environment)
        token = _prepare(environment)
        with _serving(environment) as address:
            client = Client(address, token)
            client.apply("load-0", _PLAN)
            usual = []
            for _ in range(9):
                started = time.perf_counter()
                client.apply("load-0", _USUAL)
                usual.append(1000 * (time.perf_counter() - started))
            found = {
                str(count): {
                    "read": _crowd(
                        address,
                        token,
                        count,
                        _READS,
                        lambda one, n: one.ask(
                            "GET", f"/tenants/load-{n % _TENANTS}/kpis?from=2025-01&to=2025-12"
                        ),
                    ),
                    "apply": _crowd(
                        address,
                        token,
                        count,
                        _APPLIES,
                        lambda one, n: one.apply(f"load-{n % _TENANTS}", _PLAN),
                    ),
                }
                for count in CLIENTS
            }
    return {"startMs": starts, "usualApplyMs": round(sorted(usual)[len(usual) // 2], 1), "clients": found}


def _prepare(environment: dict[str, str]) -> str:
    """Tenants, an admin, and a token for scripts."""
    place = ("--timezone", "Europe/Berlin", "--currency", "EUR", "--country", "DE", "--start", "2024-01")
    for number in range(_TENANTS):
        _demogen(environment, "tenants", "create", f"Load {number}", *place, "--months", "24", "--seed", "1")
    _demogen(environment, "admin", "create", "load@admin.example")
    return str(_demogen(environment, "admin", "token", "load@admin.example", "--name", "load")["token"])


def _demogen(environment: dict[str, str], *words: str) -> dict[str, object]:
    done = subprocess.run(
        [*_MODULE, *words, "--json"], check=True, capture_output=True, text=True, env=environment
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


@contextmanager
def _serving(environment: dict[str, str]) -> Iterator[str]:
    server = subprocess.Popen(
        [*_MODULE, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert server.stdout is not None
    try:
        yield re.findall(r"http://\S+", server.stdout.readline())[0]
    finally:
        server.terminate()
        server.wait(90)


def _starts(environment: dict[str, str]) -> dict[str, float]:
    """`--help`, and `serve` until its first page: on a new home, and on one that is there."""
    found: dict[str, float] = {}
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run([*_MODULE, "--help"], check=True, capture_output=True, env=environment)
        found["help"] = min(found.get("help", 1e9), round(1000 * (time.perf_counter() - started), 1))
    for name in ("serveCold", "serveWarm"):
        started = time.perf_counter()
        with _serving(environment) as address:
            with urllib.request.urlopen(f"{address}/") as page:
                page.read()
            found[name] = round(1000 * (time.perf_counter() - started), 1)
    return found


def _crowd(
    address: str, token: str, clients: int, requests: int, ask: Callable[[Client, int], object]
) -> dict[str, float]:
    """Milliseconds by percentile, and requests a second."""
    seconds: list[float] = []
    numbers = iter(range(requests))
    lock = threading.Lock()

    def work() -> None:
        client = Client(address, token)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            started = time.perf_counter()
            ask(client, number)
            seconds.append(time.perf_counter() - started)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    assert len(seconds) == requests
    ordered = sorted(seconds)
    found = {f"p{share}": round(1000 * ordered[share * requests // 100 - 1], 1) for share in (50, 99)}
    return found | {"perSecond": round(requests / took, 1)}


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
