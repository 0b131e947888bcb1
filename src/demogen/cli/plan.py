"""`demogen plan`: what the reader understands of a plan file, and a sheet to fill in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from demogen.cli.runtime import (
    MOST_MONTHS,
    AnswersOption,
    JsonOption,
    TenantArgument,
    TypeName,
    database,
    parse_answers,
    plan_content,
    print_json,
    written_whole,
)
from demogen.errors import InputError
from demogen.service.parameters import read_range

app = typer.Typer(help="Plan files.", no_args_is_help=True)


@app.command()
def read(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="A CSV, XLSX, XLS or ODS file, or - for stdin.")
    ],
    tenant: Annotated[str | None, typer.Option(help="The tenant whose currency its money is in.")] = None,
    currency: Annotated[str, typer.Option(help="The currency, where no tenant is named.")] = "EUR",
    kind: Annotated[
        TypeName | None, typer.Option("--type", case_sensitive=False, help="What the numbers are.")
    ] = None,
    answer: AnswersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was understood, what was skipped, what is wrong and what has to be answered; changes nothing."""
    from demogen.cli.render import print_plan_table
    from demogen.domain.money import Currency
    from demogen.domain.plan import PlanType
    from demogen.service.plan_reader import read_file
    from demogen.service.reading import Reading

    content = plan_content(plan)
    if tenant is not None:
        with database() as (opened, _):
            money = Reading(opened).currency(tenant)
    else:
        try:
            money = Currency(currency)
        except ValueError as error:
            raise InputError(f"{error}.") from None
    answers = replace(parse_answers(answer), plan_type=PlanType(kind.value.upper()) if kind else None)
    table = read_file(content, money, answers)
    print_json(table.to_json(money)) if as_json else print_plan_table(table, money)
    if table.issues or table.questions:
        raise typer.Exit(2)


@app.command()
def template(
    tenant: TenantArgument,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="The first month.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM", help="The last month.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="The XLSX file to write.")],
    as_json: JsonOption = False,
) -> None:
    """The tenant's months as a workbook to fill in; what it shows now stands on the second sheet."""
    from demogen.service.plan_template import plan_template
    from demogen.service.reading import Reading

    begin, end = read_range(first, last, longest=MOST_MONTHS)
    with database() as (opened, _):
        currency, months = Reading(opened).kpis(tenant, begin, end)
    with written_whole(output) as partial:
        partial.write_bytes(plan_template(months, currency))
    print_json({"file": str(output)}) if as_json else typer.echo(f"Wrote {output}")
