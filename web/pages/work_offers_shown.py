"""Offers of work as people read them, and what became of an answer; the same by link and signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from aftersales.deed import Deed
from aftersales.errors import NotAllowed, NotUnderstood
from aftersales.partner_work import accept_work, decline_work
from aftersales.partner_work.telling import district_of
from aftersales.queries.access import partners
from aftersales.queries.visits import visits_by_id
from aftersales.records import WorkOffer, WorkOfferState
from aftersales.store import Session
from aftersales.words import Words
from aftersales.words.sentences import work

SAID = ("accepted", "declined")
"""What a page confirms; the address carries one of these words and never a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCard:
    """One visit as it is offered: what, roughly where, when; who the customer is stands on no card."""

    id: UUID
    appointment_id: UUID
    work_order_id: UUID
    reference: str
    what: str
    place: str
    when: str
    length: str
    until: str
    partner: str
    technician: str
    refused: str


def cards(_: Words, session: Session, offers: Iterable[WorkOffer]) -> list[OfferCard]:
    """These offers in their order."""
    rows = list(offers)
    visits = visits_by_id(session, {row.appointment_id for row in rows})
    names = {partner.id: partner.name for partner in partners(session)}
    found = []
    for row in rows:
        visit = visits[row.appointment_id]
        zone = visit.appointment.zone
        found.append(
            OfferCard(
                id=row.id,
                appointment_id=row.appointment_id,
                work_order_id=row.work_order_id,
                reference=visit.work_order.reference,
                what=work(_, visit.work_type.kind.value, visit.product_type),
                place=district_of(visit),
                when=_(
                    "{day}, {from_time} to {to_time}",
                    day=_.day_at(row.window_from_at, zone),
                    from_time=_.time_at(row.window_from_at, zone),
                    to_time=_.time_at(row.window_to_at, zone),
                ),
                length=_.many(
                    "{number} minute", "{number} minutes", visit.work_order.duration_minutes
                ),
                until=_(
                    "Answer by {time} on {day}.",
                    time=_.time_at(row.answer_by_at, zone),
                    day=_.day_at(row.answer_by_at, zone),
                ),
                partner=names[row.partner_id],
                technician=visit.lead.name,
                refused=refused_said(_, row, names[row.partner_id]),
            )
        )
    return found


def refused_said(_: Words, row: WorkOffer, partner: str) -> str:
    """Why a partner does not come; empty of one that may."""
    if row.state is WorkOfferState.DECLINED:
        return _("Declined by {partner}: {reason}", partner=partner, reason=row.reason)
    if row.state is WorkOfferState.EXPIRED:
        return _("{partner} did not answer in time.", partner=partner)
    return ""


def refusals(_: Words, session: Session, offers: Iterable[WorkOffer]) -> list[str]:
    """Which partners do not come for a visit, and why, the first asked first."""
    names = {partner.id: partner.name for partner in partners(session)}
    said = (refused_said(_, row, names[row.partner_id]) for row in offers)
    return [each for each in said if each]


def accepting(deed: Deed, row: WorkOffer) -> str:
    """Yes; a second tap changes nothing."""
    if row.state is not WorkOfferState.ACCEPTED:
        accept_work(deed, row)
    return "accepted"


def declining(reason: str) -> Callable[[Deed, WorkOffer], str]:
    """No, for this reason; a second tap changes nothing."""

    def act(deed: Deed, row: WorkOffer) -> str:
        if row.state is not WorkOfferState.DECLINED:
            decline_work(deed, row, reason)
        return "declined"

    return act


def problem_said(_: Words, error: NotAllowed | NotUnderstood, row: WorkOffer) -> str:
    """Why an answer does not count, in the reader's language."""
    if isinstance(error, NotUnderstood):
        return _("Say in a few words why you cannot come.")
    if row.state in (WorkOfferState.OPEN, WorkOfferState.EXPIRED):
        return _(
            "The time to answer is over, so somebody else is asked. Call us if you can come after all."
        )
    return _("This visit was answered before, or is not offered to you any more.")
