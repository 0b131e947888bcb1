"""What people call the KPIs and the column of months, in seven languages. Where a heading stands is not known here."""

from __future__ import annotations

import re
import unicodedata

from demogen.domain.metrics import METRICS, PLANNED, MetricKey

_K = MetricKey

_NAMES: dict[MetricKey, tuple[str, ...]] = {
    _K.LEADS_CREATED: (
        "leads", "new leads", "leads created", "leads added", "mql", "mqls",
        "neue leads", "leads neu", "erstellte leads", "interessenten", "neue interessenten",
        "nouveaux leads", "leads crees", "prospects", "nouveaux prospects", "nuevos leads", "leads nuevos", "leads creados",
        "prospectos", "nuevos prospectos", "nuovi lead", "lead creati", "lead", "nieuwe leads", "aangemaakte leads", "novos leads",
        "leads criados", "leads novos",
    ),
    _K.CONTACTS_CREATED: (
        "contacts", "new contacts", "contacts created", "contacts added", "people added",
        "kontakte", "neue kontakte", "erstellte kontakte", "nouveaux contacts", "contacts crees", "contactos",
        "nuevos contactos", "contactos nuevos", "contactos creados", "contatti", "nuovi contatti", "contatti creati", "contacten",
        "nieuwe contacten", "contactpersonen", "nieuwe contactpersonen", "contatos", "novos contatos", "contatos criados", "contactos novos",
    ),
    _K.COMPANIES_CREATED: (
        "companies", "new companies", "companies created", "companies added", "accounts", "new accounts", "accounts created",
        "firmen", "neue firmen", "unternehmen", "neue unternehmen", "kunden", "neue kunden", "entreprises", "nouvelles entreprises",
        "entreprises creees", "societes", "nouvelles societes", "comptes", "nouveaux comptes", "empresas", "nuevas empresas", "empresas nuevas",
        "empresas creadas", "cuentas", "nuevas cuentas", "aziende", "nuove aziende", "aziende create", "societa", "bedrijven", "nieuwe bedrijven",
        "novas empresas", "empresas novas", "empresas criadas", "contas", "novas contas",
    ),
    _K.DEALS_CREATED: (
        "deals", "new deals", "deals created", "deals added", "opportunities", "new opportunities", "opportunities created", "opps",
        "new opps", "deals neu", "neue deals", "geschafte", "neue geschafte", "verkaufschancen", "neue verkaufschancen", "opportunites",
        "nouvelles opportunites", "opportunites creees", "affaires", "nouvelles affaires", "affaires creees", "transactions creees", "negocios",
        "nuevos negocios", "negocios nuevos", "negocios creados", "oportunidades", "nuevas oportunidades", "oportunidades creadas", "trattative",
        "nuove trattative", "trattative create", "opportunita", "nuove opportunita", "nieuwe deals", "aangemaakte deals", "verkoopkansen",
        "nieuwe verkoopkansen", "novos negocios", "negocios criados", "negocios novos", "novas oportunidades", "oportunidades criadas",
    ),
    _K.DEALS_CREATED_VALUE: (
        "deals created value", "created value", "value created", "pipeline created", "new pipeline", "pipeline added", "deal value created",
        "created deal value", "new deal value", "value of new deals", "created amount", "wert neuer geschafte", "neuer pipelinewert", "neue pipeline",
        "erstellter wert", "pipeline neu", "valeur creee", "pipeline cree", "nouveau pipeline", "valeur des nouvelles affaires", "valor creado",
        "pipeline creado", "nuevo pipeline", "valor de nuevos negocios", "valore creato", "pipeline creata", "nuova pipeline", "valore nuove trattative",
        "nieuwe pipeline", "waarde nieuwe deals", "aangemaakte waarde", "valor criado", "pipeline criado", "novo pipeline", "valor de novos negocios",
    ),
    _K.CLOSED_WON_COUNT: (
        "closed won", "won", "deals won", "won deals", "wins", "closed won count", "won count", "closed won deals", "number won", "opportunities won",
        "gewonnen", "gewonnene", "gewonnene geschafte", "gewonnene deals", "abschlusse", "gagnees", "gagne", "gagnes", "affaires gagnees",
        "opportunites gagnees", "transactions gagnees", "ganados", "ganadas", "ganado", "negocios ganados", "oportunidades ganadas", "cerrados ganados",
        "vinte", "vinti", "trattative vinte", "opportunita vinte", "chiuse vinte", "deals gewonnen", "gewonnen deals", "gewonnen kansen",
        "ganhos", "ganhas", "ganho", "negocios ganhos", "oportunidades ganhas", "fechados ganhos",
    ),
    _K.CLOSED_WON_VALUE: (
        "closed won value", "won value", "value won", "won amount", "closed won amount", "won revenue", "revenue won", "revenue", "bookings", "sales",
        "closed revenue", "amount won", "gewonnener wert", "wert gewonnen", "gewonnener umsatz", "umsatz", "auftragseingang", "valeur gagnee", "montant gagne",
        "valeur des affaires gagnees", "chiffre daffaires", "chiffre d affaires", "ca", "revenus", "valor ganado", "importe ganado", "ingresos", "ventas",
        "facturacion", "valore vinto", "importo vinto", "fatturato", "ricavi", "vendite", "gewonnen waarde", "waarde gewonnen", "gewonnen omzet", "omzet",
        "valor ganho", "receita", "receita ganha", "faturamento", "vendas",
    ),
    _K.CLOSED_LOST_COUNT: (
        "closed lost", "lost", "deals lost", "lost deals", "losses", "closed lost count", "lost count", "opportunities lost",
        "verloren", "verlorene", "verlorene geschafte", "verlorene deals", "perdues", "perdu", "perdus", "affaires perdues", "opportunites perdues",
        "perdidos", "perdidas", "perdido", "negocios perdidos", "oportunidades perdidas", "cerrados perdidos", "perse", "persi", "trattative perse",
        "opportunita perse", "chiuse perse", "deals verloren", "verloren deals", "verloren kansen", "fechados perdidos",
    ),
    _K.ACTIVITIES_CREATED: (
        "activities", "new activities", "activities created", "activity", "activity count", "touches", "engagements",
        "aktivitaten", "neue aktivitaten", "activites", "nouvelles activites", "actividades", "nuevas actividades", "attivita", "nuove attivita",
        "activiteiten", "nieuwe activiteiten", "atividades", "novas atividades",
    ),
}  # fmt: skip

_MONTH_WORDS = {
    "month", "months", "date", "period", "month year", "mois", "periode", "monat", "datum", "zeitraum", "mes", "fecha", "periodo", "mese", "data",
    "maand", "mes ano", "kpi", "metric", "metrics", "kennzahl", "indicateur", "indicador", "indicatore",
}  # fmt: skip

_TOTAL_WORDS = (
    "total", "totals", "grand total", "sum", "subtotal", "sub total", "summe", "gesamt", "gesamtsumme", "zwischensumme", "insgesamt", "totale", "totali",
    "somme", "sous total", "total general", "suma", "totales", "subtotales", "somma", "subtotale", "totaal", "subtotaal", "som", "totais", "soma", "subtotais",
    "ytd", "full year", "year total", "annual", "average", "avg", "durchschnitt", "moyenne", "promedio", "media", "gemiddelde", "mittelwert",
)  # fmt: skip
_PART_OF_YEAR = re.compile(
    r"(?:q|t|h|s)[1-4](?: ?(?:\d{2}|\d{4}))?|(?:\d{4}|fy ?\d{2,4}) ?(?:q|t|h|s)?[1-4]?"
)


def plain(text: str) -> str:
    """Lower case, without accents, marks and double spaces: "Neue Geschäfte:" -> "neue geschafte"."""
    spread = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    base = "".join(
        c for c in unicodedata.normalize("NFKD", spread.casefold()) if not unicodedata.combining(c)
    )
    return " ".join(re.sub(r"[^\w]+|_", " ", base).split())


_BY_NAME: dict[str, MetricKey] = {
    plain(name): key for key in PLANNED for name in (*_NAMES[key], key.value, METRICS[key].label)
}
_UNIT = re.compile(
    r"\s*[(\[](?:[^)\]]{0,12})[)\]]\s*$|\s+(?:in\s+)?(?:[A-Z]{3}|€|\$|£|count|number|#|anzahl|nb|nombre|num|n)\s*$"
)


def metric_of(heading: str) -> MetricKey | None:
    """The KPI that a heading names; a unit behind it, such as "(EUR)", does not matter."""
    found = _BY_NAME.get(plain(heading))
    return found or _BY_NAME.get(plain(_UNIT.sub("", heading)))


def is_month_heading(heading: str) -> bool:
    return plain(heading) in _MONTH_WORDS


def is_total(label: str) -> bool:
    """Whether a label names a sum or an average over months, not a month."""
    words = plain(label)
    if _PART_OF_YEAR.fullmatch(words):
        return True
    return any(re.fullmatch(rf"{word}(?: .*)?|.* {word}", words) for word in _TOTAL_WORDS)
