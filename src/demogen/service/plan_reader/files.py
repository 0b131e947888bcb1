"""Plan files: which of the readers a file's content is for."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from demogen.domain.kpis import JsonObject
from demogen.domain.money import Currency
from demogen.domain.plan import Mode, Plan, PlanType
from demogen.domain.texts import is_sound_json
from demogen.errors import InputError, PlanInvalid, PlanUnclear
from demogen.service.plan_reader import sheets, workbooks
from demogen.service.plan_reader.choice import chosen
from demogen.service.plan_reader.document import plan_from_json
from demogen.service.plan_reader.plan_table import PlanTable
from demogen.service.plan_reader.questions import Answers
from demogen.service.plan_reader.table import read_table


def read_plan(
    content: bytes,
    *,
    plan_type: PlanType | None,
    mode: Mode,
    currency: Currency,
    answers: Answers | None = None,
) -> tuple[Plan, PlanTable | None]:
    """A plan from a file's content, and the table it was read from (JSON has none).

    Raises InputError, PlanInvalid with every issue found, or PlanUnclear with what has to be answered first. A `plan_type`
    of None takes what a JSON plan says of itself, else targets; one that is given must not differ.
    """
    document = _json_of(content)
    if document is not None:
        return _from_document(document, plan_type, mode, currency), None
    asked = answers or Answers()
    table = read_file(content, currency, replace(asked, plan_type=asked.plan_type or plan_type))
    if table.issues:
        raise PlanInvalid(table.issues)
    if table.questions:
        raise PlanUnclear([(question.id, question.text, question.choices) for question in table.questions])
    return Plan(table.rows, plan_type or PlanType.TARGETS, mode), table


def read_text(text: str, currency: Currency, answers: Answers | None = None) -> PlanTable:
    """What pasted text says. Raises InputError for one that is far too large."""
    return read_table(sheets.of_text(text), currency, answers)


def read_file(content: bytes, currency: Currency, answers: Answers | None = None) -> PlanTable:
    """What a text file or a workbook says: of several sheets the one that is asked for, else the one called "Plan", or "Plan
    (additions)" where those are asked for, else the one that is open, else the first that holds a plan."""
    if len(content) > sheets.LARGEST_FILE:
        raise sheets.too_large(f"{len(content):,} bytes", f"{sheets.LARGEST_FILE:,}")
    if not workbooks.is_workbook(content):
        text, encoding = sheets.decode(content)
        return read_table(sheets.of_text(text, encoding=encoding), currency, answers)
    found = [read_table(sheet, currency, answers) for sheet in workbooks.of_workbook(content)]
    if not found:
        raise InputError("The workbook has no sheets.", hint="Give one with the plan in it.")
    return chosen(found, answers or Answers())


def _json_of(content: bytes) -> JsonObject | list[JsonObject] | None:
    """A JSON plan, or None for content that is none."""
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start not in (b"{", b"["):
        return None
    if len(content) > sheets.LARGEST_FILE:
        raise sheets.too_large(f"{len(content):,} bytes", f"{sheets.LARGEST_FILE:,}")
    try:
        found: JsonObject | list[JsonObject] = json.loads(content.decode("utf-8-sig"), parse_float=_number)
    except (ValueError, RecursionError) as error:
        raise InputError(f"The plan is not JSON: {error}.", hint="Correct it, or give CSV.") from error
    if not is_sound_json(content.removeprefix(b"\xef\xbb\xbf")):
        raise InputError(
            "The plan holds half of a surrogate pair, which is no character.",
            hint="Write it in UTF-8, without such escapes.",
        )
    return found


def _number(text: str) -> Decimal | str:
    """A number; its text where its exponent is more than a decimal can have, so that its cell is named."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _from_document(
    document: JsonObject | list[JsonObject], plan_type: PlanType | None, mode: Mode, currency: Currency
) -> Plan:
    if isinstance(document, list):
        document = {"months": document}
    asked = {
        "planType": plan_type or document.get("planType", PlanType.TARGETS.value),
        "mode": mode.value,
    }
    for name, value in asked.items():
        if document.get(name) not in (None, value):
            raise InputError(
                f"The plan's {name} is {document[name]!r}, but {value} was asked for.",
                hint="Ask for the same, or take it out of the plan.",
            )
    return plan_from_json({**document, **asked}, currency)
