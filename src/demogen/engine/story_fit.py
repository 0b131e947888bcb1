"""Which of a story's numbers can be met together: those that cannot are left out with their reasons, and hold up nothing else.

How a set of numbers is judged must not be known here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import PLANNED, MetricKey
from demogen.domain.months import Month

_K = MetricKey

Targets: TypeAlias = Mapping[Month, Mapping[MetricKey, int]]
Cell: TypeAlias = tuple[Month, MetricKey]

_VALUES = {_K.DEALS_CREATED_VALUE: _K.DEALS_CREATED, _K.CLOSED_WON_VALUE: _K.CLOSED_WON_COUNT}
"""A value is left out with its count, since it would make prices that nobody meant."""

_MOST_RETURNS = 12
"""How many of the numbers that were left out are tried once more."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Numbers that can be met together, the months that were looked at, and why what is missing or higher is so."""

    targets: dict[Month, dict[MetricKey, int]]
    months: frozenset[Month]
    reasons: dict[Cell, str]


def fit(
    exact: Targets, risen: Targets, judge: Callable[[Targets], Sequence[Issue]], *, order: Sequence[Month]
) -> Fit:
    """The numbers of `exact` as far as nothing speaks against them; where it does those of `risen`, which lower nothing, and
    else none.

    `judge` says what speaks against numbers. What is more than one plan can hold is cut from the end of `order`.
    """
    return _Fitting(exact, risen, judge, list(order)).run()


class _Fitting:
    """One story being fitted."""

    def __init__(
        self,
        exact: Targets,
        risen: Targets,
        judge: Callable[[Targets], Sequence[Issue]],
        order: list[Month],
    ) -> None:
        self._exact, self._risen, self._judge, self._order = exact, risen, judge, order
        self._targets = {month: dict(exact[month]) for month in order}
        self._reasons: dict[Cell, str] = {}

    def run(self) -> Fit:
        while issues := self._issues(self._targets):
            blamed = [(cell, issue) for issue in issues for cell in self._named(issue)]
            for cell, issue in blamed:
                self._relax(cell, _reason(issue))
            if not blamed:
                self._shorten(issues)
        self._return()
        return Fit(
            {month: values for month, values in self._targets.items() if values},
            frozenset(self._order),
            self._reasons,
        )

    def _issues(self, targets: Targets) -> Sequence[Issue]:
        kept = {month: values for month, values in targets.items() if values}
        return self._judge(kept) if kept else ()

    def _named(self, issue: Issue) -> Iterator[Cell]:
        """The cells that an issue is about: its own, or all of its month where it names another."""
        if issue.month is None:
            return
        values = self._targets.get(issue.month, {})
        if issue.metric in values:
            yield issue.month, issue.metric
        else:
            yield from [(issue.month, key) for key in values]

    def _relax(self, cell: Cell, reason: str) -> None:
        month, key = cell
        values = self._targets[month]
        if key not in values:
            return
        self._reasons[cell] = reason
        if values[key] != self._risen[month][key]:
            values[key] = self._risen[month][key]
            return
        del values[key]
        for value in [value for value, count in _VALUES.items() if count is key and value in values]:
            del values[value]
            self._reasons[month, value] = reason

    def _shorten(self, issues: Sequence[Issue]) -> None:
        """Nothing in particular is to blame: take fewer months, at last none."""
        if len(self._order) == 1:
            (month,) = self._order
            self._reasons |= dict.fromkeys([(month, key) for key in self._targets[month]], _reason(issues[0]))
            self._targets[month] = {}
            return
        for month in self._order[(len(self._order) + 1) // 2 :]:
            self._order.remove(month)
            del self._targets[month]
            self._reasons = {cell: why for cell, why in self._reasons.items() if cell[0] != month}

    def _return(self) -> None:
        """Some gave way for another one's sake, and can come back now that it is gone."""
        groups = self._missing()
        for month, keys in groups[:_MOST_RETURNS] if len(groups) > 1 else ():
            for source in (self._exact, self._risen):
                wished = {**self._targets[month], **{key: source[month][key] for key in keys}}
                if wished == self._targets[month]:
                    break
                if not self._issues({**self._targets, month: wished}):
                    self._targets[month] = wished
                    break

    def _missing(self) -> list[tuple[Month, list[MetricKey]]]:
        """What is not as it should be; a value that is left out goes with its count where that is left out too."""
        groups: dict[Cell, list[MetricKey]] = {}
        for month in self._order:
            values = self._targets[month]
            for key in PLANNED:
                if key in self._exact[month] and values.get(key) != self._exact[month][key]:
                    count = _VALUES.get(key, key)
                    leader = count if count in self._exact[month] and count not in values else key
                    groups.setdefault((month, leader), []).append(key)
        return [(month, keys) for (month, _), keys in groups.items()]


def _reason(issue: Issue) -> str:
    """Hints are about plans, except that which names the nearest number."""
    return f"{issue.message} {issue.hint}" if issue.code is IssueCode.OUT_OF_REACH else issue.message
