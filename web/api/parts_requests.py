"""Parts requests: what work needs, whether it is here, and when it comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import Field

from aftersales.deed import Deed
from aftersales.queries.pages import page_of
from aftersales.queries.places import depot_codes
from aftersales.queries.spares import part_by_code, part_codes
from aftersales.queries.staff import technician_codes
from aftersales.records import SpareRequest, SpareState, WorkOrder
from aftersales.spares import (
    cancel_spare,
    expect_spare,
    fit_spare,
    lose_spare,
    order_spare,
    receive_spare,
    request_spare,
    take_spare,
)
from aftersales.store import Session
from web.api.fields import Code, Day, Sent, Shown, example
from web.api.listed import Listed, PagedIn, found, known
from web.api.once import Acted, OnceIn
from web.api.stock import PlaceSent, place_of
from web.api.versions import HeldIn
from web.parts import PartsIn

router = APIRouter(prefix="/parts-requests", tags=["parts"])


class PartsRequestSent(Sent):
    """Pieces of a part that a work order needs; with a day they are ordered already."""

    model_config = example(
        work_order_id="01a206fd-6700-7226-b63c-9f7ce7a74904",
        part="PUMP-1",
        quantity=1,
        expected_on="2026-12-03",
    )

    work_order_id: UUID
    part: Code = Field(examples=["PUMP-1"])
    quantity: int = Field(default=1, ge=1, le=1000)
    expected_on: Day | None = None


class ExpectationSent(Sent):
    """The first day on which the pieces can be taken along; null if nobody knows."""

    model_config = example(expected_on="2026-12-03")

    expected_on: Day | None = None


class ReceiptSent(PlaceSent):
    """Where the pieces lie now; the first depot of the territory if nothing is said."""

    model_config = example(depot="D1")


class PartsRequestShown(Shown):
    """A request as it stands; once arrived the pieces lie in the depot, or in the technician's van, set aside."""

    id: UUID
    work_order_id: UUID
    part: str
    quantity: int
    state: SpareState
    expected_on: date | None
    depot: str | None
    technician: str | None
    created_at: datetime
    arrived_at: datetime | None
    revision: int


@router.get("", summary="List parts requests")
def parts_requests(
    parts: PartsIn,
    paged: PagedIn,
    state: SpareState | None = None,
    work_order_id: UUID | None = None,
) -> Listed[PartsRequestShown]:
    """Every request, the oldest first, or those in a state or of a work order."""
    with parts.store.reading() as session:
        page = page_of(
            session,
            SpareRequest,
            after=paged.after,
            limit=paged.limit,
            state=state,
            work_order_id=work_order_id,
        )
        return paged.answer(_shown(session, *page.rows), page.next)


@router.get("/{request_id}", summary="One parts request", response_model=PartsRequestShown)
def parts_request(parts: PartsIn, held: HeldIn, request_id: UUID) -> Response:
    """A request as it stands."""
    with parts.store.reading() as session:
        row = found(session, SpareRequest, request_id, "parts request")
        return held.answer(_shown(session, row)[0])


@router.post("", status_code=201, summary="Ask for a part", response_model=PartsRequestShown)
def asked(once: OnceIn, sent: PartsRequestSent) -> Response:
    """Ask for pieces: they are set aside at once if they are in stock, else they are awaited."""

    def act(deed: Deed) -> Acted:
        session = deed.session
        part = known(part_by_code(session, sent.part), "spare part", sent.part)
        order = found(session, WorkOrder, sent.work_order_id, "work order")
        row = request_spare(deed, order, part, sent.quantity, expected_on=sent.expected_on)
        session.flush()
        return _shown(session, row)[0], f"/api/v1/parts-requests/{row.id}"

    return once.answer(act)


@router.post("/{request_id}/order", summary="It is ordered", response_model=PartsRequestShown)
def ordered(once: OnceIn, request_id: UUID, sent: ExpectationSent) -> Response:
    """Say that the pieces are ordered, and for when; a visit before that day is called off and told."""
    return _acted(once, request_id, lambda deed, row: order_spare(deed, row, sent.expected_on))


@router.post(
    "/{request_id}/expect", summary="It comes on another day", response_model=PartsRequestShown
)
def expected(once: OnceIn, request_id: UUID, sent: ExpectationSent) -> Response:
    """Say on which other day what was ordered comes; a visit before that day is called off and told."""
    return _acted(once, request_id, lambda deed, row: expect_spare(deed, row, sent.expected_on))


@router.post("/{request_id}/take", summary="Take it from stock", response_model=PartsRequestShown)
def taken(once: OnceIn, request_id: UUID) -> Response:
    """Set pieces aside that lie in stock by now."""
    return _acted(once, request_id, take_spare)


@router.post("/{request_id}/receive", summary="It is here", response_model=PartsRequestShown)
def received(once: OnceIn, request_id: UUID, sent: ReceiptSent) -> Response:
    """Say that the pieces are here, set aside for their work."""

    def act(deed: Deed, row: SpareRequest) -> None:
        is_said = sent.depot is not None or sent.technician is not None
        receive_spare(deed, row, place_of(deed.session, sent) if is_said else None)

    return _acted(once, request_id, act)


@router.post("/{request_id}/lose", summary="It is broken or gone", response_model=PartsRequestShown)
def lost(once: OnceIn, request_id: UUID, sent: ExpectationSent) -> Response:
    """Say that what was set aside cannot be used; others are set aside or awaited, and the customer is told."""
    return _acted(once, request_id, lambda deed, row: lose_spare(deed, row, sent.expected_on))


@router.post("/{request_id}/fit", summary="It was fitted", response_model=PartsRequestShown)
def fitted(once: OnceIn, request_id: UUID) -> Response:
    """Say that the pieces were fitted; a visit that is reported done says so by itself."""
    return _acted(once, request_id, fit_spare)


@router.post(
    "/{request_id}/cancel", summary="It is not needed any more", response_model=PartsRequestShown
)
def cancelled(once: OnceIn, request_id: UUID) -> Response:
    """Say that the pieces are not needed; what was set aside is free again."""
    return _acted(once, request_id, cancel_spare)


def _acted(once: OnceIn, request_id: UUID, act: Callable[[Deed, SpareRequest], object]) -> Response:
    def acting(deed: Deed) -> Acted:
        row = found(deed.session, SpareRequest, request_id, "parts request")
        act(deed, row)
        deed.session.flush()
        return _shown(deed.session, row)[0], None

    return once.answer(acting, status=200)


def _shown(session: Session, *rows: SpareRequest) -> list[PartsRequestShown]:
    names = part_codes(session, {row.spare_part_id for row in rows})
    depots, vans = depot_codes(session), technician_codes(session)
    plain = set(PartsRequestShown.model_fields) - {"part", "depot", "technician"}
    return [
        PartsRequestShown(
            **row.model_dump(include=plain),
            part=names[row.spare_part_id],
            depot=None if row.depot_id is None else depots[row.depot_id],
            technician=None if row.technician_id is None else vans[row.technician_id],
        )
        for row in rows
    ]
