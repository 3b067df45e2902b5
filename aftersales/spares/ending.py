"""What becomes of parts when their work ends: done, they are fitted; called off, they are free again."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.queries.spares import LIVE, requests_of
from aftersales.records import SparePart, SpareRequest, SpareState, WorkOrder
from aftersales.spares.requesting import call_off
from aftersales.spares.stock import lock_stock


def fit_spares(deed: Deed, order: WorkOrder) -> None:
    """The work is done: what was set aside for it is fitted, and what did not come is not needed any more."""
    for request, part in _live(deed, order):
        if request.state is SpareState.ARRIVED:
            request.state = SpareState.FITTED
            deed.note("spare_fitted", request)
        else:
            call_off(deed, request, part)
        request.revision += 1


def free_spares(deed: Deed, order: WorkOrder) -> None:
    """The work is called off: nothing is needed for it, and what was set aside is free again."""
    for request, part in _live(deed, order):
        call_off(deed, request, part)
        request.revision += 1


def _live(deed: Deed, order: WorkOrder) -> list[tuple[SpareRequest, SparePart]]:
    """What is asked for or set aside for an order whose territory is locked, with the stock of each part locked."""
    for part_id in sorted({part.id for _request, part in requests_of(deed.session, order.id)}):
        lock_stock(deed, part_id)
    found = requests_of(deed.session, order.id)
    return [(request, part) for request, part in found if request.state in LIVE]
