"""The installation that a request works on."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from aftersales.parts import Parts


async def parts_of(request: Request) -> Parts:  # async: it only looks up, no thread is worth it
    """The parts that the app was made with."""
    parts: Parts = request.app.state.parts
    return parts


PartsIn = Annotated[Parts, Depends(parts_of)]
"""Asks for the installation in an endpoint's signature."""
