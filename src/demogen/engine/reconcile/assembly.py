"""From settled counts and prices to everything that a reconciliation does: changes, new records, notes. Nothing is decided
here any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import PLANNED, Entity, MetricKey, is_money, label_of
from demogen.domain.months import Month
from demogen.engine.calendar import to_micros
from demogen.engine.deltas import Deltas
from demogen.engine.facts import TenantFacts
from demogen.engine.planner import SolvedPlan
from demogen.engine.reconcile.advance import advanced
from demogen.engine.reconcile.candidates import FREE, Candidates
from demogen.engine.reconcile.counts import Counts
from demogen.engine.reconcile.instants import Instants
from demogen.engine.reconcile.plans import COLUMNS, ROWS, ReconcilePlan, RowChanges
from demogen.engine.reconcile.rewrites import Rewrite, Rewriter
from demogen.engine.reconcile.values import Priced
from demogen.engine.rng import RandomStream

_K = MetricKey


class Assembly:
    """Puts one reconciliation together. `before` and `after` are the counts of each kind of candidates."""

    def __init__(
        self,
        facts: TenantFacts,
        asked: Deltas,
        candidates: Mapping[Entity, Candidates],
        before: Mapping[Entity, Counts],
        after: Mapping[Entity, Counts],
        priced: Priced,
        stream: RandomStream,
    ) -> None:
        self._facts, self._asked, self._months = facts, asked, list(asked)
        self._all, self._before, self._after = candidates, before, after
        self._priced, self._stream = priced, stream

    def plan(self) -> ReconcilePlan:
        effects, created = self._effects(), self._created()
        deltas = {
            month: {key: effects[month][key] + created[month][key] for key in PLANNED}
            for month in self._months
        }
        for month, cells in self._asked.items():
            for key, value in cells.items():
                assert deltas[month][key] == value, (month, key, deltas[month][key], value)
        changes = self._changes()
        return ReconcilePlan(
            deltas,
            self._asked,
            tuple(self._notes(deltas)),
            effects,
            SolvedPlan(created, self._asked, self._priced.new, ()),
            changes,
            {
                Entity.COMPANIES: self._earliest(
                    Entity.COMPANIES, changes.rewrites, self._facts.earliest_company
                ),
                Entity.CONTACTS: self._earliest(
                    Entity.CONTACTS, changes.rewrites, self._facts.earliest_contact
                ),
            },
        )

    def _earliest(self, entity: Entity, rewrites: tuple[Rewrite, ...], otherwise: int | None) -> int | None:
        """When the first record of a kind will have been created, those that stay and those that move included."""
        candidates, after = self._all[entity], self._after[entity]
        if not candidates.size:
            return otherwise
        found = [] if candidates.others_since is None else [candidates.others_since]
        found += candidates.created[~after.deleted & ~after.moved].tolist()
        for rewrite in rewrites:
            if rewrite.entity is entity:
                found += [to_micros(at) for at in rewrite.after["created_at"] if isinstance(at, datetime)]
        return min(found, default=None)

    def _effects(self) -> Deltas:
        """What the changes of existing records do to the planned months."""
        found: Deltas = {month: dict.fromkeys(PLANNED, 0) for month in self._months}
        for entity, row_key in ROWS.items():
            before, after = self._before[entity], self._after[entity]
            live = ~after.deleted
            for month in self._months:
                number, cells = month.index, found[month]
                cells[row_key] += int((live & (after.row == number)).sum()) - int(
                    (before.row == number).sum()
                )
                for kind, key in COLUMNS[entity].items():
                    now = live & (after.kind == kind) & (after.month == number)
                    cells[key] += int(now.sum()) - int(
                        ((before.kind == kind) & (before.month == number)).sum()
                    )
        for month, money in self._priced.values.effects(self._priced.amounts).items():
            found[month] |= money
        return found

    def _created(self) -> Deltas:
        """What is created besides."""
        found: Deltas = {month: dict.fromkeys(PLANNED, 0) for month in self._months}
        for entity, row_key in ROWS.items():
            for (row, (kind, number)), count in self._after[entity].new.items():
                found[Month.from_index(row)][row_key] += count
                if kind != FREE:
                    found[Month.from_index(number)][COLUMNS[entity][kind]] += count
        for place, month in enumerate(self._months):
            found[month][_K.DEALS_CREATED_VALUE] = self._priced.new.created_value[place]
            found[month][_K.CLOSED_WON_VALUE] = self._priced.new.won_value[place]
        return found

    def _changes(self) -> RowChanges:
        facts, amounts = self._facts, self._priced.amounts
        calendar = facts.calendar
        rewriter = Rewriter(
            Instants(calendar, self._stream), self._stream, to_micros(facts.anchor), facts.zone
        )
        before, after = self._before, self._after
        rewrites: tuple[Rewrite, ...] = (
            rewriter.moved(self._all[Entity.COMPANIES], after[Entity.COMPANIES], "created_at"),
            rewriter.contacts(self._all[Entity.CONTACTS], before[Entity.CONTACTS], after[Entity.CONTACTS]),
            rewriter.deals(self._all[Entity.DEALS], before[Entity.DEALS], after[Entity.DEALS], amounts),
            rewriter.moved(self._all[Entity.ACTIVITIES], after[Entity.ACTIVITIES], "occurred_at"),
        )
        if facts.run is not None:
            deals, later = self._all[Entity.DEALS], after[Entity.DEALS]
            changed = later.moved | later.restaged(before[Entity.DEALS]) | (amounts != deals.amount)
            living_on = advanced(deals, later, changed, anchor=to_micros(facts.anchor), zone=facts.zone)
            rewrites += () if living_on is None else (living_on,)
        retired = {
            entity: tuple(
                self._all[entity].ids[place] for place in np.flatnonzero(after[entity].deleted).tolist()
            )
            for entity in Entity
        }
        contacts = self._all[Entity.CONTACTS]
        heirs = {
            contacts.ids[place]: heir
            for place in np.flatnonzero(after[Entity.CONTACTS].deleted).tolist()
            if contacts.dependants[place] and (heir := contacts.heirs[place]) is not None
        }
        return RowChanges(tuple(one for one in rewrites if one.ids), retired, heirs)

    def _notes(self, deltas: Deltas) -> list[Issue]:
        notes: list[Issue] = []
        for month, cells in deltas.items():
            for key, change in cells.items():
                if change and key not in self._asked[month]:
                    way = "rises" if change > 0 else "falls"
                    notes.append(
                        Issue(
                            IssueCode.IMPLIED,
                            f"{label_of(key)} in {month}, left blank, {way} by {self._say(key, abs(change))}: the "
                            "other numbers of the plan bring it along.",
                            "Give a number to decide it yourself.",
                            month,
                            key,
                        )
                    )
        if not any(any(cells.values()) for cells in deltas.values()):
            text = "Every planned number is there already; nothing will be changed."
            notes.append(Issue(IssueCode.NOTHING_TO_DO, text, "Nothing to do."))
        return notes

    def _say(self, key: MetricKey, value: int) -> str:
        return self._facts.currency.pretty(value) if is_money(key) else f"{value:,}"
