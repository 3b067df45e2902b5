"""What a buyer does by the link of their visit: done once, and confirmed by the page that it leads back to."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from fastapi import Response
from fastapi.responses import RedirectResponse

from aftersales.choices import visit_of_link
from aftersales.deed import Actor, Deed
from aftersales.errors import NotAllowed, SlotTaken
from aftersales.parts import Parts
from aftersales.queries.visits import Visit
from aftersales.records import ActorKind


class Said(StrEnum):
    """What the page confirms after a choice; the address carries this word and never a sentence."""

    KEPT = "kept"
    MOVED = "moved"
    CALLED = "called"
    CLOSED = "closed"
    BOOKED = "booked"
    REBOOKED = "rebooked"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    STOPPED = "stopped"
    EARLIER = "earlier"
    PASSED = "passed"
    GONE = "gone"


def done(parts: Parts, token: str, said: Said, change: Callable[[Deed, Visit], object]) -> Response:
    """Do what the buyer chose, and lead back to the page; reloading it does nothing again."""
    with parts.store.reading() as session:
        number = visit_of_link(session, parts.clock.now(), token).customer.number
    try:
        with parts.doing(Actor(ActorKind.CUSTOMER, number)) as deed:
            change(deed, visit_of_link(deed.session, deed.now, token))
    except SlotTaken:
        said = Said.GONE
    except NotAllowed:
        said = Said.CLOSED
    return RedirectResponse(f"/visit/{token}?said={said.value}", status_code=303)
