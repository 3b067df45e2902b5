"""Service partners are asked whether they take the visits that are planned for their technicians."""

from __future__ import annotations

from collections.abc import Sequence

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
from aftersales.records import AppointmentState, Territory, WorkOffer, WorkOfferState
from aftersales.store import Session, lock_rows

GONE_TO: frozenset[AppointmentState] = frozenset({*UNDER_WAY, AppointmentState.DONE})
"""Whoever is on the way to a visit, or was there, has taken it."""


def offer_work(parts: Parts, territory: Territory) -> int:
    """Offer what is planned for partners and withdraw what is not theirs any more; answers how many were offered."""
    with parts.store.reading() as session:
        if not _is_anything_to_do(session, territory, parts):
            return 0
    with parts.doing(SYSTEM) as deed:
        take_turn(deed, territory.id)
        _look_again(deed, territory)
        deed.session.flush()
        return len(_offer(deed, territory))


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


def _is_anything_to_do(session: Session, territory: Territory, parts: Parts) -> bool:
    asked = to_be_answered(session, territory.id, parts.clock.now())
    return bool(asked or live_offers(session, territory.id))


def _look_again(deed: Deed, territory: Territory) -> None:
    """Withdraw what is not as it was asked; whoever goes without an answer has taken the visit."""
    offers = live_offers(deed.session, territory.id)
    lock_rows(deed.session, "work_offer", [offer.id for offer in offers])
    visits = visits_by_id(deed.session, [offer.appointment_id for offer in offers])
    asked = asked_partners(deed.session)
    for offer in offers:
        deed.session.refresh(offer)
        visit = visits[offer.appointment_id]
        is_open = offer.state is WorkOfferState.OPEN
        if is_open and visit.appointment.state in GONE_TO and is_as_asked(offer, visit):
            settle(deed, offer, WorkOfferState.ACCEPTED)
        elif (
            is_open and (visit.appointment.state not in AHEAD or offer.partner_id not in asked)
        ) or (offer.state in LIVE and not is_as_asked(offer, visit)):
            settle(deed, offer, WorkOfferState.WITHDRAWN)


def _offer(deed: Deed, territory: Territory) -> Sequence[WorkOffer]:
    """Offer every visit that nobody was asked about, or that is at another time now."""
    planned = to_be_answered(deed.session, territory.id, deed.now)
    partners = asked_partners(deed.session)
    settled = {
        (offer.appointment_id, offer.partner_id)
        for offer in offers_about(deed.session, planned)
        if offer.state in {*LIVE, *REFUSED}
    }
    visits = visits_by_id(deed.session, planned)
    offered = []
    for appointment_id, partner_id in planned.items():
        appointment = visits[appointment_id].appointment
        hours = partners[partner_id].answer_hours
        until = None if hours is None else answer_by(deed.now, hours, appointment.window_from_at)
        if until is None or (appointment_id, partner_id) in settled:
            continue
        offer = WorkOffer(
            id=deed.new_id(),
            appointment_id=appointment_id,
            work_order_id=appointment.work_order_id,
            partner_id=partner_id,
            state=WorkOfferState.OPEN,
            live_key=str(appointment_id),
            window_from_at=appointment.window_from_at,
            window_to_at=appointment.window_to_at,
            offered_at=deed.now,
            answer_by_at=until,
            reason="",
        )
        deed.add(offer)
        offered.append(offer)
    deed.session.flush()
    for partner_id in sorted({offer.partner_id for offer in offered}):
        theirs = [offer for offer in offered if offer.partner_id == partner_id]
        tell_partner(deed, territory, partners[partner_id], theirs, visits)
    return offered
