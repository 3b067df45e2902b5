"""Service partners are asked whether they take the visits that are planned for their technicians."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from aftersales.appointments import take_turn
from aftersales.deed import SYSTEM, Deed
from aftersales.partner_work.answering import settle
from aftersales.partner_work.deadlines import answer_by
from aftersales.partner_work.telling import tell_partner
from aftersales.parts import Parts
from aftersales.queries.visits import AHEAD, UNDER_WAY, Visit, visits_by_id
from aftersales.queries.work_offers import (
    LIVE,
    REFUSED,
    asked_partners,
    live_offers,
    offers_about,
    offers_run_out,
    to_be_answered,
)
from aftersales.records import (
    AppointmentState,
    ServicePartner,
    Territory,
    WorkOffer,
    WorkOfferState,
)
from aftersales.settings import Settings
from aftersales.sla import hours_of
from aftersales.store import Session, lock_rows

GONE_TO: frozenset[AppointmentState] = frozenset({*UNDER_WAY, AppointmentState.DONE})
"""Whoever is on the way to a visit, or was there, has taken it."""


def offer_work(parts: Parts, territory: Territory) -> int:
    """Offer what is planned for partners and withdraw what is not theirs any more; answers how many were offered."""
    with parts.store.reading() as session:
        now = parts.clock.now()
        if not _overtaken(session, territory) and not _unasked(
            session, parts.settings, territory, now
        ):
            return 0
    with parts.doing(SYSTEM) as deed:
        take_turn(deed, territory.id)
        _settle_overtaken(deed, territory)
        deed.session.flush()
        return _offer(deed, territory)


def expire_offers(parts: Parts, territory: Territory) -> int:
    """What nobody answered in time is not theirs any more; answers how many it was."""
    with parts.store.reading() as session:
        if not offers_run_out(session, territory.id, parts.clock.now()):
            return 0
    expired = 0
    with parts.doing(SYSTEM) as deed:
        due = offers_run_out(deed.session, territory.id, deed.now)
        lock_rows(deed.session, "work_offer", list(due))
        for each in due:
            offer = deed.session.get_one(WorkOffer, each)
            deed.session.refresh(offer)
            if offer.state is WorkOfferState.OPEN:
                settle(deed, offer, WorkOfferState.EXPIRED)
                expired += 1
    return expired


def is_as_asked(offer: WorkOffer, visit: Visit) -> bool:
    """Whether a visit still is what its partner was asked about: theirs, and at a time inside that window."""
    appointment = visit.appointment
    return (
        visit.lead.service_partner_id == offer.partner_id
        and offer.window_from_at <= appointment.window_from_at
        and appointment.window_to_at <= offer.window_to_at
    )


def _overtaken(session: Session, territory: Territory) -> list[tuple[WorkOffer, WorkOfferState]]:
    """Offers that are not as they were asked, and what they become; whoever goes without an answer has taken the visit."""
    offers = live_offers(session, territory.id)
    visits = visits_by_id(session, [offer.appointment_id for offer in offers])
    asked = asked_partners(session)
    found = []
    for offer in offers:
        visit = visits[offer.appointment_id]
        is_open, state = offer.state is WorkOfferState.OPEN, visit.appointment.state
        if is_open and state in GONE_TO and is_as_asked(offer, visit):
            found.append((offer, WorkOfferState.ACCEPTED))
        elif not is_as_asked(offer, visit) or (
            is_open and (state not in AHEAD or offer.partner_id not in asked)
        ):
            found.append((offer, WorkOfferState.WITHDRAWN))
    return found


def _settle_overtaken(deed: Deed, territory: Territory) -> None:
    for offer, state in _overtaken(deed.session, territory):
        before = offer.state
        lock_rows(deed.session, "work_offer", [offer.id])
        deed.session.refresh(offer)
        if offer.state is before:  # else it was answered this moment: the next round looks again
            settle(deed, offer, state)


def _unasked(
    session: Session, settings: Settings, territory: Territory, now: datetime
) -> list[tuple[Visit, ServicePartner, datetime]]:
    """The visits about which no partner was asked as they are now, by whom and until when they would be answered."""
    planned = to_be_answered(session, territory.id, now)
    settled = {
        (offer.appointment_id, offer.partner_id)
        for offer in offers_about(session, planned)
        if offer.state in {*LIVE, *REFUSED}
    }
    left = {key: partner for key, partner in planned.items() if (key, partner) not in settled}
    visits, partners = visits_by_id(session, left), asked_partners(session)
    hours, found = hours_of(settings, territory, now), []
    for appointment_id, partner_id in left.items():
        visit, partner = visits[appointment_id], partners[partner_id]
        amount = timedelta(hours=partner.answer_hours or 0)
        until = answer_by(hours, now, amount, visit.appointment.window_from_at)
        if until is not None:
            found.append((visit, partner, until))
    return found


def _offer(deed: Deed, territory: Territory) -> int:
    """Offer what nobody was asked about, and write to each partner once."""
    unasked = _unasked(deed.session, deed.settings, territory, deed.now)
    asked: dict[UUID, list[WorkOffer]] = {}
    for visit, partner, until in unasked:
        offer = WorkOffer(
            id=deed.new_id(),
            appointment_id=visit.appointment.id,
            work_order_id=visit.work_order.id,
            partner_id=partner.id,
            state=WorkOfferState.OPEN,
            live_key=str(visit.appointment.id),
            window_from_at=visit.appointment.window_from_at,
            window_to_at=visit.appointment.window_to_at,
            offered_at=deed.now,
            answer_by_at=until,
            reason="",
        )
        deed.add(offer)
        asked.setdefault(partner.id, []).append(offer)
    deed.session.flush()
    visits = {visit.appointment.id: visit for visit, _partner, _until in unasked}
    partners = {partner.id: partner for _visit, partner, _until in unasked}
    for partner_id in sorted(asked):
        tell_partner(deed, territory, partners[partner_id], asked[partner_id], visits)
    return len(unasked)
