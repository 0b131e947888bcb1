"""The build hook: builds the web app into the package, when its sources are others than those it was built from."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from tools.node import WEB, WHEEL, Npm, find_npm

BUILT = Path(__file__).parent / "src" / "demogen" / "webapp"
STAMP = BUILT / "sources.sha256"


def sources_hash() -> str:
    """The hash of what the app is built from: contents, since an archive does not keep times."""
    files = [WEB / name for name in ("index.html", "package.json", "package-lock.json", "tsconfig.json")]
    files += [WEB / "vite.config.ts", *(path for path in (WEB / "src").rglob("*") if path.is_file())]
    digest = hashlib.sha256()
    for path in sorted(path for path in files if ".test." not in path.name):
        digest.update(f"{path.relative_to(WEB).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_built() -> bool:
    return STAMP.exists() and STAMP.read_text() == sources_hash()


class WebAppBuild(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        return [] if is_built() or find_npm() else [WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if is_built():
            return
        npm = find_npm()
        if npm is None:
            raise RuntimeError(f"Building the web app needs Node 20.19 or newer: install it, or {WHEEL}.")
        Npm(npm).script("build")
        STAMP.write_text(sources_hash())
