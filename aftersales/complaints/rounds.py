"""The round of complaints: whatever is due goes on by itself, each in a transaction of its own."""

from __future__ import annotations

from threading import Event
from uuid import UUID

from aftersales.complaints.escalating import EARLY, escalate, is_overdue
from aftersales.complaints.settling import MOST_ASKED, ask_again, is_to_be_asked
from aftersales.deed import SYSTEM
from aftersales.parts import Parts
from aftersales.queries.complaints import complaints_due
from aftersales.records import Complaint
from aftersales.store import lock_rows


def watch_complaints(parts: Parts, stopping: Event | None = None) -> int:
    """Escalate what is about to be late and ask whose turn it is; answers how many complaints went on."""
    with parts.store.reading() as session:
        due = complaints_due(session, parts.clock.now() + EARLY, MOST_ASKED)
    done = 0
    for complaint_id in due:
        if stopping is not None and stopping.is_set():
            break
        done += _go_on(parts, complaint_id)
    return done


def _go_on(parts: Parts, complaint_id: UUID) -> bool:
    """One complaint, looked at once more under a lock: two rounds at once do it only once."""
    with parts.doing(SYSTEM) as deed:
        lock_rows(deed.session, "complaint", [complaint_id])
        complaint = deed.session.get_one(Complaint, complaint_id, populate_existing=True)
        if is_overdue(deed, complaint):
            escalate(deed, complaint)
            return True
        if is_to_be_asked(deed, complaint):
            ask_again(deed, complaint)
            return True
    return False
