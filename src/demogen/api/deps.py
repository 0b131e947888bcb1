"""What endpoints are handed: the services, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import HTTPConnection

from demogen.api.cookies import LOOPBACK_NAME, is_loopback, session_cookie
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
    local: bool
    """Whether the site is this machine's alone."""


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


LONGEST_ADDRESS = 64


def address_of(request: HTTPConnection) -> str:
    """Where the request comes from. Trusted proxies' word for it has been taken before, whatever that is."""
    return request.client.host[:LONGEST_ADDRESS] if request.client else "unknown"


def find_admin(request: HTTPConnection, sign_in: SignIn) -> Admin:
    """Who is signed in; a request with an Authorization header goes by that alone. Raises NotSignedIn."""
    admin: Admin | None = getattr(request.state, "admin", None)
    session = session_cookie(request)
    if admin is None and "authorization" in request.headers:
        scheme, _, token = request.headers["authorization"].partition(" ")
        admin = sign_in.of_token(token.strip()) if scheme.lower() == "bearer" else None
    elif admin is None and session is not None:
        admin = sign_in.of_session(session)
    if admin is None:
        raise NotSignedIn()
    return admin


def get_admin(
    request: Request,
    services: ServicesDep,
    _bearer: Annotated[HTTPAuthorizationCredentials | None, Security(_BEARER)],
    _cookie: Annotated[str | None, Security(_COOKIE)],
) -> Admin:
    return find_admin(request, services.sign_in)


AdminDep = Annotated[Admin, Depends(get_admin)]


def may_look(request: HTTPConnection, services: Services) -> bool:
    """Whether a stranger may see how the site is made and how it does: on a site that is this machine's alone, from this machine.
    A request that a proxy or another site's name has led here comes from elsewhere."""
    forwarded = {"x-forwarded-for", "forwarded"} & set(request.headers)
    here = is_loopback(address_of(request)) and is_loopback(request.url.hostname or "")
    return services.local and here and not forwarded


def get_looker(request: Request, services: ServicesDep) -> None:
    """Somebody who may see how the site is made and how it does. Raises NotSignedIn."""
    if "authorization" in request.headers or not may_look(request, services):
        find_admin(request, services.sign_in)


Looker = Depends(get_looker)


def get_actor(request: Request, admin: AdminDep) -> Actor:
    return Actor(admin.email, admin.id, address_of(request), request_id_of(request))


ActorDep = Annotated[Actor, Depends(get_actor)]


def get_stranger(request: Request) -> Actor:
    """Somebody who is not signed in yet."""
    return Actor("unknown", None, address_of(request), request_id_of(request))


StrangerDep = Annotated[Actor, Depends(get_stranger)]
