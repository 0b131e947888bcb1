"""What a table can leave open: its questions, and the answers to them. An answer means the same whatever text it is given to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.metrics import MetricKey, label_of
from demogen.domain.plan import PlanType
from demogen.service.plan_reader.figures import numbers
from demogen.service.plan_reader.figures.numbers import Bare

Column: TypeAlias = MetricKey | Literal["month"] | None
"""What a column holds; None for one that is not read."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody said where the table does not say it: `columns` by place, the decimal mark ("." or ","), the date
    order ("dmy" or "mdy"), the epoch ("1900" or "1904"), the year of the first month, what comes after the turn of the year
    ("next" or "same"), what instants are ("written" or "local"), what a scale is of ("money", "all" or "none"), what headings
    mean (a KPI, one with its scale such as "closedWonValue*1000", or "skip"), which sheet is read; and what the numbers are,
    since targets are never negative."""

    columns: Sequence[Column] | None = None
    decimal: str | None = None
    date_order: str | None = None
    epoch: str | None = None
    year: int | None = None
    plan_type: PlanType | None = None
    turn: str | None = None
    instants: str | None = None
    scale: str | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that the table leaves open, with the answers that it can have (none: any year)."""

    id: str
    text: str
    choices: tuple[tuple[str, str], ...]

    def to_json(self) -> JsonObject:
        choices: list[JsonValue] = [{"value": value, "label": label} for value, label in self.choices]
        return {"id": self.id, "text": self.text, "choices": choices}


MONTHS = {
    "dateOrder": Question(
        "dateOrder",
        "Is the day written before the month, or after it?",
        (("dmy", "Day first: 01/02 is 1 February"), ("mdy", "Month first: 01/02 is 2 January")),
    ),
    "epoch": Question(
        "epoch",
        "From which day on do the serial numbers count?",
        (("1900", "1900, as in Excel for Windows"), ("1904", "1904, as in old files of Excel for Mac")),
    ),
    "year": Question("year", "Of which year is the first month?", ()),
    "instants": Question(
        "instants",
        "The dates are the last evenings of months, as midnight is written in another time zone. Which months are they?",
        (
            ("written", "As written: 2024-01-31T23:00 is January"),
            ("local", "Midnights: 2024-01-31T23:00 is February"),
        ),
    ),
    "turn": Question(
        "turn",
        "Months without a year pass the turn of the year. Of which year are those after it?",
        (("next", "The next year"), ("same", "The same year")),
    ),
}
"""What the months of a table can leave open, by the names that `months` asks for."""


def decimal(cells: Iterable[Bare]) -> Question:
    """Which mark is the decimal one. The choices name the marks, each with what it makes of a number of this text."""
    example = next((cell.text for cell in cells if numbers.is_open(cell)), None)
    text = "Which mark is the decimal one?"
    point, comma = "The point, as in 1,234.50", "The comma, as in 1.234,50"
    if example is None:
        return Question("decimal", f"{text} The numbers show both.", ((".", point), (",", comma)))
    whole, all_digits = int(example[:-4]), int(example[:-4] + example[-3:])
    fraction, thousands = f"{example} lies between {whole} and {whole + 1}", f"{example} is {all_digits}"
    dotted = "." in example
    return Question(
        "decimal",
        f"{text} {example} can be read in two ways.",
        (
            (".", f"{point}: {fraction if dotted else thousands}"),
            (",", f"{comma}: {thousands if dotted else fraction}"),
        ),
    )


def turn(cell: str, before: str) -> Question:
    """What comes after the turn of the year, by the cell at which it is passed."""
    return replace(MONTHS["turn"], text=f"'{cell}' follows '{before}', and has no year. Of which year is it?")


def scale(said: str) -> Question:
    """What a scale is of that a title names, and no heading."""
    return Question(
        "scale",
        f"“{said}” stands beside the table. Which of its numbers is that of?",
        (
            ("money", "Of the amounts"),
            ("all", "Of all numbers, counts too"),
            ("none", "Of none: they are written in full"),
        ),
    )


HEADING = "heading:"
"""What the ids of questions for a heading begin with; the heading follows."""


def heading(said: str, why: str, keys: Sequence[MetricKey], *, factors: Sequence[int] = (1,)) -> Question:
    """What the numbers under a heading are."""
    choices = [
        (
            f"{key.value}*{factor}" if factor > 1 else key.value,
            f"{label_of(key)}{f', times {factor:,}' if factor > 1 else ''}",
        )
        for key in keys
        for factor in factors
    ]
    return Question(
        f"{HEADING}{said}", f"What is “{said}”? {why}", (*choices, ("skip", "Not part of the plan"))
    )
