"""What the formats of a workbook's numbers say beside their values: a percentage, a unit, a currency. What the cells mean is not
known here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from demogen.service.plan_reader.words import units

_PERCENTAGES = {9, 10}
"""The numbers of the percentages among the formats that every spreadsheet has."""

ANY_CURRENCY = "¤"
"""The sign of an amount whose currency is not said: the other formats that every spreadsheet has are in the currency of whoever
looks at them."""

Places = dict[tuple[int, int], str]
"""By line and column."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a format says beside the number: why it is not what its value says, or the currency that it is shown with."""

    fault: str | None = None
    sign: str | None = None


def read(formats: Iterable[tuple[int, int, str | int]]) -> tuple[Places, Places]:
    """Of formats by line and column: why numbers are not what their values say, and the currencies with which others are shown."""
    faults: Places = {}
    signs: Places = {}
    known: dict[str | int, Form] = {}
    for line, column, code in formats:
        if code not in known:
            known[code] = form_of(code) if isinstance(code, str) else _built_in(code)
        form = known[code]
        faults |= {(line, column): form.fault} if form.fault else {}
        signs |= {(line, column): form.sign} if form.sign else {}
    return faults, signs


def _built_in(number: int) -> Form:
    return Form("a percentage") if number in _PERCENTAGES else Form(sign=ANY_CURRENCY)


def form_of(code: str) -> Form:
    """A format's part for positive numbers."""
    first = code.split(";", maxsplit=1)[0]
    literals = re.findall(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|([$€£¥])', first)
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", first)
    if "%" in bare:
        return Form("a percentage")
    text = "".join("".join(groups) for groups in literals).strip()
    unit = units.take(text)
    scaled = re.search(r"[0#?],+(?![0#?])", bare) is not None
    if unit.factor is not None and not scaled:
        return Form(f"a number that is shown with “{text}”, so that its scale is unclear")
    return Form(sign=unit.currency)
