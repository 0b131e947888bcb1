"""What the product is and how it does: the catalogue, health, metrics."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from demogen import __version__
from demogen.api import schemas
from demogen.api.cookies import is_loopback
from demogen.api.deps import AdminDep, ServicesDep, address_of
from demogen.api.middleware import LARGEST_BODY
from demogen.api.problems import NotSignedIn
from demogen.db import schema
from demogen.errors import DatabaseError
from demogen.service.catalogue import catalogue

router = APIRouter(tags=["product"])
outside = APIRouter(tags=["operation"])


@router.get("/catalogue", response_model=schemas.Catalogue)
def get_catalogue(services: ServicesDep, _admin: AdminDep) -> Response:
    """KPIs, labels, units, modes, scenarios, places and limits."""
    document = dict(catalogue())
    limits = {"months": document.pop("months"), "records": services.max_records, "bodyBytes": LARGEST_BODY}
    return JSONResponse({**document, "limits": limits, "version": __version__})


@outside.get("/healthz", response_model=schemas.Health)
def healthz() -> dict[str, str]:
    """This process answers."""
    return {"status": "ok"}


@outside.get("/readyz", response_model=schemas.Readiness, responses={503: {"model": schemas.Readiness}})
def readyz(services: ServicesDep) -> Response:
    """The database answers and has the schema that this version needs."""
    try:
        schema.require_current(services.database)
    except DatabaseError as error:
        return JSONResponse({"status": "not ready", "detail": error.message}, status_code=503)
    return JSONResponse({"status": "ready", "detail": None})


def _may_read_metrics(request: Request, services: ServicesDep) -> None:
    """From this machine freely, from others with a token."""
    if not is_loopback(address_of(request)) or "authorization" in request.headers:
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not bearer or services.sign_in.of_token(bearer) is None:
            raise NotSignedIn()


@outside.get(
    "/metrics", response_class=Response, include_in_schema=False, dependencies=[Depends(_may_read_metrics)]
)
def metrics(request: Request) -> Response:
    """Prometheus metrics: jobs by status, durations, rows, queue depth, requests."""
    text: bytes = request.app.state.metrics.exposition()
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")
