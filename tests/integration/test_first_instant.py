"""The first instant of a month, and the zones in which months are counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.engine.scenarios import Scenario
from demogen.errors import InputError, ProfileInvalid
from demogen.service.catalogue import catalogue, timezones
from demogen.service.generation import TenantGenerator, TenantProfile, check_profile
from demogen.service.patch_engine import PatchEngine

NOVEMBER = datetime(2025, 10, 31, 23, tzinfo=UTC)
"""The first instant of November 2025 in Berlin."""


def profile(zone: str = "Europe/Berlin", start: str = "2025-01") -> TenantProfile:
    return TenantProfile("Acme", zone, "EUR", "DE", start)


def test_a_month_that_has_only_just_begun_is_said_to(generator: TenantGenerator, engine: PatchEngine) -> None:
    tenant, _ = generator.create(profile(), anchor=NOVEMBER)
    plan = Plan((PlanMonth(Month(2025, 11), {MetricKey.CONTACTS_CREATED: 1}),), PlanType.DELTAS)

    at, before, after = (
        engine.preview(tenant.slug, plan, anchor=NOVEMBER + step)
        for step in (timedelta(0), timedelta(microseconds=-1), timedelta(seconds=1))
    )

    assert [issue.message for issue in at.findings.errors] == [
        "2025-11 has only just begun: less than a second of it has passed."
    ]
    assert at.findings.errors[0].hint == "Try again in a moment."
    assert [issue.message for issue in before.findings.errors] == [
        "2025-11 lies in the future: for this tenant it is now 2025-10."
    ]
    assert after.feasible


def test_a_history_made_at_a_months_first_instant_ends_with_the_month_before(
    generator: TenantGenerator,
) -> None:
    _, job = generator.create(profile(), scenario=Scenario.GROWTH, anchor=NOVEMBER, seed=1)

    assert job is not None
    assert job.plan is not None
    months = [row["month"] for row in job.plan["months"]]  # type: ignore[index,call-overload,union-attr]
    assert months == [f"2025-{number:02d}" for number in range(1, 11)]


def test_a_history_whose_first_month_has_only_just_begun_is_refused_with_what_to_do(
    generator: TenantGenerator,
) -> None:
    with pytest.raises(InputError, match="2025-11 has only just begun") as caught:
        generator.create(profile(start="2025-11"), scenario=Scenario.GROWTH, anchor=NOVEMBER)

    assert "Try again in a moment" in caught.value.hint


@pytest.mark.parametrize(
    "zone",
    [
        "localtime", "Factory", "posixrules", "posix/Europe/Berlin", "right/UTC", "Etc/Unknown", "europe/berlin",
        "Europe", "", "+01:00", "UTC+1", "../etc/passwd", "tzdata.zi",
    ],
)  # fmt: skip
def test_what_is_no_zone_of_the_iana_database_is_refused(zone: str) -> None:
    with pytest.raises(ProfileInvalid) as caught:
        check_profile(profile(zone))

    assert set(caught.value.fields) == {"timezone"}
    assert "such as Europe/Berlin" in caught.value.fields["timezone"]


def test_every_zone_that_is_offered_is_taken_and_old_names_are_too() -> None:
    offered = catalogue()["timezones"]
    assert isinstance(offered, list)

    for zone in (*map(str, offered), "UTC", "Europe/Kiev", "Asia/Calcutta", "US/Eastern", "Etc/GMT+5", "CET"):
        check_profile(profile(zone))

    assert len(offered) > 400
    assert "Factory" not in timezones()
