"""How long `apply` and a 12-month KPI read take while 50 clients of this machine ask at once.

Run as `python -m benchmarks.http`. Starts a server of its own on an embedded database in a temporary folder, without a
worker for the applies, so that the API alone is measured. Prints one JSON document.
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
from urllib.parse import urlsplit
from uuid import uuid4

CLIENTS, REQUESTS = 50, 1_000
BASE = "/api/master/demo-generator"


def demogen(*words: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-m", "demogen", *words, "--json"], check=True, capture_output=True, text=True
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


class Client:
    """One kept-alive connection with a token."""

    def __init__(self, address: str, token: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: object = None) -> float:
        """Seconds until the answer was read. Raises where it is not a 2xx."""
        headers = self._headers | {"Idempotency-Key": str(uuid4())}
        started = time.perf_counter()
        self._connection.request(method, BASE + path, json.dumps(body) if body else None, headers)
        answer = self._connection.getresponse()
        answer.read()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return time.perf_counter() - started


def measure(address: str, token: str, method: str, path: str, body: object = None) -> dict[str, float]:
    """Milliseconds by percentile, and requests a second."""
    seconds: list[float] = []

    def work() -> None:
        client = Client(address, token)
        seconds.extend([client.ask(method, path, body) for _ in range(REQUESTS // CLIENTS)])

    threads = [threading.Thread(target=work) for _ in range(CLIENTS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    assert len(seconds) == REQUESTS
    ordered = sorted(seconds)
    found = {f"p{share}Ms": round(1000 * ordered[share * REQUESTS // 100 - 1], 1) for share in (50, 95, 99)}
    return found | {"perSecond": round(REQUESTS / took, 1)}


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ |= {"DEMOGEN_HOME": folder, "DEMOGEN_LOG_LEVEL": "WARNING"}
        place = ("--timezone", "Europe/Berlin", "--currency", "EUR", "--country", "DE", "--start", "2024-01")
        demogen("tenants", "create", "Load", *place, "--months", "24", "--seed", "1")
        demogen("admin", "create", "load@admin.example")
        token = str(demogen("admin", "token", "load@admin.example", "--name", "load")["token"])
        server = subprocess.Popen(
            [sys.executable, "-m", "demogen", "serve", "--port", "0", "--no-worker"],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert server.stdout is not None
        address = re.findall(r"http://\S+", server.stdout.readline())[0]
        try:
            plan = {
                "planType": "DELTAS",
                "months": [{"month": "2025-03", "contactsCreated": 5, "dealsCreated": 3}],
            }
            Client(address, token).ask("POST", "/tenants/load/patch/apply", plan)
            found = {
                "clients": CLIENTS,
                "kpis": measure(address, token, "GET", "/tenants/load/kpis?from=2025-01&to=2025-12"),
                "apply": measure(address, token, "POST", "/tenants/load/patch/apply", plan),
            }
        finally:
            server.terminate()
            server.wait(60)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()
