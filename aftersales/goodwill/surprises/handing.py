"""A surprise is handed over in person, to whoever may not be written to."""

from __future__ import annotations

from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.queries.surprises import surprise_for_change
from aftersales.records import Surprise


def hand_over(deed: Deed, row: Surprise) -> None:
    """Somebody told the customer what they get, and gave it to them.

    Raises:
        NotAllowed: they know of it already.
    """
    locked = surprise_for_change(deed.session, row.id) or row
    if locked.told_at is not None or locked.handed_at is not None:
        raise NotAllowed("The customer knows of this surprise already. Nothing is left to do.")
    locked.handed_at = deed.now
    locked.handed_by = deed.actor.code
    deed.add(locked)
    deed.note("surprise_handed", locked)
