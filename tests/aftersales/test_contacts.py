"""Contacts of a customer: added, changed, taken away, each with its line in the audit trail."""

import pytest
from sqlmodel import select

from aftersales.contacts import add_contact, change_contact, remove_contact
from aftersales.customers import Reachable
from aftersales.errors import Collision, NotAllowed, NotUnderstood
from aftersales.notices.delivery import send_due
from aftersales.records import Channel, Contact, Customer, Event, NoticeDelivery
from tests.aftersales.conftest import Village

MAIL = Reachable(channel=Channel.EMAIL, address="Anna@Work.example", is_preferred=True)


def contacts(village: Village) -> list[tuple[str, str, bool, bool]]:
    return [
        (row.channel.value, row.address, row.is_preferred, row.is_safety_only)
        for row in village.all_of(Contact)
    ]


def one(village: Village, channel: Channel) -> Contact:
    return next(row for row in village.all_of(Contact) if row.channel is channel)


def test_contact_is_added_in_the_one_way_in_which_it_is_kept(village: Village) -> None:
    with village.doing() as deed:
        add_contact(deed, village.customer, MAIL)

    assert contacts(village) == [
        ("email", "anna@example.org", False, False),
        ("phone", "+423 5", False, False),
        ("email", "anna@work.example", True, False),
    ]


def test_contact_that_is_there_is_not_added_again(village: Village) -> None:
    with pytest.raises(Collision), village.doing() as deed:
        add_contact(
            deed, village.customer, Reachable(channel=Channel.EMAIL, address="ANNA@example.org ")
        )


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (Channel.EMAIL, "anna"),
        (Channel.PHONE, "  "),
        (Channel.POST, "a\nb"),
        (Channel.SMS, "1" * 321),
    ],
)
def test_contact_that_cannot_be_reached_is_refused(
    village: Village, channel: Channel, address: str
) -> None:
    with pytest.raises(NotUnderstood), village.doing() as deed:
        add_contact(deed, village.customer, Reachable(channel=channel, address=address))


def test_changed_address_is_not_verified_any_more(village: Village) -> None:
    phone = one(village, Channel.PHONE)
    with village.doing() as deed:
        row = deed.session.get_one(Contact, phone.id)
        row.verified_at = deed.now
        deed.add(row)
    with village.doing() as deed:
        change_contact(
            deed,
            deed.session.get_one(Contact, phone.id),
            Reachable(channel=Channel.PHONE, address="+423 6", is_safety_only=True),
        )

    changed = one(village, Channel.PHONE)
    assert (changed.id, changed.address, changed.is_safety_only, changed.verified_at) == (
        phone.id,
        "+423 6",
        True,
        None,
    )


def test_contact_that_was_written_to_can_be_removed(village: Village) -> None:
    village.book(village.moment(24, 9))
    send_due(village.parts)
    mail = one(village, Channel.EMAIL)
    assert {row.contact_id for row in village.all_of(NoticeDelivery)} == {mail.id}

    with village.doing() as deed:
        remove_contact(deed, deed.session.get_one(Contact, mail.id))

    assert contacts(village) == [("phone", "+423 5", False, False)]
    assert {row.contact_id for row in village.all_of(NoticeDelivery)} == {None}


def test_each_change_is_noted_without_the_address(village: Village) -> None:
    with village.doing() as deed:
        contact = add_contact(deed, village.customer, MAIL)
    with village.doing() as deed:
        remove_contact(deed, deed.session.get_one(Contact, contact.id))

    with village.parts.store.reading() as session:
        noted = session.exec(select(Event).where(Event.subject_id == village.customer.id)).all()
    assert [(each.what, each.why, each.facts) for each in noted] == [
        ("customer_added", "", {}),
        ("contact_added", "", {"channel": "email"}),
        ("contact_removed", "", {"channel": "email"}),
    ]


def test_contact_of_an_erased_customer_is_not_added(village: Village) -> None:
    with village.doing() as deed:
        person = deed.session.get_one(Customer, village.customer.id)
        person.erased_at = deed.now
        deed.add(person)

    with pytest.raises(NotAllowed), village.doing() as deed:
        add_contact(deed, deed.session.get_one(Customer, village.customer.id), MAIL)
