"""Requests that were sent before: what became of them, where their answer was lost."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from demogen.api import schemas
from demogen.api.deps import AdminDep, ServicesDep
from demogen.api.openapi import problems
from demogen.db.idempotency import RequestKey
from demogen.service.idempotency import withdraw

router = APIRouter(prefix="/requests", tags=["requests"])


@router.post("/withdraw", response_model=schemas.RequestOutcome, responses=problems(409))
def withdraw_request(body: schemas.SentRequest, services: ServicesDep, admin: AdminDep) -> Response:
    """What became of a `POST` that was sent with an `Idempotency-Key` and whose answer was lost. One that has not been
    worked on is withdrawn: should it still arrive, nothing is done. 409 while it is being worked on."""
    found = withdraw(services.database, RequestKey(admin.id, f"POST {body.path}", body.key, ""))
    if found.is_withdrawn:
        return JSONResponse({"done": False, "status": None, "answer": None})
    return JSONResponse({"done": True, "status": found.status, "answer": found.answer})
