"""`demogen backfill`: provenance for demo tenants made before it existed."""

from __future__ import annotations

from typing import Annotated

import typer

from demogen.cli.runtime import JsonOption, database, print_json


def backfill(
    tenants: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[TENANT]...", help="Ids or slugs; all unmarked rows of a tenant named are marked."
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Mark the records of demo tenants made before provenance existed as generated.

    Without names: every demo tenant that has no provenance yet. Safe to run again.
    """
    from rich.console import Console

    from demogen.cli.render import print_backfill
    from demogen.service.backfill import Backfill

    with database() as (opened, _), Console(stderr=True).status("backfill") as status:
        results = Backfill(opened).run(
            tenants or (),
            listener=lambda tenant, entity, rows: status.update(f"{tenant.slug}: {rows:,} {entity}"),
        )
    if as_json:
        print_json([result.to_json() for result in results])
    else:
        print_backfill(results)
