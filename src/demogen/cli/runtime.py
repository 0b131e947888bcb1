"""What all commands share: opening the database, options, printing, and errors as exit codes."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from demogen.domain.texts import is_sound
from demogen.errors import (
    DatabaseError,
    DemogenError,
    InputError,
    NotFound,
    PlanBlocked,
    TenantNotDemo,
    document_of,
)

if TYPE_CHECKING:
    from demogen.db.session import Database
    from demogen.domain.kpis import JsonValue
    from demogen.domain.money import Currency
    from demogen.domain.plan import Plan
    from demogen.service.plan_reader import Answers
    from demogen.service.progress import Listener
    from demogen.settings import Settings

EXIT_CODES: tuple[tuple[type[DemogenError], int], ...] = (
    (NotFound, 4),
    (TenantNotDemo, 4),
    (PlanBlocked, 3),
    (InputError, 2),
    (DemogenError, 1),
)

JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
TenantArgument = Annotated[str, typer.Argument(metavar="TENANT", help="A tenant's id or slug.")]
AnchorOption = Annotated[
    str | None,
    typer.Option(
        metavar="ISO8601",
        help="The instant taken for now, such as 2026-03-31T18:00:00Z (default: now; without an offset: UTC).",
    ),
]
SeedOption = Annotated[int | None, typer.Option(min=0, help="Makes the records repeatable.")]

MOST_MONTHS = 600
"""Months that one command shows, at most."""


def run(app: typer.Typer) -> None:
    """Run a command; a DemogenError becomes a message and its exit code."""
    try:
        _require_texts(sys.argv[1:])
        app()
    except Exception as raised:
        error = raised if isinstance(raised, DemogenError) else _database_error(raised)
        if error is None:
            raise
        code = exit_code(error)
        if "--json" in sys.argv:
            print_json({"error": document_of(error)})
        else:
            from demogen.cli.render import print_error

            print_error(error)
        sys.exit(code)
    except KeyboardInterrupt:
        typer.echo("Interrupted; whatever was not committed yet was rolled back.", err=True)
        sys.exit(1)


def _require_texts(words: list[str]) -> None:
    """Raise InputError for bytes that are no text in the terminal's encoding: nothing could store or print them."""
    for word in words:
        if not is_sound(word):
            shown = word.encode("ascii", "backslashreplace").decode()
            raise InputError(
                f"'{shown}' is not text in UTF-8.", hint="Write it in UTF-8; rename a file whose name is not."
            )


def _database_error(error: Exception) -> DemogenError | None:
    """What the database refused, as an error of ours; None for anything else."""
    from sqlalchemy.exc import DBAPIError

    if not isinstance(error, DBAPIError):
        return None
    return DatabaseError(
        f"The database refused a statement: {str(error.orig).strip().splitlines()[0]}",
        hint="What one step does is done whole or not at all. Look with `demogen tenants show` or `demogen patch list` whether "
        "it was done before you repeat it; `demogen db current` tells which database and schema is used.",
    )


def exit_code(error: DemogenError) -> int:
    return next(code for kind, code in EXIT_CODES if isinstance(error, kind))


@contextmanager
def database(
    *, check_schema: bool = True, log_level: str = "WARNING", pool_size: int = 5
) -> Iterator[tuple[Database, Settings]]:
    """The database and the settings it was opened with. The settings' log level goes before `log_level`."""
    from demogen.logs import configure_logs
    from demogen.service.opening import open_database
    from demogen.settings import settings

    configured = settings()
    configure_logs(configured.log_level or log_level)
    with open_database(configured, check_schema=check_schema, pool_size=pool_size) as opened:
        yield opened, configured


def print_json(document: JsonValue) -> None:
    typer.echo(json.dumps(document, indent=2, ensure_ascii=False))


class TypeName(StrEnum):
    TARGETS = "targets"
    DELTAS = "deltas"


AnswersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--answer",
        metavar="NAME=VALUE",
        help="What a plan file leaves open: decimal=. or , · dateOrder=dmy or mdy · epoch=1900 or 1904 · year=YYYY · turn=next or "
        "same · instants=written or local · scale=money, all or none · heading:TEXT=KPI or skip · sheet=NAME.",
    ),
]


def plan_content(path: str) -> bytes:
    """A plan file's bytes, or those of stdin for `-`."""
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"The plan file '{path}' cannot be read: {error.strerror}.") from error


def parse_answers(given: list[str] | None) -> Answers:
    """Answers to what a plan leaves open, from NAME=VALUE words."""
    from demogen.service.plan_reader import HEADING, Answers

    found: dict[str, str] = {}
    headings: dict[str, str] = {}
    for word in given or []:
        name, _, value = (word.rpartition if word.startswith(HEADING) else word.partition)("=")
        if not _is_answer(name, value):
            raise InputError(
                f"The answer '{word}' is none that a plan can need.",
                hint="Write it as `demogen plan read` shows it, such as decimal=, or dateOrder=dmy or epoch=1900 or year=2026.",
            )
        if name.startswith(HEADING):
            headings[name.removeprefix(HEADING)] = value
        else:
            found[name] = value
    return Answers(
        decimal=found.get("decimal"),
        date_order=found.get("dateOrder"),
        epoch=found.get("epoch"),
        year=int(found["year"]) if "year" in found else None,
        turn=found.get("turn"),
        instants=found.get("instants"),
        scale=found.get("scale"),
        headings=headings,
        sheet=found.get("sheet"),
    )


_CHOICES = {
    "decimal": {".", ","}, "dateOrder": {"dmy", "mdy"}, "epoch": {"1900", "1904"}, "turn": {"next", "same"},
    "instants": {"written", "local"}, "scale": {"money", "all", "none"},
}  # fmt: skip


def _is_answer(name: str, value: str) -> bool:
    """Whether a plan can need that answer."""
    from demogen.domain.metrics import PLANNED

    if name.startswith("heading:"):
        key, _, factor = value.partition("*")
        return value == "skip" or (key in PLANNED and factor in ("", "1000", "1000000"))
    if name == "year":
        return len(value) == 4 and value.isdecimal() and 1971 <= int(value) <= 2999
    return value in _CHOICES.get(name, ()) or (name == "sheet" and value != "")


def load_plan(
    path: str, plan_type: str | None, mode: str, currency: Currency, answers: list[str] | None = None
) -> Plan:
    """A plan from a file, or from stdin for `-`; what is skipped in it is told on stderr."""
    from demogen.domain.plan import Mode, PlanType
    from demogen.service.plan_reader import read_plan

    plan, table = read_plan(
        plan_content(path),
        plan_type=PlanType(plan_type.upper()) if plan_type else None,
        mode=Mode(mode.upper()),
        currency=currency,
        answers=parse_answers(answers),
    )
    if table is not None:
        for what, reason in table.skipped:
            typer.echo(f"note: {what} is skipped. {reason}", err=True)
        for scale in table.scales:
            typer.echo(f"note: {scale.words}", err=True)
        for issue in table.warnings:
            typer.echo(f"warning: {issue.message} {issue.hint}", err=True)
    return plan


@contextmanager
def written_whole(output: Path) -> Iterator[Path]:
    """A new file beside `output` that takes its place at the end of the block; where the block fails, what was there stays.
    A device or a link is written to as it is.

    Raises InputError where it cannot be written.
    """
    is_plain = not output.is_symlink() and (output.is_file() or not output.exists())
    partial = output.with_name(f".{output.name}.{os.getpid()}.partial") if is_plain else output
    try:
        yield partial
        if is_plain:
            partial.replace(output)
    except OSError as error:
        raise InputError(f"'{output}' cannot be written: {error.strerror}.") from error
    finally:
        if is_plain:
            with suppress(OSError):
                partial.unlink(missing_ok=True)


@contextmanager
def progress_bar(*, quiet: bool) -> Iterator[Listener]:
    """A progress bar on stderr; nothing where stderr is not a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<20}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    hidden = quiet or not console.is_terminal
    with Progress(*columns, TimeElapsedColumn(), console=console, disable=hidden, transient=True) as bar:
        task = bar.add_task("starting", total=100)
        yield lambda percent, step: bar.update(task, completed=percent, description=step)


def agree(question: str, *, yes: bool, quiet: bool) -> None:
    """Ask before records are changed or removed. Raises InputError where nobody can be asked."""
    if yes:
        return
    if quiet or not sys.stdin.isatty():
        raise InputError(
            f"{question} That needs to be confirmed.", hint="Look at the preview, then add --yes."
        )
    if not typer.confirm(f"{question} Go on?"):
        raise typer.Exit(1)
