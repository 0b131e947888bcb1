"""What the product is and how it does: the catalogue, health, metrics."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from demogen import __version__
from demogen.api import schemas
from demogen.api.deps import AdminDep, Looker, ServicesDep, may_look
from demogen.api.middleware import LARGEST_BODY
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
async def healthz() -> dict[str, str]:
    """This process answers. It needs no thread, so that it is answered while all of them are at work."""
    return {"status": "ok"}


@outside.get("/readyz", response_model=schemas.Readiness, responses={503: {"model": schemas.Readiness}})
def readyz(request: Request, services: ServicesDep) -> Response:
    """The database answers and has the schema that this version needs. Strangers from elsewhere do not learn what is wrong."""
    try:
        schema.require_current(services.database)
    except DatabaseError as error:
        detail = error.message if may_look(request, services) else "The database cannot be used now."
        return JSONResponse({"status": "not ready", "detail": detail}, status_code=503)
    return JSONResponse({"status": "ready", "detail": None})


@outside.get("/metrics", response_class=Response, include_in_schema=False, dependencies=[Looker])
def metrics(request: Request) -> Response:
    """Prometheus metrics: jobs by status, durations, rows, queue depth, requests."""
    text: bytes = request.app.state.metrics.exposition()
    return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")
