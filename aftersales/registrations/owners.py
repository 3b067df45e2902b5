"""Owners as they name themselves: found by name and address, else new, with what they agreed to."""

from __future__ import annotations

from aftersales.codes import customers_written_to
from aftersales.customers import add_customer, record_consent
from aftersales.deed import Deed
from aftersales.email_addresses import email_to_keep, same_email
from aftersales.errors import NotUnderstood, Problem
from aftersales.queries.notices import contacts_of
from aftersales.records import Channel, ConsentPurpose, Contact, Customer, Registration
from aftersales.suppression import note_return


def owner_named(deed: Deed, *, name: str, email: str, phone: str, language: str) -> Customer:
    """Whoever has this name and is written to at this address, else somebody new.

    Raises:
        NotUnderstood: the name is missing, or the address has not the shape of one.
    """
    plain, address = " ".join(name.split()), email_to_keep(email)
    if not plain:
        raise NotUnderstood("Write your name.", [Problem("name", "it is missing")])
    for person in customers_written_to(deed.session, same_email(address)):
        if _same(person.name) == _same(plain):
            return person
    return add_customer(
        deed,
        number=deed.ids.reference("C"),
        name=plain,
        language=language,
        email=address,
        phone=phone or None,
    )


def keep_safety(
    deed: Deed, owner: Customer, row: Registration, *, wants_safety: bool, safety_email: str
) -> None:
    """Consent to safety warnings, and the address that is for them alone (Regulation (EU) 2023/988, Art. 36)."""
    record_consent(
        deed,
        owner.id,
        Channel.EMAIL,
        ConsentPurpose.SAFETY_ONLY,
        is_given=wants_safety or bool(safety_email),
        source=f"registration {row.reference}",
    )
    address = email_to_keep(safety_email, "safety_email") if safety_email else ""
    if address and address not in {each.address for each in contacts_of(deed.session, owner.id)}:
        deed.add(
            Contact(
                id=deed.new_id(),
                customer_id=owner.id,
                channel=Channel.EMAIL,
                address=address,
                is_safety_only=True,
                created_at=deed.now,
            )
        )
        note_return(deed, owner, [(Channel.EMAIL, address)])


def _same(name: str) -> str:
    return " ".join(name.casefold().split())
