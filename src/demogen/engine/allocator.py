"""Which day gets how many: exact shares of a month's numbers. Instants and records are made elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from demogen.domain.metrics import MetricKey
from demogen.domain.months import Month
from demogen.engine.calendar import BusinessCalendar
from demogen.engine.funnel import FunnelPlan
from demogen.engine.rng import Integers
from demogen.engine.shares import interleaved, largest_remainder
from demogen.engine.timeline import DailyShares


class MonthlyAllocator:
    """Spreads a month's count over its days by weekday weight."""

    def __init__(self, calendar: BusinessCalendar) -> None:
        self._calendar = calendar

    def allocate(self, month: Month, total: int, *, not_before: int | None = None) -> DailyShares:
        """Shares of `total` for the month's windows after `not_before` (microseconds since 1970).

        Raises ValueError where the month has no instant left and `total` is not 0.
        """
        windows = self._calendar.windows(month, not_before=not_before)
        if not windows.dates:
            if total:
                raise ValueError(f"{month} has no time left before the job's anchor instant")
            return DailyShares(windows, np.zeros(0, np.int64))
        counts = largest_remainder(total, windows.weights.tolist())
        return DailyShares(windows, np.array(counts, np.int64))


@dataclass(frozen=True, slots=True)
class DailyPlan:
    """What each day of each planned month gets.

    `shares`: one DailyShares a month for the seven counts. `values`: for the two money KPIs the exact shares of
    the month's amount in proportion to the day's deals, in minor units; a day's own deals come close to it,
    their month is exact.
    """

    months: tuple[Month, ...]
    shares: Mapping[MetricKey, tuple[DailyShares, ...]]
    values: Mapping[MetricKey, tuple[Mapping[date, int], ...]]


class MonthlyPatchAllocator:
    """The daily plan of a whole patch, with parents before children: it reuses the base generator's allocator."""

    def __init__(self, allocator: MonthlyAllocator) -> None:
        self._allocator = allocator

    def allocate(
        self,
        deltas: Mapping[Month, Mapping[MetricKey, int]],
        funnel: FunnelPlan,
        *,
        first_company: int | None,
        first_contact: int | None,
    ) -> DailyPlan:
        """Daily counts and values of the planned months.

        `first_company` and `first_contact` are the earliest that the tenant has already (microseconds since
        1970); children never come before the first possible parent.
        """
        months = tuple(sorted(deltas))

        def spread(key: MetricKey, not_before: int | None) -> tuple[DailyShares, ...]:
            return tuple(
                self._allocator.allocate(month, deltas[month].get(key, 0), not_before=not_before)
                for month in months
            )

        key = MetricKey
        companies = spread(key.COMPANIES_CREATED, None)
        company = _earliest(first_company, companies)
        contacts = spread(key.CONTACTS_CREATED, self._usable(company, deltas, key.CONTACTS_CREATED))
        contact = _earliest(first_contact, contacts)
        deals = spread(key.DEALS_CREATED, contact)
        deal = _earliest(None, deals)
        won, lost = spread(key.CLOSED_WON_COUNT, deal), spread(key.CLOSED_LOST_COUNT, deal)
        leads = spread(key.LEADS_CREATED, _earliest(None, contacts))
        activities = spread(key.ACTIVITIES_CREATED, contact)
        same_won, same_lost = funnel.same_month_won, funnel.same_month_lost
        shares = {
            key.COMPANIES_CREATED: companies,
            key.CONTACTS_CREATED: contacts,
            key.LEADS_CREATED: tuple(
                _following(lead, base, own=int(lead.counts.sum()), of=int(base.counts.sum()))
                for lead, base in zip(leads, contacts, strict=True)
            ),
            key.DEALS_CREATED: deals,
            key.CLOSED_WON_COUNT: tuple(
                _following(share, base, own=same_won[i], of=same_won[i] + same_lost[i])
                for i, (share, base) in enumerate(zip(won, deals, strict=True))
            ),
            key.CLOSED_LOST_COUNT: tuple(
                _following(share, base, own=same_lost[i], of=same_won[i] + same_lost[i], upwards=True)
                for i, (share, base) in enumerate(zip(lost, deals, strict=True))
            ),
            key.ACTIVITIES_CREATED: activities,
        }
        values = {
            key.DEALS_CREATED_VALUE: _values(shares[key.DEALS_CREATED], funnel.created_value),
            key.CLOSED_WON_VALUE: _values(shares[key.CLOSED_WON_COUNT], funnel.won_value),
        }
        return DailyPlan(months, shares, values)

    def _usable(
        self, first: int | None, deltas: Mapping[Month, Mapping[MetricKey, int]], child: MetricKey
    ) -> int | None:
        """`first`, unless a month before it has children too: those go without a parent."""
        if first is None:
            return None
        for month in sorted(deltas):
            if deltas[month].get(child, 0):
                left = self._allocator.allocate(month, 0, not_before=first)
                return first if left.windows.dates else None
        return first


def _earliest(existing: int | None, shares: tuple[DailyShares, ...]) -> int | None:
    """The first parent's instant: one that exists, or the opening of the first planned one's day."""
    starts = [
        int(share.windows.starts[np.flatnonzero(share.counts)[0]]) for share in shares if share.counts.any()
    ]
    known = [*starts[:1], *([] if existing is None else [existing])]
    return min(known) if known else None


def _following(
    followers: DailyShares, leaders: DailyShares, *, own: int, of: int, upwards: bool = False
) -> DailyShares:
    """Put followers off to a later day where the leader they belong to does not exist yet.

    Of the month's followers the last `own` belong to leaders of the same month: the k-th of them to the k-th
    "own" place among the first `of` leaders. `upwards` takes the places that the other kind leaves.
    """
    if not own:
        return followers
    total = int(followers.counts.sum())
    last_day = np.searchsorted(_ordinals(leaders), _ordinals(followers), side="right")
    leading = np.concatenate([[0], np.cumsum(leaders.counts)])[last_day]
    reached = np.minimum(leading, of)
    available = reached - interleaved(reached, of - own, of) if upwards else interleaved(reached, own, of)
    cumulative = np.minimum(np.cumsum(followers.counts), total - own + available)
    return replace(followers, counts=np.diff(cumulative, prepend=0).astype(np.int64))


def _ordinals(shares: DailyShares) -> Integers:
    return np.array([day.toordinal() for day in shares.windows.dates], np.int64)


def _values(shares: tuple[DailyShares, ...], totals: Sequence[int]) -> tuple[Mapping[date, int], ...]:
    def split(total: int, share: DailyShares) -> list[int]:
        return largest_remainder(total, share.counts.tolist())

    return tuple(
        dict(zip(share.windows.dates, split(total, share), strict=True)) if share.windows.dates else {}
        for share, total in zip(shares, totals, strict=True)
    )
