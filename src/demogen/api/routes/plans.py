"""Plans before there is a patch: pasted ones, and those of new tenants."""

from __future__ import annotations

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from demogen.api import schemas
from demogen.api.deps import AdminDep, ServicesDep
from demogen.api.openapi import problems
from demogen.api.requests import read_currency, read_new_tenant, read_pasted, validated
from demogen.api.turns import TurnDep
from demogen.domain.money import Currency
from demogen.service.parameters import read_instant

router = APIRouter(prefix="/plans", tags=["plans"])


@router.post("/parse", response_model=schemas.ParsedPlan, responses=problems(404))
def parse(body: schemas.PlanText, services: ServicesDep, _admin: AdminDep, _turn: TurnDep) -> Response:
    """Read a plan as people have it: pasted text, or a file. Changes nothing; every wrong cell is named, and what can be
    read in more than one way is asked."""
    if body.tenant_id is not None:
        currency = services.reading.currency(body.tenant_id)
    else:
        currency = read_currency(body.currency)
    return JSONResponse(read_pasted(body, currency).to_json(currency))


@router.post("/preview", response_model=schemas.TenantPreview)
def preview_tenant(
    body: schemas.NewTenant, services: ServicesDep, _admin: AdminDep, _turn: TurnDep
) -> Response:
    """The history that a new tenant would get, before it is made. Changes nothing."""
    profile, wish = read_new_tenant(body)
    currency = Currency(profile.currency)
    found = services.generator.preview(profile, wish, anchor=read_instant(body.anchor), seed=body.seed)
    return JSONResponse(
        {
            "slug": found.slug,
            "anchor": found.anchor.isoformat(),
            "plan": found.plan and found.plan.to_json(currency),
            "validation": found.outcome and validated(found.outcome, currency),
        }
    )
