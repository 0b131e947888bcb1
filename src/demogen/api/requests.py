"""What a request brings beyond its shape, and what is said of it: plans, keys, months, cursors."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Header, Request
from pydantic import ValidationError

from demogen.api import schemas
from demogen.db.admins import Admin
from demogen.db.history import Place
from demogen.db.idempotency import RequestKey
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.money import Currency
from demogen.domain.plan import Plan, PlanType, digest
from demogen.domain.preview import Preview
from demogen.domain.story import MonthChange
from demogen.errors import InputError, PlanInvalid
from demogen.service.generation import History, TenantProfile, check_profile
from demogen.service.parameters import read_instant
from demogen.service.plan_reader import Answers, PlanTable, plan_from_json, read_file, read_text
from demogen.service.submission import Confirmation
from demogen.service.submission import Request as PatchRequest

_KEY_HEADER = Header(
    alias="Idempotency-Key",
    min_length=1,
    max_length=200,
    pattern=r"^[\x21-\x7e]+$",
    description="A value of your own, new for each request and the same when you repeat it. Kept for 24 hours.",
    examples=["6f9b3f0e-2b0c-4c7c-9d0e-0d9f4a2b1c3d"],
)
KeyHeader = Annotated[str, _KEY_HEADER]
OptionalKeyHeader = Annotated[str | None, _KEY_HEADER]


def request_key(request: Request, admin: Admin, key: str, body: JsonValue) -> RequestKey:
    """Bodies that are the same JSON are the same."""
    return RequestKey(admin.id, f"{request.method} {request.url.path}", key, digest({"body": body}))


def read_plan_body(document: Mapping[str, Any], currency: Currency) -> Plan:
    """Raises PlanInvalid with all issues."""
    return plan_from_json(dict(document), currency)


def read_new_tenant(body: schemas.NewTenant) -> tuple[TenantProfile, History]:
    """Raises ProfileInvalid, or PlanInvalid."""
    profile = TenantProfile(body.name, body.timezone, body.currency, body.country, body.start)
    check_profile(profile)
    plan = None if body.plan is None else read_plan_body(body.plan.root, Currency(body.currency))
    return profile, History(body.scenario, body.months, plan)


def source_document(source: schemas.StorySource) -> JsonObject:
    """A story's source as the services read it: only what was given."""
    return source.model_dump(mode="json", by_alias=True, exclude_none=True)


def read_month_changes(body: schemas.MonthChanges, currency: Currency) -> list[MonthChange]:
    """Raises PlanInvalid with all issues of the months' numbers."""
    rows: list[JsonValue] = [
        {"month": change.month, **change.values.model_dump(mode="json", by_alias=True, exclude_none=True)}
        if change.values is not None
        else {"month": change.month}
        for change in body.months
    ]
    plan = plan_from_json({"planType": PlanType.TARGETS.value, "months": rows}, currency)
    return [
        MonthChange(
            row.month,
            None if change.values is None else dict(row.values),
            None if change.locked is None else frozenset(change.locked),
            change.skipped,
        )
        for row, change in zip(plan.months, body.months, strict=True)
    ]


def unreadable(error: PlanInvalid) -> JsonObject:
    """The validation of a plan that cannot be read."""
    errors = [issue.to_json() for issue in error.issues]
    return {"valid": False, "errors": errors, "warnings": [], "preview": None}


def validated(preview: Preview, currency: Currency) -> JsonObject:
    return {**preview.findings.to_json(), "preview": preview.to_json(currency)}


def read_application(document: Mapping[str, Any], currency: Currency) -> PatchRequest:
    """A plan with what else an application may carry. Raises InputError or PlanInvalid."""
    rest = dict(document)
    fingerprint, anchor = rest.pop("expectedFingerprint", None), rest.pop("anchor", None)
    confirmed = _read_confirmation(rest.pop("confirm", None))
    if fingerprint is not None and not isinstance(fingerprint, str):
        raise InputError("expectedFingerprint is not a text.", hint="Send the fingerprint of the preview.")
    return PatchRequest(
        read_plan_body(rest, currency),
        read_instant(anchor),
        expected_fingerprint=fingerprint,
        confirmed=confirmed,
    )


def _read_confirmation(given: object) -> Confirmation | None:
    if given is None:
        return None
    try:
        found = schemas.Confirmation.model_validate(given)
    except ValidationError:
        raise InputError(
            "confirm is not {created, changed, deleted}.", hint="Send the three counts of the preview."
        ) from None
    return Confirmation(found.created, found.changed, found.deleted)


def read_currency(code: str | None) -> Currency:
    try:
        return Currency(code or "")
    except ValueError as error:
        raise InputError(f"{error}.", hint="Name a tenant or a currency.") from None


def read_pasted(body: schemas.PlanText, currency: Currency) -> PlanTable:
    """A plan from text or from a file. Raises InputError for what is neither, or far too large."""
    given = body.answers or schemas.PlanAnswers(year=None)
    answers = Answers(**given.model_dump(), columns=body.columns, plan_type=body.plan_type)
    if body.file is None:
        return read_text(body.text or "", currency, answers)
    try:
        content = base64.b64decode(body.file, validate=True)
    except binascii.Error:
        raise InputError("The file is not base64.", hint="Encode its bytes, without line breaks.") from None
    return read_file(content, currency, answers)


def write_cursor(place: Place) -> str:
    at, id_ = place
    return base64.urlsafe_b64encode(f"{at.isoformat()} {id_}".encode()).decode().rstrip("=")


def read_cursor(cursor: str | None) -> Place | None:
    """Raises InputError for what no page gave out."""
    if cursor is None:
        return None
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        at, _, id_ = text.partition(" ")
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None:
            raise ValueError(at)
        return instant, UUID(id_)
    except (ValueError, binascii.Error):
        raise InputError(
            "The cursor is not one that a page gave.", hint="Start without a cursor, then follow nextCursor."
        ) from None
