"""`demogen tenants shift`: demos that do not expire."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from demogen.cli.runtime import (
    AnchorOption,
    JsonOption,
    TenantArgument,
    agree,
    database,
    parse_anchor,
    parse_month,
    print_json,
    progress_bar,
)


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
    from demogen.cli.render import print_job, print_shift
    from demogen.db.shifting import Edited
    from demogen.service.patch_engine import PatchEngine
    from demogen.service.reading import Reading

    wanted, choice, now = parse_month(end), Edited(edited.value), parse_anchor(anchor)
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
