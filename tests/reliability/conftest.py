"""A server that may be restarted, with templates of a tenant whose job waits."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reliability.harness import Station


@pytest.fixture(scope="session")
def station() -> Iterator[Station]:
    with tempfile.TemporaryDirectory(prefix="demogen-station-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        found = Station(Path(folder) / "home")
        yield found
        found.close()
