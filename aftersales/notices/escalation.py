"""A customer who cannot be told is called: of a changed visit by whoever answers for the territory, else by the owner of the case."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from aftersales.case_owners import territory_of_case
from aftersales.deed import Deed
from aftersales.notices.facts import LostFacts, VisitFacts, from_json
from aftersales.notices.kinds import NoticeKind
from aftersales.notices.writing import colleague, territory, write_notice
from aftersales.queries.conversations import cases_by_subject
from aftersales.queries.notices import contacts_of
from aftersales.records import (
    Appointment,
    Channel,
    Customer,
    Notice,
    RecipientKind,
    Territory,
    User,
)

CALLED_FOR: Final = frozenset(
    {
        NoticeKind.BOOKED,
        NoticeKind.WINDOW_NARROWED,
        NoticeKind.MOVED,
        NoticeKind.DELAYED,
        NoticeKind.RECOVERED,
        NoticeKind.CANCELLED,
        NoticeKind.NO_ACCESS,
        NoticeKind.NOBODY_CAME,
        NoticeKind.PART_DELAYED,
    }
)
"""Kinds whose news a buyer must have, if need be by telephone."""


MUST_ARRIVE: Final = frozenset(
    {
        NoticeKind.CASE_REPLY,
        NoticeKind.CASE_RESOLVED,
        NoticeKind.CLAIM_QUESTION,
        NoticeKind.CLAIM_DECIDED,
        NoticeKind.COMPLAINT_ACKNOWLEDGED,
        NoticeKind.COMPLAINT_OFFER,
        NoticeKind.COMPLAINT_ESCALATED,
        NoticeKind.COMPLAINT_CLOSED,
        NoticeKind.REMEDY_OFFER,
    }
)
"""Kinds that answer a customer, or ask them something: whoever looks after the case hears that it did not arrive."""


def tell_staff_instead(deed: Deed, notice: Notice) -> None:
    """Ask staff to call, once for each notice that reached nobody."""
    kind = NoticeKind(notice.kind)
    if kind in MUST_ARRIVE and notice.recipient_kind is RecipientKind.CUSTOMER:
        _tell_owner(deed, notice)
    if kind not in CALLED_FOR:
        return
    facts = from_json(VisitFacts, notice.facts)
    appointment = deed.session.get_one(Appointment, facts.appointment_id)
    area = deed.session.get_one(Territory, appointment.territory_id)
    person = deed.session.get_one(Customer, notice.recipient_id)
    phone = _phone_of(deed, person)
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


def _tell_owner(deed: Deed, notice: Notice) -> None:
    """Whoever looks after the case that a notice is about hears that it did not arrive, and whom to call."""
    for case in cases_by_subject(deed.session, [notice.subject_id]):
        area = territory_of_case(deed, case)
        owner = None if case.owner_user_id is None else deed.session.get(User, case.owner_user_id)
        person = deed.session.get_one(Customer, notice.recipient_id)
        write_notice(
            deed,
            NoticeKind.DELIVERY_FAILED,
            territory(area) if owner is None or not owner.is_active else colleague(owner),
            case,
            revision=notice.id.int % 10**12,
            zone=area.zone,
            facts=LostFacts(
                reference=case.reference,
                subject=case.subject,
                kind=notice.kind,
                call_name=person.name,
                call_phone=_phone_of(deed, person),
            ),
        )
        deed.note("case_not_reached", case, notice_id=notice.id)


def _phone_of(deed: Deed, person: Customer) -> str:
    phones = (
        contact.address
        for contact in contacts_of(deed.session, person.id)
        if contact.channel is Channel.PHONE
    )
    return next(phones, "")
