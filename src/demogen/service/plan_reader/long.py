"""Tables with a line for each KPI of each month, such as our own reports, as tables with a line for each month."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import PLANNED, MetricKey, is_money, label_of
from demogen.service.plan_reader import layout, partitions
from demogen.service.plan_reader.dates import months, years
from demogen.service.plan_reader.dates.months import Written
from demogen.service.plan_reader.sheets import Cell, Sheet
from demogen.service.plan_reader.words import headings, qualifiers
from demogen.service.plan_reader.words.headings import Heading
from demogen.service.plan_reader.words.letters import plain, shown
from demogen.service.plan_reader.words.qualifiers import Role


@dataclass(frozen=True, slots=True)
class Widened:
    """A sheet with a line for each month, and what is said of the lines that have no place in it."""

    sheet: Sheet
    issues: tuple[Issue, ...]
    skipped: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Target:
    """A line with a target, which may be one that cannot be read; `said` is what heads it: the metric, with its unit."""

    line: int
    month: Cell
    said: str
    meant: Heading
    target: Cell


_Group: TypeAlias = Written | int
"""What the lines of one month have in common: the month, or for a line without one its own number."""


def widen(sheet: Sheet, *, additions: bool = False) -> Widened | None:
    """None unless the header has month, metric and target. Cells keep the places in which they stand; every line with a
    target has a place, an issue, or is skipped by name. A plan of additions takes the column delta, where there is one; a year
    and a unit in columns of their own are used, and lines of several tenants, scenarios or the like are refused."""
    if not sheet.rows:
        return None
    heads = [plain(str(cell)) if cell is not None else "" for cell in sheet.rows[0]]
    names = next((name for name in ("metric", "kpi") if name in heads), None)
    if names is None or "month" not in heads or "target" not in heads:
        return None
    month, metric, target = heads.index("month"), heads.index(names), heads.index("target")
    taken = heads.index("delta") if additions and "delta" in heads else target
    unit = next((place for place, head in enumerate(heads) if head in qualifiers.UNITS), None)
    year = next((place for place, head in enumerate(heads) if head in qualifiers.YEARS), None)
    given: list[_Target] = []
    lines: list[tuple[Cell, ...]] = []
    for line, row in zip(sheet.lines[1:], sheet.rows[1:], strict=True):
        wide = (*row, *[None] * (len(heads) - len(row)))
        if wide[target] is not None or (line, target + 1) in sheet.faults:
            parts = _heading(
                wide[metric],
                None if unit is None else wide[unit],
                of_money=heads[unit or 0] in qualifiers.CURRENCIES,
            )
            when = wide[month] if year is None else _with_year(wide[month], wide[year])
            given.append(_Target(line, when, " ".join(parts), headings.of_parts(parts), wide[taken]))
            lines.append(wide)
    groups: dict[_Group, dict[MetricKey, list[_Target]]] = {}
    unknown: dict[tuple[str, str], list[int]] = {}
    for one in given:
        key = one.meant.key
        if key is None or not one.meant.is_whole or one.meant.role not in (None, Role.TARGET):
            unknown.setdefault((one.said, one.meant.reason or ""), []).append(one.line)
        else:
            groups.setdefault(months.read(one.month) or one.line, {}).setdefault(key, []).append(one)
    issues = [
        _repeated(key, several, taken + 1)
        for found in groups.values()
        for key, several in found.items()
        if len(several) > 1
    ]
    issues += [
        *_units_differ(groups),
        *_partitions(sheet, heads, lines, {month, metric, target, taken, unit, year}),
    ]
    if not groups:
        issues = [_nothing([said for said, _ in unknown])]
    return Widened(_wide(sheet, groups, month + 1, taken + 1), tuple(issues), tuple(_skipped(unknown)))


def _heading(metric: Cell, unit: Cell, *, of_money: bool) -> list[str]:
    """The metric of a line with its unit; a column of currencies, `of_money`, says nothing of counts."""
    parts = [str(cell) for cell in (metric, unit) if cell is not None]
    key = headings.metric_of(parts[0]) if parts else None
    return parts[:1] if of_money and key is not None and not is_money(key) else parts


def _with_year(month: Cell, year: Cell) -> Cell:
    """The month of a line whose year stands beside it; what it says itself, where that is a month with its year or none."""
    found, number = months.read(month), years.of_cell(year)
    if number is None or month is None:
        return f"{month} {year}" if month is not None and found is not None and found.is_name else month
    if found is not None and not found.is_name:
        return month if found.year in (None, number) else f"{month} ({year})"
    name = found.month if found else layout.month_number(month)
    return f"{number}-{name:02d}" if name else month


def _units_differ(groups: Mapping[_Group, Mapping[MetricKey, Sequence[_Target]]]) -> Iterator[Issue]:
    """A KPI has one unit in all months."""
    first: dict[MetricKey, _Target] = {}
    for found in groups.values():
        for key, several in found.items():
            known = first.setdefault(key, several[0])
            for one in several:
                if (one.meant.factor, one.meant.currency) != (known.meant.factor, known.meant.currency):
                    message = f"line {known.line} has '{shown(known.said)}' and line {one.line} '{shown(one.said)}'."
                    yield Issue(
                        IssueCode.PLAN_UNREADABLE,
                        f"{label_of(key)} stands in two units: {message}",
                        "Give all months of a KPI in one unit.",
                        metric=key,
                        line=one.line,
                    )


def _partitions(
    sheet: Sheet, heads: Sequence[str], lines: Sequence[Sequence[Cell]], known: Container[int | None]
) -> Iterator[Issue]:
    for place, head in enumerate(heads):
        texts = [str(row[place]) for row in lines if row[place] is not None]
        where = (sheet.lines[0], place + 1)
        label = str(sheet.rows[0][place]) if place < len(sheet.rows[0]) else ""
        if place not in known and (found := partitions.check(sheet, where, label, [head], texts)):
            yield found


def _wide(
    sheet: Sheet, groups: Mapping[_Group, Mapping[MetricKey, Sequence[_Target]]], month: int, target: int
) -> Sheet:
    """Lines without a month stand last, where they are not taken for headings; a blank cell stands at its month."""
    keys: dict[MetricKey, str] = {}
    for found in groups.values():
        for key, several in found.items():
            has_unit = several[0].meant.factor is not None or several[0].meant.currency is not None
            keys.setdefault(key, several[0].said if has_unit else key.value)
    rows: list[tuple[Cell, ...]] = [("month", *keys.values())]
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


def _skipped(unknown: Mapping[tuple[str, str], Sequence[int]]) -> list[tuple[str, str]]:
    found = []
    for (name, reason), lines in unknown.items():
        where = _lines(lines)
        what = f"{where[0].upper()}{where[1:]}{f' “{name}”' if name else ''}"
        found.append((what, reason or ("It is no KPI that can be planned." if name else "It names no KPI.")))
    return found


def _lines(numbers: Sequence[int]) -> str:
    """ "line 2, line 4 and line 5"."""
    named = [f"line {number}" for number in numbers]
    return " and ".join([part for part in (", ".join(named[:-1]), named[-1]) if part])
