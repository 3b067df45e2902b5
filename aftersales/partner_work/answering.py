"""A service partner accepts work or declines it; the office may hear it on the telephone and say so for them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from aftersales.deed import Deed
from aftersales.errors import IllegalMove, NotAllowed, NotUnderstood, Problem
from aftersales.queries.visits import AHEAD, visits_by_id
from aftersales.queries.work_offers import LIVE
from aftersales.records import ActorKind, WorkOffer, WorkOfferState
from aftersales.states import moved
from aftersales.store import lock_rows

OFFER_MOVES: Final = MappingProxyType(
    {
        WorkOfferState.OPEN: frozenset(
            {
                WorkOfferState.ACCEPTED,
                WorkOfferState.DECLINED,
                WorkOfferState.EXPIRED,
                WorkOfferState.WITHDRAWN,
            }
        ),
        WorkOfferState.ACCEPTED: frozenset({WorkOfferState.WITHDRAWN}),
        WorkOfferState.DECLINED: frozenset({WorkOfferState.ACCEPTED}),
        WorkOfferState.EXPIRED: frozenset({WorkOfferState.ACCEPTED}),
        WorkOfferState.WITHDRAWN: frozenset[WorkOfferState](),
    }
)
"""Declined or expired work is accepted after all only by the office, while the visit still stands with the partner."""

LONGEST_REASON: Final = 2000


def accept_work(deed: Deed, offer: WorkOffer) -> None:
    """The partner comes.

    Raises:
        NotAllowed: it was answered before, or withdrawn; or the time to answer is over, and it is not the office
            that has spoken to them.
    """
    _take(deed, offer)
    is_by_office = deed.actor.kind is ActorKind.STAFF
    if offer.state is not WorkOfferState.OPEN and not is_by_office:
        raise _answered(offer)
    if not is_by_office:
        _in_time(deed, offer)
    visit = visits_by_id(deed.session, [offer.appointment_id]).get(offer.appointment_id)
    if (
        visit is None
        or visit.appointment.state not in AHEAD
        or visit.lead.service_partner_id != offer.partner_id
    ):
        raise NotAllowed(
            "This visit has gone to somebody else, or does not take place. There is nothing to do for you any more."
        )
    settle(deed, offer, WorkOfferState.ACCEPTED)


def decline_work(deed: Deed, offer: WorkOffer, reason: str) -> None:
    """The partner does not come, and says why; somebody else is looked for at once.

    Raises:
        NotUnderstood: they do not say why, or at too great length.
        NotAllowed: it was answered before, or withdrawn, or the time to answer is over.
    """
    said = reason.strip()
    if not 0 < len(said) <= LONGEST_REASON:
        raise NotUnderstood(
            "Say in a few words why you cannot come.",
            [Problem("reason", f"write 1 to {LONGEST_REASON} characters")],
        )
    _take(deed, offer)
    if offer.state is not WorkOfferState.OPEN:
        raise _answered(offer)
    _in_time(deed, offer)
    settle(deed, offer, WorkOfferState.DECLINED, reason=said)


def settle(deed: Deed, offer: WorkOffer, state: WorkOfferState, *, reason: str = "") -> None:
    """Move an offer along its graph.

    Raises:
        IllegalMove: it cannot come there from where it is.
    """
    offer.state = moved(OFFER_MOVES, offer.state, state, "offer of work")
    offer.live_key = str(offer.appointment_id) if state in LIVE else None
    offer.reason = reason
    offer.answered_at = deed.now
    deed.add(offer)
    deed.note(f"work_{state}", offer, why=reason)


def _take(deed: Deed, offer: WorkOffer) -> None:
    """Let nobody else answer until this deed ends, and read it anew."""
    lock_rows(deed.session, "work_offer", [offer.id])
    deed.session.refresh(offer)


def _in_time(deed: Deed, offer: WorkOffer) -> None:
    if offer.answer_by_at <= deed.now:
        raise NotAllowed(
            "The time to answer is over, so somebody else is asked. Call us if you can come after all."
        )


def _answered(offer: WorkOffer) -> IllegalMove:
    sentence = {
        WorkOfferState.ACCEPTED: "You have accepted this visit already.",
        WorkOfferState.DECLINED: "You have declined this visit already.",
        WorkOfferState.EXPIRED: "The time to answer is over, so somebody else is asked.",
        WorkOfferState.WITHDRAWN: "This visit is not offered to you any more.",
        WorkOfferState.OPEN: "Nobody has answered this offer yet.",
    }[offer.state]
    return IllegalMove(f"{sentence} Call us if that is not right.")
