"""The shared plans that people really paste, each with its right value."""

from __future__ import annotations

from pathlib import Path

import pytest

from demogen.domain.money import Currency
from demogen.domain.plan import PlanType
from demogen.service.plan_reader import Answers, PlanTable, read_file
from tests.unit.plans_read import Rows, rows_of

SHARED = Path(__file__).parents[3] / "shared" / "data" / "plans" / "awkward"
pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="the sample files are not here")


def table(name: str, currency: str = "EUR", **answers: object) -> PlanTable:
    content = next(SHARED.glob(f"{name}_*")).read_bytes()
    return read_file(content, Currency(currency), Answers(**answers))  # type: ignore[arg-type]


def leads(**months: int) -> Rows:
    return {
        month.removeprefix("m").replace("_", "-"): {"leadsCreated": count} for month, count in months.items()
    }


DELTAS = {"plan_type": PlanType.DELTAS}


@pytest.mark.parametrize(
    ("name", "currency", "answers", "rows"),
    [
        ("F01a", "EUR", {}, {"2024-02": {"dealsCreated": 10, "closedWonCount": 5, "closedWonValue": 12_000_000}}),
        ("F01c", "EUR", {}, {"2024-01": {"leadsCreated": 5, "closedWonValue": 12_000_000}, "2024-02": {"leadsCreated": 6, "closedWonValue": 13_500_000}}),
        ("F02a", "EUR", {}, {"2024-01": {"companiesCreated": 5, "contactsCreated": 20, "closedWonValue": 120_000}}),
        ("F05", "EUR", DELTAS, {"2024-01": {"closedWonValue": 123_400}, "2024-02": {"closedWonValue": 150_050}}),
        ("F06a", "EUR", {"year": 2023}, leads(m2023_11=10, m2023_12=20, m2025_01=5)),
        ("F06b", "EUR", {}, leads(m2024_01=10, m2024_02=20, m2025_01=5)),
        ("F07a", "EUR", {"instants": "local"}, leads(m2024_01=10, m2024_02=20, m2024_03=30)),
        ("F09a", "EUR", {}, leads(m2024_01=10, m2024_02=20)),
        ("F09a", "EUR", {"sheet": "2025"}, leads(m2025_01=30, m2025_02=40)),
        ("F12", "EUR", {}, {"2024-01": {"leadsCreated": 5, "closedWonValue": 150}}),
        ("F13a", "EUR", {}, {"2024-01": {"leadsCreated": 10, "closedWonValue": 30_000}}),
        ("F14a", "EUR", {}, leads(m2024_01=1234)),
        ("F15a", "USD", {}, {"2024-01": {}, "2024-02": {"closedWonValue": 110_000}}),
        ("F15c", "EUR", {}, leads(m2024_01=5, m2024_02=6)),
        ("F16a", "EUR", DELTAS, {"2024-01": {"closedWonValue": -6_312}}),
        ("F16b", "CHF", {}, {"2024-01": {"closedWonValue": 123_450}}),
        ("F16e", "INR", {}, {"2024-01": {"closedWonValue": 123_450}}),
        ("F17a", "EUR", {}, leads(m2024_01=5, m2024_02=6)),
        ("F17b", "EUR", {}, leads(m2024_01=5)),
        ("F18", "EUR", {}, {"2024-01": {"closedWonValue": 125_000}}),
        ("F19", "EUR", {}, leads(m2024_01=12)),
        ("F21", "EUR", {}, leads(m2024_01=10, m2024_02=20)),
    ],
)  # fmt: skip
def test_a_plan_has_its_right_value(name: str, currency: str, answers: dict[str, object], rows: Rows) -> None:
    found = table(name, currency, **answers)

    assert (found.issues, found.questions) == ((), ())
    assert rows_of(found) == rows


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("F02c", "'Revenue %'"), ("F02e", "'Deals (open)'"), ("F03", "'Week'"), ("F04", "more than one table"), ("F08a", "Line 2, column 1: 'Janury 2024'"),
        ("F08c", "Line 4, column 1: 'Mar 24 (tbc)'"), ("F11a", "'Acme' and 'Beta'"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused(name: str, part: str) -> None:
    assert [part in issue.message for issue in table(name).issues] == [True]


def test_what_is_open_is_asked_and_what_is_beside_is_named() -> None:
    assert [question.id for question in table("F07a").questions] == ["instants"]
    assert table("F02c").skipped == (("Column “Revenue %”", "It is a percentage."),)
    assert [what for what, _ in table("F09a").skipped] == ["Sheet “2025”"]
    assert "column C, row 3" in table("F10").warnings[0].message
