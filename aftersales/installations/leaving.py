"""The choice of a time is left to the customer: they get the link by which they book."""

from __future__ import annotations

from aftersales.booking.asked import booking_of
from aftersales.deed import Deed
from aftersales.installations.inviting import booking_link, tell_buyer
from aftersales.notices.booking_facts import BookingFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import contact_for
from aftersales.notices.writing import customer, write_notice
from aftersales.pricing import price_of
from aftersales.queries.installations import sold_with
from aftersales.queries.notices import contacts_of
from aftersales.records import Contact, Customer, ProductModel, Unit, WorkOrder
from aftersales.store import Session


def leave_to_customer(deed: Deed, work: WorkOrder, *, is_reminder: bool = False) -> None:
    """Write to the customer of a work order: they choose the time by the link in the message."""
    deed.session.flush()
    link_id = booking_link(deed, work, is_prepared=work.order_line_id is not None)
    booking = booking_of(deed.session, work)
    person, place, area = booking.customer, booking.location, booking.territory
    price = price_of(deed.session, work, booking.work_type)
    asked = int(deed.now.timestamp())
    if work.order_line_id is not None:
        sold = sold_with(deed.session, work.order_line_id)
        tell_buyer(
            deed, sold, person, work, place, link_id, revision=asked, is_reminder=is_reminder
        )
        return
    write_notice(
        deed,
        NoticeKind.BOOKING_LINK,
        customer(person),
        work,
        revision=asked,
        zone=place.zone,
        facts=BookingFacts(
            reference=work.reference,
            order_number="",
            product=_product(deed.session, work),
            quantity=1,
            price_cents=None if price is None else price.cents,
            currency="" if price is None else price.currency,
            price_reason="" if price is None else price.reason.value,
            zone=place.zone,
            answers_name=area.answers_name,
            answers_phone=area.answers_phone,
            link_id=link_id,
            work_kind=booking.work_type.kind.value,
            product_type=booking.product_type,
            is_reminder=is_reminder,
        ),
    )


def reached_at(session: Session, person: Customer) -> Contact | None:
    """Where a link would go; None if nothing can be sent to a customer."""
    return contact_for(contacts_of(session, person.id))


def _product(session: Session, work: WorkOrder) -> str:
    """The unit as people call it; nothing if it is not known which one."""
    if work.unit_id is None:
        return ""
    unit = session.get_one(Unit, work.unit_id)
    model = session.get_one(ProductModel, unit.product_model_id)
    return f"{model.brand} {model.name}"
