"""Signing in and out, and the tokens of scripts."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response

from demogen.api import schemas
from demogen.api.cookies import delete_session, require_private, session_cookie, set_session
from demogen.api.deps import ActorDep, AdminDep, Services, ServicesDep, StrangerDep, address_of
from demogen.api.openapi import problems
from demogen.db.admins import Admin

router = APIRouter(tags=["sign-in"])

SIGN_IN_PATHS = ("/session", "/session/link")


@router.get("/session", response_model=schemas.Session)
def who_am_i(request: Request, admin: AdminDep, services: ServicesDep) -> dict[str, str | None]:
    """Who is signed in, with a fresh form token."""
    by_cookie = "authorization" not in request.headers
    session = session_cookie(request) if by_cookie else None
    return _session(admin, services.form_tokens.make(session) if session else None)


@router.post("/session", response_model=schemas.Session, responses=problems(429))
def sign_in(
    request: Request,
    response: Response,
    body: schemas.SignInRequest,
    services: ServicesDep,
    stranger: StrangerDep,
) -> dict[str, str | None]:
    """Sign in with a password. A new session begins, and an earlier one of this browser ends."""
    require_private(request)
    admin, session = services.sign_in.by_password(
        body.email,
        body.password,
        address=address_of(request),
        actor=stranger,
        replaces=session_cookie(request),
    )
    return _signed_in(request, response, services, admin, session)


@router.post("/session/link", response_model=schemas.Session)
def sign_in_by_link(
    request: Request,
    response: Response,
    body: schemas.LinkRequest,
    services: ServicesDep,
    stranger: StrangerDep,
) -> dict[str, str | None]:
    """Sign in with the token of a one-time link. Where nobody can be signed in the link stays good."""
    require_private(request)
    admin, session = services.sign_in.by_link(
        body.token, address=address_of(request), actor=stranger, replaces=session_cookie(request)
    )
    return _signed_in(request, response, services, admin, session)


@router.delete("/session", status_code=204)
def sign_out(request: Request, response: Response, services: ServicesDep, actor: ActorDep) -> None:
    """End this browser's session."""
    session = session_cookie(request)
    if session and "authorization" not in request.headers:
        services.sign_in.end(session, actor=actor)
        delete_session(request, response)


@router.get("/tokens", response_model=list[schemas.AccessToken])
def list_tokens(services: ServicesDep, admin: AdminDep) -> object:
    """Your personal access tokens, the newest first; their secrets are not kept."""
    return [
        schemas.AccessToken(**{name: getattr(row, name) for name in row.__slots__})
        for row in services.admins.tokens(admin)
    ]


@router.post("/tokens", response_model=schemas.CreatedToken, status_code=201)
def create_token(
    body: schemas.NewToken, services: ServicesDep, admin: AdminDep, actor: ActorDep
) -> dict[str, object]:
    """A new personal access token; it is shown this once."""
    id_, token = services.admins.create_token(admin.email, body.name, actor=actor)
    return {"id": id_, "token": token}


@router.delete("/tokens/{token_id}", status_code=204, responses=problems(404))
def revoke_token(token_id: UUID, services: ServicesDep, admin: AdminDep, actor: ActorDep) -> None:
    """Revoke one of your tokens: it opens nothing any more."""
    services.admins.revoke_token(admin, token_id, actor=actor)


def _signed_in(
    request: Request, response: Response, services: Services, admin: Admin, session: str
) -> dict[str, str | None]:
    set_session(request, response, session)
    return _session(admin, services.form_tokens.make(session))


def _session(admin: Admin, csrf_token: str | None) -> dict[str, str | None]:
    return {"email": admin.email, "name": admin.name, "csrfToken": csrf_token}
