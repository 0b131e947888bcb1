"""Looking before doing over HTTP: a new tenant's history, a pasted plan, what a month's records are."""

from __future__ import annotations

import base64
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from fastapi.testclient import TestClient

from demogen.domain.money import Currency
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.plan_reader import read_file
from tests.integration.builders import empty_tenant, grown_tenant

SHARED = Path(__file__).parents[3] / "shared" / "data" / "plans" / "dialects"

NEW = {
    "name": "Over the sea",
    "timezone": "Asia/Tokyo",
    "currency": "JPY",
    "country": "JP",
    "start": "2025-01",
    "seed": 11,
}


@pytest.mark.parametrize("scenario", ["steady", "growth", "seasonal", "hockey-stick", "dip"])
def test_the_history_that_was_previewed_is_made(
    script: TestClient, background: PatchEngine, scenario: str
) -> None:
    body = NEW | {"scenario": scenario}

    shown = script.post("plans/preview", json=body).json()
    made = script.post("tenants", json=body | {"anchor": shown["anchor"]}).json()
    job = background.execute(UUID(made["jobId"]))

    assert shown["slug"] == made["tenant"]["slug"] == "over-the-sea"
    assert shown["validation"]["valid"]
    assert job.plan == shown["plan"]


def test_a_preview_stores_nothing(script: TestClient, sql: psycopg.Connection) -> None:
    before = script.get("tenants").json()["total"]

    empty = script.post("plans/preview", json=NEW).json()
    bad = script.post("plans/preview", json=NEW | {"timezone": "Asia/Nowhere", "scenario": "dip"})

    assert (empty["plan"], empty["validation"]) == (None, None)
    assert (bad.status_code, list(bad.json()["fields"])) == (422, ["timezone"])
    assert script.get("tenants").json()["total"] == before


def test_a_plan_for_a_new_tenant_is_validated(script: TestClient) -> None:
    plan = {"planType": "TARGETS", "months": [{"month": "2025-01", "dealsCreated": 4}]}

    shown = script.post("plans/preview", json=NEW | {"plan": plan}).json()

    assert not shown["validation"]["valid"]
    assert shown["validation"]["errors"][0]["month"] == "2025-01"
    assert shown["plan"]["months"] == plan["months"]


def parsed(script: TestClient, text: str, **more: object) -> dict[str, object]:
    answer = script.post("plans/parse", json={"text": text, "currency": "EUR", **more})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


@pytest.mark.parametrize(("delimiter", "name"), [(",", "comma"), ("\t", "tab")])
def test_a_pasted_table_becomes_rows(script: TestClient, delimiter: str, name: str) -> None:
    lines = ["Month,Deals created,closedWonValue", "2025-02,30,1250.5", "2025-03,,0"]

    found = parsed(script, "\r\n".join(lines).replace(",", delimiter))

    assert found["rows"] == [
        {"month": "2025-02", "dealsCreated": 30, "closedWonValue": "1250.50"},
        {"month": "2025-03", "closedWonValue": "0.00"},
    ]
    assert found["dialect"]["delimiter"] == name  # type: ignore[index]
    assert found["columns"] == ["month", "dealsCreated", "closedWonValue"]
    assert (found["issues"], found["skipped"]) == ([], [])


def test_wrong_cells_are_marked_and_the_right_ones_read(script: TestClient) -> None:
    text = "month,dealsCreated,Owner,closedWonCount\n2025-02,x,Ann,1\n2025-03,7,Bob,2\n2025-03,8,Bob,2\nsoon,1,,1\n"

    found = parsed(script, text)

    assert found["rows"] == [{"month": "2025-02", "closedWonCount": 1}]
    assert [(issue["code"], issue["line"], issue["column"]) for issue in found["issues"]] == [  # type: ignore[attr-defined]
        ("cell_malformed", 2, 2),
        ("month_malformed", 5, 1),
        ("month_repeated", 4, 1),
    ]
    assert [one["what"] for one in found["skipped"]] == ["Column “Owner”"]  # type: ignore[attr-defined]


def test_columns_can_be_named_where_there_is_no_header(script: TestClient) -> None:
    text = "2025-02\t30\tnote\n2025-03\t31\tnote\n"

    unnamed = parsed(script, text)
    named = parsed(script, text, columns=["month", "dealsCreated", None])

    assert unnamed["columns"] == ["month", None, None]
    assert unnamed["header"] is None
    assert "plan_unreadable" in {issue["code"] for issue in unnamed["issues"]}  # type: ignore[attr-defined]
    assert named["rows"] == [
        {"month": "2025-02", "dealsCreated": 30},
        {"month": "2025-03", "dealsCreated": 31},
    ]
    assert named["issues"] == []


def test_text_that_is_no_plan_is_refused_with_a_way_out(
    script: TestClient, generator: TenantGenerator
) -> None:
    tenant = empty_tenant(generator)

    assert parsed(script, "  \n")["issues"][0]["code"] == "plan_empty"  # type: ignore[index]
    long = script.post("plans/parse", json={"text": "month\n" + "2025-01\n" * 1500, "tenantId": tenant.slug})
    binary = script.post("plans/parse", json={"file": "!", "tenantId": tenant.slug})
    nowhere = script.post("plans/parse", json={"text": "month", "tenantId": "nobody"})
    priceless = script.post("plans/parse", json={"text": "month", "currency": "XYZ"})

    assert (long.status_code, nowhere.status_code, priceless.status_code) == (422, 404, 422)
    assert "base64" in binary.json()["detail"]
    assert "1,501 lines" in long.json()["detail"]


def test_a_file_is_read_and_what_it_leaves_open_is_asked(script: TestClient) -> None:
    file = base64.b64encode("Monat;Umsatz\nJän. 2025;1.234\n".encode("cp1252")).decode()
    body = {"file": file, "currency": "EUR"}

    asked = script.post("plans/parse", json=body).json()
    told = script.post("plans/parse", json=body | {"answers": {"decimal": ","}}).json()

    assert [question["id"] for question in asked["questions"]] == ["decimal"]
    assert (asked["dialect"]["encoding"], asked["dialect"]["delimiter"]) == ("windows-1252", "semicolon")
    assert (told["questions"], told["rows"]) == ([], [{"month": "2025-01", "closedWonValue": "1234.00"}])


def test_headings_scales_and_turns_are_asked_and_answered(script: TestClient) -> None:
    text = "All figures in thousands\nMonth\tRevenue\tLeads EMEA\nDec 2024\t1\t2\nJan\t3\t4\n"
    answers = {"turn": "next", "scale": "money", "headings": {"Leads EMEA": "leadsCreated"}}

    asked, told = parsed(script, text), parsed(script, text, answers=answers)
    wrong = script.post(
        "plans/parse", json={"text": text, "currency": "EUR", "answers": {"headings": {"Leads": "won"}}}
    )

    assert [question["id"] for question in asked["questions"]] == ["heading:Leads EMEA", "turn"]  # type: ignore[attr-defined]
    assert told["rows"] == [
        {"month": "2024-12", "leadsCreated": 2, "closedWonValue": "1000.00"},
        {"month": "2025-01", "leadsCreated": 4, "closedWonValue": "3000.00"},
    ]
    scales = told["dialect"]["scales"]  # type: ignore[index]
    assert scales == [{"metric": "closedWonValue", "factor": 1000, "said": "All figures in thousands"}]
    assert wrong.status_code == 422


@pytest.mark.skipif(not SHARED.exists(), reason="the sample files are not here")
@pytest.mark.parametrize("name", ["01", "02", "03", "05", "09", "11", "12", "14"])
def test_the_samples_are_read_over_http_as_on_the_command_line(script: TestClient, name: str) -> None:
    content = next(SHARED.glob(f"{name}_*")).read_bytes()
    body = {"file": base64.b64encode(content).decode(), "currency": "USD"}

    answer = script.post("plans/parse", json=body).json()

    assert answer == read_file(content, Currency("USD")).to_json(Currency("USD"))
    assert bool(answer["issues"]) == (name in ("12", "14"))


def test_the_breakdown_of_a_month_adds_up(script: TestClient, generator: TenantGenerator) -> None:
    tenant = grown_tenant(generator, months=6)
    months = {"from": "2025-01", "to": "2025-06"}

    kpis = script.get(f"tenants/{tenant.slug}/kpis", params=months).json()
    parts = script.get(f"tenants/{tenant.slug}/kpis/breakdown", params=months).json()

    assert [month["month"] for month in parts] == [month["month"] for month in kpis]
    for month, whole in zip(parts, kpis, strict=True):
        assert sum(month["deals"].values()) == whole["dealsCreated"]
        assert sum(month["contacts"].values()) == whole["contactsCreated"]
        assert sum(month["activities"].values()) == whole["activitiesCreated"]
