"""`demogen patch`: validate, apply, undo, show, list, export."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from demogen.cli.runtime import (
    AnchorOption,
    AnswersOption,
    JsonOption,
    SeedOption,
    TenantArgument,
    TypeName,
    agree,
    database,
    load_plan,
    print_json,
    progress_bar,
    written_whole,
)
from demogen.domain.metrics import Entity
from demogen.errors import InputError, PlanInvalid
from demogen.service.parameters import read_instant

if TYPE_CHECKING:
    from demogen.db.session import Database
    from demogen.domain.money import Currency
    from demogen.domain.plan import Plan

app = typer.Typer(help="Change a tenant's months to a plan.", no_args_is_help=True)


class ModeName(StrEnum):
    ADDITIVE = "additive"
    RECONCILE = "reconcile"


class FormatName(StrEnum):
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


PlanOption = Annotated[
    str, typer.Option(metavar="PLAN", help="A plan file: CSV, XLSX, XLS, ODS or JSON, or - for stdin.")
]
TypeOption = Annotated[
    TypeName,
    typer.Option("--type", case_sensitive=False, help="Whether the plan's numbers are targets or additions."),
]
ModeOption = Annotated[
    ModeName,
    typer.Option(
        case_sensitive=False, help="ADDITIVE adds records; RECONCILE also changes and retires generated ones."
    ),
]
JobArgument = Annotated[str, typer.Argument(metavar="JOB", help="A job's id.")]


@app.command()
def validate(
    tenant: TenantArgument,
    plan: PlanOption,
    kind: TypeOption,
    mode: ModeOption = ModeName.ADDITIVE,
    anchor: AnchorOption = None,
    answer: AnswersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check a plan and show what it would do; changes nothing."""
    from demogen.cli.render import print_preview
    from demogen.cli.render_changes import print_changes
    from demogen.service.patch_engine import PatchEngine

    with database() as (opened, settings):
        currency = _currency(opened, tenant)
        try:
            wanted = load_plan(plan, kind, mode, currency, answer)
        except PlanInvalid as error:
            if not as_json:
                raise
            issues = [issue.to_json() for issue in error.issues]
            print_json({"valid": False, "errors": issues, "warnings": [], "preview": None})
            raise typer.Exit(2) from None
        engine = PatchEngine(opened, max_records=settings.max_records)
        preview = engine.preview(tenant, wanted, anchor=read_instant(anchor))
    if as_json:
        print_json({**preview.findings.to_json(), "preview": preview.to_json(currency)})
    else:
        print_preview(preview, currency)
        if preview.changes is not None:
            print_changes(preview.changes)
    if not preview.feasible:
        raise typer.Exit(2 if preview.findings.errors else 3)


@app.command()
def apply(
    tenant: TenantArgument,
    plan: PlanOption,
    kind: TypeOption,
    mode: ModeOption = ModeName.ADDITIVE,
    seed: SeedOption = None,
    tolerance: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC=ABS|P%", help="How far a KPI may be off, as a number or in percent."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before records are changed.")] = False,
    anchor: AnchorOption = None,
    answer: AnswersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Apply a plan as one transaction, and show the report that proves it."""
    from demogen.cli.render import print_issues, print_job
    from demogen.cli.render_changes import print_changes
    from demogen.domain.issues import Severity
    from demogen.service.patch_engine import PatchEngine
    from demogen.service.reading import Reading
    from demogen.service.submission import Confirmation

    instant = read_instant(anchor)
    with database() as (opened, settings), progress_bar(quiet=as_json) as listener:
        currency = _currency(opened, tenant)
        wanted = _with_tolerances(load_plan(plan, kind, mode, currency, answer), tolerance or [], currency)
        engine = PatchEngine(opened, max_records=settings.max_records)
        engine.recover()
        preview = engine.preview(tenant, wanted, anchor=instant)
        findings = preview.findings
        if not as_json:
            print_issues((*findings.of(Severity.WARNING), *findings.of(Severity.NOTE)))
        confirmed = None
        if preview.changes is not None:
            if not as_json:
                print_changes(preview.changes)
            confirmed = Confirmation.of(preview)
            agree(str(preview.changes["warning"]), yes=yes, quiet=as_json)
        job = engine.submit(tenant, wanted, anchor=instant, seed=seed, confirmed=confirmed)
        job = engine.execute(job.id, listener=listener)
        document = Reading(opened).job_document(job.id)
    if as_json:
        print_json(document)
    else:
        print_job(job, currency=currency.code)
    if not job.verified:
        raise typer.Exit(1)


@app.command()
def undo(
    job: JobArgument,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Take a patch back: what it created is removed, what it changed or retired is restored."""
    from demogen.cli.render import print_job, print_reversal
    from demogen.service.patch_engine import PatchEngine
    from demogen.service.reading import Reading

    with database() as (opened, settings), progress_bar(quiet=as_json) as listener:
        engine = PatchEngine(opened, max_records=settings.max_records)
        engine.recover()
        shown = engine.preview_undo(job)
        if not as_json:
            print_reversal(shown)
        agree("The patch will be taken back.", yes=yes, quiet=as_json)
        queued = engine.submit_undo(job, expected_fingerprint=str(shown["fingerprint"]))
        done = engine.execute(queued.id, listener=listener)
        document = Reading(opened).job_document(done.id)
        _, tenant = Reading(opened).job(done.id)
    if as_json:
        print_json(document)
    else:
        print_job(done, currency=tenant.currency)
    if not done.verified:
        raise typer.Exit(1)


@app.command()
def show(
    job: JobArgument,
    everything: Annotated[bool, typer.Option("--all", help="Cells that did not change, too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """A job with its report."""
    from demogen.cli.render import print_job
    from demogen.service.reading import Reading
    from demogen.service.supervision import reap

    with database() as (opened, _):
        reap(opened)
        found, tenant = Reading(opened).job(job)
        document = Reading(opened).job_document(job)
    if as_json:
        print_json(document)
    else:
        print_job(found, currency=tenant.currency, changes_only=not everything)


@app.command("list")
def list_all(
    tenant: TenantArgument,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most this many.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """A tenant's jobs, newest first."""
    from demogen.cli.render import print_jobs
    from demogen.service.reading import Reading
    from demogen.service.supervision import reap

    with database() as (opened, _):
        reap(opened)
        found = Reading(opened).jobs(tenant, limit=limit)
    print_json([job.to_json() for job in found]) if as_json else print_jobs(found)


@app.command()
def changes(
    job: JobArgument,
    entity: Annotated[
        Entity | None, typer.Option(case_sensitive=False, help="Only records of this kind.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on stdout.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Every record that a job changed or retired, or that an undo put back, before and after."""
    from demogen.cli.render_changes import print_changed_records, print_csv
    from demogen.service.exports import Format, export_changes
    from demogen.service.reading import Reading

    with database() as (opened, _):
        reading = Reading(opened)
        if as_csv:
            content = export_changes(reading, job, Format.CSV, only=entity)
        else:
            found = reading.read_job_changes(job, list, only=entity)
    if as_csv:
        print_csv(content)
    elif as_json:
        print_json([record.to_json() for record in found])
    else:
        print_changed_records([record.to_json() for record in found])


@app.command()
def export(
    job: JobArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")],
    form: Annotated[
        FormatName | None, typer.Option("--format", help="The file's format (default: by the file's name).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """A job's report as a file."""
    from demogen.service.exports import Format, export_job
    from demogen.service.reading import Reading

    form = form or _format_of(output)
    with database() as (opened, _):
        content = export_job(Reading(opened), job, Format(form.value))
    with written_whole(output) as partial:
        partial.write_bytes(content)
    print_json({"file": str(output), "format": form.value}) if as_json else typer.echo(f"Wrote {output}")


def _format_of(output: Path) -> FormatName:
    """Raises InputError where the name tells none."""
    try:
        return FormatName(output.suffix.lower().removeprefix("."))
    except ValueError:
        raise InputError(
            f"The name '{output.name}' does not tell a format.",
            hint="End it in .csv, .xlsx or .json, or add --format.",
        ) from None


def _currency(opened: Database, tenant: str) -> Currency:
    """The currency of a demo tenant."""
    from demogen.service.reading import Reading

    return Reading(opened).currency(tenant)


def _with_tolerances(plan: Plan, options: list[str], currency: Currency) -> Plan:
    """The plan with tolerances given as METRIC=ABS or METRIC=P%."""
    from fractions import Fraction

    from demogen.domain.metrics import PLANNED, MetricKey, is_money
    from demogen.domain.plan import Tolerance

    found = dict(plan.tolerances)
    for option in options:
        name, _, amount = option.partition("=")
        try:
            if name not in PLANNED:
                raise ValueError(f"'{name}' is not a KPI that can be planned")
            key = MetricKey(name)
            if amount.endswith("%"):
                allowed = Tolerance(percent=Fraction(amount[:-1].strip()))
            else:
                allowed = Tolerance(absolute=currency.parse(amount) if is_money(key) else int(amount))
            if allowed.absolute < 0 or allowed.percent < 0:
                raise ValueError("a tolerance is 0 or more")
        except (ValueError, ZeroDivisionError) as error:
            raise InputError(
                f"The tolerance '{option}' is not usable: {error}.",
                hint="Write METRIC=ABS or METRIC=P%, such as closedWonValue=0.5%.",
            ) from None
        found[key] = allowed
    return replace(plan, tolerances=found)
