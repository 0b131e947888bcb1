"""Workers killed wherever they happen to be. `make soak` does the same for longer."""

from __future__ import annotations

import os

from tests.reliability.harness import Station
from tests.reliability.random_kills import kill_at_random

KILLS = int(os.environ.get("DEMOGEN_TEST_KILLS", "200"))


def test_workers_killed_at_random_instants_never_leave_half_a_job_or_two(station: Station) -> None:
    tally = kill_at_random(station, kills=KILLS, lanes=2, seed=1)

    print(tally)
    assert tally.violations == []
    assert tally.kills >= KILLS
    assert {"queued", "running", "completed"} <= tally.hits.keys()
