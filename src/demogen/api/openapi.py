"""The OpenAPI document: what each address answers, errors included, with examples that are real."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from demogen import __version__
from demogen.api.schemas import Problem

_ERRORS: dict[int, str] = {
    400: "The request cannot be read.",
    401: "Not signed in.",
    403: "Not from a page of this site, or without its form token.",
    404: "There is no such thing.",
    408: "The body did not arrive in time.",
    409: "It does not go with how things stand.",
    413: "The body is too large.",
    422: "The input is wrong; `errors` or `fields` tell where.",
    429: "Too many failed sign-ins.",
    503: "The database cannot be used now.",
}
_ALWAYS = (401, 503)
_WITH_BODY = (400, 403, 408, 413, 422)
"""What any address may answer, and what those that change something may answer too."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Responses for a route that may answer with these errors beside the usual ones."""
    return {status: {"model": Problem, "description": _ERRORS[status]} for status in statuses}


ALWAYS = problems(*_ALWAYS, 422)


def document(app: FastAPI) -> dict[str, Any]:
    """The document, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title="demogen",
            version=__version__,
            summary="Demo tenants whose monthly numbers are exactly the planned ones.",
            routes=app.routes,
        )
        for path in made["paths"].values():
            for method, operation in path.items():
                _complete(method, operation)
        app.openapi_schema = made
    return app.openapi_schema


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Errors are problems, and every route that changes something can be refused."""
    answers = operation["responses"]
    if method != "get":
        for status in _WITH_BODY:
            answers.setdefault(str(status), {"description": _ERRORS[status]})
    for status, answer in answers.items():
        if int(status) >= 400 and answer.get("description") in _ERRORS.values():
            schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
            answer["content"] = {"application/problem+json": schema}
    operation["responses"] = dict(sorted(answers.items()))
