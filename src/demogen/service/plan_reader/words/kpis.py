"""What people call the KPIs that can be planned, in seven languages. What stands around a name is not known here."""

from __future__ import annotations

from demogen.domain.metrics import METRICS, PLANNED, MetricKey
from demogen.service.plan_reader.words.letters import plain

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

BY_NAME: dict[str, MetricKey] = {
    plain(name): key for key in PLANNED for name in (*_NAMES[key], key.value, METRICS[key].label)
}

AS_MONEY = {_K.DEALS_CREATED: _K.DEALS_CREATED_VALUE, _K.CLOSED_WON_COUNT: _K.CLOSED_WON_VALUE}
"""What a count is called in money; the others have no value that can be planned."""

AS_COUNT = {value: count for count, value in AS_MONEY.items()}
