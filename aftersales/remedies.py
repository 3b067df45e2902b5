"""What an owner answers to a campaign, and what becomes of the work that waits for them to choose a time."""

from __future__ import annotations

from aftersales.campaigns.answering import Asked, answer, work_that_waits
from aftersales.campaigns.telling import ASKED
from aftersales.deed import Deed
from aftersales.work_orders import CancelledBy, cancel_work_order
from warranty.recalls.responses import ResponseState


def answer_campaign(deed: Deed, asked: Asked, state: ResponseState, *, note: str = "") -> None:
    """The owner, or staff for them, says what became of the unit; work that still waits for a time is called off.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    answer(deed, asked, state, note=note)
    waiting = None if state in ASKED else work_that_waits(deed.session, asked)
    if waiting is not None:
        deed.session.flush()
        cancel_work_order(deed, waiting, by=CancelledBy.CUSTOMER, reason=state.value)
