"""Random plans in random dialects: scales, currencies, signs, months, banners, and what stands beside. Read back, the numbers are
equal, or something is asked; answered truly, they are equal. They are never others in silence."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from demogen.domain.metrics import PLANNED, MetricKey, is_money
from demogen.domain.months import Month
from demogen.domain.plan import PlanType
from demogen.service.plan_reader import Answers, PlanTable, read_text
from tests.unit.plans_read import EUR, K

Plan = dict[Month, dict[MetricKey, int]]

NAMES = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    "fr": ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
}  # fmt: skip

HEADS: dict[str, dict[MetricKey, str]] = {
    "en": {K.LEADS_CREATED: "Leads", K.CONTACTS_CREATED: "New contacts", K.DEALS_CREATED: "Deals created", K.CLOSED_WON_COUNT: "Closed won",
           K.CLOSED_WON_VALUE: "Revenue", K.DEALS_CREATED_VALUE: "New pipeline"},
    "de": {K.LEADS_CREATED: "Neue Leads", K.CONTACTS_CREATED: "Kontakte", K.DEALS_CREATED: "Neue Geschäfte", K.CLOSED_WON_COUNT: "Gewonnen",
           K.CLOSED_WON_VALUE: "Umsatz", K.DEALS_CREATED_VALUE: "Neue Pipeline"},
    "fr": {K.LEADS_CREATED: "Prospects", K.CONTACTS_CREATED: "Nouveaux contacts", K.DEALS_CREATED: "Affaires créées", K.CLOSED_WON_COUNT: "Affaires gagnées",
           K.CLOSED_WON_VALUE: "Chiffre d'affaires", K.DEALS_CREATED_VALUE: "Pipeline créé"},
    "es": {K.LEADS_CREATED: "Prospectos", K.CONTACTS_CREATED: "Contactos", K.DEALS_CREATED: "Nuevos negocios", K.CLOSED_WON_COUNT: "Ganados",
           K.CLOSED_WON_VALUE: "Ventas", K.DEALS_CREATED_VALUE: "Pipeline creado"},
}  # fmt: skip

SCALES = {
    1_000: ["k€", "T€", "TEUR", "in Tsd. EUR", "€ '000", "en milliers d'euros", "miles de €", "€ thousands"],
    10**6: ["M€", "Mio. €", "€m", "in EUR millions", "millones de euros", "mln €"],
}
UNITS = ["", "", "EUR", "€"]
BESIDE = ["", "last year", "%", "Vorjahr", "YTD", "ø", "actual"]
MONTH_WORD = {"en": "Month", "de": "Monat", "fr": "Mois", "es": "Mes"}
YEAR_WORD = {"en": "Year", "de": "Jahr", "fr": "Année", "es": "Año"}


@dataclass
class Dialect:
    """How one plan is written."""

    language: str
    decimal: str
    grouping: str
    sign: str
    minus: str
    whole: bool
    month: str
    years: str
    factor: int
    scale_word: str
    scale_place: str
    across: bool
    beside: str
    marks: bool
    total: bool
    truth: dict[str, object] = field(default_factory=dict)

    def number(self, key: MetricKey, value: int) -> str:
        exact = Decimal(value).scaleb(-2) / self.factor if is_money(key) else Decimal(value)
        text = f"{abs(exact):f}"
        whole, _, part = text.partition(".")
        part = part.rstrip("0") if self.factor > 1 else part
        grouped = f"{int(whole):,}".replace(",", self.grouping)
        if part and set(part) != {"0"}:
            body = f"{grouped}{self.decimal}{part}"
        elif self.whole and is_money(key) and self.factor == 1:
            body = f"{grouped}{self.decimal}{'–' if exact < 0 else '-'}"
        else:
            body = grouped if not part else f"{grouped}{self.decimal}{part}"
        sign = self.sign if is_money(key) else ""
        shown = body if exact >= 0 else {"-": f"-{body}", "−": f"−{body}", "()": f"({body})"}[self.minus]
        return self.hidden(f"{sign}{shown}" if not sign.startswith(" ") else f"{shown}{sign}")

    def hidden(self, text: str) -> str:
        return f"\u200e{text}\u200f" if self.marks else text

    def month_of(self, month: Month) -> str:
        name = NAMES[self.language][month.number - 1]
        last = calendar.monthrange(
            *((month.year, month.number - 1) if month.number > 1 else (month.year - 1, 12))
        )[1]
        before = month.plus(-1)
        return self.hidden(
            {
                "iso": str(month), "name": f"{name} {month.year}", "slash": f"{month.number:02d}/{month.year}", "short": f"{month.number:02d}/{month.year % 100:02d}",
                "day": f"{month}-01", "eastern": f"{month.year}年{month.number}月", "instant": f"{before}-{last}T23:00:00Z", "number": str(month.number),
                "bare": name, "us": f"{NAMES['en'][month.number - 1]} 1, {month.year}",
            }[month_style(self)]
        )  # fmt: skip

    def head(self, key: MetricKey) -> str:
        name = HEADS[self.language][key]
        if not is_money(key):
            return name
        return f"{name} ({self.scale_word})" if self.scale_place == "heading" and self.factor > 1 else name


def month_style(dialect: Dialect) -> str:
    """Months stand without their year where it stands beside them."""
    return (
        dialect.month
        if dialect.years == "own"
        else "number"
        if dialect.years == "column" and dialect.month == "slash"
        else "bare"
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    first = Month(draw(st.integers(2015, 2029)), draw(st.integers(1, 12)))
    steps = draw(st.lists(st.integers(1, 3), min_size=1, max_size=9))
    keys = draw(st.lists(st.sampled_from(sorted(HEADS["en"])), min_size=1, max_size=4, unique=True))
    found: Plan = {}
    for step in steps:
        first = first.plus(step)
        found[first] = {
            MetricKey(key): draw(
                st.integers(-(10**6), 10**8) if is_money(MetricKey(key)) else st.integers(-50, 5_000)
            )
            for key in keys
        }
    return found


@st.composite
def dialects(draw: st.DrawFn) -> Dialect:
    decimal, grouping = draw(
        st.sampled_from([(".", ","), (",", "."), (",", "\u202f"), (".", "’"), (".", ""), (",", "")])
    )
    factor = draw(st.sampled_from([1, 1, 1_000, 10**6]))
    return Dialect(
        language=draw(st.sampled_from(sorted(HEADS))),
        decimal=decimal,
        grouping=grouping,
        sign=draw(st.sampled_from(["", "€", " €", "EUR ", "€ "])),
        minus=draw(st.sampled_from(["-", "−", "()"])),
        whole=draw(st.booleans()),
        month=draw(st.sampled_from(["iso", "name", "slash", "short", "day", "eastern", "instant", "us"])),
        years=draw(st.sampled_from(["own", "own", "column", "lines", "title", "none"])),
        factor=factor,
        scale_word=draw(st.sampled_from(SCALES[factor])) if factor > 1 else draw(st.sampled_from(UNITS)),
        scale_place=draw(st.sampled_from(["heading", "title", "foot", "unit"])),
        across=draw(st.booleans()),
        beside=draw(st.sampled_from(BESIDE)),
        marks=draw(st.booleans()),
        total=draw(st.booleans()),
    )


def written(plan: Plan, dialect: Dialect) -> str:
    """The plan as a text of tabs."""
    keys = sorted({key for cells in plan.values() for key in cells}, key=PLANNED.index)
    months = sorted(plan)
    has_unit = dialect.scale_place == "unit" and dialect.factor > 1
    rows = [[MONTH_WORD[dialect.language], *map(dialect.head, keys)]]
    if has_unit:
        rows.append(["", *(dialect.scale_word if is_money(key) else "#" for key in keys)])
    beside = f"{dialect.head(keys[0])} {dialect.beside}" if dialect.beside else None
    year = None
    for month in months:
        if dialect.years == "lines" and month.year != year:
            rows.append([str(month.year)])
        year = month.year
        rows.append([dialect.month_of(month), *(dialect.number(key, plan[month][key]) for key in keys)])
    if dialect.total and len(months) > 1:
        rows.append(
            ["Total", *(dialect.number(key, sum(plan[month][key] for month in months)) for key in keys)]
        )
    if beside is not None:
        rows = [
            [*row, *[""] * (1 + len(keys) - len(row)), "" if number < len(rows) - len(months) else "7"]
            for number, row in enumerate(rows)
        ]
        rows[0][-1] = beside
    if dialect.years == "column":
        years = iter(months)
        data = [number for number, row in enumerate(rows) if number > int(has_unit) and row[0] != "Total"]
        rows = [[str(next(years).year) if number in data else "", *row] for number, row in enumerate(rows)]
        rows[0][0] = YEAR_WORD[dialect.language]
    if dialect.across:
        width = max(map(len, rows))
        rows = [list(row) for row in zip(*([*row, *[""] * (width - len(row))] for row in rows), strict=True)]
    titles = [f"Plan {months[0].year}"] if dialect.years == "title" else []
    said = dialect.scale_word if dialect.factor > 1 and dialect.scale_place in ("title", "foot") else ""
    lines = ["\t".join(row) for row in rows]
    lines = [*titles, *([said] if said and dialect.scale_place == "title" else []), *lines]
    return "\n".join([*lines, *([said] if said and dialect.scale_place == "foot" else [])])


def truth(plan: Plan, dialect: Dialect, table: PlanTable) -> Answers:
    """What whoever wrote the plan would answer."""
    headings = {
        question.id.removeprefix("heading:"): "skip"
        for question in table.questions
        if question.id.startswith("heading:")
    }
    return Answers(
        decimal=dialect.decimal,
        year=min(plan).year,
        turn="next",
        instants="local",
        scale="money",
        headings=headings,
        plan_type=PlanType.DELTAS,
    )


@given(plans(), dialects())
@settings(max_examples=300, deadline=None)
def test_a_plan_in_any_dialect_is_read_back_equal_or_asked_about(wanted: Plan, dialect: Dialect) -> None:
    text = written(wanted, dialect)

    silent = read_text(text, EUR, Answers(plan_type=PlanType.DELTAS))
    told = read_text(text, EUR, truth(wanted, dialect, silent))

    if not silent.issues and not silent.questions:
        assert {row.month: dict(row.values) for row in silent.rows} == wanted, text
    assert told.questions == (), text
    assert told.issues == () or refusable(wanted, dialect), (text, told.issues)
    if not told.issues:
        assert {row.month: dict(row.values) for row in told.rows} == wanted, text


def refusable(plan: Plan, dialect: Dialect) -> bool:
    """What may be refused although whoever reads it alone would know: months of one number and two digits, in years up to 2012."""
    return (
        dialect.years == "own" and dialect.month == "short" and any(month.year % 100 <= 12 for month in plan)
    )
