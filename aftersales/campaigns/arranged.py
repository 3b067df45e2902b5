"""A visit for the remedy of a campaign is arranged: its owner is reminded no more."""

from __future__ import annotations

from aftersales.campaigns.telling import move_response
from aftersales.deed import Deed
from aftersales.queries.campaigns import responses_of_order
from aftersales.records import WorkOrder
from aftersales.store import lock_rows
from warranty.recalls.responses import RESPONSE_MOVES, ResponseState


def remedy_arranged(deed: Deed, order: WorkOrder) -> None:
    """The unit that a work order is for is scheduled; said twice it is scheduled once."""
    for row in responses_of_order(deed.session, order.id):
        deed.session.flush()
        lock_rows(deed.session, "campaign_response", [row.id])
        deed.session.refresh(row)
        if ResponseState.SCHEDULED in RESPONSE_MOVES[ResponseState(row.state)]:
            row.answered_at = deed.now
            move_response(deed, row, ResponseState.SCHEDULED, why=order.reference)
