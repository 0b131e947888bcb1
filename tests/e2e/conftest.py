"""A real browser on a real server. A warning in its console or a failed request fails the test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from demogen.cli.serve import FIRST_ADMIN
from demogen.db.embedded import EmbeddedServer
from demogen.db.session import Database
from demogen.service.sign_in import Admins
from tests.api.conftest import serving
from tests.conftest import new_database
from tests.waiting import wait_for
from tools.browser import find
from tools.node import WEB

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"

PATIENCE = 15_000
"""Milliseconds; a slow machine needs some."""

expect.set_options(timeout=PATIENCE)

DESKTOP, PHONE = (1280, 900), (390, 844)


@dataclass(frozen=True)
class Running:
    """A server with its worker and its database, for one test after the other."""

    url: str
    address: str

    def empty(self) -> None:
        """As it was when it began, once nothing of the test before runs any more."""
        with psycopg.connect(self.url, autocommit=True) as sql:
            wait_for(lambda: sql.execute(_AT_WORK).fetchone() == (0,), "nothing runs any more")
            tables = [name for (name,) in sql.execute(_OWN_TABLES)]
            with sql.transaction():
                sql.execute("SET LOCAL session_replication_role = replica")  # the audit log is append-only
                sql.execute(f"TRUNCATE {', '.join(tables)}".encode())


_AT_WORK = """
    SELECT (SELECT count(*) FROM demo_patch_jobs WHERE status IN ('queued', 'running'))
         + (SELECT count(*) FROM demo_generation_jobs WHERE status IN ('queued', 'running'))
         + (SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()
              AND backend_type = 'client backend')"""

_OWN_TABLES = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public'
    AND tablename <> 'alembic_version' AND tablename NOT LIKE 'procrastinate%'"""


@pytest.fixture(scope="session")
def running(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with new_database(server) as url, serving(url, tmp_path_factory.mktemp("served") / "home") as address:
        yield Running(url, address)


@pytest.fixture
def url(running: Running) -> str:
    """The served database, migrated and empty."""
    running.empty()
    return running.url


@pytest.fixture
def served(running: Running, database: Database) -> str:
    """The address of a running server that has one admin."""
    Admins(database).create(FIRST_ADMIN)
    return running.address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        found = playwright.chromium.launch(executable_path=find(), args=arguments)
        yield found
        found.close()


@dataclass
class Watch:
    """What the browser complained of, in all pages of a context."""

    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", lambda line: self.complaints.append(line.text) if line.type != "log" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", self._failed)

    def _failed(self, request: Request) -> None:
        # a page that is left, or a question that has become pointless, takes its requests back
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"failed: {request.url}")

    def forgive(self, part: str) -> None:
        """A complaint that the test brings about."""
        assert any(part in complaint for complaint in self.complaints), (part, self.complaints)
        self.complaints = [complaint for complaint in self.complaints if part not in complaint]


@pytest.fixture
def watch() -> Iterator[Watch]:
    found = Watch()
    yield found
    assert found.complaints == []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        viewport={"width": DESKTOP[0], "height": DESKTOP[1]},
        permissions=["clipboard-read", "clipboard-write"],
        locale="en-GB",
        timezone_id="Europe/Berlin",
    )
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext, watch: Watch) -> Page:
    opened = context.new_page()
    watch.over(opened)
    return opened


@dataclass(frozen=True)
class Site:
    """A served product with a browser that is signed in."""

    address: str
    page: Page

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def paste(self, text: str) -> None:
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("Control+V")


def sign_in(page: Page, address: str, database: Database) -> None:
    admins = Admins(database)
    page.goto(f"{address}/sign-in#token={admins.link(admins.first().email)}")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/tenants")


@pytest.fixture
def site(page: Page, served: str, database: Database) -> Site:
    sign_in(page, served, database)
    return Site(served, page)


Accessible = Callable[[Page], None]

_AT_REST = """() => Promise.allSettled(document.getAnimations()
    .filter(one => Number.isFinite(one.effect.getComputedTiming().endTime)).map(one => one.finished))"""
"""Resolves once everything has moved that does not move for ever."""


@pytest.fixture(scope="session")
def accessible() -> Accessible:
    """Asserts that axe finds nothing in the page as it is, in light and in dark, and that nothing sticks out."""
    script = Path(AXE).read_text(encoding="utf-8")

    def check(page: Page) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_function(
                "scheme => document.documentElement.dataset.mantineColorScheme === scheme", arg=scheme
            )
            page.evaluate(_AT_REST)
            page.evaluate(script)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
            assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == [], scheme
        page.emulate_media(color_scheme="light")
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width <= 0

    return check
