"""The round of improvements: each is measured once a day, and judged when its day is over."""

from __future__ import annotations

from datetime import UTC, datetime, time
from threading import Event
from uuid import UUID

from aftersales.deed import SYSTEM
from aftersales.improvements.measuring import measured
from aftersales.improvements.moving import take_measure
from aftersales.parts import Parts
from aftersales.queries.improvements import LIVE, improvements_to_measure
from aftersales.records import Improvement
from aftersales.store import lock_rows


def tend_improvements(parts: Parts, stopping: Event | None = None) -> int:
    """Measure every improvement that was not measured today; answers how many. Repeating it does nothing more."""
    today = datetime.combine(parts.clock.now().date(), time(), UTC)
    with parts.store.reading() as session:
        due = improvements_to_measure(session, today)
    done = 0
    for improvement_id in due:
        if stopping is not None and stopping.is_set():
            break
        done += _measure(parts, improvement_id, today)
    return done


def _measure(parts: Parts, improvement_id: UUID, today: datetime) -> bool:
    """Count with no transaction open, then look again under a lock: what was changed meanwhile waits for the next round."""
    with parts.store.reading() as session:
        row = session.get_one(Improvement, improvement_id)
        session.expunge(row)
    found = measured(parts, row)
    with parts.doing(SYSTEM) as deed:
        lock_rows(deed.session, "improvement", [improvement_id])
        present = deed.session.get_one(Improvement, improvement_id, populate_existing=True)
        is_measured = present.measured_at is not None and present.measured_at >= today
        if present.revision != row.revision or present.state not in LIVE or is_measured:
            return False
        take_measure(deed, present, found)
    return True
