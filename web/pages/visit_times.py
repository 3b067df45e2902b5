"""A buyer moves or cancels their visit by its link, or waits for an earlier time; only a POST changes anything."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from aftersales.booking import (
    cancel_by_customer,
    decline_earlier,
    stop_waiting,
    take_earlier,
    wait_for_earlier,
)
from aftersales.booking.asked import booking_of
from aftersales.choices import visit_of_link
from aftersales.parts import Parts
from web.pages.booking_times import Way, add_holding, times_page
from web.pages.visit_said import Said, done
from web.parts import PartsIn

router = APIRouter(prefix="/visit")

Reason = Annotated[str, Form(max_length=2000)]


@router.get("/{token}/times")
def times(request: Request, parts: PartsIn, token: str) -> Response:
    """Every other time that the visit could have."""
    return times_page(request, parts, _way(parts, token))


@router.post("/{token}/cancel")
def cancel(parts: PartsIn, token: str, reason: Reason = "") -> Response:
    """Nobody needs to come."""
    return done(
        parts, token, Said.CANCELLED, lambda deed, visit: cancel_by_customer(deed, visit, reason)
    )


@router.post("/{token}/wait")
def wait(parts: PartsIn, token: str) -> Response:
    """An earlier time would be welcome."""
    return done(parts, token, Said.WAITING, wait_for_earlier)


@router.post("/{token}/stop-waiting")
def stop(parts: PartsIn, token: str) -> Response:
    """The time is fine as it is."""
    return done(parts, token, Said.STOPPED, stop_waiting)


@router.post("/{token}/earlier")
def earlier(parts: PartsIn, token: str) -> Response:
    """The earlier time that was offered is taken."""
    return done(parts, token, Said.EARLIER, take_earlier)


@router.post("/{token}/pass")
def passed(parts: PartsIn, token: str) -> Response:
    """The earlier time that was offered does not suit."""
    return done(parts, token, Said.PASSED, decline_earlier)


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


add_holding(router, _way)
