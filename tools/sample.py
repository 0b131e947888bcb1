"""`make run`: a sample tenant, patched once and with a story, then the server with its worker. Run again, it serves what is there.

Run as `python -m tools.sample [PORT]`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from demogen.domain.months import Month, months_between

NAME, SLUG, ZONE = "Sample company", "sample-company", "Europe/Berlin"
PLACE = ["--timezone", ZONE, "--currency", "EUR", "--country", "DE"]
MONTHS = 24

HEADER = "month,leadsCreated,contactsCreated,companiesCreated,dealsCreated,closedWonCount,closedWonValue,closedLostCount,activitiesCreated"
ADDED = (
    "40,60,15,45,18,395000.00,20,300",
    "45,70,18,50,20,415000.00,22,340",
    "50,80,20,60,26,390000.00,25,400",
)
"""What the last three months get on top: 1.2 million won."""


def demogen(*arguments: str, capture: bool = False) -> str:
    """Run the command line; the first command that fails ends the run with its exit code."""
    done = subprocess.run(
        [sys.executable, "-m", "demogen", *arguments],
        check=False,
        text=True,
        stdout=subprocess.PIPE if capture else None,
    )
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout or ""


def last_month() -> Month:
    """The last one that is complete, in the sample's zone."""
    return Month.of(datetime.now(UTC), ZoneInfo(ZONE)).plus(-1)


def make(last: Month) -> None:
    """The sample with its history up to `last`, and a story for the months after it."""
    print(f"Making the tenant {SLUG}: {MONTHS} months, growing by 8 % a month …", flush=True)
    history = [
        "--scenario",
        "growth",
        "--start",
        str(last.plus(1 - MONTHS)),
        "--months",
        str(MONTHS),
        "--seed",
        "2024",
    ]
    demogen("tenants", "create", NAME, *PLACE, *history, "--json", capture=True)
    print("Patching its last three months: 1,200,000.00 EUR more won …", flush=True)
    months = months_between(last.plus(1 - len(ADDED)), last)
    rows = [HEADER, *(f"{month},{numbers}" for month, numbers in zip(months, ADDED, strict=True))]
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.csv"
        plan.write_text("\n".join(rows), encoding="utf-8")
        demogen("patch", "apply", SLUG, "--plan", str(plan), "--type", "deltas", "--seed", "4")
    print("Giving it a story: it goes on growing, day by day …", flush=True)
    demogen("tenants", "story", SLUG, "--scenario", "growth", "--json", capture=True)
    demogen("tenants", "keep-fresh", SLUG)


def main() -> None:
    os.environ.setdefault("DEMOGEN_HOME", str(Path(".demogen").resolve()))
    known = {tenant["slug"] for tenant in json.loads(demogen("tenants", "list", "--json", capture=True))}
    if SLUG not in known:
        make(last_month())
    demogen("patch", "list", SLUG)
    print("\nThe database is in .demogen. Try: DEMOGEN_HOME=.demogen .venv/bin/demogen --help\n", flush=True)
    port = sys.argv[1] if len(sys.argv) > 1 else "8000"
    os.execv(sys.executable, [sys.executable, "-m", "demogen", "serve", "--port", port])


if __name__ == "__main__":
    main()
