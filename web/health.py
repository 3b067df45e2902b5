"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from aftersales.errors import NotReady
from aftersales.measures import troubles
from web.parts import PartsIn

router = APIRouter(tags=["health"])


class Standing(BaseModel):
    """A plain yes."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether requests can be answered, and what beside them is not done."""

    status: Literal["ok", "degraded"]
    troubles: tuple[str, ...] = Field(description="Each in one sentence that says what to do.")


@router.get("/health", summary="The process lives")
def health() -> Standing:
    """Answers as long as the process does, without asking the database."""
    return Standing()


@router.get("/ready", summary="The database is there and current")
def ready(request: Request, parts: PartsIn) -> Readiness:
    """Answers 503 with what to do while the database is missing, silent or not migrated, or the server stops.

    When requests can be answered but notices, the day watch or plans lie still, the answer is 200 with
    “degraded”: another server would not do better.
    """
    if getattr(request.app.state, "is_stopping", False):
        raise NotReady("This server is stopping. Ask another, or try again in a minute.")
    parts.store.require_current()
    found = troubles(parts)
    return Readiness(status="degraded" if found else "ok", troubles=found)
