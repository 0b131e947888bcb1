"""Which files each format has.

Sources: Salesforce Bulk API 2.0 Developer Guide ("Relationship Fields in a Header Row": `Relationship.ExternalId`, and
`Object:Relationship.ExternalId` for polymorphic ones; dates as YYYY-MM-DD, instants in UTC); HubSpot knowledge base, "Set up your
import files" (associations by company domain name and e-mail; amounts as plain numbers; dates as YYYY-MM-DD).
"""

from __future__ import annotations

from demogen.db.records import Record
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity
from demogen.service.data_export.columns import Cell, Column, Context, File, of, text_of

_E = Entity

RECORDS = (
    File(
        "companies",
        _E.COMPANIES,
        (
            text_of("id", "id"), of("name", "name"), of("domain", "domain"), of("industry", "industry"),
            of("employee_count", "employee_count"), of("country", "country"), of("city", "city"), of("phone", "phone"),
            of("owner_name", "owner_name"), of("owner_email", "owner_email"), of("created_at", "created_at"),
            of("source_month", "demo_source_month"),
        ),
    ),
    File(
        "contacts",
        _E.CONTACTS,
        (
            text_of("id", "id"), text_of("company_id", "company_id"), of("first_name", "first_name"), of("last_name", "last_name"),
            of("email", "email"), of("phone", "phone"), of("job_title", "job_title"), of("lead_source", "lead_source"),
            of("became_lead_at", "became_lead_at"), of("owner_name", "owner_name"), of("owner_email", "owner_email"),
            of("created_at", "created_at"), of("source_month", "demo_source_month"),
        ),
    ),
    File(
        "deals",
        _E.DEALS,
        (
            text_of("id", "id"), text_of("company_id", "company_id"), text_of("contact_id", "contact_id"), of("name", "name"),
            of("stage", "stage"), of("probability", "probability"), Column("amount", lambda deal, tenant: tenant.money(deal["amount_minor"])),
            Column("currency", lambda _, tenant: tenant.currency.code), of("expected_close_on", "expected_close_on"),
            of("closed_at", "closed_at"), of("lost_reason", "lost_reason"), of("owner_name", "owner_name"),
            of("owner_email", "owner_email"), of("created_at", "created_at"), of("source_month", "demo_source_month"),
        ),
    ),
    File(
        "activities",
        _E.ACTIVITIES,
        (
            text_of("id", "id"), text_of("contact_id", "contact_id"), text_of("deal_id", "deal_id"), of("type", "type"),
            of("subject", "subject"), of("duration_minutes", "duration_minutes"), of("occurred_at", "occurred_at"),
            of("owner_name", "owner_name"), of("owner_email", "owner_email"), of("source_month", "demo_source_month"),
        ),
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
_HUBSPOT_STAGES = {
    "qualification": "Appointment Scheduled",
    "discovery": "Qualified To Buy",
    "proposal": "Presentation Scheduled",
    "negotiation": "Contract Sent",
    CLOSED_WON: "Closed Won",
    CLOSED_LOST: "Closed Lost",
}
_TASK_TYPES = {"call": "Call", "email": "Email", "meeting": "Meeting"}


def _close_date(deal: Record, tenant: Context) -> Cell:
    """The day of closing, or the expected one; both systems want one of every deal."""
    return tenant.day(deal["closed_at"]) or deal["expected_close_on"] or tenant.day(deal["created_at"])


def _last_name(contact: Record, _: Context) -> Cell:
    return contact["last_name"] or contact["email"] or "Unknown"


_AMOUNT = Column("Amount", lambda deal, tenant: tenant.money(deal["amount_minor"]))

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
            Column("StageName", lambda deal, _: _SALESFORCE_STAGES[deal["stage"]]), _AMOUNT, Column("CloseDate", _close_date),
            of("Probability", "probability"), Column("LeadSource", lambda _deal, _tenant: None),
            Column("Description", lambda deal, _: f"Lost: {deal['lost_reason']}" if deal["lost_reason"] else None),
        ),
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

HUBSPOT = (
    File(
        "1 companies",
        _E.COMPANIES,
        (
            of("Company name", "name"), of("Company domain name", "domain"), of("Industry", "industry"),
            of("Number of Employees", "employee_count"), of("City", "city"), of("Country/Region", "country"), of("Phone Number", "phone"),
        ),
    ),
    File(
        "2 contacts",
        _E.CONTACTS,
        (
            of("Email", "email"), of("First Name", "first_name"), of("Last Name", "last_name"), of("Phone Number", "phone"),
            of("Job Title", "job_title"), of("Company domain name", "company_domain"),
            Column("Lifecycle Stage", lambda contact, _: "Lead" if contact["became_lead_at"] else "Subscriber"),
            Column("Create date", lambda contact, tenant: tenant.day(contact["created_at"])),
        ),
    ),
    File(
        "3 deals",
        _E.DEALS,
        (
            of("Deal Name", "name"), Column("Pipeline", lambda _deal, _tenant: "Sales Pipeline"),
            Column("Deal Stage", lambda deal, _: _HUBSPOT_STAGES[deal["stage"]]), _AMOUNT,
            Column("Currency", lambda _, tenant: tenant.currency.code), Column("Close Date", _close_date),
            Column("Create Date", lambda deal, tenant: tenant.day(deal["created_at"])), of("Closed Lost Reason", "lost_reason"),
            of("Email", "contact_email"), of("Company domain name", "company_domain"),
        ),
    ),
    File(
        "4 activities",
        _E.ACTIVITIES,
        (
            Column("Activity Type", lambda activity, _: _TASK_TYPES.get(activity["type"], "Note")),
            Column("Activity Date", lambda activity, tenant: tenant.day(activity["occurred_at"])),
            of("Subject", "subject"), of("Email", "contact_email"), of("Deal Name", "deal_name"),
        ),
    ),
)  # fmt: skip

HOW_TO = {
    "csv": "Comma-separated UTF-8 with a header. Ids relate the files: contacts.company_id, deals.company_id, deals.contact_id, "
    "activities.contact_id, activities.deal_id. Instants are in UTC.",
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
2. Import deals, associated with contacts by "Email" and with companies by "Company domain name".
3. Import activities, associated with contacts by "Email".

Stages are those of the pipeline that every account has; change "Deal Stage" where yours differ. All e-mail addresses end in
.example: nobody can be written to.
""",
}
