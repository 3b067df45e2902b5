"""The installation that a request works on, and who acts through the API."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import Depends, Request

from aftersales.deed import Actor
from aftersales.parts import Parts
from aftersales.records import ActorKind

SHOP: Final = Actor(ActorKind.SHOP, "api")
"""A shop system that registers, books and reports through the API."""

STAFF: Final = Actor(ActorKind.STAFF, "api")
"""Somebody of the house who plans through the API."""


async def parts_of(request: Request) -> Parts:  # async: it only looks up, no thread is worth it
    """The parts that the app was made with."""
    parts: Parts = request.app.state.parts
    return parts


PartsIn = Annotated[Parts, Depends(parts_of)]
"""Asks for the installation in an endpoint's signature."""
