"""The times of a booking, under the link of an order or of a request; only a POST keeps or books one."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.booking.asked import booking_of_link, token_of_visit
from aftersales.parts import Parts
from aftersales.queries.visits import AHEAD
from web.pages.booking_times import Way, add_holding, times_page
from web.parts import PartsIn

router = APIRouter(prefix="/book")


@router.get("/{token}/time")
def times(request: Request, parts: PartsIn, token: str) -> Response:
    """When may we come? Whoever has booked already sees their visit."""
    with parts.store.reading() as session:
        booking = booking_of_link(session, parts.clock.now(), token)
        if booking.visit is not None and booking.visit.state in AHEAD:
            visit = token_of_visit(session, parts.secret, booking.visit, parts.clock.now())
            return RedirectResponse(f"/visit/{visit}", status_code=303)
    return times_page(request, parts, _way(parts, token))


def _way(parts: Parts, token: str) -> Way:
    root = f"/book/{token}"
    return Way(
        lambda session: booking_of_link(session, parts.clock.now(), token), root, f"{root}/time"
    )


add_holding(router, _way)
