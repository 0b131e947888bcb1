"""What each column of a table holds: the months, a KPI, or nothing that is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import PLANNED, MetricKey, label_of
from demogen.service.plan_reader import headings
from demogen.service.plan_reader.layout import Layout
from demogen.service.plan_reader.questions import Column
from demogen.service.plan_reader.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns by place, and what is said of those that are not read."""

    held: tuple[Column, ...]
    issues: tuple[Issue, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()

    def kpis(self) -> Iterator[tuple[int, MetricKey]]:
        """The places that hold KPIs, with these."""
        for number, column in enumerate(self.held):
            if isinstance(column, MetricKey):
                yield number, column


def read(sheet: Sheet, found: Layout, given: Sequence[Column] | None) -> Columns:
    """The columns as they are given, else as their headings say."""
    if given is not None:
        return Columns(tuple([*given, *[None] * len(found.heads)][: len(found.heads)]))
    held: list[Column] = []
    issues: list[Issue] = []
    skipped: list[tuple[str, str]] = []
    for number, heading in enumerate(found.heads):
        if number == found.month_column:
            held.append("month")
            continue
        key = headings.metric_of(heading) if heading else None
        if key is not None and key in held:
            issues.append(_repeated(sheet, found, key, held.index(key), number))
            key = None
        elif key is None and heading:
            what = f"{'Row' if found.across else 'Column'} “{heading}”"
            reason = "It is a total." if headings.is_total(heading) else "It is no KPI that can be planned."
            skipped.append((what, reason))
        held.append(key)
    if not any(isinstance(column, MetricKey) for column in held):
        issues.append(_nothing(found))
    return Columns(tuple(held), tuple(issues), tuple(skipped))


def _repeated(sheet: Sheet, found: Layout, key: MetricKey, first: int, number: int) -> Issue:
    heads = found.places[found.head_rows[-1] if found.head_rows else 0]
    line, column = heads[number]
    return Issue(
        IssueCode.COLUMN_REPEATED,
        f"{sheet.cell_name(*heads[first])} and {sheet.cell_name(line, column)} are both {label_of(key)}: "
        f"'{found.heads[first]}' and '{found.heads[number]}'.",
        "Keep one of them.",
        line=line,
        column=column,
    )


def _nothing(found: Layout) -> Issue:
    named = ", ".join(
        f"'{heading}'"
        for number, heading in enumerate(found.heads)
        if heading and number != found.month_column
    )
    return Issue(
        IssueCode.PLAN_UNREADABLE,
        f"No column is a KPI that can be planned{f': there are {named}' if named else ', for want of a header'}.",
        f"Head the columns with: {', '.join(PLANNED)}.",
    )
