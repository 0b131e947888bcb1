"""Stories, health and shifts in a terminal."""

from __future__ import annotations

from typing import Any, cast

from rich.text import Text

from demogen.cli.render import console, counts_text, new_table
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import METRICS, PLANNED


def print_shift(preview: JsonObject) -> None:
    """What moving a story would move, and what stays."""
    out = console()
    document = cast("dict[str, Any]", preview)
    before, after = document["from"], document["to"]
    out.print(
        f"{before['first']} … {before['last']} becomes {after['first']} … {after['last']}: "
        f"moves {counts_text(document['moving'])}; of the generated ones stays {counts_text(document['staying'])}."
    )
    for stay in document["kept"]:
        out.print(Text(f"  {stay['entity']}: {stay['name'] or stay['id']}. {stay['reason']}"))
    for warning in document["warnings"]:
        out.print(Text(f"warning: {warning}", style="yellow"))


def print_story(story: JsonObject) -> None:
    """How the story stands, and its months."""
    out = console()
    source = story["source"]
    assert isinstance(source, dict)
    state = "paused" if story["paused"] else str(story["schedule"])
    out.print(f"{_source_text(source)} · {state}", style="bold")
    out.print(
        f"brought about until {story['coveredUntil']} · next run {story['nextRun'] or 'only when asked'}"
    )
    if isinstance(failure := story["failure"], dict):
        out.print(f"the last run failed: {failure['message']} {failure['hint']}", style="red")
    months = story["months"]
    assert isinstance(months, list)
    used = [key for key in PLANNED if any(key in _part(month, "values") for month in months)]
    table = new_table("month", *(METRICS[key].label for key in used), "")
    for month in months:
        assert isinstance(month, dict)
        values, locked = _part(month, "values"), month["locked"]
        assert isinstance(locked, list)
        cells = [f"{values.get(key, '–')}{' *' if key in locked else ''}" for key in used]
        table.add_row(str(month["month"]), *cells, "skipped" if month["skipped"] else "")
    out.print(table)
    if any(isinstance(month, dict) and month["locked"] for month in months):
        out.print("* locked")
    for month in months:
        assert isinstance(month, dict)
        if isinstance(unmet := month["unmet"], dict) and not month["skipped"]:
            out.print(Text(f"{month['month']} cannot be met: {unmet['reason']}", style="yellow"))
            out.print(
                f"  --skip {month['month']}, --let-go {month['month']}, or --change PLAN with other numbers"
            )


def _part(month: object, name: str) -> JsonObject:
    assert isinstance(month, dict)
    found = month[name]
    assert isinstance(found, dict)
    return found


def _source_text(source: JsonObject) -> str:
    origin = source["origin"]
    if origin == "scenario":
        return f"the scenario {source['scenario']} continued"
    if origin == "last-year":
        return f"last year's months, {source['growth']:+g} % a year"
    return "the same every month" if origin == "every-month" else "a plan of its own"


_COLORS = {"healthy": "green", "empty": "", "warning": "yellow", "stale": "red", "unhealthy": "red"}


def print_health(health: JsonObject) -> None:
    """How alive a tenant looks, what is wrong, and the command that cures it."""
    out = console()
    document = cast("dict[str, Any]", health)
    day = document["staleOn"]
    since = day is not None and day <= document["checkedAt"][:10]
    stale = "" if day is None else f" since {day}" if since else f" · goes stale on {day}"
    out.print(Text(f"health: {document['status']}{stale}", style=_COLORS[document["status"]]))
    for finding in document["findings"]:
        out.print(Text(f"  {finding['message']}", style=_COLORS[finding["severity"]]))
        for cure in finding["cures"]:
            out.print(Text(f"    {cure['label']}" + (f": {cure['command']}" if cure["command"] else ".")))
