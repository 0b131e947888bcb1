"""The sample tenant of `make run`: alive whenever it is made."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Command
from tools import sample


def test_the_sample_is_patched_goes_on_by_itself_and_is_healthy(
    demogen: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(*words: str, capture: bool = False) -> str:
        done = demogen(*words)
        assert done.code == 0, (words, done.err)
        return done.out

    monkeypatch.setattr(sample, "demogen", run)
    last = sample.last_month()
    sample.make(last)
    shown = demogen("tenants", "show", sample.SLUG, "--json").json
    assert shown["health"]["status"] == "healthy", shown["health"]
    jobs = demogen("patch", "list", sample.SLUG, "--json").json
    assert {(job["status"], job["verdict"]) for job in jobs} == {("completed", "pass")}
    patched = [job for job in jobs if job["planType"] == "DELTAS" and job["kind"] == "patch"]
    assert [job["months"][-1] for job in patched] == [str(last)]
