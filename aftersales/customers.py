"""Customers: who they are, how to reach them, what they agreed to."""

from __future__ import annotations

from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotUnderstood, Problem
from aftersales.records import (
    Channel,
    Consent,
    ConsentPurpose,
    Contact,
    Customer,
    CustomerKind,
)
from aftersales.words import LANGUAGES


def add_customer(
    deed: Deed,
    *,
    number: str,
    name: str,
    language: str,
    email: str | None = None,
    phone: str | None = None,
    kind: CustomerKind = CustomerKind.PERSON,
) -> Customer:
    """Keep a customer with the addresses they gave; a phone number is for calls, not for texts."""
    if language not in LANGUAGES:
        raise NotUnderstood(
            f"The language “{language}” is not spoken here. Use one of {', '.join(LANGUAGES)}.",
            [Problem("language", f"use one of {', '.join(LANGUAGES)}")],
        )
    person = Customer(
        id=deed.new_id(),
        number=number,
        kind=kind,
        name=name,
        language=language,
        created_at=deed.now,
    )
    deed.add(person)
    for channel, address in ((Channel.EMAIL, email), (Channel.PHONE, phone)):
        if address:
            deed.add(
                Contact(
                    id=deed.new_id(),
                    customer_id=person.id,
                    channel=channel,
                    address=address,
                    is_preferred=channel is Channel.EMAIL,
                    created_at=deed.now,
                )
            )
    deed.note("customer_added", person)
    return person


def record_consent(
    deed: Deed,
    customer_id: UUID,
    channel: Channel,
    purpose: ConsentPurpose,
    *,
    is_given: bool,
    source: str,
) -> Consent:
    """Add a line to the consent ledger; the newest line of a purpose and channel holds."""
    line = Consent(
        id=deed.new_id(),
        customer_id=customer_id,
        channel=channel,
        purpose=purpose,
        is_given=is_given,
        at=deed.now,
        source=source,
    )
    deed.add(line)
    deed.note("consent_given" if is_given else "consent_withdrawn", line)
    return line
