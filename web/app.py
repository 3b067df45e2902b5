"""The app: routers, pages, feeds and errors put together for one installation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Depends, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from aftersales import __version__
from aftersales.parts import Parts
from web import feeds, health
from web.admission import Entries, admitted, entries_of
from web.api import inbound
from web.api.v1 import TAGS, api_router
from web.cookies import SessionKeeper
from web.errors import Unexpected, add_error_answers
from web.limits import RequestLimits
from web.metrics import Metrics
from web.metrics import router as metrics_router
from web.pages import pages_router
from web.requests_log import RequestsLog
from web.security import Guard
from web.talking import TalkHub, talk_routes

DESCRIPTION: Final = """\
After-sales service as plain resources: what was sold, what stands behind it, what must be done, when
somebody comes, and what was promised. Lists take `limit` and `after` and answer `next`; moments are ISO
8601 with their offset; wall times have none and stand beside their IANA `zone`. Every refusal is a
problem of RFC 9457 that says what to do. A POST may carry an `Idempotency-Key`; an edit names the ETag
that it was made from in `If-Match`. Programs send `Authorization: Bearer <key>`; a key opens what
its scopes say.
"""

DOOR: Final = [Depends(admitted)]
"""What stands before every route, those that are added to an app later too."""


def create_app(parts: Parts, *, with_jobs: bool = False) -> FastAPI:
    """The web of one installation; `with_jobs` also does the work beside it, unless workers do."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with parts.jobs.beside(parts) if with_jobs else nullcontext():
            yield

    metrics = Metrics(parts)
    app = FastAPI(
        title="aftersales",
        summary="The system a retailer or maker runs after the sale",
        description=DESCRIPTION,
        version=__version__,
        openapi_tags=TAGS,
        openapi_url=None,  # ours stands behind a door: web/pages/reference.py
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # on by default, it would hand paths with their tokens to whatever the environment names
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        dependencies=DOOR,
        middleware=[
            Middleware(RequestsLog, metrics),
            Middleware(Guard, parts.settings),
            Middleware(SessionKeeper),
            Middleware(Unexpected),
        ],
        lifespan=lifespan,
    )
    app.state.parts = parts
    app.state.metrics = metrics
    app.state.talks = TalkHub(parts)
    app.state.limits = RequestLimits(parts.settings.requests_per_minute)
    add_error_answers(app)
    app.router.routes.extend(_routes())
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.state.entries = dict(_entries())
    return app


@cache  # the same for every installation, and half a second to put together
def _routes() -> list[BaseRoute]:
    router = APIRouter(dependencies=DOOR, redirect_slashes=False)
    router.include_router(health.router)
    router.include_router(metrics_router)
    router.include_router(feeds.router)
    router.include_router(api_router())
    router.include_router(inbound.router, include_in_schema=False)  # docs/inbound.md tells of it
    router.include_router(pages_router(), include_in_schema=False)
    return [*router.routes, *talk_routes()]


@cache
def _entries() -> Entries:
    return entries_of(_routes())
