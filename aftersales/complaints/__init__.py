"""Complaints: taken on by somebody with a name, answered in time, settled when the customer says so."""

from aftersales.complaints.escalating import escalate
from aftersales.complaints.hearing import answered_complaint, hear_customer, refuse_settling
from aftersales.complaints.levels import people_of_level
from aftersales.complaints.moving import COMPLAINT_MOVES
from aftersales.complaints.offering import (
    Terms,
    accept_offer,
    approve_offer,
    decline_offer,
    make_offer,
    withdraw_offer,
)
from aftersales.complaints.opening import (
    Grievance,
    acknowledge,
    investigate,
    open_complaint,
    tell_more,
)
from aftersales.complaints.pages import OwnComplaint, complaint_of_link
from aftersales.complaints.rounds import watch_complaints
from aftersales.complaints.settling import resolve, settle
from aftersales.complaints.telling import complaint_link

__all__ = [
    "COMPLAINT_MOVES",
    "Grievance",
    "OwnComplaint",
    "Terms",
    "accept_offer",
    "acknowledge",
    "answered_complaint",
    "approve_offer",
    "complaint_link",
    "complaint_of_link",
    "decline_offer",
    "escalate",
    "hear_customer",
    "investigate",
    "make_offer",
    "open_complaint",
    "people_of_level",
    "refuse_settling",
    "resolve",
    "settle",
    "tell_more",
    "watch_complaints",
    "withdraw_offer",
]
