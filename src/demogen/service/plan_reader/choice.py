"""Which of a workbook's sheets is the plan, and what is said of the others. How a sheet is read is not known here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from demogen.domain.plan import PlanType
from demogen.errors import InputError
from demogen.service.plan_reader.plan_table import PlanTable
from demogen.service.plan_reader.questions import Answers
from demogen.service.plan_reader.words.letters import shown


def chosen(tables: Sequence[PlanTable], answers: Answers) -> PlanTable:
    """The table to read, with the others named as skipped. Raises InputError for a sheet that the workbook does not have."""
    filled = [table for table in tables if table.sheet.rows]
    plans = [table for table in filled if _is_plan(table)]
    found = (
        _asked(tables, answers.sheet) if answers.sheet is not None else _best(tables, filled, plans, answers)
    )
    names = tuple(table.sheet.name or "" for table in plans)
    return replace(found, skipped=(*found.skipped, *_others(found, filled, plans)), sheets=names)


def _asked(tables: Sequence[PlanTable], name: str) -> PlanTable:
    found = next((table for table in tables if table.sheet.name == name), None)
    if found is None:
        named = ", ".join(f"'{shown(table.sheet.name)}'" for table in tables)
        raise InputError(f"The workbook has no sheet '{shown(name)}'.", hint=f"It has {named}.")
    return found


def _best(
    tables: Sequence[PlanTable], filled: Sequence[PlanTable], plans: Sequence[PlanTable], answers: Answers
) -> PlanTable:
    names = ("plan", "plan (additions)") if answers.plan_type is PlanType.DELTAS else ("plan",)
    named = [table for table in filled if (table.sheet.name or "").casefold() in names]
    active = [table for table in plans if table.sheet.is_active]
    return [*named, *active, *plans, *filled, *tables][0]


def _is_plan(table: PlanTable) -> bool:
    """Whether a sheet has months, as far as they can be read, or asks of which they are."""
    return bool(table.rows or table.questions)


def _others(
    found: PlanTable, filled: Sequence[PlanTable], plans: Sequence[PlanTable]
) -> list[tuple[str, str]]:
    said = []
    for table in filled:
        if table is found:
            continue
        name = table.sheet.name
        why = (
            f"It holds months too; read is “{found.sheet.name}”."
            if table in plans
            else "It holds no months that can be read."
        )
        said.append((f"Sheet “{name}”", why))
    return said
