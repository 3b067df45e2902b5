"""A buyer who cannot be told of a changed visit is called: whoever answers for the territory is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from aftersales.deed import Deed
from aftersales.notices.facts import VisitFacts, from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import territory, write_notice
from aftersales.queries.notices import contacts_of
from aftersales.records import Appointment, Channel, Customer, Notice, Territory

CALLED_FOR: Final = frozenset(
    {
        NoticeKind.BOOKED,
        NoticeKind.WINDOW_NARROWED,
        NoticeKind.MOVED,
        NoticeKind.DELAYED,
        NoticeKind.CANCELLED,
    }
)
"""Kinds whose news a buyer must have, if need be by telephone."""


def tell_staff_instead(deed: Deed, notice: Notice) -> None:
    """Ask staff to call, once for each notice that reached nobody."""
    if NoticeKind(notice.kind) not in CALLED_FOR:
        return
    facts = from_json(VisitFacts, notice.facts)
    appointment = deed.session.get_one(Appointment, facts.appointment_id)
    area = deed.session.get_one(Territory, appointment.territory_id)
    person = deed.session.get_one(Customer, notice.recipient_id)
    phones = (
        contact.address
        for contact in contacts_of(deed.session, person.id)
        if contact.channel is Channel.PHONE
    )
    phone = next(phones, "")
    write_notice(
        deed,
        NoticeKind.PROMISE_AT_RISK,
        territory(area),
        appointment,
        revision=facts.sequence,
        zone=area.zone,
        facts=replace(facts, call_name=person.name, call_phone=phone),
    )
    deed.note("buyer_not_reached", appointment, notice_id=notice.id)
