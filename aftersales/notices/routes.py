"""By which address a notice reaches its customer: where they wrote from, the one they prefer, else e-mail."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.channels.messengers import MetaPage
from aftersales.notices.carriers import carriers_of
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import contact_for
from aftersales.queries.conversations import heard_since
from aftersales.records import CaseChannel, Channel, Contact
from aftersales.settings import Settings
from aftersales.store import Session

WINDOW: Final = timedelta(hours=24) - timedelta(minutes=5)
"""So long after somebody wrote Meta lets a page answer them; a little less, because a message takes its time."""

BY_MAIL: Final = frozenset({NoticeKind.SIGN_IN_CODE})
"""What only goes to the address that somebody typed."""

MAIL_FIRST: Final = frozenset({NoticeKind.RECALL})
"""What the law wants told where it can be kept, and in a messenger only without such an address."""

URGENT: Final = frozenset(
    {
        NoticeKind.DELAYED,
        NoticeKind.RECOVERED,
        NoticeKind.STILL_EXPECTED,
        NoticeKind.ON_THE_WAY,
        NoticeKind.NO_ACCESS,
        NoticeKind.NOBODY_CAME,
    }
)
"""What must be known within the hour: mail may lie unread until the evening, a text message does not."""

TOLD_IN: Final = (Channel.WHATSAPP, Channel.X, Channel.MESSENGER, Channel.OTHER)
"""Messengers in which customers are told things; a text message answers another one, or says what is urgent."""


def open_messengers(
    session: Session, settings: Settings, contacts: Sequence[Contact], now: datetime
) -> list[Contact]:
    """Those of a customer's addresses in messengers to which something can be sent now."""
    carriers = carriers_of(settings)
    usable = [
        each
        for each in contacts
        if each.channel in carriers and each.bounced_at is None and not each.is_safety_only
    ]
    at_meta = [each.address for each in usable if each.channel is Channel.MESSENGER]
    if at_meta and isinstance(carriers[Channel.MESSENGER], MetaPage):
        heard = heard_since(session, CaseChannel.MESSENGER, at_meta, now - WINDOW)
        usable = [
            each
            for each in usable
            if each.channel is not Channel.MESSENGER or each.address in heard
        ]
    return usable


def route_of(
    kind: NoticeKind,
    contacts: Sequence[Contact],
    messengers: Sequence[Contact],
    wished: str | None = None,
    failed: Collection[UUID | None] = (),
) -> Contact | None:
    """The address of a customer that a notice goes to; none if nothing leads to them.

    Args:
        kind: of the notice.
        contacts: all addresses of the customer.
        messengers: those that are open now.
        wished: the one that they wrote from.
        failed: those on which trying again is useless.
    """
    mail = contact_for(contacts, wished, is_safety=kind is NoticeKind.RECALL)
    open_now = [] if kind in BY_MAIL else [each for each in messengers if each.id not in failed]
    answered = [each for each in open_now if str(each.id) == wished]
    told = [each for each in open_now if each.channel in TOLD_IN]
    preferred = [each for each in told if each.is_preferred and wished is None]
    if kind in MAIL_FIRST:
        preferred = []
    return next(iter([*answered, *preferred, *([mail] if mail else []), *told]), None)


def texted(
    kind: NoticeKind,
    contacts: Sequence[Contact],
    settings: Settings,
    failed: Collection[UUID | None] = (),
) -> Contact | None:
    """The number of a customer that urgent news goes to as a text message; none if it is not urgent or nothing carries it.

    Args:
        kind: of the notice.
        contacts: all addresses of the customer.
        settings: whether text messages are wanted, and what carries them.
        failed: those on which trying again is useless.
    """
    is_wanted = settings.urgent_by_text and kind in URGENT
    if not is_wanted or Channel.SMS not in carriers_of(settings):
        return None
    numbers = [
        each
        for each in contacts
        if each.channel in {Channel.SMS, Channel.PHONE}
        and each.bounced_at is None
        and not each.is_safety_only
        and each.id not in failed
    ]
    return min(
        numbers,
        key=lambda each: (each.channel is Channel.PHONE, not each.is_preferred, each.created_at),
        default=None,
    )
