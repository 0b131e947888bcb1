"""HubSpot's import files: a file for each of its objects; calls, emails, meetings, notes and tasks are five of them.

Sources: HubSpot knowledge base, "Set up your import files" (one object in a file; associations by company domain name and e-mail;
activities are calls, emails, meetings, notes and tasks; amounts as plain numbers; dates as YYYY-MM-DD) and developers' FAQ, "How should
timestamps be formatted" (instants as milliseconds since 1970, UTC).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from demogen.db.records import Record
from demogen.domain.metrics import CLOSED_LOST, CLOSED_WON, Entity
from demogen.service.data_export.columns import Cell, Column, Context, File, millis, of
from demogen.service.data_export.formats import AMOUNT, close_date, outcome

_E = Entity

_STAGES = {
    "qualification": "Appointment Scheduled",
    "discovery": "Qualified To Buy",
    "proposal": "Presentation Scheduled",
    "negotiation": "Contract Sent",
    CLOSED_WON: "Closed Won",
    CLOSED_LOST: "Closed Lost",
}

_OBJECTS = ("call", "email", "meeting", "task")
"""Kinds of activities that are objects; all others are notes."""

_USUAL_MINUTES = 30
"""A meeting's length where it is not known: HubSpot wants its end."""


def _is(kind: str) -> Callable[[Record], bool]:
    return lambda activity: activity["type"] == kind


def _is_note(activity: Record) -> bool:
    return activity["type"] not in _OBJECTS


def _subject(activity: Record, _: Context) -> Cell:
    return activity["subject"] or str(activity["type"]).capitalize()


def _end(meeting: Record, _: Context) -> Cell:
    return millis(meeting["occurred_at"] + timedelta(minutes=meeting["duration_minutes"] or _USUAL_MINUTES))


_DATE = Column("Activity date", lambda activity, _: millis(activity["occurred_at"]))
_EMAIL = of("Email", "contact_email")

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
            Column("Deal Stage", lambda deal, _: _STAGES[deal["stage"]]), AMOUNT,
            Column("Currency", lambda _, tenant: tenant.currency.code), Column("Close Date", close_date),
            Column("Create Date", lambda deal, tenant: tenant.day(deal["created_at"])), of("Closed Lost Reason", "lost_reason"),
            of("Email", "contact_email"), of("Company domain name", "company_domain"),
        ),
        counted_by=outcome,
    ),
    File(
        "4 calls",
        _E.ACTIVITIES,
        (
            _DATE, Column("Call Title", _subject), Column("Call notes", _subject),
            Column("Call duration", lambda call, _: (call["duration_minutes"] or 0) * 60_000), _EMAIL,
        ),
        _is("call"),
    ),
    File(
        "5 emails",
        _E.ACTIVITIES,
        (
            _DATE, Column("Email subject", _subject), Column("Email body", _subject),
            Column("Email direction", lambda _email, _tenant: "EMAIL"), _EMAIL,
        ),
        _is("email"),
    ),
    File(
        "6 meetings",
        _E.ACTIVITIES,
        (
            _DATE, Column("Meeting name", _subject), Column("Meeting start time", lambda meeting, _: millis(meeting["occurred_at"])),
            Column("Meeting end time", _end), Column("Meeting outcome", lambda _meeting, _tenant: "COMPLETED"), _EMAIL,
        ),
        _is("meeting"),
    ),
    File("7 notes", _E.ACTIVITIES, (_DATE, Column("Note body", _subject), _EMAIL), _is_note),
    File(
        "8 tasks",
        _E.ACTIVITIES,
        (
            Column("Due date", lambda task, _: millis(task["occurred_at"])), Column("Task Title", _subject),
            Column("Task Status", lambda _task, _tenant: "COMPLETED"), _EMAIL,
        ),
        _is("task"),
    ),
)  # fmt: skip
