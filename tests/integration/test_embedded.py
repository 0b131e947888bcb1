"""The embedded server: started once, shared, found again, and its failures explained."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2
import psutil
import psycopg
import pytest

from demogen.db.embedded import EmbeddedServer
from demogen.db.session import Database
from demogen.errors import DatabaseUnreachable, EmbeddedServerFailed, InputError
from demogen.service.opening import open_database
from demogen.settings import Settings

HOLD = (
    "import sys, time; from pathlib import Path; from demogen.db.embedded import EmbeddedServer; "
    "server = EmbeddedServer(Path(sys.argv[1])); print('up', flush=True); sys.stdin.read()"
)


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="demogen-home-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder) / "home"


def hold(home: Path) -> subprocess.Popen[str]:
    """Another process that uses the server until its stdin closes."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def server_pid(home: Path) -> int:
    return int((home / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def is_running(pid: int) -> bool:
    """Whether the process lives; one that nobody has reaped yet does not."""
    try:
        return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def test_the_first_start_makes_the_data_directory_and_the_tables(home: Path) -> None:
    with open_database(Settings(home=home)) as database, database.transaction() as connection:
        found = connection.exec_driver_sql("SELECT count(*) FROM tenants").scalar_one()

    assert found == 0
    assert not (home / "postgres" / "postmaster.pid").exists()


@pytest.mark.parametrize("name", ["with spaces & ünicode", "long" * 40])
def test_awkward_directory_names_work(home: Path, name: str) -> None:
    with open_database(Settings(home=home.parent / name)) as database, database.transaction() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1


def test_a_second_process_finds_the_running_server_and_the_last_one_stops_it(home: Path) -> None:
    other = hold(home)
    pid = server_pid(home)

    server = EmbeddedServer(home)
    assert server_pid(home) == pid
    other.communicate("")
    assert is_running(pid)
    server.close()

    assert not is_running(pid)


def test_killing_a_process_loses_nothing_and_the_next_one_finds_the_server(home: Path) -> None:
    other = hold(home)
    pid = server_pid(home)
    server = EmbeddedServer(home)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")

    other.send_signal(signal.SIGKILL)
    other.communicate()

    again = hold(home)
    assert server_pid(home) == pid
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]
    again.communicate("")
    server.close()
    assert not is_running(pid)


def test_a_server_that_was_killed_recovers_at_the_next_start(home: Path) -> None:
    server = EmbeddedServer(home)
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    children = psutil.Process(server_pid(home)).children(recursive=True)
    for process in [psutil.Process(server_pid(home)), *children]:
        process.kill()
    psutil.wait_procs(children, timeout=10)
    server.close()
    time.sleep(0.2)

    again = EmbeddedServer(home)

    with psycopg.connect(again.url) as connection:
        assert connection.execute("SELECT n FROM kept").fetchall() == [(7,)]
    again.close()


def kill_server(home: Path, *, with_its_processes: bool) -> None:
    main = psutil.Process(server_pid(home))
    ended = [main, *main.children(recursive=True)] if with_its_processes else [main]
    for process in ended:
        process.kill()
    psutil.wait_procs(ended[1:], timeout=10)


def one(database: Database) -> int:
    with database.transaction() as connection:
        return int(connection.exec_driver_sql("SELECT 1").scalar_one())


def soon(database: Database) -> int:
    """Where the server's processes outlive it for a moment, they may still take a transaction and lose it."""
    patience = time.monotonic() + 120
    while True:
        try:
            return one(database)
        except DatabaseUnreachable:
            assert time.monotonic() < patience


@pytest.mark.parametrize("with_its_processes", [True, False])
def test_a_server_that_is_killed_while_it_is_used_is_started_again_by_whoever_finds_it_gone(
    home: Path, with_its_processes: bool
) -> None:
    other = hold(home)
    with open_database(Settings(home=home)) as database:
        with database.transaction() as connection:
            connection.exec_driver_sql("CREATE TABLE kept AS SELECT 7 AS n")
        before = server_pid(home)
        for _ in range(2):
            kill_server(home, with_its_processes=with_its_processes)

            with ThreadPoolExecutor(6) as pool:
                found = list(pool.map(lambda _: soon(database), range(6)))

            assert found == [1] * 6
        with database.transaction() as connection:
            assert connection.exec_driver_sql("SELECT n FROM kept").scalar_one() == 7
        assert server_pid(home) != before

    assert is_running(server_pid(home))  # the other process still uses it
    pid = server_pid(home)
    other.communicate("")
    assert not is_running(pid)


def interrupted(database: Database, home: Path) -> None:
    with database.transaction() as connection:
        kill_server(home, with_its_processes=True)
        connection.exec_driver_sql("SELECT 1")


def test_what_was_under_way_when_the_server_was_killed_says_that_it_can_be_tried_again(home: Path) -> None:
    with open_database(Settings(home=home)) as database:
        with pytest.raises(DatabaseUnreachable) as caught:
            interrupted(database, home)

        assert "try again" in caught.value.hint
        assert "DEMOGEN_DATABASE_URL" not in f"{caught.value} {caught.value.hint}"
        assert one(database) == 1


def test_a_server_that_cannot_come_up_again_is_explained(home: Path) -> None:
    with open_database(Settings(home=home)) as database:
        kill_server(home, with_its_processes=True)
        control = home / "postgres" / "global" / "pg_control"
        content = control.read_bytes()
        control.unlink()
        with pytest.raises(EmbeddedServerFailed, match="cannot be used") as caught:
            one(database)
        owner = home.joinpath("postgres").stat()
        control.write_bytes(content)
        os.chown(control, owner.st_uid, owner.st_gid)

        assert "DEMOGEN_HOME" in caught.value.hint
        assert one(database) == 1


def test_a_site_whose_server_is_killed_goes_on_by_itself(home: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "demogen", "serve", "--port", "0"],
        env={name: value for name, value in os.environ.items() if name != "DEMOGEN_DATABASE_URL"}
        | {"DEMOGEN_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    site = process.stdout.readline().split()[-1]
    process.stdout.readline()

    kill_server(home, with_its_processes=True)
    asked = httpx2.get(f"{site}/readyz", timeout=90)
    killed, patience = server_pid(home), time.monotonic() + 60
    kill_server(home, with_its_processes=True)
    while time.monotonic() < patience and not back(home, killed):  # nobody asks: the worker looks after it
        time.sleep(0.2)

    assert (asked.status_code, asked.json()["status"]) == (200, "ready")
    assert back(home, killed)
    assert httpx2.get(f"{site}/readyz", timeout=90).status_code == 200
    process.terminate()
    assert process.wait(60) == 0
    process.stdout.close()


def back(home: Path, killed: int) -> bool:
    try:
        return server_pid(home) != killed and is_running(server_pid(home))
    except (OSError, IndexError, ValueError):
        return False


def test_a_directory_that_cannot_be_used_is_named_with_what_to_do(home: Path) -> None:
    home.parent.joinpath("file").write_text("")

    with pytest.raises(EmbeddedServerFailed, match=r"cannot be used") as caught:
        EmbeddedServer(home.parent / "file" / "home")

    assert "DEMOGEN_HOME" in caught.value.hint


def test_a_copy_of_a_running_servers_data_is_refused(home: Path) -> None:
    server = EmbeddedServer(home)
    copy = home.parent / "copy"
    copy.mkdir()
    (copy / "postgres").mkdir()
    for name in ("postmaster.pid", "PG_VERSION"):
        shutil.copy(home / "postgres" / name, copy / "postgres" / name)

    with pytest.raises(EmbeddedServerFailed, match="is a copy of"):
        EmbeddedServer(copy)

    server.close()


def test_a_damaged_data_directory_is_reported_with_its_cause(home: Path) -> None:
    EmbeddedServer(home).close()
    (home / "postgres" / "global" / "pg_control").unlink()

    with pytest.raises(EmbeddedServerFailed, match="cannot be used") as caught:
        EmbeddedServer(home)

    assert "DEMOGEN_HOME" in caught.value.hint


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("postgresql://nobody@127.0.0.1:1/none", DatabaseUnreachable),
        ("mysql://root@localhost/crm", InputError),
        ("not a url", InputError),
    ],
)
def test_a_wrong_url_says_what_to_do(url: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        Database(url).check()

    assert "DEMOGEN_DATABASE_URL" in f"{caught.value} {getattr(caught.value, 'hint', '')}"
