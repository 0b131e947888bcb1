"""Which files each format has.

Sources: Salesforce Bulk API 2.0 Developer Guide ("Relationship Fields in a Header Row": `Relationship.ExternalId`, and
`Object:Relationship.ExternalId` for polymorphic ones; dates as YYYY-MM-DD, instants in UTC). HubSpot's files are in `hubspot`.
"""

from __future__ import annotations

from demogen.db.records import Record
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity
from demogen.service.data_export.columns import Cell, Column, Context, File, instant, of, text_of

_E = Entity


def outcome(deal: Record) -> str:
    """What became of a deal: won and lost ones are counted apart."""
    return {CLOSED_WON: "won", CLOSED_LOST: "lost"}.get(deal["stage"], "open")


RECORDS = (
    File(
        "companies",
        _E.COMPANIES,
        (
            text_of("id", "id"), of("name", "name"), of("domain", "domain"), of("industry", "industry"),
            of("employee_count", "employee_count"), of("country", "country"), of("city", "city"), of("phone", "phone"),
            of("owner_name", "owner_name"), of("owner_email", "owner_email"), instant("created_at"),
            of("source_month", "demo_source_month"),
        ),
    ),
    File(
        "contacts",
        _E.CONTACTS,
        (
            text_of("id", "id"), text_of("company_id", "company_id"), of("first_name", "first_name"), of("last_name", "last_name"),
            of("email", "email"), of("phone", "phone"), of("job_title", "job_title"), of("lead_source", "lead_source"),
            instant("became_lead_at"), of("owner_name", "owner_name"), of("owner_email", "owner_email"),
            instant("created_at"), of("source_month", "demo_source_month"),
        ),
    ),
    File(
        "deals",
        _E.DEALS,
        (
            text_of("id", "id"), text_of("company_id", "company_id"), text_of("contact_id", "contact_id"), of("name", "name"),
            of("stage", "stage"), of("probability", "probability"), Column("amount", lambda deal, tenant: tenant.money(deal["amount_minor"])),
            Column("currency", lambda _, tenant: tenant.currency.code), of("expected_close_on", "expected_close_on"),
            instant("closed_at"), of("lost_reason", "lost_reason"), of("owner_name", "owner_name"),
            of("owner_email", "owner_email"), instant("created_at"), of("source_month", "demo_source_month"),
        ),
        counted_by=outcome,
    ),
    File(
        "activities",
        _E.ACTIVITIES,
        (
            text_of("id", "id"), text_of("contact_id", "contact_id"), text_of("deal_id", "deal_id"), of("type", "type"),
            of("subject", "subject"), of("duration_minutes", "duration_minutes"), instant("occurred_at"),
            of("owner_name", "owner_name"), of("owner_email", "owner_email"), of("source_month", "demo_source_month"),
        ),
        counted_by=lambda activity: activity["type"],
    ),
)  # fmt: skip
"""Everything, for any program: CSV and Parquet."""

EXTERNAL_ID = "Demogen_Id__c"
"""A custom field, text of 36 characters, unique and external id, that the four Salesforce objects need."""

_SALESFORCE_STAGES = {
    "qualification": "Qualification",
    "discovery": "Needs Analysis",
    "proposal": "Proposal/Price Quote",
    "negotiation": "Negotiation/Review",
    CLOSED_WON: "Closed Won",
    CLOSED_LOST: "Closed Lost",
}


def close_date(deal: Record, tenant: Context) -> Cell:
    """The day of closing, or the expected one; both systems want one of every deal."""
    return tenant.day(deal["closed_at"]) or deal["expected_close_on"] or tenant.day(deal["created_at"])


def _last_name(contact: Record, _: Context) -> Cell:
    return contact["last_name"] or contact["email"] or "Unknown"


AMOUNT = Column("Amount", lambda deal, tenant: tenant.money(deal["amount_minor"]))

SALESFORCE = (
    File(
        "1 Account",
        _E.COMPANIES,
        (
            text_of(EXTERNAL_ID, "id"), of("Name", "name"),
            Column("Website", lambda company, _: f"https://{company['domain']}" if company["domain"] else None),
            of("Industry", "industry"), of("NumberOfEmployees", "employee_count"), of("BillingCity", "city"),
            of("BillingCountry", "country"), of("Phone", "phone"),
        ),
    ),
    File(
        "2 Contact",
        _E.CONTACTS,
        (
            text_of(EXTERNAL_ID, "id"), text_of(f"Account.{EXTERNAL_ID}", "company_id"), of("FirstName", "first_name"),
            Column("LastName", _last_name), of("Email", "email"), of("Phone", "phone"), of("Title", "job_title"),
            of("LeadSource", "lead_source"),
        ),
    ),
    File(
        "3 Opportunity",
        _E.DEALS,
        (
            text_of(EXTERNAL_ID, "id"), text_of(f"Account.{EXTERNAL_ID}", "company_id"), of("Name", "name"),
            Column("StageName", lambda deal, _: _SALESFORCE_STAGES[deal["stage"]]), AMOUNT, Column("CloseDate", close_date),
            of("Probability", "probability"), Column("LeadSource", lambda _deal, _tenant: None),
            Column("Description", lambda deal, _: f"Lost: {deal['lost_reason']}" if deal["lost_reason"] else None),
        ),
        counted_by=outcome,
    ),
    File(
        "4 OpportunityContactRole",
        _E.DEALS,
        (
            text_of(f"Opportunity.{EXTERNAL_ID}", "id"), text_of(f"Contact.{EXTERNAL_ID}", "contact_id"),
            Column("Role", lambda _deal, _tenant: "Decision Maker"), Column("IsPrimary", lambda _deal, _tenant: "true"),
        ),
        lambda deal: deal["contact_id"] is not None,
    ),
    File(
        "5 Task",
        _E.ACTIVITIES,
        (
            text_of(EXTERNAL_ID, "id"), text_of(f"Contact:Who.{EXTERNAL_ID}", "contact_id"),
            text_of(f"Opportunity:What.{EXTERNAL_ID}", "deal_id"),
            Column("Subject", lambda activity, _: activity["subject"] or activity["type"].capitalize()),
            Column("TaskSubtype", lambda activity, _: activity["type"].capitalize() if activity["type"] in ("call", "email") else "Task"),
            Column("Status", lambda _activity, _tenant: "Completed"),
            Column("ActivityDate", lambda activity, tenant: tenant.day(activity["occurred_at"])),
        ),
    ),
)  # fmt: skip

HOW_TO = {
    "csv": "Comma-separated UTF-8 with a header. Ids relate the files: contacts.company_id, deals.company_id, deals.contact_id, "
    "activities.contact_id, activities.deal_id. Columns that end in _utc are instants in UTC; expected_close_on and source_month are "
    "days and months of the tenant's time zone.",
    "parquet": "Apache Parquet, one file for each kind of record. Ids relate the files: contacts.company_id, deals.company_id, "
    "deals.contact_id, activities.contact_id, activities.deal_id. Amounts are decimals in the currency's major unit.",
    "salesforce": f"""Import into Salesforce with Data Loader, or with Bulk API 2.0.

1. Once: add a custom field {EXTERNAL_ID} to Account, Contact, Opportunity and Activity: text of 36 characters, unique, external id.
2. Upsert the files in the order of their numbers, with {EXTERNAL_ID} as the external id; insert OpportunityContactRole.
   The headings relate the records: Account.{EXTERNAL_ID} is the account of a contact, Contact:Who.{EXTERNAL_ID} that of a task.
3. Running it again updates the same records, since they are found by {EXTERNAL_ID}.

Stages are those of a new org; change StageName where yours differ. All e-mail addresses end in .example: nobody can be written to.
""",
    "hubspot": """Import into HubSpot: Contacts > Import > Start an import > File from computer > Multiple files with associations.

1. Import companies and contacts together, associated by "Company domain name".
2. Import deals, associated with contacts by "Email" and with companies by "Company domain name". Won and lost deals have their
   own stages; "Close Date" is the day of closing for these, and the expected one for open deals.
3. Import calls, emails, meetings, notes and tasks: each is an object of its own and has its own file, associated with contacts by
   "Email". Choose that object for the file. Instants are in milliseconds since 1970, UTC, as HubSpot takes them; it shows them in
   the time zone of whoever looks.

Stages are those of the pipeline that every account has; change "Deal Stage" where yours differ. All e-mail addresses end in
.example: nobody can be written to.
""",
}
