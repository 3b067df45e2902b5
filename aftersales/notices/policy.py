"""The notice policy, pure: what is worth a message, when it may go out, and on which channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from aftersales.moments import utc_of, wall_of
from aftersales.notices.kinds import CAN_WAIT, NoticeKind
from aftersales.records import Channel, Contact, Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayPolicy:
    """When a buyer is told of a delay, and what the new window looks like.

    Attributes:
        margin: a visit expected later than this before its window ends is announced, because a forecast
            can be wrong by some minutes and silence is worse than a warning too many.
        window: length of the new window.
        next_update: the notice promises more news within this time.
        again: a delay already told is told anew when it leaves the new window by this much, or at all
            once the window has no more than this left.
    """

    margin: timedelta
    window: timedelta
    next_update: timedelta
    again: timedelta = timedelta(minutes=15)


def is_delay_worth_telling(
    policy: DelayPolicy, promise: Promise, expected_at: datetime, now: datetime
) -> bool:
    """Whether a visit expected at `expected_at` is likely to break its promise.

    A promise that is itself the news of a delay needs a larger slip, so that nobody hears twice of
    the same few minutes; when its window is about to run out any slip is told.
    """
    if not promise.reason:
        return expected_at > promise.to_at - policy.margin
    is_running_out = promise.to_at - now <= policy.again
    return expected_at > (promise.to_at if is_running_out else promise.to_at + policy.again)


def delayed_window(policy: DelayPolicy, expected_at: datetime) -> tuple[datetime, datetime]:
    """The new window around an expected arrival: a third of it before, the rest after, on the half hour.

    It starts on a half hour because people remember those; it never starts after `expected_at`.
    """
    start = expected_at - policy.window / 3
    half_hour = timedelta(minutes=30).total_seconds()
    start -= timedelta(seconds=start.timestamp() % half_hour)
    end = expected_at + policy.window * 2 / 3
    end += timedelta(seconds=-end.timestamp() % half_hour)
    return start, end


def not_before(
    kind: NoticeKind, now: datetime, zone: str, quiet_from: time, quiet_until: time
) -> datetime:
    """The first moment at or after `now` at which this kind may reach somebody living in `zone`."""
    wall = wall_of(now, zone)
    spans_midnight = quiet_from > quiet_until
    evening = wall.time() >= quiet_from
    morning = wall.time() < quiet_until
    is_quiet = (evening or morning) if spans_midnight else (evening and morning)
    if kind not in CAN_WAIT or not is_quiet:
        return now
    until = datetime.combine(wall.date(), quiet_until)
    if spans_midnight and evening:
        until += timedelta(days=1)
    return max(now, utc_of(until, zone))  # the hour that clocks show twice may end in the past


def contact_for(
    contacts: Sequence[Contact], wished: str | None = None, *, is_safety: bool = False
) -> Contact | None:
    """The e-mail address for messages about a contract: the preferred one, a safety-only one for safety alone, a dead one never.

    `wished` is the identifier of the one that the customer wrote from: an answer goes back there. Messages that
    a sale itself brings about need no consent; other channels and purposes do.
    """
    for contact in contacts:
        is_wished = contact.channel is Channel.EMAIL and str(contact.id) == wished
        if is_wished and contact.bounced_at is None:
            return contact
    usable = [
        contact
        for contact in contacts
        if contact.channel is Channel.EMAIL
        and (is_safety or not contact.is_safety_only)
        and contact.bounced_at is None
    ]
    return min(
        usable, key=lambda contact: (not contact.is_preferred, contact.created_at), default=None
    )
