"""Tables and diffs in a terminal; plain text where output is piped."""

from __future__ import annotations

import csv
import shlex
import sys
from collections.abc import Sequence
from typing import Any, TypedDict, cast

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from demogen.db.history import JobSummary
from demogen.db.jobs import Job
from demogen.db.tenants import TenantRow
from demogen.domain.counts import counted
from demogen.domain.issues import Issue, Severity
from demogen.domain.kpis import JsonObject, MonthlyKpiSnapshot
from demogen.domain.metrics import CATALOGUE, METRICS, PLANNED, Entity, MetricKey, Unit
from demogen.domain.money import Currency
from demogen.domain.preview import Preview
from demogen.errors import DemogenError, PlanBlocked, PlanInvalid
from demogen.service.backfill import BackfillResult
from demogen.service.plan_reader import PlanTable

_PIPED_WIDTH = 240
_FEW = 8


def console(*, stderr: bool = False) -> Console:
    found = Console(stderr=stderr, highlight=False)
    return found if found.is_terminal else Console(stderr=stderr, highlight=False, width=_PIPED_WIDTH)


def new_table(*headers: str, left: int = 1) -> Table:
    """The first `left` columns hold words, the others numbers."""
    table = Table(box=SIMPLE_HEAD if sys.stdout.isatty() else None, pad_edge=False)
    for place, header in enumerate(headers):
        table.add_column(header, justify="left" if place < left else "right", overflow="fold")
    return table


def print_error(error: DemogenError) -> None:
    out = console(stderr=True)
    out.print(Text(f"Error: {error.message}", style="bold red"))
    if isinstance(error, PlanInvalid | PlanBlocked):
        print_issues(error.issues)
    out.print(Text(f"What to do: {error.hint}"))


_STYLES = {
    Severity.ERROR: "red",
    Severity.BLOCKER: "red",
    Severity.WARNING: "yellow",
    Severity.NOTE: "cyan",
}


def print_issues(issues: Sequence[Issue]) -> None:
    """All errors and blockers; of warnings and notes the first few, since --json has them all."""
    out = console(stderr=True)
    stopping = [issue for issue in issues if issue.severity in (Severity.ERROR, Severity.BLOCKER)]
    others = [issue for issue in issues if issue not in stopping]
    for issue in (*stopping, *others[:_FEW]):
        out.print(
            Text(f"  {issue.severity.value}: {issue.message} ", _STYLES[issue.severity]) + Text(issue.hint)
        )
    if len(others) > _FEW:
        out.print(
            f"  … and {len(others) - _FEW} more warnings and notes: `demogen patch validate --json` has them all"
        )


def print_tenants(rows: Sequence[JsonObject]) -> None:
    table = new_table("slug", "name", "currency", "time zone", "country", "start", "demo", left=7)
    for row in rows:
        told = (
            row[name] or "" for name in ("slug", "name", "currency", "timezone", "country", "demoStartMonth")
        )
        table.add_row(*map(str, told), "damaged" if row["damage"] else "yes" if row["isDemo"] else "no")
    console().print(table if rows else "There are no tenants yet.")
    for row in rows:
        if row["damage"]:
            console().print(f"{row['slug']} is damaged: {row['damage']}")


def print_tenant(row: TenantRow, job: JobSummary | None) -> None:
    out = console()
    out.print(f"{row.name} ({row.slug})", style="bold")
    out.print(f"id {row.id} · {row.currency} · {row.timezone} · {row.country} · from {row.demo_start_month}")
    if job is not None:
        out.print(_job_line(job))


def _shown(value: int | float | None, unit: Unit, currency: Currency) -> str:
    if value is None:
        return "–"
    if unit is Unit.RATIO:
        return f"{value:.1%}"
    if unit is Unit.MONEY:
        return currency.pretty(int(value)).removesuffix(f" {currency.code}")
    return f"{value:,}"


def _value(month: MonthlyKpiSnapshot, key: MetricKey) -> int | float | None:
    if key is MetricKey.WIN_RATE:
        return month.win_rate
    return month.average_deal_size if key is MetricKey.AVERAGE_DEAL_SIZE else month[key]


def print_kpis(months: Sequence[MonthlyKpiSnapshot], currency: Currency) -> None:
    """Months by KPIs, with totals where adding means something; as many tables as the terminal's width needs."""
    totals = {key: sum(month[key] for month in months) for key in PLANNED}
    names = ["month", *(str(month.month) for month in months), "total"]
    columns = [
        [
            metric.label,
            *(_shown(_value(month, metric.key), metric.unit, currency) for month in months),
            _shown(totals[metric.key], metric.unit, currency) if metric.key in totals else "",
        ]
        for metric in CATALOGUE
    ]
    out = console()
    for group in _fitting(columns, out.width - len("2026-01") - 2):
        table = new_table(names[0], *(column[0] for column in group))
        for place, name in enumerate(names[1:], 1):
            if name == "total":
                table.add_section()
            table.add_row(
                name, *(column[place] for column in group), style="bold" if name == "total" else None
            )
        out.print(table)
    out.print(f"money in {currency.code}")


def _fitting(columns: list[list[str]], width: int) -> list[list[list[str]]]:
    """The columns in groups that are not wider than `width`, so that no number is ever cut."""
    groups: list[list[list[str]]] = [[]]
    used = 0
    for column in columns:
        needed = max(len(cell) for cell in column) + 3
        if groups[-1] and used + needed > width:
            groups.append([])
            used = 0
        groups[-1].append(column)
        used += needed
    return groups


def print_kpis_csv(months: Sequence[MonthlyKpiSnapshot], currency: Currency) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["month", *METRICS])
    for month in months:
        cells = month.to_json(currency)
        writer.writerow(["" if cells[name] is None else cells[name] for name in ("month", *METRICS)])


def print_preview(preview: Preview, currency: Currency) -> None:
    """What a patch would do: numbers before and after, records, findings."""
    out = console()
    table = new_table("month", "KPI", "now", "change", "then", left=2)
    now = {month.month: month for month in preview.current}
    then = {month.month: month for month in preview.projected}
    for month, cells in preview.deltas.items():
        for key, delta in cells.items():
            if delta and month in now:
                unit = METRICS[key].unit
                before, after = (
                    now[month][key],
                    then[month][key] if preview.feasible else now[month][key] + delta,
                )
                table.add_row(
                    str(month),
                    METRICS[key].label,
                    _shown(before, unit, currency),
                    f"+{_shown(delta, unit, currency)}" if delta > 0 else _shown(delta, unit, currency),
                    _shown(after, unit, currency),
                )
    if table.row_count:
        out.print(table)
    if preview.feasible:
        records = ", ".join(f"{count:,} {entity}" for entity, count in preview.records.items() if count)
        out.print(f"Feasible. Would create {records or 'nothing'}.", style="bold green")
    else:
        out.print("Not feasible.", style="bold red")
    print_issues(preview.findings.issues)
    if preview.nearest is not None:
        out.print("A plan close to it that is feasible: the field preview.nearest of --json.")


def print_reversal(reversal: JsonObject) -> None:
    """What an undo or a clearing takes back, and what stays."""
    out = console()
    document = cast("dict[str, Any]", reversal)
    out.print(f"Removes {counts_text(document['removed'])}; restores {counts_text(document['restored'])}.")
    for count, verb, named in (
        (document["keptCount"], ("stays", "stay"), document["kept"]),
        (document.get("goneCount", 0), ("is gone already", "are gone already"), document.get("gone", [])),
    ):
        if count:
            out.print(f"{counted(count, 'record')} {verb[count != 1]}:")
            for one in named:
                out.print(Text(f"  {one['entity']}: {one['name'] or one['id']}. {one['reason']}"))
            if count > len(named):
                out.print(f"  and {count - len(named):,} more")
    if differences := document.get("differences"):
        out.print("So these numbers are not what they were before:")
        for one in differences:
            sign = "" if str(one["value"]).startswith("-") else "+"
            out.print(f"  {one['month']} {one['label']} {sign}{one['value']}")


def counts_text(counts: dict[str, int]) -> str:
    return (
        ", ".join(counted(count, Entity(name).noun) for name, count in counts.items() if count) or "nothing"
    )


def print_plan_table(table: PlanTable, currency: Currency) -> None:
    """What the reader understood of a plan, and what it did not."""
    out = console()
    keys = [key for key in PLANNED if any(key in row.values for row in table.rows)]
    shown = new_table("month", *(METRICS[key].label for key in keys))
    for row in table.rows:
        cells = [
            _shown(row.values[key], METRICS[key].unit, currency) if key in row.values else "" for key in keys
        ]
        shown.add_row(str(row.month), *cells)
    if table.rows:
        out.print(shown)
    if table.sheet.name is not None:
        out.print(Text(f"  sheet: {table.sheet.name}"))
    for scale in table.scales:
        out.print(Text(f"  scale: {scale.words}"))
    for what, reason in table.skipped:
        out.print(Text(f"  skipped: {what}. {reason}"))
    print_issues((*table.issues, *table.warnings))
    for question in table.questions:
        answers = ", ".join(
            f"--answer {shlex.quote(f'{question.id}={value}')} ({label})" for value, label in question.choices
        )
        out.print(
            Text(f"  to be answered: {question.text} {answers or '--answer year=YYYY'}", style="yellow")
        )


def _job_line(job: Job | JobSummary) -> Text:
    style = {"completed": "green" if job.verified else "red", "failed": "red"}.get(job.status, "yellow")
    return Text(f"Job {job.id}: ") + Text(job.status, style=f"bold {style}")


def print_job(job: Job, *, currency: str, changes_only: bool = True) -> None:
    """A job with its diff report."""
    out = console()
    out.print(_job_line(job))
    if job.error:
        out.print(Text(str(job.error["message"]), style="red"))
        _print_stored_issues(job.error)
        out.print(f"What to do: {job.error['hint']}")
    if job.diff_report:
        _print_report(job.diff_report, currency, changes_only=changes_only)
    if job.records_created:
        metrics = job.execution_metrics or {}
        made = counts_text(cast("dict[str, int]", job.records_created))
        rate = f" in {int(str(metrics['durationMs'])) / 1000:.2f} s" if "durationMs" in metrics else ""
        if job.action == "patch":
            out.print(f"Created {made}{rate}; seed {job.seed}.")
        for word, counts in (("Changed", job.records_changed), ("Retired", job.records_deleted)):
            if job.action == "patch" and counts and any(counts.values()):
                out.print(f"{word} {counts_text(cast('dict[str, int]', counts))}.")
    if job.undo_report:
        print_reversal(job.undo_report)


def _print_stored_issues(error: JsonObject) -> None:
    for issue in cast("list[dict[str, str]]", error.get("errors") or []):
        console().print(Text(f"  {issue['message']} {issue['hint']}"))


class _StoredMonth(TypedDict):
    """A month of a stored report: its cells by KPI, each with its fields."""

    month: str
    metrics: dict[str, dict[str, str | int | None]]


def _print_report(report: JsonObject, currency: str, *, changes_only: bool) -> None:
    money = Currency(currency)
    table = new_table("month", "KPI", "before", "after", "delta", "target", "deviation", "status", left=2)
    for month in cast("list[_StoredMonth]", report["months"]):
        for name in (key.value for key in METRICS if key.value in month["metrics"]):
            cell = month["metrics"][name]
            if changes_only and cell["status"] == "unplanned" and cell["before"] == cell["after"]:
                continue
            unit = METRICS[MetricKey(name)].unit
            style = {"pass": "green", "fail": "bold red"}.get(str(cell["status"]), "dim")
            shown = [
                _stored(cell[field], unit, money)
                for field in ("before", "after", "delta", "target", "deviation")
            ]
            table.add_row(
                month["month"],
                METRICS[MetricKey(name)].label,
                *shown,
                Text("came along" if cell.get("cameAlong") else str(cell["status"]), style=style),
            )
    out = console()
    out.print(table)
    along = cast("int", report.get("cameAlong", 0))
    verdict = Text(f"{report['status']}", style="bold green" if report["status"] == "pass" else "bold red")
    out.print(
        Text("Verdict: ")
        + verdict
        + Text(f" · {counted(cast('int', report['passed']), 'planned cell')} hit, {report['failed']} missed")
        + Text(f"; {counted(along, 'other number')} came along" if along else "")
    )


def _stored(value: object, unit: Unit, currency: Currency) -> str:
    if value is None:
        return "–"
    return _shown(currency.stored(str(value)) if unit is Unit.MONEY else int(str(value)), unit, currency)


def print_jobs(jobs: Sequence[JobSummary]) -> None:
    table = new_table("job", "kind", "status", "mode", "months", "records", "verdict", "created", left=5)
    for job in jobs:
        span = f"{job.months[0]} … {job.months[-1]}" if len(job.months) > 1 else "".join(job.months)
        table.add_row(
            str(job.id),
            job.action,
            job.status,
            f"{job.mode} {job.plan_type}",
            span,
            f"{sum(int(str(count)) for count in (job.records_created or {}).values()):,}",
            job.verdict or "",
            f"{job.created_at:%Y-%m-%d %H:%M}",
        )
    console().print(table if jobs else "There are no jobs yet.")


def print_backfill(results: Sequence[BackfillResult]) -> None:
    table = new_table("tenant", "companies", "contacts", "deals", "activities", "changed", "")
    for result in results:
        table.add_row(
            result.tenant.slug,
            *(f"{count:,}" for count in result.changed.values()),
            f"{result.total:,}",
            result.skipped or "",
        )
    out = console()
    if results:
        out.print(table)
    total = sum(result.total for result in results)
    out.print(f"{counted(total, 'row')} changed." if total else "0 rows changed: nothing was left to do.")
