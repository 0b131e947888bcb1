"""Stories over HTTP: preview, telling, settings, months, runs, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import psycopg
import pytest
from fastapi.testclient import TestClient

from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.domain.months import Month
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from demogen.service.stories import Stories
from tests.integration.builders import counted, grown_tenant, rows_hash

NOW = Month.of(datetime.now(UTC), ZoneInfo("Europe/Berlin"))
GROWTH: dict[str, Any] = {"source": {"origin": "scenario", "scenario": "growth"}, "schedule": "monthly"}
EVERY_MONTH: dict[str, Any] = {
    "source": {
        "origin": "every-month",
        "values": {"contactsCreated": 20, "dealsCreated": 4, "dealsCreatedValue": "4000.50"},
    },
    "schedule": "off",
}


@pytest.fixture
def tenant(generator: TenantGenerator) -> TenantRow:
    return grown_tenant(generator, months=6)


def months(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {month["month"]: month for month in document["months"]}


def codes(answer: Any) -> list[str]:
    return [error["code"] for error in answer.json()["errors"]]


def test_a_story_is_previewed_told_set_run_and_forgotten(
    script: TestClient,
    background: PatchEngine,
    tenant: TenantRow,
    database: Database,
    sql: psycopg.Connection,
) -> None:
    address, rows = f"tenants/{tenant.slug}/story", rows_hash(sql, tenant.id)

    preview = script.post(f"{address}/preview", json={"source": GROWTH["source"]})
    before = script.get(address)
    told = script.put(address, json=GROWTH)
    shown = script.get(address)
    paused = script.patch(address, json={"paused": True, "schedule": "daily"})
    run = script.post(f"{address}/run")
    again = script.post(f"{address}/run")

    assert (preview.status_code, before.status_code, told.status_code) == (200, 200, 200)
    assert before.json() is None
    assert {**told.json(), "nextRun": None} == {**shown.json(), "nextRun": None}
    assert told.json()["months"] == preview.json()["months"]
    assert (told.json()["source"], told.json()["schedule"]) == (GROWTH["source"], "monthly")
    # six months of history from January 2025 on: the story begins in July
    assert next(iter(months(told.json()))) == "2025-07"
    assert list(months(told.json()))[-1] == str(NOW.plus(12))
    assert (paused.json()["paused"], paused.json()["schedule"], paused.json()["nextRun"]) == (
        True,
        "daily",
        None,
    )
    assert (run.status_code, again.status_code) == (202, 202)
    assert again.json() == {
        "jobId": None,
        "status": None,
        "message": "Nothing is due, or a run is under way.",
    }
    assert script.get(address).json()["running"] is True
    assert rows_hash(sql, tenant.id) == rows
    job = background.execute(UUID(run.json()["jobId"]))
    assert job.verified, job.error
    found = counted(sql, tenant.id, "Europe/Berlin")
    for name in ("2025-07", str(NOW.plus(-1))):
        values = months(told.json())[name]["values"]
        assert {
            key: found[name, key] for key in ("contactsCreated", "dealsCreated", "activitiesCreated")
        } == {key: values[key] for key in ("contactsCreated", "dealsCreated", "activitiesCreated")}
    after = script.get(address).json()
    assert (after["running"], after["due"], after["lastJobId"]) == (False, False, run.json()["jobId"])
    forgotten = script.delete(address)
    assert (forgotten.status_code, forgotten.content) == (204, b"")
    assert script.delete(address).status_code == 404


def test_a_run_is_a_job_that_tells_whose_it_is(
    script: TestClient, background: PatchEngine, tenant: TenantRow
) -> None:
    address = f"tenants/{tenant.slug}/story"
    script.put(address, json=EVERY_MONTH)

    run = script.post(f"{address}/run").json()
    patch = script.post(
        f"tenants/{tenant.slug}/patch/apply",
        json={"planType": "DELTAS", "months": [{"month": "2025-03", "contactsCreated": 1}]},
        headers={"Idempotency-Key": str(uuid4())},
    ).json()
    background.execute(UUID(run["jobId"]))

    document = script.get(f"patch-jobs/{run['jobId']}").json()
    assert document["storyRun"]["since"] > "2025-06"
    assert set(document["storyRun"]) == {"since", "until", "met", "aims"}
    assert script.get(f"patch-jobs/{patch['jobId']}").json()["storyRun"] is None
    listed = {job["id"]: job for job in script.get(f"tenants/{tenant.slug}/patch-jobs").json()["items"]}
    assert listed[run["jobId"]]["isStoryRun"] is True
    assert [job["isStoryRun"] for key, job in listed.items() if key != run["jobId"]] == [False, False]
    assert listed[run["jobId"]]["createdByName"] == "ann"


def test_months_are_written_locked_and_skipped_by_hand(script: TestClient, tenant: TenantRow) -> None:
    address, month = f"tenants/{tenant.slug}/story", str(NOW.plus(1))
    script.put(address, json=EVERY_MONTH)
    before = months(script.get(address).json())

    written = script.patch(
        f"{address}/months",
        json={"months": [{"month": month, "values": {"contactsCreated": 33}, "locked": ["contactsCreated"]}]},
    )
    skipped = script.patch(f"{address}/months", json={"months": [{"month": str(NOW), "skipped": True}]})
    told = script.put(address, json=GROWTH)

    assert months(written.json())[month] == {
        "month": month, "values": {"contactsCreated": 33}, "locked": ["contactsCreated"], "skipped": False,
        "unmet": None,
    }  # fmt: skip
    assert months(skipped.json())[str(NOW)] == {**before[str(NOW)], "skipped": True}
    assert months(told.json())[month]["values"]["contactsCreated"] == 33
    assert months(told.json())[month]["locked"] == ["contactsCreated"]
    assert months(told.json())[str(NOW)]["skipped"] is True


def test_all_issues_of_months_come_at_once_and_nothing_is_changed(
    script: TestClient, tenant: TenantRow
) -> None:
    address = f"tenants/{tenant.slug}/story"
    before = script.put(address, json=EVERY_MONTH).json()

    refused = script.patch(
        f"{address}/months",
        json={
            "months": [
                {"month": "2025-01", "skipped": True},
                {"month": str(NOW.plus(70)), "values": {"contactsCreated": 1}},
                {"month": str(NOW), "values": {"contactsCreated": 1, "leadsCreated": 2}},
                {"month": str(NOW.plus(2)), "values": {"contactsCreated": 5}},
            ]
        },
    )

    assert refused.status_code == 422
    assert codes(refused) == ["month_before_start", "plan_too_long", "leads_exceed_contacts"]
    assert {**script.get(address).json(), "nextRun": None} == before


def test_several_changes_of_one_month_add_up(script: TestClient, tenant: TenantRow) -> None:
    address = f"tenants/{tenant.slug}/story"
    script.put(address, json=EVERY_MONTH)

    changed = script.patch(
        f"{address}/months",
        json={
            "months": [
                {"month": str(NOW), "values": {"contactsCreated": 7}},
                {"month": str(NOW), "skipped": True, "locked": ["contactsCreated"]},
            ]
        },
    ).json()

    assert months(changed)[str(NOW)] == {
        "month": str(NOW), "values": {"contactsCreated": 7}, "locked": ["contactsCreated"], "skipped": True, "unmet": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"origin": "scenario"}, "no source of a story"),
        ({"origin": "every-month"}, "every month needs the numbers of a month"),
        ({"origin": "every-month", "values": {}}, "every month needs the numbers of a month"),
        ({"origin": "every-month", "values": {"contactsCreated": -4}}, "cannot be -4"),
        ({"origin": "every-month", "values": {"contactsCreated": 10**30}}, "too large"),
        ({"origin": "every-month", "values": {"contactsCreated": 1.5}}, "contactsCreated"),
        ({"origin": "every-month", "values": {"contactsCreated": True}}, "contactsCreated"),
        ({"origin": "every-month", "values": {"openDeals": 3}}, "openDeals"),
        ({"origin": "every-month", "values": {"dealsCreatedValue": "1e5"}}, "dealsCreatedValue"),
        ({"origin": "every-month", "values": {"dealsCreatedValue": "9" * 40}}, "too large"),
        (
            {"origin": "every-month", "values": {"dealsCreatedValue": "0.001"}},
            "more decimals than EUR allows",
        ),
        ({"origin": "last-year", "growth": -100}, "growth"),
        ({"origin": "last-year", "growth": 1e300}, "growth"),
        ({"origin": "last-year", "growth": "much"}, "growth"),
        ({"origin": "dream"}, "origin"),
        ({"origin": "plan"}, "The story's plan is missing"),
        ({}, "origin"),
        ("scenario", "source"),
        (None, "source"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_is_no_source_is_refused(
    script: TestClient, tenant: TenantRow, source: object, words: str
) -> None:
    address = f"tenants/{tenant.slug}/story"

    answers = [
        script.put(address, json={"source": source}),
        script.post(f"{address}/preview", json={"source": source}),
    ]

    for answer in answers:
        assert answer.status_code == 422, answer.text
        assert words in answer.text
    assert script.get(address).json() is None


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], "plan_empty"),
        ([{"month": "2025-02", "contactsCreated": 3}], "month_before_start"),
        ([{"month": "2999-12", "contactsCreated": 3}], "plan_too_long"),
        ([{"month": str(NOW), "contactsCreated": 3, "leadsCreated": 4}], "leads_exceed_contacts"),
        ([{"month": str(NOW), "closedWonCount": 9_999, "dealsCreated": 1}], "closed_exceed_created"),
        ([{"month": str(NOW), "contactsCreated": "x"}], "cell_malformed"),
        ([{"month": "soon"}], "month_malformed"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_a_plan_that_cannot_come_true_is_refused_with_its_issues(
    script: TestClient, tenant: TenantRow, rows: list[dict[str, Any]], expected: str
) -> None:
    body = {"source": {"origin": "plan"}, "plan": {"planType": "TARGETS", "months": rows}}

    answer = script.put(f"tenants/{tenant.slug}/story", json=body)

    assert answer.status_code == 422
    assert expected in codes(answer)
    assert script.get(f"tenants/{tenant.slug}/story").json() is None


def test_a_plan_of_coming_months_is_told(script: TestClient, tenant: TenantRow) -> None:
    rows = [{"month": str(NOW.plus(n)), "contactsCreated": 10 + n, "dealsCreatedValue": None} for n in (0, 2)]
    body = {
        "source": {"origin": "plan"},
        "plan": {"planType": "TARGETS", "months": rows},
        "schedule": "daily",
    }

    told = script.put(f"tenants/{tenant.slug}/story", json=body).json()

    assert {name: one["values"] for name, one in months(told).items()} == {
        str(NOW): {"contactsCreated": 10},
        str(NOW.plus(2)): {"contactsCreated": 12},
    }


def test_every_address_says_where_there_is_no_story(script: TestClient, tenant: TenantRow) -> None:
    address = f"tenants/{tenant.slug}/story"

    answers = [
        script.patch(address, json={"paused": True}),
        script.patch(f"{address}/months", json={"months": [{"month": str(NOW), "skipped": True}]}),
        script.post(f"{address}/run"),
        script.delete(address),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "story_missing")] * 4


def test_settings_need_something_to_set(script: TestClient, tenant: TenantRow) -> None:
    address = f"tenants/{tenant.slug}/story"
    script.put(address, json=EVERY_MONTH)

    settings: list[dict[str, Any]] = [
        {}, {"schedule": None}, {"schedule": "hourly"}, {"paused": "perhaps"}, {"pause": True},
    ]  # fmt: skip
    changes: list[dict[str, Any]] = [
        {}, {"months": []}, {"months": [{"skipped": True}]}, {"months": [{"month": str(NOW), "locked": ["x"]}]},
    ]  # fmt: skip
    for body in settings:
        assert script.patch(address, json=body).status_code == 422, body
    for body in changes:
        assert script.patch(f"{address}/months", json=body).status_code == 422, body


def test_unknown_tenants_and_those_that_are_no_demo_have_no_story(
    script: TestClient, tenant: TenantRow, sql: psycopg.Connection
) -> None:
    assert script.get("tenants/nobody/story").json()["code"] == "tenant_unknown"
    assert script.put("tenants/nobody/story", json=GROWTH).status_code == 404
    sql.execute("UPDATE tenants SET is_demo = false")

    answers = [
        script.get(f"tenants/{tenant.slug}/story"),
        script.put(f"tenants/{tenant.slug}/story", json=GROWTH),
        script.post(f"tenants/{tenant.slug}/story/run"),
        script.get(f"tenants/{tenant.slug}/health"),
    ]

    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [
        (409, "tenant_not_demo")
    ] * 4


def test_one_tenants_story_is_not_anothers(
    script: TestClient, tenant: TenantRow, generator: TenantGenerator, database: Database
) -> None:
    other = grown_tenant(generator, months=2)
    script.put(f"tenants/{tenant.slug}/story", json=GROWTH)

    assert script.get(f"tenants/{other.slug}/story").json() is None
    assert script.post(f"tenants/{other.slug}/story/run").status_code == 404
    assert [job.tenant_id for job in Stories(database, max_records=1_000_000).run_all()] == [tenant.id]


def test_a_story_is_paused_by_a_truth_value_alone(script: TestClient, tenant: TenantRow) -> None:
    answer = script.patch(f"tenants/{tenant.slug}/story", json={"paused": 0})

    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"paused"})
