"""Errors as `application/problem+json` (RFC 9457): one table from error classes to statuses."""

from __future__ import annotations

import re
from http import HTTPStatus

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, TimeoutError
from starlette.exceptions import HTTPException

from demogen.api.routes.web_app import page
from demogen.domain.kpis import JsonObject, JsonValue
from demogen.errors import (
    ChangesNotKept,
    ConfirmationNeeded,
    DatabaseError,
    DatabaseUnreachable,
    DemogenError,
    InputError,
    JobNotRunnable,
    JobUnderWay,
    KeyInFlight,
    KeyWithdrawn,
    LinkInvalid,
    NotFound,
    PlanBlocked,
    PreviewOutdated,
    SignInFailed,
    TenantDamaged,
    TenantNotDemo,
    TooManyAttempts,
    UndoRefused,
    document_of,
)

log = structlog.get_logger()


class NotSignedIn(DemogenError):
    """You are not signed in, or your session has ended."""

    code = "not_signed_in"
    default_hint = "Sign in; a script sends `Authorization: Bearer TOKEN` (`demogen admin token`)."


class RequestForged(DemogenError):
    """The request does not come from a page of this site."""

    code = "csrf_rejected"
    default_hint = "Use the pages of this site, or a personal access token from a script."


class FormTokenMissing(DemogenError):
    """The request brings no X-CSRF-Token of this session."""

    code = "csrf_missing"
    default_hint = "Get one with GET …/session, and send the request again."


class FormTokenExpired(FormTokenMissing):
    """The X-CSRF-Token has expired."""

    code = "csrf_expired"


class KeyMissing(DemogenError):
    """The header Idempotency-Key is missing, or is not 1 to 200 printable ASCII characters."""

    code = "idempotency_key_missing"
    default_hint = "Send a new random value for each new request, and the same one when you repeat it."


class HttpsNeeded(DemogenError):
    """Signing in over plain HTTP works on this machine only."""

    code = "https_needed"
    default_hint = (
        "Open the site by https, or by http://127.0.0.1 on the server itself. If a proxy speaks https in front of it, name the "
        "proxy's address in DEMOGEN_TRUSTED_PROXIES."
    )


class BodyTooLarge(DemogenError):
    """The request's body is too large."""

    code = "body_too_large"
    default_hint = "A plan has at most 60 months; send these alone."


class BodyTooSlow(DemogenError):
    """The request's body did not arrive in time."""

    code = "body_too_slow"
    default_hint = "Send the request again, whole; nothing was changed."


class BodyMalformed(DemogenError):
    """The request's body is not JSON."""

    code = "json_malformed"
    default_hint = "Send JSON in UTF-8 with `Content-Type: application/json`."


class TextBroken(DemogenError):
    """A text in the body holds half of a surrogate pair, which is no character."""

    code = "text_broken"
    default_hint = "Send texts in UTF-8, and characters beyond U+FFFF whole or as a pair of escapes."


STATUSES: tuple[tuple[type[DemogenError], int], ...] = (
    (NotSignedIn, 401),
    (SignInFailed, 401),
    (LinkInvalid, 401),
    (RequestForged, 403),
    (FormTokenMissing, 403),
    (HttpsNeeded, 403),
    (NotFound, 404),
    (TenantNotDemo, 409),
    (TenantDamaged, 409),
    (PreviewOutdated, 409),
    (ConfirmationNeeded, 409),
    (KeyInFlight, 409),
    (KeyWithdrawn, 409),
    (JobUnderWay, 409),
    (ChangesNotKept, 409),
    (JobNotRunnable, 409),
    (UndoRefused, 409),
    (KeyMissing, 400),
    (BodyMalformed, 400),
    (TextBroken, 400),
    (BodyTooSlow, 408),
    (BodyTooLarge, 413),
    (PlanBlocked, 422),
    (InputError, 422),
    (TooManyAttempts, 429),
    (DatabaseUnreachable, 503),
    (DatabaseError, 503),
    (DemogenError, 500),
)


class Unexpected(DemogenError):
    """Something went wrong on the server; nothing was changed."""

    code = "unexpected"
    default_hint = "Try again; if it stays so, look for this request's id in the server's log."


def status_of(error: DemogenError) -> int:
    return next(status for kind, status in STATUSES if isinstance(error, kind))


def problem(error: DemogenError, *, request_id: str | None = None) -> JSONResponse:
    """An error's answer: `{type, title, status, detail, code, hint, requestId}` and what the error brings along."""
    status = status_of(error)
    document = document_of(error)
    document["detail"] = document.pop("message")
    headers = {}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="demogen"'
    if status == 429:
        headers["Retry-After"] = "300"
    return _answer(status, document, request_id, headers)


def _answer(
    status: int, document: JsonObject, request_id: str | None, headers: dict[str, str] | None = None
) -> JSONResponse:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **document}
    return JSONResponse(
        body | {"requestId": request_id},
        status_code=status,
        headers=headers,
        media_type="application/problem+json",
    )


def install(app: FastAPI) -> None:
    """Make every error that reaches the app a problem."""

    @app.exception_handler(DemogenError)
    def known(request: Request, error: DemogenError) -> JSONResponse:
        return problem(error, request_id=request_id_of(request))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        faults = error.errors()
        if any(fault["type"] == "json_invalid" for fault in faults):
            return problem(BodyMalformed(), request_id=request_id_of(request))
        if any(fault["loc"] == ("header", "Idempotency-Key") for fault in faults):
            return problem(KeyMissing(), request_id=request_id_of(request))
        fields: dict[str, JsonValue] = {_place(fault["loc"]): _sentence(fault["msg"]) for fault in faults}
        document: JsonObject = {
            "code": "request_invalid",
            "detail": "; ".join(f"{place}: {message}" for place, message in fields.items()),
            "hint": "Correct what is named and send the request again.",
            "fields": fields,
        }
        return _answer(422, document, request_id_of(request))

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        if error.status_code == 404 and _wants_a_page(request):
            shown = page()
            shown.status_code = max(shown.status_code, 404)
            return shown
        document: JsonObject = {
            "code": HTTPStatus(error.status_code).name.lower(),
            "detail": str(error.detail),
            "hint": "`/docs` shows the addresses and what they take.",
        }
        headers = dict(error.headers or {})
        if error.status_code == 405 and (methods := _methods_at(request)):
            headers["Allow"] = ", ".join(sorted(methods))
        return _answer(error.status_code, document, request_id_of(request), headers)

    @app.exception_handler(DBAPIError)
    def database(request: Request, error: DBAPIError) -> JSONResponse:
        log.error("database_refused", error=str(error.orig), exc_info=error)
        return problem(Unexpected(), request_id=request_id_of(request))

    @app.exception_handler(TimeoutError)
    def busy(request: Request, error: TimeoutError) -> JSONResponse:
        busy_now = DatabaseUnreachable("All database connections are in use.", hint="Try again in a moment.")
        return problem(busy_now, request_id=request_id_of(request))


def request_id_of(request: Request) -> str | None:
    found: str | None = getattr(request.state, "request_id", None)
    return found


def _wants_a_page(request: Request) -> bool:
    in_api = request.url.path.startswith("/api/")
    return request.method == "GET" and not in_api and "text/html" in request.headers.get("accept", "")


def _methods_at(request: Request) -> set[str]:
    """All documented methods of the address; the router names those of the first route that fits alone."""
    found: set[str] = set()
    for template, operations in request.app.openapi()["paths"].items():
        if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", template), request.url.path):
            found |= {method.upper() for method in operations}
    return found


def _place(location: tuple[int | str, ...]) -> str:
    return (
        ".".join(str(part) for part in location if part not in ("body", "query", "path", "header")) or "body"
    )


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ").encode("utf-8", "replace").decode()
