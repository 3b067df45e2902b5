"""The round of returns: a reminder before the day and one after it, and then somebody calls."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import Final
from uuid import UUID

from aftersales.claims import step_return, tell_return
from aftersales.deed import SYSTEM, Deed
from aftersales.moments import wall_of
from aftersales.notices.kinds import NoticeKind
from aftersales.parts import Parts
from aftersales.queries.promises import zone_of_case
from aftersales.queries.returns import returns_awaited
from aftersales.records import Claim, GoodsReturn, ReturnState
from aftersales.store import lock_rows

EARLY: Final = timedelta(days=5)
"""So long before the day the first reminder goes out."""

CALLED_WITHIN: Final = timedelta(days=1)
"""After the last day somebody calls within this time."""


def watch_returns(parts: Parts, stopping: Event | None = None) -> int:
    """Remind of what is due, and hand over to a person what does not come; answers how many were told."""
    with parts.store.reading() as session:
        awaited = returns_awaited(session)
    told = 0
    for return_id in awaited:
        if stopping is not None and stopping.is_set():
            break
        told += _look(parts, return_id)
    return told


def _look(parts: Parts, return_id: UUID) -> bool:
    """One return, looked at once more under a lock: two rounds at once tell it only once."""
    with parts.doing(SYSTEM) as deed:
        lock_rows(deed.session, "goods_return", [return_id])
        row = deed.session.get_one(GoodsReturn, return_id, populate_existing=True)
        return row.state is ReturnState.AWAITED and _tell(deed, row)


def _tell(deed: Deed, row: GoodsReturn) -> bool:
    claim = deed.session.get_one(Claim, row.claim_id)
    today = wall_of(deed.now, zone_of_case(deed.session, claim.case_id)).date()
    if row.due_on is None:
        return False
    if today > row.due_on + timedelta(deed.settings.return_grace_days):
        step_return(deed, row, ReturnState.MISSING)
        tell_return(deed, NoticeKind.RETURN_MISSING, row, deed.now + CALLED_WITHIN)
        return True
    reached = (today >= row.due_on - EARLY) + (today > row.due_on)
    if reached <= row.told:
        return False
    row.told = reached
    row.revision += 1
    deed.add(row)
    deed.note("return_reminded", row)
    is_late = today > row.due_on
    grace = timedelta(deed.settings.return_grace_days + 1)
    by = deed.now + grace if is_late else None
    tell_return(deed, NoticeKind.RETURN_REMINDER, row, by, is_news=False)
    return True
