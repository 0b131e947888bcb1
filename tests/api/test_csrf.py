"""Forged requests are refused on every route that changes something, before anything else is looked at."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from demogen.api.csrf import LIVES_SECONDS, FormTokens
from tests.api.conftest import EMAIL, ORIGIN, PASSWORD


def changing_routes(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Every route of the app, documented or not, that is no mere reading."""
    for route in iter_route_contexts(app.routes):
        for method in sorted((route.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
            yield method, re.sub(r"\{[^}]+\}", "00000000-0000-0000-0000-000000000000", route.path or "")


@pytest.fixture
def browser(stranger: TestClient, admin: str) -> TestClient:
    answer = stranger.post("session", json={"email": EMAIL, "password": PASSWORD}, headers=ORIGIN)
    assert answer.status_code == 200
    return stranger


def test_the_walk_meets_every_route_of_the_document(app: FastAPI) -> None:
    documented = {
        (method.upper(), re.sub(r"\{[^}]+\}", "00000000-0000-0000-0000-000000000000", path))
        for path, operations in app.openapi()["paths"].items()
        for method in operations
    }

    walked = set(changing_routes(app))

    assert walked == {(method, path) for method, path in documented if method != "GET"}
    assert len(walked) >= 8


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://127.0.0.1"},
    ],
    ids=str,
)
def test_every_route_refuses_what_does_not_come_from_our_pages(
    app: FastAPI, browser: TestClient, headers: dict[str, str]
) -> None:
    token = browser.get("session").json()["csrfToken"]

    for method, path in changing_routes(app):
        answer = browser.request(method, f"http://127.0.0.1{path}", headers=headers | {"X-CSRF-Token": token})
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf_rejected"), (method, path)


def test_every_route_but_sign_in_needs_the_sessions_token(app: FastAPI, browser: TestClient) -> None:
    for method, path in changing_routes(app):
        answer = browser.request(method, f"http://127.0.0.1{path}", headers=ORIGIN)
        if method == "POST" and path.endswith(("/session", "/session/link")):
            assert answer.status_code == 422, (method, path)
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "csrf_missing"), (method, path)


def test_a_token_of_another_session_is_refused(browser: TestClient) -> None:
    foreign = FormTokens(b"secret").make("another session")

    answer = browser.delete("session", headers=ORIGIN | {"X-CSRF-Token": foreign})

    assert answer.json()["code"] == "csrf_missing"


def test_an_expired_token_is_told_apart_and_a_new_one_comes_with_the_session(browser: TestClient) -> None:
    session = browser.cookies["demogen"]
    old = FormTokens(b"secret").make(session, now=time.time() - LIVES_SECONDS - 1)

    refused = browser.post("tokens", json={"name": "x"}, headers=ORIGIN | {"X-CSRF-Token": old})
    fresh = browser.get("session").json()["csrfToken"]
    accepted = browser.post("tokens", json={"name": "x"}, headers=ORIGIN | {"X-CSRF-Token": fresh})

    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_expired")
    assert accepted.status_code == 201


@pytest.mark.parametrize("token", ["", "x", "1.x", "²5.ff", f"{10**13}.{'0' * 64}"])
def test_forged_tokens_are_refused(browser: TestClient, token: str) -> None:
    headers = [(b"origin", b"http://127.0.0.1"), (b"x-csrf-token", token.encode())]

    answer = browser.post("tokens", json={"name": "x"}, headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_missing")


def test_forgery_is_checked_before_who_is_asking(stranger: TestClient) -> None:
    forged = stranger.post("tenants", json={})
    honest = stranger.post("tenants", json={}, headers=ORIGIN)

    assert (forged.status_code, honest.status_code) == (403, 401)


def test_a_script_with_a_token_needs_neither_origin_nor_form_token(script: TestClient) -> None:
    assert script.post("tokens", json={"name": "x"}).status_code == 201
