"""The kinds of notices that are written today (FIELD, Notice kinds), and which of them are urgent."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class NoticeKind(StrEnum):
    """Why somebody is told something."""

    REGISTRATION_RECEIVED = "registration_received"
    CASE_RECEIVED = "case_received"
    BOOKED = "booked"
    WINDOW_NARROWED = "window_narrowed"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DELAYED = "delayed"
    CASE_UPDATE = "case_update"
    CASE_REPLY = "case_reply"
    CASE_RESOLVED = "case_resolved"
    PLAN_CHANGED = "plan_changed"
    PROMISE_AT_RISK = "promise_at_risk"
    CLAIM_RECEIVED = "claim_received"
    CLAIM_QUESTION = "claim_question"
    CLAIM_DECIDED = "claim_decided"
    REMEDY_OFFER = "remedy_offer"
    COMPENSATION = "compensation"
    APPROVAL_NEEDED = "approval_needed"
    RECALL = "recall"
    SIGN_IN_CODE = "sign_in_code"


CAN_WAIT: Final = frozenset({NoticeKind.WINDOW_NARROWED, NoticeKind.CASE_UPDATE})
"""These may wait for the end of quiet hours. All others answer what somebody has just done, or lose
their worth by the morning."""

PAGES: Final[Mapping[NoticeKind, str]] = MappingProxyType({NoticeKind.RECALL: "recall"})
"""The page that the link of a notice opens; that of a visit for all others."""
