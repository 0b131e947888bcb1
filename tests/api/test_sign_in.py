"""Signing in, staying signed in, and being kept out."""

from __future__ import annotations

import re

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from demogen.api.app import BASE
from demogen.db.session import Database
from demogen.service.sign_in import Admins
from tests.api.conftest import EMAIL, ORIGIN, PASSWORD


def sign_in(client: TestClient, password: str = PASSWORD, email: str = EMAIL) -> int:
    return client.post("session", json={"email": email, "password": password}, headers=ORIGIN).status_code


def test_a_password_signs_in_and_the_cookie_is_kept_from_scripts_and_other_sites(
    stranger: TestClient, admin: str
) -> None:
    answer = stranger.post("session", json={"email": EMAIL, "password": PASSWORD}, headers=ORIGIN)

    assert answer.status_code == 200
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    assert stranger.get("session").json()["email"] == EMAIL


def test_over_https_the_cookie_is_a_secure_host_cookie(stranger: TestClient, admin: str) -> None:
    url = "https://demo.example/api/master/demo-generator/session"
    answer = stranger.post(
        url, json={"email": EMAIL, "password": PASSWORD}, headers={"Origin": "https://demo.example"}
    )

    assert answer.headers["set-cookie"].startswith("__Host-demogen=")
    assert "secure" in answer.headers["set-cookie"].lower()


def test_plain_http_from_another_machine_is_refused_before_a_cookie_crosses_the_network(
    stranger: TestClient, admin: str
) -> None:
    url = "http://demo.example/api/master/demo-generator/session"
    answer = stranger.post(
        url, json={"email": EMAIL, "password": PASSWORD}, headers={"Origin": "http://demo.example"}
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "https_needed")
    assert "set-cookie" not in answer.headers


def test_each_sign_in_gets_a_session_of_its_own_and_secrets_are_stored_hashed(
    stranger: TestClient, admin: str, sql: psycopg.Connection
) -> None:
    sign_in(stranger)
    first = stranger.cookies["demogen"]
    stranger.cookies.clear()
    sign_in(stranger)

    assert stranger.cookies["demogen"] != first
    stored = sql.execute("SELECT id_hash FROM admin_sessions").fetchall()
    assert len(stored) == 2
    assert all(first.encode() not in bytes(row[0]) for row in stored)


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("nobody@admin.example", PASSWORD)])
def test_wrong_passwords_and_unknown_accounts_get_the_same_answer(
    stranger: TestClient, admin: str, email: str, password: str
) -> None:
    answer = stranger.post("session", json={"email": email, "password": password}, headers=ORIGIN)

    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in_failed")


def test_the_eleventh_failed_sign_in_is_not_even_looked_at(
    stranger: TestClient, admin: str, sql: psycopg.Connection
) -> None:
    codes = [sign_in(stranger, "wrong") for _ in range(11)]

    assert codes == [401] * 10 + [429]
    assert sign_in(stranger, PASSWORD) == 429
    sql.execute("UPDATE sign_in_attempts SET at = at - interval '6 minutes'")
    assert sign_in(stranger, PASSWORD) == 200


def test_a_link_signs_in_once_and_for_fifteen_minutes(
    stranger: TestClient, admin: str, database: Database, sql: psycopg.Connection
) -> None:
    links = Admins(database)
    token, late = links.link(EMAIL), None
    used = [stranger.post("session/link", json={"token": token}, headers=ORIGIN) for _ in range(1)]
    stranger.cookies.clear()
    again = stranger.post("session/link", json={"token": token}, headers=ORIGIN)
    late = links.link(EMAIL)
    sql.execute("UPDATE sign_in_links SET created_at = created_at - interval '16 minutes'")
    too_late = stranger.post("session/link", json={"token": late}, headers=ORIGIN)

    assert [each.status_code for each in used] == [200]
    assert (again.status_code, again.json()["code"]) == (401, "link_invalid")
    assert too_late.status_code == 401


@pytest.mark.parametrize(
    "aged", ["seen_at = seen_at - interval '31 minutes'", "created_at = created_at - interval '481 minutes'"]
)
def test_a_session_ends_after_half_an_hour_without_use_and_after_eight_hours(
    stranger: TestClient, admin: str, sql: psycopg.Connection, aged: str
) -> None:
    sign_in(stranger)
    assert stranger.get("session").status_code == 200

    sql.execute(f"UPDATE admin_sessions SET {aged}")

    assert stranger.get("session").status_code == 401


def test_signing_in_again_ends_the_session_that_this_browser_had(
    stranger: TestClient, admin: str, sql: psycopg.Connection
) -> None:
    sign_in(stranger)
    first = stranger.cookies["demogen"]

    sign_in(stranger)

    assert stranger.cookies["demogen"] != first
    assert sql.execute("SELECT count(*) FROM admin_sessions").fetchone() == (1,)


def test_signing_out_ends_the_session(stranger: TestClient, admin: str) -> None:
    sign_in(stranger)
    cookie, token = stranger.cookies["demogen"], stranger.get("session").json()["csrfToken"]

    answer = stranger.delete("session", headers=ORIGIN | {"X-CSRF-Token": token})

    assert answer.status_code == 204
    stranger.cookies.set("demogen", cookie)
    assert stranger.get("session").status_code == 401


def test_a_token_works_until_it_is_revoked_and_is_shown_once(script: TestClient) -> None:
    made = script.post("tokens", json={"name": "second"}).json()
    header = {"Authorization": f"Bearer {made['token']}"}

    assert script.get("session", headers=header).status_code == 200
    assert "token" not in script.get("tokens").json()[0]
    assert script.delete(f"tokens/{made['id']}").status_code == 204
    assert script.get("session", headers=header).status_code == 401


def test_a_bad_token_is_not_saved_by_a_good_cookie(stranger: TestClient, admin: str) -> None:
    sign_in(stranger)

    answer = stranger.get("session", headers={"Authorization": "Bearer demogen_wrong"})

    assert answer.status_code == 401


def test_the_audit_log_tells_who_signed_in_and_who_failed(
    stranger: TestClient, admin: str, sql: psycopg.Connection
) -> None:
    sign_in(stranger, "wrong")
    sign_in(stranger)

    rows = sql.execute("SELECT actor, action, address FROM audit_log ORDER BY id").fetchall()
    assert rows[-2:] == [
        (EMAIL, "sign_in.refused", "testclient"),
        (EMAIL, "sign_in.password", "testclient"),
    ]


def test_every_read_below_the_api_needs_somebody_signed_in(app: FastAPI, stranger: TestClient) -> None:
    reads = [
        re.sub(r"\{[^}]+\}", "00000000-0000-0000-0000-000000000000", path)
        for path, operations in app.openapi()["paths"].items()
        if "get" in operations and path.startswith(BASE)
    ]

    answers = {path: stranger.get(f"http://127.0.0.1{path}").status_code for path in reads}

    assert len(answers) > 15
    assert {path for path, status in answers.items() if status != 401} == set()
