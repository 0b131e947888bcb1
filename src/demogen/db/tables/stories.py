"""Stories of tenants, and what is known of their health."""

from __future__ import annotations

from collections.abc import Mapping, Sequence  # noqa: F401  # SQLAlchemy resolves JsonValue in this module
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, SmallInteger, String, func, text
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column

from demogen.db.tables.base import Base
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.story import Schedule


class DemoStory(Base):
    """What a tenant's coming months shall bring. `basis` is where it began; everything up to `covered_until` has been
    brought about; `failure` says why the last run did not do it."""

    __tablename__ = "demo_stories"
    __table_args__ = (
        CheckConstraint(
            f"schedule IN ({', '.join(repr(one.value) for one in Schedule)})", name="ck_demo_stories_schedule"
        ),
    )

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenants.id"), primary_key=True)
    source: Mapped[JsonObject] = mapped_column(JSON)
    basis: Mapped[JsonObject] = mapped_column(JSON)
    schedule: Mapped[str]
    paused: Mapped[bool] = mapped_column(server_default=text("false"))
    covered_until: Mapped[datetime]
    last_job_id: Mapped[UUID | None]
    failed_at: Mapped[datetime | None]
    failure: Mapped[JsonObject | None]
    changed_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class DemoStoryMonth(Base):
    """One month of a story: its numbers, which of them are locked, whether it is left as it is, and what of it could not
    be met."""

    __tablename__ = "demo_story_months"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("demo_stories.tenant_id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    values: Mapped[JsonObject] = mapped_column(JSON)
    locked: Mapped[list[JsonValue]] = mapped_column(JSON)
    skipped: Mapped[bool] = mapped_column(server_default=text("false"))
    unmet: Mapped[JsonObject | None]


class DemoHealth(Base):
    """The last look at a tenant's health."""

    __tablename__ = "demo_health"

    tenant_id: Mapped[UUID] = mapped_column(ForeignKey("tenants.id"), primary_key=True)
    checked_at: Mapped[datetime]
    status: Mapped[str]
    findings: Mapped[int] = mapped_column(SmallInteger)
    stale_on: Mapped[date | None]
