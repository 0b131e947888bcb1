"""Columns that say whose, or of what, the numbers of a line are: tenants, regions, scenarios. Lines of several are no one plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from demogen.domain.issues import Issue, IssueCode
from demogen.service.plan_reader.sheets import Sheet
from demogen.service.plan_reader.words import qualifiers
from demogen.service.plan_reader.words.letters import plain, shown


def check(
    sheet: Sheet, place: tuple[int, int], label: str, heads: Iterable[str], texts: Sequence[str]
) -> Issue | None:
    """None where the texts are all the same, or say nothing of that kind; `heads` are the headings under which they stand."""
    distinct = list(dict.fromkeys(texts))
    named = any(qualifiers.is_partition(plain(head)) for head in heads)
    if len(distinct) < 2 or not (named or any(qualifiers.is_version(plain(text)) for text in distinct)):
        return None
    more = f" and {len(distinct) - 2} more" if len(distinct) > 2 else ""
    named_texts = " and ".join(f"'{shown(text)}'" for text in distinct[:2])
    return Issue(
        IssueCode.PLAN_UNREADABLE,
        f"{sheet.cell_name(*place)}: “{shown(label)}” holds {named_texts}{more}: the lines are not of one plan.",
        "Give the lines of one of them alone.",
        line=place[0],
        column=place[1],
    )
