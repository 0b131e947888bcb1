"""What every request gets: an id, a look at who sends it, limits for its body, a line in the log, and the headers that guard the
answer."""

from __future__ import annotations

import asyncio
import re
import secrets
import time

import structlog
from anyio import to_thread
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from demogen.api import patience
from demogen.api.csrf import SAFE_METHODS
from demogen.api.deps import find_admin
from demogen.api.problems import BodyTooLarge, BodyTooSlow, TextBroken, Unexpected, problem
from demogen.domain.texts import is_sound_json
from demogen.errors import DemogenError
from demogen.service.sign_in import SignIn

log = structlog.get_logger()

LARGEST_BODY = 2 * 2**20

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # component libraries set styles; scripts stay strict
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
GUARDS = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


class RequestContext:
    """The outermost layer: nothing leaves without an id and the guarding headers, not even a crash."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id
        started, status = time.perf_counter(), 0

        async def guarded_send(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["x-request-id"] = request_id
                for name, value in GUARDS.items():
                    headers[name] = value
                if scope["path"].startswith("/api/"):
                    headers["cache-control"] = "no-store"
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request_id):
            try:
                await self._app(scope, receive, guarded_send)
            except Exception:
                log.exception("request_crashed", method=scope["method"], path=scope["path"])
                if status == 0:
                    await problem(Unexpected(), request_id=request_id)(scope, receive, guarded_send)
            seconds = time.perf_counter() - started
            self._report(scope, status, seconds)

    def _report(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")
        scope["app"].state.metrics.observe_request(scope["method"], route, status, seconds)
        client = scope["client"][0] if scope.get("client") else None
        log.info(
            "request",
            method=scope["method"],
            path=scope["path"],
            status=status,
            ms=round(seconds * 1000, 1),
            client=client,
        )


class SignInFirst:
    """Refuses a request of a stranger that would change something before its body is read. A POST to `sign_in_paths` is how one
    signs in. Endpoints find the admin in the request's state."""

    def __init__(self, app: ASGIApp, *, sign_in: SignIn, base: str, sign_in_paths: frozenset[str]) -> None:
        self._app, self._sign_in, self._base, self._sign_in_paths = app, sign_in, base, sign_in_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._is_closed(scope["method"], scope["path"]):
            try:
                admin = await to_thread.run_sync(find_admin, HTTPConnection(scope), self._sign_in)
            except DemogenError as error:
                await problem(error, request_id=scope["state"]["request_id"])(scope, receive, send)
                return
            scope["state"]["admin"] = admin
        await self._app(scope, receive, send)

    def _is_closed(self, method: str, path: str) -> bool:
        if method in SAFE_METHODS or not path.startswith(f"{self._base}/"):
            return False
        return not (method == "POST" and path in self._sign_in_paths)


class BodyLimit:
    """Refuses bodies over the limit, announced or not, and those that do not arrive in time."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(patience.BODY_SECONDS):
                body = await _whole_body(Headers(scope=scope), receive)
        except DemogenError as error:
            await problem(error, request_id=scope["state"]["request_id"])(scope, receive, send)
            return
        except TimeoutError:
            refusal = problem(BodyTooSlow(), request_id=scope["state"]["request_id"])
            refusal.headers["connection"] = "close"
            await refusal(scope, receive, send)
            return
        if body is None:
            return
        given = False

        async def replay() -> Message:
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": body, "more_body": False}

        await self._app(scope, replay, send)


async def _whole_body(headers: Headers, receive: Receive) -> bytes | None:
    """None where the client has gone. Raises BodyTooLarge, or TextBroken before anything could take the text in."""
    announced = headers.get("content-length", "0")
    if not announced.isdigit() or int(announced) > LARGEST_BODY:
        raise BodyTooLarge()
    body, more = bytearray(), True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST_BODY:
            raise BodyTooLarge()
    if not is_sound_json(bytes(body)):
        raise TextBroken()
    return bytes(body)
