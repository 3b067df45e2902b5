"""What was inspected and stays the customer's goes back to them, with the number under which its carrier finds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aftersales.claims import step_return, tell_return
from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood, Problem
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.notices import notices_about
from aftersales.records import Claim, GoodsReturn, ReturnedThing, ReturnState
from aftersales.store import Session, lock_rows
from warranty import ClaimState
from warranty.claims.adjudication import Outcome
from warranty.claims.remedies import RemedyKind

LONGEST_NUMBER: Final = 64
"""Characters of a carrier's number; the longest in use have 39."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """Who brings it, and what they call it."""

    carrier: str
    tracking: str


def goes_back(row: GoodsReturn, claim: Claim) -> bool:
    """Whether this unit is to go back: it was inspected, and its claim was refused, given up, or answered by a repair."""
    if row.state is not ReturnState.INSPECTED or row.thing is not ReturnedThing.UNIT:
        return False
    match claim.state:
        case ClaimState.REJECTED | ClaimState.WITHDRAWN:
            return True
        case ClaimState.FULFILLED | ClaimState.CLOSED:
            is_refused = claim.decision.get("outcome") == Outcome.REJECT
            return is_refused or claim.remedy == RemedyKind.REPAIR
        case _:
            return False


def send_back(deed: Deed, row: GoodsReturn, parcel: Parcel) -> None:
    """It is on its way: its customer hears with whom, and under which number.

    Raises:
        NotUnderstood: the carrier or their number is missing.
        NotAllowed: its claim is not so far, or the unit does not go back.
        IllegalMove: it was sent back already, or was not inspected.
    """
    lock_rows(deed.session, "goods_return", [row.id])
    deed.session.refresh(row)
    carrier, tracking = parcel.carrier.strip(), parcel.tracking.strip()[:LONGEST_NUMBER]
    problems = [
        Problem(name, sentence)
        for name, value, sentence in (
            ("carrier", carrier, "write who brings it"),
            ("tracking", tracking, "write the number on the carrier's receipt"),
        )
        if not value
    ]
    if problems:
        raise NotUnderstood("Write who brings it, and under which number.", problems)
    may_go = goes_back(row, deed.session.get_one(Claim, row.claim_id))
    step_return(deed, row, ReturnState.SENT_BACK)
    if not may_go:
        raise NotAllowed(
            "This unit goes back once its claim is refused, given up, or answered by a repair that is done."
        )
    tell_return(deed, NoticeKind.RETURN_SENT_BACK, row, carrier=carrier, tracking=tracking)


def parcel_back(session: Session, row: GoodsReturn) -> Parcel | None:
    """With whom it went back, as its customer was told; none before that."""
    for notice in notices_about(session, row.id):
        if notice.kind == NoticeKind.RETURN_SENT_BACK:
            return Parcel(str(notice.facts["carrier"]), str(notice.facts["tracking"]))
    return None
