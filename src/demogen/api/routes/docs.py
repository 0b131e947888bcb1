"""`/docs` and `/openapi.json`: the API's reference as a page, from files of our own origin and without inline scripts."""

from __future__ import annotations

from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse

from demogen.api.deps import Looker, ServicesDep, get_looker
from demogen.api.problems import NotSignedIn

router = APIRouter(include_in_schema=False)

_FILES = Path(fastapi_offline.__file__).with_name("static")
_KINDS = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css", "favicon.png": "image/png"}

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>demogen API</title>
<link rel="icon" href="/docs/favicon.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="reference"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""

_START = """\
window.SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#reference",
  deepLinking: true,
  validatorUrl: null,
});
"""


@router.get("/openapi.json", dependencies=[Looker])
def document(request: Request) -> Response:
    return JSONResponse(request.app.openapi())


@router.get("/docs")
def page(request: Request, services: ServicesDep) -> Response:
    """Whoever has to sign in first is led there."""
    try:
        get_looker(request, services)
    except NotSignedIn:
        return RedirectResponse("/sign-in", status_code=303)
    return HTMLResponse(_PAGE)


@router.get("/docs/start.js")
def start() -> Response:
    return Response(_START, media_type="text/javascript")


@router.get("/docs/{name}")
def asset(name: str) -> Response:
    if name not in _KINDS:
        return Response(status_code=404)
    return FileResponse(_FILES / name, media_type=_KINDS[name])
