"""What is wrong with a tenant's looks, or soon will be: rules over what was read of it.

How many events a span of days should hold is the tenant's own rate of its last months times the business days in it; a
span is empty only where it should hold some.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from demogen.domain.counts import counted
from demogen.domain.health import Changes, Cure, CureKind, Finding, FindingCode, Health, HealthStatus
from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import Entity, MetricKey, label_of
from demogen.domain.months import Month, months_between
from demogen.domain.story import Unmet
from demogen.engine.calendar import BusinessCalendar

_K = MetricKey

COUNTED = (
    _K.LEADS_CREATED,
    _K.CONTACTS_CREATED,
    _K.COMPANIES_CREATED,
    _K.DEALS_CREATED,
    _K.CLOSED_WON_COUNT,
    _K.CLOSED_LOST_COUNT,
    _K.ACTIVITIES_CREATED,
)
"""The KPIs whose events are looked for; the values follow them."""

OVERDUE_AFTER_DAYS = 30
"""How long an open deal's expected close may have passed."""

SOON_DAYS = 3
"""How long before it goes stale a tenant is said to; until then it is fine."""

LONG_DAYS, SHORT_DAYS = 30, 7
_WINDOWS = ((LONG_DAYS, FindingCode.EMPTY_30_DAYS), (SHORT_DAYS, FindingCode.EMPTY_7_DAYS))

_LEAST = 5
"""The number of events from which on none where they are expected is strange: by chance that hardly happens."""

_ENDED_DAYS = 90
"""After so many days without anything a history has ended, however rarely something happened in it."""

_RATE_MONTHS = 12
_BUSINESS_DAYS = 21
"""Of a month, on average."""

_LEAST_FOR_GAP = 3
_AHEAD_DAYS = 100
_NAMED = 3
_ALIVE, _DEAD = HealthStatus.WARNING, HealthStatus.UNHEALTHY


@dataclass(frozen=True, slots=True)
class StoryOutlook:
    """A story as far as health needs it. `late` tells whether what is due has waited for long: then nothing seems to run it.
    `told_until` has, by KPI, the last day that it will bring something; None where it goes on. `behind` are the months that
    it cannot meet, with the reasons."""

    active: bool
    due: bool
    late: bool
    next_run: datetime | None
    failure: str | None
    told_until: Mapping[MetricKey, date | None]
    behind: Mapping[Month, Unmet] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drift:
    """Months whose KPIs are not as the last job left them, and what people did since."""

    job_id: str
    months: tuple[Month, ...]
    metrics: tuple[MetricKey, ...]
    changes: Mapping[Entity, Changes]


@dataclass(frozen=True, slots=True)
class HealthFacts:
    """What was read of a tenant: its months in order up to now, or up to its newest event, the newest event of each counted KPI, the number of
    records of each kind that are dated after now, and of open deals long overdue."""

    slug: str
    calendar: BusinessCalendar
    months: Sequence[MonthlyKpiSnapshot]
    newest: Mapping[MetricKey, datetime]
    future: Mapping[Entity, int]
    overdue: int
    drift: Drift | None
    story: StoryOutlook | None

    @property
    def today(self) -> date:
        return self.day_of(self.calendar.anchor)

    @property
    def now(self) -> Month:
        return Month.of(self.calendar.anchor, self.calendar.zone)

    @property
    def last_day(self) -> date:
        """On which its newest event was; there is one."""
        return self.day_of(max(self.newest.values()))

    def day_of(self, instant: datetime) -> date:
        return instant.astimezone(self.calendar.zone).date()


def examine(facts: HealthFacts) -> Health:
    """All findings, the worst first, and the day on which the tenant goes stale."""
    if not facts.newest:
        label = "Give it a history, or a story"
        command = f"demogen tenants story {facts.slug} --every-month contactsCreated=40 --schedule daily"
        cure = Cure(CureKind.PATCH, label, command, (facts.now,))
        message = "The tenant has no records yet."
        nothing = Finding(FindingCode.NO_RECORDS, HealthStatus.EMPTY, message, (cure,))
        return Health((nothing, *_future(facts), *_failed(facts), *_behind(facts)), None)
    stale_on = _stale_on(facts)
    found = [
        *_empty(facts),
        *_future(facts),
        *_overdue(facts),
        *_gaps(facts),
        *_drift(facts),
        *_failed(facts),
        *_behind(facts),
    ]
    if stale_on is not None and facts.today < stale_on <= facts.today + timedelta(days=SOON_DAYS):
        late = facts.story is not None and facts.story.active and facts.story.late
        reason = "its story is due, but was not run" if late else "nothing is planned to happen by then"
        message = f"It goes stale on {stale_on}: {reason}."
        found.append(Finding(FindingCode.GOES_STALE, _ALIVE, message, _revive(facts)))
    found.sort(key=lambda finding: not finding.severity.is_dead)
    return Health(tuple(found), stale_on)


def _rate(facts: HealthFacts, key: MetricKey) -> Fraction:
    """Events of a business day, from the last complete months that have records."""
    complete = [month for month in facts.months if month.month < facts.now]
    known = [month[key] for month in complete if any(month[key] for key in COUNTED)][-_RATE_MONTHS:]
    return Fraction(sum(known), len(known) * _BUSINESS_DAYS) if known else Fraction(0)


def _strange(facts: HealthFacts, rate: Fraction, last: date, end: date, days: int) -> bool:
    """Whether a span of days is empty although it should not be."""
    if last > end - timedelta(days=days):
        return False
    span = (end - timedelta(days=back) for back in range(days))
    return rate * sum(facts.calendar.is_business_day(day) for day in span) >= _LEAST


def _empty(facts: HealthFacts) -> Iterator[Finding]:
    told: set[MetricKey] = set()
    found = []
    for days, code in _WINDOWS:
        keys = [
            key
            for key, newest in facts.newest.items()
            if key not in told and _strange(facts, _rate(facts, key), facts.day_of(newest), facts.today, days)
        ]
        if keys:
            told.update(keys)
            names = ", ".join(label_of(key).lower() for key in keys)
            severity = _DEAD if days == LONG_DAYS else _ALIVE
            message = f"Nothing in the last {days} days: {names}."
            found.append(Finding(code, severity, message, _revive(facts), tuple(keys)))
    silent = facts.today - facts.last_day
    if silent >= timedelta(days=_ENDED_DAYS) or (found and silent >= timedelta(days=SHORT_DAYS)):
        message = f"Its records end on {facts.last_day}; nothing has happened since."
        yield Finding(FindingCode.STALE, HealthStatus.STALE, message, _revive(facts))
    else:
        yield from found


def _stale_on(facts: HealthFacts) -> date | None:
    """The first day on which something that should not be empty is."""
    days = [
        day for key, newest in facts.newest.items() if (day := _stale_day(facts, key, newest)) is not None
    ]
    story, ended = facts.story, facts.last_day + timedelta(days=_ENDED_DAYS)
    goes_on = story is not None and story.active and not story.late and story.told_until
    return min(days, default=None if goes_on and facts.today < ended else ended)


def _stale_day(facts: HealthFacts, key: MetricKey, newest: datetime) -> date | None:
    rate, last = _rate(facts, key), facts.day_of(newest)
    found = _first_strange(facts, rate, last)
    story = facts.story
    if found is None or story is None or not story.active or story.late or key not in story.told_until:
        return found
    if found <= facts.today or (story.next_run is not None and found < facts.day_of(story.next_run)):
        return found
    until = story.told_until[key]
    return None if until is None else _first_strange(facts, rate, max(last, until))


def _first_strange(facts: HealthFacts, rate: Fraction, last: date) -> date | None:
    for ahead in range(_AHEAD_DAYS):
        day = last + timedelta(days=ahead)
        if any(_strange(facts, rate, last, day, days) for days, _ in _WINDOWS):
            return day
    return None


def _gaps(facts: HealthFacts) -> Iterator[Finding]:
    """Months without a KPI between months that have it."""
    months: set[Month] = set()
    keys = []
    for key in COUNTED:
        having = [month for month in facts.months if month[key]]
        if not having or sum(month[key] for month in having) < _LEAST_FOR_GAP * len(having):
            continue
        holes = {
            month.month
            for month in facts.months
            if not month[key] and having[0].month < month.month < having[-1].month
        }
        if holes:
            months |= holes
            keys.append(key)
    if keys:
        ordered = tuple(sorted(months))
        message = f"{_listed(ordered)} without {', '.join(label_of(key).lower() for key in keys)}."
        cures = (_patch(facts, ordered[0], ordered[-1]),)
        yield Finding(FindingCode.CHART_GAP, _ALIVE, message, cures, tuple(keys), ordered)


def _future(facts: HealthFacts) -> Iterator[Finding]:
    wrong = {entity: count for entity, count in facts.future.items() if count}
    if wrong:
        names = ", ".join(counted(count, entity.noun) for entity, count in wrong.items())
        label = "Correct their dates in the CRM, or undo the job that wrote them"
        cure = Cure(CureKind.CORRECT, label, f"demogen patch list {facts.slug}")
        yield Finding(FindingCode.DATED_IN_FUTURE, _DEAD, f"Dated after now: {names}.", (cure,))


def _overdue(facts: HealthFacts) -> Iterator[Finding]:
    if facts.overdue:
        many = "open deal was" if facts.overdue == 1 else "open deals were"
        message = f"{facts.overdue:,} {many} expected to close more than {OVERDUE_AFTER_DAYS} days ago."
        yield Finding(FindingCode.DEALS_OVERDUE, _ALIVE, message, _revive(facts))


def _drift(facts: HealthFacts) -> Iterator[Finding]:
    drift = facts.drift
    if drift is None:
        return
    did = [
        f"{counted(count, entity.noun)} {verb}"
        for entity, found in drift.changes.items()
        for verb, count in (("added", found.added), ("edited", found.edited), ("removed", found.removed))
        if count
    ]
    message = (
        f"{_listed(drift.months)} {'is' if len(drift.months) == 1 else 'are'} not as the last job left it"
        f"{' (by people: ' + ', '.join(did) + ')' if did else ''}."
    )
    command = (
        f"demogen patch export {drift.job_id} --format csv -o plan.csv && "
        f"demogen patch apply {facts.slug} --plan plan.csv --type targets --mode reconcile"
    )
    label = "Bring the numbers back with a patch"
    cure = Cure(CureKind.RESTORE, label, command, (drift.months[0], drift.months[-1]), drift.job_id)
    yield Finding(
        FindingCode.DRIFT, _ALIVE, message, (cure,), drift.metrics, drift.months, dict(drift.changes)
    )


def _failed(facts: HealthFacts) -> Iterator[Finding]:
    if facts.story is not None and facts.story.failure is not None:
        message = f"The last run of its story failed: {facts.story.failure}"
        yield Finding(FindingCode.STORY_FAILED, _ALIVE, message, (_run(facts),))


def _behind(facts: HealthFacts) -> Iterator[Finding]:
    for month, unmet in (facts.story.behind if facts.story else {}).items():
        story = f"demogen tenants story {facts.slug}"
        cures = (
            Cure(CureKind.SKIP_MONTH, f"Skip {month}", f"{story} --skip {month}", (month,)),
            Cure(CureKind.LET_GO, "Let go of these numbers", f"{story} --let-go {month}", (month,)),
            Cure(
                CureKind.CHANGE_STORY, f"Write other numbers for {month}", f"{story} --change PLAN", (month,)
            ),
        )
        message = f"Its story cannot be met in {month}. {unmet.reason}"
        yield Finding(FindingCode.STORY_UNMET, _ALIVE, message, cures, unmet.metrics, (month,))


def _revive(facts: HealthFacts) -> tuple[Cure, ...]:
    """What brings life back: the story that is there, or one to be told; a shift where the history ends long ago."""
    story = facts.story
    if story is None:
        command = f"demogen tenants story {facts.slug} --scenario growth --schedule daily"
        found = [Cure(CureKind.TELL_STORY, "Give it a story", command)]
    elif not story.active:
        found = [
            Cure(CureKind.RESUME_STORY, "Let its story go on", f"demogen tenants story {facts.slug} --resume")
        ]
    else:
        found = [_run(facts)]
    last = Month(facts.last_day.year, facts.last_day.month)
    if last < facts.now:
        command = f"demogen tenants shift {facts.slug} --end {facts.now}"
        shift = Cure(CureKind.SHIFT, f"Move its history to end in {facts.now}", command, (facts.now,))
        # a story goes on from where the history ends: behind an old one it would have to fill all the months between
        found.insert(0 if story is None and last < facts.now.plus(-1) else len(found), shift)
    return tuple(found)


def _run(facts: HealthFacts) -> Cure:
    story = facts.story
    if story is not None and not story.due and story.next_run is not None:
        label = f"Its story’s next run is on {facts.day_of(story.next_run)}"
        return Cure(CureKind.AWAIT_STORY, label)
    return Cure(CureKind.RUN_STORY, "Run its story now", f"demogen tenants keep-fresh {facts.slug}")


def _patch(facts: HealthFacts, first: Month, last: Month) -> Cure:
    command = f"demogen plan template {facts.slug} --from {first} --to {last} -o plan.xlsx"
    return Cure(
        CureKind.PATCH, f"Plan {first} to {last}" if first < last else f"Plan {first}", command, (first, last)
    )


def _listed(months: Sequence[Month]) -> str:
    if len(months) > _NAMED and len(months_between(months[0], months[-1])) == len(months):
        return f"{months[0]} to {months[-1]}"
    named = ", ".join(map(str, months[:_NAMED]))
    return named if len(months) <= _NAMED else f"{named} and {len(months) - _NAMED} more months"
