"""A tenant's story: telling one, seeing its months, changing and locking their numbers, pausing and skipping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from demogen.db import audit, stories, tenants
from demogen.db.audit import COMMAND_LINE, Actor
from demogen.db.stories import StoryRow
from demogen.db.tenants import TenantRow
from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import JsonObject, MonthlyKpiSnapshot
from demogen.domain.metrics import PLANNED, MetricKey, label_of
from demogen.domain.months import Month, months_between
from demogen.domain.plan import Plan
from demogen.domain.story import (
    HORIZON,
    LONGEST_STORY,
    MonthChange,
    Origin,
    Schedule,
    Source,
    StoryMonth,
    values_from_json,
)
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.scenarios import Scenario
from demogen.engine.story import Basis, fitted, settled, write_story
from demogen.engine.story_share import endless, last_business_day
from demogen.errors import InputError, PlanInvalid
from demogen.service.gathering import snapshot

_MOST_GROWTH = 1000

_MOVED = "It could not be met before the story was moved; the next run tries again."

_HISTORY = 24
"""Complete months that a story may go on from."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A story that could be: where it begins, and its months."""

    basis: Basis
    covered_until: datetime
    months: tuple[StoryMonth, ...]


def draft_story(
    connection: Connection,
    tenant: TenantRow,
    source: Source,
    now: datetime,
    *,
    plan: Plan | None = None,
    locked: Mapping[Month, StoryMonth] | None = None,
) -> Draft:
    """The months that a source gives from where the tenant's history ends; locked cells keep their numbers.

    Raises InputError where there is no history to go on from, PlanInvalid for a plan that cannot come true.
    """
    zone = ZoneInfo(tenant.timezone)
    newest = tenants.last_instant(connection, tenant.id, generated_only=True)
    covered = min(newest, now) if newest is not None else now
    first = first_month(tenant, covered)
    last = max(Month.of(now, zone), first).plus(HORIZON)
    history = _history(connection, tenant, first)
    basis = _basis(tenant, history, first, needed=source.origin is Origin.SCENARIO)
    if source.origin is Origin.PLAN:
        if plan is None:
            raise InputError("The story's plan is missing.", hint="Give the plan of the coming months.")
        found = _of_plan(plan, first, basis, Month.of(now, zone))
    else:
        issues = month_issues(StoryMonth(first, source.values))
        if issues:
            raise PlanInvalid(tuple(issues))
        known = {month.month: dict(month.values) for month in history if any(month.values.values())}
        written = write_story(source, basis, months_between(first, last), known=known)
        if not written:
            raise InputError(
                f"'{tenant.slug}' has no months of last year to go on from.",
                hint="Choose a scenario, or give a plan of the coming months.",
            )
        found = {month: StoryMonth(month, values) for month, values in written.items()}
    for month, old in (locked or {}).items():
        if month >= first and (month in found or old.locked):
            kept = {key: old.values[key] for key in old.locked if key in old.values}
            values = found[month].values if month in found else {}
            found[month] = StoryMonth(month, fitted(values, kept), old.locked, old.skipped)
    return Draft(basis, covered, tuple(found[month] for month in sorted(found)))


def tell_story(
    connection: Connection,
    tenant: TenantRow,
    source: Source,
    schedule: Schedule,
    now: datetime,
    *,
    plan: Plan | None = None,
    actor: Actor = COMMAND_LINE,
) -> None:
    """Give the tenant a story in the place of the one it may have. Locked cells keep their numbers, and so do the months
    before the new story's first."""
    old = stories.months_of(connection, tenant.id, tenant.money)
    draft = draft_story(connection, tenant, source, now, plan=plan, locked=old)
    stories.save_story(
        connection,
        tenant.id,
        source=source.to_json(tenant.money),
        basis=draft.basis.to_json(),
        schedule=schedule,
        covered_until=draft.covered_until,
    )
    stories.drop_months(connection, tenant.id, first=draft.months[0].month)
    stories.save_months(connection, tenant.id, draft.months, tenant.money)
    audit.record(
        connection,
        actor,
        "story.tell",
        tenant_id=tenant.id,
        details={"source": source.to_json(tenant.money), "schedule": schedule.value},
    )


def story_months(connection: Connection, tenant: TenantRow) -> list[Month]:
    """The months that the tenant's story names: its own, and the one it goes on from."""
    story = stories.find_story(connection, tenant.id)
    if story is None:
        return []
    return [Basis.from_json(story.basis).last, *stories.months_of(connection, tenant.id, tenant.money)]


def move_story(connection: Connection, tenant: TenantRow, by: int, *, now: datetime) -> None:
    """Move the tenant's story by whole months, as its records move."""
    story = stories.find_story(connection, tenant.id)
    if story is None:
        return
    told = stories.months_of(connection, tenant.id, tenant.money)
    if told:
        stories.drop_months(connection, tenant.id, first=min(told))
    moved = [
        replace(one, month=month.plus(by), unmet=one.unmet and replace(one.unmet, reason=_MOVED))
        for month, one in told.items()
    ]
    stories.save_months(connection, tenant.id, moved, tenant.money)
    zone, basis = ZoneInfo(tenant.timezone), Basis.from_json(story.basis)
    local = story.covered_until.astimezone(zone)
    month = Month.of(story.covered_until, zone).plus(by)
    days = tuple(month.days())
    day = days[min(local.day, len(days)) - 1]
    covered = datetime.combine(day, local.timetz()).astimezone(UTC)
    stories.change_story(
        connection,
        tenant.id,
        {"basis": replace(basis, last=basis.last.plus(by)).to_json(), "covered_until": min(covered, now)},
    )


def extend(connection: Connection, tenant: TenantRow, story: StoryRow, now: datetime) -> None:
    """Write a story without an end further ahead as time goes on."""
    source, basis = source_of(story, tenant), Basis.from_json(story.basis)
    if source.has_end:
        return
    last = Month.of(now, ZoneInfo(tenant.timezone)).plus(HORIZON)
    told = stories.months_of(connection, tenant.id, tenant.money)
    first = basis.last.plus(1)
    if max(told, default=first) >= last:
        return
    known = {month: one.values for month, one in told.items()}
    past = _history(connection, tenant, first)
    known = {month.month: dict(month.values) for month in past if any(month.values.values())} | known
    written = write_story(source, basis, months_between(first, last), known=known)
    new = [StoryMonth(month, values) for month, values in written.items() if month not in told]
    stories.save_months(connection, tenant.id, new, tenant.money)


def change_months(
    connection: Connection, tenant: TenantRow, changes: Sequence[MonthChange], now: datetime, *, actor: Actor
) -> None:
    """Write months by hand; several changes of one month add up. Raises PlanInvalid for numbers that cannot come true, and
    for months that are over, unless the story has not brought them about."""
    story = stories.find_story(connection, tenant.id)
    assert story is not None
    current = Month.of(now, ZoneInfo(tenant.timezone))
    first = min(first_month(tenant, story.covered_until), current)
    told = stories.months_of(connection, tenant.id, tenant.money)
    issues: list[Issue] = []
    months: dict[Month, StoryMonth] = {}
    for change in changes:
        old = months.get(change.month) or told.get(change.month) or StoryMonth(change.month, {})
        if change.let_go and old.unmet is None:
            issues.append(_nothing_to_let_go(change.month))
        if change.month < first and old.unmet is None:
            issues.append(_is_over(change.month, first))
        months[change.month] = change.applied(old)
    for one in months.values():
        issues += [*_too_far(one.month, current), *month_issues(one)]
    if issues:
        raise PlanInvalid(tuple(issues))
    stories.save_months(connection, tenant.id, months.values(), tenant.money)
    details: JsonObject = {"months": [str(month) for month in months]}
    audit.record(connection, actor, "story.change", tenant_id=tenant.id, details=details)


def _is_over(month: Month, first: Month) -> Issue:
    return Issue(
        IssueCode.MONTH_BEFORE_START,
        f"{month} is over; the story speaks of {first} and later months.",
        "Patch the month instead.",
        month,
    )


def _nothing_to_let_go(month: Month) -> Issue:
    return Issue(
        IssueCode.NOTHING_UNMET,
        f"{month} has nothing that the story could not meet.",
        "Skip the month, or write other numbers for it.",
        month,
    )


def _too_far(month: Month, current: Month) -> list[Issue]:
    if month.index - current.index < LONGEST_STORY:
        return []
    message = f"{month} is more than {LONGEST_STORY} months ahead."
    return [Issue(IssueCode.PLAN_TOO_LONG, message, "Tell it later.", month)]


def month_issues(one: StoryMonth) -> list[Issue]:
    """What of a month's numbers cannot be true together, whatever came before it."""
    found: list[Issue] = []
    values, wanted = one.values, settled(one.values, 2**60)
    for key in PLANNED:
        if key in values and wanted[key] != values[key]:
            negative = values[key] < 0
            found.append(
                Issue(
                    IssueCode.COUNT_NEGATIVE if negative else _CODES[key],
                    f"{label_of(key)} in {one.month} cannot be {values[key]:,}"
                    + ("." if negative else " beside the other numbers of the month."),
                    "A month's numbers are 0 or more; leads are contacts, a value needs its deals and each deal a value.",
                    one.month,
                    key,
                )
            )
    return found


_CODES = {
    MetricKey.LEADS_CREATED: IssueCode.LEADS_EXCEED_CONTACTS,
    MetricKey.DEALS_CREATED_VALUE: IssueCode.CREATED_VALUE_WITHOUT_COUNT,
    MetricKey.CLOSED_WON_VALUE: IssueCode.WON_VALUE_WITHOUT_COUNT,
    MetricKey.CLOSED_WON_COUNT: IssueCode.CLOSED_EXCEED_CREATED,
    MetricKey.CLOSED_LOST_COUNT: IssueCode.CLOSED_EXCEED_CREATED,
}


def source_of(story: StoryRow, tenant: TenantRow) -> Source:
    return read_source(story.source, tenant)


def read_source(document: Mapping[str, object], tenant: TenantRow) -> Source:
    """Raises InputError for a source that is none."""
    try:
        origin = Origin(str(document.get("origin")))
        scenario = document.get("scenario")
        if origin is Origin.SCENARIO:
            scenario = Scenario(str(scenario)).value
        values = document.get("values") or {}
        assert isinstance(values, Mapping)
        if origin is Origin.EVERY_MONTH and not values:
            raise ValueError("every month needs the numbers of a month")
        unknown = [str(name) for name in values if name not in PLANNED]
        if unknown:
            raise ValueError(f"{', '.join(unknown)} cannot be planned; use {', '.join(PLANNED)}")
        given = float(str(document.get("growth") or 0))
        if not -100 < given <= _MOST_GROWTH:
            raise ValueError(f"the growth is more than -100 and at most {_MOST_GROWTH} percent")
        growth = Fraction(str(given))
        return Source(
            origin,
            None if scenario is None else str(scenario),
            growth,
            values_from_json(values, tenant.money),
        )
    except (ValueError, AssertionError, ZeroDivisionError) as error:
        raise InputError(
            f"That is no source of a story: {error}.",
            hint="Give the origin scenario, last-year, every-month or plan, with what it needs.",
        ) from None


def first_month(tenant: TenantRow, covered: datetime) -> Month:
    """The month that something can still be brought about of: that of an instant, unless it was finished by then."""
    zone = ZoneInfo(tenant.timezone)
    month = Month.of(covered, zone)
    calendar = endless(BusinessCalendar(tenant.country, zone, covered), until=month)
    finished = covered.astimezone(zone).date() >= last_business_day(month, calendar)
    return month.plus(1) if finished else month


def _history(connection: Connection, tenant: TenantRow, first: Month) -> tuple[MonthlyKpiSnapshot, ...]:
    """The complete months before a story."""
    start = max(Month.parse(tenant.demo_start_month or str(first)), first.plus(-_HISTORY))
    return snapshot(connection, tenant, months_between(start, first.plus(-1))).months


def _basis(tenant: TenantRow, history: Sequence[MonthlyKpiSnapshot], first: Month, *, needed: bool) -> Basis:
    try:
        basis = Basis.of(history)
    except ValueError as error:
        if needed:
            raise InputError(
                f"A scenario cannot be continued for '{tenant.slug}': {error}.",
                hint="Generate a history first, or give a plan of the coming months.",
            ) from None
        return Basis(first.plus(-1), 1, {}, 0, 0)
    return replace(basis, last=first.plus(-1))


def _of_plan(plan: Plan, first: Month, basis: Basis, current: Month) -> dict[Month, StoryMonth]:
    """A plan's months. Raises PlanInvalid for numbers that cannot come true."""
    months = [StoryMonth(row.month, dict(row.values)) for row in plan.months]
    issues = [issue for one in months for issue in month_issues(one)]
    open_deals = basis.open_deals
    for one in sorted(months, key=lambda one: one.month):
        if one.month < first:
            issues.append(
                Issue(
                    IssueCode.MONTH_BEFORE_START,
                    f"{one.month} is over for this tenant; its story begins in {first}.",
                    f"Give months from {first} on, or patch the earlier ones.",
                    one.month,
                )
            )
        issues += _too_far(one.month, max(current, first))
        fitting = settled(one.values, open_deals)
        for key in (MetricKey.CLOSED_WON_COUNT, MetricKey.CLOSED_LOST_COUNT):
            if key in one.values and fitting[key] < one.values[key] and not issues:
                issues.append(
                    Issue(
                        IssueCode.CLOSED_EXCEED_CREATED,
                        f"{one.month} would close more deals than are open by then.",
                        f"Set {label_of(key)} to {fitting[key]:,}, or create more deals in {one.month} or earlier.",
                        one.month,
                        key,
                    )
                )
        open_deals += fitting.get(MetricKey.DEALS_CREATED, 0)
        open_deals -= fitting.get(MetricKey.CLOSED_WON_COUNT, 0) + fitting.get(MetricKey.CLOSED_LOST_COUNT, 0)
    if not months:
        issues.append(Issue(IssueCode.PLAN_EMPTY, "The plan has no months.", "Add at least one month."))
    if issues:
        raise PlanInvalid(tuple(issues))
    return {one.month: one for one in months}
