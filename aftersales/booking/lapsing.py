"""A kept time that nobody confirmed: whoever chose it, or was offered it, is told once and can choose again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from aftersales.booking.asked import booking_of
from aftersales.deed import Deed
from aftersales.holds import release_expired
from aftersales.links import issue_link
from aftersales.notices.booking_facts import LapsedFacts
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.policy import contact_for
from aftersales.notices.writing import customer, write_notice
from aftersales.queries.holds import kind_of_holder
from aftersales.queries.links import working_links_of
from aftersales.queries.notices import contacts_of
from aftersales.queries.visits import AHEAD
from aftersales.records import ActorKind, Appointment, LinkPurpose, WorkOrder, WorkOrderState


def give_back(deed: Deed, technicians: Collection[UUID] | None = None) -> None:
    """Give back every time that was not confirmed, of these technicians only if they are named, and tell whose it was."""
    for hold in release_expired(deed, technicians):
        _tell(deed, hold)


def _tell(deed: Deed, hold: Appointment) -> None:
    """Write to the customer; not to one whom nothing reaches, nor about what the office kept while they were on the phone."""
    deed.session.flush()
    order = deed.session.get_one(WorkOrder, hold.work_order_id)
    if kind_of_holder(deed.session, hold.id) is ActorKind.STAFF:
        return
    booking = booking_of(deed.session, order)
    has_visit = booking.visit is not None and booking.visit.state in AHEAD
    is_reached = contact_for(contacts_of(deed.session, order.customer_id)) is not None
    if not is_reached or not (has_visit or order.state is WorkOrderState.OPEN):
        return
    notice = write_notice(
        deed,
        NoticeKind.HOLD_EXPIRING,
        customer(booking.customer),
        order,
        # Only one time is kept for a work order at any moment, so the moment names it.
        revision=int(hold.created_at.timestamp()),
        zone=hold.zone,
        facts=LapsedFacts(
            reference=order.reference,
            work_kind=booking.work_type.kind.value,
            product_type=booking.product_type,
            zone=hold.zone,
            window_from_at=hold.window_from_at,
            window_to_at=hold.window_to_at,
            has_visit=has_visit,
            answers_name=booking.territory.answers_name,
            answers_phone=booking.territory.answers_phone,
            link_id=_link(deed, order, hold),
        ),
    )
    deed.note("notice_hold_expiring", order, notice_id=notice.id)


def _link(deed: Deed, order: WorkOrder, hold: Appointment) -> UUID:
    """The link by which they chose, if it works; else a new one until some weeks after the time that they chose."""
    found = working_links_of(deed.session, LinkPurpose.BOOKING, [order.id], deed.now)
    if order.id in found:
        return found[order.id]
    until_at = max(hold.window_to_at, deed.now) + timedelta(days=deed.settings.link_days)
    return issue_link(deed, LinkPurpose.BOOKING, order.id, expires_at=until_at)
