"""A tenant's health, and moving its story to end this month."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Connection

from demogen.api import schemas
from demogen.api.deps import ActorDep, AdminDep, ServicesDep
from demogen.api.openapi import problems
from demogen.api.requests import SenderDep, job_ref
from demogen.api.turns import TurnDep
from demogen.db.shifting import Edited
from demogen.domain.kpis import JsonObject
from demogen.service.parameters import read_month
from demogen.service.shifting import submit_shift

router = APIRouter(prefix="/tenants/{tenant_id}", tags=["freshness"])


@router.get("/health", response_model=schemas.TenantHealth, responses=problems(404, 409))
def get_health(tenant_id: str, services: ServicesDep, _admin: AdminDep) -> Response:
    """How alive the tenant looks now: what is wrong, what helps, and the day on which it goes stale."""
    return JSONResponse(services.health.look(tenant_id))


@router.get("/shift", response_model=schemas.ShiftPreview, responses=problems(404, 409))
def preview_shift(
    tenant_id: str,
    services: ServicesDep,
    _admin: AdminDep,
    end: Annotated[schemas.MonthText, Query(description="The month in which the story shall end.")],
    _turn: TurnDep,
    edited: Edited = Edited.MOVE,
) -> Response:
    """What moving the tenant's story to end in that month would do; changes nothing."""
    return JSONResponse(services.engine.preview_shift(tenant_id, read_month(end), edited))


@router.post("/shift", response_model=schemas.JobRef, status_code=202, responses=problems(404, 409))
def shift(
    tenant_id: str,
    body: schemas.ShiftRequest,
    services: ServicesDep,
    actor: ActorDep,
    sender: SenderDep,
    _turn: TurnDep,
) -> Response:
    """Move every date of the tenant's generated records together, as one job that can be undone. One at a time."""
    end = read_month(body.end)

    def work(connection: Connection) -> JsonObject:
        job = submit_shift(
            connection,
            tenant_id,
            end,
            body.edited,
            expected_fingerprint=body.expected_fingerprint,
            actor=actor,
            queue=services.queue,
        )
        return job_ref(job)

    return sender.accepted(body.model_dump(mode="json"), work)
