"""Warranty decides: facts about products, covers and claims in; decisions with their reasons out."""

from warranty.answers import Answer, AnswerState
from warranty.calendar_months import last_day_of_term, months_after
from warranty.claims import CLAIM_MOVES, ClaimState, claim_may_move
from warranty.cover_kinds import Benefit, CoverKind
from warranty.covers import SELLER, Cover, covers_of, legal_cover
from warranty.entitlement import Entitlement, entitlement_on
from warranty.legal_guarantees import (
    LegalGuarantee,
    UnknownGuarantee,
    WhyUnknown,
    legal_guarantee_of,
    legal_guarantees,
)
from warranty.products import CoverTerm, StartBasis, UnitFacts, WarrantyTerms
from warranty.reasons import Reason, ReasonCode, sentence
from warranty.serials import (
    SerialOutcome,
    SerialRule,
    SerialVerdict,
    normalised_serial,
    serial_verdict,
)
from warranty.standings import Question

__all__ = [
    "CLAIM_MOVES",
    "SELLER",
    "Answer",
    "AnswerState",
    "Benefit",
    "ClaimState",
    "Cover",
    "CoverKind",
    "CoverTerm",
    "Entitlement",
    "LegalGuarantee",
    "Question",
    "Reason",
    "ReasonCode",
    "SerialOutcome",
    "SerialRule",
    "SerialVerdict",
    "StartBasis",
    "UnitFacts",
    "UnknownGuarantee",
    "WarrantyTerms",
    "WhyUnknown",
    "claim_may_move",
    "covers_of",
    "entitlement_on",
    "last_day_of_term",
    "legal_cover",
    "legal_guarantee_of",
    "legal_guarantees",
    "months_after",
    "normalised_serial",
    "sentence",
    "serial_verdict",
]
