"""The HTTP app: its layers and its addresses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.middleware.gzip import GZipMiddleware

from demogen.api import openapi, problems
from demogen.api.csrf import CsrfGuard, FormTokens
from demogen.api.deps import Services
from demogen.api.metrics import Metrics
from demogen.api.middleware import BodyLimit, RequestContext, SignInFirst
from demogen.api.routes import (
    docs,
    freshness,
    jobs,
    patches,
    plans,
    product,
    requests,
    session,
    stories,
    tenants,
    web_app,
)
from demogen.api.turns import LONG_AT_ONCE
from demogen.db.session import Database
from demogen.service.generation import TenantGenerator
from demogen.service.health import HealthCheck
from demogen.service.patch_engine import PatchEngine
from demogen.service.queue import Queue
from demogen.service.reading import Reading
from demogen.service.sign_in import Admins, SignIn
from demogen.service.stories import Stories

BASE = "/api/master/demo-generator"

CONNECTIONS = 8
"""Database connections of one API process, and requests that it works on at once."""


def create_app(
    database: Database, queue: Queue, *, secret: bytes, max_records: int, local: bool = False
) -> FastAPI:
    """The app on an open database. `secret` signs form tokens; processes that serve one site share it. A `local` site is reached
    from this machine alone, and not through a proxy."""
    tokens = FormTokens(secret)
    sign_in, sign_in_paths = SignIn(database), frozenset(BASE + path for path in session.SIGN_IN_PATHS)
    app = FastAPI(
        title="demogen",
        docs_url=None,
        openapi_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        separate_input_output_schemas=False,
    )
    app.state.metrics = Metrics(database, queue)
    app.state.services = Services(
        database=database,
        queue=queue,
        engine=PatchEngine(database, max_records=max_records, queue=queue),
        generator=TenantGenerator(database, max_records=max_records, queue=queue),
        sign_in=sign_in,
        admins=Admins(database),
        reading=Reading(database),
        stories=Stories(database, max_records=max_records, queue=queue),
        health=HealthCheck(database),
        form_tokens=tokens,
        max_records=max_records,
        local=local,
    )
    app.state.turns = asyncio.Semaphore(LONG_AT_ONCE)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=6)
    app.add_middleware(BodyLimit)
    app.add_middleware(SignInFirst, sign_in=sign_in, base=BASE, sign_in_paths=sign_in_paths)
    app.add_middleware(CsrfGuard, tokens=tokens, sign_in_paths=sign_in_paths)
    app.add_middleware(RequestContext)
    problems.install(app)
    base = APIRouter(prefix=BASE)
    for room in (session, product, tenants, patches, freshness, stories, plans, jobs, requests):
        base.include_router(room.router, responses=openapi.ALWAYS)
    app.include_router(base)
    for router in (product.outside, docs.router, web_app.router):
        app.include_router(router)
    app.mount("/assets", web_app.assets)
    app.openapi = lambda: openapi.document(app)  # type: ignore[method-assign]  # FastAPI's documented way
    return app


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = CONNECTIONS
    yield
