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
    CASE_RECEIVED = "case_received"
    BOOKED = "booked"
    WINDOW_NARROWED = "window_narrowed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DELAYED = "delayed"
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
    REMEDY_OFFER = "remedy_offer"
    COMPENSATION = "compensation"
    APPROVAL_NEEDED = "approval_needed"
    RECALL = "recall"
    KNOWN_ISSUE = "known_issue"
    SIGN_IN_CODE = "sign_in_code"
    COMPLAINT_ACKNOWLEDGED = "complaint_acknowledged"
    COMPLAINT_OFFER = "complaint_offer"
    COMPLAINT_ESCALATED = "complaint_escalated"
    COMPLAINT_CLOSED = "complaint_closed"
    COMPLAINT_FOLLOW_UP = "complaint_follow_up"
    ASSIGNMENT = "assignment"
    SURVEY = "survey"
    RECOVERY_OPENED = "recovery_opened"


CAN_WAIT: Final = frozenset(
    {
        NoticeKind.KNOWN_ISSUE,
        NoticeKind.WINDOW_NARROWED,
        NoticeKind.CASE_UPDATE,
        NoticeKind.COMPLAINT_FOLLOW_UP,
        NoticeKind.WINDOW_NARROWED,
        NoticeKind.CASE_UPDATE,
        NoticeKind.COMPLAINT_FOLLOW_UP,
        NoticeKind.SURVEY,
    }
)
"""These may wait for the end of quiet hours. All others answer what somebody has just done, or lose
their worth by the morning."""

PAGES: Final[Mapping[NoticeKind, str]] = MappingProxyType(
    {
        NoticeKind.REGISTRATION_RECEIVED: "registration",
        NoticeKind.REGISTRATION_QUESTION: "registration",
        NoticeKind.CERTIFICATE: "registration",
        NoticeKind.RECALL: "recall",
        NoticeKind.COMPLAINT_ACKNOWLEDGED: "complaint",
        NoticeKind.COMPLAINT_OFFER: "complaint",
        NoticeKind.COMPLAINT_ESCALATED: "complaint",
        NoticeKind.COMPLAINT_CLOSED: "complaint",
        NoticeKind.COMPLAINT_FOLLOW_UP: "complaint",
        NoticeKind.SURVEY: "survey",
    }
)
"""The page that the link of a notice opens; that of a visit for all others."""

STAFF_PAGES: Final[Mapping[str, str]] = MappingProxyType({"complaint": "complaints"})
"""The page on which colleagues find what a notice is about, by the table of its subject."""
