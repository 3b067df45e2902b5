"""The times of a booking, under the link of an order or of a request; only a POST keeps or books one."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.booking.asked import booking_of_link, token_of_visit
from aftersales.installations.preparing import prepared_by_link
from aftersales.parts import Parts
from aftersales.queries.visits import AHEAD
from aftersales.store import Session
from aftersales.words import Words
from web.pages.book import StepShown, first_step, steps_shown
from web.pages.booking_times import Way, add_holding, times_page
from web.parts import PartsIn

router = APIRouter(prefix="/book")


@router.get("/{token}/time")
def times(request: Request, parts: PartsIn, token: str) -> Response:
    """When may we come? Whoever has booked already sees their visit, and what is not said yet comes first."""
    with parts.store.reading() as session:
        booking = booking_of_link(session, parts.clock.now(), token)
        if booking.visit is not None and booking.visit.state in AHEAD:
            visit = token_of_visit(session, parts.secret, booking.visit, parts.clock.now())
            return RedirectResponse(f"/visit/{visit}", status_code=303)
    way = _way(parts, token)
    return way.first() or times_page(request, parts, way)


def _way(parts: Parts, token: str) -> Way:
    root, now = f"/book/{token}", parts.clock.now()

    def first() -> Response | None:
        with parts.store.reading() as session:
            return first_step(prepared_by_link(session, now, token), token)

    def steps(session: Session, _: Words) -> list[StepShown]:
        prepared = prepared_by_link(session, now, token)
        return steps_shown(_, prepared, token) if prepared.is_asked and prepared.is_open else []

    return Way(
        lambda session: booking_of_link(session, now, token),
        root,
        f"{root}/time",
        first=first,
        steps=steps,
    )


add_holding(router, _way)
