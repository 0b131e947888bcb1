"""Pages beside the main flow: the reference, signing in, what is missing, what fails."""

from __future__ import annotations

import json

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from demogen.db.session import Database
from demogen.service.generation import TenantGenerator
from demogen.service.sign_in import Admins
from tests.api.conftest import EMAIL, PASSWORD
from tests.e2e.conftest import DESKTOP, PHONE, Accessible, Site, Watch, sign_in
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


def test_the_reference_works_under_the_content_security_policy(page: Page, served: str) -> None:
    page.goto(f"{served}/docs")

    page.get_by_text("/api/master/demo-generator/tenants/{tenant_id}/patch/apply", exact=True).click()

    expect(page.get_by_text("Apply a plan as one job.").first).to_be_visible()


def test_a_one_time_link_signs_in_with_one_click_and_once(
    page: Page, served: str, database: Database, accessible: Accessible, watch: Watch
) -> None:
    admins = Admins(database)
    link = f"{served}/sign-in#token={admins.link(admins.first().email)}"

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
    page: Page, served: str, database: Database, watch: Watch
) -> None:
    admins = Admins(database)
    used, fresh = (f"{served}/sign-in#token={admins.link(admins.first().email)}" for _ in range(2))
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
    page: Page, served: str, database: Database, accessible: Accessible, watch: Watch
) -> None:
    Admins(database).create(EMAIL, password=PASSWORD)
    page.goto(f"{served}/tenants/new")

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
    page.goto(f"{served}/tenants")
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
    expect(page.get_by_role("button", name="All", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="12 months")).to_be_hidden()  # there are three
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


LONG = "W" * 200


def test_a_name_without_a_space_breaks_no_page(
    site: Site, generator: TenantGenerator, sql: psycopg.Connection, accessible: Accessible
) -> None:
    tenant = grown_tenant(generator, months=3)
    sql.execute("UPDATE tenants SET name = %s", [LONG])
    job = sql.execute("SELECT id FROM demo_generation_jobs").fetchall()[0][0]
    page = site.page

    for width, height in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        for path in ("/tenants", f"/tenants/{tenant.slug}/overview", f"/jobs/{job}"):
            site.open(path)
            expect(page.get_by_title(LONG)).to_be_visible()
            accessible(page)
            box = page.get_by_title(LONG).bounding_box()
            assert box
            assert box["width"] <= width
            assert box["height"] <= 100
    site.open(f"/tenants/{tenant.slug}/overview")
    page.get_by_role("button", name="Clear tenant").click()
    dialog = page.get_by_role("dialog", name="Clear")
    dialog.wait_for()
    assert dialog.evaluate("it => it.scrollWidth - it.clientWidth") == 0


def test_the_tabs_of_a_tenant_stand_in_one_line_on_a_phone(site: Site, generator: TenantGenerator) -> None:
    tenant = empty_tenant(generator)
    page = site.page
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    site.open(f"/tenants/{tenant.slug}/overview")
    page.get_by_role("tab").first.wait_for()

    tops = page.get_by_role("tab").evaluate_all("tabs => tabs.map(tab => tab.getBoundingClientRect().y)")

    assert len(tops) == 4
    assert len(set(tops)) == 1


def test_a_seed_of_64_bits_is_shown_to_the_last_digit(
    site: Site, generator: TenantGenerator, sql: psycopg.Connection
) -> None:
    grown_tenant(generator, months=3)
    sql.execute("UPDATE demo_generation_jobs SET seed = %s", [2**63 - 1])
    job = sql.execute("SELECT id FROM demo_generation_jobs").fetchall()[0][0]

    site.open(f"/jobs/{job}")

    expect(site.page.get_by_text("9223372036854775807", exact=True)).to_be_visible()


def test_a_job_of_another_tenant_is_not_shown_as_this_ones(
    site: Site, generator: TenantGenerator, sql: psycopg.Connection, accessible: Accessible
) -> None:
    grown_tenant(generator, months=3)
    other = empty_tenant(generator)
    job = sql.execute("SELECT id FROM demo_generation_jobs WHERE tenant_id <> %s", [other.id]).fetchall()[0][
        0
    ]
    page = site.page

    site.open(f"/tenants/{other.slug}/monthly-updates?job={job}")
    expect(page.get_by_text("This job is not of this tenant")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="See the months").click()

    expect(page.get_by_role("button", name="Add monthly update")).to_be_visible()


def test_a_session_that_ended_goes_on_when_somebody_signs_in_in_another_tab(
    site: Site,
    generator: TenantGenerator,
    context: BrowserContext,
    database: Database,
    sql: psycopg.Connection,
    watch: Watch,
) -> None:
    tenant = grown_tenant(generator, months=3)
    page = site.page
    site.open(f"/tenants/{tenant.slug}/overview")
    page.get_by_text("Newest jobs").wait_for()
    sql.execute("DELETE FROM admin_sessions")
    # a look at the session may have opened the dialog already, over the tab
    page.get_by_role("tab", name="Patch history").dispatch_event("click")
    dialog = page.get_by_role("dialog", name="Your session has ended")
    expect(dialog).to_be_visible()

    other = context.new_page()
    watch.over(other)
    sign_in(other, site.address, database)

    expect(dialog).to_be_hidden()
    expect(page.get_by_role("region", name="Jobs")).to_be_visible()
    watch.forgive("401")


def test_a_name_of_spaces_is_none(site: Site, accessible: Accessible, sql: psycopg.Connection) -> None:
    page = site.page
    page.get_by_role("link", name="New demo tenant").click()
    page.get_by_text("Empty", exact=True).click()
    page.get_by_label("Name").fill("   ")
    page.get_by_role("button", name="Create tenant").click()

    expect(page.get_by_text("Give the tenant a name; spaces alone are none.")).to_be_visible()
    expect(page.get_by_label("Name")).to_be_focused()
    accessible(page)
    assert sql.execute("SELECT count(*) FROM tenants").fetchone() == (0,)
    page.get_by_label("Name").fill(" Ann's ")
    expect(page.get_by_text("Give the tenant a name")).to_be_hidden()
    page.get_by_role("button", name="Create tenant").click()
    expect(page.get_by_role("heading", name="Ann's", exact=True)).to_be_visible()


def test_a_chart_is_a_table_for_who_does_not_see_it_and_no_stop_of_the_tab_key(
    site: Site, generator: TenantGenerator
) -> None:
    tenant = grown_tenant(generator, months=3)
    page = site.page
    site.open(f"/tenants/{tenant.slug}/overview")
    figure = page.get_by_role("figure", name="Closed won value by month")
    figure.locator("svg").first.wait_for()

    expect(figure.get_by_role("table").get_by_role("rowheader")).to_have_count(3)
    assert figure.evaluate("it => [...it.querySelectorAll('*')].filter(one => one.tabIndex >= 0).length") == 0
