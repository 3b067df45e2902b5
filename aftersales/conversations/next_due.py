"""What is due next in a case: the sooner of the news that was promised and what its clock still asks for; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from aftersales.records import Case
from aftersales.sla import PAUSES


class Due(StrEnum):
    """What can be due in a case."""

    FIRST_ANSWER = "first_answer"
    RESOLUTION = "resolution"
    NEXT_UPDATE = "next_update"


@dataclass(frozen=True, slots=True, order=True)
class NextDue:
    """Until when, and what."""

    at: datetime
    what: Due


def next_due(case: Case) -> NextDue | None:
    """The first thing that is due in a case; nothing if it is settled or only waits for its customer."""
    due = []
    if case.next_update_at is not None:
        due.append(NextDue(case.next_update_at, Due.NEXT_UPDATE))
    if case.first_answered_at is None and case.first_answer_due_at is not None:
        due.append(NextDue(case.first_answer_due_at, Due.FIRST_ANSWER))
    if case.state not in PAUSES and case.resolve_due_at is not None:
        due.append(NextDue(case.resolve_due_at, Due.RESOLUTION))
    return min(due, default=None)
