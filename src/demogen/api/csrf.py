"""Requests that change something must come from our own pages: checked before anything else is looked at.

A request with an `Authorization` header is a script's: browsers do not add one by themselves, and its cookies are
ignored. For all others the browser's own word counts (Sec-Fetch-Site, else Origin against Host), and, once a session
exists, a signed token bound to it. Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet.
"""

from __future__ import annotations

import hashlib
import hmac
import time

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from demogen.api.cookies import session_cookie
from demogen.api.problems import FormTokenExpired, FormTokenMissing, RequestForged, problem
from demogen.errors import DemogenError

HEADER = "x-csrf-token"
LIVES_SECONDS = 3600
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class FormTokens:
    """Signed tokens for the forms of one session: `<expiry>.<HMAC-SHA-256 of session and expiry>`."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def make(self, session: str, *, now: float | None = None) -> str:
        expiry = int((time.time() if now is None else now) + LIVES_SECONDS)
        return f"{expiry}.{self._sign(session, expiry)}"

    def check(self, session: str, token: str) -> None:
        """Raise FormTokenMissing for what we did not make for this session, FormTokenExpired for what is too old."""
        expiry, _, signature = token.partition(".")
        if not (expiry.isascii() and expiry.isdigit() and len(expiry) < 15 and signature.isascii()):
            raise FormTokenMissing()
        if not hmac.compare_digest(signature, self._sign(session, int(expiry))):
            raise FormTokenMissing()
        if int(expiry) < time.time():
            raise FormTokenExpired()

    def _sign(self, session: str, expiry: int) -> str:
        text = f"{hashlib.sha256(session.encode()).hexdigest()}.{expiry}".encode()
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()


class CsrfGuard:
    """Middleware: refuses forged requests. A POST to `sign_in_paths` begins a session, so it needs no token of one."""

    def __init__(self, app: ASGIApp, *, tokens: FormTokens, sign_in_paths: frozenset[str]) -> None:
        self._app, self._tokens, self._sign_in_paths = app, tokens, sign_in_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in SAFE_METHODS:
            await self._app(scope, receive, send)
            return
        try:
            self._check(HTTPConnection(scope), scope["method"])
        except DemogenError as error:
            answer = problem(error, request_id=scope.get("state", {}).get("request_id"))
            await answer(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _check(self, request: HTTPConnection, method: str) -> None:
        if "authorization" in request.headers:
            return
        if not _from_our_pages(request):
            raise RequestForged()
        session = session_cookie(request)
        signs_in = method == "POST" and request.url.path in self._sign_in_paths
        if session is not None and not signs_in:
            self._tokens.check(session, request.headers.get(HEADER, ""))


def _from_our_pages(request: HTTPConnection) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is not None and origin == f"{request.url.scheme}://{request.headers.get('host', '')}"
