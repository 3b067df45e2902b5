"""Booking links: the address by which a buyer prepares a visit and chooses its time, as text and as a code to scan."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import segno
from fastapi import APIRouter, Response

from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotThere
from aftersales.installations import booking_link, booking_page
from aftersales.parts import Parts
from aftersales.queries.links import working_links_of
from aftersales.records import LinkPurpose, WorkOrder, WorkOrderState
from web.api.fields import Shown
from web.api.listed import found
from web.api.once import Acted, OnceIn
from web.api.shown_once import with_secret
from web.parts import PartsIn

router = APIRouter(prefix="/work-orders/{work_order_id}", tags=["work orders"])

SCALE = 8
"""Pixels of one square of a code: some three centimetres on paper at 300 dots an inch."""


class BookingLinkShown(Shown):
    """The link of one piece of work; null when the same request is answered again, so that nothing keeps it."""

    work_order_id: UUID
    work_order: str
    url: str | None


@router.post("/booking-link", summary="Show the booking link", response_model=BookingLinkShown)
def shown(once: OnceIn, work_order_id: UUID) -> Response:
    """The address for its buyer, to be sent or printed; the one that works already, or a new one."""
    made: list[UUID] = []

    def act(deed: Deed) -> Acted:
        work = found(deed.session, WorkOrder, work_order_id, "work order")
        if work.state not in (WorkOrderState.OPEN, WorkOrderState.PLANNED):
            raise NotAllowed(
                f"{work.reference} is {work.state.value}: there is nothing to book any more."
            )
        made.append(booking_link(deed, work))
        return BookingLinkShown(work_order_id=work.id, work_order=work.reference, url=None), None

    answer = once.answer(act, status=200)
    if not made:
        return answer
    return with_secret(answer, url=booking_page(once.parts, made[0]))


@router.get(
    "/booking-link.svg",
    summary="The booking link as a drawn code",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {}}}},
)
def svg(parts: PartsIn, work_order_id: UUID) -> Response:
    """A QR code for a letter or a screen, sharp at every size."""
    return _code(parts, work_order_id, "svg", "image/svg+xml")


@router.get(
    "/booking-link.png",
    summary="The booking link as a picture of a code",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}}},
)
def png(parts: PartsIn, work_order_id: UUID) -> Response:
    """A QR code for systems that print pictures only."""
    return _code(parts, work_order_id, "png", "image/png")


def _code(parts: Parts, work_order_id: UUID, kind: str, media_type: str) -> Response:
    with parts.store.reading() as session:
        work = found(session, WorkOrder, work_order_id, "work order")
        links = working_links_of(session, LinkPurpose.BOOKING, [work.id], parts.clock.now())
    if work.id not in links:
        raise NotThere(
            f"{work.reference} has no booking link that works. Ask for one with POST booking-link first."
        )
    drawn = BytesIO()
    code = segno.make(booking_page(parts, links[work.id]), error="m", micro=False)
    code.save(drawn, kind=kind, scale=SCALE, border=2, dark="#000", light="#fff")
    return Response(drawn.getvalue(), media_type=media_type, headers={"Cache-Control": "no-store"})
