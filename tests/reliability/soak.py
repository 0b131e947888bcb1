"""`python -m tests.reliability.soak`: thousands of kills at random instants, and what they found.

Ends with 1 where anything did not hold.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from demogen.logs import configure_logs
from tests.reliability.harness import Station
from tests.reliability.random_kills import Tally, kill_at_random


def main() -> int:
    words = argparse.ArgumentParser(prog="python -m tests.reliability.soak", description=__doc__)
    words.add_argument("--kills", type=int, default=5000)
    words.add_argument("--lanes", type=int, default=3, help="tenants side by side")
    words.add_argument(
        "--minutes", type=float, default=float("inf"), help="stop after that, whatever the count"
    )
    words.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    given = words.parse_args()
    begun, told = time.monotonic(), 0
    configure_logs("ERROR")

    def tell(tally: Tally) -> None:
        nonlocal told
        if tally.kills >= told + 100:
            told = tally.kills - tally.kills % 100
            print(f"{told} kills in {time.monotonic() - begun:.0f} s", flush=True)

    print(f"seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="demogen-soak-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        station = Station(Path(folder) / "home")
        try:
            tally = kill_at_random(
                station,
                kills=given.kills,
                lanes=given.lanes,
                seed=given.seed,
                until=begun + 60 * given.minutes,
                listener=tell,
            )
        finally:
            station.close()
    print(f"{tally}\n  in {time.monotonic() - begun:.0f} s")
    return 1 if tally.violations else 0


if __name__ == "__main__":
    sys.exit(main())
