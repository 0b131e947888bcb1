"""The command line in this process, against the test's own database."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from demogen.cli.app import main
from demogen.settings import settings


@dataclass(frozen=True)
class Result:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Result]


@pytest.fixture
def demogen(url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs `demogen` with the words given and returns its exit code and output."""
    monkeypatch.setenv("DEMOGEN_DATABASE_URL", url)
    settings.cache_clear()

    def run(*words: str) -> Result:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["demogen", *words])
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        captured = capsys.readouterr()
        assert isinstance(code, int)
        return Result(code, captured.out, captured.err)

    return run
