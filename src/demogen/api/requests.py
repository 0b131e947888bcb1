"""What a request brings beyond its shape, and what is said of it: plans, keys, months, cursors."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Header, Query, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError
from sqlalchemy import Connection

from demogen.api import schemas
from demogen.api.deps import AdminDep, ServicesDep
from demogen.db.admins import Admin
from demogen.db.history import Place
from demogen.db.idempotency import RequestKey
from demogen.db.jobs import Job
from demogen.db.session import Database
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.domain.metrics import Entity
from demogen.domain.money import Currency
from demogen.domain.plan import Plan, PlanType, digest
from demogen.domain.preview import Preview
from demogen.domain.story import MonthChange
from demogen.errors import InputError, PlanInvalid
from demogen.service.generation import History, TenantProfile, check_profile
from demogen.service.idempotency import once, retried
from demogen.service.parameters import read_instant
from demogen.service.plan_reader import Answers, PlanTable, plan_from_json, read_file, read_text
from demogen.service.record_changes import ChangePage
from demogen.service.record_changes import Place as ChangePlace
from demogen.service.submission import Confirmation
from demogen.service.submission import Request as PatchRequest

_KEY_HEADER = Header(
    alias="Idempotency-Key",
    min_length=1,
    max_length=200,
    pattern=r"^[\x21-\x7e]+$",
    description="A value of your own, new for each request and the same when you repeat it. Kept for 30 days.",
    examples=["6f9b3f0e-2b0c-4c7c-9d0e-0d9f4a2b1c3d"],
)
KeyHeader = Annotated[str, _KEY_HEADER]
OptionalKeyHeader = Annotated[str | None, _KEY_HEADER]


Head = TypeVar("Head")
"""What a cursor holds beside an id."""

CursorQuery = Annotated[str | None, Query(max_length=200, description="nextCursor of the page before.")]

Work = Callable[[Connection], JsonObject]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a request, and with which key."""

    request: Request
    admin: Admin
    database: Database
    key: str | None

    def accepted(self, body: JsonValue, work: Work) -> JSONResponse:
        """The answer of `work`, with 202. With a key, the same request again gets the same answer; bodies that are the
        same JSON are the same."""
        if self.key is None:
            return JSONResponse(retried(self.database, work), status_code=202)
        route = f"{self.request.method} {self.request.url.path}"
        wanted = RequestKey(self.admin.id, route, self.key, digest({"body": body}))
        known = once(self.database, wanted, status=202, work=work)
        return JSONResponse(known.answer, status_code=known.status)


def get_sender(
    request: Request, services: ServicesDep, admin: AdminDep, key: OptionalKeyHeader = None
) -> Sender:
    return Sender(request, admin, services.database, key)


def get_keyed_sender(request: Request, services: ServicesDep, admin: AdminDep, key: KeyHeader) -> Sender:
    return Sender(request, admin, services.database, key)


SenderDep = Annotated[Sender, Depends(get_sender)]
"""The request may bring an `Idempotency-Key`."""

KeyedSenderDep = Annotated[Sender, Depends(get_keyed_sender)]
"""The request must bring one."""


def job_ref(job: Job) -> JsonObject:
    return {"jobId": str(job.id), "status": job.status}


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
            bool(change.let_go),
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
    fingerprint, anchor = _pop_fingerprint(rest), rest.pop("anchor", None)
    confirmed = _read_confirmation(rest.pop("confirm", None))
    return PatchRequest(
        read_plan_body(rest, currency),
        read_instant(anchor),
        expected_fingerprint=fingerprint,
        confirmed=confirmed,
    )


def read_plan_changes(document: Mapping[str, Any], currency: Currency) -> tuple[Plan, str | None]:
    """A plan and the fingerprint of its preview. Raises InputError or PlanInvalid."""
    rest = dict(document)
    fingerprint = _pop_fingerprint(rest)
    return read_plan_body(rest, currency), fingerprint


def _pop_fingerprint(document: dict[str, Any]) -> str | None:
    found = document.pop("expectedFingerprint", None)
    if found is not None and not isinstance(found, str):
        raise InputError("expectedFingerprint is not a text.", hint="Send the fingerprint of the preview.")
    return found


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
    return _encoded(place[0].isoformat(), place[1])


def read_cursor(cursor: str | None) -> Place | None:
    """Raises InputError for what no page gave out."""

    def instant(text: str) -> datetime:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            raise ValueError(text)
        return at

    return None if cursor is None else _decoded(cursor, instant)


def change_page(page: ChangePage) -> JsonObject:
    return {
        "items": [record.to_json() for record in page.items],
        "nextCursor": None if page.next is None else _encoded(page.next[0].value, page.next[1]),
        "counts": {entity.value: count for entity, count in page.counts.items()},
        "total": sum(page.counts.values()),
    }


def read_change_cursor(cursor: str | None) -> ChangePlace | None:
    """Raises InputError for what no page gave out."""
    return None if cursor is None else _decoded(cursor, Entity)


def _encoded(head: str, id_: UUID) -> str:
    return base64.urlsafe_b64encode(f"{head} {id_}".encode()).decode().rstrip("=")


def _decoded(cursor: str, read: Callable[[str], Head]) -> tuple[Head, UUID]:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
        head, _, id_ = text.partition(" ")
        return read(head), UUID(id_)
    except (ValueError, binascii.Error):
        raise InputError(
            "The cursor is not one that a page gave.", hint="Start without a cursor, then follow nextCursor."
        ) from None
