"""Commands, their JSON and their exit codes, as the contract has them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.cli.conftest import Command

CREATE = (
    "tenants", "create", "Tools & Co", "--timezone", "Europe/Berlin", "--currency", "EUR", "--country", "DE",
    "--start", "2025-01", "--anchor", "2025-12-15T10:00:00Z", "--seed", "5",
)  # fmt: skip


@pytest.fixture
def tenant(demogen: Command) -> str:
    """The slug of a tenant with six months of growth."""
    result = demogen(*CREATE, "--months", "6", "--scenario", "growth", "--json")
    assert result.code == 0
    slug = result.json["tenant"]["slug"]
    assert isinstance(slug, str)
    return slug


def plan_file(folder: Path, text: str) -> str:
    path = folder / "plan.csv"
    path.write_text(text)
    return str(path)


def test_help_names_every_setting_and_exit_code() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "demogen", "--help"], capture_output=True, text=True, check=True
    ).stdout

    for word in ("DEMOGEN_DATABASE_URL", "DEMOGEN_HOME", "DEMOGEN_MAX_RECORDS", "not a demo tenant"):
        assert word in shown


def test_a_new_tenant_is_given_with_its_job(demogen: Command) -> None:
    result = demogen(*CREATE, "--months", "3", "--json")

    tenant, job = result.json["tenant"], result.json["job"]
    assert (tenant["slug"], tenant["currency"], tenant["demoStartMonth"]) == ("tools-co", "EUR", "2025-01")
    assert (job["status"], job["kind"], job["scenario"]) == ("completed", "generation", "growth")
    assert job["diffReport"]["status"] == "pass"


@pytest.mark.parametrize("scenario", ["steady", "growth", "seasonal", "hockey-stick", "dip"])
def test_every_scenario_makes_a_verified_history(demogen: Command, scenario: str) -> None:
    result = demogen(*CREATE, "--scenario", scenario, "--json")

    assert result.code == 0
    assert len(result.json["job"]["afterKpis"]["months"]) == 12


def test_a_tenant_can_be_made_from_a_plan(demogen: Command, tmp_path: Path) -> None:
    plan = plan_file(tmp_path, "month,contactsCreated,Deals created\n2025-01,10,4\n2025-02,,6\n")

    result = demogen(*CREATE, "--plan", plan, "--json")

    assert result.code == 0
    months = demogen("kpis", "tools-co", "--from", "2025-01", "--to", "2025-02", "--json").json
    assert [month["dealsCreated"] for month in months] == [4, 6]


def test_a_country_without_names_of_its_own_is_told_whose_it_gets(demogen: Command) -> None:
    words = (
        "tenants",
        "create",
        "Gulf",
        "--timezone",
        "Asia/Dubai",
        "--currency",
        "AED",
        "--start",
        "2025-01",
        "--empty",
    )

    assert "those of US" in demogen(*words, "--country", "AE").err
    assert "those of US" not in demogen(*words, "--country", "DE").err


def test_everything_wrong_with_a_new_tenant_is_said_at_once(demogen: Command) -> None:
    result = demogen(
        "tenants", "create", "X", "--timezone", "Mars/Base", "--currency", "ZZZ", "--country", "XX1", "--start", "2025-13",
    )  # fmt: skip

    assert result.code == 2
    for word in ("Mars/Base", "ZZZ", "XX1", "2025-13"):
        assert word in result.err


def test_apply_prints_the_report_and_exits_with_0(demogen: Command, tenant: str, tmp_path: Path) -> None:
    plan = plan_file(tmp_path, "month,dealsCreated,closedWonCount,closedWonValue\n2025-05,10,4,48000.50\n")

    result = demogen("patch", "apply", tenant, "--plan", plan, "--type", "deltas", "--seed", "1")

    assert result.code == 0
    assert "Verdict: pass" in result.out
    assert "\x1b[" not in result.out


def test_apply_as_json_is_the_whole_job(demogen: Command, tenant: str, tmp_path: Path) -> None:
    plan = plan_file(tmp_path, "month,dealsCreated\n2025-05,10\n")

    job = demogen("patch", "apply", tenant, "--plan", plan, "--type", "deltas", "--json").json

    for field in (
        "id", "tenantId", "status", "mode", "planType", "plan", "planHash", "seed", "anchor", "progress",
        "currentStep", "validation", "beforeKpis", "afterKpis", "diffReport", "recordsCreated", "recordsChanged",
        "recordsDeleted", "executionMetrics", "log", "error", "originalJobId", "undoes", "undoneBy", "createdBy",
        "createdAt", "startedAt", "completedAt", "attempt",
    ):  # fmt: skip
        assert field in job
    assert job["recordsCreated"] == {"companies": 0, "contacts": 0, "deals": 10, "activities": 0}
    assert {"durationMs", "rowsPerSecond"} <= job["executionMetrics"].keys()
    assert demogen("patch", "show", job["id"], "--json").json == job


def test_validate_shows_a_preview_and_changes_nothing(
    demogen: Command, tenant: str, tmp_path: Path, sql: psycopg.Connection
) -> None:
    plan = plan_file(tmp_path, "month,leadsCreated,dealsCreated\n2025-05,8,10\n")

    result = demogen("patch", "validate", tenant, "--plan", plan, "--type", "deltas", "--json")

    assert result.code == 0
    assert result.json.keys() == {"valid", "errors", "warnings", "preview"}
    preview = result.json["preview"]
    assert preview["records"] == {"companies": 0, "contacts": 8, "deals": 10, "activities": 0}
    assert {"code": "implied", "month": "2025-05", "metric": "contactsCreated"}.items() <= preview["notes"][
        0
    ].items()
    assert sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone() == (0,)


def test_a_wrong_plan_exits_with_2_and_names_every_cell(
    demogen: Command, tenant: str, tmp_path: Path
) -> None:
    plan = plan_file(
        tmp_path, "month,dealsCreated,closedWonValue,bogus\n2025-05,abc,1.234,\n2025-13,1.5,,\n2025-05,1,,\n"
    )

    result = demogen("patch", "apply", tenant, "--plan", plan, "--type", "targets", "--json")

    assert result.code == 2
    messages = " ".join(error["message"] for error in result.json["error"]["errors"])
    for part in ("Line 2, column 2", "Line 2, column 3", "2025-13", "Line 3, column 2"):
        assert part in messages
    assert "line 2 and line 4" in messages


def test_a_target_below_the_current_value_exits_with_3(demogen: Command, tenant: str, tmp_path: Path) -> None:
    plan = plan_file(tmp_path, "month,dealsCreated\n2025-05,0\n")

    for command in ("validate", "apply"):
        result = demogen("patch", command, tenant, "--plan", plan, "--type", "targets")
        assert result.code == 3
        assert "already" in result.err


def test_values_that_contradict_exit_with_3_and_offer_a_plan_that_works(
    demogen: Command, tenant: str, tmp_path: Path
) -> None:
    header = "month,dealsCreated,dealsCreatedValue,closedWonCount,closedWonValue\n"
    plan = plan_file(tmp_path, header + "2025-05,2,1000.00,2,1500.00\n")

    result = demogen("patch", "validate", tenant, "--plan", plan, "--type", "deltas", "--json")

    assert result.code == 3
    assert {issue["code"] for issue in result.json["errors"]} == {"values_contradict"}
    nearest = tmp_path / "nearest.json"
    nearest.write_text(json.dumps(result.json["preview"]["nearest"]))
    assert demogen("patch", "validate", tenant, "--plan", str(nearest), "--type", "deltas").code == 0


def test_what_does_not_exist_exits_with_4(demogen: Command, tenant: str, sql: psycopg.Connection) -> None:
    assert demogen("tenants", "show", "nobody").code == 4
    assert demogen("patch", "show", "nothing").code == 4
    assert demogen("patch", "show", "00000000-0000-4000-8000-000000000000").code == 4
    sql.execute("UPDATE tenants SET is_demo = false")
    refused = demogen("patch", "apply", tenant, "--plan", "-", "--type", "deltas", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (4, "tenant_not_demo")


def test_a_plan_may_come_from_stdin_as_json(
    demogen: Command, tenant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = {"months": [{"month": "2025-04", "closedWonCount": 1, "closedWonValue": "999.99"}], "seed": 77}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(document).encode())))

    job = demogen("patch", "apply", tenant, "--plan", "-", "--type", "deltas", "--json").json

    assert (job["status"], job["seed"]) == ("completed", 77)
    cells = job["diffReport"]["months"][0]["metrics"]
    assert cells["closedWonValue"]["delta"] == "999.99"
    assert cells["dealsCreated"]["delta"] == 1


def test_a_plan_that_says_something_else_than_the_command_is_refused(
    demogen: Command, tenant: str, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    path.write_text(
        json.dumps({"planType": "TARGETS", "months": [{"month": "2025-04", "dealsCreated": 900}]})
    )

    refused = demogen("patch", "apply", tenant, "--plan", str(path), "--type", "deltas")
    validated = demogen("patch", "validate", tenant, "--plan", str(path), "--type", "TARGETS")

    assert (refused.code, validated.code) == (2, 0)
    assert "TARGETS" in refused.err


def test_jobs_are_listed_newest_first_and_exported(demogen: Command, tenant: str, tmp_path: Path) -> None:
    plan = plan_file(tmp_path, "month,companiesCreated\n2025-05,2\n")
    job = demogen("patch", "apply", tenant, "--plan", plan, "--type", "deltas", "--json").json

    listed = demogen("patch", "list", tenant, "--json").json
    exported = demogen("patch", "export", job["id"], "--format", "json", "-o", str(tmp_path / "report.json"))

    assert [each["kind"] for each in listed] == ["patch", "generation"]
    assert exported.code == 0
    assert json.loads((tmp_path / "report.json").read_text()) == job


def test_a_report_has_the_format_that_its_file_is_named_after_and_reads_back_as_the_plan(
    demogen: Command, tenant: str, tmp_path: Path
) -> None:
    plan = plan_file(tmp_path, "month,companiesCreated\n2025-05,2\n")
    job = demogen("patch", "apply", tenant, "--plan", plan, "--type", "deltas", "--json").json["id"]

    for name in ("report.csv", "report.XLSX"):
        assert demogen("patch", "export", job, "-o", str(tmp_path / name)).code == 0
        for kind, number in (("deltas", 2), ("targets", 25)):
            read = demogen("plan", "read", str(tmp_path / name), "--type", kind, "--json").json
            assert read["rows"] == [{"month": "2025-05", "companiesCreated": number}]
    unnamed = demogen("patch", "export", job, "-o", str(tmp_path / "report"))
    assert unnamed.code == 2
    assert "--format" in unnamed.err
    assert not (tmp_path / "report").exists()


def test_kpis_come_as_a_table_as_csv_and_as_json(demogen: Command, tenant: str) -> None:
    words = ("kpis", tenant, "--from", "2025-01", "--to", "2025-03")

    table, text, document = demogen(*words), demogen(*words, "--csv"), demogen(*words, "--json")

    assert "total" in table.out
    assert text.out.splitlines()[0].startswith("month,leadsCreated,contactsCreated")
    assert len(text.out.splitlines()) == 4
    assert [row["month"] for row in document.json] == ["2025-01", "2025-02", "2025-03"]


def test_an_anchor_in_the_future_is_refused(demogen: Command, tenant: str, tmp_path: Path) -> None:
    plan = plan_file(tmp_path, "month,companiesCreated\n2025-05,2\n")

    result = demogen(
        "patch", "apply", tenant, "--plan", plan, "--type", "deltas", "--anchor", "2999-01-01T00:00:00Z"
    )

    assert result.code == 2
    assert "future" in result.err


def test_a_tolerance_is_read_and_reported(demogen: Command, tenant: str, tmp_path: Path) -> None:
    plan = plan_file(tmp_path, "month,companiesCreated\n2025-05,2\n")
    apply = ("patch", "apply", tenant, "--plan", plan, "--type", "deltas", "--json")

    job = demogen(*apply, "--tolerance", "companiesCreated=2%").json
    wrong = demogen(*apply, "--tolerance", "companies=2%")

    assert job["diffReport"]["months"][0]["metrics"]["companiesCreated"]["tolerance"] == {"percent": 2.0}
    assert wrong.code == 2


def test_tenants_of_one_name_made_at_once_get_slugs_of_their_own(url: str, sql: psycopg.Connection) -> None:
    environment = {**os.environ, "DEMOGEN_DATABASE_URL": url}
    command = [sys.executable, "-m", "demogen", *CREATE[:-2], "--empty"]

    processes = [subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) for _ in range(4)]
    codes = [process.wait(60) for process in processes]

    assert codes == [0] * 4
    slugs = [row[0] for row in sql.execute("SELECT slug FROM tenants ORDER BY slug").fetchall()]
    assert slugs == ["tools-co", "tools-co-2", "tools-co-3", "tools-co-4"]


def test_what_the_database_refuses_is_told_without_a_traceback(
    demogen: Command, sql: psycopg.Connection
) -> None:
    sql.execute("ALTER TABLE tenants ADD CONSTRAINT no_more CHECK (name <> 'Tools & Co')")

    refused = demogen(*CREATE, "--empty")

    assert refused.code == 1
    assert "no_more" in refused.err
    assert "Traceback" not in refused.err


def test_an_older_schema_says_which_command_helps(demogen: Command, sql: psycopg.Connection) -> None:
    sql.execute("UPDATE alembic_version SET version_num = '0004'")

    refused = demogen("tenants", "list")

    assert refused.code == 1
    assert "demogen db upgrade" in refused.err


def test_backfill_closes_with_a_table_of_counts(
    demogen: Command, tenant: str, sql: psycopg.Connection
) -> None:
    for table in ("companies", "contacts", "deals", "activities"):
        sql.execute(f"UPDATE {table} SET demo_generated = false, demo_job_id = null")

    first, second = demogen("backfill"), demogen("backfill", tenant)

    assert tenant in first.out
    assert "rows changed" in first.out
    assert "0 rows changed" in second.out


def test_an_export_that_fails_leaves_the_file_that_was_there(
    demogen: Command, tenant: str, tmp_path: Path, sql: psycopg.Connection
) -> None:
    target = tmp_path / "crm.zip"
    target.write_bytes(b"the earlier export")
    sql.execute("ALTER TABLE activities RENAME COLUMN subject TO renamed")

    failed = demogen("export", tenant, "-o", str(target))
    missing = demogen("export", tenant, "-o", str(tmp_path / "nowhere" / "crm.zip"))

    assert (failed.code, missing.code) == (1, 2)
    assert target.read_bytes() == b"the earlier export"
    assert [path.name for path in tmp_path.iterdir()] == ["crm.zip"]


def test_a_damaged_tenant_is_listed_as_damaged_and_refused_by_name(
    demogen: Command, tenant: str, sql: psycopg.Connection
) -> None:
    other = demogen(*CREATE, "--empty", "--json").json["tenant"]["slug"]
    sql.execute("UPDATE tenants SET demo_start_month = '1970-04' WHERE slug = %s", [tenant])

    listed, shown = demogen("tenants", "list", "--json"), demogen("tenants", "list")
    refused = demogen("tenants", "show", tenant)

    damage = {row["slug"]: row["damage"] for row in listed.json}
    assert (listed.code, shown.code, refused.code) == (0, 0, 1)
    assert damage[other] is None
    assert damage[tenant] == ("Its start month cannot be used: '1970-04' is outside the years 1971 to 2999.")
    assert f"{tenant} is damaged" in shown.out
    assert "1970-04" in refused.err
    assert demogen("tenants", "show", other).code == 0
