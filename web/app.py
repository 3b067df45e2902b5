"""The app: routers, pages, feeds and errors put together for one installation."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Final

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware

from aftersales import __version__
from aftersales.parts import Parts
from web import feeds, health
from web.api.v1 import TAGS, api_router
from web.errors import Unexpected, add_error_answers
from web.loops import loops
from web.pages import pages_router
from web.security import Guard

DESCRIPTION: Final = """\
After-sales service as plain resources: what was sold, what stands behind it, what must be done, when
somebody comes, and what was promised. Lists take `limit` and `after` and answer `next`; moments are ISO
8601 with their offset; wall times have none and stand beside their IANA `zone`. Every refusal is a
problem of RFC 9457 that says what to do. Until people sign in, the API is served on this machine only.
"""


def create_app(parts: Parts, *, with_loops: bool = False) -> FastAPI:
    """The web of one installation; `with_loops` also delivers notices and watches the days."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        with loops(parts) if with_loops else nullcontext():
            yield

    app = FastAPI(
        title="aftersales",
        summary="The system a retailer or maker runs after the sale",
        description=DESCRIPTION,
        version=__version__,
        openapi_tags=TAGS,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        # on by default, it would hand paths with their tokens to whatever the environment names
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        middleware=[Middleware(Guard), Middleware(Unexpected)],
        lifespan=lifespan,
    )
    app.state.parts = parts
    add_error_answers(app)
    app.include_router(health.router)
    app.include_router(feeds.router)
    app.include_router(api_router())
    app.include_router(pages_router(), include_in_schema=False)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return app
