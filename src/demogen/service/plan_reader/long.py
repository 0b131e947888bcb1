"""Tables with a line for each KPI of each month, such as our own reports, as tables with a line for each month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import PLANNED, MetricKey, label_of
from demogen.service.plan_reader import months
from demogen.service.plan_reader.headings import metric_of, plain
from demogen.service.plan_reader.months import Written
from demogen.service.plan_reader.sheets import Cell, Sheet


@dataclass(frozen=True, slots=True)
class Widened:
    """A sheet with a line for each month, and what is said of the lines that have no place in it."""

    sheet: Sheet
    issues: tuple[Issue, ...]
    skipped: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Target:
    """A line with a target, which may be one that cannot be read."""

    line: int
    month: Cell
    metric: Cell
    target: Cell


_Group: TypeAlias = Written | int
"""What the lines of one month have in common: the month, or for a line without one its own number."""


def widen(sheet: Sheet, *, additions: bool = False) -> Widened | None:
    """None unless the header has month, metric and target. Cells keep the places in which they stand; every line with a
    target has a place, an issue, or is skipped by name. A plan of additions takes the column delta, where there is one."""
    if not sheet.rows:
        return None
    heads = [plain(str(cell)) if cell is not None else "" for cell in sheet.rows[0]]
    names = next((name for name in ("metric", "kpi") if name in heads), None)
    if names is None or "month" not in heads or "target" not in heads:
        return None
    month, metric, target = heads.index("month"), heads.index(names), heads.index("target")
    taken = heads.index("delta") if additions and "delta" in heads else target
    given: list[_Target] = []
    for line, row in zip(sheet.lines[1:], sheet.rows[1:], strict=True):
        wide = (*row, *[None] * (len(heads) - len(row)))
        if wide[target] is not None or (line, target + 1) in sheet.faults:
            given.append(_Target(line, wide[month], wide[metric], wide[taken]))
    groups: dict[_Group, dict[MetricKey, list[_Target]]] = {}
    unknown: dict[str, list[int]] = {}
    for one in given:
        key = metric_of(str(one.metric))
        if key is None:
            unknown.setdefault("" if one.metric is None else str(one.metric), []).append(one.line)
        else:
            groups.setdefault(months.read(one.month) or one.line, {}).setdefault(key, []).append(one)
    issues = tuple(
        _repeated(key, several, taken + 1)
        for found in groups.values()
        for key, several in found.items()
        if len(several) > 1
    )
    if not groups:
        issues = (_nothing(list(unknown)),)
    return Widened(_wide(sheet, groups, month + 1, taken + 1), issues, tuple(_skipped(unknown)))


def _wide(
    sheet: Sheet, groups: Mapping[_Group, Mapping[MetricKey, Sequence[_Target]]], month: int, target: int
) -> Sheet:
    """Lines without a month stand last, where they are not taken for headings; a blank cell stands at its month."""
    keys = list(dict.fromkeys(key for found in groups.values() for key in found))
    rows: list[tuple[Cell, ...]] = [("month", *(key.value for key in keys))]
    places = [((sheet.lines[0], month), *[(sheet.lines[0], target)] * len(keys))]
    for _, found in sorted(groups.items(), key=lambda entry: isinstance(entry[0], int)):
        first = next(iter(found.values()))[0]
        once = {key: several[0] for key, several in found.items() if len(several) == 1}
        rows.append((first.month, *(once[key].target if key in once else None for key in keys)))
        at = (first.line, month)
        places.append((at, *((once[key].line, target) if key in once else at for key in keys)))
    if not groups:
        rows, places = [], []
    return replace(
        sheet, rows=tuple(rows), lines=tuple(place[0][0] for place in places), places=tuple(places)
    )


def _repeated(key: MetricKey, several: Sequence[_Target], column: int) -> Issue:
    return Issue(
        IssueCode.MONTH_REPEATED,
        f"'{several[0].month}' has {label_of(key)} {len(several)} times: in {_lines([one.line for one in several])}.",
        "Keep one line for each KPI of a month.",
        metric=key,
        line=several[-1].line,
        column=column,
    )


def _nothing(unknown: Sequence[str]) -> Issue:
    if not unknown:
        return Issue(IssueCode.PLAN_EMPTY, "The plan has no targets.", "Fill in the column 'target'.")
    named = ", ".join(f"'{name}'" for name in unknown)
    return Issue(
        IssueCode.PLAN_UNREADABLE,
        f"No line is a KPI that can be planned: there are {named}.",
        f"Name the KPIs: {', '.join(PLANNED)}.",
    )


def _skipped(unknown: Mapping[str, Sequence[int]]) -> list[tuple[str, str]]:
    found = []
    for name, lines in unknown.items():
        where = _lines(lines)
        what = f"{where[0].upper()}{where[1:]}{f' “{name}”' if name else ''}"
        found.append((what, "It is no KPI that can be planned." if name else "It names no KPI."))
    return found


def _lines(numbers: Sequence[int]) -> str:
    """ "line 2, line 4 and line 5"."""
    named = [f"line {number}" for number in numbers]
    return " and ".join([part for part in (", ".join(named[:-1]), named[-1]) if part])
