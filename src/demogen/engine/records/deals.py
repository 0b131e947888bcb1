"""Deal records: who they belong to, what becomes of them and when, and what they are worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON
from demogen.domain.months import Month
from demogen.engine.amounts import Amounts
from demogen.engine.calendar import to_micros
from demogen.engine.funnel import Fate, FunnelPlan
from demogen.engine.records.columns import IdMaker, Ids, Parents, instants
from demogen.engine.records.companies import owner_column
from demogen.engine.records.contacts import Contacts, at_or_after
from demogen.engine.references import References
from demogen.engine.rng import Integers, RandomStream
from demogen.engine.shares import interleaved
from demogen.engine.stage_history import progress
from demogen.engine.timeline import Timeline
from demogen.engine.words import DEAL_PATTERNS, LOST_REASONS, OPEN_STAGES, PRODUCTS, SEATS

_DAY = 86_400_000_000
_SHORTEST_LIFE = 60_000_000
"""A minute from a deal's creation to its closing, or half of what is left of a day that has hardly begun."""

_ROUNDS = 3
_SIZE_STEPS = (400, 1100, 3000)
"""Amounts in per mille of the job's average from which deals are for more seats."""


class Fates:
    """Which flow each deal belongs to, and its rank there.

    A month's first deals are those that close in the same month, so that they exist before they close; won and
    lost ones alternate evenly among them. The month's other deals are shuffled over its other flows.
    """

    def __init__(
        self, funnel: FunnelPlan, created: Timeline, months: tuple[Month, ...], stream: RandomStream
    ) -> None:
        self.flows = sorted(
            funnel.flows,
            key=lambda flow: (flow.created, flow.closed != flow.created, flow.fate, flow.closed or 0),
        )
        counts = [flow.count for flow in self.flows]
        self.start = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
        self._first = np.array([created.range_of(month)[0] for month in months], np.int64)
        self._same_won = np.array(funnel.same_month_won, np.int64)
        self._same = self._same_won + np.array(funnel.same_month_lost, np.int64)
        totals = np.array([end - begin for begin, end in map(created.range_of, months)], np.int64)
        shuffles = [
            stream.permutation(f"fate{month}", int(size))
            for month, size in zip(months, totals - self._same, strict=True)
        ]
        self._size = np.array([max(shuffle.size, 1) for shuffle in shuffles], np.int64)
        self._step = np.array([shuffle.step for shuffle in shuffles], np.int64)
        self._shift = np.array([shuffle.shift for shuffle in shuffles], np.int64)
        self._used = np.flatnonzero(totals)

    def of(self, positions: Integers) -> tuple[Integers, Integers]:
        """Flow number and rank within the flow of each deal."""
        month = self._used[np.searchsorted(self._first[self._used], positions, side="right") - 1]
        place = positions - self._first[month]
        same, same_won = self._same[month], self._same_won[month]
        won_before = interleaved(place, same_won, same)
        is_won = interleaved(place + 1, same_won, same) > won_before
        early = np.where(is_won, won_before, same_won + place - won_before)
        shuffled = ((place - same) * self._step[month] + self._shift[month]) % self._size[month]
        layout = self._first[month] + np.where(place < same, early, same + shuffled)
        flow = np.searchsorted(self.start, layout, side="right") - 1
        return flow, layout - self.start[flow]


@dataclass(frozen=True, slots=True)
class Lives:
    """What has become of deals: created when, in which stage (open ones first, then won and lost), and until when it is
    known, which is their closing or the job's now. Instants are microseconds."""

    created: Integers
    stage: Integers
    fate: Integers
    end: Integers


class Deals:
    """New deals by number."""

    def __init__(
        self,
        funnel: FunnelPlan,
        months: tuple[Month, ...],
        timeline: Timeline,
        closings: dict[Fate, Timeline],
        ids: IdMaker,
        contacts: Contacts,
        people: Parents,
        references: References,
        anchor: datetime,
        zone: ZoneInfo,
        stream: RandomStream,
    ) -> None:
        self.timeline, self._closings, self._ids = timeline, closings, ids
        self._contacts, self._people, self._references = contacts, people, references
        self._anchor, self._zone, self._stream = to_micros(anchor), zone, stream
        self._fates = Fates(funnel, timeline, months, stream)
        self._amounts = Amounts(self._fates.flows, stream)
        self._usual = max(sum(funnel.created_value) // max(timeline.size, 1), 1)
        self._lay_out_closings(funnel, months)
        self._titles = pa.array(
            [
                f" – {pattern.format(product=product, seats=seats)}"
                for sizes in SEATS
                for product in PRODUCTS
                for pattern in DEAL_PATTERNS
                for seats in sizes
            ]
        )
        self._stages = pa.array([*(stage for stage, _ in OPEN_STAGES), CLOSED_WON, CLOSED_LOST])
        self._probability = np.array([*(percent for _, percent in OPEN_STAGES), 100, 0])
        self._reasons = pa.array(LOST_REASONS)

    def _lay_out_closings(self, funnel: FunnelPlan, months: tuple[Month, ...]) -> None:
        """Give each flow its stretch of its closing month's events: earlier months' deals first, shuffled."""
        flows = self._fates.flows
        self._fate = np.array([flow.fate for flow in flows], np.int64)
        self._own_month = np.array([flow.created == flow.closed for flow in flows], bool)
        self._first, self._offset = np.zeros(len(flows), np.int64), np.zeros(len(flows), np.int64)
        self._step, self._shift = np.ones(len(flows), np.int64), np.zeros(len(flows), np.int64)
        self._earlier = np.ones(len(flows), np.int64)
        same = {Fate.WON: funnel.same_month_won, Fate.LOST: funnel.same_month_lost}
        reached: dict[tuple[Fate, int], int] = {}
        for number, flow in enumerate(flows):
            if flow.closed is None:
                continue
            month = months[flow.closed]
            begin, end = self._closings[flow.fate].range_of(month)
            earlier = end - begin - same[flow.fate][flow.closed]
            self._first[number] = begin
            if flow.created == flow.closed:
                self._offset[number] = earlier
                continue
            shuffle = self._stream.permutation(f"close{flow.fate}{month}", earlier)
            self._step[number], self._shift[number] = shuffle.step, shuffle.shift
            self._earlier[number] = max(earlier, 1)
            self._offset[number] = reached.get((flow.fate, flow.closed), 0)
            reached[flow.fate, flow.closed] = int(self._offset[number]) + flow.count

    def closed_at(self, positions: Integers) -> Integers:
        """When each deal closes, in microseconds; the far future while it is open."""
        flow, rank = self._fates.of(positions)
        return self._closed(flow, rank, self.timeline.at(positions))

    def _closed(self, flow: Integers, rank: Integers, created: Integers) -> Integers:
        place = self._offset[flow] + rank
        shuffled = (place * self._step[flow] + self._shift[flow]) % self._earlier[flow]
        event = self._first[flow] + np.where(self._own_month[flow], place, shuffled)
        closed = np.full(len(flow), 2**62, np.int64)
        for fate, timeline in self._closings.items():
            mine = self._fate[flow] == fate
            if mine.any():
                room = timeline.end_of_day(event[mine]) - created[mine]
                earliest = created[mine] + np.clip(room // 2, 1, _SHORTEST_LIFE)
                closed[mine] = at_or_after(timeline, event[mine], earliest, self._stream)
        return closed

    def contacts(self, positions: Integers) -> Integers:
        """The contact of each deal as a parent number."""
        return self._people.choose("buyer", positions, self.timeline.at(positions), rounds=_ROUNDS)

    def contact_ids(self, positions: Integers) -> Ids:
        return self._people.ids(self.contacts(positions))

    def ids(self, positions: Integers) -> Ids:
        return self._ids.make(positions, self.timeline.at(positions))

    def life(self, positions: Integers) -> Lives:
        created = self.timeline.at(positions)
        flow, rank = self._fates.of(positions)
        fate = self._fate[flow]
        end = np.where(fate == Fate.OPEN, self._anchor, self._closed(flow, rank, created))
        return Lives(created, self._stage(positions, created, fate), fate, end)

    def columns(self, positions: Integers) -> dict[str, pa.Array]:
        created = self.timeline.at(positions)
        ids = self._ids.make(positions, created)
        flow, rank = self._fates.of(positions)
        fate = self._fate[flow]
        closed = self._closed(flow, rank, created)
        is_open = fate == Fate.OPEN
        amount = self._amounts.at(flow, rank)
        buyers = self.contacts(positions)
        company, no_company, company_name = self._companies(buyers)
        stage = self._stage(positions, created, fate)
        draw = self._stream.below
        expected = self._expected(positions, np.where(is_open, self._anchor, closed), is_open)
        touched = np.where(is_open, created, closed)
        return {
            "id": ids.to_arrow(),
            "company_id": company.to_arrow(missing=no_company),
            "contact_id": self._people.ids(buyers).to_arrow(),
            "name": self._names(positions, company_name, amount),
            "stage": self._stages.take(stage),
            "probability": pa.array(self._probability[stage], pa.int16()),
            "amount_minor": pa.array(amount, pa.int64()),
            "expected_close_on": expected,
            "lost_reason": pc.if_else(
                pa.array(fate == Fate.LOST),
                self._reasons.take(draw("reason", positions, len(self._reasons))),
                pa.scalar(None, pa.string()),
            ),
            **owner_column(self._references.owners, np.where(no_company, ids.low, company.low)),
            "created_at": instants(created),
            "closed_at": instants(closed, missing=is_open),
            "updated_at": instants(touched),
        }

    def _companies(self, buyers: Integers) -> tuple[Ids, np.ndarray, pa.Array]:
        """The company of each buyer: its id, where it is missing, and its name."""
        known, existing = self._people.known, self._references.contacts
        new = np.maximum(buyers - known, 0)
        if self._contacts.timeline.size:
            company, missing = self._contacts.company_ids(new)
            name = self._contacts.company_names(new)
        if known:
            old = np.clip(buyers, 0, known - 1)
            old_company, old_name = existing.company.take(old), existing.company_name.take(old)
            old_missing = (old_company.high | old_company.low) == 0
            if not self._contacts.timeline.size:
                return old_company, old_missing, old_name
            is_old = buyers < known
            company = Ids(
                np.where(is_old, old_company.high, company.high),
                np.where(is_old, old_company.low, company.low),
            )
            missing = np.where(is_old, old_missing, missing)
            name = pc.if_else(pa.array(is_old), old_name, name)
        return company, missing, name

    def _names(self, positions: Integers, company: pa.Array, amount: Integers) -> pa.Array:
        """Company, product and licence size; larger deals are for more seats."""
        size = np.searchsorted(np.array(_SIZE_STEPS), amount * 1000 // self._usual, side="right")
        each = len(self._titles) // len(SEATS)
        title = self._titles.take(size * each + self._stream.below("product", positions, each))
        whole = pc.binary_join_element_wise(company, title, "")
        return pc.utf8_ltrim(whole, " –")

    def _stage(self, positions: Integers, created: Integers, fate: Integers) -> Integers:
        """Open deals are further on the older they are; closed ones take the two last stages."""
        reached = progress(self._stream.below("stage", positions, 100), self._anchor - created)
        return np.where(fate == Fate.OPEN, reached, len(OPEN_STAGES) + fate)

    def _expected(self, positions: Integers, base: Integers, is_open: np.ndarray) -> pa.Array:
        """The closing day of closed deals; a day after the anchor, within four months, of open ones."""
        ahead = np.where(is_open, 2 + self._stream.below("expected", positions, 118), 0) * _DAY
        local = pc.local_timestamp(instants(base + ahead).cast(pa.timestamp("us", tz=self._zone.key)))
        return local.cast(pa.date32(), safe=False)
