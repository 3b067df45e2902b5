"""A customer wrote: a case that was settled begins again, one that waited for them goes on."""

from __future__ import annotations

from datetime import datetime

from aftersales.cases import advance_case, reassure
from aftersales.deed import Deed
from aftersales.records import Case, CaseState


def wake_case(deed: Deed, case: Case, by: datetime) -> bool:
    """Let a case go on that was settled or waited, and tell its customer that they hear more by then; answers whether it did."""
    match case.state:
        case CaseState.RESOLVED | CaseState.CLOSED:
            advance_case(deed, case, CaseState.REOPENED, why="the customer wrote again")
        case CaseState.WAITING_CUSTOMER:
            advance_case(deed, case, CaseState.IN_PROGRESS, why="the customer answered")
        case _:
            return False
    reassure(deed, case, by)
    return True
