"""The times of a work order for the office: book or move its visit for whoever is on the phone, and why not another day."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from aftersales.access import SignedIn
from aftersales.booking.asked import booking_of
from aftersales.deed import Deed
from aftersales.errors import NotThere
from aftersales.holds import code_of
from aftersales.on_behalf import note_for_customer
from aftersales.parts import Parts
from aftersales.queries.visits import AHEAD, UNDER_WAY, appointment_of_order
from aftersales.records import Appointment, WorkOrder, WorkOrderState
from aftersales.store import Session
from aftersales.words import Words, words_in
from web.pages.arranging import Choosing, When
from web.pages.errands import Errand, Instead
from web.parts import PartsIn
from web.who import Me

router = APIRouter(prefix="/work-orders/{work_order_id}/times")


@router.get("")
def times(
    request: Request,
    parts: PartsIn,
    me: Me,
    work_order_id: UUID,
    said: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Every time that it could have, and why there is none on the other days."""
    _ = words_in(me.language)
    return _choosing(request, parts, me, work_order_id).shown(banner=_said(_, said))


@router.post("")
def arranged(
    request: Request, parts: PartsIn, me: Me, work_order_id: UUID, when: When = ""
) -> Response:
    """The customer is on the phone and chooses one of them, or wants the link."""
    return _choosing(request, parts, me, work_order_id, when).arranged(when)


def _choosing(
    request: Request, parts: Parts, me: SignedIn, work_order_id: UUID, when: str = ""
) -> Choosing:
    def find(session: Session) -> Errand:
        order = session.get(WorkOrder, work_order_id)
        if order is None:
            raise NotThere("There is no such work order. Choose its visit from the day.")
        return errand_of(session, order, when)

    return Choosing(request=request, parts=parts, me=me, find=find)


def errand_of(session: Session, order: WorkOrder, when: str) -> Errand:
    """A work order whose time is to be chosen, or changed."""
    booking = booking_of(session, order)
    visit = booking.visit

    def make(deed: Deed) -> WorkOrder:
        standing = appointment_of_order(deed.session, order.id)
        is_moved = standing is not None and standing.state in AHEAD and code_of(standing) != when
        if standing is not None and is_moved:
            note_for_customer(deed, standing, "moved")
        return deed.session.get_one(WorkOrder, order.id)

    is_ended = order.state in (WorkOrderState.DONE, WorkOrderState.CANCELLED)
    return Errand(
        root=f"/work-orders/{order.id}/times",
        back=(_back(order, visit), order.reference),
        customer=booking.customer,
        place=booking.location,
        work_type=booking.work_type,
        product_type=booking.product_type,
        make=make,
        order=order,
        visit=visit,
        is_over=is_ended or (visit is not None and visit.state in UNDER_WAY),
    )


def _back(order: WorkOrder, visit: Appointment | None) -> str:
    """Where the work stands in its story."""
    if visit is not None:
        return f"/visits/{visit.id}"
    if order.claim_id is not None:
        return f"/claims/{order.claim_id}"
    if order.case_id is not None:
        return f"/cases/{order.case_id}"
    return f"/customers/{order.customer_id}"


def _said(_: Words, said: str) -> tuple[str, str]:
    """What was done; nothing for a word that is not ours."""
    sentences = {
        Instead.CUSTOMER.value: _(
            "The work order is made, and the customer was sent the link by which they choose a time."
        ),
        Instead.PLANNER.value: _(
            "The work order is made. The next plan looks for a time, and the customer is told."
        ),
    }
    return ("confirmed", sentences[said]) if said in sentences else ("", "")
