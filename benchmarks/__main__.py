"""`make bench`: everything that is measured, then docs/benchmarks.md. `python -m benchmarks SIZE ...` takes other sizes.

The raw results go to `build/benchmarks.json`; `python -m benchmarks.report` writes the page again from them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import machine, plans, reads, report, server, workers
from benchmarks.scene import scene

SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
NEIGHBOURS = (0, 10, 100, 1_000)
WORKERS = (1, 2, 4)
RAW = Path(__file__).parents[1] / "build" / "benchmarks.json"


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    with scene() as opened:
        found: dict[str, object] = {
            "date": datetime.now(UTC).date().isoformat(),
            "machine": machine.describe(opened.url),
        }
    steps = (
        ("server", server.measure),
        ("plans", plans.measure),
        ("workers", lambda: workers.measure(WORKERS)),
        ("neighbours", lambda: reads.neighbours(NEIGHBOURS)),
        ("bulk", lambda: [_bulk(size) for size in sizes]),
    )
    for name, step in steps:
        found[name] = step()
        print(name, json.dumps(found[name]), flush=True)
        RAW.parent.mkdir(exist_ok=True)
        RAW.write_text(json.dumps(found, indent=2), encoding="utf-8")
    report.write(found)


def _bulk(size: int) -> dict[str, object]:
    """In a process of its own, for its peak memory."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bulk", str(size)], check=True, stdout=subprocess.PIPE, text=True
    )
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    main()
