"""`demogen tenants`: create, list, show, clear, and the commands of `freshness`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from demogen.cli.freshness import ScenarioName, keep_fresh, shift, story
from demogen.cli.runtime import (
    AnchorOption,
    JsonOption,
    SeedOption,
    TenantArgument,
    agree,
    database,
    load_plan,
    print_json,
    progress_bar,
)
from demogen.errors import InputError
from demogen.service.parameters import read_instant

app = typer.Typer(help="Make, look at and keep demo tenants.", no_args_is_help=True)
app.command()(story)
app.command("keep-fresh")(keep_fresh)
app.command()(shift)


class ScopeName(StrEnum):
    GENERATED = "generated"
    EDITED = "edited"
    ALL = "all"


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="The company's name.")],
    timezone: Annotated[str, typer.Option(help="An IANA time zone, such as Europe/Berlin.")],
    currency: Annotated[str, typer.Option(help="An ISO 4217 code, such as EUR.")],
    country: Annotated[str, typer.Option(help="An ISO 3166 code, such as DE.")],
    start: Annotated[str, typer.Option(metavar="YYYY-MM", help="The first month of its history.")],
    months: Annotated[
        int | None, typer.Option(help="Length of a scenario's history (default: up to now).")
    ] = None,
    scenario: Annotated[
        ScenarioName | None, typer.Option(case_sensitive=False, help="The shape of its history.")
    ] = None,
    plan: Annotated[str | None, typer.Option(help="Its history as a plan file, or - for stdin.")] = None,
    empty: Annotated[bool, typer.Option("--empty", help="No history.")] = False,
    seed: SeedOption = None,
    anchor: AnchorOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a demo tenant, its users, and its history (default: the scenario `growth`)."""
    from demogen.cli.render import print_job, print_tenant
    from demogen.domain.money import Currency
    from demogen.engine.scenarios import Scenario
    from demogen.service.generation import TenantGenerator, TenantProfile, check_profile
    from demogen.service.pools import FALLBACK, pool_countries
    from demogen.service.reading import Reading

    if (scenario is not None) + (plan is not None) + empty > 1:
        raise InputError("Give one of --scenario, --plan and --empty.")
    if months is not None and (plan is not None or empty):
        raise InputError("--months goes with --scenario.")
    profile = TenantProfile(name, timezone, currency, country, start)
    check_profile(profile)
    history = None if plan is None else load_plan(plan, None, "additive", Currency(currency))
    shape = None if history or empty else Scenario((scenario or ScenarioName.GROWTH).value)
    with database() as (opened, settings), progress_bar(quiet=as_json) as listener:
        generator = TenantGenerator(opened, max_records=settings.max_records)
        tenant, job = generator.create(
            profile,
            scenario=shape,
            months=months,
            plan=history,
            anchor=read_instant(anchor),
            seed=seed,
            listener=listener,
        )
        document = Reading(opened).job_document(job.id) if job else None
    if country not in pool_countries():
        typer.echo(
            f"note: this version has no names of {country}; people, companies and cities are those of {FALLBACK}. "
            f"It has: {', '.join(pool_countries())}.",
            err=True,
        )
    if as_json:
        print_json({"tenant": tenant.to_json(), "job": document})
    else:
        print_tenant(tenant, None)
        if job:
            print_job(job, currency=tenant.currency)
    if job is not None and not job.verified:
        raise typer.Exit(1)


@app.command("list")
def list_all(as_json: JsonOption = False) -> None:
    """All tenants."""
    from demogen.cli.render import print_tenants
    from demogen.service.reading import Reading

    with database() as (opened, _):
        rows = Reading(opened).all_tenants()
    print_json(list(rows)) if as_json else print_tenants(rows)


@app.command()
def clear(
    tenant: TenantArgument,
    scope: Annotated[
        ScopeName,
        typer.Option(
            help="What goes: generated records, those that people edited too, or all of the tenant's."
        ),
    ] = ScopeName.GENERATED,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Remove what demo jobs made for a tenant; what people edited or added stays unless it is asked for."""
    from demogen.cli.render import print_job, print_reversal
    from demogen.db.removal import Scope
    from demogen.service.patch_engine import PatchEngine
    from demogen.service.reading import Reading

    with database() as (opened, settings), progress_bar(quiet=as_json) as listener:
        engine = PatchEngine(opened, max_records=settings.max_records)
        engine.recover()
        wanted = Scope(scope.value)
        shown = engine.preview_clear(tenant, wanted)
        if not as_json:
            print_reversal(shown)
        agree("The tenant will be cleared; that cannot be undone.", yes=yes, quiet=as_json)
        queued = engine.submit_clear(tenant, wanted, expected_fingerprint=str(shown["fingerprint"]))
        done = engine.execute(queued.id, listener=listener)
        document = Reading(opened).job_document(done.id)
        currency = Reading(opened).currency(tenant).code
    print_json(document) if as_json else print_job(done, currency=currency)
    if not done.verified:
        raise typer.Exit(1)


@app.command()
def show(tenant: TenantArgument, anchor: AnchorOption = None, as_json: JsonOption = False) -> None:
    """One tenant, its last job, and how alive it looks."""
    from demogen.cli.render import print_tenant
    from demogen.cli.render_freshness import print_health
    from demogen.service.health import HealthCheck
    from demogen.service.reading import Reading

    with database() as (opened, _):
        row, last = Reading(opened).tenant_and_job(tenant)
        health = HealthCheck(opened).look(tenant, anchor=read_instant(anchor)) if row.is_demo else None
    if as_json:
        print_json(row.to_json() | {"lastJob": last.to_json() if last else None, "health": health})
    else:
        print_tenant(row, last)
        if health is not None:
            print_health(health)
