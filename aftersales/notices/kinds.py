"""The kinds of notices that are written today (FIELD, Notice kinds), and which of them are urgent."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class NoticeKind(StrEnum):
    """Why somebody is told something."""

    REGISTRATION_RECEIVED = "registration_received"
    REGISTRATION_QUESTION = "registration_question"
    CERTIFICATE = "certificate"
    COVER_EXPIRING = "cover_expiring"
    TRANSFER_OFFERED = "transfer_offered"
    TRANSFER_SETTLED = "transfer_settled"
    CASE_RECEIVED = "case_received"
    BOOKING_LINK = "booking_link"
    HOLD_EXPIRING = "hold_expiring"
    BOOKED = "booked"
    WINDOW_NARROWED = "window_narrowed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    EARLIER_SLOT_OFFERED = "earlier_slot_offered"
    REMINDER = "reminder"
    REPLY_RECEIVED = "reply_received"
    DELAYED = "delayed"
    RECOVERED = "recovered"
    STILL_EXPECTED = "still_expected"
    ON_THE_WAY = "on_the_way"
    DONE_SUMMARY = "done_summary"
    NO_ACCESS = "no_access"
    NOBODY_CAME = "nobody_came"
    PART_DELAYED = "part_delayed"
    PART_ARRIVED = "part_arrived"
    CASE_UPDATE = "case_update"
    CASE_REPLY = "case_reply"
    CASE_RESOLVED = "case_resolved"
    NEXT_UPDATE_SLIPPED = "next_update_slipped"
    SLA_WARNING = "sla_warning"
    PLAN_CHANGED = "plan_changed"
    PROMISE_AT_RISK = "promise_at_risk"
    CLAIM_RECEIVED = "claim_received"
    CLAIM_QUESTION = "claim_question"
    CLAIM_DECIDED = "claim_decided"
    RETURN_LABEL = "return_label"
    RETURN_REMINDER = "return_reminder"
    RETURN_MISSING = "return_missing"
    RETURN_RECEIVED = "return_received"
    RETURN_INSPECTED = "return_inspected"
    RETURN_SENT_BACK = "return_sent_back"
    REMEDY_OFFER = "remedy_offer"
    COMPENSATION = "compensation"
    SURPRISE = "surprise"
    APPROVAL_NEEDED = "approval_needed"
    RECALL = "recall"
    KNOWN_ISSUE = "known_issue"
    SIGN_IN_CODE = "sign_in_code"
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged"
    COMPLAINT_OFFER = "complaint_offer"
    COMPLAINT_ESCALATED = "complaint_escalated"
    COMPLAINT_CLOSED = "complaint_closed"
    COMPLAINT_FOLLOW_UP = "complaint_follow_up"
    COMPLAINT_ANSWERED = "complaint_answered"
    ASSIGNMENT = "assignment"
    DELIVERY_FAILED = "delivery_failed"
    CHANNEL_BEHIND = "channel_behind"
    SURVEY = "survey"
    RECOVERY_OPENED = "recovery_opened"
    MAINTENANCE_DUE = "maintenance_due"
    IMPROVEMENT_ASSIGNED = "improvement_assigned"
    IMPROVEMENT_LATE = "improvement_late"
    WORK_OFFERED = "work_offered"


CAN_WAIT: Final = frozenset(
    {
        NoticeKind.COVER_EXPIRING,
        NoticeKind.KNOWN_ISSUE,
        NoticeKind.REMINDER,
        NoticeKind.WINDOW_NARROWED,
        NoticeKind.CASE_UPDATE,
        NoticeKind.COMPLAINT_FOLLOW_UP,
        NoticeKind.PART_ARRIVED,
        NoticeKind.SURVEY,
        NoticeKind.DONE_SUMMARY,
        NoticeKind.RETURN_REMINDER,
        NoticeKind.RETURN_MISSING,
        NoticeKind.MAINTENANCE_DUE,
        NoticeKind.SURPRISE,
        NoticeKind.IMPROVEMENT_ASSIGNED,
        NoticeKind.IMPROVEMENT_LATE,
    }
)
"""These may wait for the end of quiet hours. All others answer what somebody has just done, or lose
their worth by the morning."""

PAGES: Final[Mapping[NoticeKind, str]] = MappingProxyType(
    {
        NoticeKind.REGISTRATION_RECEIVED: "registration",
        NoticeKind.REGISTRATION_QUESTION: "registration",
        NoticeKind.CERTIFICATE: "registration",
        NoticeKind.COVER_EXPIRING: "registration",
        NoticeKind.TRANSFER_OFFERED: "transfer",
        NoticeKind.RECALL: "recall",
        NoticeKind.COMPLAINT_ACKNOWLEDGED: "complaint",
        NoticeKind.COMPLAINT_OFFER: "complaint",
        NoticeKind.COMPLAINT_ESCALATED: "complaint",
        NoticeKind.COMPLAINT_CLOSED: "complaint",
        NoticeKind.COMPLAINT_FOLLOW_UP: "complaint",
        NoticeKind.SURVEY: "survey",
        NoticeKind.RETURN_LABEL: "return",
        NoticeKind.RETURN_REMINDER: "return",
        NoticeKind.RETURN_MISSING: "return",
        NoticeKind.RETURN_RECEIVED: "return",
        NoticeKind.RETURN_INSPECTED: "return",
        NoticeKind.RETURN_SENT_BACK: "return",
        NoticeKind.CASE_RECEIVED: "case",
        NoticeKind.CASE_UPDATE: "case",
        NoticeKind.CASE_REPLY: "case",
        NoticeKind.CASE_RESOLVED: "case",
        NoticeKind.NEXT_UPDATE_SLIPPED: "case",
        NoticeKind.CLAIM_RECEIVED: "case",
        NoticeKind.CLAIM_QUESTION: "case",
        NoticeKind.CLAIM_DECIDED: "case",
        NoticeKind.RECOVERY_OPENED: "case",
        NoticeKind.MAINTENANCE_DUE: "upkeep",
        NoticeKind.BOOKING_LINK: "book",
        NoticeKind.HOLD_EXPIRING: "book",
        NoticeKind.WORK_OFFERED: "offers",
    }
)
"""The page that the link of a notice opens; that of a visit for all others."""

STAFF_PAGES: Final[Mapping[str, str]] = MappingProxyType(
    {"complaint": "complaints", "service_case": "cases", "improvement": "improvements"}
)
"""The page on which colleagues find what a notice is about, by the table of its subject."""

STAFF_LISTS: Final[Mapping[str, str]] = MappingProxyType({"channel_alarm": "channels"})
"""The same where one page shows all of them."""
