"""`demogen kpis`: a tenant's months."""

from __future__ import annotations

from typing import Annotated

import typer

from demogen.cli.runtime import MOST_MONTHS, JsonOption, TenantArgument, database, print_json
from demogen.service.parameters import read_range


def show(
    tenant: TenantArgument,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="The first month.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM", help="The last month, included.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on stdout.")] = False,
    as_json: JsonOption = False,
) -> None:
    """The KPIs of a tenant, month by month."""
    from demogen.cli.render import print_kpis, print_kpis_csv
    from demogen.service.reading import Reading

    begin, end = read_range(first, last, longest=MOST_MONTHS)
    with database() as (opened, _):
        currency, months = Reading(opened).kpis(tenant, begin, end, of_any_tenant=True)
    if as_json:
        print_json([month.to_json(currency) for month in months])
    elif as_csv:
        print_kpis_csv(months, currency)
    else:
        print_kpis(months, currency)
