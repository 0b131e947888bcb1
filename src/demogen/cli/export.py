"""`demogen export`: a tenant's generated records for other programs."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from demogen.cli.runtime import JsonOption, TenantArgument, database, print_json, written_whole


class DataFormatName(StrEnum):
    CSV = "csv"
    PARQUET = "parquet"
    SALESFORCE = "salesforce"
    HUBSPOT = "hubspot"


def export(
    tenant: TenantArgument,
    output: Annotated[Path, typer.Option("--output", "-o", help="The ZIP archive to write.")],
    form: Annotated[
        DataFormatName, typer.Option("--format", help="What the files are for.")
    ] = DataFormatName.CSV,
    as_json: JsonOption = False,
) -> None:
    """A tenant's generated records as a ZIP archive with a how-to: CSV, Parquet, or import files for a CRM."""
    from demogen.service.data_export import DataFormat, export_tenant

    with database() as (opened, _), written_whole(output) as partial:
        export_tenant(opened, tenant, DataFormat(form.value), partial)
    print_json({"file": str(output), "format": form.value}) if as_json else typer.echo(f"Wrote {output}")
