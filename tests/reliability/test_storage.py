"""A full disk in the middle of a patch: for the tables alone, and for the whole server."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from demogen.db.jobs import Job
from demogen.errors import DatabaseError
from demogen.jobs.queue import PostgresQueue
from demogen.service.generation import TenantGenerator
from demogen.service.opening import open_database
from demogen.service.patch_engine import PatchEngine
from demogen.service.supervision import reap
from demogen.settings import Settings
from tests.integration.builders import (
    ANCHOR,
    NINE,
    add_person_contact,
    grown_tenant,
    plan,
    row_count,
    rows_hash,
)
from tests.integration.rules import broken
from tests.reliability.harness import MONTH, Station, a_database, a_minute_passes, left_behind, protected_rows

LARGE = {MONTH: {"companiesCreated": 2_000, "contactsCreated": 80_000, "activitiesCreated": 160_000}}


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own. Only root may mount one."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "demogen-test", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here: that needs root and the right to mount")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, capture_output=True)


def grow(folder: Path, megabytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={megabytes}m", str(folder)], check=True)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="demogen-disk-", ignore_cleanup_errors=True) as found:
        Path(found).chmod(0o755)
        yield Path(found)


def test_a_disk_that_is_full_in_mid_patch_leaves_nothing_and_a_job_that_says_so(
    station: Station, folder: Path
) -> None:
    with small_disk(folder / "tables", 48) as disk:
        owner = pwd.getpwnam("pgserver" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name)
        os.chown(disk, owner.pw_uid, owner.pw_gid)
        name = station.clone()
        with station.sql("postgres") as server:
            server.execute(f"CREATE TABLESPACE small LOCATION '{disk}'")
            server.execute(f"ALTER DATABASE {name} SET TABLESPACE small")
        with a_database(station.url(name)) as database, station.sql(name) as sql:
            tenant = grown_tenant(TenantGenerator(database, max_records=1_000_000), months=3)
            before = rows_hash(sql, tenant.id)
            engine = PatchEngine(database, max_records=1_000_000, queue=PostgresQueue())

            full = engine.execute(engine.submit(tenant.slug, plan(LARGE), anchor=ANCHOR).id)

            assert (full.status, (full.error or {}).get("code")) == ("failed", "database_full")
            assert rows_hash(sql, tenant.id) == before
            grow(disk, 96)
            sql.execute("VACUUM")  # gives back what the attempt took
            small = engine.execute(engine.submit(tenant.slug, plan({MONTH: NINE}), anchor=ANCHOR).id)
            assert small.verified, small.error
            assert broken(sql) == []
        station.drop(name)
        with station.sql("postgres") as server:
            server.execute("DROP TABLESPACE small")


def test_a_server_that_stops_because_its_disk_is_full_has_everything_once_there_is_space(
    folder: Path,
) -> None:
    with small_disk(folder / "disk", 160) as disk:
        settings = Settings(home=disk / "home")
        with open_database(settings) as database, psycopg.connect(database.dsn, autocommit=True) as sql:
            tenant = grown_tenant(TenantGenerator(database, max_records=1_000_000), months=3)
            engine = PatchEngine(database, max_records=1_000_000, queue=PostgresQueue())
            add_person_contact(sql, tenant.id, ANCHOR, "real@person.example")
            before, people = rows_hash(sql, tenant.id), protected_rows(sql)
            submitted = engine.submit(tenant.slug, plan(LARGE), anchor=ANCHOR)
        told = what_comes_of(settings, submitted)
        grow(disk, 1_000)

        with open_database(settings) as database, psycopg.connect(database.dsn, autocommit=True) as sql:
            engine = PatchEngine(database, max_records=1_000_000, queue=PostgresQueue())
            left = rows_hash(sql, tenant.id)
            sql.execute("UPDATE demo_job_progress SET lease_until = now() - interval '1 second'")
            a_minute_passes(sql)
            reap(database, PostgresQueue())
            found = engine.find(submitted.id)
            done = found if found.status == "failed" else engine.execute(submitted.id)
            sql.execute("DELETE FROM procrastinate_jobs")  # no worker was started to take them

            assert "full" in told
            assert left == before
            assert done.verified or (done.error or {})["code"] == "database_full"
            assert row_count(sql) == sum(count for count, _ in before.values()) - before[
                "deal_stage_changes"
            ][0] + (242_000 if done.verified else 0)
            assert protected_rows(sql) == people
            assert left_behind(sql) == []


def what_comes_of(settings: Settings, job: Job) -> str:
    """What a person is told: by the job, or by the error of a process whose server has gone."""
    try:
        with open_database(settings) as database:
            engine = PatchEngine(database, max_records=1_000_000, queue=PostgresQueue())
            return str((engine.execute(job.id).error or {}).get("message"))
    except DatabaseError as error:
        return error.message
