"""A telephone number is the same one however it is written, and on whatever channel it was given."""

import pytest

from aftersales.queries.conversations import customers_with_number
from aftersales.queries.customers import customers_found
from aftersales.queries.duplicates import Ground, doubles_of
from aftersales.queries.notices import contacts_of
from aftersales.records import Channel, Contact, Customer
from tests.aftersales.conftest import Village


@pytest.fixture(
    params=["+4235550099", "+423 555 00 99", "00423/555.00-99", "+423 (555)\u00a00099"],
    ids=["plain", "blanks", "marks", "brackets"],
)
def caller(request: pytest.FixtureRequest, village: Village) -> Customer:
    """Somebody whose number on WhatsApp is written in one of many ways."""
    with village.doing() as deed:
        contact = Contact(
            id=deed.new_id(),
            customer_id=village.customer.id,
            channel=Channel.WHATSAPP,
            address=request.param,
            created_at=deed.now,
        )
        deed.add(contact)
    return village.customer


def test_customer_is_found_by_the_end_of_the_number(village: Village, caller: Customer) -> None:
    with village.parts.store.reading() as session:
        found = customers_found(session, "555 00 99", 10)

    assert [each.id for each in found] == [caller.id]


def test_whoever_calls_is_recognised(village: Village, caller: Customer) -> None:
    with village.parts.store.reading() as session:
        found = customers_with_number(session, "4235550099")

    assert [each.id for each in found] == [caller.id]


def test_same_number_is_a_ground_to_look_at_two(village: Village, caller: Customer) -> None:
    with village.doing() as deed:
        other = Customer(
            id=deed.new_id(),
            number="P-2",
            kind=caller.kind,
            name="Ben",
            language="en",
            created_at=deed.now,
        )
        deed.add(other)
        theirs = deed.session.get_one(Customer, caller.id)
        spelled = [each.address for each in contacts_of(deed.session, theirs.id)][-1]
        deed.add(
            Contact(
                id=deed.new_id(),
                customer_id=other.id,
                channel=Channel.SMS,
                address=spelled.replace(" ", "-"),
                created_at=deed.now,
            )
        )

    with village.parts.store.reading() as session:
        found = doubles_of(session, session.get_one(Customer, other.id))

    assert [(each.customer.id, each.grounds) for each in found] == [(caller.id, (Ground.PHONE,))]
