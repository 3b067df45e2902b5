"""A sale with installation: its buyer is asked to choose a time, once, and nobody is asked about what is long done."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from aftersales.catalogue import add_product_model
from aftersales.clock import SetClock
from aftersales.errors import NotThere
from aftersales.identifiers import link_token, token_hash
from aftersales.installations import booking_link, booking_page
from aftersales.installations.inviting import LINK_OPEN, LONGEST_VISIT
from aftersales.links import subject_of
from aftersales.notices.delivery import send_due
from aftersales.queries.planning import open_orders
from aftersales.records import Link, LinkPurpose, OrderLine, VisitPreparation, WorkOrder
from tests.aftersales.conftest import Village
from tests.aftersales.installations.conftest import Invited, sell
from warranty import WarrantyTerms


def test_line_sold_with_installation_makes_work_that_no_plan_takes_yet(village: Village) -> None:
    invited = sell(village)

    assert invited is not None
    assert invited.work is not None
    (line,) = village.all_of(OrderLine)
    (work,) = village.all_of(WorkOrder)
    assert (work.order_line_id, work.customer_id) == (line.id, village.customer.id)
    assert (work.work_type_id, work.duration_minutes, work.note) == (village.work_type.id, 60, "")
    assert [row.work_order_id for row in village.all_of(VisitPreparation)] == [work.id]
    with village.parts.store.reading() as session:
        first, last = village.moment(23, 0), village.moment(23, 0, month=12)
        assert open_orders(session, village.territory.id, first, last) == []


def test_buyer_is_written_to_with_a_link_that_is_stored_only_as_its_hash(invited: Invited) -> None:
    village = invited.village
    send_due(village.parts)

    (letter,) = village.mail()
    body = letter.get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert letter["Subject"] == "Choose a time for the installation: Alpina Wave 7"
    assert booking_page(village.parts, invited.link_id) in text
    assert "order A-1" in text
    assert "The installation is free" in text
    (link,) = village.all_of(Link)
    assert link.token_hash == token_hash(invited.token)
    assert invited.token not in str(village.all_of(Link)) + str(village.notices())


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (None, "There is nothing to pay on the day."),
        (0, "The installation is free: you bought the product with delivery and installation."),
        (4_900, "You ordered the installation for"),
    ],
)
def test_letter_says_what_the_installation_costs_and_why(
    village: Village, cents: int | None, said: str
) -> None:
    sell(village, installation_price_cents=cents)
    send_due(village.parts)

    (letter,) = village.mail()
    body = letter.get_body(("plain",))
    assert body is not None
    assert said in body.get_content()


@pytest.mark.parametrize(
    ("quantity", "minutes"), [(1, 60), (2, 105), (3, 150), (1000, LONGEST_VISIT)]
)
def test_several_items_of_a_line_are_one_longer_visit(
    village: Village, quantity: int, minutes: int
) -> None:
    sell(village, quantity=quantity)

    (work,) = village.all_of(WorkOrder)
    assert work.duration_minutes == minutes
    assert work.note == ("" if quantity == 1 else f"{quantity} items.")


def test_line_without_installation_and_sales_of_long_ago_ask_nobody(village: Village) -> None:
    assert sell(village, wants_installation=False) is None
    assert sell(village, number="A-2", on=date(2026, 9, 23)) is None
    assert village.all_of(WorkOrder) == []
    assert village.notices() == []

    assert sell(village, number="A-3", on=date(2026, 9, 24)) is not None


def test_sale_without_a_place_or_a_kind_of_work_says_what_is_missing(village: Village) -> None:
    with village.doing() as deed:
        sofa = add_product_model(
            deed,
            sku="S-1",
            name="Soft",
            brand="Alpina",
            product_type="sofa",
            terms=WarrantyTerms("S-1"),
        )

    nowhere = sell(village, has_place=False)
    unknown = sell(village, number="A-2", model=sofa)

    assert nowhere is not None
    assert unknown is not None
    assert "where the customer lives" in nowhere.why_not
    assert "how long the installation of sofa takes" in unknown.why_not
    assert village.all_of(WorkOrder) == []
    assert village.notices() == []


def test_link_that_works_is_used_on_and_a_new_one_is_made_when_it_does_not(
    invited: Invited, clock: SetClock
) -> None:
    village = invited.village
    with village.doing() as deed:
        again = booking_link(deed, invited.work())
    clock.move_to(clock.now() + LINK_OPEN + timedelta(days=1))
    with village.doing() as deed:
        later = booking_link(deed, invited.work())

    assert again == invited.link_id
    assert later != invited.link_id
    with village.parts.store.reading() as session:
        now = clock.now()
        token = link_token(village.parts.secret, later)
        assert subject_of(session, now, LinkPurpose.BOOKING, token) == invited.work_id
        with pytest.raises(NotThere, match="does not work any more"):
            subject_of(session, now, LinkPurpose.BOOKING, invited.token)
    assert len(village.all_of(VisitPreparation)) == 1
