"""Where a notice goes: to the customer's mail or messenger, to a technician, a territory or a colleague."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from aftersales.deed import Deed
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.routes import open_messengers, route_of, texted
from aftersales.queries.notices import contacts_of
from aftersales.records import (
    Channel,
    Contact,
    Customer,
    DeliveryState,
    Notice,
    NoticeDelivery,
    RecipientKind,
    ServicePartner,
    Technician,
    Territory,
    UnitTransfer,
    User,
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where one notice goes, and on which channel."""

    text: str
    name: str
    contact_id: UUID | None
    channel: Channel = Channel.EMAIL


def address_of(deed: Deed, notice: Notice, before: Sequence[NoticeDelivery]) -> Address | None:
    """Where a notice goes now, after what was tried before; none if nothing leads to its recipient."""
    session = deed.session
    match notice.recipient_kind:
        case RecipientKind.CUSTOMER:
            person = session.get_one(Customer, notice.recipient_id)
            wished = notice.facts.get("contact_id")
            contacts = contacts_of(session, person.id)
            failed = {each.contact_id for each in before if each.is_final}
            contact = route_of(
                NoticeKind(notice.kind),
                contacts,
                open_messengers(session, deed.settings, contacts, deed.now),
                None if wished is None else str(wished),
                failed,
            )
            if contact is None:
                return _text_message(deed, notice, person, contacts, failed)
            return Address(contact.address, person.name, contact.id, contact.channel)
        case RecipientKind.TECHNICIAN:
            worker = session.get_one(Technician, notice.recipient_id)
            return Address(worker.email, worker.name, None) if worker.email else None
        case RecipientKind.TERRITORY:
            area = session.get_one(Territory, notice.recipient_id)
            return (
                Address(area.answers_email, area.answers_name, None) if area.answers_email else None
            )
        case RecipientKind.INVITED:  # their address is forgotten as soon as they have answered
            transfer = session.get_one(UnitTransfer, notice.recipient_id)
            return Address(transfer.email, transfer.name, None) if transfer.email else None
        case RecipientKind.PARTNER:
            office = session.get_one(ServicePartner, notice.recipient_id)
            return Address(office.email, office.name, None) if office.email else None
        case RecipientKind.USER:
            colleague = session.get_one(User, notice.recipient_id)
            return Address(colleague.email, colleague.name, None) if colleague.is_active else None


def address_beside(deed: Deed, notice: Notice, before: Sequence[NoticeDelivery]) -> Address | None:
    """Where a notice goes as well that has left already: urgent news that went by mail is texted, too."""
    sent = {each.channel for each in before if each.state is DeliveryState.SENT}
    if notice.recipient_kind is not RecipientKind.CUSTOMER or sent != {Channel.EMAIL}:
        return None
    person = deed.session.get_one(Customer, notice.recipient_id)
    failed = {each.contact_id for each in before if each.is_final}
    return _text_message(deed, notice, person, contacts_of(deed.session, person.id), failed)


def _text_message(
    deed: Deed,
    notice: Notice,
    person: Customer,
    contacts: Sequence[Contact],
    failed: Collection[UUID | None],
) -> Address | None:
    number = texted(NoticeKind(notice.kind), contacts, deed.settings, failed)
    return None if number is None else Address(number.address, person.name, number.id, Channel.SMS)
