"""The package as it is handed out: it brings the web app, built."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel made from that archive."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return folder


def test_a_wheel_made_from_the_source_archive_holds_the_web_app(built: Path) -> None:
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
        index = wheel.read("demogen/webapp/index.html").decode()

    referred = set(re.findall(r"/(assets/[^\"]+)", index))
    assert len(referred) >= 3
    assert {f"demogen/webapp/{name}" for name in referred} <= names
    assert not any("node_modules" in name or name.startswith("web/") for name in names)


def test_the_source_archive_needs_no_node(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}

    assert {"src/demogen/webapp/index.html", "web/package-lock.json", "hatch_build.py"} <= names
    assert not any("node_modules" in name for name in names)
