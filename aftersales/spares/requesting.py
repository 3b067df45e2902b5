"""Parts requests: what a work order needs, taken from stock if it is there, else ordered and awaited.

Each step lets nobody else change the appointments of the territory nor the stock of the part meanwhile, and makes
the work order another revision: a plan made before it is made again.
"""

from __future__ import annotations

from datetime import date

from aftersales.appointments import take_turn
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.queries.places import depots_of
from aftersales.queries.visits import TO_DO, appointment_of_order, assignments_of
from aftersales.records import SparePart, SpareRequest, SpareState, WorkOrder
from aftersales.spares.catalogue import fits
from aftersales.spares.slipping import follow_change
from aftersales.spares.states import SPARE_MOVES
from aftersales.spares.stock import StockPlace, count_in, free_at, lock_stock, take_out
from aftersales.states import moved

MOST_PIECES = 1000
"""Pieces that one request asks for at most."""


def request_spare(
    deed: Deed,
    order: WorkOrder,
    part: SparePart,
    quantity: int,
    *,
    expected_on: date | None = None,
) -> SpareRequest:
    """Ask for pieces of a part: they are set aside if they lie in the van or a depot, else they are awaited.

    With `expected_on` they are ordered already. A visit that is booked stays booked until somebody says that they
    come too late.

    Raises:
        NotUnderstood: that is no number of pieces, or the part does not fit.
        NotAllowed: the work is done or called off.
    """
    if not 1 <= quantity <= MOST_PIECES:
        raise NotUnderstood(
            f"Ask for 1 to {MOST_PIECES} pieces.", [Problem("quantity", "is out of range")]
        )
    if not fits(deed.session, part, order):
        raise NotUnderstood(
            f"Part {part.code} does not fit this product. Choose another, or correct what it fits.",
            [Problem("part", "does not fit this product")],
        )
    take_turn(deed, order.territory_id, order)
    lock_stock(deed, part)
    if order.state not in TO_DO:
        raise NotAllowed(f"The work is {order.state}, so nothing is needed for it any more.")
    request = SpareRequest(
        id=deed.new_id(),
        work_order_id=order.id,
        spare_part_id=part.id,
        quantity=quantity,
        state=SpareState.REQUESTED,
        created_at=deed.now,
    )
    deed.add(request)
    deed.note("spare_requested", request)
    if not _set_aside(deed, request, order, part) and expected_on is not None:
        _order(deed, request, expected_on)
    _changed(deed, request, order, is_followed=expected_on is not None)
    return request


def order_spare(deed: Deed, request: SpareRequest, expected_on: date | None) -> None:
    """Pieces were ordered; a visit before the day on which they are expected is called off and its customer told.

    Raises:
        NotUnderstood: the day is over.
        IllegalMove: they are ordered, here, or not needed any more.
    """
    order, _part = _turn(deed, request)
    _order(deed, request, expected_on)
    _changed(deed, request, order)


def expect_spare(deed: Deed, request: SpareRequest, expected_on: date | None) -> None:
    """What was ordered comes on another day, or nobody knows when.

    Raises:
        NotUnderstood: the day is over.
        NotAllowed: it is not on its way.
    """
    order, _part = _turn(deed, request)
    if request.state is not SpareState.ORDERED:
        raise NotAllowed(
            f"This request is {request.state}, so nothing is on its way for it. Order it first."
        )
    _require_to_come(deed, expected_on)
    is_later = (expected_on or date.max) > (request.expected_on or date.max)
    is_lost = expected_on is None and request.expected_on is not None
    request.expected_on = expected_on
    deed.note("spare_slipped" if is_later or is_lost else "spare_expected", request)
    _changed(deed, request, order)


def receive_spare(deed: Deed, request: SpareRequest, place: StockPlace | None = None) -> None:
    """The pieces are here, set aside for their work; without a `place` in the first depot of the territory.

    Raises:
        NotAllowed: there is no depot.
        IllegalMove: they are here already, or not needed any more.
    """
    order, _part = _turn(deed, request)
    if place is None:
        depots = depots_of(deed.session, order.territory_id)
        if not depots:
            raise NotAllowed("There is no depot in this territory. Name the van that they are in.")
        place = StockPlace(depot_id=depots[0][0].id)
    _arrive(deed, request, place)
    _changed(deed, request, order)


def take_spare(deed: Deed, request: SpareRequest) -> None:
    """Pieces that lie in stock by now are set aside for a request that waits.

    Raises:
        NotAllowed: there are not enough.
        IllegalMove: they are here already, or not needed any more.
    """
    order, part = _turn(deed, request)
    moved(SPARE_MOVES, request.state, SpareState.ARRIVED, "parts request")
    if not _set_aside(deed, request, order, part):
        raise NotAllowed(
            f"No depot of the territory has {request.quantity} of {part.code}. Order them."
        )
    _changed(deed, request, order)


def lose_spare(deed: Deed, request: SpareRequest, expected_on: date | None = None) -> None:
    """What was set aside is broken or gone: others are set aside, or awaited, and the customer of a visit is told.

    With `expected_on` others were ordered already.

    Raises:
        NotUnderstood: the day is over.
        IllegalMove: nothing is set aside.
    """
    order, part = _turn(deed, request)
    if request.state is not SpareState.ARRIVED:
        moved(SPARE_MOVES, request.state, SpareState.REQUESTED, "parts request")
    _advance(deed, request, SpareState.REQUESTED)
    request.depot_id = request.technician_id = request.arrived_at = request.expected_on = None
    if not _set_aside(deed, request, order, part):
        if expected_on is not None:
            _order(deed, request, expected_on)
        deed.note("spare_slipped", request)
    _changed(deed, request, order)


def fit_spare(deed: Deed, request: SpareRequest) -> None:
    """The pieces were fitted.

    Raises:
        IllegalMove: they have not arrived, or are not needed any more.
    """
    order, _part = _turn(deed, request)
    _advance(deed, request, SpareState.FITTED)
    _changed(deed, request, order, is_followed=False)


def cancel_spare(deed: Deed, request: SpareRequest) -> None:
    """The pieces are not needed any more; what was set aside is free again where it lies.

    Raises:
        IllegalMove: they are fitted, or the request was cancelled before.
    """
    order, part = _turn(deed, request)
    call_off(deed, request, part)
    _changed(deed, request, order)


def call_off(deed: Deed, request: SpareRequest, part: SparePart) -> None:
    """Cancel a request whose turn was taken, and give back what was set aside."""
    was_here = request.state is SpareState.ARRIVED
    _advance(deed, request, SpareState.CANCELLED)
    if was_here:
        place = StockPlace(depot_id=request.depot_id, technician_id=request.technician_id)
        count_in(deed, part, place, request.quantity)


def _turn(deed: Deed, request: SpareRequest) -> tuple[WorkOrder, SparePart]:
    order = deed.session.get_one(WorkOrder, request.work_order_id)
    take_turn(deed, order.territory_id, order, request)
    part = deed.session.get_one(SparePart, request.spare_part_id)
    lock_stock(deed, part)
    return order, part


def _set_aside(deed: Deed, request: SpareRequest, order: WorkOrder, part: SparePart) -> bool:
    """Take the pieces from the van of whoever is to come, else from a depot; answers whether they were there."""
    for place in _places(deed, order):
        if free_at(deed, part.id, place) >= request.quantity:
            take_out(deed, part, place, request.quantity)
            _arrive(deed, request, place)
            return True
    return False


def _places(deed: Deed, order: WorkOrder) -> list[StockPlace]:
    """Where pieces may be taken from: the van of the lead of the visit to come, then the depots by code."""
    appointment = appointment_of_order(deed.session, order.id)
    going = [] if appointment is None else assignments_of(deed.session, [appointment.id])
    vans = [StockPlace(technician_id=each.technician_id) for each in going if each.is_lead]
    depots = depots_of(deed.session, order.territory_id)
    return [*vans, *(StockPlace(depot_id=depot.id) for depot, _place in depots)]


def _arrive(deed: Deed, request: SpareRequest, place: StockPlace) -> None:
    request.depot_id, request.technician_id = place.depot_id, place.technician_id
    request.arrived_at = deed.now
    _advance(deed, request, SpareState.ARRIVED)


def _order(deed: Deed, request: SpareRequest, expected_on: date | None) -> None:
    _require_to_come(deed, expected_on)
    request.expected_on = expected_on
    _advance(deed, request, SpareState.ORDERED)


def _advance(deed: Deed, request: SpareRequest, state: SpareState) -> None:
    request.state = moved(SPARE_MOVES, request.state, state, "parts request")
    deed.note(f"spare_{state}", request)


def _changed(
    deed: Deed, request: SpareRequest, order: WorkOrder, *, is_followed: bool = True
) -> None:
    request.revision += 1
    order.revision += 1
    deed.add(request, order)
    if is_followed and order.state in TO_DO:
        follow_change(deed, order)


def _require_to_come(deed: Deed, expected_on: date | None) -> None:
    """Refuse a day that is over everywhere."""
    if expected_on is not None and (deed.now.date() - expected_on).days > 1:
        raise NotUnderstood(
            "That day is over. Write the day on which it is expected, or none if nobody knows.",
            [Problem("expected_on", "it is over")],
        )
