"""A letter of ours came back: its notice was not delivered, and its address is not written to again.

Only somebody who received the letter, or a server on its way, knows its identifier, so nobody else can
make an address look dead.
"""

from __future__ import annotations

from aftersales.conversations.incoming import subjects_in
from aftersales.deed import Deed, Errand
from aftersales.email_addresses import same_email
from aftersales.inbound.bounces import Bounce
from aftersales.notices.escalation import tell_staff_instead
from aftersales.notices.letter import message_id
from aftersales.queries.intakes import delivery_that_was_sent, notices_about_any
from aftersales.queries.notices import deliveries_of
from aftersales.records import (
    Contact,
    DeliveryState,
    JobKind,
    Notice,
    NoticeDelivery,
    NoticeState,
)
from aftersales.store import lock_rows


def mark_returned(deed: Deed, bounce: Bounce) -> Notice | None:
    """Mark the delivery and the address of the letter that came back; answers which notice it was, if any.

    It is delivered anew: to another address of the customer, or else somebody calls them if the news must reach them.
    """
    notice = _notice_of(deed, bounce)
    if notice is None or not bounce.is_final:
        return notice
    lock_rows(deed.session, "notice", [notice.id])
    deed.session.refresh(notice)
    delivery = delivery_that_was_sent(deed.session, notice.id)
    if notice.state not in {NoticeState.SENT, NoticeState.WAITING} or delivery is None:
        return notice
    delivery.state = DeliveryState.FAILED
    delivery.error = f"It came back: {bounce.reason}"[:2000]
    deed.add(delivery)
    is_marked = _mark_contact(deed, delivery, bounce, notice)
    if notice.state is NoticeState.WAITING or _was_texted(deed, notice):
        return notice  # what was or is still said another way is not lost
    if is_marked:
        notice.state, notice.not_before_at = NoticeState.WAITING, deed.now
        deed.errands.append(Errand(kind=JobKind.DELIVER, subject_id=notice.id))
    else:  # the same address would return it again
        notice.state = NoticeState.UNREACHABLE
        tell_staff_instead(deed, notice)
    deed.add(notice)
    return notice


def _was_texted(deed: Deed, notice: Notice) -> bool:
    """Whether the same news went out as a text message, too."""
    deed.session.flush()
    others = deliveries_of(deed.session, notice.id)
    return any(each.state is DeliveryState.SENT for each in others)


def _notice_of(deed: Deed, bounce: Bounce) -> Notice | None:
    """The notice whose letter came back: letters carry its key's digest and name its subject."""
    subjects = subjects_in(" ".join(bounce.letters))
    if not subjects:
        return None
    written = notices_about_any(deed.session, subjects)
    returned = (each for each in written if message_id(deed.settings, each) in bounce.letters)
    return next(returned, None)


def _mark_contact(deed: Deed, delivery: NoticeDelivery, bounce: Bounce, notice: Notice) -> bool:
    """Mark the address as dead if the server names it, or names none; one that forwards elsewhere may live."""
    contact = (
        None if delivery.contact_id is None else deed.session.get(Contact, delivery.contact_id)
    )
    if contact is None or bounce.recipient not in ("", same_email(contact.address)):
        return False
    contact.bounced_at = deed.now
    deed.add(contact)
    deed.note("contact_bounced", contact, notice_id=notice.id)
    return True
