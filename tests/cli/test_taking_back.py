"""RECONCILE, undo and clearing on the command line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Command
from tests.cli.test_commands import plan_file, tenant

__all__ = ["tenant"]

LOWER = "month,dealsCreated\n2025-05,20\n"


def lowered(demogen: Command, tenant: str, folder: Path) -> str:
    """The id of a job that lowered a number."""
    plan = plan_file(folder, LOWER)
    result = demogen(
        "patch",
        "apply",
        tenant,
        "--plan",
        plan,
        "--type",
        "targets",
        "--mode",
        "reconcile",
        "--yes",
        "--json",
    )
    assert result.code == 0, result.err
    return str(result.json["id"])


def count(sql: psycopg.Connection) -> int:
    row = sql.execute("SELECT count(*) FROM deals WHERE deleted_at IS NULL").fetchone()
    assert row
    return int(row[0])


def test_reconcile_shows_what_changes_and_needs_a_yes(
    demogen: Command, tenant: str, tmp_path: Path, sql: psycopg.Connection
) -> None:
    before, plan = count(sql), plan_file(tmp_path, LOWER)
    words = ("patch", "apply", tenant, "--plan", plan, "--type", "targets", "--mode", "reconcile")

    asked = demogen(*words)
    done = demogen(*words, "--yes")

    assert asked.code == 2
    assert "Would retire" in asked.out
    assert "add --yes" in asked.err
    assert done.code == 0
    assert "Retired" in done.out
    assert count(sql) < before


def test_additive_says_that_reconcile_would_do_it(demogen: Command, tenant: str, tmp_path: Path) -> None:
    result = demogen("patch", "apply", tenant, "--plan", plan_file(tmp_path, LOWER), "--type", "targets")

    assert result.code == 3
    assert "switch to RECONCILE" in result.err


def test_an_undo_needs_a_yes_and_is_told_as_a_job(
    demogen: Command, tenant: str, tmp_path: Path, sql: psycopg.Connection
) -> None:
    before = count(sql)
    job = lowered(demogen, tenant, tmp_path)

    asked = demogen("patch", "undo", job)
    done = demogen("patch", "undo", job, "--yes", "--json")
    again = demogen("patch", "undo", job, "--yes")

    assert (asked.code, done.code, again.code) == (2, 0, 1)
    assert done.json["action"] == "undo"
    assert done.json["undoes"] == job
    assert done.json["undoReport"]["keptCount"] == 0
    assert count(sql) == before
    assert "undone already" in again.err
    assert demogen("patch", "show", job, "--json").json["undoneBy"] == done.json["id"]


def test_an_undo_that_keeps_what_people_edited_is_done_and_says_so(
    demogen: Command, tenant: str, tmp_path: Path, sql: psycopg.Connection
) -> None:
    plan = plan_file(tmp_path, "month,companiesCreated,contactsCreated\n2026-01,3,6\n")
    made = demogen("patch", "apply", tenant, "--plan", plan, "--type", "deltas", "--json")
    edit = "updated_at = demo_written_at + interval '1 second' WHERE id = (SELECT id FROM companies WHERE demo_job_id = %s LIMIT 1)"
    sql.execute(f"UPDATE companies SET name = 'Mine', {edit}", [made.json["id"]])
    sql.execute(
        "DELETE FROM contacts WHERE id = (SELECT id FROM contacts WHERE demo_job_id = %s LIMIT 1)",
        [made.json["id"]],
    )

    done = demogen("patch", "undo", made.json["id"], "--yes")

    assert done.code == 0, done.err
    assert "Verdict: pass" in done.out
    assert "1 record stays:\n  companies: Mine. A person edited it since." in done.out
    assert "1 record is gone already" in done.out
    assert "2026-01 Companies created +1" in done.out


def test_totals_beyond_the_limit_of_a_cell_are_shown_and_undone(demogen: Command, tmp_path: Path) -> None:
    made = demogen(
        "tenants",
        "create",
        "Yen",
        "--timezone",
        "Asia/Tokyo",
        "--currency",
        "JPY",
        "--country",
        "JP",
        "--start",
        "2025-01",
        "--empty",
        "--json",
    )
    slug = made.json["tenant"]["slug"]
    parents = "month,companiesCreated,contactsCreated\n2025-01,1,1\n"
    deals = "month,dealsCreated,dealsCreatedValue\n2025-02,1,900000000000000\n"
    jobs = []
    for text in (parents, deals, deals):
        done = demogen("patch", "apply", slug, "--plan", plan_file(tmp_path, text), "--type", "deltas")
        assert (done.code, "Verdict: pass" in done.out) == (0, True), done.err
        jobs = [job["id"] for job in demogen("patch", "list", slug, "--json").json]

    assert "1,800,000,000,000,000" in demogen("patch", "show", jobs[0]).out
    moved = demogen("tenants", "shift", slug, "--end", "2026-01", "--yes", "--json")
    assert moved.code == 0, moved.err
    undone = demogen("patch", "undo", moved.json["id"], "--yes")
    assert (undone.code, "Verdict: pass" in undone.out) == (0, True), undone.err


@pytest.mark.parametrize("words", [("patch", "undo", "nothing"), ("tenants", "clear", "nobody")])
def test_what_is_not_there_cannot_be_taken_back(demogen: Command, words: tuple[str, ...]) -> None:
    assert demogen(*words, "--yes").code == 4


def test_a_tenant_is_cleared(demogen: Command, tenant: str, sql: psycopg.Connection) -> None:
    asked = demogen("tenants", "clear", tenant)
    done = demogen("tenants", "clear", tenant, "--yes")

    assert (asked.code, done.code) == (2, 0)
    assert "Removes" in done.out
    assert count(sql) == 0


def test_a_story_moves_after_a_yes(demogen: Command, tenant: str, sql: psycopg.Connection) -> None:
    words = ("tenants", "shift", tenant, "--end", "2025-12")

    asked = demogen(*words)
    done = demogen(*words, "--yes", "--json")

    assert asked.code == 2
    assert "add --yes" in asked.err
    assert done.code == 0, done.err
    assert done.json["action"] == "shift"
    assert done.json["diffReport"]["status"] == "pass"
    last = sql.execute("SELECT max(demo_source_month) FROM deals").fetchone()
    assert last == ("2025-12",)
    assert demogen("tenants", "shift", tenant, "--end", "soon").code == 2
    early = demogen("tenants", "shift", tenant, "--end", "1971-03", "--yes", "--json")
    assert early.code == 2
    assert "months before 1971-01 are not supported" in early.json["error"]["message"]
    assert early.json["error"]["hint"] == "Give 1971-06 or a later month."


def test_every_changed_record_is_listed_in_words(
    demogen: Command, tenant: str, tmp_path: Path, sql: psycopg.Connection
) -> None:
    job = lowered(demogen, tenant, tmp_path)
    images = sql.execute("SELECT row_id::text FROM demo_row_images WHERE job_id = %s", [job]).fetchall()

    told = demogen("patch", "changes", job)
    listed = demogen("patch", "changes", job, "--json")
    rows = list(csv.DictReader(io.StringIO(demogen("patch", "changes", job, "--csv").out)))
    deals = demogen("patch", "changes", job, "--entity", "deals", "--json")

    assert [told.code, listed.code, deals.code] == [0, 0, 0]
    ids = {id_ for (id_,) in images}
    assert {record["id"] for record in listed.json} == {row["Id"] for row in rows} == ids
    assert {record["entity"] for record in deals.json} == {"deals"}
    assert "Retired" in told.out
    assert sum(row["What"] == "Retired" for row in rows) == sum(
        max(len(record["fields"]), 1) for record in listed.json if record["action"] == "deleted"
    )
