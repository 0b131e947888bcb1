"""The fields of records as people call them, and what stands in them: words for stages and dates, no ids.

Must not be known here: SQL, which of them changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from demogen.domain.metrics import Entity
from demogen.domain.money import Currency

LABELS: dict[str, str] = {
    "name": "Name",
    "domain": "Domain",
    "industry": "Industry",
    "employee_count": "Employees",
    "country": "Country",
    "city": "City",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail",
    "phone": "Phone",
    "job_title": "Job title",
    "lead_source": "Lead source",
    "stage": "Stage",
    "amount_minor": "Amount",
    "probability": "Probability",
    "lost_reason": "Lost because",
    "type": "Type",
    "subject": "Subject",
    "duration_minutes": "Minutes",
    "company_id": "Company",
    "contact_id": "Contact",
    "deal_id": "Deal",
    "created_at": "Created",
    "became_lead_at": "Became a lead",
    "expected_close_on": "Expected close",
    "closed_at": "Closed",
    "occurred_at": "Took place",
}
"""What people see of a record, in the order in which it is told."""

REFERENCES: dict[str, Entity] = {
    "company_id": Entity.COMPANIES,
    "contact_id": Entity.CONTACTS,
    "deal_id": Entity.DEALS,
}
"""Fields that stand for another record."""

NOTHING = "none"

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""The same whatever the machine's language."""

Names = Mapping[Entity, Mapping[UUID, str]]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record, before and after, as text."""

    field: str
    label: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.label}: {self.before} -> {self.after}"


@dataclass(frozen=True, slots=True)
class Reader:
    """How a tenant's values are read: its currency, its time zone, and the names of the records that others refer to."""

    currency: Currency
    zone: ZoneInfo
    names: Names

    def changes(self, before: Mapping[str, object], after: Mapping[str, object]) -> tuple[FieldChange, ...]:
        """The fields that people see and that differ."""
        return tuple(
            FieldChange(name, label, self.text(name, before.get(name)), self.text(name, after.get(name)))
            for name, label in LABELS.items()
            if name in after and _raw(before.get(name)) != _raw(after[name])
        )

    def text(self, field: str, value: object) -> str:
        """One value as people read it."""
        if value is None:
            return NOTHING
        if field in REFERENCES:
            return self.names.get(REFERENCES[field], {}).get(UUID(str(value)), "a record that is gone")
        words = {"amount_minor": self._amount, "probability": _percent, "stage": stage_word}
        if field in words:
            return words[field](str(value))
        return self._dated(field, value) if field.endswith(("_at", "_on")) else str(value)

    def _amount(self, minor: str) -> str:
        return self.currency.pretty(int(minor))

    def _dated(self, field: str, value: object) -> str:
        if field.endswith("_on"):
            return _day(value if isinstance(value, date) else date.fromisoformat(str(value)))
        at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
        local = at.astimezone(self.zone)
        return f"{_day(local)}, {local:%H:%M:%S}"


def _raw(value: object) -> str | None:
    """Images hold ids and instants as text, plans as they are."""
    return None if value is None else str(value)


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _percent(number: str) -> str:
    return f"{number} %"


def stage_word(stage: str) -> str:
    """`closed_won` -> "Closed won"."""
    return stage.replace("_", " ").capitalize()
