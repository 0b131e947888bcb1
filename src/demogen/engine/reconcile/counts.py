"""How many records of which month change into what: the fewest, exactly, by minimum-cost flows over whole numbers.

A record stands in a row, the month of its creation, and in a column: the month in which it was won, lost or became a
lead, or none. The planned rows and columns have to gain or lose given numbers. First records move between rows where
one has too many and another too few; then what is left is deleted, created, or changes its column. Every unit of flow
is a record and every cost is a touched record, so the cheapest flow touches the fewest.

Method: minimum-cost flow. What cannot be reached flows through slack arcs that cost more than anything else; they tell the
nearest numbers that can. Numbers that the plan leaves blank give way last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from demogen.engine.min_cost_flow import FlowNetwork
from demogen.engine.reconcile.candidates import FREE, NONE, Candidates, MonthEdges
from demogen.engine.rng import Integers, RandomStream

Column: TypeAlias = tuple[int, int]
"""Kind and month number."""

_CHANGE, _DELETE, _DEPENDANT, _ELSEWHERE, _REOPEN = 100, 110, 40, 4, 2
_AFTER_EXISTING = 300
_IMPLIED, _OTHERS, _SLACK = 10_000, 100_000, 10_000_000
_BLANK = 1000
"""How much dearer it is to move a number that was left blank."""

MOST_URGENT = 6

Place: TypeAlias = "tuple[int | None, int]"
"""A row (kind None) or a column, with its month number."""

Pick: TypeAlias = Callable[[Integers, int, "Exit"], Integers]
"""Chooses so many of these records to leave where they are."""


@dataclass(frozen=True, slots=True)
class Exit:
    """Where records go from and to. `to` None means they are deleted."""

    row: int
    column: Column
    to: Column | None


@dataclass(frozen=True, slots=True)
class Wish:
    """What the planned months have to gain (or lose): `rows` by month, `columns` by kind and month.

    Rows in `open_rows` may also gain what the columns cannot do without. With `same_month` a new record can only be in
    a column of its own month. `blank` names what the plan says nothing of, and what stays for that. Columns in `own` take at
    least so many records of planned rows where there are any. With `urgency`, parallel to the candidates, existing free records go to a column
    before new ones do, the most urgent ones first.
    """

    months: Sequence[int]
    rows: Mapping[int, int]
    columns: Mapping[Column, int]
    open_rows: frozenset[int] = frozenset()
    same_month: bool = False
    blank: frozenset[Place] = frozenset()
    own: Mapping[Column, int] = field(default_factory=dict)
    urgency: Integers | None = None


@dataclass
class Counts:
    """The decision. Arrays run parallel to the candidates: the new row, kind and column month of each, and whether it
    is deleted. `new` holds what is to be created, by row and column; `implied` the part of it that nobody asked for.
    `short` tells by how much rows (kind None) and columns stay above (+) or below (-) what was wished."""

    row: Integers
    kind: Integers
    month: Integers
    deleted: NDArray[np.bool_]
    moved: NDArray[np.bool_]
    new: dict[tuple[int, Column], int] = field(default_factory=dict)
    implied: dict[int, int] = field(default_factory=dict)
    short: dict[Place, int] = field(default_factory=dict)

    def restaged(self, before: Counts) -> NDArray[np.bool_]:
        changed: NDArray[np.bool_] = (self.kind != before.kind) | (self.month != before.month)
        return changed & ~self.deleted


def as_they_are(candidates: Candidates, edges: MonthEdges) -> Counts:
    """Every record where it stands."""
    month = np.where(candidates.kind == FREE, NONE, edges.numbers(candidates.closed))
    nobody = np.zeros(candidates.size, bool)
    return Counts(
        edges.numbers(candidates.created), candidates.kind.copy(), month, nobody.copy(), nobody.copy()
    )


def settle(
    candidates: Candidates, edges: MonthEdges, wish: Wish, stream: RandomStream, pick: Pick | None = None
) -> Counts:
    """The fewest changes that give the planned rows and columns what they need."""
    found = as_they_are(candidates, edges)
    rows = {month: wish.rows.get(month, 0) for month in wish.months}
    _move_between_rows(candidates, edges, found, rows, stream)
    _Columns(candidates, edges, found, wish, rows, pick or _at_random(candidates, stream)).settle()
    return found


def _at_random(candidates: Candidates, stream: RandomStream) -> Pick:
    order = stream.bits(f"pick {candidates.entity}", np.arange(candidates.size, dtype=np.int64))

    def pick(records: Integers, count: int, _exit: Exit) -> Integers:
        chosen: Integers = records[np.argsort(order[records], kind="stable")][:count]
        return chosen

    return pick


def _move_between_rows(
    candidates: Candidates, edges: MonthEdges, found: Counts, rows: dict[int, int], stream: RandomStream
) -> None:
    """Move creations from rows that lose records to rows that gain some, as many and as near as can be."""
    surplus = {month: -count for month, count in rows.items() if count < 0}
    deficit = {month: count for month, count in rows.items() if count > 0}
    if not surplus or not deficit or not candidates.size:
        return
    eligible = np.flatnonzero(np.isin(found.row, list(surplus)))
    low = edges.numbers(candidates.earliest[eligible])
    high = edges.numbers(np.maximum(candidates.latest[eligible], candidates.earliest[eligible]))
    targets = np.array(sorted(deficit), np.int64)
    keys = np.stack(
        [
            found.row[eligible],
            np.searchsorted(targets, low, side="left"),
            np.searchsorted(targets, high, side="right"),
            candidates.removable[eligible].astype(np.int64),
        ],
        axis=1,
    )
    groups, inverse = np.unique(keys, axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    # where some have to go as well, those move that cannot go
    last = 100 if sum(surplus.values()) > sum(deficit.values()) else 0
    flow = FlowNetwork()
    source, sink = flow.node(), flow.node()
    starts = {month: flow.node() for month in surplus}
    ends = {month: flow.node() for month in deficit}
    for month, count in surplus.items():
        flow.arc(source, starts[month], count, 0)
    for month, count in deficit.items():
        flow.arc(ends[month], sink, count, 0)
    moves: list[tuple[int, int, int]] = []
    for number, (row, begin, end, removable) in enumerate(groups.tolist()):
        node = flow.node()
        flow.arc(starts[row], node, int((inverse == number).sum()), last * removable)
        for target in targets[begin:end].tolist():
            moves.append((flow.arc(node, ends[target], deficit[target], abs(target - row)), number, target))
    most = min(sum(surplus.values()), sum(deficit.values()))
    flow.arc(source, sink, most, 10_000)
    flow.supply(source, most)
    flow.supply(sink, -most)
    _solve(flow)
    order = stream.bits(f"move {candidates.entity}", eligible)
    for arc, number, target in moves:
        count = flow.on(arc)
        if not count:
            continue
        members = np.flatnonzero((inverse == number) & ~found.moved[eligible])
        chosen = eligible[members[np.argsort(order[members], kind="stable")][:count]]
        rows[int(groups[number][0])] += count
        rows[target] -= count
        found.row[chosen] = target
        found.moved[chosen] = True


class _Columns:
    """One flow: which records leave their column, which are deleted, and where the new ones stand."""

    def __init__(
        self,
        candidates: Candidates,
        edges: MonthEdges,
        found: Counts,
        wish: Wish,
        rows: Mapping[int, int],
        pick: Pick,
    ) -> None:
        self._all, self._found, self._wish, self._pick = candidates, found, wish, pick
        self._rows = rows
        self._planned = set(wish.months)
        self._ready = np.maximum(edges.numbers(candidates.ready), found.row)
        self._kinds = sorted({kind for kind, _ in wish.columns})
        self._flow = FlowNetwork()

    def settle(self) -> None:
        deletes = {month: -count for month, count in self._rows.items() if count < 0}
        births = {month: count for month, count in self._rows.items() if count > 0}
        if not deletes and not births and not any(self._wish.columns.values()):
            return
        groups, members = self._groups(deletes)
        flow = self._flow
        self._hub, self._open = flow.node(), flow.node()
        columns = {(kind, month): flow.node() for kind in self._kinds for month in self._wish.months}
        own = {column: flow.node() for column in self._wish.own}
        gone = {month: flow.node() for month in deletes}
        total = 0
        arcs: list[tuple[int, int, Column | None]] = []
        standing = dict.fromkeys(columns, 0)
        for number, key in enumerate(groups):
            row, ready, kind, month, removable, tied, urgency = key
            size = len(members[number])
            node = flow.node()
            flow.supply(node, size)
            total += size
            here: Column = (kind, month)
            if here in standing:
                standing[here] += size
            for column, target in columns.items():
                if column == here or column[1] >= ready:
                    cost = self._cost(here, column, row, urgency)
                    arcs.append((flow.arc(node, target, size, cost), number, column))
                    if column in own and row in self._planned:
                        arcs.append((flow.arc(node, own[column], size, cost), number, column))
            arcs.append(
                (
                    flow.arc(node, self._open, size, 0 if kind == FREE else _CHANGE + _REOPEN),
                    number,
                    (FREE, NONE),
                )
            )
            if removable and row in gone:
                cost = _DELETE + (_DEPENDANT if tied else 0)
                arcs.append((flow.arc(node, gone[row], size, cost), number, None))
        new_arcs = self._new(births, [*columns.items(), *own.items()])
        total += sum(births.values())
        demand = {column: standing[column] + self._wish.columns.get(column, 0) for column in columns}
        for column, node in columns.items():
            flow.supply(node, self._own(column, demand) - demand[column])
        for column, node in own.items():
            flow.supply(node, -self._own(column, demand))
        for month, node in gone.items():
            flow.supply(node, -deletes[month])
        flow.supply(self._open, sum(demand.values()) + sum(deletes.values()) - total)
        slack = self._slack(columns, gone, total)
        for column, node in own.items():  # any others, where these do not suffice
            flow.arc(columns[column], node, self._own(column, demand), _OTHERS)
        _solve(flow)
        self._take(groups, members, arcs)
        self._create(new_arcs)
        for arc, place, sign in slack:
            if count := flow.on(arc):
                self._found.short[place] = self._found.short.get(place, 0) + sign * count

    def _own(self, column: Column, demand: Mapping[Column, int]) -> int:
        return min(self._wish.own.get(column, 0), max(demand[column], 0))

    def _groups(
        self, deletes: Mapping[int, int]
    ) -> tuple[list[tuple[int, int, int, int, bool, bool, int]], list[Integers]]:
        """Records that are alike for the flow. A record whose column is not planned stays as it is."""
        found = self._found
        planned = np.isin(found.month, list(self._planned)) & (found.kind != FREE)
        usable = planned | (found.kind == FREE)
        if not self._kinds:
            usable &= np.isin(found.row, list(deletes)) & ~found.moved
        places = np.flatnonzero(usable)
        last = max(self._planned)
        keys = np.stack(
            [
                found.row[places],
                np.minimum(self._ready[places], last + 1),
                found.kind[places],
                found.month[places],
                self._all.removable[places].astype(np.int64),
                (self._all.dependants[places] > 0).astype(np.int64),
                np.zeros(len(places), np.int64) if self._wish.urgency is None else self._wish.urgency[places],
            ],
            axis=1,
        )
        unique, inverse = np.unique(keys, axis=0, return_inverse=True)
        order = np.argsort(inverse.reshape(-1), kind="stable")
        ends = np.cumsum(np.bincount(inverse.reshape(-1), minlength=len(unique)))
        members = np.split(places[order], ends[:-1]) if len(unique) else []
        groups = [
            (int(row), int(ready), int(kind), int(month), bool(removable), bool(tied), int(urgency))
            for row, ready, kind, month, removable, tied, urgency in unique.tolist()
        ]
        return groups, members

    def _cost(self, here: Column, there: Column, row: int, urgency: int) -> int:
        if here == there:
            return 0
        if self._wish.urgency is not None and here[0] == FREE:
            return _CHANGE + MOST_URGENT - urgency
        far = 0 if here[1] == there[1] else _ELSEWHERE
        return _CHANGE + far + min(abs(there[1] - row - 1), 9)

    def _new(
        self, births: Mapping[int, int], targets: Sequence[tuple[Column, int]]
    ) -> list[tuple[int, int, Column, bool]]:
        """Arcs of new records: those that are wished, and those that open rows may gain besides."""
        flow, arcs = self._flow, []
        for row in sorted({*births, *self._wish.open_rows}):
            sources = []
            if row in births:
                node = flow.node()
                flow.supply(node, births[row])
                arcs.append((flow.arc(node, self._open, births[row], 0), row, (FREE, NONE), False))
                sources.append((node, births[row], False))
            if row in self._wish.open_rows:
                most = 1 + sum(max(count, 0) for count in self._wish.columns.values())
                node = flow.node()
                flow.arc(self._hub, node, most, _IMPLIED)
                sources.append((node, most, True))
            for node, size, implied in sources:
                for column, target in targets:
                    fits = column[1] == row if self._wish.same_month else column[1] >= row
                    if fits:
                        late = 0 if self._wish.urgency is None else _AFTER_EXISTING
                        arc = flow.arc(node, target, size, min(column[1] - row, 9) + late)
                        arcs.append((arc, row, column, implied))
        return arcs

    def _slack(
        self, columns: Mapping[Column, int], gone: Mapping[int, int], total: int
    ) -> list[tuple[int, Place, int]]:
        flow = self._flow
        most = (
            total
            + sum(abs(count) for count in self._wish.columns.values())
            + sum(abs(count) for count in self._rows.values())
        )
        flow.arc(self._open, self._hub, most, 0)
        flow.arc(self._hub, self._open, most, 0)
        arcs: list[tuple[int, Place, int]] = []
        for column, node in columns.items():
            cost = _SLACK * (_BLANK if column in self._wish.blank else 1)
            arcs.append((flow.arc(self._hub, node, most, cost), column, -1))
            arcs.append((flow.arc(node, self._hub, most, cost), column, 1))
        for month, node in gone.items():
            arcs.append((flow.arc(self._hub, node, most, _SLACK), (None, month), 1))
        return arcs

    def _take(
        self,
        groups: list[tuple[int, int, int, int, bool, bool, int]],
        members: list[Integers],
        arcs: list[tuple[int, int, Column | None]],
    ) -> None:
        """Choose the records behind the flow: those to be deleted first, then those that change."""
        found = self._found
        left = dict(enumerate(members))
        for arc, number, to in sorted(arcs, key=lambda entry: (entry[2] is not None, entry[1])):
            count = self._flow.on(arc)
            row, _, kind, month, *_ = groups[number]
            if not count or to == (kind, month):
                continue
            chosen = self._pick(left[number], count, Exit(row, (kind, month), to))
            left[number] = np.setdiff1d(left[number], chosen, assume_unique=True)
            if to is None:
                found.deleted[chosen] = True
            else:
                found.kind[chosen], found.month[chosen] = to

    def _create(self, arcs: list[tuple[int, int, Column, bool]]) -> None:
        for arc, row, column, implied in arcs:
            if count := self._flow.on(arc):
                key = (row, column)
                self._found.new[key] = self._found.new.get(key, 0) + count
                if implied:
                    self._found.implied[row] = self._found.implied.get(row, 0) + count


def _solve(flow: FlowNetwork) -> None:
    if not flow.solve():
        raise AssertionError("a network with slack always has a flow")
