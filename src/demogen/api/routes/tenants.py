"""Tenants and their KPIs."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import FileResponse, JSONResponse
from sqlalchemy import Connection
from starlette.background import BackgroundTask

from demogen.api import schemas
from demogen.api.deps import ActorDep, AdminDep, ServicesDep
from demogen.api.openapi import problems
from demogen.api.requests import SenderDep, read_new_tenant
from demogen.api.turns import TurnDep
from demogen.domain.kpis import JsonObject
from demogen.domain.months import Month
from demogen.service.data_export import DataFormat, export_tenant
from demogen.service.exports import Format
from demogen.service.parameters import read_instant, read_range
from demogen.service.plan_template import plan_template
from demogen.service.reading import TenantSearch

router = APIRouter(prefix="/tenants", tags=["tenants"])

_XLSX = Format.XLSX.media_type

LONGEST_RANGE = 240
"""Months of one answer, at most."""

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


def month_range(
    first: Annotated[str, Query(alias="from", pattern=MONTH, examples=["2025-01"])],
    last: Annotated[str, Query(alias="to", pattern=MONTH, examples=["2025-12"])],
) -> tuple[Month, Month]:
    """The months `from` and `to` of an address."""
    return read_range(first, last, longest=LONGEST_RANGE)


MonthsDep = Annotated[tuple[Month, Month], Depends(month_range)]


@router.get("", response_model=schemas.TenantPage)
def list_tenants(
    services: ServicesDep,
    _admin: AdminDep,
    search: Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$", examples=["sample"])] = "",
    sort: Literal["name", "currency", "timezone", "start", "created", "lastPatch"] = "name",
    order: Literal["asc", "desc"] = "asc",
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """Tenants, searched by name or slug, sorted and in pages."""
    items, total = services.reading.tenants(TenantSearch(search, sort, order == "desc", limit, offset))
    return JSONResponse({"items": items, "total": total, "limit": limit, "offset": offset})


@router.post("", response_model=schemas.TenantCreated, status_code=202, responses=problems(409))
def create_tenant(
    body: schemas.NewTenant, services: ServicesDep, actor: ActorDep, sender: SenderDep
) -> Response:
    """A new demo tenant. A job makes its history; with an Idempotency-Key a repeated request makes one tenant."""
    profile, wish = read_new_tenant(body)

    def work(connection: Connection) -> JsonObject:
        tenant, job = services.generator.submit_in(
            connection, profile, wish, anchor=read_instant(body.anchor), seed=body.seed, actor=actor
        )
        status = job.status if job else "completed"
        return {"tenant": tenant.to_json(), "jobId": str(job.id) if job else None, "status": status}

    return sender.accepted(body.model_dump(mode="json"), work)


@router.get("/{tenant_id}", response_model=schemas.TenantDetails, responses=problems(404))
def get_tenant(tenant_id: str, services: ServicesDep, _admin: AdminDep) -> Response:
    """One tenant, by id or slug."""
    return JSONResponse(services.reading.tenant(tenant_id))


@router.get(
    "/{tenant_id}/kpis",
    response_model=list[schemas.MonthlyKpiSnapshot],
    responses=problems(404, 409)
    | {304: {"description": "Nothing has changed since the answer with this ETag."}},
)
def get_kpis(
    request: Request,
    tenant_id: str,
    services: ServicesDep,
    _admin: AdminDep,
    months: MonthsDep,
) -> Response:
    """Every month from `from` to `to`, both included, read at one database snapshot."""
    currency, found = services.reading.kpis(tenant_id, *months)
    body = json.dumps([month.to_json(currency) for month in found], separators=(",", ":")).encode()
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")}
    if known & {etag, "*"}:
        return Response(status_code=304, headers={"ETag": etag})
    return Response(body, media_type="application/json", headers={"ETag": etag})


@router.get(
    "/{tenant_id}/kpis/breakdown",
    response_model=list[schemas.MonthlyBreakdown],
    responses=problems(404, 409),
)
def get_breakdown(
    tenant_id: str,
    services: ServicesDep,
    _admin: AdminDep,
    months: MonthsDep,
) -> Response:
    """The new records of each month: deals by what has become of them, contacts by kind, activities by type."""
    currency, found = services.reading.breakdown(tenant_id, *months)
    return JSONResponse([month.to_json(currency) for month in found])


@router.get("/{tenant_id}/kpis/funnel", response_model=list[schemas.StageFlow], responses=problems(404, 409))
def get_funnel(tenant_id: str, services: ServicesDep, _admin: AdminDep, months: MonthsDep) -> Response:
    """How the deals created in these months went through the stages, and how long they stayed in each."""
    return JSONResponse([flow.to_json() for flow in services.reading.funnel(tenant_id, *months)])


@router.get(
    "/{tenant_id}/plan-template",
    response_class=Response,
    responses=problems(404, 409)
    | {
        200: {
            "description": "An XLSX file.",
            "content": {_XLSX: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def get_plan_template(
    tenant_id: str, services: ServicesDep, _admin: AdminDep, months: MonthsDep, _turn: TurnDep
) -> Response:
    """The months as a workbook to fill in; what they show now stands on its second sheet."""
    currency, found = services.reading.kpis(tenant_id, *months)
    headers = {"Content-Disposition": 'attachment; filename="plan.xlsx"'}
    return Response(plan_template(found, currency), media_type=_XLSX, headers=headers)


@router.get(
    "/{tenant_id}/export",
    response_class=Response,
    responses=problems(404, 409)
    | {
        200: {
            "description": "A ZIP archive.",
            "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
        }
    },
)
def get_export(
    tenant_id: str,
    services: ServicesDep,
    _admin: AdminDep,
    form: Annotated[DataFormat, Query(alias="format")] = DataFormat.CSV,
    _turn: TurnDep = None,
) -> Response:
    """The tenant's generated records as a ZIP archive with a how-to: CSV, Parquet, or import files for a CRM."""
    handle, name = tempfile.mkstemp(prefix="demogen-export-", suffix=".zip")
    os.close(handle)
    path = Path(name)
    try:
        tenant = export_tenant(services.database, tenant_id, form, path)
    except BaseException:
        path.unlink()
        raise
    return FileResponse(
        path,
        media_type="application/zip",
        filename=f"{tenant.slug}-{form.value}.zip",
        background=BackgroundTask(path.unlink),
    )
