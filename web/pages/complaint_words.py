"""The words for complaints: their states for colleagues and for customers, offers, levels, and what is due."""

from __future__ import annotations

from aftersales.records import ComplaintState, OfferState, Role
from aftersales.words import Words


def complaint_words(_: Words, state: ComplaintState) -> str:
    """Where a complaint stands, for colleagues."""
    return {
        ComplaintState.RECEIVED: _("not taken on yet"),
        ComplaintState.ACKNOWLEDGED: _("taken on"),
        ComplaintState.INVESTIGATING: _("being looked into"),
        ComplaintState.OFFER_MADE: _("offer made"),
        ComplaintState.ACCEPTED: _("offer accepted"),
        ComplaintState.DECLINED: _("offer declined"),
        ComplaintState.ESCALATED: _("escalated"),
        ComplaintState.RESOLVED: _("done, waiting for the customer's word"),
        ComplaintState.FOLLOWED_UP: _("settled"),
    }[state]


def due_words(_: Words, state: ComplaintState) -> str:
    """What is due next."""
    return {
        ComplaintState.RECEIVED: _("Take it on"),
        ComplaintState.ACKNOWLEDGED: _("Answer"),
        ComplaintState.INVESTIGATING: _("Answer"),
        ComplaintState.OFFER_MADE: _("Ask the customer again"),
        ComplaintState.ACCEPTED: _("Carry out the offer"),
        ComplaintState.DECLINED: _("Make a better offer"),
        ComplaintState.ESCALATED: _("Answer"),
        ComplaintState.RESOLVED: _("Ask whether it is settled"),
        ComplaintState.FOLLOWED_UP: _("Nothing"),
    }[state]


def said_words(_: Words, state: ComplaintState, owner: str) -> str:
    """How a complaint stands, in the one sentence that its customer reads on top."""
    match state:
        case ComplaintState.RECEIVED:
            return _("We have your complaint. {name} looks after it.", name=owner)
        case ComplaintState.ACKNOWLEDGED | ComplaintState.INVESTIGATING:
            return _("{name} looks into your complaint.", name=owner)
        case ComplaintState.OFFER_MADE:
            return _("{name} has an offer for you.", name=owner)
        case ComplaintState.ACCEPTED:
            return _("You accepted the offer. {name} sees to it.", name=owner)
        case ComplaintState.DECLINED:
            return _("You declined the offer. {name} looks for a better one.", name=owner)
        case ComplaintState.ESCALATED:
            return _("{name} looks after your complaint now.", name=owner)
        case ComplaintState.RESOLVED:
            return _("We have done what we said. Is your complaint settled?")
        case ComplaintState.FOLLOWED_UP:
            return _("Your complaint is settled. Thank you for telling us.")


def offer_words(_: Words, state: OfferState) -> str:
    """What became of an offer."""
    return {
        OfferState.WAITING: _("waits for approval"),
        OfferState.MADE: _("with the customer"),
        OfferState.ACCEPTED: _("accepted"),
        OfferState.DECLINED: _("declined"),
        OfferState.WITHDRAWN: _("taken back"),
    }[state]


def role_words(_: Words, role: Role) -> str:
    """Who stands on a rung of the ladder."""
    return {
        Role.TECHNICIAN: _("technician"),
        Role.SUPPORT: _("support"),
        Role.DISPATCHER: _("dispatcher"),
        Role.MANAGER: _("manager"),
        Role.ADMIN: _("admin"),
        Role.PARTNER: _("partner"),
    }[role]
