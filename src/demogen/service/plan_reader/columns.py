"""What each column of a table holds: the months, a KPI with its scale, what belongs to another column, or nothing that is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.metrics import PLANNED, MetricKey, is_money, label_of
from demogen.service.plan_reader import partitions, questions
from demogen.service.plan_reader.figures import numbers
from demogen.service.plan_reader.figures.numbers import NotANumber
from demogen.service.plan_reader.layout import Layout, is_number
from demogen.service.plan_reader.questions import Answers, Column, Question
from demogen.service.plan_reader.sheets import Sheet
from demogen.service.plan_reader.words import headings, qualifiers
from demogen.service.plan_reader.words.headings import Heading
from demogen.service.plan_reader.words.kpis import AS_MONEY
from demogen.service.plan_reader.words.letters import plain, shown
from demogen.service.plan_reader.words.qualifiers import Role

_ROLES = {
    None: "",
    Role.TARGET: "",
    Role.ACTUAL: "It is what was reached, and not a target.",
    Role.FORECAST: "It is a forecast, and not a target.",
    Role.TOTAL: "It is a total.",
}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns by place, the factors that their headings name, and what is said of those that are not read. `currencies` are
    those of headings of money, as they are written; `units` the cells of unit columns that gave a factor."""

    held: tuple[Column, ...]
    factors: Mapping[int, int] = field(default_factory=dict)
    currencies: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[int, str] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    questions: tuple[Question, ...] = ()

    def kpis(self) -> Iterator[tuple[int, MetricKey]]:
        """The places that hold KPIs, with these."""
        for number, column in enumerate(self.held):
            if isinstance(column, MetricKey):
                yield number, column


def read(sheet: Sheet, found: Layout, data: Sequence[int], answers: Answers) -> Columns:
    """The columns as they are given, else as their headings say."""
    meant = [headings.of_parts(parts) for parts in found.parts]
    if answers.columns is not None:
        held = tuple([*answers.columns, *[None] * len(found.heads)][: len(found.heads)])
        places = [number for number, column in enumerate(held) if isinstance(column, MetricKey)]
        factors, signs = _units(meant, places)
        answered = {
            number: answers.headings.get(found.heads[number], "").partition("*")[2] for number in places
        }
        return Columns(
            held, factors | {number: int(factor) for number, factor in answered.items() if factor}, signs
        )
    return _Reader(sheet, found, data, answers, meant).read()


def _units(meant: Sequence[Heading], places: Sequence[int]) -> tuple[dict[int, int], dict[int, str]]:
    factors = {number: factor for number in places if (factor := meant[number].factor) is not None}
    return factors, {number: sign for number in places if (sign := meant[number].currency) is not None}


class _Reader:
    """The columns of one table by their headings."""

    def __init__(
        self, sheet: Sheet, found: Layout, data: Sequence[int], answers: Answers, meant: Sequence[Heading]
    ) -> None:
        self._sheet = sheet
        self._found = found
        self._data = data
        self._answers = answers
        self._meant = [self._by_cells(number, heading) for number, heading in enumerate(meant)]
        self._held: list[Column] = [None] * len(meant)
        self._factors, self._currencies = _units(self._meant, range(len(meant)))
        self._units: dict[int, str] = {}
        self._issues: list[Issue] = []
        self._skipped: dict[int, str] = {}
        self._questions: list[Question] = []

    def read(self) -> Columns:
        found = self._found
        self._held[found.month_column] = "month"
        places = [
            number
            for number in range(len(found.heads))
            if number not in (found.month_column, found.year_column) and found.heads[number]
        ]
        open_ = [number for number in places if not self._settle(number)]
        for number in open_:
            self._ask(number)
        units = [number for number in places if self._held[number] is None and self._is_unit(number)]
        for number in units:
            self._take_unit(number)
        for number in places:
            if self._held[number] is None and number not in units:
                self._check_partition(number)
        self._check_labels()
        if not any(isinstance(column, MetricKey) for column in self._held) and not self._questions:
            self._issues.append(_nothing(found))
        noun = "Row" if found.across else "Column"
        return Columns(
            tuple(self._held),
            self._factors,
            self._currencies,
            self._units,
            tuple(self._issues),
            (
                *((f"{noun} “{found.heads[number]}”", why) for number, why in sorted(self._skipped.items())),
                *self._captions(),
            ),
            tuple(self._questions),
        )

    def _captions(self) -> list[tuple[str, str]]:
        held = [one for one, key in zip(self._meant, self._held, strict=True) if isinstance(key, MetricKey)]
        texts = list(dict.fromkeys(text for one in held for text in one.captions))
        return (
            [(", ".join(f"“{text}”" for text in texts[:8]), "It stands beside headings and is not read.")]
            if texts
            else []
        )

    def _settle(self, number: int) -> bool:
        """Whether a heading is a KPI, is none, or was answered for; one that stays open is asked about once all are known."""
        heading, said = self._meant[number], self._found.heads[number]
        answer = self._answers.headings.get(said)
        if self._found.across and heading.key is not None and not self._texts(number):
            self._skipped[number] = "It holds no numbers."
        elif answer is not None:
            self._hold_answer(number, answer)
        elif heading.is_whole and heading.role in (None, Role.TARGET) and self._is_of_its_years(heading):
            assert heading.key is not None
            self._hold(number, heading.key)
        elif heading.reason is not None:
            self._skipped[number] = heading.reason
        elif heading.key is None:
            self._skipped[number] = (
                "It is a total." if headings.is_total(said) else "It is no KPI that can be planned."
            )
        else:
            return False
        return True

    def _is_of_its_years(self, heading: Heading) -> bool:
        """Whether the year in a heading is the one of all months, where these have theirs."""
        if heading.year is None:
            return True
        years = {cell.year for cell in self._found.written if cell and cell.year is not None}
        others = {one.year for one in self._meant if one.year is not None}
        return years <= {heading.year} and len(others) == 1

    def _hold(self, number: int, key: MetricKey) -> None:
        if key in self._held:
            self._issues.append(_repeated(self._sheet, self._found, key, self._held.index(key), number))
        else:
            self._held[number] = key

    def _hold_answer(self, number: int, answer: str) -> None:
        name, _, factor = answer.partition("*")
        if name not in PLANNED:
            self._skipped[number] = "It is no part of the plan, as answered."
            return
        if factor:
            self._factors[number] = int(factor)
        self._hold(number, MetricKey(name))

    def _ask(self, number: int) -> None:
        """What a heading is that is not understood whole; nothing where another one is, or no numbers stand below."""
        heading, said = self._meant[number], self._found.heads[number]
        key = heading.key
        assert key is not None
        why = self._why(heading)
        if not any(is_number(self._found.cells[place][number]) for place in self._data):
            self._skipped[number] = why if heading.role else "It is no KPI that can be planned."
        elif key in self._held:
            named = self._found.heads[self._held.index(key)]
            self._skipped[number] = f"{why} {label_of(key)} is read from “{named}”."
        else:
            factors = (1, 1_000, 10**6) if heading.left in ("k", "m", "t", "mil") else (1,)
            self._questions.append(questions.heading(said, why, (key, *heading.others), factors=factors))

    def _why(self, heading: Heading) -> str:
        if heading.others:
            return "It names a count and an amount."
        if heading.left:
            return f"“{shown(heading.left)}” is not understood."
        return _ROLES[heading.role] or f"It is of {heading.year}."

    def _by_cells(self, number: int, heading: Heading) -> Heading:
        """A count all of whose numbers carry a currency is an amount."""
        key = heading.key
        if key is None or is_money(key) or heading.says_count or not heading.is_whole:
            return heading
        cells = [self._found.cells[place][number] for place in self._data]
        filled = [cell for cell in cells if is_number(cell)]
        signs = [
            self._sign(place, number) for place in self._data if is_number(self._found.cells[place][number])
        ]
        if not filled or None in signs:
            return heading
        if key in AS_MONEY:
            return Heading(
                AS_MONEY[key],
                heading.role,
                factor=heading.factor,
                currency=heading.currency,
                year=heading.year,
            )
        return Heading(key, reason=f"It is an amount, and {label_of(key)} is a count.")

    def _sign(self, place: int, number: int) -> str | None:
        """The currency that a cell is written or shown with."""
        cell = self._found.cells[place][number]
        if not isinstance(cell, str):
            return self._sheet.signs.get(self._found.places[place][number])
        try:
            bare = numbers.strip(cell)
        except NotANumber:
            return None
        return bare.currency if bare else None

    def _is_unit(self, number: int) -> bool:
        """Whether a column holds the unit of another one."""
        if self._found.across:
            return False
        texts = self._texts(number)
        if any(plain(part) in qualifiers.UNITS for part in self._found.parts[number]):
            return bool(texts)
        return bool(texts) and all(
            (unit := headings.unit_of(text)) is not None and unit.factor is not None for text in texts
        )

    def _take_unit(self, number: int) -> None:
        """A unit column counts for the one column of money; what it says of several has to be written in their headings."""
        texts = self._texts(number)
        said = {
            (unit.factor, unit.currency) if (unit := headings.unit_of(text)) else (None, text)
            for text in texts
        }
        money = [
            place for place, key in enumerate(self._held) if isinstance(key, MetricKey) and is_money(key)
        ]
        kpis = [place for place, key in enumerate(self._held) if isinstance(key, MetricKey)]
        factor, currency = next(iter(said)) if len(said) == 1 else (None, None)
        target = money if money else kpis
        self._skipped.pop(number, None)
        if len(said) > 1 or (factor is not None and len(target) != 1):
            named = ", ".join(f"'{shown(text)}'" for text in texts[:3])
            self._issues.append(
                self._issue(
                    number,
                    f"Column “{self._found.heads[number]}” holds units: {named}.",
                    "Write each unit into the heading of its KPI.",
                )
            )
            return
        for place in target:
            if factor is not None and place not in self._factors:
                self._factors[place], self._units[place] = factor, texts[0]
            if currency is not None:
                self._currencies.setdefault(place, currency)

    def _check_partition(self, number: int) -> None:
        """Lines of several tenants, scenarios or the like are no one plan."""
        found = partitions.check(
            self._sheet,
            self._head(number),
            self._found.heads[number],
            self._found.parts[number],
            self._texts(number),
        )
        if found is not None:
            self._skipped.pop(number, None)
            self._issues.append(found)

    def _check_labels(self) -> None:
        """The same where a heading is made of several cells, one of which says whose its numbers are."""
        if not self._found.across:
            return
        for place in self._found.head_rows:
            row = self._found.cells[place]
            label = row[self._found.month_column]
            held = [number for number, key in enumerate(self._held) if isinstance(key, MetricKey)]
            texts = [str(row[number]) for number in held if row[number] is not None]
            where = self._found.places[place][self._found.month_column]
            if isinstance(label, str) and (
                found := partitions.check(self._sheet, where, label, [label], texts)
            ):
                self._issues.append(found)

    def _head(self, number: int) -> tuple[int, int]:
        return self._found.places[self._found.head_rows[-1] if self._found.head_rows else 0][number]

    def _issue(self, number: int, message: str, hint: str) -> Issue:
        line, column = self._head(number)
        return Issue(
            IssueCode.PLAN_UNREADABLE,
            f"{self._sheet.cell_name(line, column)}: {message}",
            hint,
            line=line,
            column=column,
        )

    def _texts(self, number: int) -> list[str]:
        cells = [self._found.cells[place][number] for place in self._data]
        return [str(cell).strip() for cell in cells if cell is not None]


def _repeated(sheet: Sheet, found: Layout, key: MetricKey, first: int, number: int) -> Issue:
    heads = found.places[found.head_rows[-1] if found.head_rows else 0]
    line, column = heads[number]
    return Issue(
        IssueCode.COLUMN_REPEATED,
        f"{sheet.cell_name(*heads[first])} and {sheet.cell_name(line, column)} are both {label_of(key)}: "
        f"'{shown(found.heads[first])}' and '{shown(found.heads[number])}'.",
        "Keep one of them.",
        line=line,
        column=column,
    )


def _nothing(found: Layout) -> Issue:
    named = ", ".join(
        f"'{shown(heading)}'"
        for number, heading in enumerate(found.heads)
        if heading and number != found.month_column
    )
    return Issue(
        IssueCode.PLAN_UNREADABLE,
        f"No column is a KPI that can be planned{f': there are {named}' if named else ', for want of a header'}.",
        f"Head the columns with: {', '.join(PLANNED)}.",
    )
