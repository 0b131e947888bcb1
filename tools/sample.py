"""`make run`: a sample tenant, patched once, then the server with its worker. Run again, it serves what is there.

Run as `python -m tools.sample [PORT]`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

NAME, SLUG = "Sample company", "sample-company"
SCENARIO = ["--scenario", "growth", "--start", "2024-01", "--months", "24", "--seed", "2024"]
PLACE = ["--timezone", "Europe/Berlin", "--currency", "EUR", "--country", "DE"]

PLAN = """\
month,leadsCreated,contactsCreated,companiesCreated,dealsCreated,closedWonCount,closedWonValue,closedLostCount,activitiesCreated
2025-10,40,60,15,45,18,395000.00,20,300
2025-11,45,70,18,50,20,415000.00,22,340
2025-12,50,80,20,60,26,390000.00,25,400
"""
"""What the fourth quarter gets on top: 1.2 million won."""


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


def main() -> None:
    os.environ.setdefault("DEMOGEN_HOME", str(Path(".demogen").resolve()))
    known = {tenant["slug"] for tenant in json.loads(demogen("tenants", "list", "--json", capture=True))}
    if SLUG not in known:
        print(f"Making the tenant {SLUG}: 24 months, growing by 8 % a month …", flush=True)
        demogen("tenants", "create", NAME, *PLACE, *SCENARIO, "--json", capture=True)
        print("Patching its fourth quarter of 2025: 1,200,000.00 EUR more won …", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            plan = Path(folder) / "plan.csv"
            plan.write_text(PLAN, encoding="utf-8")
            demogen("patch", "apply", SLUG, "--plan", str(plan), "--type", "deltas", "--seed", "4")
    demogen("patch", "list", SLUG)
    print("\nThe database is in .demogen. Try: DEMOGEN_HOME=.demogen .venv/bin/demogen --help\n", flush=True)
    port = sys.argv[1] if len(sys.argv) > 1 else "8000"
    os.execv(sys.executable, [sys.executable, "-m", "demogen", "serve", "--port", port])


if __name__ == "__main__":
    main()
