"""Delivery: each due notice is tried, retried with growing pauses, and never lost or sent twice.

An attempt is written before it is made and closed after it. A crash in between repeats the very same
message under the same Message-ID, which mail systems recognise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from aftersales.channels.mail import DeliveryFailed
from aftersales.deed import SYSTEM, Deed
from aftersales.identifiers import link_token
from aftersales.notices.escalation import tell_staff_instead
from aftersales.notices.letter import letter
from aftersales.notices.policy import contact_for
from aftersales.parts import Parts
from aftersales.queries.notices import contacts_of, notices_due
from aftersales.records import (
    Channel,
    Contact,
    Customer,
    DeliveryState,
    Notice,
    NoticeDelivery,
    NoticeState,
    RecipientKind,
    Technician,
    Territory,
)
from aftersales.store import Session, lock_rows

FIRST_PAUSE: Final = timedelta(minutes=1)
"""After the first failure; each further one waits four times as long: 1, 4, 16, 64, 256 minutes."""

BATCH: Final = 200
"""Notices looked up at once, so that a long queue does not fill the memory."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a round of delivery did."""

    sent: int = 0
    failed: int = 0
    unreachable: int = 0


@dataclass(frozen=True, slots=True)
class _Address:
    """Where one notice goes."""

    email: str
    name: str
    contact_id: UUID | None


def send_due(parts: Parts, on_sent: Callable[[Sent], None] = lambda _: None) -> Sent:
    """Deliver everything that is due now; a failure puts its notice off and goes on with the next."""
    done = Sent()
    while True:
        with parts.store.reading() as session:
            due = notices_due(session, parts.clock.now(), BATCH)
        for notice_id in due:
            state = _deliver(parts, notice_id)
            done = Sent(
                sent=done.sent + (state is NoticeState.SENT),
                failed=done.failed + (state in {NoticeState.WAITING, NoticeState.GIVEN_UP}),
                unreachable=done.unreachable + (state is NoticeState.UNREACHABLE),
            )
            on_sent(done)
        if not due:
            return done


def _deliver(parts: Parts, notice_id: UUID) -> NoticeState | None:
    """One attempt: begin it, make it, close it. Nothing if somebody else has done it meanwhile."""
    now = parts.clock.now()
    with parts.doing(SYSTEM) as deed:
        session = deed.session
        lock_rows(session, "notice", [notice_id])
        notice = session.get_one(Notice, notice_id)
        if notice.state is not NoticeState.WAITING or notice.not_before_at > now:
            return None
        address = _address_of(session, notice)
        if address is None:
            notice.state = NoticeState.UNREACHABLE
            tell_staff_instead(deed, notice)
            return notice.state
        notice.attempts += 1
        notice.not_before_at = now + FIRST_PAUSE * 4 ** (notice.attempts - 1)
        attempt = NoticeDelivery(
            id=parts.ids.new(now),
            notice_id=notice.id,
            attempt=notice.attempts,
            channel=Channel.EMAIL,
            contact_id=address.contact_id,
            state=DeliveryState.STARTED,
            started_at=now,
            error="",
        )
        session.add(attempt)
    failure = _attempt(parts, notice, address)
    with parts.doing(SYSTEM) as deed:
        return _close(deed, notice.id, attempt.id, failure)


def _attempt(parts: Parts, notice: Notice, address: _Address) -> DeliveryFailed | None:
    link_id = notice.facts.get("link_id")
    token = link_token(parts.secret, UUID(str(link_id))) if link_id else None
    message = letter(parts.settings, notice, address.email, address.name, token)
    try:
        parts.post.send(message, notice.unrepeatable_key)
    except DeliveryFailed as failure:
        return failure
    return None


def _close(
    deed: Deed,
    notice_id: UUID,
    attempt_id: UUID,
    failure: DeliveryFailed | None,
) -> NoticeState:
    lock_rows(deed.session, "notice", [notice_id])
    notice = deed.session.get_one(Notice, notice_id)
    attempt = deed.session.get_one(NoticeDelivery, attempt_id)
    attempt.finished_at = deed.now
    if failure is None:
        attempt.state = DeliveryState.SENT
        notice.state = NoticeState.SENT
        notice.sent_at = deed.now
    else:
        attempt.state = DeliveryState.FAILED
        attempt.error = str(failure)
        if failure.is_final or notice.attempts >= deed.settings.notice_attempts:
            notice.state = NoticeState.GIVEN_UP
            tell_staff_instead(deed, notice)
    return notice.state


def _address_of(session: Session, notice: Notice) -> _Address | None:
    match notice.recipient_kind:
        case RecipientKind.CUSTOMER:
            person = session.get_one(Customer, notice.recipient_id)
            contact: Contact | None = contact_for(contacts_of(session, person.id))
            return None if contact is None else _Address(contact.address, person.name, contact.id)
        case RecipientKind.TECHNICIAN:
            worker = session.get_one(Technician, notice.recipient_id)
            return _Address(worker.email, worker.name, None) if worker.email else None
        case RecipientKind.TERRITORY:
            area = session.get_one(Territory, notice.recipient_id)
            return (
                _Address(area.answers_email, area.answers_name, None)
                if area.answers_email
                else None
            )
