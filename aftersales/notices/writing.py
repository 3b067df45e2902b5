"""A notice is written in the transaction of its cause, under a key that cannot repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from aftersales.deed import Deed, Errand, id_of
from aftersales.notices.facts import to_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import not_before
from aftersales.queries.notices import notices_told_before
from aftersales.records import (
    Customer,
    JobKind,
    Notice,
    NoticeState,
    RecipientKind,
    Record,
    ServicePartner,
    Technician,
    Territory,
    UnitTransfer,
    User,
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told: a customer, a technician, a user, a partner's office, or whoever answers for a territory."""

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


def partner_office(partner: ServicePartner, language: str) -> Recipient:
    """The office of a service partner."""
    return Recipient(RecipientKind.PARTNER, partner.id, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one recipient is to be told once.

    Attributes:
        recipient: who is told.
        subject: what it is about; with `revision` it says what is told once.
        zone: where the recipient sleeps.
        facts: what the notice says, as its kind takes it.
    """

    recipient: Recipient
    subject: Record
    revision: int
    zone: str
    facts: object


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
    telling = Telling(
        recipient=recipient, subject=subject, revision=revision, zone=zone, facts=facts
    )
    return write_notices(deed, kind, [telling])[0]


def write_notices(deed: Deed, kind: NoticeKind, tellings: Sequence[Telling]) -> list[Notice]:
    """Write what is to be told to many, asking as often as for one; answers the notice of each in the same order."""
    keys = [_key(kind, each) for each in tellings]
    notices = notices_told_before(
        deed.session,
        kind.value,
        {
            key: (id_of(each.subject), each.recipient.id)
            for key, each in zip(keys, tellings, strict=True)
        },
    )
    for key, each in zip(keys, tellings, strict=True):
        if key not in notices:
            notices[key] = _written(deed, kind, key, each)
    return [notices[key] for key in keys]


def _key(kind: NoticeKind, telling: Telling) -> str:
    subject, recipient = telling.subject, telling.recipient
    about = f"{subject.__tablename__}/{id_of(subject)}:{telling.revision}"
    return f"{kind}:{about}:{recipient.kind}/{recipient.id}"


def _written(deed: Deed, kind: NoticeKind, key: str, telling: Telling) -> Notice:
    notice = Notice(
        id=deed.new_id(),
        unrepeatable_key=key,
        kind=kind.value,
        state=NoticeState.WAITING,
        subject_kind=str(telling.subject.__tablename__),
        subject_id=id_of(telling.subject),
        recipient_kind=telling.recipient.kind,
        recipient_id=telling.recipient.id,
        language=telling.recipient.language,
        facts=to_json(telling.facts),
        created_at=deed.now,
        not_before_at=not_before(
            kind, deed.now, telling.zone, deed.settings.quiet_from, deed.settings.quiet_until
        ),
    )
    deed.add(notice)
    wait = max(notice.not_before_at - deed.now, timedelta(0))
    deed.errands.append(Errand(kind=JobKind.DELIVER, subject_id=notice.id, wait=wait))
    return notice
