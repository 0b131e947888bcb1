"""`demogen plan`: what the reader understands of a plan file."""

from __future__ import annotations

from typing import Annotated

import typer

from demogen.cli.runtime import AnswersOption, JsonOption, database, parse_answers, plan_content, print_json
from demogen.errors import InputError

app = typer.Typer(help="Plan files.", no_args_is_help=True)


@app.command()
def read(
    plan: Annotated[
        str, typer.Argument(metavar="PLAN", help="A CSV, XLSX, XLS or ODS file, or - for stdin.")
    ],
    tenant: Annotated[str | None, typer.Option(help="The tenant whose currency its money is in.")] = None,
    currency: Annotated[str, typer.Option(help="The currency, where no tenant is named.")] = "EUR",
    answer: AnswersOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what was understood, what was skipped, what is wrong and what has to be answered; changes nothing."""
    from demogen.cli.render import print_plan_table
    from demogen.domain.money import Currency
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
    table = read_file(content, money, parse_answers(answer))
    print_json(table.to_json(money)) if as_json else print_plan_table(table, money)
    if table.issues or table.questions:
        raise typer.Exit(2)
