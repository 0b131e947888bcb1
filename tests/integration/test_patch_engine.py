"""Executing patches: exact, atomic, repeatable, and never in each other's way."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest

from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.domain.issues import IssueCode
from demogen.domain.plan import PlanType
from demogen.engine.scenarios import Scenario
from demogen.errors import JobNotRunnable, PlanBlocked, PlanInvalid, TenantNotDemo, TenantUnknown
from demogen.service.generation import TenantGenerator
from demogen.service.patch_engine import PatchEngine
from tests.integration.builders import (
    ANCHOR,
    BERLIN,
    NINE,
    add_person_contact,
    counted,
    empty_tenant,
    grown_tenant,
    plan,
    row_count,
)
from tests.waiting import wait_for

RUN = "import sys; from uuid import UUID; from demogen.db.session import Database; " + (
    "from demogen.service.patch_engine import PatchEngine; "
    "job = PatchEngine(Database(sys.argv[1]), max_records=10**7).execute(UUID(sys.argv[2])); "
    "sys.exit(0 if job.verified else 1)"
)


def test_a_patch_of_all_nine_kpis_on_a_grown_tenant_lands_exactly(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    profile = replace(BERLIN, start="2024-01")
    tenant, _ = generator.create(profile, scenario=Scenario.GROWTH, months=24, anchor=ANCHOR, seed=1)
    before = counted(sql, tenant.id, tenant.timezone)
    months = ["2025-10", "2025-11", "2025-12"]

    job = engine.execute(
        engine.submit(tenant.slug, plan(dict.fromkeys(months, NINE)), anchor=ANCHOR, seed=3).id
    )

    assert job.verified, job.error
    after = counted(sql, tenant.id, tenant.timezone)
    for (month, key), value in after.items():
        assert value - before.get((month, key), 0) == (NINE[key] if month in months else 0), (month, key)


def test_targets_are_reached_from_wherever_the_tenant_stands(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = grown_tenant(generator)
    now = counted(sql, tenant.id, tenant.timezone)
    target = {"dealsCreated": now["2025-06", "dealsCreated"] + 7, "contactsCreated": 500}

    job = engine.execute(
        engine.submit(tenant.slug, plan({"2025-06": target}, PlanType.TARGETS), anchor=ANCHOR).id
    )

    assert job.verified, job.error
    after = counted(sql, tenant.id, tenant.timezone)
    assert {key: after["2025-06", key] for key in target} == target


def test_every_record_of_a_patch_carries_its_job_and_month(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)

    job = engine.execute(engine.submit(tenant.slug, plan({"2025-03": NINE}), anchor=ANCHOR).id)

    for table in ("companies", "contacts", "deals", "activities"):
        rows = sql.execute(
            f"SELECT DISTINCT demo_generated, demo_job_id, demo_source_month, demo_written_at >= updated_at "
            f"FROM {table}"
        ).fetchall()
        assert rows == [(True, job.id, "2025-03", True)]


def test_an_error_in_the_second_of_three_months_leaves_nothing_and_a_failed_job_that_says_why(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    sql.execute("ALTER TABLE deals ADD CONSTRAINT no_february CHECK (demo_source_month <> '2025-02')")
    months = dict.fromkeys(["2025-01", "2025-02", "2025-03"], NINE)

    job = engine.execute(engine.submit(tenant.slug, plan(months), anchor=ANCHOR).id)

    assert job.status == "failed"
    assert job.error is not None
    assert "no_february" in str(job.error["message"])
    assert "Rolled back" in str(job.log[-1])
    assert row_count(sql) == 0


def test_numbers_that_come_out_otherwise_are_rolled_back_and_named(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    sql.execute(
        "CREATE FUNCTION shift() RETURNS trigger LANGUAGE plpgsql AS "
        "'BEGIN NEW.created_at := NEW.created_at + interval ''40 days''; RETURN NEW; END'"
    )
    sql.execute("CREATE TRIGGER shift BEFORE INSERT ON companies FOR EACH ROW EXECUTE FUNCTION shift()")

    job = engine.execute(
        engine.submit(tenant.slug, plan({"2025-03": {"companiesCreated": 4}}), anchor=ANCHOR).id
    )

    assert job.error is not None
    assert (job.status, job.error["code"]) == ("failed", "verification_failed")
    assert "Companies created in 2025-03 is 0" in str(job.error["message"])
    assert row_count(sql) == 0


def test_a_completed_job_run_again_returns_its_result_and_writes_nothing(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    first = engine.execute(engine.submit(tenant.slug, plan({"2025-03": NINE}), anchor=ANCHOR).id)
    rows = row_count(sql)

    second = engine.execute(first.id)

    assert second == first
    assert row_count(sql) == rows


def test_a_failed_job_is_not_run_again(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    sql.execute("ALTER TABLE deals ADD CONSTRAINT never CHECK (amount_minor < 0)")
    job = engine.execute(engine.submit(tenant.slug, plan({"2025-03": NINE}), anchor=ANCHOR).id)

    with pytest.raises(JobNotRunnable):
        engine.execute(job.id)


def test_two_processes_that_patch_one_tenant_at_once_both_land(
    engine: PatchEngine, generator: TenantGenerator, url: str, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    jobs = [engine.submit(tenant.slug, plan({"2025-03": NINE}), anchor=ANCHOR) for _ in range(2)]

    processes = [subprocess.Popen([sys.executable, "-c", RUN, url, str(job.id)]) for job in jobs]
    codes = [process.wait(120) for process in processes]

    assert codes == [0, 0]
    found = counted(sql, tenant.id, tenant.timezone)
    assert {key: found["2025-03", key] for key in NINE} == {key: 2 * value for key, value in NINE.items()}


def test_two_patches_to_the_same_targets_at_once_do_not_add_up(
    engine: PatchEngine, generator: TenantGenerator, database: Database, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    wanted = plan({"2025-03": NINE}, PlanType.TARGETS)
    jobs = [engine.submit(tenant.slug, wanted, anchor=ANCHOR) for _ in range(3)]
    done: list[Job] = []

    threads = [threading.Thread(target=lambda job=job: done.append(engine.execute(job.id))) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)

    assert [job.verified for job in done] == [True] * 3
    found = counted(sql, tenant.id, tenant.timezone)
    assert {key: found["2025-03", key] for key in NINE} == NINE


def test_a_process_killed_in_mid_patch_leaves_nothing_and_the_job_says_so(
    engine: PatchEngine, generator: TenantGenerator, url: str, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    big = {"companiesCreated": 2_000, "contactsCreated": 200_000, "activitiesCreated": 400_000}
    job = engine.submit(tenant.slug, plan({"2025-03": big}), anchor=ANCHOR)
    process = subprocess.Popen([sys.executable, "-c", RUN, url, str(job.id)])
    wait_for(lambda: is_copying(sql), "rows are copied", 60)

    process.send_signal(signal.SIGKILL)
    process.wait(30)
    wait_for(lambda: not is_copying(sql), "copying ends", 60)
    lost = engine.recover()

    assert lost == 1
    assert row_count(sql) == 0
    found = engine.find(job.id)
    assert (found.status, (found.error or {})["code"]) == ("failed", "process_ended")


def test_a_running_job_is_left_alone_by_recovery(
    engine: PatchEngine, generator: TenantGenerator, url: str, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    job = engine.submit(tenant.slug, plan({"2025-03": {"contactsCreated": 150_000}}), anchor=ANCHOR)
    process = subprocess.Popen([sys.executable, "-c", RUN, url, str(job.id)])
    wait_for(lambda: is_copying(sql), "rows are copied", 60)

    lost = engine.recover()

    running = engine.find(job.id)
    assert (lost, running.status) == (0, "running")
    assert 0 < running.progress < 100
    assert process.wait(120) == 0
    assert engine.find(job.id).progress == 100


def test_another_tenants_rows_may_be_written_meanwhile(
    engine: PatchEngine, generator: TenantGenerator, url: str, sql: psycopg.Connection
) -> None:
    tenant, other = empty_tenant(generator), empty_tenant(generator)
    job = engine.submit(tenant.slug, plan({"2025-03": {"contactsCreated": 150_000}}), anchor=ANCHOR)
    process = subprocess.Popen([sys.executable, "-c", RUN, url, str(job.id)])
    wait_for(lambda: is_copying(sql), "rows are copied", 60)

    add_person_contact(sql, other.id, datetime(2025, 3, 5, tzinfo=UTC), "real@person.example")
    add_person_contact(sql, tenant.id, datetime(2025, 3, 5, tzinfo=UTC), "also@person.example")
    committed_meanwhile = process.poll() is None

    assert committed_meanwhile
    assert process.wait(120) == 0
    assert engine.find(job.id).verified
    assert counted(sql, tenant.id, tenant.timezone)["2025-03", "contactsCreated"] == 150_001


def test_a_wrong_plan_stores_nothing(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)

    with pytest.raises(PlanInvalid) as caught:
        engine.submit(tenant.slug, plan({"2025-03": {"closedWonCount": -1}, "2031-01": {}}), anchor=ANCHOR)

    assert {issue.code for issue in caught.value.issues} >= {IssueCode.MONTH_IN_FUTURE}
    assert sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone() == (0,)


def test_deals_without_any_contact_are_blocked(engine: PatchEngine, generator: TenantGenerator) -> None:
    tenant = empty_tenant(generator)

    with pytest.raises(PlanBlocked) as caught:
        engine.submit(tenant.slug, plan({"2025-03": {"dealsCreated": 3}}), anchor=ANCHOR)

    assert [issue.code for issue in caught.value.issues] == [IssueCode.NO_CONTACT_FOR_DEAL]


def test_deals_may_belong_to_a_contact_that_a_person_entered(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    entered = datetime(2025, 3, 20, 15, tzinfo=UTC)
    contact = add_person_contact(sql, tenant.id, entered, "real@person.example")

    job = engine.execute(engine.submit(tenant.slug, plan({"2025-03": {"dealsCreated": 9}}), anchor=ANCHOR).id)

    assert job.verified, job.error
    rows = sql.execute("SELECT DISTINCT contact_id, created_at >= %s FROM deals", (entered,)).fetchall()
    assert rows == [(contact, True)]


def test_only_demo_tenants_are_patched(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    sql.execute("UPDATE tenants SET is_demo = false")

    with pytest.raises(TenantNotDemo):
        engine.preview(tenant.slug, plan({"2025-03": NINE}))
    with pytest.raises(TenantUnknown):
        engine.preview("nobody", plan({"2025-03": NINE}))


def test_contacts_of_a_company_that_a_person_entered_get_no_real_address(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    sql.execute(
        "INSERT INTO companies (tenant_id, id, name, domain, created_at) "
        "VALUES (%s, gen_random_uuid(), 'Acme', 'acme.com', '2025-01-10T12:00Z')",
        (tenant.id,),
    )

    job = engine.execute(
        engine.submit(tenant.slug, plan({"2025-03": {"contactsCreated": 5}}), anchor=ANCHOR).id
    )

    assert job.verified, job.error
    domains = sql.execute(
        "SELECT DISTINCT split_part(email, '@', 2), company_id IS NOT NULL FROM contacts"
    ).fetchall()
    assert domains == [("acme-com.example", True)]


def test_e_mails_that_people_entered_are_not_used_again(
    engine: PatchEngine, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    tenant = empty_tenant(generator)
    twin = empty_tenant(generator)
    wanted = plan({"2025-03": {"companiesCreated": 1, "contactsCreated": 5}})
    engine.execute(engine.submit(twin.slug, wanted, anchor=ANCHOR, seed=9).id)
    sql.execute("UPDATE tenants SET company_number = 0, contact_number = 0")
    emails = [row[0] for row in sql.execute("SELECT email FROM contacts ORDER BY created_at").fetchall()]
    assert len(emails) == 5
    sql.execute("UPDATE contacts SET updated_at = now() WHERE tenant_id = %s", (twin.id,))

    job = engine.execute(engine.submit(twin.slug, wanted, anchor=ANCHOR, seed=9).id)

    assert job.verified, job.error
    assert tenant.id != twin.id


def is_copying(sql: psycopg.Connection) -> bool:
    found = sql.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'COPY%'"
    ).fetchone()
    return found is not None and found[0] > 0
