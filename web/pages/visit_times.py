"""A buyer moves or cancels their visit by its link, or waits for an earlier time; only a POST changes anything."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from aftersales.booking import (
    cancel_by_customer,
    decline_earlier,
    stop_waiting,
    take_earlier,
    wait_for_earlier,
)
from aftersales.booking.asked import booking_of
from aftersales.choices import visit_of_link
from aftersales.deed import Actor, Deed
from aftersales.errors import NotAllowed, NotUnderstood, SlotTaken
from aftersales.parts import Parts
from aftersales.queries.visits import Visit
from aftersales.records import ActorKind
from web.pages.booking_times import Way, confirmation_page, confirmed, held, times_page
from web.parts import PartsIn

router = APIRouter(prefix="/visit")

When = Annotated[str, Form(max_length=40)]
Reason = Annotated[str, Form(max_length=2000)]


class Changed(StrEnum):
    """What the page of the visit confirms; the address carries this word and never a sentence."""

    CANCELLED = "cancelled"
    WAITING = "waiting"
    STOPPED = "stopped"
    EARLIER = "earlier"
    PASSED = "passed"
    GONE = "gone"
    CLOSED = "closed"


@router.get("/{token}/times")
def times(request: Request, parts: PartsIn, token: str) -> Response:
    """Every other time that the visit could have."""
    return times_page(request, parts, _way(parts, token))


@router.post("/{token}/hold")
def hold(request: Request, parts: PartsIn, token: str, when: When = "") -> Response:
    """Keep another time for some minutes; the visit stays where it is."""
    return held(request, parts, _way(parts, token), when)


@router.get("/{token}/confirm")
def confirm(request: Request, parts: PartsIn, token: str) -> Response:
    """What is kept, and until when."""
    return confirmation_page(request, parts, _way(parts, token))


@router.post("/{token}/confirm")
def book(request: Request, parts: PartsIn, token: str, when: When = "") -> Response:
    """Move the visit to what is kept."""
    return confirmed(request, parts, _way(parts, token), when)


@router.post("/{token}/cancel")
def cancel(parts: PartsIn, token: str, reason: Reason = "") -> Response:
    """Nobody needs to come."""
    return _changed(
        parts, token, Changed.CANCELLED, lambda deed, visit: cancel_by_customer(deed, visit, reason)
    )


@router.post("/{token}/wait")
def wait(parts: PartsIn, token: str) -> Response:
    """An earlier time would be welcome."""
    return _changed(parts, token, Changed.WAITING, wait_for_earlier)


@router.post("/{token}/stop-waiting")
def stop(parts: PartsIn, token: str) -> Response:
    """The time is fine as it is."""
    return _changed(parts, token, Changed.STOPPED, stop_waiting)


@router.post("/{token}/earlier")
def earlier(parts: PartsIn, token: str) -> Response:
    """The earlier time that was offered is taken."""
    return _changed(parts, token, Changed.EARLIER, take_earlier)


@router.post("/{token}/pass")
def passed(parts: PartsIn, token: str) -> Response:
    """The earlier time that was offered does not suit."""
    return _changed(parts, token, Changed.PASSED, decline_earlier)


def _changed(
    parts: Parts, token: str, said: Changed, change: Callable[[Deed, Visit], object]
) -> Response:
    """Do what the buyer chose, and lead back to the page; reloading it does nothing again."""
    with parts.store.reading() as session:
        number = visit_of_link(session, parts.clock.now(), token).customer.number
    try:
        with parts.doing(Actor(ActorKind.CUSTOMER, number)) as deed:
            change(deed, visit_of_link(deed.session, deed.now, token))
    except SlotTaken:
        said = Changed.GONE
    except (NotAllowed, NotUnderstood):
        said = Changed.CLOSED
    return RedirectResponse(f"/visit/{token}?said={said.value}", status_code=303)


def _way(parts: Parts, token: str) -> Way:
    root = f"/visit/{token}"
    return Way(
        lambda session: booking_of(
            session, visit_of_link(session, parts.clock.now(), token).work_order
        ),
        root,
        f"{root}/times",
        root,
    )
