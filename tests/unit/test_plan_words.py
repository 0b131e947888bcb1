"""Headings understood whole: scales, measures, qualifiers, in many languages."""

from __future__ import annotations

import pytest

from demogen.domain.issues import IssueCode
from demogen.service.plan_reader import Answers, read_text
from tests.unit.plans_read import EUR, K, rows_of


@pytest.mark.parametrize(
    ("heading", "cell", "cents"),
    [
        ("Revenue (k€)", "120", 12_000_000), ("Umsatz (T€)", "120", 12_000_000), ("Umsatz TEUR", "1,5", 150_000), ("Umsatz in Tsd. Euro", "3", 300_000),
        ("CA (k€)", "7", 700_000), ("Chiffre d'affaires en milliers d'euros", "7", 700_000), ("Ingresos (miles de €)", "7", 700_000),
        ("Ricavi (migliaia di euro)", "7", 700_000), ("Omzet x 1.000 €", "7", 700_000), ("Omzet (duizenden euro)", "7", 700_000),
        ("Receita (milhares de euros)", "7", 700_000), ("Revenue in thousands", "7", 700_000), ("Revenue (€000s)", "7", 700_000),
        ("Revenue (€'000)", "7", 700_000), ("Revenue EUR '000", "7", 700_000), ("Bookings €m", "2", 200_000_000), ("Revenue €M", "2", 200_000_000),
        ("Revenue in € millions", "2", 200_000_000), ("Umsatz (Mio. €)", "1,25", 125_000_000), ("Umsatz MEUR", "2", 200_000_000),
        ("CA (M€)", "2", 200_000_000), ("Ventas (millones de euros)", "2", 200_000_000), ("Fatturato (mln €)", "2", 200_000_000),
        ("Won value EUR k", "7", 700_000), ("Won (k€)", "7", 700_000), ("Sum of Revenue (in 1000 EUR)", "7", 700_000), ("Revenue (EURm)", "2", 200_000_000), ("Revenue (in full EUR)", "7", 700),
    ],
)  # fmt: skip
def test_a_scale_in_a_heading_is_used_and_shown(heading: str, cell: str, cents: int) -> None:
    table = read_text(f"Month\t{heading}\n2024-02\t{cell}\n", EUR)

    assert (table.issues, table.questions) == ((), ())
    assert rows_of(table) == {"2024-02": {"closedWonValue": cents}}
    assert [(one.metric, one.factor) for one in table.scales] == (
        []
        if heading.endswith("(in full EUR)")
        else [(K.CLOSED_WON_VALUE, 1_000 if cents % 125_000_000 and cents < 10**8 else 10**6)]
    )
    assert all(one.said == heading for one in table.scales)


@pytest.mark.parametrize(
    "title",
    [
        "Sales plan 2024, all amounts in thousands of EUR", "Angaben in TEUR", "Werte in Tsd. Euro", "(in k€)", "montants en milliers d'euros",
        "Importes en miles de euros", "valori in migliaia di euro", "bedragen in duizenden euro's", "valores em milhares de euros", "€'000",
    ],
)  # fmt: skip
@pytest.mark.parametrize("where", ["above", "below", "corner", "under the headings"])
def test_a_scale_beside_a_table_is_of_its_amounts(title: str, where: str) -> None:
    head, body = "Month\tLeads\tRevenue\n", "2024-01\t5\t120\n2024-02\t6\t135\n"
    text = {
        "above": f"{title}\n{head}{body}",
        "below": f"{head}{body}{title}\n",
        "corner": f"{title}\tJan 2024\tFeb 2024\nLeads\t5\t6\nRevenue\t120\t135\n",
        "under the headings": f"{head}{title}\n{body}",
    }[where]

    table = read_text(text, EUR)

    assert (table.issues, table.questions) == ((), ())
    assert rows_of(table) == {
        "2024-01": {"leadsCreated": 5, "closedWonValue": 12_000_000},
        "2024-02": {"leadsCreated": 6, "closedWonValue": 13_500_000},
    }
    assert [(one.factor, one.said) for one in table.scales] == [(1_000, title)]


@pytest.mark.parametrize(
    ("answer", "leads", "cents"), [("money", 5, 12_000_000), ("all", 5_000, 12_000_000), ("none", 5, 12_000)]
)
def test_a_scale_that_may_be_of_counts_too_is_asked(answer: str, leads: int, cents: int) -> None:
    text = "All figures in thousands\nMonth\tLeads\tRevenue\n2024-01\t5\t120\n"

    asked, told = read_text(text, EUR), read_text(text, EUR, Answers(scale=answer))

    assert [question.id for question in asked.questions] == ["scale"]
    assert told.questions == ()
    assert rows_of(told) == {"2024-01": {"leadsCreated": leads, "closedWonValue": cents}}


TITLES_WITHOUT_SCALE = [
    "We hope for 5 million visitors", "Revenue target: 1.000.000 EUR", "Revenue target: 1 000 EUR a day", "Top 1000 customers", "KPIs for B2B EUR business",
    "Team B € plan", "Plan M EUR", "EUR B2B plan", "Budget: € 5,000", "Room 000, EUR",
]  # fmt: skip


def test_words_that_only_may_be_a_scale_are_asked_and_numbers_of_things_are_none() -> None:
    table = "Month\tRevenue\n2024-01\t15\n"

    assert [question.id for question in read_text(f"Our million dollar plan\n{table}", EUR).questions] == [
        "scale"
    ]
    for title in TITLES_WITHOUT_SCALE:
        found = read_text(f"{title}\n{table}", EUR)
        assert (found.scales, found.questions) == ((), ()), title
        assert rows_of(found) == {"2024-01": {"closedWonValue": 1500}}


def test_two_scales_beside_a_table_are_refused_and_one_of_a_heading_goes_before() -> None:
    both = read_text("in TEUR\nMonth\tRevenue\n2024-01\t15\nin Mio. EUR\n", EUR)
    own = read_text("in TEUR\nMonth\tRevenue (M€)\tNew pipeline\n2024-01\t1.5\t3\n", EUR)

    assert "two scales" in both.issues[0].message
    assert rows_of(own) == {"2024-01": {"closedWonValue": 150_000_000, "dealsCreatedValue": 300_000}}


@pytest.mark.parametrize(
    "text",
    [
        "KPI\tUnit\tJan 2024\nRevenue\tk€\t120\nLeads\t#\t5\n", "Unit\tKPI\tJan 2024\nTEUR\tRevenue\t120\n\tLeads\t5\n",
        "Month\tLeads\tRevenue\n\t#\tk€\nJan 2024\t5\t120\n", "Month\tLeads\tRevenue\n\t\tk€\nJan 2024\t5\t120\n",
        "Month\tLeads\tRevenue\tUnit\nJan 2024\t5\t120\tk€\n", "Month\tMetric\tUnit\tTarget\nJan 2024\tRevenue\tk€\t120\nJan 2024\tLeads\t#\t5\n",
        "Month\tCurrency\tMetric\tTarget\nJan 2024\tEUR\tRevenue (k)\t120\nJan 2024\tEUR\tLeads\t5\n",
        "Month\tMetric\tTarget\nJan 2024\tRevenue (k€)\t120\nJan 2024\tLeads\t5\n",
    ],
)  # fmt: skip
def test_a_unit_in_a_cell_of_its_own_counts(text: str) -> None:
    table = read_text(text, EUR)

    assert (table.issues, table.questions) == ((), ())
    assert rows_of(table) == {"2024-01": {"leadsCreated": 5, "closedWonValue": 12_000_000}}


@pytest.mark.parametrize(
    "text",
    [
        "Month,Revenue,Unit\n2024-01,120,k€\n2024-02,130000,€\n", "Month,Revenue,Currency\n2024-01,120,USD\n2024-02,130,EUR\n",
        "Month,Metric,Unit,Target\n2024-01,Revenue,k€,120\n2024-02,Revenue,€,130000\n", "Month,Revenue,New pipeline,Unit\n2024-01,1,2,k€\n",
    ],
)  # fmt: skip
def test_units_that_differ_or_may_be_of_two_columns_are_refused(text: str) -> None:
    assert IssueCode.PLAN_UNREADABLE in {issue.code for issue in read_text(text, EUR).issues}


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Closed won (EUR)", K.CLOSED_WON_VALUE), ("Won EUR", K.CLOSED_WON_VALUE), ("Won €", K.CLOSED_WON_VALUE), ("Gewonnen (Betrag)", K.CLOSED_WON_VALUE),
        ("Gewonnene Deals (Wert)", K.CLOSED_WON_VALUE), ("Gagnées (montant)", K.CLOSED_WON_VALUE), ("Negocios ganados (importe)", K.CLOSED_WON_VALUE),
        ("Trattative vinte (€)", K.CLOSED_WON_VALUE), ("Gewonnen deals (waarde)", K.CLOSED_WON_VALUE), ("Negócios ganhos (valor)", K.CLOSED_WON_VALUE),
        ("Deals created (€)", K.DEALS_CREATED_VALUE), ("Closed won (#)", K.CLOSED_WON_COUNT), ("# of deals", K.DEALS_CREATED), ("Anzahl Deals", K.DEALS_CREATED),
        ("Nb d'affaires", K.DEALS_CREATED), ("Número de leads", K.LEADS_CREATED), ("Leads Target", K.LEADS_CREATED), ("Leads (Soll)", K.LEADS_CREATED),
        ("Leads prévus", K.LEADS_CREATED), ("Leads objetivo", K.LEADS_CREATED), ("Sum of Revenue", K.CLOSED_WON_VALUE), ("Summe von Umsatz", K.CLOSED_WON_VALUE),
        ("Somme de CA", K.CLOSED_WON_VALUE), ("Suma de Ventas", K.CLOSED_WON_VALUE), ("Leads per month", K.LEADS_CREATED),
    ],
)  # fmt: skip
def test_a_heading_is_a_kpi_in_the_measure_that_it_names(heading: str, key: K) -> None:
    table = read_text(f"Month\t{heading}\n2024-01\t3\n", EUR)

    assert (table.issues, table.questions) == ((), ())
    assert list(table.rows[0].values) == [key]


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("Revenue %", "percentage"), ("Umsatz in Prozent", "percentage"), ("Leads growth", "percentage"), ("Deals (open)", "open"), ("Offene Deals", "open"),
        ("Affaires ouvertes", "open"), ("Negocios abiertos", "open"), ("Trattative aperte", "open"), ("Openstaande deals", "open"), ("Leads last year", "another year"),
        ("Leads Vorjahr", "another year"), ("Leads N-1", "another year"), ("Leads año anterior", "another year"), ("Leads anno precedente", "another year"),
        ("Leads vorig jaar", "another year"), ("Leads ano anterior", "another year"), ("Leads YTD", "running"), ("Leads kumuliert", "running"),
        ("Average revenue", "average"), ("Umsatz pro Deal", "average"), ("Leads variance", "difference"), ("Weighted new pipeline", "weighted"),
        ("Leads (EUR)", "amount"), ("Closed lost (€)", "amount"), ("Lost revenue", "amount"),
    ],
)  # fmt: skip
def test_numbers_that_are_not_the_planned_ones_are_skipped_with_the_reason(heading: str, part: str) -> None:
    table = read_text(f"Month\t{heading}\tContacts\n2024-01\t12\t3\n", EUR)

    assert rows_of(table) == {"2024-01": {"contactsCreated": 3}}
    assert [what for what, _ in table.skipped] == [f"Column “{heading}”"]
    assert part in table.skipped[0][1]


@pytest.mark.parametrize(
    ("heading", "choices"),
    [
        ("Bookings count", ["closedWonValue", "closedWonCount", "skip"]), ("Sales (units)", ["closedWonValue", "closedWonCount", "skip"]),
        ("Leads EMEA", ["leadsCreated", "skip"]), ("Net revenue", ["closedWonValue", "skip"]), ("Leads Actual", ["leadsCreated", "skip"]),
        ("Leads (Ist)", ["leadsCreated", "skip"]), ("Leads forecast", ["leadsCreated", "skip"]), ("Total leads", ["leadsCreated", "skip"]),
        ("Revenue (m)", ["closedWonValue", "closedWonValue*1000", "closedWonValue*1000000", "skip"]),
    ],
)  # fmt: skip
def test_a_heading_that_is_not_understood_whole_is_asked_about(heading: str, choices: list[str]) -> None:
    text = f"Month\t{heading}\n2024-01\t12\n"

    asked = read_text(text, EUR)

    assert ([question.id for question in asked.questions], asked.issues) == ([f"heading:{heading}"], ())
    assert [value for value, _ in asked.questions[0].choices] == choices
    assert rows_of(asked) == {"2024-01": {}}
    for choice in choices[:-1]:
        name, _, factor = choice.partition("*")
        told = read_text(text, EUR, Answers(headings={heading: choice}))
        assert told.questions == ()
        assert rows_of(told) == {
            "2024-01": {name: 12 * int(factor or 1) * (100 if name.endswith("Value") else 1)}
        }


@pytest.mark.parametrize(
    "text",
    [
        "Month,Leads Target,Leads Actual\n2024-01,10,8\n", ",Leads,\nMonth,Target,Actual\n2024-01,10,8\n", ",Ist,Soll\nMonat,Leads,Leads\n2024-01,8,10\n",
        "Month,Leads,Leads last year\n2024-01,10,8\n", "KPI,,Jan 2024\nLeads,Actual,8\nLeads,Plan,10\n", "Month,Leads EMEA,Leads\n2024-01,8,10\n",
    ],
)  # fmt: skip
def test_of_several_columns_of_a_kpi_the_target_is_read_and_the_others_are_named(text: str) -> None:
    table = read_text(text, EUR)

    assert (table.issues, table.questions) == ((), ())
    assert rows_of(table) == {"2024-01": {"leadsCreated": 10}}
    assert len(table.skipped) == 1


def test_won_and_won_eur_are_two_kpis_and_amounts_in_the_cells_make_an_amount() -> None:
    two = read_text("Month,Won,Won EUR\n2024-01,15,1200\n", EUR)
    cells = read_text("Month,Won\n2024-01,€1200\n2024-02,€130\n", EUR)
    mixed = read_text("Month,Won\n2024-01,€1200\n2024-02,3\n", EUR)

    assert rows_of(two) == {"2024-01": {"closedWonCount": 15, "closedWonValue": 120_000}}
    assert rows_of(cells) == {"2024-01": {"closedWonValue": 120_000}, "2024-02": {"closedWonValue": 13_000}}
    assert "marks an amount" in mixed.issues[0].message


def test_a_year_in_a_heading_is_that_of_the_months_or_asked_about() -> None:
    assert rows_of(read_text("Month,Leads 2024\nJan,15\nFeb,3\n", EUR)).keys() == {"2024-01", "2024-02"}
    assert rows_of(read_text("Month,Leads 2024\n2024-01,15\n", EUR)) == {"2024-01": {"leadsCreated": 15}}
    other = read_text("Month,Leads 2023\n2024-01,15\n", EUR)
    both = read_text("Month,Leads 2023,Leads 2024\nJan,15,16\n", EUR)
    assert [question.id for question in other.questions] == ["heading:Leads 2023"]
    assert [question.id for question in both.questions] == [
        "heading:Leads 2023",
        "heading:Leads 2024",
        "year",
    ]


def test_columns_that_somebody_names_keep_the_scales_of_their_headings() -> None:
    text = "in TEUR\nMonth,Sales,Revenue (M€)\n2024-01,5,3\n"
    named = Answers(columns=["month", K.DEALS_CREATED_VALUE, K.CLOSED_WON_VALUE])

    assert rows_of(read_text(text, EUR, named)) == {
        "2024-01": {"dealsCreatedValue": 500_000, "closedWonValue": 300_000_000}
    }


def test_another_currency_in_a_heading_or_a_title_is_warned_of() -> None:
    heading = read_text("Month,Revenue (USD k)\n2024-01,15\n", EUR)
    title = read_text("Amounts in USD\nMonth,Revenue\n2024-01,15\n", EUR)

    assert rows_of(heading) == {"2024-01": {"closedWonValue": 1_500_000}}
    for table in (heading, title):
        assert [issue.code for issue in table.warnings] == [IssueCode.CURRENCY_DIFFERS]
