"""Contacts: one address of a customer added, changed or taken away, each noted in the audit trail."""

from __future__ import annotations

from aftersales.customers import Reachable, address_to_keep, drop_contact, require_known
from aftersales.deed import Deed
from aftersales.errors import Collision, NotUnderstood, Problem
from aftersales.queries.customers import contact_with
from aftersales.queries.notices import contacts_of
from aftersales.records import Contact, Customer
from aftersales.records.columns import LINE
from aftersales.suppression import note_return


def add_contact(deed: Deed, person: Customer, given: Reachable) -> Contact:
    """Keep one more way to reach a customer.

    Raises:
        NotUnderstood: it is empty, too long, or has not the shape of an e-mail address.
        Collision: it is there already.
        NotAllowed: their data were erased.
    """
    require_known(person)
    address = _checked(given)
    _check_new(deed, person, given, address)
    contact = Contact(
        id=deed.new_id(),
        customer_id=person.id,
        channel=given.channel,
        address=address,
        is_safety_only=given.is_safety_only,
        created_at=deed.now,
    )
    deed.add(contact)
    if given.is_preferred:
        _prefer(deed, contact)
    deed.note("contact_added", person, facts={"channel": given.channel.value})
    note_return(deed, person, [(given.channel, address)])
    return contact


def change_contact(deed: Deed, contact: Contact, given: Reachable) -> None:
    """Correct an address or what it may be used for; a new address is not verified any more.

    Raises:
        NotUnderstood: it is empty, too long, or has not the shape of an e-mail address.
        Collision: another contact of theirs has that address.
        NotAllowed: their data were erased.
    """
    person = deed.session.get_one(Customer, contact.customer_id)
    require_known(person)
    address = _checked(given)
    if (contact.channel, contact.address) != (given.channel, address):
        _check_new(deed, person, given, address)
        contact.channel, contact.address, contact.verified_at = given.channel, address, None
        note_return(deed, person, [(given.channel, address)])
    contact.is_safety_only = given.is_safety_only
    contact.is_preferred = False
    deed.add(contact)
    if given.is_preferred:
        _prefer(deed, contact)
    deed.note("contact_changed", person, facts={"channel": given.channel.value})


def remove_contact(deed: Deed, contact: Contact) -> None:
    """Forget one address of a customer.

    Raises:
        NotAllowed: their data were erased.
    """
    person = deed.session.get_one(Customer, contact.customer_id)
    require_known(person)
    channel = contact.channel.value
    drop_contact(deed, contact)
    deed.note("contact_removed", person, facts={"channel": channel})


def _prefer(deed: Deed, contact: Contact) -> None:
    """One address of a channel is preferred at most."""
    for each in contacts_of(deed.session, contact.customer_id):
        if each.channel is contact.channel:
            each.is_preferred = each.id == contact.id
            deed.add(each)
    contact.is_preferred = True


def _checked(given: Reachable) -> str:
    address = address_to_keep(given).strip()
    if not address or len(address) > LINE or not address.isprintable():
        raise NotUnderstood(
            "The address is empty or cannot be read. Write it on one line.",
            [Problem("address", "write it on one line")],
        )
    return address


def _check_new(deed: Deed, person: Customer, given: Reachable, address: str) -> None:
    if contact_with(deed.session, person.id, given.channel, address) is not None:
        raise Collision("This address is there already. Change that one instead.")
