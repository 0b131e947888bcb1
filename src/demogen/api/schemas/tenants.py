"""Tenants, and how one is made."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from pydantic import ConfigDict, Field

from demogen.api.schemas.base import MonthText, Shape, Status
from demogen.api.schemas.jobs import JobSummary
from demogen.api.schemas.plans import Plan, PlanBody, Validation
from demogen.domain.health import HealthStatus
from demogen.domain.plan import LONGEST
from demogen.engine.scenarios import Scenario


class Tenant(Shape):
    id: UUID
    slug: str
    name: str
    is_demo: bool
    timezone: str
    currency: str
    country: str
    demo_start_month: MonthText | None
    created_at: datetime


class HealthBadge(Shape):
    """The last look at a tenant's health."""

    status: HealthStatus
    findings: int
    stale_on: date | None
    checked_at: datetime


class TenantDetails(Tenant):
    """With the last month that has records, the newest job, and the last look at its health."""

    damage: str | None = Field(description="What of the tenant cannot be read; null where all is well.")
    last_month: MonthText | None
    months_of_history: int
    last_job: JobSummary | None
    health: HealthBadge | None


class TenantPage(Shape):
    items: list[TenantDetails]
    total: int
    limit: int
    offset: int


class NewTenant(Shape):
    """A tenant to make, with a scenario's history, or a plan's, or none. `start` is its first month."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Sample company",
                    "timezone": "Europe/Berlin",
                    "currency": "EUR",
                    "country": "DE",
                    "start": "2025-01",
                    "scenario": "growth",
                    "months": 12,
                }
            ]
        }
    )

    name: str = Field(min_length=1, max_length=200, examples=["Sample company"])
    timezone: str = Field(max_length=64, examples=["Europe/Berlin"])
    currency: str = Field(min_length=3, max_length=3, examples=["EUR"])
    country: str = Field(min_length=2, max_length=2, examples=["DE"])
    start: MonthText
    scenario: Scenario | None = None
    months: int | None = Field(None, ge=1, le=LONGEST, description="Length of the scenario's history.")
    plan: PlanBody | None = None
    seed: int | None = Field(None, ge=0, lt=2**63)
    anchor: datetime | None = None


class TenantPreview(Shape):
    """What would be made: with the same seed, and this anchor, exactly that. Without a history `plan` is null."""

    slug: str
    anchor: datetime
    plan: Plan | None
    validation: Validation | None


class TenantCreated(Shape):
    """`jobId` is null, and `status` completed, where the tenant has no history to make."""

    tenant: Tenant
    job_id: UUID | None
    status: Status
