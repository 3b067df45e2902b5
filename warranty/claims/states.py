"""The states of a claim and the moves between them, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class ClaimState(StrEnum):
    """Where a claim stands; every move is an event that says who, when and why."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    NEEDS_INFO = "needs_info"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PARTLY_APPROVED = "partly_approved"
    REJECTED = "rejected"
    GOODWILL_OFFERED = "goodwill_offered"
    REMEDY_CHOSEN = "remedy_chosen"
    RETURN_AWAITED = "return_awaited"
    INSPECTED = "inspected"
    VISIT_PLANNED = "visit_planned"
    PARTS_ORDERED = "parts_ordered"
    FULFILLED = "fulfilled"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


_S = ClaimState

CLAIM_MOVES: Final[Mapping[ClaimState, frozenset[ClaimState]]] = MappingProxyType(
    {
        _S.DRAFT: frozenset({_S.SUBMITTED, _S.WITHDRAWN}),
        _S.SUBMITTED: frozenset({_S.NEEDS_INFO, _S.IN_REVIEW, _S.WITHDRAWN}),
        _S.NEEDS_INFO: frozenset({_S.IN_REVIEW, _S.WITHDRAWN}),
        _S.IN_REVIEW: frozenset(
            {
                _S.NEEDS_INFO,
                _S.APPROVED,
                _S.PARTLY_APPROVED,
                _S.REJECTED,
                _S.GOODWILL_OFFERED,
                _S.WITHDRAWN,
            }
        ),
        _S.APPROVED: frozenset({_S.REMEDY_CHOSEN, _S.WITHDRAWN}),
        # A customer may appeal against less than everything: reopened leads back to review.
        _S.PARTLY_APPROVED: frozenset({_S.REMEDY_CHOSEN, _S.WITHDRAWN, _S.REOPENED}),
        _S.REJECTED: frozenset({_S.GOODWILL_OFFERED, _S.CLOSED, _S.REOPENED}),
        _S.GOODWILL_OFFERED: frozenset({_S.REMEDY_CHOSEN, _S.CLOSED, _S.WITHDRAWN, _S.REOPENED}),
        # A refund or a credit needs neither return nor visit nor parts.
        _S.REMEDY_CHOSEN: frozenset(
            {_S.RETURN_AWAITED, _S.VISIT_PLANNED, _S.PARTS_ORDERED, _S.FULFILLED, _S.WITHDRAWN}
        ),
        # What an inspection or a visit finds may change the remedy, or the decision itself.
        _S.RETURN_AWAITED: frozenset({_S.INSPECTED, _S.REMEDY_CHOSEN, _S.WITHDRAWN}),
        _S.INSPECTED: frozenset(
            {_S.IN_REVIEW, _S.REMEDY_CHOSEN, _S.PARTS_ORDERED, _S.FULFILLED, _S.WITHDRAWN}
        ),
        _S.VISIT_PLANNED: frozenset(
            {_S.IN_REVIEW, _S.REMEDY_CHOSEN, _S.PARTS_ORDERED, _S.FULFILLED, _S.WITHDRAWN}
        ),
        _S.PARTS_ORDERED: frozenset(
            {_S.VISIT_PLANNED, _S.REMEDY_CHOSEN, _S.FULFILLED, _S.WITHDRAWN}
        ),
        _S.FULFILLED: frozenset({_S.CLOSED, _S.REOPENED}),
        _S.CLOSED: frozenset({_S.REOPENED}),
        _S.WITHDRAWN: frozenset({_S.REOPENED}),
        _S.REOPENED: frozenset({_S.NEEDS_INFO, _S.IN_REVIEW, _S.WITHDRAWN}),
    }
)
"""From each state, the states that a claim may move to; staying is not a move."""


def claim_may_move(origin: ClaimState, target: ClaimState) -> bool:
    """Whether a claim may move from one state straight to another."""
    return target in CLAIM_MOVES[origin]
