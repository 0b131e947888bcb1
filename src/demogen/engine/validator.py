"""Is a plan right in itself, and for this tenant? All findings at once; nothing is raised and nothing solved here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from demogen.domain.counts import counted
from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import MetricKey, is_money, label_of
from demogen.domain.money import LARGEST
from demogen.domain.months import Month
from demogen.domain.plan import LONGEST, Mode, Plan, PlanMonth, PlanType
from demogen.engine.calendar import to_micros
from demogen.engine.deltas import Deltas, add_implied, compute_deltas
from demogen.engine.facts import TenantFacts

_K = MetricKey


class PatchValidator:
    """Checks one plan against one tenant's facts."""

    def __init__(self, facts: TenantFacts) -> None:
        self._facts = facts

    def validate(self, plan: Plan) -> tuple[Issue, ...]:
        """Errors and blockers that show without solving; empty when the planner may go ahead.

        Cells are only compared with each other once each of them is sound.
        """
        issues = [*self._shape(plan), *self._months(plan), *self._cells(plan)]
        if issues:
            return tuple(issues)
        deltas = compute_deltas(plan, self._facts)
        if plan.mode is Mode.RECONCILE:
            return (*self._floors(deltas), *self._size(deltas))
        issues = [*self._directions(plan, deltas)]
        if not issues:
            complete, _ = add_implied(deltas)
            issues = [*_money_needs_deals(complete, self._say), *_leads(complete), *self._size(complete)]
            issues = issues or [*self.parents(complete)]
        return tuple(issues)

    def _shape(self, plan: Plan) -> Iterator[Issue]:
        if not plan.months:
            yield Issue(IssueCode.PLAN_EMPTY, "The plan has no months.", "Add at least one month.")
        if len(plan.months) > LONGEST:
            yield Issue(
                IssueCode.PLAN_TOO_LONG,
                f"The plan has {len(plan.months)} months; one plan may have {LONGEST}.",
                "Split it into several patches.",
            )

    def _months(self, plan: Plan) -> Iterator[Issue]:
        facts = self._facts
        for month, times in sorted(Counter(row.month for row in plan.months).items()):
            if times > 1:
                yield Issue(
                    IssueCode.MONTH_REPEATED,
                    f"{month} stands {times} times in the plan.",
                    "Keep one row for each month.",
                    month,
                )
            if month.bounds(facts.zone)[0] == facts.anchor:
                yield Issue(
                    IssueCode.MONTH_IN_FUTURE,
                    f"{month} begins at this very instant, and nothing can have happened in it yet.",
                    f"Plan months up to {facts.now.plus(-1)}, or try again in a moment.",
                    month,
                )
            elif month.bounds(facts.zone)[0] > facts.anchor:
                yield Issue(
                    IssueCode.MONTH_IN_FUTURE,
                    f"{month} lies in the future: for this tenant it is now {facts.now}.",
                    f"Plan months up to {facts.now}.",
                    month,
                )
            if month < facts.start:
                yield Issue(
                    IssueCode.MONTH_BEFORE_START,
                    f"{month} lies before the tenant's first month, {facts.start}.",
                    f"Plan months from {facts.start} on.",
                    month,
                )

    def _cells(self, plan: Plan) -> Iterator[Issue]:
        for row in plan.months:
            for key, value in row.values.items():
                yield from self._cell(plan.plan_type, row, key, value)

    def _cell(self, plan_type: PlanType, row: PlanMonth, key: MetricKey, value: int) -> Iterator[Issue]:
        limit = LARGEST if is_money(key) else self._facts.max_records
        if abs(value) > limit:
            code = IssueCode.TOO_MANY_RECORDS if not is_money(key) else IssueCode.COUNT_TOO_LARGE
            yield Issue(
                code,
                f"{label_of(key)} in {row.month} is {self._say(key, value)}; the limit is "
                f"{self._say(key, limit)}.",
                "Lower the number, or raise DEMOGEN_MAX_RECORDS." if code is IssueCode.TOO_MANY_RECORDS
                else "Lower the amount.",
                row.month,
                key,
            )  # fmt: skip
        elif value < 0 and plan_type is PlanType.TARGETS:
            code = IssueCode.MONEY_NEGATIVE if is_money(key) else IssueCode.COUNT_NEGATIVE
            yield Issue(
                code,
                f"{label_of(key)} in {row.month} cannot become {self._say(key, value)}.",
                "A target is 0 or more; leave the cell blank to leave the KPI as it is.",
                row.month,
                key,
            )

    def _directions(self, plan: Plan, deltas: Deltas) -> Iterator[Issue]:
        """ADDITIVE only adds."""
        for month, cells in deltas.items():
            for key, delta in cells.items():
                if delta >= 0:
                    continue
                now = self._facts.kpis(month)[key]
                if plan.plan_type is PlanType.DELTAS:
                    yield Issue(
                        IssueCode.NEGATIVE_DELTA,
                        f"{label_of(key)} in {month} would fall by {self._say(key, -delta)}.",
                        f"ADDITIVE (“{Mode.ADDITIVE.label}”) only adds; give 0 or more, or leave the cell blank.",
                        month,
                        key,
                    )
                    continue
                yield Issue(
                    IssueCode.TARGET_BELOW_CURRENT,
                    f"{label_of(key)} in {month} is {self._say(key, now)} already, above the target "
                    f"{self._say(key, now + delta)}.",
                    f"Give {self._say(key, now)} or more, leave the cell blank, or switch to RECONCILE "
                    f"(“{Mode.RECONCILE.label}”).",
                    month,
                    key,
                )

    def _floors(self, deltas: Deltas) -> Iterator[Issue]:
        """Nothing falls below zero."""
        for month, cells in deltas.items():
            for key, delta in cells.items():
                now = self._facts.kpis(month)[key]
                if now + delta < 0:
                    yield Issue(
                        IssueCode.NEGATIVE_DELTA,
                        f"{label_of(key)} in {month} is {self._say(key, now)} and cannot fall by "
                        f"{self._say(key, -delta)}.",
                        f"Take away at most {self._say(key, now)}.",
                        month,
                        key,
                    )

    def _size(self, deltas: Deltas) -> Iterator[Issue]:
        made = (_K.COMPANIES_CREATED, _K.CONTACTS_CREATED, _K.DEALS_CREATED, _K.ACTIVITIES_CREATED)
        total = sum(max(cells.get(key, 0), 0) for cells in deltas.values() for key in made)
        if total > self._facts.max_records:
            yield Issue(
                IssueCode.TOO_MANY_RECORDS,
                f"The plan needs {counted(total, 'record')}; one patch may create {self._facts.max_records:,}.",
                "Split the plan into several patches, or raise DEMOGEN_MAX_RECORDS.",
            )

    def parents(self, deltas: Mapping[Month, Mapping[MetricKey, int]]) -> Iterator[Issue]:
        """A deal and an activity need a contact that exists by then."""
        first = self._facts.earliest_contact
        planned = False
        for month, cells in deltas.items():
            end = to_micros(min(month.bounds(self._facts.zone)[1], self._facts.anchor))
            planned = planned or bool(cells.get(_K.CONTACTS_CREATED, 0))
            if planned or (first is not None and first < end):
                continue
            for key, code, noun in (
                (_K.DEALS_CREATED, IssueCode.NO_CONTACT_FOR_DEAL, "deals"),
                (_K.ACTIVITIES_CREATED, IssueCode.NO_CONTACT_FOR_ACTIVITY, "activities"),
            ):
                if cells.get(key, 0):
                    yield Issue(
                        code,
                        f"The {noun} of {month} need a contact, and the tenant has none by then.",
                        f"Add 1 to {label_of(_K.CONTACTS_CREATED)} in {month} or in an earlier planned month.",
                        month,
                        key,
                    )

    def _say(self, key: MetricKey, value: int) -> str:
        return self._facts.currency.pretty(value) if is_money(key) else f"{value:,}"


def _leads(deltas: Deltas) -> Iterator[Issue]:
    for month, cells in deltas.items():
        leads, contacts = cells.get(_K.LEADS_CREATED, 0), cells.get(_K.CONTACTS_CREATED)
        if contacts is not None and leads > contacts:
            yield Issue(
                IssueCode.LEADS_EXCEED_CONTACTS,
                f"{month} adds {counted(leads, 'lead')} but only {counted(contacts, 'contact')}, and every lead is a contact.",
                f"Add {leads:,} contacts or more, or leave contacts blank to have them follow.",
                month,
                _K.LEADS_CREATED,
            )


def _money_needs_deals(deltas: Deltas, say: Callable[[MetricKey, int], str]) -> Iterator[Issue]:
    """Each value needs its count and each count a value: at least one minor unit a deal."""
    pairs = (
        (
            _K.CLOSED_WON_COUNT,
            _K.CLOSED_WON_VALUE,
            IssueCode.WON_VALUE_WITHOUT_COUNT,
            IssueCode.WON_COUNT_WITHOUT_VALUE,
        ),
        (
            _K.DEALS_CREATED,
            _K.DEALS_CREATED_VALUE,
            IssueCode.CREATED_VALUE_WITHOUT_COUNT,
            IssueCode.CREATED_COUNT_WITHOUT_VALUE,
        ),
    )
    for month, cells in deltas.items():
        for count_key, value_key, no_count, no_value in pairs:
            count, value = cells.get(count_key, 0), cells.get(value_key)
            if value is None:
                continue
            if value and not count:
                yield Issue(
                    no_count,
                    f"{month} adds {say(value_key, value)} to {label_of(value_key)} but no deal to carry it.",
                    f"Add to {label_of(count_key)} in {month} too, or leave the value as it is.",
                    month,
                    value_key,
                )
            elif value < count:
                yield Issue(
                    no_value,
                    f"{month} adds {count:,} to {label_of(count_key)} but only {say(value_key, value)} "
                    f"to {label_of(value_key)}; every deal is worth something.",
                    f"Add at least {say(value_key, count)}, or leave the value blank to have it follow.",
                    month,
                    value_key,
                )
