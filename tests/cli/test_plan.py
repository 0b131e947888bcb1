"""`demogen plan read`, and plan files of every kind on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.cli.test_commands import tenant

__all__ = ["tenant"]

SHARED = Path(__file__).parents[3] / "shared" / "data" / "plans" / "dialects"


def test_what_was_understood_skipped_and_left_open_is_shown(demogen: Command, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Monat;Umsatz;Notiz\nJan 2025;1.234;gut\nSumme;1.234;\n")

    asked = demogen("plan", "read", str(path))
    told = demogen("plan", "read", str(path), "--answer", "decimal=,", "--json")
    wrong = demogen("plan", "read", str(path), "--answer", "decimal=;")

    assert (asked.code, told.code, wrong.code) == (2, 0, 2)
    assert "--answer decimal=," in asked.out
    assert "Notiz" in asked.out
    assert told.json["rows"] == [{"month": "2025-01", "closedWonValue": "1234.00"}]
    assert [skipped["reason"] for skipped in told.json["skipped"]] == [
        "It is no KPI that can be planned.",
        "It is a total.",
    ]


def test_a_plan_that_is_open_is_not_applied_until_it_is_answered(
    demogen: Command, tenant: str, tmp_path: Path
) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Date;New companies\n01/02/2025;40\n")
    words = ("patch", "validate", tenant, "--plan", str(path), "--type", "targets")

    asked, told = demogen(*words), demogen(*words, "--answer", "dateOrder=dmy", "--json")

    assert asked.code == 2
    assert "dateOrder=dmy" in asked.err
    assert told.code == 0
    assert told.json["preview"]["deltas"][0]["month"] == "2025-02"


def test_scales_years_and_headings_are_shown_and_answered(demogen: Command, tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text("Month;Umsatz (k€);Leads: EMEA\nDec 2024;120;3\nJan;130;4\n")
    answers = ("--answer", "turn=next", "--answer", "heading:Leads: EMEA=leadsCreated")

    asked = demogen("plan", "read", str(path))
    told = demogen("plan", "read", str(path), *answers, "--json")
    shown = demogen("plan", "read", str(path), *answers)
    wrong = [
        demogen("plan", "read", str(path), "--answer", word).code
        for word in ("turn=", "heading:Leads=won", "year=1900")
    ]

    assert (asked.code, told.code, shown.code, wrong) == (2, 0, 0, [2, 2, 2])
    assert "--answer turn=next" in asked.out
    assert "--answer 'heading:Leads: EMEA=leadsCreated'" in asked.out
    assert "Closed won value is 1,000 times what is written, as “Umsatz (k€)” says." in shown.out
    assert told.json["rows"] == [
        {"month": "2024-12", "leadsCreated": 3, "closedWonValue": "120000.00"},
        {"month": "2025-01", "leadsCreated": 4, "closedWonValue": "130000.00"},
    ]
    assert told.json["dialect"]["scales"] == [
        {"metric": "closedWonValue", "factor": 1000, "said": "Umsatz (k€)"}
    ]


@pytest.mark.skipif(not SHARED.exists(), reason="the sample files are not here")
@pytest.mark.parametrize("name", ["01", "02", "03", "05", "09", "11"])
def test_the_samples_of_one_table_say_the_same(demogen: Command, name: str) -> None:
    result = demogen("plan", "read", str(next(SHARED.glob(f"{name}_*"))), "--currency", "USD", "--json")

    rows = result.json["rows"]
    assert result.code == 0
    assert len(rows) == 15
    assert sum(row["dealsCreated"] for row in rows) == 8300
    assert sum(row["closedWonCount"] for row in rows) == 4238
    assert sum(float(row["closedWonValue"]) for row in rows) == 10005534.0
    assert any("total" in skipped["reason"] for skipped in result.json["skipped"]) == (name in ("05", "11"))


@pytest.mark.skipif(not SHARED.exists(), reason="the sample files are not here")
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("12", ["B2", "#N/A", "D3", "#DIV/0!", "C4", "formula without a value", "B3", "12.5"]),
        ("14", ["line 2, line 3 and line 4"]),
    ],
)
def test_the_samples_that_must_fail_name_every_cell(demogen: Command, name: str, parts: list[str]) -> None:
    result = demogen("plan", "read", str(next(SHARED.glob(f"{name}_*"))), "--json")

    said = " ".join(issue["message"] for issue in result.json["issues"])
    assert result.code == 2
    for part in parts:
        assert part in said
