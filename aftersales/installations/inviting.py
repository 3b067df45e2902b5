"""A sale with installation becomes work, and its buyer gets the link by which they choose a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from aftersales.bookings import keep_work
from aftersales.deed import Deed
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.notices.booking_facts import BookingFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import customer, write_notice
from aftersales.parts import Parts
from aftersales.pricing import price_of
from aftersales.queries.catalogue import work_types_for
from aftersales.queries.installations import SoldWith, preparation_of
from aftersales.queries.links import working_links_of
from aftersales.records import (
    Customer,
    LinkPurpose,
    Location,
    Order,
    OrderLine,
    ProductModel,
    Territory,
    VisitPreparation,
    WorkKind,
    WorkOrder,
    WorkType,
)

LINK_OPEN: Final = timedelta(days=180)
"""For so long a buyer can choose a time; who has not by then calls us."""

STILL_WAITED_FOR: Final = timedelta(days=60)
"""An older sale, such as one that is brought over from another system, is installed by now."""

LONGEST_VISIT: Final = 480
"""Minutes: nobody works on one visit for longer than a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What came of one line of a sale with installation: the work with its link, or why there is none yet."""

    line: OrderLine
    work: WorkOrder | None = None
    link_id: UUID | None = None
    why_not: str = ""


def invite_buyer(
    deed: Deed,
    sale: Order,
    line: OrderLine,
    model: ProductModel,
    person: Customer,
    place: Location | None,
    *,
    unit_id: UUID | None = None,
) -> Invitation | None:
    """Make the work of a line that was sold with installation, and write to its buyer; None for other and old lines.

    Several items of a line are installed in one visit, which is the longer for it.
    """
    today = deed.now.date()
    if not line.wants_installation or sale.ordered_on < today - STILL_WAITED_FOR:
        return None
    if place is None:
        return Invitation(
            line=line,
            why_not="It is not known where the customer lives. Add a location of theirs, then a work order.",
        )
    found = work_types_for(deed.session, model.product_type, [WorkKind.INSTALL])
    if not found:
        return Invitation(
            line=line,
            why_not=f"Nobody has said how long the installation of {model.product_type} takes. "
            "Add a work type, then a work order.",
        )
    work = keep_work(
        deed,
        person,
        place,
        found[0],
        unit_id=unit_id,
        order_line_id=line.id,
        note="" if line.quantity == 1 else f"{line.quantity} items.",
    )
    work.duration_minutes = minutes_for(found[0], line.quantity)
    link_id = booking_link(deed, work)
    sold = SoldWith(order=sale, line=line, model=model)
    tell_buyer(deed, sold, person, work, place, link_id, revision=work.revision)
    return Invitation(line=line, work=work, link_id=link_id)


def minutes_for(work_type: WorkType, quantity: int) -> int:
    """How long so many of the same take in one visit: each further one goes as fast as one ever does."""
    minutes = work_type.minutes_typical + (quantity - 1) * work_type.minutes_low
    return max(work_type.minutes_typical, min(minutes, LONGEST_VISIT))


def booking_link(deed: Deed, work: WorkOrder, *, is_prepared: bool = True) -> UUID:
    """The link by which the customer of a work order chooses a time; one that works is used on.

    With `is_prepared` the steps before the times are asked first: not where the unit is known to stand there already.
    """
    found = working_links_of(deed.session, LinkPurpose.BOOKING, [work.id], deed.now)
    if work.id in found:
        return found[work.id]
    if is_prepared and preparation_of(deed.session, work.id) is None:
        deed.add(blank_preparation(deed.new_id(), work.id, deed.now))
    return issue_link(deed, LinkPurpose.BOOKING, work.id, expires_at=deed.now + LINK_OPEN)


def blank_preparation(row_id: UUID, work_order_id: UUID, now: datetime) -> VisitPreparation:
    """A preparation in which nothing was said."""
    return VisitPreparation(
        id=row_id,
        work_order_id=work_order_id,
        contact_name="",
        contact_phone="",
        reached_by="",
        changed_at=now,
    )


def booking_page(parts: Parts, link_id: UUID) -> str:
    """The address of a buyer's own pages, made again whenever it is needed and stored nowhere."""
    return f"{parts.settings.public_url}/book/{link_token(parts.secret, link_id)}"


def tell_buyer(
    deed: Deed,
    sold: SoldWith,
    person: Customer,
    work: WorkOrder,
    place: Location,
    link_id: UUID,
    *,
    revision: int,
    is_reminder: bool = False,
) -> None:
    """Write to whoever bought what is to be installed; once for each revision."""
    area = deed.session.get_one(Territory, work.territory_id)
    line, model = sold.line, sold.model
    price = price_of(deed.session, work, deed.session.get_one(WorkType, work.work_type_id))
    write_notice(
        deed,
        NoticeKind.BOOKING_LINK,
        customer(person),
        work,
        revision=revision,
        zone=place.zone,
        facts=BookingFacts(
            reference=work.reference,
            order_number=sold.order.number,
            product=f"{model.brand} {model.name}",
            quantity=line.quantity,
            price_cents=None if price is None else price.cents,
            currency=line.currency if price is None else price.currency,
            price_reason="" if price is None else price.reason.value,
            zone=place.zone,
            answers_name=area.answers_name,
            answers_phone=area.answers_phone,
            link_id=link_id,
            is_reminder=is_reminder,
        ),
    )
