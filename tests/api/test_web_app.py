"""The web app's files over HTTP."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from demogen.api.routes import web_app

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def browser(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url="http://127.0.0.1", headers=PAGE) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/sign-in", "/tenants", "/tenants/a/overview", "/jobs/1"])
def test_every_page_is_the_one_file_asked_for_anew_each_time(browser: TestClient, path: str) -> None:
    answer = browser.get(path)

    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert '<div id="root">' in answer.text
    assert browser.head(path).status_code == 200


def test_files_with_a_hash_in_their_name_are_kept_and_compressed(browser: TestClient) -> None:
    name = re.findall(r'src="(/assets/[^"]+\.js)"', browser.get("/").text)[0]

    answer = browser.get(name)

    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_an_unknown_address_is_a_page_for_browsers_and_a_problem_for_scripts(
    browser: TestClient, stranger: TestClient
) -> None:
    page, script = browser.get("/nowhere"), browser.get("/nowhere", headers={"Accept": "*/*"})
    call = stranger.get("nowhere", headers=PAGE)

    assert (page.status_code, '<div id="root">' in page.text) == (404, True)
    assert (script.status_code, script.json()["code"]) == (404, "not_found")
    assert (call.status_code, call.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("path", ["/assets/..%2findex.html", "/assets/../../__init__.py", "/assets/none.js"])
def test_nothing_beside_the_assets_is_given_out(browser: TestClient, path: str) -> None:
    assert browser.get(path, headers={"Accept": "*/*"}).status_code == 404


def test_without_a_build_the_page_says_what_to_do(
    browser: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_app, "BUILT", tmp_path)

    answer = browser.get("/tenants")

    assert answer.status_code == 503
    assert "make install" in answer.text
