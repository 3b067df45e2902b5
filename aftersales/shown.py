"""What calendars show of a visit changed elsewhere: its customer's name, or the place and what is said of its door."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from aftersales.appointments import changed
from aftersales.deed import Deed
from aftersales.queries.shown import appointments_that_show

SHOWN: Final = timedelta(days=32)
"""Past visits stay in calendars for no longer than this."""


def shown_otherwise(deed: Deed, *subjects: UUID, is_elsewhere: bool = False) -> int:
    """Let whoever has the visits of these customers or places in a calendar read them again; answers how many those are.

    Call it once what changed is there to be read. `is_elsewhere` says that the place itself is another, which a calendar
    counts as a new version of the event.
    """
    deed.session.flush()
    rows = appointments_that_show(deed.session, deed.now - SHOWN, subjects)
    for appointment in rows:
        if is_elsewhere:
            appointment.feed_sequence += 1
        changed(deed, appointment)
    return len(rows)
