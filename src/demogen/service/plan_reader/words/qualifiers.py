"""Words that say of a KPI's name what is meant: which of its numbers, and of what. Forms are those of `letters.plain`."""

from __future__ import annotations

import re
from enum import Enum


class Role(Enum):
    """Which of several numbers of one KPI a heading is of; those that are no target stand behind one that is."""

    TARGET = "target"
    ACTUAL = "actual"
    FORECAST = "forecast"
    TOTAL = "total"


_REASONS: dict[str, tuple[str, ...]] = {
    "It is a percentage.": (
        "percent", "percentage", "pct", "prozent", "pourcentage", "porcentaje", "percentuale", "procent", "percentual", "rate", "quote", "taux", "tasa",
        "tasso", "taxa", "ratio", "share", "anteil", "growth", "wachstum", "croissance", "crecimiento", "crescita", "groei", "crescimento", "conversion",
        "konversion", "yoy", "mom", "qoq", "yo y", "mo m", "qo q",
    ),
    "It is of another year.": (
        "last year", "previous year", "prior year", "year before", "ly", "py", "vorjahr", "vj", "vorjahreswert", "letztes jahr", "annee precedente",
        "an dernier", "n 1", "ano anterior", "ano pasado", "ejercicio anterior", "anno precedente", "anno scorso", "vorig jaar", "vorige jaar", "ano passado",
    ),
    "It is what is open, which follows.": (
        "open", "offen", "offene", "offener", "offenes", "ouvert", "ouverte", "ouverts", "ouvertes", "en cours", "abierto", "abiertos", "abierta",
        "abiertas", "aperto", "aperti", "aperta", "aperte", "openstaand", "openstaande", "aberto", "abertos", "aberta", "abertas", "in progress", "pending",
        "active", "laufend", "laufende", "pipeline open", "in pipeline",
    ),
    "It is an average.": (
        "average", "avg", "mean", "median", "durchschnitt", "durchschnittlich", "mittelwert", "moyenne", "moyen", "promedio", "media", "medio",
        "gemiddeld", "gemiddelde", "ø", "per deal", "pro deal", "par affaire", "por negocio", "je deal", "per lead", "per rep", "deal size",
        "average of", "mittelwert von", "moyenne de", "promedio de", "media di", "gemiddelde van", "max of", "min of", "maximum", "minimum",
    ),
    "It is a running total.": (
        "ytd", "cumulative", "cumul", "cumule", "cumules", "cumulated", "cum", "kumuliert", "kumulierte", "kum", "acumulado", "acumulados", "acumulada",
        "cumulato", "cumulativo", "cumulatief", "running total", "to date", "year to date", "qtd", "mtd", "depuis janvier",
    ),
    "It is a difference.": (
        "delta", "variance", "var", "diff", "difference", "differenz", "abweichung", "ecart", "desviacion", "diferencia", "scostamento", "differenza",
        "verschil", "afwijking", "diferenca", "desvio", "vs", "gap", "change", "veranderung", "remaining", "rest", "attainment", "achievement",
    ),
    "It is weighted.": ("weighted", "gewichtet", "pondere", "ponderado", "ponderato", "gewogen", "probability", "expected"),
}  # fmt: skip

_ROLES: dict[Role, tuple[str, ...]] = {
    Role.TARGET: (
        "target", "targets", "plan", "planned", "goal", "goals", "budget", "budgeted", "quota", "soll", "ziel", "ziele", "zielwert", "planwert",
        "geplant", "geplante", "objectif", "objectifs", "cible", "prevu", "prevus", "prevue", "prevues", "objetivo", "objetivos", "previsto", "previstos",
        "presupuesto", "meta", "metas", "obiettivo", "obiettivi", "doel", "doelen", "begroot", "gepland", "geplande", "planejado", "planeado", "orcamento",
    ),
    Role.ACTUAL: (
        "actual", "actuals", "achieved", "realized", "realised", "ist", "istwert", "erreicht", "reel", "reels", "reelle", "realise", "realises", "real",
        "reales", "realizado", "realizados", "conseguido", "effettivo", "effettivi", "consuntivo", "werkelijk", "werkelijke", "gerealiseerd", "realisatie",
        "result", "results", "ergebnis",
    ),
    Role.FORECAST: (
        "forecast", "fcst", "fc", "estimate", "estimated", "prognose", "hochrechnung", "erwartet", "prevision", "previsions", "pronostico", "previsione",
        "verwachting", "previsao", "scenario", "szenario", "best case", "worst case", "base case", "best", "worst", "base", "stretch", "optimistic",
        "pessimistic", "optimistisch", "pessimistisch", "commit", "upside", "low", "high", "baseline",
    ),
    Role.TOTAL: ("total", "totals", "gesamt", "insgesamt", "overall", "totale", "totaal", "totales", "totais", "grand total", "summe"),
}  # fmt: skip

_COUNTS = (
    "count", "counts", "number", "number of", "no", "no of", "nr", "nb", "nb de", "num", "n", "qty", "quantity", "units", "anzahl", "menge", "stuck", "stk",
    "nombre", "nombre de", "cantidad", "cantidad de", "numero", "numero de", "numero di", "quantita", "aantal", "quantidade", "quantidade de", "count of",
    "anzahl von", "anzahl der", "volume",
)  # fmt: skip
_AMOUNTS = (
    "value", "values", "amount", "amounts", "wert", "betrag", "summe", "volumen", "valeur", "montant", "valor", "importe", "monto", "valore", "importo",
    "waarde", "bedrag", "montante", "revenue", "umsatz", "omzet", "erlos",
)  # fmt: skip
_SUMS = (
    "sum of",
    "total of",
    "summe von",
    "somme de",
    "suma de",
    "somma di",
    "som van",
    "soma de",
    "summe aus",
)
_FILLERS = (
    "in", "of", "the", "per month", "monthly", "a month", "pro monat", "monatlich", "par mois", "mensuel", "mensuels", "por mes", "mensual", "al mese",
    "mensile", "per maand", "maandelijks", "mensal", "new", "neu", "neue", "von", "de", "des", "du", "di", "da", "do", "van", "en", "em", "for", "fur",
    "ex vat", "net of vat", "all", "alle", "tous", "todos", "tutti",
    "d", "l", "month", "monat", "mois", "mes", "mese", "maand", "in full",
)  # fmt: skip


def _phrases(words: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, longest))})(?!\S)")


REASONS = {reason: _phrases(words) for reason, words in _REASONS.items()}
ROLES = {role: _phrases(words) for role, words in _ROLES.items()}
COUNTS, AMOUNTS, FILLERS = _phrases(_COUNTS), _phrases(_AMOUNTS), _phrases(_FILLERS)
SUMS = re.compile(rf"^(?:{'|'.join(_SUMS)})\s+")

PARTITIONS = frozenset(
    (
        "tenant", "tenants", "mandant", "workspace", "organisation", "organization", "org", "client", "customer", "kunde", "cliente", "klant", "entity",
        "company name", "subsidiary", "gesellschaft", "region", "regions", "regione", "regio", "regiao", "gebiet", "area", "territory", "country", "land", "pays",
        "pais", "paese", "market", "markt", "marche", "mercado", "mercato", "scenario", "szenario", "escenario", "cenario", "scenarios", "version", "case",
        "variant", "variante", "business unit", "bu", "unit name", "division", "department", "abteilung", "segment", "segmento", "product", "produkt", "produit",
        "producto", "prodotto", "produto", "brand", "marke", "channel", "kanal", "canal", "type", "typ", "category", "kategorie", "plan type", "data type",
        "measure type", "status",
    )
)  # fmt: skip
"""Headings of columns that say whose, or of what, the numbers of a line are."""

PERIODS = frozenset(
    (
        "week", "weeks", "calendar week", "cw", "wk", "week no", "week number", "kw", "woche", "wochen", "kalenderwoche", "semaine", "semaines", "sem", "semana",
        "semanas", "settimana", "settimane", "weken", "weeknummer", "iso week", "quarter", "quarters", "quartal", "trimestre", "trimestres", "kwartaal",
        "qtr", "half year", "halbjahr", "semestre", "sprint", "day", "days", "tag", "tage", "jour", "dia", "giorno", "dag", "fiscal month", "fiscal period",
        "fiscal year", "fy", "geschaftsjahr", "geschaftsmonat", "exercice", "ejercicio", "esercizio", "boekjaar", "exercicio", "week starting", "week of",
        "week ending", "woche ab", "semaine du", "period no",
    )
)  # fmt: skip
"""Headings of columns of times that are no calendar months, or need not be."""

YEARS = frozenset(
    (
        "year",
        "years",
        "yr",
        "yyyy",
        "calendar year",
        "jahr",
        "kalenderjahr",
        "annee",
        "an",
        "ano",
        "anos",
        "anno",
        "jaar",
    )
)

FISCAL_YEARS = frozenset(
    ("fiscal year", "financial year", "fy", "geschaftsjahr", "gj", "exercice", "ejercicio", "ejercicio fiscal", "esercizio", "boekjaar", "exercicio", "ano fiscal")
)  # fmt: skip

CURRENCIES = frozenset(("currency", "wahrung", "devise", "moneda", "divisa", "valuta", "moeda"))

UNITS = CURRENCIES | frozenset(
    ("unit", "units", "einheit", "einheiten", "unite", "unites", "unidad", "unidades", "unita", "eenheid", "unidade", "uom", "scale",)
)  # fmt: skip


def is_partition(label: str) -> bool:
    return label in PARTITIONS


def is_version(label: str) -> bool:
    """Whether a cell, such as "Actual" or "Plan 2024", says which of several numbers its line is of."""
    bare = re.sub(r"\b(?:19|20)\d\d\b", "", label).strip()
    return bool(bare) and (
        any(pattern.fullmatch(bare) for pattern in ROLES.values())
        or any(pattern.fullmatch(bare) for pattern in REASONS.values())
    )
