"""From a sheet to a plan: months, KPIs and numbers, with everything that was skipped, is wrong, or has to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from demogen.domain.issues import Issue, IssueCode
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import MetricKey, is_money
from demogen.domain.money import Currency
from demogen.domain.plan import PlanMonth, PlanType
from demogen.service.plan_reader import columns, layout, questions, surroundings, totals
from demogen.service.plan_reader.cells import CellReader, Place
from demogen.service.plan_reader.columns import Columns
from demogen.service.plan_reader.dates import settling
from demogen.service.plan_reader.dates.settling import MonthColumn
from demogen.service.plan_reader.figures import amounts, numbers
from demogen.service.plan_reader.figures.amounts import Amounts, Mark
from demogen.service.plan_reader.layout import Layout
from demogen.service.plan_reader.long import Widened, widen
from demogen.service.plan_reader.plan_table import Line, PlanTable, Scale
from demogen.service.plan_reader.questions import Answers, Question
from demogen.service.plan_reader.rows import RowReader, Settled
from demogen.service.plan_reader.sheets import Cell, Sheet
from demogen.service.plan_reader.surroundings import Surroundings
from demogen.service.plan_reader.words import headings
from demogen.service.plan_reader.words.letters import shown


def read_table(sheet: Sheet, currency: Currency, answers: Answers | None = None) -> PlanTable:
    """Every cell that can be read, and an issue for every one that cannot; what stays open is asked, never guessed."""
    answers = answers or Answers()
    wide = (
        None if answers.columns is not None else widen(sheet, additions=answers.plan_type is PlanType.DELTAS)
    )
    cells = CellReader(currency)
    cells.issues += wide.issues if wide else ()
    reading = _read(wide.sheet if wide else sheet, cells, answers)
    return _table(sheet, reading, cells.issues, wide)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was understood of a sheet, with the decimal mark unless it is asked for."""

    found: Layout
    columns: Columns
    months: MonthColumn
    mark: str | None
    rows: tuple[PlanMonth, ...]
    warnings: tuple[Issue, ...]
    skipped: tuple[tuple[str, str], ...]
    questions: tuple[Question, ...]
    scales: tuple[Scale, ...]


def _read(sheet: Sheet, cells: CellReader, answers: Answers) -> _Reading | None:
    """None where no months are found, with its issue."""
    found = _layout(sheet, cells, answers)
    if found is None:
        return None
    data = _data(found)
    around = surroundings.gather(sheet, found)
    held = columns.read(sheet, found, data, answers)
    cells.issues += held.issues
    settled = settling.settle([found.written[place] for place in data], answers, hint=around.year)
    asked = [*held.questions, *_open_months(found, data, settled)]
    apart = amounts.take_apart(found, held, data)
    held, scales, open_scale = _scaled(found, held, around, answers, cells)
    asked += open_scale
    whole = _whole(held, cells.currency)
    # totals are told by their numbers, and have no say in how numbers are written
    dated = amounts.bare_of(apart, [place for place in data if found.written[place]], whole)
    sums = totals.find(found, held, data, numbers.decimal_mark(dated)[0] or answers.decimal)
    openings = [place for place in totals.openings(found, held, data) if place not in sums]
    kept = [place for place in data if place not in sums and place not in openings]
    bare = amounts.bare_of(apart, kept, whole)
    shown_mark, needed = numbers.decimal_mark(bare)
    mark = Mark(shown_mark or answers.decimal or (None if needed else "."), whole, shown_mark is not None)
    if mark.value is None:
        asked.append(questions.decimal(bare))
    values = Amounts(
        sheet, found, apart, cells=cells, mark=mark, plan_type=answers.plan_type, factors=held.factors
    )
    _check_currencies(sheet, found, held, around, values)
    reader = RowReader(sheet, found, held, amounts=values, cells=cells)
    lines = dict(zip(data, map(Settled, settled.months, settled.faults), strict=True))
    # where no column is a KPI, that is said once, and not again of each number
    headed = answers.columns is None and any(held.kpis())
    rows = reader.read({place: lines[place] for place in kept}, headed=headed)
    notes = reader.notes(kept, dated=around.dated.line if around.dated and settled.used_hint else None)
    if not rows and not cells.issues and not asked:
        cells.say(IssueCode.PLAN_EMPTY, "The plan has no months.", "Add a row for each month.")
    skipped = (
        *held.skipped,
        *(_named(found, place, "It is a total.") for place in sums),
        *(_named(found, place, _opening(found, place)) for place in openings),
        *notes,
    )
    return _Reading(
        found, held, settled, mark.value, rows, tuple(values.warnings), skipped, tuple(asked), scales
    )


def _layout(sheet: Sheet, cells: CellReader, answers: Answers) -> Layout | None:
    found = layout.find(sheet, answers.columns) if sheet.rows else None
    if found is None and sheet.rows:
        where, text = _first_cell(sheet)
        cells.say(
            IssueCode.PLAN_UNREADABLE,
            f"No column and no row holds months; '{text}' is none.",
            "Give a column 'month' with months such as 2026-03 or Mar 2026.",
            where,
        )
    elif found is None and not cells.issues:
        hint = "Give a header and a row for each month."
        cells.say(IssueCode.PLAN_EMPTY, "The plan is empty.", hint)
    elif found is not None and found.fault is not None:
        fault = found.fault
        where = Place(sheet.cell_name(fault.line, fault.column), fault.line, fault.column)
        cells.say(IssueCode.PLAN_UNREADABLE, fault.message, fault.hint, where)
        return None
    return found


def _first_cell(sheet: Sheet) -> tuple[Place, str]:
    """The cell in which the first month is expected: below a heading of months, else the first of all."""
    cells = [
        (line, number, cell)
        for line, row in zip(sheet.lines, sheet.rows, strict=True)
        for number, cell in enumerate(row)
        if cell is not None
    ]
    heads = [
        (line, number)
        for line, number, cell in cells
        if isinstance(cell, str) and headings.names_months(cell)
    ]
    below = [one for one in cells if heads and one[1] == heads[0][1] and one[0] > heads[0][0]]
    line, number, cell = (below or cells)[0]
    return Place(sheet.cell_name(line, number + 1), line, number + 1), shown(cell)[:60]


def _open_months(found: Layout, data: Sequence[int], settled: MonthColumn) -> list[Question]:
    asked = [questions.MONTHS[name] for name in settled.asks]
    if not settled.turned:
        return asked
    months = [place for place in data if found.written[place]]
    place = data[settled.turned[0]]
    before = months[months.index(place) - 1]
    cells = [shown(found.cells[one][found.month_column]) for one in (place, before)]
    return [questions.turn(*cells) if one.id == "turn" else one for one in asked]


def _data(found: Layout) -> list[int]:
    """The lines of numbers above the first month, and those from it on."""
    first = next((place for place, month in enumerate(found.written) if month), 0)
    return sorted({*found.early, *found.banners, *range(first, len(found.cells))})


def _scaled(
    found: Layout, held: Columns, around: Surroundings, answers: Answers, cells: CellReader
) -> tuple[Columns, tuple[Scale, ...], list[Question]]:
    """The columns with their scales: of their headings, else of what stands around the table."""
    own = {
        number: factor for number, factor in held.factors.items() if isinstance(held.held[number], MetricKey)
    }
    without = {number: key for number, key in held.kpis() if number not in own}
    money = {number for number, key in without.items() if is_money(key)}
    asked: list[Question] = []
    common: dict[int, int] = {}
    if around.contradictory and without:
        named = " and ".join(f"“{shown(said.text)}”" for said in around.contradictory)
        cells.say(
            IssueCode.PLAN_UNREADABLE, f"{named} name two scales.", "Write the scale into the headings."
        )
    elif around.scale is not None and around.factor is not None and without:
        counts = without.keys() - money
        of = answers.scale or ("money" if around.is_sure and (around.is_of_money or not counts) else None)
        if of is None:
            asked.append(questions.scale(shown(around.scale.text)))
        wanted = money if of == "money" else without.keys() if of == "all" else set()
        common = dict.fromkeys(wanted, around.factor)
    factors = {**common, **own}
    scales = tuple(
        Scale(
            key, factors[number], shown(held.units.get(number) or _said(found, around, number in own, number))
        )
        for number, key in held.kpis()
        if factors.get(number, 1) != 1
    )
    return replace(held, factors=factors), scales, asked


def _said(found: Layout, around: Surroundings, own: bool, number: int) -> str:
    return found.heads[number] if own or around.scale is None else around.scale.text


def _whole(held: Columns, currency: Currency) -> frozenset[int]:
    """The columns whose numbers, as they are written, have no decimals."""
    return frozenset(
        number
        for number, key in held.kpis()
        if held.factors.get(number, 1) == 1 and (not is_money(key) or currency.decimals == 0)
    )


def _check_currencies(
    sheet: Sheet, found: Layout, held: Columns, around: Surroundings, values: Amounts
) -> None:
    """Currencies in headings and titles are the tenant's, or a warning."""
    head = found.head_rows[-1] if found.head_rows else 0
    kpis = [(number, key) for number, key in held.kpis() if is_money(key)]
    for number, key in kpis:
        sign = held.currencies.get(number) or around.currency
        if sign is not None:
            line, column = found.places[head][number]
            values.check_sign(sign, Place(sheet.cell_name(line, column), line, column), key)


def _opening(found: Layout, place: int) -> str:
    return "It stands before the first month." if place in found.early else "It is what was before."


def _named(found: Layout, place: int, reason: str) -> tuple[str, str]:
    label = found.cells[place][found.month_column]
    return f"{found.row_name(place)}{f' “{label}”' if label is not None else ''}", reason


def _table(
    sheet: Sheet, reading: _Reading | None, issues: Sequence[Issue], wide: Widened | None
) -> PlanTable:
    """The table as it was written, with what was understood of it."""
    across = reading is not None and reading.found.across
    header, lines = _lines(sheet, None if reading is None or across else reading.found, wide)
    dialect: JsonObject = {
        "delimiter": sheet.delimiter,
        "encoding": sheet.encoding,
        "sheet": sheet.name,
        "decimal": reading.mark if reading else None,
        "monthsAcross": across,
        "dateOrder": reading.months.date_order if reading else None,
        "epoch": reading.months.epoch if reading else None,
    }
    return PlanTable(
        sheet,
        reading.rows if reading else (),
        reading.columns.held if reading and not across and wide is None else (),
        header,
        lines,
        tuple(issues),
        (*(reading.warnings if reading else ()), *_hidden(sheet)),
        (*(wide.skipped if wide else ()), *(reading.skipped if reading else ())),
        reading.questions if reading else (),
        reading.scales if reading else (),
        dialect,
    )


def _hidden(sheet: Sheet) -> tuple[Issue, ...]:
    """A warning of what the spreadsheet does not show."""
    if not sheet.hidden:
        return ()
    named = ", ".join(sheet.hidden[:8]) + (
        f" and {len(sheet.hidden) - 8} more" if len(sheet.hidden) > 8 else ""
    )
    are = "is" if len(sheet.hidden) == 1 else "are"
    return (
        Issue(
            IssueCode.HIDDEN_CELLS,
            f"Hidden in the spreadsheet, but read like the others, {are}: {named}.",
            "Show them, or delete what is not part of the plan.",
        ),
    )


def _lines(sheet: Sheet, down: Layout | None, wide: Widened | None) -> tuple[Line | None, tuple[Line, ...]]:
    """The header, where there is one, and the lines below it."""
    width = max((len(row) for row in sheet.rows), default=0)
    lines = tuple(
        Line(number, [_text(cell) for cell in (*row, *[None] * (width - len(row)))])
        for number, row in zip(sheet.lines, sheet.rows, strict=True)
    )
    if wide is not None:
        return lines[0], lines[1:]
    if down is None or not down.head_rows:
        return None, lines
    last = down.head_rows[-1]
    return lines[last], lines[last + 1 :]


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)
