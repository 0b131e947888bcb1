"""Records that change, in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, cast

from rich.text import Text

from demogen.cli.render import console, counts_text, new_table
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import Entity
from demogen.service.exports import ACTIONS


def print_changes(changes: JsonObject) -> None:
    """What happens to existing records, with samples."""
    out = console()
    document = cast("dict[str, Any]", changes)
    for verb, name in (("change", "changed"), ("retire", "deleted")):
        out.print(f"Would {verb} {counts_text(document[name])}.")
    print_changed_records(document["samples"])
    if document["shown"] < document["total"]:
        out.print(
            f"{document['shown']:,} of {document['total']:,} shown; once applied, `patch changes` lists all."
        )


def print_changed_records(records: Sequence[JsonObject]) -> None:
    """Records with what changes of them, one line for each field."""
    table = new_table("record", "what", "field", "before", "after", left=5)
    for record in cast("Sequence[dict[str, Any]]", records):
        name = Text(f"{Entity(record['entity']).noun.capitalize()} {record['name'] or record['id']}")
        what = ACTIONS[record["action"]]
        for field in record["fields"]:
            table.add_row(name, what, field["label"], Text(field["before"]), Text(field["after"]))
            name, what = Text(""), ""
        if not record["fields"]:
            table.add_row(name, what, "", "", "")
    if table.row_count:
        console().print(table)
    else:
        console().print("No existing record changed.")


def print_csv(content: bytes) -> None:
    """A file's content on stdout, without the mark that spreadsheets want."""
    sys.stdout.write(content.decode("utf-8-sig"))
