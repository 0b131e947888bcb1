"""The pages that the server itself brings."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from demogen.db.session import Database
from demogen.service.sign_in import Admins


def test_the_reference_works_under_the_content_security_policy(page: Page, served: tuple[str, str]) -> None:
    page.goto(f"{served[0]}/docs")

    page.get_by_text("/api/master/demo-generator/tenants/{tenant_id}/patch/apply", exact=True).click()

    expect(page.get_by_text("Apply a plan as one job.").first).to_be_visible()


def test_a_one_time_link_signs_in_with_one_click(
    page: Page, served: tuple[str, str], database: Database
) -> None:
    admins = Admins(database)
    secret = admins.link(admins.first().email)

    page.goto(f"{served[0]}/sign-in#token={secret}")
    page.get_by_role("button", name="Sign in").click()

    page.wait_for_url("**/docs")
    session = page.request.get(f"{served[0]}/api/master/demo-generator/session").json()
    assert session["email"] == admins.first().email
