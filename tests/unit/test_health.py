"""What is wrong with a tenant's looks: each finding where it should be, and gone where its cause is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from demogen.domain.health import Changes, CureKind, Finding, FindingCode, HealthStatus
from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import Entity, MetricKey
from demogen.domain.months import Month, months_between
from demogen.domain.story import Unmet
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.health import COUNTED, Drift, HealthFacts, StoryOutlook, examine

K = MetricKey
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2025, 7, 16, 12, tzinfo=UTC)
"""A Wednesday."""


def month(of: Month, each: int, **others: int) -> MonthlyKpiSnapshot:
    values = dict.fromkeys(MetricKey, 0) | dict.fromkeys(COUNTED, each)
    return MonthlyKpiSnapshot(of, values | {MetricKey(key): value for key, value in others.items()})


def alive(now: datetime = NOW) -> HealthFacts:
    """A tenant with 60 of everything each month, its newest events of this morning."""
    current = Month.of(now, BERLIN)
    return HealthFacts(
        "tools",
        BusinessCalendar("DE", BERLIN, now),
        [month(one, 60) for one in months_between(current.plus(-12), current)],
        dict.fromkeys(COUNTED, now - timedelta(hours=3)),
        dict.fromkeys(Entity, 0),
        0,
        None,
        None,
    )


def story(
    *, active: bool = True, late: bool = False, until: Mapping[MetricKey, date | None] | None = None
) -> StoryOutlook:
    told = dict.fromkeys(COUNTED, None) if until is None else until
    return StoryOutlook(
        active=active,
        due=late,
        late=late,
        next_run=datetime(2025, 7, 17, 8, tzinfo=UTC) if active else None,
        failure=None,
        told_until=told,
    )


def codes(facts: HealthFacts) -> list[FindingCode]:
    return [finding.code for finding in examine(facts).findings]


def finding(facts: HealthFacts, code: FindingCode) -> Finding:
    return next(one for one in examine(facts).findings if one.code is code)


def cures(facts: HealthFacts, code: FindingCode) -> list[CureKind]:
    return [cure.kind for cure in finding(facts, code).cures]


def test_a_tenant_that_a_story_keeps_alive_is_healthy_and_never_stale() -> None:
    found = examine(replace(alive(), story=story()))

    assert (found.status, found.findings, found.stale_on) == (HealthStatus.HEALTHY, (), None)


def test_a_tenant_that_is_alive_is_fine_until_a_named_day() -> None:
    found = examine(alive())

    # from the 17th to the 23rd nothing will have happened
    assert (found.status, found.findings, found.stale_on) == (HealthStatus.HEALTHY, (), date(2025, 7, 23))


def test_the_day_it_goes_stale_is_told_three_days_before() -> None:
    facts = replace(alive(), newest=dict.fromkeys(COUNTED, NOW - timedelta(days=4)))

    found = examine(facts)

    assert found.stale_on == date(2025, 7, 19)
    assert found.status is HealthStatus.WARNING
    assert [one.code for one in found.findings] == [FindingCode.GOES_STALE]
    assert "2025-07-19" in found.findings[0].message
    assert [cure.kind for cure in found.findings[0].cures] == [CureKind.TELL_STORY]
    assert codes(replace(facts, newest=dict.fromkeys(COUNTED, NOW - timedelta(days=3)))) == []


@pytest.mark.parametrize(
    ("days", "expected", "severity"),
    [
        (6, FindingCode.GOES_STALE, HealthStatus.WARNING),
        (7, FindingCode.STALE, HealthStatus.STALE),
        (30, FindingCode.STALE, HealthStatus.STALE),
        (400, FindingCode.STALE, HealthStatus.STALE),
    ],
)
def test_a_history_that_ended_is_stale(days: int, expected: FindingCode, severity: HealthStatus) -> None:
    facts = replace(alive(), newest=dict.fromkeys(COUNTED, NOW - timedelta(days=days)))

    found = examine(facts)

    assert [one.code for one in found.findings] == [expected]
    assert found.status is severity
    assert found.stale_on == date(2025, 7, 16) - timedelta(days=days - 7)


def test_data_that_ended_eight_years_ago_is_stale_and_a_shift_is_offered_first() -> None:
    last = datetime(2017, 12, 29, 15, tzinfo=UTC)
    months = [month(one, 60) for one in months_between(Month(2016, 10), Month(2017, 12))]
    facts = replace(alive(), months=months, newest=dict.fromkeys(COUNTED, last))

    found = examine(facts)

    assert (found.status, found.stale_on) == (HealthStatus.STALE, date(2018, 1, 5))
    assert [one.code for one in found.findings] == [FindingCode.STALE]
    assert "2017-12-29" in found.findings[0].message
    assert [cure.kind for cure in found.findings[0].cures] == [CureKind.SHIFT, CureKind.TELL_STORY]


def test_a_few_records_a_year_are_stale_after_ninety_days() -> None:
    few = [month(one.month, 1 if one.month.number % 4 == 1 else 0) for one in alive().months]
    facts = replace(alive(), months=few, newest=dict.fromkeys(COUNTED, NOW - timedelta(days=60)))

    assert (examine(facts).status, examine(facts).stale_on) == (HealthStatus.HEALTHY, date(2025, 8, 15))
    old = replace(facts, newest=dict.fromkeys(COUNTED, NOW - timedelta(days=90)))
    assert (examine(old).status, examine(old).stale_on) == (HealthStatus.STALE, date(2025, 7, 16))


@pytest.mark.parametrize(
    ("days", "expected", "severity"),
    [
        (7, FindingCode.EMPTY_7_DAYS, HealthStatus.WARNING),
        (29, FindingCode.EMPTY_7_DAYS, HealthStatus.WARNING),
        (30, FindingCode.EMPTY_30_DAYS, HealthStatus.UNHEALTHY),
    ],
)
def test_one_kpi_without_events_is_named(days: int, expected: FindingCode, severity: HealthStatus) -> None:
    newest = {**alive().newest, K.CLOSED_WON_COUNT: NOW - timedelta(days=days)}
    found = finding(replace(alive(), newest=newest, story=story()), expected)

    assert found.metrics == (K.CLOSED_WON_COUNT,)
    assert found.severity is severity
    assert "closed won" in found.message


def test_what_happens_rarely_is_not_missed() -> None:
    """Six a month are over one event a week and over five in thirty days."""
    facts = replace(
        alive(),
        months=[replace_value(one, K.CLOSED_WON_COUNT, 6) for one in alive().months],
        newest={**alive().newest, K.CLOSED_WON_COUNT: NOW - timedelta(days=29)},
        story=story(),
    )

    assert codes(facts) == []
    later = replace(facts, newest={**facts.newest, K.CLOSED_WON_COUNT: NOW - timedelta(days=31)})
    assert codes(later) == [FindingCode.EMPTY_30_DAYS]


def replace_value(one: MonthlyKpiSnapshot, key: MetricKey, value: int) -> MonthlyKpiSnapshot:
    return MonthlyKpiSnapshot(one.month, {**one.values, key: value})


def test_holidays_are_no_outage() -> None:
    """From 24 December to 1 January 2025 the country works on three days at most."""
    now = datetime(2025, 1, 1, 12, tzinfo=UTC)
    last = datetime(2024, 12, 23, 15, tzinfo=UTC)
    few = replace(alive(now), months=[month(one.month, 25) for one in alive(now).months])

    soon = replace(story(), next_run=datetime(2025, 1, 2, 9, tzinfo=UTC))
    assert codes(replace(few, newest=dict.fromkeys(COUNTED, last), story=soon)) == []
    summer = replace(alive(), months=few.months, newest=dict.fromkeys(COUNTED, NOW - timedelta(days=9)))
    assert codes(summer) == [FindingCode.STALE]


def test_a_story_keeps_the_day_away_only_while_it_runs() -> None:
    quiet = replace(alive(), newest=dict.fromkeys(COUNTED, NOW - timedelta(days=4)))
    assert examine(replace(quiet, story=story(active=False))).stale_on == date(2025, 7, 19)
    assert cures(replace(quiet, story=story(active=False)), FindingCode.GOES_STALE) == [CureKind.RESUME_STORY]
    late = replace(quiet, story=story(late=True))
    assert examine(late).stale_on == date(2025, 7, 19)
    assert "its story is due, but was not run" in finding(late, FindingCode.GOES_STALE).message
    assert cures(late, FindingCode.GOES_STALE) == [CureKind.RUN_STORY]


def test_a_story_with_an_end_tells_when_it_goes_stale_after_it() -> None:
    ending = dict.fromkeys(COUNTED, date(2025, 8, 29))

    far = examine(replace(alive(), story=story(until=ending)))
    near = alive(datetime(2025, 9, 2, 12, tzinfo=UTC))
    near = replace(near, newest=dict.fromkeys(COUNTED, datetime(2025, 8, 29, 14, tzinfo=UTC)))
    soon = examine(replace(near, story=replace(story(until={}), next_run=None)))

    # the seven days after a Friday hold five working days
    assert (far.stale_on, far.status) == (date(2025, 9, 5), HealthStatus.HEALTHY)
    assert (soon.stale_on, soon.status) == (date(2025, 9, 5), HealthStatus.WARNING)


def test_a_story_that_leaves_a_kpi_out_does_not_keep_it_alive() -> None:
    told: dict[MetricKey, date | None] = {key: None for key in COUNTED if key is not K.COMPANIES_CREATED}

    assert examine(replace(alive(), story=story(until=told))).stale_on == date(2025, 7, 23)


def test_records_after_now_are_found_with_their_number() -> None:
    facts = replace(alive(), future={**alive().future, Entity.DEALS: 1_234}, story=story())

    found = finding(facts, FindingCode.DATED_IN_FUTURE)

    assert (found.severity, "1,234 deals" in found.message) == (HealthStatus.UNHEALTHY, True)
    assert codes(replace(facts, future=alive().future)) == []


def test_a_tenant_without_records_says_so_and_nothing_else() -> None:
    facts = replace(alive(), newest={}, months=[month(Month(2025, 7), 0)])

    found = examine(facts)

    assert codes(facts) == [FindingCode.NO_RECORDS]
    assert (found.status, found.stale_on) == (HealthStatus.EMPTY, None)
    assert "demogen tenants story tools" in str(found.findings[0].cures[0].command)


def test_a_tenant_whose_records_all_lie_in_the_future_says_so() -> None:
    facts = replace(alive(), newest={}, months=[month(Month(2025, 7), 0)], future={Entity.CONTACTS: 3})

    assert codes(facts) == [FindingCode.NO_RECORDS, FindingCode.DATED_IN_FUTURE]
    assert examine(facts).status is HealthStatus.UNHEALTHY


def test_a_tenant_without_records_whose_story_fails_says_so() -> None:
    failing = replace(story(), failure="It could not be.")

    assert codes(replace(alive(), newest={}, months=[], story=failing)) == [
        FindingCode.NO_RECORDS,
        FindingCode.STORY_FAILED,
    ]


def test_deals_long_overdue_are_found() -> None:
    facts = replace(alive(), story=story(), overdue=1)

    assert (
        "1 open deal was expected to close more than 30 days ago"
        in finding(facts, FindingCode.DEALS_OVERDUE).message
    )
    assert "2 open deals were" in finding(replace(facts, overdue=2), FindingCode.DEALS_OVERDUE).message
    assert codes(replace(facts, overdue=0)) == []


def test_a_month_without_a_kpi_between_others_is_a_gap() -> None:
    months = list(alive().months)
    months[3] = month(Month(2024, 10), 60, dealsCreated=0, activitiesCreated=0)
    months[4] = month(Month(2024, 11), 60, dealsCreated=0)
    facts = replace(alive(), months=months, story=story())

    found = finding(facts, FindingCode.CHART_GAP)

    assert found.months == (Month(2024, 10), Month(2024, 11))
    assert found.metrics == (K.DEALS_CREATED, K.ACTIVITIES_CREATED)
    assert found.cures[0].command == "demogen plan template tools --from 2024-10 --to 2024-11 -o plan.xlsx"


def test_what_begins_later_or_ended_earlier_is_no_gap() -> None:
    months = [
        replace_value(one, K.DEALS_CREATED, 0) if number in (0, 1, len(alive().months) - 1) else one
        for number, one in enumerate(alive().months)
    ]

    assert codes(replace(alive(), months=months, story=story())) == []


def test_drift_says_what_people_did() -> None:
    drift = Drift(
        "0b1c",
        (Month(2025, 5), Month(2025, 6)),
        (K.DEALS_CREATED,),
        {Entity.DEALS: Changes(3, 1_500, 2), Entity.CONTACTS: Changes(0, 1, 0)},
    )
    facts = replace(alive(), drift=drift, story=story())

    found = finding(facts, FindingCode.DRIFT)

    for words in (
        "3 deals added",
        "1,500 deals edited",
        "2 deals removed",
        "1 contact edited",
        "2025-05, 2025-06",
    ):
        assert words in found.message
    assert found.cures[0].job_id == "0b1c"
    assert codes(replace(facts, drift=None)) == []


def test_a_failed_run_is_found_and_gone_after_a_good_one() -> None:
    failing = replace(alive(), story=replace(story(), failure="It could not be."))

    assert (
        finding(failing, FindingCode.STORY_FAILED).message
        == "The last run of its story failed: It could not be."
    )
    assert codes(replace(failing, story=story())) == []


def test_the_worst_comes_first_and_decides() -> None:
    facts = replace(alive(), overdue=4, future={Entity.DEALS: 1})

    found = examine(facts)

    assert [one.code for one in found.findings] == [FindingCode.DATED_IN_FUTURE, FindingCode.DEALS_OVERDUE]
    assert found.status is HealthStatus.UNHEALTHY


def test_a_history_that_ended_last_month_goes_on_before_it_is_moved() -> None:
    facts = replace(alive(), newest=dict.fromkeys(COUNTED, datetime(2025, 6, 27, 10, tzinfo=UTC)))

    found = finding(facts, FindingCode.STALE)

    assert [cure.kind for cure in found.cures] == [CureKind.TELL_STORY, CureKind.SHIFT]
    assert found.cures[1].command == "demogen tenants shift tools --end 2025-07"


def test_a_month_that_its_story_cannot_meet_is_named_with_the_ways_out() -> None:
    behind = {Month(2025, 5): Unmet((K.DEALS_CREATED_VALUE,), "Deals of people stand in the way.")}
    facts = replace(alive(), story=replace(story(), behind=behind))

    found = finding(facts, FindingCode.STORY_UNMET)

    assert found.message == "Its story cannot be met in 2025-05. Deals of people stand in the way."
    assert (found.months, found.metrics) == ((Month(2025, 5),), (K.DEALS_CREATED_VALUE,))
    assert [cure.command for cure in found.cures] == [
        "demogen tenants story tools --skip 2025-05",
        "demogen tenants story tools --let-go 2025-05",
        "demogen tenants story tools --change PLAN",
    ]
