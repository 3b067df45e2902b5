"""Whether the process lives, and whether it can work."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from web.parts import PartsIn

router = APIRouter(tags=["health"])


class Standing(BaseModel):
    """A plain yes."""

    status: Literal["ok"] = "ok"


@router.get("/health", summary="The process lives")
def health() -> Standing:
    """Answers as long as the process does, without asking the database."""
    return Standing()


@router.get("/ready", summary="The database is there and current")
def ready(parts: PartsIn) -> Standing:
    """Answers 503 with what to do while the database is missing, silent or not migrated."""
    parts.store.require_current()
    return Standing()
