"""Pages beside the main flow: the reference, signing in, what is missing, what fails."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, Route, expect

from demogen.db.session import Database
from demogen.service.generation import TenantGenerator
from demogen.service.sign_in import Admins
from tests.api.conftest import EMAIL, PASSWORD
from tests.e2e.conftest import Accessible, Site, Watch
from tests.integration.builders import empty_tenant, grown_tenant

UNREADY = {
    "type": "about:blank",
    "title": "Service Unavailable",
    "status": 503,
    "detail": "The database does not answer.",
    "code": "database_unreachable",
    "hint": "Try again in a moment.",
    "requestId": "r1",
}


def test_the_reference_works_under_the_content_security_policy(page: Page, served: tuple[str, str]) -> None:
    page.goto(f"{served[0]}/docs")

    page.get_by_text("/api/master/demo-generator/tenants/{tenant_id}/patch/apply", exact=True).click()

    expect(page.get_by_text("Apply a plan as one job.").first).to_be_visible()


def test_a_one_time_link_signs_in_with_one_click_and_once(
    page: Page, served: tuple[str, str], database: Database, accessible: Accessible, watch: Watch
) -> None:
    admins = Admins(database)
    link = f"{served[0]}/sign-in#token={admins.link(admins.first().email)}"

    page.goto(link)
    accessible(page)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/tenants")
    expect(page.get_by_text("No tenants yet")).to_be_visible()
    accessible(page)
    page.goto("about:blank")
    page.goto(link)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_text("This link does not work")).to_be_visible()
    accessible(page)
    watch.forgive("401")


def test_a_second_link_in_the_same_tab_signs_in_where_the_first_is_used_up(
    page: Page, served: tuple[str, str], database: Database, watch: Watch
) -> None:
    admins = Admins(database)
    used, fresh = (f"{served[0]}/sign-in#token={admins.link(admins.first().email)}" for _ in range(2))
    page.goto(used)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/tenants")
    page.context.clear_cookies()
    page.goto("about:blank")
    page.goto(used)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("This link does not work")).to_be_visible()

    page.goto(fresh)
    expect(page.get_by_text("Your link signs you in on this browser.")).to_be_visible()
    page.get_by_role("button", name="Sign in").click()

    page.wait_for_url("**/tenants")
    watch.forgive("401")


def test_a_sign_out_that_fails_is_told(site: Site, accessible: Accessible, watch: Watch) -> None:
    page = site.page
    page.route("**/session", lambda route: route.fulfill(status=503, json=UNREADY))
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitem", name="Sign out").click()
    dialog = page.get_by_role("dialog", name="Not signed out")
    expect(dialog).to_contain_text("The database does not answer.")
    accessible(page)
    page.unroute("**/session")
    dialog.get_by_role("button", name="Try again").click()

    page.wait_for_url("**/sign-in")
    page.goto(f"{site.address}/tenants")
    expect(page.get_by_role("heading", name="Sign in to demogen")).to_be_visible()
    watch.forgive("401")
    watch.forgive("503")


def test_who_is_not_signed_in_is_asked_and_then_sees_the_page(
    page: Page, served: tuple[str, str], database: Database, accessible: Accessible, watch: Watch
) -> None:
    Admins(database).create(EMAIL, password=PASSWORD)
    page.goto(f"{served[0]}/tenants/new")

    accessible(page)
    page.get_by_label("E-mail").fill(EMAIL)
    page.locator("input[type=password]").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Not signed in")).to_be_visible()
    accessible(page)
    page.locator("input[type=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="New demo tenant")).to_be_visible()
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitem", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.goto(f"{served[0]}/tenants")
    expect(page.get_by_role("heading", name="Sign in to demogen")).to_be_visible()
    watch.forgive("401")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/no/such/page", "There is no such page"),
        ("/tenants/nobody/overview", "There is no tenant “nobody”"),
        ("/jobs/0192f000-0000-7000-8000-000000000000", "There is no such job"),
    ],
)
def test_what_is_not_there_is_said(
    site: Site, accessible: Accessible, watch: Watch, path: str, words: str
) -> None:
    site.open(path)

    expect(site.page.get_by_role("heading", name=words)).to_be_visible()
    accessible(site.page)
    watch.forgive("404")


def test_an_empty_tenant_says_what_to_do(
    site: Site, generator: TenantGenerator, accessible: Accessible
) -> None:
    tenant = empty_tenant(generator)
    page = site.page

    site.open(f"/tenants/{tenant.slug}/overview")
    expect(page.get_by_text("This tenant has no numbers yet")).to_be_visible()
    accessible(page)
    page.get_by_role("tab", name="Patch history").click()
    expect(page.get_by_text("Nothing has been done here yet")).to_be_visible()
    accessible(page)
    page.get_by_role("tab", name="Overview").click()
    page.get_by_role("link", name="Add monthly update").click()

    expect(page.get_by_role("grid", name="Plan")).to_be_visible()


def test_a_page_whose_numbers_do_not_come_says_so_and_tries_again(
    site: Site, generator: TenantGenerator, accessible: Accessible, watch: Watch
) -> None:
    tenant = grown_tenant(generator, months=3)
    page = site.page

    def fail(route: Route) -> None:
        route.fulfill(status=503, content_type="application/problem+json", body=json.dumps(UNREADY))

    page.route("**/kpis?*", fail)
    site.open(f"/tenants/{tenant.slug}/monthly-updates")
    expect(page.get_by_role("alert")).to_contain_text("The database does not answer.", timeout=20_000)
    accessible(page)
    page.unroute("**/kpis?*")
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("region", name="KPIs by month")).to_be_visible()
    watch.forgive("503")


def test_a_page_whose_catalogue_does_not_come_says_so_and_tries_again(
    site: Site, generator: TenantGenerator, watch: Watch
) -> None:
    tenant = grown_tenant(generator, months=3)
    page = site.page
    page.route("**/catalogue", lambda route: route.fulfill(status=500, json=UNREADY | {"status": 500}))
    site.open(f"/tenants/{tenant.slug}/overview")
    expect(page.get_by_role("alert")).to_contain_text("The tenant cannot be shown")
    page.unroute("**/catalogue")
    page.get_by_role("button", name="Try again").click()

    expect(page.get_by_role("heading", name="Newest jobs")).to_be_visible()
    watch.forgive("500")


def test_tenants_are_searched_sorted_and_paged_in_the_address(
    site: Site, generator: TenantGenerator, accessible: Accessible
) -> None:
    for _ in range(27):
        empty_tenant(generator)
    page = site.page

    site.open("/tenants")
    expect(page.get_by_text("27 tenants")).to_be_visible()
    page.get_by_role("button", name="Page 2").click()
    expect(page.get_by_role("row")).to_have_count(3)
    assert page.url.endswith("?page=2")
    accessible(page)
    page.get_by_role("button", name="Name").click()
    expect(page).to_have_url(f"{site.address}/tenants?sort=name&order=desc")
    page.get_by_label("Search tenants").fill("nobody at all")

    expect(page.get_by_text("No tenant is named like “nobody at all”")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Search tenants")).to_have_value("nobody at all")
    page.get_by_role("link", name="demogen").click()
    expect(page.get_by_text("27 tenants")).to_be_visible()
    expect(page.get_by_label("Search tenants")).to_have_value("")
    page.go_back()
    expect(page.get_by_label("Search tenants")).to_have_value("nobody at all")


def test_a_page_of_tenants_that_is_not_there_leads_to_the_first(
    site: Site, generator: TenantGenerator, accessible: Accessible
) -> None:
    empty_tenant(generator)
    page = site.page
    site.open("/tenants?page=99")
    expect(page.get_by_text("There is no page 99")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Go to the first page").click()
    expect(page.get_by_role("row")).to_have_count(2)
    site.open("/tenants?page=1.5")

    expect(page.get_by_role("row")).to_have_count(2)


def test_the_first_page_loads_less_than_300_kilobytes_of_scripts(site: Site) -> None:
    sizes: list[int] = []
    page = site.page
    page.on(
        "requestfinished",
        lambda request: (
            sizes.append(request.sizes()["responseBodySize"]) if request.resource_type == "script" else None
        ),
    )

    page.context.new_cdp_session(page).send("Network.clearBrowserCache")
    site.open("/tenants")
    page.get_by_text("No tenants yet").wait_for()
    page.wait_for_load_state("networkidle")

    assert 100_000 < sum(sizes) < 300_000
