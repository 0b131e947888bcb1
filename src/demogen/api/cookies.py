"""The session cookie: `__Host-` and Secure, except on plain HTTP of this machine, where browsers take neither."""

from __future__ import annotations

from ipaddress import ip_address

from starlette.requests import HTTPConnection
from starlette.responses import Response

from demogen.api.problems import HttpsNeeded
from demogen.service.sign_in import SESSION_SECONDS

SECURE_NAME, LOOPBACK_NAME = "__Host-demogen", "demogen"


def session_cookie(request: HTTPConnection) -> str | None:
    """The session that the browser brings, if it can be one."""
    value = request.cookies.get(_name(request))
    return value if value and len(value) <= 100 and value.isascii() else None


def require_private(request: HTTPConnection) -> None:
    """Raise HttpsNeeded where a session's cookie would cross a network in the clear."""
    if request.url.scheme != "https" and not is_loopback(request.url.hostname or ""):
        raise HttpsNeeded()


def set_session(request: HTTPConnection, response: Response, session: str) -> None:
    """Raises HttpsNeeded, as `require_private`."""
    require_private(request)
    response.set_cookie(
        _name(request),
        session,
        max_age=SESSION_SECONDS,
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def delete_session(request: HTTPConnection, response: Response) -> None:
    response.delete_cookie(
        _name(request), path="/", secure=request.url.scheme == "https", httponly=True, samesite="strict"
    )


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _name(request: HTTPConnection) -> str:
    return SECURE_NAME if request.url.scheme == "https" else LOOPBACK_NAME
