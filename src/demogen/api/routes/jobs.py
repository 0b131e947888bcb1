"""Jobs: look at one, cancel it, take its report home."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Connection

from demogen.api import schemas
from demogen.api.deps import ActorDep, AdminDep, ServicesDep
from demogen.api.openapi import problems
from demogen.api.requests import SenderDep, job_ref
from demogen.domain.kpis import JsonObject
from demogen.service.exports import Format, export_job
from demogen.service.reversal import submit_undo

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
def preview_undo(job_id: str, services: ServicesDep, _admin: AdminDep) -> Response:
    """What undoing this job would take back and what it would keep; changes nothing."""
    return JSONResponse(services.engine.preview_undo(job_id))


@router.post("/undo", response_model=schemas.JobRef, status_code=202, responses=problems(404, 409))
def undo(
    job_id: str,
    services: ServicesDep,
    actor: ActorDep,
    sender: SenderDep,
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
    "/export",
    response_class=Response,
    responses=problems(404)
    | {
        200: {
            "description": "The report as a file.",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/json": {"schema": {"type": "object"}},
                Format.XLSX.media_type: {"schema": {"type": "string", "format": "binary"}},
            },
        }
    },
)
def export(
    job_id: str, services: ServicesDep, _admin: AdminDep, form: Annotated[Format, Query(alias="format")]
) -> Response:
    """The job's report as a file."""
    document = services.reading.job_document(job_id)
    name = f"demogen-{document['id']}.{form.value}"
    return Response(
        export_job(document, form),
        media_type=form.media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
