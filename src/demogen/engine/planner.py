"""From a sound plan to one that says everything that will be created, or to the cells that contradict each other."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from demogen.domain.counts import counted
from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import MonthlyKpiSnapshot
from demogen.domain.metrics import PLANNED, Entity, MetricKey, is_money, label_of
from demogen.domain.months import Month
from demogen.domain.plan import Plan, PlanMonth, PlanType
from demogen.engine.calendar import to_micros
from demogen.engine.deltas import (
    Deltas,
    add_implied,
    blank_months,
    compute_deltas,
    months_with_contact,
)
from demogen.engine.facts import TenantFacts
from demogen.engine.funnel import FunnelDemand, FunnelPlan, first_shortfall, fit_counts
from demogen.engine.funnel_search import FunnelConflict, solve
from demogen.engine.nearest import Contradiction

_K = MetricKey

RECORD_COUNTS = {
    Entity.COMPANIES: _K.COMPANIES_CREATED,
    Entity.CONTACTS: _K.CONTACTS_CREATED,
    Entity.DEALS: _K.DEALS_CREATED,
    Entity.ACTIVITIES: _K.ACTIVITIES_CREATED,
}


_NAMED = 3
"""Cells that one sentence names."""

_IMPLIED_BY = {
    _K.CONTACTS_CREATED: "the new leads need it",
    _K.DEALS_CREATED: "the closed deals need it",
    _K.DEALS_CREATED_VALUE: "the new deals are worth something",
    _K.CLOSED_WON_VALUE: "the new deals are worth something",
}


@dataclass(frozen=True, slots=True)
class SolvedPlan:
    """Everything a patch adds. `deltas` holds all nine KPIs of each planned month; `asked` the cells of the plan.

    `funnel` runs over the months of `deltas` in their order.
    """

    deltas: Mapping[Month, Mapping[MetricKey, int]]
    asked: Mapping[Month, Mapping[MetricKey, int]]
    funnel: FunnelPlan
    notes: tuple[Issue, ...]

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(self.deltas)

    @property
    def records(self) -> dict[Entity, int]:
        return {
            entity: sum(cells[key] for cells in self.deltas.values()) for entity, key in RECORD_COUNTS.items()
        }

    def projected(self, facts: TenantFacts) -> tuple[MonthlyKpiSnapshot, ...]:
        """The planned months after the patch, stocks included."""
        months: list[MonthlyKpiSnapshot] = []
        open_deals = open_value = 0
        for place, (month, cells) in enumerate(self.deltas.items()):
            closed = cells[_K.CLOSED_WON_COUNT] + cells[_K.CLOSED_LOST_COUNT]
            open_deals += cells[_K.DEALS_CREATED] - closed
            open_value += cells[_K.DEALS_CREATED_VALUE] - cells[_K.CLOSED_WON_VALUE]
            open_value -= self.funnel.lost_value[place]
            stocks = {_K.OPEN_DEALS: open_deals, _K.OPEN_PIPELINE_VALUE: open_value}
            months.append(facts.kpis(month).plus({**cells, **stocks}))
        return tuple(months)


class PatchPlanner:
    """Solves sound plans for one tenant."""

    def __init__(self, facts: TenantFacts) -> None:
        self._facts = facts

    def plan(self, plan: Plan) -> SolvedPlan | Contradiction:
        """Needs a plan in which the validator found no errors and no blockers."""
        asked = compute_deltas(plan, self._facts)
        deltas = add_implied(asked)
        demand = self._demand(deltas, blank_months(asked) & months_with_contact(deltas, self._facts))
        shortfall = first_shortfall(demand)
        if shortfall is not None:
            return self._too_few_deals(plan, deltas, demand, *shortfall)
        outcome = solve(demand)
        if isinstance(outcome, FunnelConflict):
            return self._values_contradict(plan, deltas, outcome)
        complete = {
            month: {
                **{key: cells.get(key, 0) for key in PLANNED},
                _K.DEALS_CREATED: outcome.created[place],
                _K.DEALS_CREATED_VALUE: outcome.created_value[place],
                _K.CLOSED_WON_VALUE: outcome.won_value[place],
            }
            for place, (month, cells) in enumerate(deltas.items())
        }
        return SolvedPlan(complete, asked, outcome, tuple(self._notes(asked, complete)))

    def _demand(self, deltas: Deltas, blank: Set[Month]) -> FunnelDemand:
        def counts(key: MetricKey) -> tuple[int, ...]:
            return tuple(cells.get(key, 0) for cells in deltas.values())

        def values(key: MetricKey, count: MetricKey) -> tuple[int | None, ...]:
            return tuple(
                cells.get(
                    key, None if cells.get(count) or (count is _K.DEALS_CREATED and month in blank) else 0
                )
                for month, cells in deltas.items()
            )

        won, value = counts(_K.CLOSED_WON_COUNT), values(_K.CLOSED_WON_VALUE, _K.CLOSED_WON_COUNT)
        priced = [(count, amount) for count, amount in zip(won, value, strict=True) if count and amount]
        typical = self._facts.typical_amount
        if priced and not self._facts.has_history:  # the plan itself says what deals are worth
            typical = max(sum(amount for _, amount in priced) // sum(count for count, _ in priced), 1)
        return FunnelDemand(
            index=tuple(month.index for month in deltas),
            created=counts(_K.DEALS_CREATED),
            won=won,
            lost=counts(_K.CLOSED_LOST_COUNT),
            created_value=values(_K.DEALS_CREATED_VALUE, _K.DEALS_CREATED),
            won_value=value,
            typical=typical,
            cycle=self._facts.cycle,
            blank=frozenset(place for place, month in enumerate(deltas) if month in blank),
        )

    def _notes(self, asked: Deltas, complete: Deltas) -> list[Issue]:
        notes: list[Issue] = []
        for month, cells in complete.items():
            for key, because in _IMPLIED_BY.items():
                if cells[key] and key not in asked[month]:
                    notes.append(
                        Issue(
                            IssueCode.IMPLIED,
                            f"{label_of(key)} in {month}, left blank, rises by {self._say(key, cells[key])}: {because}.",
                            "Give a number to decide it yourself.",
                            month,
                            key,
                        )
                    )
            closed = cells[_K.CLOSED_WON_COUNT] + cells[_K.CLOSED_LOST_COUNT]
            if closed > cells[_K.DEALS_CREATED]:
                notes.append(
                    Issue(
                        IssueCode.CLOSES_EARLIER_DEALS,
                        f"{month} closes {counted(closed, 'deal')} and creates {cells[_K.DEALS_CREATED]:,}: "
                        "the others come from earlier planned months.",
                        "Nothing to do.",
                        month,
                        _K.CLOSED_WON_COUNT,
                    )
                )
        notes += self._without_company(complete)
        if not any(any(cells.values()) for cells in complete.values()):
            notes.append(
                Issue(
                    IssueCode.NOTHING_TO_DO,
                    "Every planned number is there already; nothing will be created.",
                    "Nothing to do.",
                )
            )
        return notes

    def _without_company(self, complete: Deltas) -> list[Issue]:
        """Contacts of months by whose end no company exists."""
        notes: list[Issue] = []
        first, planned = self._facts.earliest_company, False
        for month, cells in complete.items():
            planned = planned or cells[_K.COMPANIES_CREATED] > 0
            exists = first is not None and first < to_micros(month.bounds(self._facts.zone)[1])
            if cells[_K.CONTACTS_CREATED] and not planned and not exists:
                notes.append(
                    Issue(
                        IssueCode.CONTACTS_WITHOUT_COMPANY,
                        f"The contacts created in {month} ({cells[_K.CONTACTS_CREATED]:,}) belong to no company: the tenant has "
                        "none by then.",
                        f"Add to {label_of(_K.COMPANIES_CREATED)} in {month} or earlier to give them one.",
                        month,
                        _K.CONTACTS_CREATED,
                    )
                )
        return notes

    def _too_few_deals(
        self, plan: Plan, deltas: Deltas, demand: FunnelDemand, place: int, available: int
    ) -> Contradiction:
        month = list(deltas)[place]
        won, lost = demand.won[place], demand.lost[place]
        issue = Issue(
            IssueCode.CLOSED_EXCEED_CREATED,
            f"{month} would close {counted(won + lost, 'deal')} (won {won:,}, lost {lost:,}), but of the deals that the plan "
            f"creates up to then only {available:,} {'is' if available == 1 else 'are'} left to close.",
            f"Close at most {available:,} in {month}, or create {counted(won + lost - available, 'more deal')} "
            f"in {month} or earlier.",
            month,
            _K.CLOSED_WON_COUNT if won else _K.CLOSED_LOST_COUNT,
        )
        fitted = fit_counts(demand)
        outcome = solve(fitted)
        nearest = outcome.nearest if isinstance(outcome, FunnelConflict) else fitted
        return Contradiction((issue,), self._as_plan(plan, deltas, nearest))

    def _values_contradict(self, plan: Plan, deltas: Deltas, conflict: FunnelConflict) -> Contradiction:
        months = list(deltas)
        issues: list[Issue] = []
        cells = [f"{label_of(cell.metric)} in {months[cell.month]}" for cell in conflict.cells]
        others = ", ".join(cells[:_NAMED]) + (
            f" and {len(cells) - _NAMED} more" if len(cells) > _NAMED else ""
        )
        for cell in conflict.cells:
            month, now = months[cell.month], self._facts.kpis(months[cell.month])[cell.metric]
            shown = 0 if plan.plan_type is PlanType.DELTAS else now
            cause = (
                "no way of closing the planned deals makes the values add up"
                if conflict.proven
                else "no way of closing the planned deals was found in which the values add up"
            )
            issues.append(
                Issue(
                    IssueCode.VALUES_CONTRADICT,
                    f"{label_of(cell.metric)} in {month} cannot be {self._say(cell.metric, shown + cell.asked)} "
                    f"beside the other created and won values: {cause} (cells that would have to move: {others}).",
                    f"{self._say(cell.metric, shown + cell.nearest)} would fit.",
                    month,
                    cell.metric,
                )
            )
        return Contradiction(tuple(issues), self._as_plan(plan, deltas, conflict.nearest))

    def _as_plan(self, plan: Plan, deltas: Deltas, demand: FunnelDemand) -> Plan:
        """The asked plan with the funnel's cells as in `demand`; blank cells stay blank."""
        found: dict[MetricKey, tuple[int | None, ...]] = {
            _K.DEALS_CREATED: demand.created,
            _K.CLOSED_WON_COUNT: demand.won,
            _K.CLOSED_LOST_COUNT: demand.lost,
            _K.DEALS_CREATED_VALUE: demand.created_value,
            _K.CLOSED_WON_VALUE: demand.won_value,
        }
        place = {month: number for number, month in enumerate(deltas)}
        rows: list[PlanMonth] = []
        for row in plan.months:
            values = dict(row.values)
            base = self._facts.kpis(row.month) if plan.plan_type is PlanType.TARGETS else None
            for key, column in found.items():
                value = column[place[row.month]]
                if key in values and value is not None:
                    values[key] = value + (base[key] if base else 0)
            rows.append(PlanMonth(row.month, values))
        return replace(plan, months=tuple(rows))

    def _say(self, key: MetricKey, value: int) -> str:
        return self._facts.currency.pretty(value) if is_money(key) else f"{value:,}"
