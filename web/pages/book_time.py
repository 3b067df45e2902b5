"""The times of a booking, under the link of an order or of a request; only a POST keeps or books one."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.booking.asked import booking_of_link, token_of_visit
from aftersales.parts import Parts
from aftersales.queries.visits import AHEAD
from web.pages.booking_times import Way, confirmation_page, confirmed, held, times_page
from web.parts import PartsIn

router = APIRouter(prefix="/book")

When = Annotated[str, Form(max_length=40)]


@router.get("/{token}/time")
def times(request: Request, parts: PartsIn, token: str) -> Response:
    """When may we come? Whoever has booked already sees their visit."""
    with parts.store.reading() as session:
        booking = booking_of_link(session, parts.clock.now(), token)
        if booking.visit is not None and booking.visit.state in AHEAD:
            visit = token_of_visit(session, parts.secret, booking.visit)
            return RedirectResponse(f"/visit/{visit}", status_code=303)
    return times_page(request, parts, _way(parts, token))


@router.post("/{token}/hold")
def hold(request: Request, parts: PartsIn, token: str, when: When = "") -> Response:
    """Keep a time for some minutes."""
    return held(request, parts, _way(parts, token), when)


@router.get("/{token}/confirm")
def confirm(request: Request, parts: PartsIn, token: str) -> Response:
    """What is kept, and until when."""
    return confirmation_page(request, parts, _way(parts, token))


@router.post("/{token}/confirm")
def book(request: Request, parts: PartsIn, token: str, when: When = "") -> Response:
    """Book what is kept."""
    return confirmed(request, parts, _way(parts, token), when)


def _way(parts: Parts, token: str) -> Way:
    root = f"/book/{token}"
    return Way(
        lambda session: booking_of_link(session, parts.clock.now(), token), root, f"{root}/time"
    )
