"""What is due of a story by now, as far as it can be met: the plan of a run, and what it has to leave out.

Who asks, and what becomes of the plan, must not be known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from demogen.db.tenants import TenantRow
from demogen.domain.issues import Issue
from demogen.domain.kpis import KpiSnapshot, MonthlyKpiSnapshot
from demogen.domain.metrics import PLANNED, MetricKey
from demogen.domain.months import Month
from demogen.domain.plan import LONGEST, Mode, Plan, PlanMonth, PlanType
from demogen.domain.story import Schedule, StoryMonth, Unmet
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.facts import StoryRun
from demogen.engine.story import closings_of, settled
from demogen.engine.story_fit import Fit, Targets, fit
from demogen.engine.story_share import endless, last_business_day, share_to_date
from demogen.service.decision import decide
from demogen.service.gathering import gather_facts, snapshot

_K = MetricKey

_AIM_PERCENT = 96
"""Deals that are won before a month's last day leave a little of its value to it, so that it can be met exactly."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run looks at: months of a story in order, those before `first` once more because something of them could not
    be met; how often the story runs, and since when nothing was brought about."""

    months: Sequence[StoryMonth]
    first: Month
    schedule: Schedule
    since: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """What a run brings about, which may be nothing. `until` is how far the story is brought about with it; `unmet` has each
    month that was looked at, with what of it cannot be met."""

    plan: Plan
    run: StoryRun
    until: datetime
    unmet: Mapping[Month, Unmet | None]


def months_to_run(told: Mapping[Month, StoryMonth], first: Month, current: Month) -> list[StoryMonth]:
    """The story's months from `first` to `current`, the oldest where they are more than one plan holds, and the newest of
    the earlier ones of which something could not be met."""
    live = [told[month] for month in sorted(told) if not told[month].skipped and told[month].values]
    due = [one for one in live if first <= one.month <= current][:LONGEST]
    behind = [one for one in live if one.month < first and one.unmet is not None]
    return [*behind[max(len(behind) + len(due) - LONGEST, 0) :], *due]


def due_by_now(
    connection: Connection,
    tenant: TenantRow,
    wanted: Wanted,
    calendar: BusinessCalendar,
    *,
    max_records: int,
) -> Due:
    """The plan of a run: months that are over at their numbers, the current one at its share to date.

    A month that shows more already, by somebody's patch, waits for its last day; only then are numbers lowered, and only
    where they can be.
    """
    current = Month.of(calendar.anchor, calendar.zone)
    told = {one.month: one for one in wanted.months}
    shares = {month: _target(one, wanted.schedule, current, calendar) for month, one in told.items()}
    targets = {month: values for month, values in shares.items() if values}
    before = snapshot(connection, tenant, sorted(targets)).by_month() if targets else {}
    if current in targets and not _is_last(current, current, calendar):
        targets[current] = _closable(targets, before, current)
    risen = {month: _not_below(values, before[month].values) for month, values in targets.items()}
    exact = {
        month: values if _is_last(month, current, calendar) else risen[month]
        for month, values in targets.items()
    }
    trial = _Trial(
        connection, tenant, StoryRun(wanted.since, _aims(told, targets, before)), calendar, max_records
    )
    order = [month for month in exact if month >= wanted.first]
    order += [month for month in exact if month < wanted.first]
    found = fit(exact, risen, trial.issues, order=order) if exact else Fit({}, frozenset(), {})
    return Due(
        trial.plan(found.targets),
        trial.run_of(found.targets),
        _until(wanted, found.months, calendar, cut=found.months != exact.keys()),
        {month: _unmet(exact[month], found, month) for month in found.months},
    )


def _until(wanted: Wanted, months: frozenset[Month], calendar: BusinessCalendar, *, cut: bool) -> datetime:
    """Up to now, or to the end of the last month that was looked at where there are more of them than one plan holds."""
    due = [month for month in months if month >= wanted.first]
    if due and (cut or len(wanted.months) >= LONGEST):
        return min(calendar.anchor, max(due).bounds(calendar.zone)[1] - timedelta(microseconds=1))
    return calendar.anchor


class _Trial:
    """Tries a run's numbers on the tenant as it stands."""

    def __init__(
        self,
        connection: Connection,
        tenant: TenantRow,
        run: StoryRun,
        calendar: BusinessCalendar,
        max_records: int,
    ) -> None:
        self._connection, self._tenant, self._run = connection, tenant, run
        self._now, self._max_records = calendar.anchor, max_records
        self._known: dict[tuple[Month, ...], KpiSnapshot] = {}

    def issues(self, targets: Targets) -> tuple[Issue, ...]:
        """What speaks against them."""
        months = tuple(sorted(targets))
        if months not in self._known:
            self._known[months] = snapshot(self._connection, self._tenant, months)
        facts = gather_facts(
            self._connection,
            self._tenant,
            self._known[months],
            anchor=self._now,
            max_records=self._max_records,
        )
        facts = replace(facts, run=self.run_of(targets))
        return decide(self._connection, self._tenant, self.plan(targets), facts).preview.findings.stopping

    def plan(self, targets: Targets) -> Plan:
        months = tuple(PlanMonth(month, values) for month, values in sorted(targets.items()))
        return Plan(months, PlanType.TARGETS, Mode.RECONCILE)

    def run_of(self, targets: Targets) -> StoryRun:
        """With the aims of the months that are to win something."""
        aims = {
            month: aim
            for month, aim in self._run.aims.items()
            if _K.CLOSED_WON_COUNT in targets.get(month, ())
        }
        return replace(self._run, aims=aims)


def _unmet(exact: Mapping[MetricKey, int], found: Fit, month: Month) -> Unmet | None:
    """What of a month's numbers the run cannot bring about, and why."""
    targets = found.targets.get(month, {})
    keys = tuple(key for key in PLANNED if key in exact and targets.get(key) != exact[key])
    if not keys:
        return None
    return Unmet(keys, " ".join(dict.fromkeys(found.reasons[month, key] for key in keys)))


def _target(
    one: StoryMonth, schedule: Schedule, current: Month, calendar: BusinessCalendar
) -> dict[MetricKey, int]:
    if one.month < current:
        return dict(one.values)
    whole = endless(calendar, until=one.month)
    today = calendar.anchor.astimezone(calendar.zone).date()
    if schedule is Schedule.MONTHLY and today < last_business_day(one.month, whole):
        return {}
    return share_to_date(one.values, one.month, today, whole)


def _closable(
    targets: Mapping[Month, Mapping[MetricKey, int]],
    before: Mapping[Month, MonthlyKpiSnapshot],
    current: Month,
) -> dict[MetricKey, int]:
    """The current month's share to date without closings that there are no deals for yet."""
    target, created = targets[current], MetricKey.DEALS_CREATED
    if created not in target:
        return dict(target)
    now = before[current]
    open_deals = now[MetricKey.OPEN_DEALS] + closings_of(now.values) - now[created]
    for month, values in targets.items():
        if month < current:
            known = {**before[month].values, **values}
            open_deals += (
                known[created]
                - closings_of(known)
                - before[month][created]
                + closings_of(before[month].values)
            )
    return settled(target, max(open_deals, 0))


def _is_last(month: Month, current: Month, calendar: BusinessCalendar) -> bool:
    """Whether the month's whole number is due."""
    today = calendar.anchor.astimezone(calendar.zone).date()
    return month < current or today >= last_business_day(month, endless(calendar, until=month))


def _aims(
    told: Mapping[Month, StoryMonth], targets: Targets, before: Mapping[Month, MonthlyKpiSnapshot]
) -> dict[Month, int]:
    """What the won deals of unfinished months should be worth together by now."""
    found = {}
    for month, target in targets.items():
        won, value, values = _K.CLOSED_WON_COUNT, _K.CLOSED_WON_VALUE, told[month].values
        if value not in target and value in values and values.get(won):
            aim = values[value] * target[won] * _AIM_PERCENT // (values[won] * 100)
            found[month] = max(aim, before[month][value])
    return found


def _not_below(values: Mapping[MetricKey, int], now: Mapping[MetricKey, int]) -> dict[MetricKey, int]:
    return {key: max(value, now[key]) for key, value in values.items()}
