"""Why a number cannot be reached: the cause that is really there, in words. What can be reached instead is not known here."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from demogen.domain.counts import counted
from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import Entity, MetricKey, is_money, label_of
from demogen.domain.months import Month
from demogen.engine.deltas import Deltas
from demogen.engine.facts import TenantFacts
from demogen.engine.reconcile.candidates import FIRST, NONE, Candidates
from demogen.engine.reconcile.counts import Counts
from demogen.engine.reconcile.plans import COLUMNS, ROWS

_K = MetricKey

_BECOME = {
    _K.LEADS_CREATED: ("contacts", "become leads"),
    _K.CLOSED_WON_COUNT: ("deals", "be won"),
    _K.CLOSED_LOST_COUNT: ("deals", "be lost"),
}


class Reasons:
    """Words for what one plan cannot reach."""

    def __init__(
        self,
        facts: TenantFacts,
        asked: Deltas,
        candidates: Mapping[Entity, Candidates],
        before: Mapping[Entity, Counts],
        after: Mapping[Entity, Counts],
    ) -> None:
        self._facts, self._asked = facts, asked
        self._all, self._before, self._after = candidates, before, after

    def of_count(self, entity: Entity, kind: int | None, month: Month, left: int) -> Issue:
        """`left` is by how much the count would stay above (+) or below (-) what is asked."""
        key = ROWS[entity] if kind is None else COLUMNS[entity][kind]
        if left < 0:
            nouns, become = _BECOME[key]
            because = (
                f"too few {nouns} created by the end of it are free to {become} in it, and the plan says how many "
                "are created"
            )
        elif kind is None:
            because = self._too_many_rows(entity, month)
        else:
            because = self._made_by_people(entity, month, key, self._standing(entity, kind, month)) or (
                "no other number of the plan has room for the ones that would have to change"
            )
        return self._issue(month, key, because)

    def _too_many_rows(self, entity: Entity, month: Month) -> str:
        """Records of a month that would have to go and cannot."""
        candidates, before, after = self._all[entity], self._before[entity], self._after[entity]
        here = (before.row == month.index) & ~after.deleted & ~after.moved
        tied = int((here & ~candidates.removable).sum())
        free = int((here & candidates.removable).sum())
        causes = [
            self._made_by_people(entity, month, ROWS[entity], int((before.row == month.index).sum())),
            f"{_of_them(tied, entity)} needed by records that stay" if tied else "",
            f"{_of_them(free, entity)} {self._counted_as(entity)} now, or {'has' if free == 1 else 'have'} to be for the plan's "
            "other numbers, and nothing else can take that place"
            if free
            else "",
        ]
        return "; ".join(cause for cause in causes if cause)

    def _counted_as(self, entity: Entity) -> str:
        return "among the leads" if entity is Entity.CONTACTS else "won or lost"

    def _standing(self, entity: Entity, kind: int, month: Month) -> int:
        before = self._before[entity]
        return int(((before.kind == kind) & (before.month == month.index)).sum())

    def _made_by_people(self, entity: Entity, month: Month, key: MetricKey, known: int) -> str:
        """Those of a month that no job may change; empty where there are none."""
        others = self._facts.kpis(month)[key] - known
        return f"{_of_them(others, entity)} made or edited by people" if others > 0 else ""

    def of_blank_value(self, month: Month, key: MetricKey, staying: tuple[Month, MetricKey]) -> Issue:
        """A value that could be reached if one that was left blank followed."""
        where, other = staying
        deals = "won in it" if other is _K.CLOSED_WON_VALUE else "created in it"
        return self._issue(
            month,
            key,
            f"{label_of(other)} in {where} is blank and stays, and no other deal {deals} can make up for the difference",
        )

    def of_value(self, month: Month, key: MetricKey, *, alone: bool) -> Issue:
        """`alone` says that it could be reached if no other value were decided."""
        if alone:
            return self._issue(
                month,
                key,
                "the deals that carry it carry other values of the plan too, and all of them do not add up",
            )
        after = self._after[Entity.DEALS]
        is_won = key is _K.CLOSED_WON_VALUE
        here = ~after.deleted & (
            (after.kind == FIRST) & (after.month == month.index) if is_won else after.row == month.index
        )
        numbers = [one.index for one in self._asked]
        elsewhere = here & (
            ~np.isin(after.row, numbers)
            if is_won
            else (after.kind == FIRST) & ~np.isin(after.month, [*numbers, NONE])
        )
        count = _K.CLOSED_WON_COUNT if is_won else _K.DEALS_CREATED
        held = self._facts.kpis(month)[count] - (
            self._standing(Entity.DEALS, FIRST, month)
            if is_won
            else int((self._before[Entity.DEALS].row == month.index).sum())
        )
        causes = [
            f"{_of_them(held, Entity.DEALS)} made or edited by people" if held > 0 else "",
            f"{_of_them(int(elsewhere.sum()), Entity.DEALS)} {'created' if is_won else 'won'} in months that the plan does "
            "not have"
            if elsewhere.any()
            else "",
        ]
        named = "; ".join(cause for cause in causes if cause)
        room = int(here.sum()) - int(elsewhere.sum())
        because = (
            f"of its deals {named}" if named and not room
            else f"{named}; the others are worth at least {self._say(key, 1)} each" if named
            else f"no deal of it may change its price, and every deal is worth at least {self._say(key, 1)}"
        )  # fmt: skip
        return self._issue(month, key, because)

    def of_staying(self, month: Month, key: MetricKey) -> Issue:
        """A number that was left blank and would have to move."""
        now = self._facts.kpis(month)[key]
        return Issue(
            IssueCode.OUT_OF_REACH,
            f"{label_of(key)} in {month} is blank and stays at {self._say(key, now)}, which does not go with the other "
            "numbers of the plan.",
            "Give a number for it, or ask for a smaller change.",
            month,
            key,
        )

    def _issue(self, month: Month, key: MetricKey, because: str) -> Issue:
        wanted = self._facts.kpis(month)[key] + self._asked[month].get(key, 0)
        return Issue(
            IssueCode.OUT_OF_REACH,
            f"{label_of(key)} in {month} cannot become {self._say(key, wanted)}: {because}.",
            "Ask for a smaller change, or leave the cell blank.",
            month,
            key,
        )

    def _say(self, key: MetricKey, value: int) -> str:
        return self._facts.currency.pretty(value) if is_money(key) else f"{value:,}"


def _of_them(number: int, entity: Entity) -> str:
    return f"{counted(number, entity.noun)} {'is' if number == 1 else 'are'}"
