"""The web sources' own checks: types made from the API, type check, lint, tests.

Run as `python -m tools.web`; `python -m tools.web types` writes the API's types anew.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.node import WEB, WHEEL, Npm, find_npm

TYPES = WEB / "src" / "api" / "schema.d.ts"


def npm() -> Npm:
    """npm, installed into this environment where the machine has none that fits."""
    found = find_npm()
    if found is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", WHEEL], check=True)
        found = find_npm()
    assert found is not None
    return Npm(found)


def write_types(node: Npm, target: Path) -> None:
    """The API's shapes as TypeScript, from its OpenAPI document."""
    from demogen.api.app import create_app
    from demogen.db.session import Database
    from demogen.jobs.queue import PostgresQueue

    app = create_app(
        Database("postgresql://nobody@localhost/none"), PostgresQueue(), secret=b"", max_records=1
    )
    with tempfile.TemporaryDirectory() as folder:
        document = Path(folder) / "openapi.json"
        document.write_text(json.dumps(app.openapi()), encoding="utf-8")
        node.script("types", str(document), "--output", str(target))


def main() -> None:
    node = npm()
    if sys.argv[1:] == ["types"]:
        write_types(node, TYPES)
        return
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / TYPES.name
        write_types(node, fresh)
        if fresh.read_text() != TYPES.read_text():
            sys.exit(f"{TYPES} is not what the API has now. Run: python -m tools.web types")
    for script in ("typecheck", "lint", "test"):
        node.script(script)


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)
