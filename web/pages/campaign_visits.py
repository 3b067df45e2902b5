"""The visit that is the remedy of a campaign, as the office arranges it."""

from __future__ import annotations

from aftersales.campaigns.answering import Asked, asked_of, remedy_work, work_that_waits
from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.on_behalf import note_for_customer
from aftersales.records import CampaignResponse, WorkOrder
from aftersales.store import Session
from warranty.recalls.responses import RESPONSE_MOVES, ResponseState
from web.pages.errands import Errand


def errand_for(session: Session, asked: Asked) -> Errand:
    """The visit for one unit of a campaign.

    Raises:
        NotAllowed: it is arranged or over already, or it is not known where the unit is or what is done.
    """
    row, place, work_type = asked.response, asked.place, asked.work_type
    moves = RESPONSE_MOVES[ResponseState(row.state)]
    if ResponseState.SCHEDULED not in moves or place is None or work_type is None:
        raise NotAllowed("No time can be chosen for this unit now. Its page says how it stands.")
    page = f"/campaigns/{asked.campaign.id}/responses/{row.id}"

    def make(deed: Deed) -> WorkOrder:
        mine = deed.session.get_one(CampaignResponse, row.id)
        note_for_customer(deed, mine, "book")
        return remedy_work(deed, asked_of(deed.session, mine))

    return Errand(
        root=f"{page}/book",
        back=(page, asked.campaign.code),
        customer=asked.sold.owner,
        place=place,
        work_type=work_type,
        product_type=asked.sold.model.product_type,
        make=make,
        order=work_that_waits(session, asked),
    )
