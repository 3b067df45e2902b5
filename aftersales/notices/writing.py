"""A notice is written in the transaction of its cause, under a key that cannot repeat."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from aftersales.deed import Deed, Errand, id_of
from aftersales.notices.facts import to_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import not_before
from aftersales.queries.notices import notice_told_before
from aftersales.records import (
    Customer,
    JobKind,
    Notice,
    NoticeState,
    RecipientKind,
    Record,
    Technician,
    Territory,
    UnitTransfer,
    User,
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: a customer, a technician, a user, or whoever answers for a territory."""

    kind: RecipientKind
    id: UUID
    language: str


def customer(person: Customer) -> Recipient:
    """A customer, told in their own language."""
    return Recipient(RecipientKind.CUSTOMER, person.id, person.language)


def technician(person: Technician) -> Recipient:
    """A technician, told in their own language."""
    return Recipient(RecipientKind.TECHNICIAN, person.id, person.language)


def territory(area: Territory) -> Recipient:
    """Whoever answers for a territory today."""
    return Recipient(RecipientKind.TERRITORY, area.id, "en")


def colleague(user: User) -> Recipient:
    """Somebody who signs in, told in the language that they read."""
    return Recipient(RecipientKind.USER, user.id, user.language)


def invited(transfer: UnitTransfer) -> Recipient:
    """Whoever a unit is offered to, told in the language that its owner chose for them."""
    return Recipient(RecipientKind.INVITED, transfer.id, transfer.language)


def write_notice(
    deed: Deed,
    kind: NoticeKind,
    recipient: Recipient,
    subject: Record,
    *,
    revision: int,
    zone: str,
    facts: object,
) -> Notice:
    """Write what is to be told once; the same key again answers the notice that is already there."""
    subject_id = id_of(subject)
    key = f"{kind}:{subject.__tablename__}/{subject_id}:{revision}:{recipient.kind}/{recipient.id}"
    present = notice_told_before(
        deed.session, key, subject_id=subject_id, recipient_id=recipient.id
    )
    if present is not None:
        return present
    notice = Notice(
        id=deed.new_id(),
        unrepeatable_key=key,
        kind=kind.value,
        state=NoticeState.WAITING,
        subject_kind=str(subject.__tablename__),
        subject_id=subject_id,
        recipient_kind=recipient.kind,
        recipient_id=recipient.id,
        language=recipient.language,
        facts=to_json(facts),
        created_at=deed.now,
        not_before_at=not_before(
            kind, deed.now, zone, deed.settings.quiet_from, deed.settings.quiet_until
        ),
    )
    deed.add(notice)
    wait = max(notice.not_before_at - deed.now, timedelta(0))
    deed.errands.append(Errand(kind=JobKind.DELIVER, subject_id=notice.id, wait=wait))
    return notice
