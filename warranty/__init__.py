"""Warranty decides: facts about products, covers and claims in; decisions with their reasons out."""

from warranty.answers import Answer, AnswerState
from warranty.calendar_months import last_day_of_term, months_after
from warranty.check_digits import CheckMethod, has_right_check
from warranty.claims.states import CLAIM_MOVES, ClaimState, claim_may_move
from warranty.corrections import covers_after_correction
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
from warranty.limitation import (
    LimitationPeriod,
    first_day_after_limitation,
    limitation_periods,
    limitation_years_of,
)
from warranty.money import Money
from warranty.payers import BurdenOfProof, Payer
from warranty.products import (
    CoverStart,
    CoverTerm,
    ExchangeType,
    LifeEvent,
    StartBasis,
    UnitFacts,
    WarrantyTerms,
    cover_start,
)
from warranty.reason_codes import ReasonCode
from warranty.reasons import Reason, joined_sentence, sentence
from warranty.repairs import Repair, RepairTerms, covers_after_repair
from warranty.replacements import Replacement, covers_after_replacement, unit_after_replacement
from warranty.serial_ranges import SerialRange
from warranty.serials import (
    SerialOutcome,
    SerialRule,
    SerialVerdict,
    normalised_serial,
    reads_like,
    serial_verdict,
)
from warranty.standings import Question

__all__ = [
    "CLAIM_MOVES",
    "SELLER",
    "Answer",
    "AnswerState",
    "Benefit",
    "BurdenOfProof",
    "CheckMethod",
    "ClaimState",
    "Cover",
    "CoverKind",
    "CoverStart",
    "CoverTerm",
    "Entitlement",
    "ExchangeType",
    "LegalGuarantee",
    "LifeEvent",
    "LimitationPeriod",
    "Money",
    "Payer",
    "Question",
    "Reason",
    "ReasonCode",
    "Repair",
    "RepairTerms",
    "Replacement",
    "SerialOutcome",
    "SerialRange",
    "SerialRule",
    "SerialVerdict",
    "StartBasis",
    "UnitFacts",
    "UnknownGuarantee",
    "WarrantyTerms",
    "WhyUnknown",
    "claim_may_move",
    "cover_start",
    "covers_after_correction",
    "covers_after_repair",
    "covers_after_replacement",
    "covers_of",
    "entitlement_on",
    "first_day_after_limitation",
    "has_right_check",
    "joined_sentence",
    "last_day_of_term",
    "legal_cover",
    "legal_guarantee_of",
    "legal_guarantees",
    "limitation_periods",
    "limitation_years_of",
    "months_after",
    "normalised_serial",
    "reads_like",
    "sentence",
    "serial_verdict",
    "unit_after_replacement",
]
