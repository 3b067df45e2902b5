"""The words for states, remedies, findings, costs and payers of claims."""

from __future__ import annotations

from aftersales.words import Words
from aftersales.words.remedies import remedy_name
from warranty import ClaimState, Payer
from warranty.claims.adjudication import Outcome
from warranty.claims.costs import CostKind
from warranty.claims.inspections import Finding
from warranty.claims.recovery import RecoveryState


def state_words(_: Words, state: str) -> str:
    """Where a claim stands."""
    return {
        ClaimState.DRAFT: _("draft"),
        ClaimState.SUBMITTED: _("submitted"),
        ClaimState.NEEDS_INFO: _("waiting for the customer"),
        ClaimState.IN_REVIEW: _("in review"),
        ClaimState.APPROVED: _("approved"),
        ClaimState.PARTLY_APPROVED: _("approved in part"),
        ClaimState.REJECTED: _("not approved"),
        ClaimState.GOODWILL_OFFERED: _("goodwill offered"),
        ClaimState.REMEDY_CHOSEN: _("remedy chosen"),
        ClaimState.RETURN_AWAITED: _("return awaited"),
        ClaimState.INSPECTED: _("inspected"),
        ClaimState.VISIT_PLANNED: _("visit planned"),
        ClaimState.PARTS_ORDERED: _("parts ordered"),
        ClaimState.FULFILLED: _("made good"),
        ClaimState.CLOSED: _("closed"),
        ClaimState.WITHDRAWN: _("withdrawn"),
        ClaimState.REOPENED: _("reopened"),
    }[ClaimState(state)]


def step_words(_: Words, state: ClaimState) -> str:
    """A step as a button says it; steps that have forms of their own say where they lead."""
    return {
        ClaimState.NEEDS_INFO: _("Ask the customer"),
        ClaimState.IN_REVIEW: _("Look at it again"),
        ClaimState.REMEDY_CHOSEN: _("Choose another remedy"),
        ClaimState.RETURN_AWAITED: _("Await the return"),
        ClaimState.INSPECTED: _("It was inspected"),
        ClaimState.VISIT_PLANNED: _("Plan a visit"),
        ClaimState.PARTS_ORDERED: _("Order parts"),
        ClaimState.CLOSED: _("Close the claim"),
        ClaimState.WITHDRAWN: _("The customer withdraws it"),
        ClaimState.REOPENED: _("Reopen it"),
    }.get(state, state_words(_, state))


def remedy_words(_: Words, remedy: str) -> str:
    """What the customer gets."""
    return remedy_name(_, remedy)


def finding_words(_: Words, finding: str) -> str:
    """What an inspection found."""
    return {
        Finding.CONFIRMED: _("The fault was confirmed"),
        Finding.INSTALLATION: _("A mistake of the installation"),
        Finding.CUSTOMER_CAUSED: _("An accident or misuse"),
        Finding.WEAR: _("Wear"),
        Finding.NO_FAULT_FOUND: _("No fault was found"),
    }[Finding(finding)]


def outcome_words(_: Words, outcome: Outcome) -> str:
    """What a person can decide."""
    return {
        Outcome.APPROVE: _("Approve"),
        Outcome.PARTLY: _("Approve in part"),
        Outcome.REJECT: _("Do not approve"),
        Outcome.NEEDS_INFO: _("Ask the customer"),
        Outcome.ROUTE: _("a person decides"),
    }[outcome]


def cost_words(_: Words, kind: str) -> str:
    """What money was spent on."""
    return {
        CostKind.PARTS: _("Parts"),
        CostKind.LABOUR: _("Labour"),
        CostKind.TRAVEL: _("Travel"),
        CostKind.UNIT: _("Another unit"),
        CostKind.FREIGHT: _("Freight"),
        CostKind.MONEY: _("Money given back"),
    }[CostKind(kind)]


def payer_words(_: Words, payer: Payer) -> str:
    """Whose money it is."""
    return {
        Payer.MAKER: _("the maker"),
        Payer.SELLER: _("the seller"),
        Payer.INSURER: _("the insurer"),
        Payer.GOODWILL: _("our goodwill"),
        Payer.CUSTOMER: _("the customer"),
    }[payer]


def recovery_words(_: Words, state: RecoveryState) -> str:
    """Where the money from the maker stands."""
    return {
        RecoveryState.NONE: _("not asked for"),
        RecoveryState.FILED: _("asked for"),
        RecoveryState.ACCEPTED: _("accepted"),
        RecoveryState.REFUSED: _("refused"),
        RecoveryState.PAID: _("paid"),
    }[state]
