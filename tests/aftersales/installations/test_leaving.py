"""The choice of a time is left to a customer, who gets the link; for what was sold and for any other work."""

from __future__ import annotations

from uuid import UUID

from aftersales.bookings import keep_work
from aftersales.catalogue import work_type_of
from aftersales.installations import leave_to_customer, reached_at
from aftersales.notices.delivery import send_due
from aftersales.queries.planning import open_orders
from aftersales.records import Contact, Customer, Link, LinkPurpose, WorkKind, WorkOrder
from aftersales.registrations import add_unit
from tests.aftersales.conftest import MONDAY, Village
from tests.aftersales.installations.conftest import Invited


def left(village: Village, *, has_unit: bool) -> UUID:
    """Work of our customer whose time they choose, told by mail."""
    with village.doing() as deed:
        unit = None
        if has_unit:
            unit = add_unit(
                deed,
                village.model,
                village.customer,
                serial="AB1000",
                country="LI",
                purchased_on=MONDAY,
                location_id=village.location.id,
            )
        work = keep_work(
            deed,
            village.customer,
            village.location,
            work_type_of(deed.session, "washing_machine", WorkKind.INSTALL),
            unit_id=None if unit is None else unit.id,
        )
        leave_to_customer(deed, work)
        return work.id


def letter_of(village: Village) -> tuple[str, str]:
    """Subject and words of the one letter that went out."""
    send_due(village.parts)
    letter = village.mail()[-1]
    body = letter.get_body(("plain",))
    assert body is not None
    return str(letter["Subject"]), body.get_content()


def test_customer_reads_what_the_visit_is_for_and_gets_the_link(village: Village) -> None:
    work_id = left(village, has_unit=True)

    subject, text = letter_of(village)

    assert subject == "Choose a time for our visit: Installation: washing machine"
    assert "We come to you for: Installation: washing machine, Alpina Wave 7." in text
    assert "/book/" in text
    assert "You bought" not in text
    (link,) = village.all_of(Link)
    assert (link.purpose, link.subject_id) == (LinkPurpose.BOOKING, work_id)
    with village.parts.store.reading() as session:
        first, last = village.moment(23, 0), village.moment(23, 0, month=12)
        assert open_orders(session, village.territory.id, first, last) == []


def test_work_on_an_unknown_unit_says_the_kind_of_product_only(village: Village) -> None:
    left(village, has_unit=False)

    text = letter_of(village)[1]

    assert "We come to you for: Installation: washing machine." in text
    assert "Alpina" not in text


def test_buyer_of_an_installation_is_told_what_they_bought_once_more(invited: Invited) -> None:
    village = invited.village
    village.clock.moment = village.moment(23, 9)
    with village.doing() as deed:
        leave_to_customer(deed, deed.session.get_one(WorkOrder, invited.work_id))

    subject, text = letter_of(village)

    assert subject == "Choose a time for the installation: Alpina Wave 7"
    assert "order A-1" in text
    assert len(village.mail()) == 2
    assert len(village.all_of(Link)) == 1


def test_customer_without_an_address_is_not_reached(village: Village) -> None:
    with village.parts.store.reading() as session:
        person = session.get_one(Customer, village.customer.id)
        before = reached_at(session, person)
    with village.doing() as deed:
        deed.remove(
            [
                deed.session.get_one(Contact, each.id)
                for each in village.all_of(Contact)
                if each.customer_id == village.customer.id
            ]
        )
    with village.parts.store.reading() as session:
        after = reached_at(session, person)

    assert before is not None
    assert (before.address, after) == ("anna@example.org", None)
