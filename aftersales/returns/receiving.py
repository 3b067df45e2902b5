"""A parcel arrives: its number is scanned or typed, and its customer is told that it is here."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from aftersales.claims import move_claim, step_return, tell_return
from aftersales.deed import Deed
from aftersales.notices.kinds import NoticeKind
from aftersales.records import Claim, GoodsReturn, ReturnedThing, ReturnState
from aftersales.store import lock_rows
from warranty import ClaimState, normalised_serial

_NUMBER: Final = re.compile(r"RMA([0-9A-Z]{7})(?![0-9A-Z])")


def read_reference(text: str) -> str:
    """The number of a return in whatever was scanned or typed: the whole address of its code, or the number as read."""
    plain = normalised_serial(text)
    found = _NUMBER.search(plain)
    if found is not None:
        return f"RMA-{found[1]}"
    return f"RMA-{plain}" if re.fullmatch(r"[0-9A-Z]{7}", plain) else plain


def receive_return(deed: Deed, row: GoodsReturn) -> None:
    """It is here: its customer hears so, and by when it is looked at.

    What comes after a claim was given up takes the claim up again.

    Raises:
        IllegalMove: it is here already.
    """
    lock_rows(deed.session, "goods_return", [row.id])
    deed.session.refresh(row)
    step_return(deed, row, ReturnState.RECEIVED)
    row.received_at = deed.now
    deed.add(row)
    claim = deed.session.get_one(Claim, row.claim_id)
    is_unit = row.thing is ReturnedThing.UNIT
    if is_unit and claim.state == ClaimState.WITHDRAWN:
        move_claim(deed, claim, ClaimState.REOPENED, why=row.reference)
    is_waited_for = is_unit and claim.state in (ClaimState.RETURN_AWAITED, ClaimState.REOPENED)
    by = deed.now + timedelta(deed.settings.return_look_days) if is_waited_for else None
    tell_return(deed, NoticeKind.RETURN_RECEIVED, row, by)
