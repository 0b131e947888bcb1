"""Jobs: look at one, cancel it, take its report home."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Connection

from demogen.api import schemas
from demogen.api.deps import ActorDep, AdminDep, ServicesDep
from demogen.api.openapi import problems
from demogen.api.requests import CursorQuery, SenderDep, change_page, job_ref, read_change_cursor
from demogen.api.turns import FileTurnDep, TurnDep
from demogen.domain.kpis import JsonObject
from demogen.domain.metrics import Entity
from demogen.service.exports import Format, export_changes, export_job
from demogen.service.reversal import submit_undo

ChangeFormat = Literal["csv", "xlsx"]

FILES: dict[str, Any] = {
    "text/csv": {"schema": {"type": "string"}},
    Format.XLSX.media_type: {"schema": {"type": "string", "format": "binary"}},
}

router = APIRouter(prefix="/patch-jobs/{job_id}", tags=["jobs"])


@router.get("", response_model=schemas.Job, responses=problems(404))
def get_job(
    job_id: str,
    services: ServicesDep,
    _admin: AdminDep,
    after: Annotated[int, Query(ge=0, le=2**31, description="Only log lines after this number.")] = 0,
) -> Response:
    """The whole job: plan, validation, KPIs before and after, report, records, metrics, log, and who did what."""
    return JSONResponse(services.reading.job_document(job_id, after=after))


@router.post("/cancel", response_model=schemas.CancelAnswer, status_code=202, responses=problems(404))
def cancel(job_id: str, services: ServicesDep, actor: ActorDep) -> Response:
    """Cancel a job. Before its commit it leaves no record; after that it stays as it is, and the answer says so."""
    job, done = services.engine.cancel(job_id, actor=actor)
    message = (
        "The job was cancelled; nothing of it was written."
        if done
        else f"The job was {job.status} already; nothing was cancelled."
    )
    answer = {"jobId": str(job.id), "status": job.status, "cancelled": done, "message": message}
    return JSONResponse(answer, status_code=202)


@router.get("/undo", response_model=schemas.UndoPreview, responses=problems(404, 409))
def preview_undo(job_id: str, services: ServicesDep, _admin: AdminDep, _turn: TurnDep) -> Response:
    """What undoing this job would take back and what it would keep; changes nothing."""
    return JSONResponse(services.engine.preview_undo(job_id))


@router.post("/undo", response_model=schemas.JobRef, status_code=202, responses=problems(404, 409))
def undo(
    job_id: str,
    services: ServicesDep,
    actor: ActorDep,
    sender: SenderDep,
    _turn: TurnDep,
    body: schemas.UndoRequest | None = None,
) -> Response:
    """Take this patch back, as a job of its own. A patch is undone once; while that runs, it is named."""
    wanted = body or schemas.UndoRequest(expected_fingerprint=None)

    def work(connection: Connection) -> JsonObject:
        job = submit_undo(
            connection,
            job_id,
            expected_fingerprint=wanted.expected_fingerprint,
            actor=actor,
            queue=services.queue,
        )
        return job_ref(job)

    return sender.accepted(wanted.model_dump(mode="json"), work)


@router.get(
    "/changes",
    response_model=schemas.ChangePage,
    responses=problems(404, 409)
    | {200: {"description": "A page, or with `format` every changed record as a file.", "content": FILES}},
)
def list_changes(
    job_id: str,
    services: ServicesDep,
    _admin: AdminDep,
    _turn: FileTurnDep,
    cursor: CursorQuery = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
    entity: Entity | None = None,
    form: Annotated[ChangeFormat | None, Query(alias="format", description="A file of all.")] = None,
) -> Response:
    """The existing records that a completed patch changed or retired, or that its undo put back, in words."""
    if form is None:
        place = read_change_cursor(cursor)
        page = services.reading.job_changes(job_id, limit=limit, after=place, only=entity)
        return JSONResponse(change_page(page))
    content = export_changes(services.reading, job_id, Format(form), only=entity)
    return _file(content, f"demogen-{UUID(job_id)}-changes", Format(form))


@router.get(
    "/export",
    response_class=Response,
    responses=problems(404)
    | {
        200: {
            "description": "The report as a file.",
            "content": FILES | {"application/json": {"schema": {"type": "object"}}},
        }
    },
)
def export(
    job_id: str,
    services: ServicesDep,
    _admin: AdminDep,
    form: Annotated[Format, Query(alias="format")],
    _turn: TurnDep,
) -> Response:
    """The job's report as a file. JSON and XLSX hold every changed record, too."""
    return _file(export_job(services.reading, job_id, form), f"demogen-{UUID(job_id)}", form)


def _file(content: bytes, name: str, form: Format) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form.value}"'}
    return Response(content, media_type=form.media_type, headers=headers)
