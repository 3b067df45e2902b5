"""A customer moves or cancels a visit by themselves, as far as that is still fair to everybody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from aftersales.deed import Deed
from aftersales.errors import NotAllowed
from aftersales.notices.kinds import NoticeKind
from aftersales.queries.bookings import wished_windows_of
from aftersales.queries.holds import waiting_of
from aftersales.queries.promises import open_promises_of
from aftersales.queries.visits import AHEAD, Visit
from aftersales.records import Appointment, WaitState
from aftersales.settings import Settings
from aftersales.store import Session
from aftersales.work_orders import CancelledBy, cancel_visit


class NoChange(StrEnum):
    """Why a customer can no longer change a visit by themselves."""

    OVER = "over"
    TOO_LATE = "too_late"
    TOO_OFTEN = "too_often"


@dataclass(frozen=True, slots=True)
class Changeable:
    """What a customer may still do by themselves: until when, how often, and why not."""

    until_at: datetime
    times_left: int
    why_not_moved: NoChange | None
    why_not_cancelled: NoChange | None


def was_put_off(session: Session, appointment: Appointment) -> bool:
    """Whether the customer was told that we come later than we had promised: then no notice is asked of them."""
    told = open_promises_of(session, appointment.id)
    return any(promise.reason == NoticeKind.DELAYED for promise in told)


def changeable(
    settings: Settings, appointment: Appointment, now: datetime, *, is_late: bool = False
) -> Changeable:
    """What the customer of a visit may still do by themselves; whatever they like if it `is_late` by our doing."""
    until_at = appointment.window_from_at - timedelta(hours=settings.change_notice_hours)
    left = max(0, settings.changes_most - appointment.times_moved)
    if appointment.state not in AHEAD:
        why = NoChange.OVER
    elif is_late:
        return Changeable(appointment.window_to_at, max(left, 1), None, None)
    elif now > until_at:
        why = NoChange.TOO_LATE
    else:
        return Changeable(until_at, left, None if left else NoChange.TOO_OFTEN, None)
    return Changeable(until_at, left, why, why)


def require_movable(
    settings: Settings, appointment: Appointment, now: datetime, *, is_late: bool = False
) -> None:
    """Let a customer move a visit by themselves, at any time if it `is_late` by our doing.

    Raises:
        NotAllowed: it is too late, or they have done so too often; the sentence says what they can do instead.
    """
    match changeable(settings, appointment, now, is_late=is_late).why_not_moved:
        case None:
            return
        case NoChange.OVER:
            raise NotAllowed(
                "This visit can no longer be changed here, because it has begun or is over. Please call us."
            )
        case NoChange.TOO_LATE:
            raise NotAllowed(
                "It is too late to choose another time by yourself. Let us call you, and we find one together."
            )
        case NoChange.TOO_OFTEN:
            raise NotAllowed(
                "This visit has been moved as often as you can do it by yourself. Let us call you, and we find a time together."
            )


def cancel_by_customer(deed: Deed, visit: Visit, reason: str) -> None:
    """The customer calls a visit off; no plan looks for another time before they choose one.

    Said twice, it is called off once.

    Raises:
        NotAllowed: it is too late.
    """
    if visit.appointment.cancelled_at is not None:
        return
    is_late = was_put_off(deed.session, visit.appointment)
    allowed = changeable(deed.settings, visit.appointment, deed.now, is_late=is_late)
    if allowed.why_not_cancelled is not None:
        raise NotAllowed(
            "It is too late to cancel this visit by yourself. Please call us, so that nobody comes for nothing."
        )
    cancel_visit(deed, visit, by=CancelledBy.CUSTOMER, reason=reason)
    deed.remove(wished_windows_of(deed.session, [visit.work_order.id])[visit.work_order.id])
    for waiting in waiting_of(deed.session, visit.appointment.id):
        waiting.state = WaitState.ENDED
        waiting.ended_why = "cancelled"
        waiting.revision += 1
        deed.add(waiting)
