"""The sentences of the customer's page of a case."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from aftersales.conversations.own_page import OwnCase
from aftersales.records import CASE_OVER, AppointmentState, Case, CaseState
from aftersales.words import Words
from warranty import ClaimState


def headline(_: Words, own: OwnCase, *, is_complaint: bool = False) -> str:
    """The one sentence about a case on its page."""
    return state_said(_, own.case, is_complaint=is_complaint)


def state_said(_: Words, case: Case, *, is_complaint: bool = False) -> str:
    """Who does what now in a case, for its customer."""
    name = case.owner_name
    match case.state:
        case CaseState.WAITING_CUSTOMER:
            return _("{name} needs your answer.", name=name)
        case CaseState.VISIT_NEEDED:
            return _("{name} arranges a visit for you.", name=name)
        case CaseState.RESOLVED:
            return _("For us this is settled. Is it for you?")
        case CaseState.CLOSED:
            return _("This is settled.")
        case CaseState.REOPENED:
            return _("{name} looks after it again.", name=name)
        case CaseState.NEW | CaseState.TRIAGED | CaseState.IN_PROGRESS | CaseState.REMOTE_FIX_TRIED:
            if is_complaint:
                return _("{name} looks after your complaint.", name=name)
            return _("{name} looks after your request.", name=name)
        case _never:
            assert_never(_never)


def next_update(_: Words, own: OwnCase, now: datetime) -> str:
    """By when they hear more; nothing where nothing was promised or the moment is over."""
    by = own.case.next_update_at
    if by is None or by < now:
        return ""
    told = {"time": _.time_at(by, own.zone), "day": _.day_at(by, own.zone)}
    if own.case.state is CaseState.WAITING_CUSTOMER:
        return _("If you do not, we ask again by {time} on {day}.", **told)
    return _("You hear from us by {time} on {day}.", **told)


def confirmed(_: Words, own: OwnCase, said: str) -> str:
    """The sentence that confirms what was done; nothing for a word that is not ours or no longer true."""
    is_over = own.case.state in CASE_OVER
    sentences = {
        "sent": _("Thank you. It stands below, and {name} reads it.", name=own.case.owner_name)
    }
    if is_over:
        sentences["solved"] = _("Thank you. We are glad that it is solved.")
    else:
        sentences["begun"] = _("We have your request.")
        sentences["open"] = _(
            "Thank you for telling us. {name} goes on with it.", name=own.case.owner_name
        )
    return sentences.get(said, "")


def guest_note(_: Words, own: OwnCase) -> str:
    """How whoever only typed an address goes on from here; nothing for the customer themselves."""
    if own.is_proven:
        return ""
    if "@" not in own.reached_at:
        return _("We call you at the number that you gave. This page is open for a week.")
    if own.is_talk:
        return _(
            "Our answer comes here. The message that is on its way to you leads here, too, and shows everything. "
            "This page is open for a week."
        )
    return _(
        "Our answer comes by message to the address that you gave. That message leads to a page that shows everything."
    )


def visit_said(_: Words, state: AppointmentState | None) -> str:
    """How a visit stands, in words for whoever is visited."""
    match state:
        case None:
            return _("we look for a time")
        case (
            AppointmentState.HELD
            | AppointmentState.BOOKED
            | AppointmentState.CONFIRMED
            | AppointmentState.DISPATCHED
        ):
            return _("booked")
        case AppointmentState.EN_ROUTE:
            return _("on the way to you")
        case AppointmentState.ARRIVED | AppointmentState.IN_PROGRESS:
            return _("with you now")
        case AppointmentState.DONE:
            return _("done")
        case AppointmentState.INCOMPLETE:
            return _("not finished; we tell you how it goes on")
        case AppointmentState.CUSTOMER_NO_SHOW | AppointmentState.TECHNICIAN_NO_SHOW:
            return _("did not take place; we find a new time with you")
        case AppointmentState.CANCELLED:
            return _("cancelled")
        case _never:
            assert_never(_never)


def claim_said(_: Words, state: str) -> str:
    """How a claim stands, in words for its customer."""
    match ClaimState(state):
        case ClaimState.DRAFT | ClaimState.SUBMITTED | ClaimState.IN_REVIEW | ClaimState.REOPENED:
            return _("we look at it")
        case ClaimState.NEEDS_INFO:
            return _("we need something from you")
        case ClaimState.APPROVED | ClaimState.REMEDY_CHOSEN:
            return _("approved")
        case ClaimState.PARTLY_APPROVED:
            return _("approved in part")
        case ClaimState.REJECTED:
            return _("not approved")
        case ClaimState.GOODWILL_OFFERED:
            return _("we have offered you something beyond the warranty")
        case ClaimState.RETURN_AWAITED | ClaimState.INSPECTED:
            return _("we wait for the product, or look at it")
        case ClaimState.VISIT_PLANNED | ClaimState.PARTS_ORDERED:
            return _("approved; it is being carried out")
        case ClaimState.FULFILLED | ClaimState.CLOSED:
            return _("done")
        case ClaimState.WITHDRAWN:
            return _("withdrawn")
        case _never:
            assert_never(_never)
