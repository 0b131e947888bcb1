"""What tests of the plan editor share."""

from __future__ import annotations

import psycopg
from playwright.sync_api import Locator, Page, expect

from demogen.db.tenants import TenantRow
from tests.e2e.conftest import Site


def editor(site: Site, tenant: TenantRow) -> Page:
    site.open(f"/tenants/{tenant.slug}/monthly-updates?edit=1")
    expect(site.page.get_by_role("grid", name="Plan")).to_be_visible()
    return site.page


def cell(page: Page, month: str, column: str) -> Locator:
    """A cell of the grid by its month and heading."""
    grid = page.get_by_role("grid", name="Plan")
    grid.wait_for()
    names = [" ".join(text.split()) for text in grid.get_by_role("columnheader").all_inner_texts()]
    place = next(index for index, name in enumerate(names) if name.startswith(column))
    row = grid.get_by_role("row").filter(has=page.get_by_role("rowheader", name=month))
    return row.get_by_role("gridcell").nth(place - 1)


def job_count(sql: psycopg.Connection) -> int:
    row = sql.execute("SELECT count(*) FROM demo_patch_jobs").fetchone()
    assert row
    return int(row[0])
