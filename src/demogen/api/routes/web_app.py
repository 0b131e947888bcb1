"""The web app's files, as the build hook left them in the package. What is on which page is not known here."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, PlainTextResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

BUILT = Path(__file__).parents[2] / "webapp"

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
@router.api_route("/sign-in", methods=["GET", "HEAD"])
@router.api_route("/tenants", methods=["GET", "HEAD"])
@router.api_route("/tenants/{rest:path}", methods=["GET", "HEAD"])
@router.api_route("/jobs/{rest:path}", methods=["GET", "HEAD"])
def page() -> Response:
    """One file for every page: the app reads the address."""
    index = BUILT / "index.html"
    if not index.exists():
        return PlainTextResponse(
            "The web app is not built here. Install demogen from a wheel, or run `make install` in its sources.",
            status_code=503,
        )
    return FileResponse(index, headers={"Cache-Control": "no-cache"})


class Assets(StaticFiles):
    """Files whose names hold a hash of their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


assets = Assets(directory=BUILT / "assets", check_dir=False)
