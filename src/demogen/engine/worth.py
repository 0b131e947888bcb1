"""Each value needs its count and each count a value: every deal is worth at least one minor unit.

Under ADDITIVE this holds for what is added, under RECONCILE for what the months hold afterwards. Which deals carry the money
is not known here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import MetricKey, label_of
from demogen.domain.money import Currency
from demogen.domain.months import Month
from demogen.engine.deltas import Deltas, blank_months
from demogen.engine.facts import TenantFacts

_K = MetricKey

VALUE_OF = {_K.CLOSED_WON_COUNT: _K.CLOSED_WON_VALUE, _K.DEALS_CREATED: _K.DEALS_CREATED_VALUE}
"""What the deals of a count are worth."""

_PAIRS = (
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


def money_needs_deals(
    deltas: Deltas, currency: Currency, *, may_create: Collection[Month]
) -> Iterator[Issue]:
    """What is added. In the months of `may_create` closings imply deals, as many as the value needs."""
    say = currency.pretty
    for month, cells in deltas.items():
        for count_key, value_key, no_count, no_value in _PAIRS:
            count, value = cells.get(count_key, 0), cells.get(value_key)
            if value is None or (count_key is _K.DEALS_CREATED and month in may_create):
                continue
            if value and not count:
                yield Issue(
                    no_count,
                    f"{month} adds {say(value)} to {label_of(value_key)} but no deal to carry it.",
                    f"Add to {label_of(count_key)} in {month} too, or leave the value as it is.",
                    month,
                    value_key,
                )
            elif value < count:
                yield Issue(
                    no_value,
                    f"{month} adds {count:,} to {label_of(count_key)} but only {say(value)} "
                    f"to {label_of(value_key)}; every deal is worth something.",
                    f"Add at least {say(count)}, or leave the value blank to have it follow.",
                    month,
                    value_key,
                )


def worth(deltas: Deltas, facts: TenantFacts) -> Iterator[Issue]:
    """What the months hold after a reconciliation. A count that is left blank stays."""
    say = facts.currency.pretty
    may_create = blank_months(deltas)
    for month, cells in deltas.items():
        now = facts.kpis(month)
        for count_key, value_key, no_count, no_value in _PAIRS:
            if not cells.get(value_key) and not (value_key in cells and cells.get(count_key)):
                continue  # blank, or nothing changes
            count, value = now[count_key] + cells.get(count_key, 0), now[value_key] + cells[value_key]
            stays = "" if count_key in cells else " is blank and"
            if value and not count and not (count_key is _K.DEALS_CREATED and month in may_create):
                yield Issue(
                    no_count,
                    f"{label_of(value_key)} in {month} cannot become {say(value)}: {label_of(count_key)}{stays} "
                    f"{'stays' if stays else 'would be'} 0, and no deal would carry the value.",
                    f"Give 1 or more for {label_of(count_key)} in {month}, or {say(0)} for the value.",
                    month,
                    value_key,
                )
            elif value < count:
                yield Issue(
                    no_value,
                    f"{label_of(value_key)} in {month} cannot become {say(value)}: {label_of(count_key)}{stays} "
                    f"{'stays' if stays else 'would be'} {count:,}, and every deal is worth at least {say(1)}.",
                    f"Give {say(count)} or more, or lower {label_of(count_key)} to {value:,}.",
                    month,
                    value_key,
                )
