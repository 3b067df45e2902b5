"""The notice policy, pure: when a message may go out, and on which channel; of delays, see `delay_policy`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from aftersales.moments import utc_of, wall_of
from aftersales.notices.kinds import CAN_WAIT, NoticeKind
from aftersales.records import Channel, Contact


def not_before(
    kind: NoticeKind, now: datetime, zone: str, quiet_from: time, quiet_until: time
) -> datetime:
    """The first moment at or after `now` at which this kind may reach somebody living in `zone`."""
    return end_of_quiet(now, zone, quiet_from, quiet_until) if kind in CAN_WAIT else now


def end_of_quiet(now: datetime, zone: str, quiet_from: time, quiet_until: time) -> datetime:
    """When the quiet hours end that `now` lies in; now, if it lies in none."""
    wall = wall_of(now, zone)
    spans_midnight = quiet_from > quiet_until
    evening = wall.time() >= quiet_from
    morning = wall.time() < quiet_until
    is_quiet = (evening or morning) if spans_midnight else (evening and morning)
    if not is_quiet:
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
