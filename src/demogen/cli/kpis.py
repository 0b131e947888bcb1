"""`demogen kpis`: a tenant's months."""

from __future__ import annotations

from typing import Annotated

import typer

from demogen.cli.runtime import JsonOption, TenantArgument, database, print_json
from demogen.errors import InputError


def show(
    tenant: TenantArgument,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM", help="The first month.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM", help="The last month, included.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV on stdout.")] = False,
    as_json: JsonOption = False,
) -> None:
    """The KPIs of a tenant, month by month."""
    from demogen.cli.render import print_kpis, print_kpis_csv
    from demogen.db.kpi_aggregator import KpiAggregator
    from demogen.db.tenants import find_tenant
    from demogen.domain.months import Month

    try:
        begin, end = Month.parse(first), Month.parse(last)
    except ValueError as error:
        raise InputError(f"{error}.") from None
    if not 0 <= end.index - begin.index < 600:
        raise InputError(
            f"{first} to {last} is not a range of 1 to 600 months.", hint="Give --from before --to."
        )
    with (
        database() as (opened, _),
        opened.transaction("REPEATABLE READ", read_only=True) as connection,
    ):
        row = find_tenant(connection, tenant)
        months = KpiAggregator(connection, row.timezone, row.money).query_monthly_kpis(row.id, begin, end)
    if as_json:
        print_json([month.to_json(row.money) for month in months])
    elif as_csv:
        print_kpis_csv(months, row.money)
    else:
        print_kpis(months, row.money)
