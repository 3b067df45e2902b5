"""Parts at a visit: what was fitted goes from where it lay, and what was not needed is free again.

What was fitted is written down whatever the stock says: where the van held fewer than it should have, the
missing pieces are noted, and somebody counts.
"""

from __future__ import annotations

from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.spares import LIVE, requests_of
from aftersales.records import SparePart, SpareRequest, SpareState, WorkOrder
from aftersales.spares import (
    MOST_PIECES,
    StockPlace,
    cancel_spare,
    fit_spare,
    free_at,
    lock_stock,
    take_out,
)
from aftersales.spares.catalogue import fits


def use(deed: Deed, order: WorkOrder, part: SparePart, quantity: int, technician_id: UUID) -> int:
    """Pieces were fitted: those set aside for the work first, then from the van; answers how many neither knew of.

    Raises:
        NotUnderstood: that is no number of pieces, or the part does not fit.
    """
    if not 1 <= quantity <= MOST_PIECES:
        raise NotUnderstood(
            f"Write 1 to {MOST_PIECES} pieces.", [Problem("quantity", "is out of range")]
        )
    if not fits(deed.session, part, order):
        raise NotUnderstood(
            f"Part {part.code} does not fit this product. Look at its code again.",
            [Problem("part", "does not fit this product")],
        )
    lock_stock(deed, part)
    left = quantity
    for request in _of_part(deed, order, part):
        if request.state is SpareState.ARRIVED and request.quantity <= left:
            fit_spare(deed, request)
            left -= request.quantity
    van = StockPlace(technician_id=technician_id)
    there = min(left, free_at(deed, part.id, van))
    if there:
        take_out(deed, part, van, there)
    if left > there:
        deed.note(
            "stock_missing", part, facts={"place": str(technician_id), "pieces": left - there}
        )
    return left - there


def give_back(deed: Deed, order: WorkOrder, part: SparePart) -> int:
    """What was set aside of a part was not needed and is free again where it lies; answers how many pieces.

    Raises:
        NotUnderstood: nothing of it is set aside for this work.
    """
    lock_stock(deed, part)
    requests = [each for each in _of_part(deed, order, part) if each.state in LIVE]
    for request in requests:
        cancel_spare(deed, request)
    if not requests:
        raise NotUnderstood(
            f"Nothing of {part.code} is set aside for this work any more.",
            [Problem("part", "is not set aside")],
        )
    return sum(request.quantity for request in requests)


def _of_part(deed: Deed, order: WorkOrder, part: SparePart) -> list[SpareRequest]:
    return [request for request, each in requests_of(deed.session, order.id) if each.id == part.id]
