"""`demogen tenants story`, `keep-fresh` and `shift`: demos that do not expire."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from demogen.cli.runtime import (
    AnchorOption,
    JsonOption,
    TenantArgument,
    agree,
    database,
    load_plan,
    print_json,
    progress_bar,
)
from demogen.errors import InputError
from demogen.service.parameters import read_instant, read_month

if TYPE_CHECKING:
    from collections.abc import Iterable

    from demogen.db.jobs import Job
    from demogen.domain.kpis import JsonObject
    from demogen.domain.plan import Plan
    from demogen.domain.story import MonthChange
    from demogen.service.stories import StoryChange


class ScenarioName(StrEnum):
    STEADY = "steady"
    GROWTH = "growth"
    SEASONAL = "seasonal"
    HOCKEY_STICK = "hockey-stick"
    DIP = "dip"


class ScheduleName(StrEnum):
    DAILY = "daily"
    MONTHLY = "monthly"
    OFF = "off"


class EditedName(StrEnum):
    MOVE = "move"
    STAY = "stay"


def shift(
    tenant: TenantArgument,
    end: Annotated[str, typer.Option(metavar="YYYY-MM", help="The month in which its story shall end.")],
    edited: Annotated[
        EditedName, typer.Option(help="What becomes of generated records that people edited.")
    ] = EditedName.MOVE,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before.")] = False,
    anchor: AnchorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Move every date of a tenant's generated records together, by whole months; undo brings them back."""
    from demogen.cli.render import print_job
    from demogen.cli.render_freshness import print_shift
    from demogen.db.shifting import Edited
    from demogen.service.patch_engine import PatchEngine
    from demogen.service.reading import Reading

    wanted, choice, now = read_month(end), Edited(edited.value), read_instant(anchor)
    with database() as (opened, settings), progress_bar(quiet=as_json) as listener:
        engine = PatchEngine(opened, max_records=settings.max_records)
        engine.recover()
        shown = engine.preview_shift(tenant, wanted, choice, anchor=now)
        if not as_json:
            print_shift(shown)
        agree("All these dates will move.", yes=yes, quiet=as_json)
        queued = engine.submit_shift(
            tenant, wanted, choice, anchor=now, expected_fingerprint=str(shown["fingerprint"])
        )
        done = engine.execute(queued.id, listener=listener)
        document = Reading(opened).job_document(done.id)
        currency = Reading(opened).currency(tenant).code
    print_json(document) if as_json else print_job(done, currency=currency)
    if not done.verified:
        raise typer.Exit(1)


def story(
    tenant: TenantArgument,
    scenario: Annotated[
        ScenarioName | None, typer.Option(case_sensitive=False, help="Continue the history in this shape.")
    ] = None,
    plan: Annotated[
        str | None, typer.Option(help="A plan of the coming months: a file, or - for stdin.")
    ] = None,
    last_year: Annotated[
        float | None, typer.Option(metavar="PERCENT", help="Last year's same month, grown by so much.")
    ] = None,
    every_month: Annotated[
        list[str] | None,
        typer.Option(metavar="METRIC=NUMBER", help="The same numbers every month; may be repeated."),
    ] = None,
    schedule: Annotated[
        ScheduleName | None, typer.Option(help="How often it is brought about (at first: daily).")
    ] = None,
    pause: Annotated[bool | None, typer.Option("--pause/--resume", help="Stop it for now, or go on.")] = None,
    change: Annotated[
        str | None, typer.Option(metavar="PLAN", help="Write these months of it by hand: a plan file, or -.")
    ] = None,
    skip: Annotated[
        list[str] | None, typer.Option(metavar="YYYY-MM", help="Leave a month as it is; may be repeated.")
    ] = None,
    no_skip: Annotated[
        list[str] | None, typer.Option(metavar="YYYY-MM", help="Bring a skipped month about after all.")
    ] = None,
    let_go: Annotated[
        list[str] | None,
        typer.Option(metavar="YYYY-MM", help="Give up what of a month cannot be met; may be repeated."),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Forget the story; its records stay.")] = False,
    anchor: AnchorOption = None,
    as_json: JsonOption = False,
) -> None:
    """What a tenant's coming months shall bring: show it, tell another, change it, pause it. All of one command is done, or
    nothing."""
    from demogen.cli.render_freshness import print_story
    from demogen.service.reading import Reading
    from demogen.service.stories import Stories

    wanted = _Wanted(_source(scenario, last_year, every_month, plan), schedule, pause)
    months = _months(skip or [], no_skip or [], let_go or [])
    now = read_instant(anchor)
    if remove and (wanted.is_any or change is not None or months):
        raise InputError("--remove stands alone.", hint="Remove the story, or change it.")
    if plan == change == "-":
        raise InputError(
            "--plan and --change cannot both be read from stdin.", hint="Give one of them as a file."
        )
    with database() as (opened, settings):
        stories = Stories(opened, max_records=settings.max_records)
        currency = Reading(opened).currency(tenant)
        if remove:
            stories.remove(tenant)
            print_json({"removed": True}) if as_json else typer.echo("The story is forgotten.")
            return
        asked = wanted.change(
            plan=None if plan is None else load_plan(plan, "targets", "additive", currency),
            by_hand=None if change is None else load_plan(change, "targets", "additive", currency),
            months=months,
        )
        found = (
            stories.show(tenant, anchor=now) if asked.is_empty else stories.change(tenant, asked, anchor=now)
        )
    print_json(found) if as_json else print_story(found)


@dataclass(frozen=True)
class _Wanted:
    """What the words of the command ask for, before a file or the database is opened."""

    source: JsonObject | None
    schedule: ScheduleName | None
    pause: bool | None

    @property
    def is_any(self) -> bool:
        return any(one is not None for one in (self.source, self.schedule, self.pause))

    def change(self, *, plan: Plan | None, by_hand: Plan | None, months: list[MonthChange]) -> StoryChange:
        from demogen.domain.story import MonthChange, Schedule
        from demogen.service.stories import StoryChange

        written = (
            [MonthChange(row.month, values=dict(row.values)) for row in by_hand.months] if by_hand else []
        )
        schedule = None if self.schedule is None else Schedule(self.schedule.value)
        return StoryChange(self.source, plan, schedule, self.pause, (*written, *months))


def keep_fresh(
    tenant: Annotated[
        str | None,
        typer.Argument(metavar="[TENANT]", help="A tenant's id or slug (default: all with a schedule)."),
    ] = None,
    anchor: AnchorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring about now what is due of the stories: of one tenant, paused or not, or of all that run by themselves."""
    from demogen.cli.render import print_job
    from demogen.db.audit import COMMAND_LINE
    from demogen.service.patch_engine import PatchEngine
    from demogen.service.reading import Reading
    from demogen.service.stories import Stories

    now = read_instant(anchor)
    with database() as (opened, settings), progress_bar(quiet=as_json) as listener:
        engine = PatchEngine(opened, max_records=settings.max_records)
        engine.recover()
        stories, reading = Stories(opened, max_records=settings.max_records), Reading(opened)
        if tenant is None:
            each: Iterable[Job] = stories.run_each(anchor=now, actor=COMMAND_LINE)
        else:
            found = stories.run(tenant, anchor=now)
            each = [] if found is None else [found]
        done = [engine.execute(job.id, listener=listener) for job in each]
        shown = [reading.job(job.id) for job in done]
        documents = [reading.job_document(job.id) for job in done]
    if as_json:
        print_json({"jobs": list(documents)})
    else:
        for job, row in shown:
            typer.echo(row.name)
            print_job(job, currency=row.currency)
        if not shown:
            typer.echo("Nothing is due.")
    if not all(job.verified for job in done):
        raise typer.Exit(1)


def _source(
    scenario: ScenarioName | None, last_year: float | None, every_month: list[str] | None, plan: str | None
) -> JsonObject | None:
    """The source that is asked for. Raises InputError for more than one."""
    found: list[JsonObject] = []
    if scenario is not None:
        found.append({"origin": "scenario", "scenario": scenario.value})
    if last_year is not None:
        found.append({"origin": "last-year", "growth": last_year})
    if every_month:
        values: JsonObject = {}
        for word in every_month:
            name, mark, value = word.partition("=")
            if not mark or not value.strip():
                raise InputError(f"'{word}' is not METRIC=NUMBER.", hint="Write such as dealsCreated=30.")
            values[name.strip()] = value.strip()
        found.append({"origin": "every-month", "values": values})
    if plan is not None:
        found.append({"origin": "plan"})
    if len(found) > 1:
        raise InputError("Give one of --scenario, --plan, --last-year and --every-month.")
    return found[0] if found else None


def _months(skip: list[str], no_skip: list[str], let_go: list[str]) -> list[MonthChange]:
    """Months by name. Raises InputError for one that is none, or that is skipped and not skipped."""
    from demogen.domain.story import MonthChange

    found = [
        *(MonthChange(read_month(name), skipped=True) for name in skip),
        *(MonthChange(read_month(name), skipped=False) for name in no_skip),
        *(MonthChange(read_month(name), let_go=True) for name in let_go),
    ]
    both = {one.month for one in found if one.skipped} & {one.month for one in found if one.skipped is False}
    if both:
        raise InputError(
            f"{min(both)} cannot be skipped and brought about.", hint="Give --skip or --no-skip."
        )
    return found
