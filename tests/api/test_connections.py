"""Clients that keep the server waiting, on real sockets, and who a request is believed to come from."""

from __future__ import annotations

import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psycopg
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from demogen.api import patience
from demogen.api.app import BASE, CONNECTIONS
from demogen.api.deps import AdminDep
from demogen.api.patience import PatientProtocol
from demogen.api.routes import tenants
from demogen.api.turns import LONG_AT_ONCE, TurnDep
from demogen.db.session import Database
from demogen.db.tenants import TenantRow
from demogen.errors import InputError
from demogen.service.sign_in import Admins
from demogen.settings import settings
from tests.api.conftest import EMAIL, ORIGIN, serving

APPLY = f"POST {BASE}/tenants/none/patch/validate HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "HEAD_SECONDS", 0.6)
    monkeypatch.setattr(patience, "BODY_SECONDS", 0.8)
    monkeypatch.setattr(patience, "SPARE_SECONDS", 3)
    monkeypatch.setattr(patience, "READING_SECONDS", 0.8)


@pytest.fixture
def port(app: FastAPI) -> Iterator[int]:
    """The app on a port of this machine."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    server = uvicorn.Server(uvicorn.Config(app, http=PatientProtocol, ws="none", log_config=None))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join(30)
    listener.close()


@contextmanager
def connected(port: int) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        yield client


def rest_of(client: socket.socket) -> tuple[str, float]:
    """What still arrives until the server closes, and after how many seconds it does."""
    started, found = time.monotonic(), b""
    while True:
        try:
            part = client.recv(65536)
        except ConnectionResetError:
            part = b""
        if not part:
            return found.decode(), time.monotonic() - started
        found += part


def authorized(database: Database, admin: str) -> str:
    return f"Authorization: Bearer {Admins(database).create_token(admin, 'tests')[1]}\r\n"


@pytest.mark.parametrize("sent", ["", "GET /healthz HTTP/1.1\r\nHost: 127.0", "\r\n"])
def test_a_connection_without_a_whole_request_is_closed(port: int, sent: str) -> None:
    with connected(port) as client:
        client.sendall(sent.encode())

        answer, seconds = rest_of(client)

    assert answer == ""
    assert seconds > 0.3


def test_drops_of_a_head_do_not_keep_a_connection_open(port: int) -> None:
    with connected(port) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\n")
        for _ in range(1000):  # as many as a head may have; what is closed sends no more
            if select.select([client], [], [], 0.05)[0]:
                break
            client.sendall(b"X: y\r\n")
        else:
            pytest.fail("the connection stayed open")


def test_a_second_request_on_a_connection_has_its_deadline_too(port: int) -> None:
    with connected(port) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert b"200 OK" in client.recv(4096)
        client.sendall(b"GET /hea")

        answer, _ = rest_of(client)

    assert answer == ""


def test_a_body_that_does_not_arrive_is_answered_with_what_to_do_and_the_connection_closed(
    port: int, database: Database, admin: str
) -> None:
    with connected(port) as client:
        client.sendall(f"{APPLY}{authorized(database, admin)}Content-Length: 100\r\n\r\n{{".encode())

        answer, _ = rest_of(client)

    head, _, body = answer.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 408")
    problem = json.loads(body)
    assert problem["code"] == "body_too_slow"
    assert "Send the request again" in problem["hint"]


def test_sixty_clients_that_send_no_body_are_all_gone_soon_and_others_are_served_meanwhile(
    port: int, database: Database, admin: str
) -> None:
    request = f"{APPLY}{authorized(database, admin)}Content-Length: 100\r\n\r\n".encode()
    clients = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(60)]
    for client in clients:
        client.sendall(request)

    assert httpx2.get(f"http://127.0.0.1:{port}/readyz", timeout=30).status_code == 200
    answers = [rest_of(client)[0] for client in clients]

    assert {answer[:12] for answer in answers} == {"HTTP/1.1 408"}
    for client in clients:
        client.close()


def test_who_is_not_signed_in_is_answered_before_the_body_is_read(port: int) -> None:
    with connected(port) as client:
        client.sendall(f"{APPLY}Authorization: Bearer wrong\r\nContent-Length: 100\r\n\r\n".encode())
        answer, _ = rest_of(client)

    assert answer.startswith("HTTP/1.1 401")  # not 408: no body was waited for
    assert "not_signed_in" in answer


def test_an_answer_that_nobody_reads_is_not_kept_for_ever(app: FastAPI, port: int) -> None:
    @app.get("/large")
    def large() -> str:
        return "x" * 30_000_000

    with connected(port) as client:
        client.sendall(b"GET /large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(2.5)
        answer, _ = rest_of(client)

    assert answer.startswith("HTTP/1.1 200")
    assert len(answer) < 30_000_000


def test_a_body_that_takes_its_time_but_arrives_is_read(port: int, database: Database, admin: str) -> None:
    body = b'{"months": [], "planType": "TARGETS"}'
    with connected(port) as client:
        client.sendall(f"{APPLY}{authorized(database, admin)}Content-Length: {len(body)}\r\n\r\n".encode())
        for byte in range(0, len(body), 8):
            client.sendall(body[byte : byte + 8])
            time.sleep(0.05)
        answer = client.recv(65536)

    assert answer.startswith(b"HTTP/1.1 404")


# what takes long ------------------------------------------------------------------------------------------------------


def test_exports_that_do_not_end_hold_up_nothing_that_is_short(
    port: int, database: Database, admin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def slow(*_: object) -> TenantRow:
        go_on.wait(60)
        raise InputError("It was slow.")

    monkeypatch.setattr(tenants, "export_tenant", slow)
    site = f"http://127.0.0.1:{port}"
    token = {"Authorization": f"Bearer {Admins(database).create_token(admin, 'tests')[1]}"}

    with ThreadPoolExecutor(25) as pool:
        address = f"{site}{BASE}/tenants/any/export?format=parquet"
        exports = [pool.submit(httpx2.get, address, headers=token, timeout=60) for _ in range(25)]
        time.sleep(1)
        short = [
            httpx2.get(f"{site}{path}", headers=token, timeout=20).status_code
            for path in ("/healthz", "/readyz", f"{BASE}/session", f"{BASE}/tenants")
        ]
        waiting = [not export.done() for export in exports]
        go_on.set()

    assert short == [200] * 4
    assert all(waiting)
    assert {export.result().status_code for export in exports} == {422}


def test_the_process_says_that_it_lives_while_all_its_threads_are_at_work(app: FastAPI, port: int) -> None:
    go_on = threading.Event()

    @app.get("/stuck")
    def stuck() -> None:
        go_on.wait(60)

    with ThreadPoolExecutor(2 * CONNECTIONS) as pool:
        requests = [
            pool.submit(httpx2.get, f"http://127.0.0.1:{port}/stuck", timeout=60)
            for _ in range(2 * CONNECTIONS)
        ]
        time.sleep(1)
        alive = httpx2.get(f"http://127.0.0.1:{port}/healthz", timeout=20).status_code
        go_on.set()

    assert alive == 200
    assert {request.result().status_code for request in requests} == {200}


def test_long_requests_take_turns_and_strangers_get_none(
    app: FastAPI, port: int, database: Database, admin: str
) -> None:
    at_once, most, lock = 0, 0, threading.Lock()

    @app.get("/long")
    def long(_admin: AdminDep, _turn: TurnDep) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.2)
        with lock:
            at_once -= 1

    token = {"Authorization": f"Bearer {Admins(database).create_token(admin, 'tests')[1]}"}
    address = f"http://127.0.0.1:{port}/long"
    with ThreadPoolExecutor(13) as pool:
        found = list(
            pool.map(lambda _: httpx2.get(address, headers=token, timeout=30).status_code, range(12))
        )
        stranger = httpx2.get(address, timeout=30)

    assert found == [200] * 12
    assert most == LONG_AT_ONCE
    assert stranger.status_code == 401


# who is asking --------------------------------------------------------------------------------------------------------


def guess(site: str, number: int, forwarded: str) -> int:
    return httpx2.post(
        f"{site}{BASE}/session",
        json={"email": EMAIL, "password": f"wrong {number}"},
        headers={"Origin": site, "X-Forwarded-For": forwarded, "X-Forwarded-Proto": "http"},
        timeout=20,
    ).status_code


def test_a_forwarded_address_is_not_believed_of_a_client_that_is_no_proxy(
    url: str, tmp_path: Path, sql: psycopg.Connection
) -> None:
    with serving(url, tmp_path / "home", "--no-worker", FORWARDED_ALLOW_IPS="*") as site:
        codes = [guess(site, number, f"203.0.113.{number}") for number in range(11)]

    assert codes == [401] * 10 + [429]
    addresses = sql.execute("SELECT DISTINCT address FROM audit_log WHERE action LIKE 'sign_in%'").fetchall()
    assert addresses == [("127.0.0.1",)]


def test_a_trusted_proxys_word_is_believed_and_what_the_client_put_before_it_is_not(
    url: str, tmp_path: Path, sql: psycopg.Connection
) -> None:
    with serving(url, tmp_path / "home", "--no-worker", DEMOGEN_TRUSTED_PROXIES="127.0.0.0/8, ::1") as site:
        codes = [guess(site, number, f"203.0.113.{number}, 198.51.100.7") for number in range(11)]
        other = guess(site, 0, "198.51.100.8")
        looks = [httpx2.get(f"{site}{path}").status_code for path in ("/metrics", "/openapi.json")]

    assert codes == [401] * 10 + [429]
    assert other == 401
    assert looks == [401, 401]  # a proxy leads everybody here
    addresses = sql.execute("SELECT DISTINCT address FROM audit_log ORDER BY 1").fetchall()
    assert addresses == [("198.51.100.7",), ("198.51.100.8",), (None,)]


def test_a_proxy_that_is_no_address_is_named_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMOGEN_TRUSTED_PROXIES", "proxy.internal")
    settings.cache_clear()

    with pytest.raises(InputError, match=r"DEMOGEN_TRUSTED_PROXIES: 'proxy\.internal' does not appear to be"):
        settings()

    settings.cache_clear()


# what strangers see ---------------------------------------------------------------------------------------------------

LOOKS = ("/metrics", "/openapi.json", "/docs")


def test_a_site_on_an_address_of_others_shows_strangers_nothing_of_itself(
    url: str, tmp_path: Path, database: Database
) -> None:
    with serving(url, tmp_path / "home", "--no-worker", "--host", "0.0.0.0") as listening:
        site = listening.replace("0.0.0.0", "127.0.0.1")
        closed = [httpx2.get(f"{site}{path}").status_code for path in LOOKS]
        sign_in = httpx2.get(f"{site}/docs").headers["location"]
        admins = Admins(database)
        token = admins.create_token(admins.first().email, "scraper")[1]
        opened = [
            httpx2.get(f"{site}{path}", headers={"Authorization": f"Bearer {token}"}).status_code
            for path in LOOKS
        ]
        alive = httpx2.get(f"{site}/healthz").status_code

    assert closed == [401, 401, 303]
    assert sign_in == "/sign-in"
    assert opened == [200, 200, 200]
    assert alive == 200


def test_a_site_of_this_machine_shows_itself_to_this_machine_and_not_through_others(
    url: str, tmp_path: Path
) -> None:
    with serving(url, tmp_path / "home", "--no-worker") as site:
        opened = [httpx2.get(f"{site}{path}").status_code for path in LOOKS]
        rebound = httpx2.get(f"{site}/metrics", headers={"Host": "evil.example"}).status_code
        led = httpx2.get(f"{site}/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code
        wrong = httpx2.get(f"{site}/metrics", headers={"Authorization": "Bearer wrong"}).status_code

    assert opened == [200, 200, 200]
    assert (rebound, led, wrong) == (401, 401, 401)


def test_why_the_database_cannot_be_used_is_not_shown_to_strangers(
    stranger: TestClient, app: FastAPI, sql: psycopg.Connection
) -> None:
    sql.execute("UPDATE alembic_version SET version_num = '0001'")

    answer = stranger.get("http://127.0.0.1/readyz")

    assert answer.status_code == 503
    assert answer.json()["detail"] == "The database cannot be used now."


@pytest.mark.parametrize("what", ["link", "password"])
def test_a_visit_over_plain_http_leaves_a_link_good_and_no_session(
    stranger: TestClient, admin: str, database: Database, sql: psycopg.Connection, what: str
) -> None:
    token = Admins(database).link(EMAIL)
    path, body = (
        ("session/link", {"token": token})
        if what == "link"
        else ("session", {"email": EMAIL, "password": "x"})
    )

    refused = stranger.post(
        f"http://demo.example{BASE}/{path}", json=body, headers={"Origin": "http://demo.example"}
    )

    assert (refused.status_code, refused.json()["code"]) == (403, "https_needed")
    assert "DEMOGEN_TRUSTED_PROXIES" in refused.json()["hint"]
    assert sql.execute("SELECT count(*) FROM admin_sessions").fetchone() == (0,)
    assert sql.execute("SELECT count(*) FROM sign_in_attempts").fetchone() == (0,)
    assert stranger.post("session/link", json={"token": token}, headers=ORIGIN).status_code == 200


def test_a_link_is_not_used_up_where_no_session_begins(
    stranger: TestClient, admin: str, database: Database, sql: psycopg.Connection
) -> None:
    token = Admins(database).link(EMAIL)
    sql.execute("ALTER TABLE admin_sessions RENAME TO elsewhere")

    failed = stranger.post("session/link", json={"token": token}, headers=ORIGIN)
    sql.execute("ALTER TABLE elsewhere RENAME TO admin_sessions")

    assert failed.status_code == 500
    assert stranger.post("session/link", json={"token": token}, headers=ORIGIN).status_code == 200
