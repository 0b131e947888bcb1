"""Stories, keeping fresh and health on the command line."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.cli.conftest import Command, Result
from tests.cli.test_commands import plan_file, tenant
from tests.integration.builders import counted
from tests.waiting import wait_for

__all__ = ["tenant"]

JULY = ("--anchor", "2025-07-01T09:00:00Z")
AUGUST = ("--anchor", "2025-08-01T09:00:00Z")
"""The tenant's history ends with June 2025; a Friday a month later."""


def months(result: Result) -> dict[str, dict[str, Any]]:
    return {month["month"]: month for month in result.json["months"]}


def test_a_story_is_told_shown_and_brought_about(
    demogen: Command, tenant: str, sql: psycopg.Connection
) -> None:
    told = demogen("tenants", "story", tenant, "--scenario", "growth", *JULY, "--json")
    shown = demogen("tenants", "story", tenant, *JULY)
    done = demogen("tenants", "keep-fresh", *AUGUST, "--json")
    again = demogen("tenants", "keep-fresh", *AUGUST)

    assert (told.code, shown.code, done.code, again.code) == (0, 0, 0, 0)
    assert (told.json["schedule"], told.json["source"]["scenario"]) == ("daily", "growth")
    assert list(months(told))[:2] == ["2025-07", "2025-08"]
    for words in ("the scenario growth continued · daily", "next run 2025-07-01T09:00:00+00:00", "2025-07"):
        assert words in shown.out
    assert [job["status"] for job in done.json["jobs"]] == ["completed"]
    assert "Nothing is due." in again.out
    values = months(told)["2025-07"]["values"]
    tenant_id = sql.execute("SELECT id FROM tenants").fetchone()
    assert tenant_id
    found = counted(sql, tenant_id[0], "Europe/Berlin")
    for name in ("contactsCreated", "dealsCreated", "closedWonCount", "closedLostCount", "activitiesCreated"):
        assert found["2025-07", name] == values[name]
    assert f"{found['2025-07', 'closedWonValue'] / 100:.2f}" == values["closedWonValue"]


def test_a_run_is_printed_with_its_tenant_and_verdict(demogen: Command, tenant: str) -> None:
    demogen("tenants", "story", tenant, "--every-month", "contactsCreated=12", *JULY)

    done = demogen("tenants", "keep-fresh", tenant, *AUGUST)

    assert done.code == 0
    assert "Tools & Co" in done.out
    assert "Verdict: pass" in done.out


@pytest.mark.parametrize(
    ("words", "origin", "line"),
    [
        (("--scenario", "dip"), "scenario", "the scenario dip continued"),
        (("--every-month", "contactsCreated=40", "--every-month", "dealsCreatedValue=100.50", "--every-month",
          "dealsCreated=3"), "every-month", "the same every month"),
        (("--last-year", "10"), "last-year", "last year's months, +10 % a year"),
        (("--plan", "-"), "plan", "a plan of its own"),
    ],
    ids=["scenario", "every-month", "last-year", "plan"],
)  # fmt: skip
def test_every_source_can_be_told(
    demogen: Command,
    tenant: str,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    origin: str,
    line: str,
) -> None:
    document = {"months": [{"month": "2025-08", "contactsCreated": 9}]}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(document).encode())))

    told = demogen("tenants", "story", tenant, *words, "--schedule", "monthly", *JULY, "--json")
    shown = demogen("tenants", "story", tenant, *JULY)

    assert told.code == 0, told.out
    assert (told.json["source"]["origin"], told.json["schedule"]) == (origin, "monthly")
    assert f"{line} · monthly" in shown.out
    if origin == "plan":
        assert list(months(told)) == ["2025-08"]
    if origin == "every-month":
        assert told.json["source"]["values"] == {
            "contactsCreated": 40, "dealsCreated": 3, "dealsCreatedValue": "100.50",
        }  # fmt: skip
    if origin == "last-year":
        assert next(iter(months(told))) == "2026-01"  # of last July nothing is known


def test_a_story_is_paused_resumed_and_set(demogen: Command, tenant: str) -> None:
    demogen("tenants", "story", tenant, "--every-month", "contactsCreated=12", *JULY)

    paused = demogen("tenants", "story", tenant, "--pause", *JULY, "--json")
    by_itself = demogen("tenants", "keep-fresh", *AUGUST, "--json")
    text = demogen("tenants", "story", tenant, *JULY)
    asked = demogen("tenants", "keep-fresh", tenant, *AUGUST, "--json")
    resumed = demogen("tenants", "story", tenant, "--resume", "--schedule", "off", *AUGUST, "--json")

    assert (paused.json["paused"], paused.json["nextRun"]) == (True, None)
    assert by_itself.json == {"jobs": []}
    assert "paused" in text.out
    assert len(asked.json["jobs"]) == 1
    assert (resumed.json["paused"], resumed.json["schedule"]) == (False, "off")


def test_months_are_changed_and_skipped_in_one_command(demogen: Command, tenant: str, tmp_path: Path) -> None:
    demogen("tenants", "story", tenant, "--every-month", "contactsCreated=12", *JULY)
    plan = plan_file(tmp_path, "month,contactsCreated\n2025-08,77\n2025-09,78\n")
    words = ("tenants", "story", tenant)

    changed = demogen(*words, "--change", plan, "--skip", "2025-09", "--skip", "2025-10", *JULY, "--json")
    back = demogen(*words, "--no-skip", "2025-10", *JULY, "--json")
    text = demogen(*words, *JULY)

    found = months(changed)
    assert [found[f"2025-{n:02}"]["values"]["contactsCreated"] for n in (7, 8, 9, 10)] == [12, 77, 78, 12]
    assert [name for name, one in found.items() if one["skipped"]] == ["2025-09", "2025-10"]
    assert [name for name, one in months(back).items() if one["skipped"]] == ["2025-09"]
    assert text.out.count("skipped") == 1


def test_a_story_is_forgotten(demogen: Command, tenant: str) -> None:
    demogen("tenants", "story", tenant, "--every-month", "contactsCreated=12", *JULY)

    forgotten = demogen("tenants", "story", tenant, "--remove")
    again = demogen("tenants", "story", tenant, "--remove", "--json")

    assert (forgotten.code, again.code) == (0, 4)
    assert "forgotten" in forgotten.out
    assert again.json["error"]["code"] == "story_missing"


@pytest.mark.parametrize(
    "words",
    [
        ("tenants", "story", "nobody"),
        ("tenants", "story", "nobody", "--scenario", "growth"),
        ("tenants", "keep-fresh", "nobody"),
        ("tenants", "story", "tools-co"),
        ("tenants", "story", "tools-co", "--pause"),
        ("tenants", "story", "tools-co", "--schedule", "daily"),
        ("tenants", "story", "tools-co", "--skip", "2999-01"),
        ("tenants", "keep-fresh", "tools-co"),
    ],
    ids=" ".join,
)
def test_what_is_not_there_exits_with_4(demogen: Command, tenant: str, words: tuple[str, ...]) -> None:
    assert demogen(*words).code == 4


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--scenario", "boom"), "boom"),
        (("--schedule", "hourly"), "hourly"),
        (("--scenario", "growth", "--last-year", "5"), "Give one of"),
        (("--scenario", "growth", "--every-month", "contactsCreated=3"), "Give one of"),
        (("--every-month", "contactsCreated"), "'contactsCreated' is not METRIC=NUMBER"),
        (("--every-month", "contactsCreated=some"), "'some' is not a whole number"),
        (("--every-month", "contactsCreated=1e9"), "'1e9' is not a whole number"),
        (("--every-month", "contactsCreated=-3"), "cannot be -3"),
        (("--every-month", "contactsCreated=" + "9" * 40), "too large"),
        (("--every-month", "openDeals=4"), "openDeals cannot be planned"),
        (("--every-month", "dealsCreatedValue=0.001"), "more decimals than EUR allows"),
        (("--last-year", "-100"), "more than -100"),
        (("--last-year", "inf"), "more than -100"),
        (("--last-year", "nan"), "more than -100"),
        (("--last-year", "much"), "valid number"),
        (("--plan", "/nowhere/plan.csv"), "/nowhere/plan.csv"),
        (("--skip", "soon"), "'soon' is not a month"),
        (("--skip", "2025-03"), "2025-03 is over"),
        (("--skip", "2031-01"), "more than 60 months ahead"),
        (("--anchor", "2999-01-01T00:00:00Z"), "lies in the future"),
        (("--anchor", "now"), "is not an instant"),
        (("--scenario", "growth", "--change", "/no/such/file"), "/no/such/file"),
        (("--pause", "--schedule", "off", "--change", "/no/such/file"), "/no/such/file"),
        (("--pause", "--skip", "soon"), "'soon' is not a month"),
        (("--scenario", "growth", "--skip", "2025-03"), "2025-03 is over"),
        (("--pause", "--let-go", "2025-08"), "2025-08 has nothing that the story could not meet"),
        (("--skip", "2025-08", "--no-skip", "2025-08"), "2025-08 cannot be skipped and brought about"),
        (("--plan", "-", "--change", "-"), "cannot both be read from stdin"),
        (("--remove", "--pause"), "--remove stands alone"),
    ],
    ids=lambda words: " ".join(words)[:40] if isinstance(words, tuple) else "",
)
def test_wrong_input_exits_with_2_and_changes_nothing(
    demogen: Command, tenant: str, sql: psycopg.Connection, words: tuple[str, ...], message: str
) -> None:
    demogen("tenants", "story", tenant, "--every-month", "contactsCreated=12", *JULY)
    before = demogen("tenants", "story", tenant, *JULY, "--json").json
    more = () if "--anchor" in words else JULY

    result = demogen("tenants", "story", tenant, *words, *more)

    assert result.code == 2, result.out
    assert message in " ".join(result.err.split())
    assert demogen("tenants", "story", tenant, *JULY, "--json").json == before
    told = "SELECT count(*) FROM audit_log WHERE action LIKE 'story.%'"
    assert sql.execute(told).fetchone() == (1,), "only the first story was written"


def test_all_that_one_command_asks_is_done_together(demogen: Command, tenant: str, tmp_path: Path) -> None:
    plan = plan_file(tmp_path, "month,contactsCreated\n2025-08,77\n")
    words = ("--every-month", "contactsCreated=12", "--schedule", "monthly", "--pause")

    told = demogen("tenants", "story", tenant, *words, "--change", plan, "--skip", "2025-09", *JULY, "--json")

    assert told.code == 0, told.err
    assert (told.json["schedule"], told.json["paused"]) == ("monthly", True)
    found = months(told)
    assert [found[f"2025-{n:02}"]["values"]["contactsCreated"] for n in (7, 8, 9)] == [12, 77, 12]
    assert [name for name, one in found.items() if one["skipped"]] == ["2025-09"]


def test_a_month_that_cannot_be_met_is_shown_with_its_ways_out_and_let_go(
    demogen: Command, tenant: str, sql: psycopg.Connection
) -> None:
    demogen(
        "tenants", "story", tenant, "--every-month", "contactsCreated=12", "--every-month", "companiesCreated=2",
        *JULY,
    )  # fmt: skip
    sql.execute(
        "INSERT INTO companies (tenant_id, id, name, created_at, updated_at) SELECT t.id, gen_random_uuid(), "
        "'Real ' || n, '2025-07-08 10:00+00', '2025-07-08 10:00+00' FROM tenants t, generate_series(1, 5) n"
    )

    done = demogen("tenants", "keep-fresh", tenant, *AUGUST, "--json")
    story = demogen("tenants", "story", tenant, *AUGUST)
    health = demogen("tenants", "show", tenant, *AUGUST)
    let_go = demogen("tenants", "story", tenant, "--let-go", "2025-07", *AUGUST, "--json")

    assert (done.code, story.code, let_go.code) == (0, 0, 0)
    row = sql.execute("SELECT id FROM tenants").fetchone()
    assert row
    found = counted(sql, row[0], "Europe/Berlin")
    assert (found["2025-07", "companiesCreated"], found["2025-07", "contactsCreated"]) == (5, 12)
    assert "2025-07 cannot be met: Companies created in 2025-07 cannot become 2" in " ".join(
        story.out.split()
    )
    for way in ("--skip 2025-07", "--let-go 2025-07", "--change PLAN"):
        assert way in story.out
        assert way in health.out
    assert "Its story cannot be met in 2025-07." in health.out
    july = months(let_go)["2025-07"]
    assert (july["values"], july["unmet"]) == ({"contactsCreated": 12}, None)
    assert "cannot be met" not in demogen("tenants", "show", tenant, *AUGUST).out


def test_a_run_that_fails_exits_with_1_and_is_shown(
    demogen: Command, tenant: str, sql: psycopg.Connection
) -> None:
    demogen("tenants", "story", tenant, "--every-month", "contactsCreated=12", *JULY)
    sql.execute("ALTER TABLE contacts ADD CONSTRAINT no_more CHECK (created_at < '2025-07-01') NOT VALID")

    failed = demogen("tenants", "keep-fresh", tenant, *AUGUST)
    story = demogen("tenants", "story", tenant, *AUGUST)
    health = demogen("tenants", "show", tenant, *AUGUST)

    assert failed.code == 1
    assert "the last run failed" in story.out
    assert "The last run of its story failed" in health.out


def test_show_tells_how_alive_a_tenant_looks_and_the_command_that_helps(
    demogen: Command, tenant: str
) -> None:
    stale = demogen("tenants", "show", tenant, *AUGUST)
    document = demogen("tenants", "show", tenant, *AUGUST, "--json").json["health"]
    told = demogen("tenants", "story", tenant, "--scenario", "growth", *JULY)
    ran = demogen("tenants", "keep-fresh", tenant, *AUGUST)
    healthy = demogen("tenants", "show", tenant, *AUGUST)

    assert stale.code == 0
    assert "health: stale since 2025-07-" in stale.out
    assert f"demogen tenants story {tenant} --scenario growth --schedule daily" in " ".join(stale.out.split())
    assert document["status"] == "stale"
    assert (told.code, ran.code) == (0, 0)
    assert "health: healthy" in healthy.out


def test_the_command_against_drift_brings_the_numbers_back(
    demogen: Command, tenant: str, tmp_path: Path, sql: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sql.execute(
        "INSERT INTO contacts (tenant_id, id, first_name, created_at, updated_at) "
        "SELECT id, gen_random_uuid(), 'Real', '2025-06-11', clock_timestamp() FROM tenants"
    )
    anchor = ("--anchor", "2025-07-01T09:00:00Z")
    drifted = demogen("tenants", "show", tenant, *anchor, "--json").json["health"]
    drift = next(one for one in drifted["findings"] if one["code"] == "drift")

    codes = [
        demogen(*command.split()[1:], *(() if "export" in command else ("--yes",))).code
        for command in drift["cures"][0]["command"].split(" && ")
    ]

    assert codes == [0, 0]
    after = demogen("tenants", "show", tenant, *anchor, "--json").json["health"]
    assert "drift" not in [one["code"] for one in after["findings"]]


def test_a_worker_brings_a_due_story_about_by_itself(
    demogen: Command, tenant: str, url: str, sql: psycopg.Connection
) -> None:
    demogen("tenants", "story", tenant, "--every-month", "contactsCreated=12", *JULY)
    count = "SELECT count(*) FROM demo_patch_jobs WHERE story_run IS NOT NULL AND status = 'completed'"
    health = "SELECT count(*) FROM demo_health"
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "demogen", "worker"],
            env=os.environ | {"DEMOGEN_DATABASE_URL": url},
            stderr=subprocess.DEVNULL,
        )
        for _ in range(2)
    ]
    try:
        wait_for(
            lambda: sql.execute(count).fetchone() == sql.execute(health).fetchone() == (1,),
            "the story is brought about",
            400,
        )
    finally:
        for worker in workers:
            worker.kill()
            worker.wait(30)

    assert sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone() == (1,)
    row = sql.execute("SELECT id FROM tenants").fetchone()
    assert row
    found = counted(sql, row[0], "Europe/Berlin")
    assert [found[f"2025-{n:02}", "contactsCreated"] for n in range(7, 13)] == [12] * 6
    who = "SELECT DISTINCT actor FROM audit_log WHERE job_id IS NOT NULL AND action = 'patch.submit'"
    assert sql.execute(who).fetchall() == [("schedule",)]
