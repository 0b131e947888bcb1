"""What endpoints are handed: the services, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from demogen.api.cookies import LOOPBACK_NAME, session_cookie
from demogen.api.csrf import FormTokens
from demogen.api.problems import NotSignedIn, request_id_of
from demogen.db.admins import Admin
from demogen.db.audit import Actor
from demogen.db.session import Database
from demogen.service.generation import TenantGenerator
from demogen.service.health import HealthCheck
from demogen.service.patch_engine import PatchEngine
from demogen.service.queue import Queue
from demogen.service.reading import Reading
from demogen.service.sign_in import Admins, SignIn
from demogen.service.stories import Stories


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that endpoints call."""

    database: Database
    queue: Queue
    engine: PatchEngine
    generator: TenantGenerator
    sign_in: SignIn
    admins: Admins
    reading: Reading
    stories: Stories
    health: HealthCheck
    form_tokens: FormTokens
    max_records: int


def get_services(request: Request) -> Services:
    found: Services = request.app.state.services
    return found


ServicesDep = Annotated[Services, Depends(get_services)]

_BEARER = HTTPBearer(auto_error=False, scheme_name="token", description="A personal access token.")
_COOKIE = APIKeyCookie(
    name=LOOPBACK_NAME,
    auto_error=False,
    scheme_name="session",
    description="A browser's session; named `__Host-demogen` over https.",
)


def address_of(request: Request) -> str:
    return request.client.host if request.client else "unknown"


def get_admin(
    request: Request,
    services: ServicesDep,
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
    _cookie: Annotated[str | None, Security(_COOKIE)],
) -> Admin:
    """Who is signed in; a request with an Authorization header goes by that alone."""
    session = session_cookie(request)
    if "authorization" in request.headers:
        admin = services.sign_in.of_token(bearer.credentials) if bearer else None
    else:
        admin = services.sign_in.of_session(session) if session else None
    if admin is None:
        raise NotSignedIn()
    return admin


AdminDep = Annotated[Admin, Depends(get_admin)]


def get_actor(request: Request, admin: AdminDep) -> Actor:
    return Actor(admin.email, admin.id, address_of(request), request_id_of(request))


ActorDep = Annotated[Actor, Depends(get_actor)]


def get_stranger(request: Request) -> Actor:
    """Somebody who is not signed in yet."""
    return Actor("unknown", None, address_of(request), request_id_of(request))


StrangerDep = Annotated[Actor, Depends(get_stranger)]
