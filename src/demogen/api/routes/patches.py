"""Patches: validate, apply, and a tenant's history of jobs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Connection

from demogen.api import schemas
from demogen.api.deps import ActorDep, AdminDep, ServicesDep
from demogen.api.openapi import problems
from demogen.api.requests import (
    CursorQuery,
    KeyedSenderDep,
    SenderDep,
    change_page,
    job_ref,
    read_application,
    read_change_cursor,
    read_cursor,
    read_plan_body,
    read_plan_changes,
    unreadable,
    validated,
    write_cursor,
)
from demogen.api.turns import TurnDep
from demogen.db.removal import Scope
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import Entity
from demogen.errors import PlanInvalid
from demogen.service.reversal import submit_clear

router = APIRouter(prefix="/tenants/{tenant_id}", tags=["patches"])


@router.post("/patch/validate", response_model=schemas.Validation, responses=problems(404, 409))
def validate(
    tenant_id: str, body: schemas.PlanBody, services: ServicesDep, _admin: AdminDep, _turn: TurnDep
) -> Response:
    """Check a plan and show what it would do; changes nothing. All issues come at once."""
    currency = services.reading.currency(tenant_id)
    try:
        plan = read_plan_body(body.root, currency)
    except PlanInvalid as error:
        return JSONResponse(unreadable(error))
    return JSONResponse(validated(services.engine.preview(tenant_id, plan), currency))


@router.post("/patch/changes", response_model=schemas.ChangePage, responses=problems(404, 409))
def list_planned_changes(
    tenant_id: str,
    body: schemas.PlanChangesBody,
    services: ServicesDep,
    _admin: AdminDep,
    _turn: TurnDep,
    cursor: CursorQuery = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    entity: Entity | None = None,
) -> Response:
    """Every existing record that a plan would change or retire, page by page; changes nothing. A plan that cannot be applied
    changes none."""
    plan, fingerprint = read_plan_changes(body.root, services.reading.currency(tenant_id))
    page = services.reading.plan_changes(
        tenant_id,
        plan,
        expected_fingerprint=fingerprint,
        max_records=services.max_records,
        limit=limit,
        after=read_change_cursor(cursor),
        only=entity,
    )
    return JSONResponse(change_page(page))


@router.post("/patch/apply", response_model=schemas.JobRef, status_code=202, responses=problems(404, 409))
def apply(
    tenant_id: str,
    body: schemas.ApplicationBody,
    services: ServicesDep,
    actor: ActorDep,
    sender: KeyedSenderDep,
) -> Response:
    """Apply a plan as one job. Needs an `Idempotency-Key`: the same request again gets the same answer."""
    application = read_application(body.root, services.reading.currency(tenant_id))

    def work(connection: Connection) -> JsonObject:
        return job_ref(services.engine.submit_in(connection, tenant_id, application, actor=actor))

    return sender.accepted(body.root, work)


@router.get("/clear", response_model=schemas.ClearPreview, responses=problems(404, 409))
def preview_clear(
    tenant_id: str, services: ServicesDep, _admin: AdminDep, _turn: TurnDep, scope: Scope = Scope.GENERATED
) -> Response:
    """What clearing the tenant would remove and what it would keep; changes nothing."""
    return JSONResponse(services.engine.preview_clear(tenant_id, scope))


@router.post("/clear", response_model=schemas.JobRef, status_code=202, responses=problems(404, 409))
def clear(
    tenant_id: str,
    body: schemas.ClearRequest,
    services: ServicesDep,
    actor: ActorDep,
    sender: SenderDep,
    _turn: TurnDep,
) -> Response:
    """Remove what demo jobs made for the tenant, as a job. That cannot be undone. One clearing at a time."""

    def work(connection: Connection) -> JsonObject:
        job = submit_clear(
            connection,
            tenant_id,
            body.scope,
            expected_fingerprint=body.expected_fingerprint,
            actor=actor,
            queue=services.queue,
        )
        return job_ref(job)

    return sender.accepted(body.model_dump(mode="json"), work)


@router.get("/patch-jobs", response_model=schemas.JobPage, responses=problems(404))
def list_jobs(
    tenant_id: str,
    services: ServicesDep,
    _admin: AdminDep,
    cursor: CursorQuery = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 25,
    status: schemas.Status | None = None,
) -> Response:
    """The tenant's jobs, newest first. Following `nextCursor` shows each job once, while new ones arrive, too."""
    page = services.reading.jobs(tenant_id, limit=limit + 1, after=read_cursor(cursor), status=status)
    items, more = page[:limit], len(page) > limit
    last = write_cursor((items[-1].created_at, items[-1].id)) if more else None
    return JSONResponse({"items": [item.to_json() for item in items], "nextCursor": last})


@router.get("/patch-jobs/{job_id}", response_model=schemas.Job, responses=problems(404))
def get_job_of_tenant(
    tenant_id: str,
    job_id: str,
    services: ServicesDep,
    _admin: AdminDep,
    after: Annotated[int, Query(ge=0, le=2**31, description="Only log lines after this number.")] = 0,
) -> Response:
    """A job of this tenant; another tenant's is not found."""
    return JSONResponse(services.reading.job_document(job_id, of_tenant=tenant_id, after=after))
