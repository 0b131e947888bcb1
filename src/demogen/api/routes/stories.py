"""Stories: what a tenant's coming months shall bring."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Connection

from demogen.api import schemas
from demogen.api.deps import ActorDep, AdminDep, ServicesDep
from demogen.api.openapi import problems
from demogen.api.requests import SenderDep, job_ref, read_month_changes, read_plan_body, source_document
from demogen.domain.kpis import JsonObject
from demogen.domain.plan import Plan

router = APIRouter(prefix="/tenants/{tenant_id}/story", tags=["stories"])


@router.get("", response_model=schemas.Story | None, responses=problems(404, 409))
def get_story(tenant_id: str, services: ServicesDep, _admin: AdminDep) -> Response:
    """The tenant's story with its months; null where it has none."""
    return JSONResponse(services.stories.find(tenant_id))


@router.post("/preview", response_model=schemas.StoryMonths, responses=problems(404, 409))
def preview_story(
    tenant_id: str, body: schemas.StoryOutline, services: ServicesDep, _admin: AdminDep
) -> Response:
    """The months that a source would give; changes nothing."""
    plan = _plan(tenant_id, body, services)
    return JSONResponse(services.stories.preview(tenant_id, source_document(body.source), plan=plan))


@router.put("", response_model=schemas.Story, responses=problems(404, 409))
def tell_story(tenant_id: str, body: schemas.StoryTold, services: ServicesDep, actor: ActorDep) -> Response:
    """Give the tenant a story, or another one in its place. Locked cells keep their numbers."""
    plan = _plan(tenant_id, body, services)
    found = services.stories.tell(
        tenant_id, source_document(body.source), body.schedule, plan=plan, actor=actor
    )
    return JSONResponse(found)


@router.patch("", response_model=schemas.Story, responses=problems(404, 409))
def set_story(
    tenant_id: str, body: schemas.StorySettings, services: ServicesDep, actor: ActorDep
) -> Response:
    """Change the schedule, pause the story, or let it go on."""
    found = services.stories.set(tenant_id, schedule=body.schedule, paused=body.paused, actor=actor)
    return JSONResponse(found)


@router.patch("/months", response_model=schemas.Story, responses=problems(404, 409))
def change_months(
    tenant_id: str, body: schemas.MonthChanges, services: ServicesDep, actor: ActorDep
) -> Response:
    """Write months by hand, lock cells, skip months. All issues come at once, and nothing is changed then."""
    changes = read_month_changes(body, services.reading.currency(tenant_id))
    return JSONResponse(services.stories.change_months(tenant_id, changes, actor=actor))


@router.post(
    "/run",
    response_model=schemas.StoryRunAnswer,
    status_code=202,
    responses=problems(404, 409),
)
def run_story(tenant_id: str, services: ServicesDep, actor: ActorDep, sender: SenderDep) -> Response:
    """Bring about now what is due, as a job; also where the story is paused."""

    def work(connection: Connection) -> JsonObject:
        job = services.stories.run_in(connection, tenant_id, actor=actor)
        if job is None:
            return {
                "jobId": None,
                "status": None,
                "message": "Nothing is due, or a run is under way.",
            }
        return {**job_ref(job), "message": "The run is queued."}

    return sender.accepted(None, work)


@router.delete("", status_code=204, response_class=Response, responses=problems(404, 409))
def remove_story(tenant_id: str, services: ServicesDep, actor: ActorDep) -> Response:
    """Forget the story. The records that it brought stay."""
    services.stories.remove(tenant_id, actor=actor)
    return Response(status_code=204)


def _plan(tenant_id: str, body: schemas.StoryOutline, services: ServicesDep) -> Plan | None:
    if body.plan is None:
        return None
    return read_plan_body(body.plan.root, services.reading.currency(tenant_id))
