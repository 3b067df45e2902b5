"""The English sentence of every reason, and the English names of what reasons speak of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from warranty.cover_kinds import Benefit, CoverKind
from warranty.reason_codes import ReasonCode


def said(text: str) -> str:
    """The text itself, marked for those who translate it."""
    return text


SENTENCES: Final[Mapping[ReasonCode, str]] = MappingProxyType(
    {
        ReasonCode.COVERED: said("{benefits_are} covered by {cover} until {until}."),
        ReasonCode.COVERED_IN_PART: said("{cover} pays {percent}% of {benefits} until {until}."),
        ReasonCode.DEPENDS_ON_COMPONENT: said(
            "{cover} pays {percent}% of {benefits} until {until} if the fault is in the {components_or}; a diagnosis will tell."
        ),
        ReasonCode.TRANSFER_UNKNOWN: said(
            "We do not yet know whether {cover} passes to a new owner; please ask us before you pay for a repair."
        ),
        ReasonCode.MAINTENANCE_UNKNOWN: said(
            "{cover} asks for maintenance that was due on {due_on}, and we know of none; please show us that it was done, or ask us before you pay for a repair."
        ),
        ReasonCode.LEGAL_GUARANTEE_UNKNOWN: said(
            "We do not yet know the legal guarantee for {country}; please ask us before you pay for a repair."
        ),
        ReasonCode.NOT_STARTED: said(
            "{benefits_are} not covered yet: {cover} for {benefits} starts on {starts_on}{still}."
        ),
        ReasonCode.ENDED: said(
            "{benefits_are} not covered: {cover} for {benefits} ended on {ended_on}{still}."
        ),
        ReasonCode.EXCLUDED: said(
            "{benefits_are} not covered: {cover} does not answer for the {component}{still}."
        ),
        ReasonCode.NOT_A_DEFECT: said(
            "{benefits_are} not covered: {cover} answers only for defects{still}."
        ),
        ReasonCode.NOT_TRANSFERABLE: said(
            "{benefits_are} not covered: {cover} does not pass to a new owner{still}."
        ),
        ReasonCode.OTHER_COMPONENT: said(
            "{benefits_are} not covered: {cover} answers only for the {components_and}{still}."
        ),
        ReasonCode.NOT_INCLUDED: said("{benefits_are} not part of {cover}{still}."),
        ReasonCode.NO_COVER: said(
            "{benefits_are} not covered by anything we know of; please send us any contract or proof of purchase that says otherwise."
        ),
        ReasonCode.BURDEN_ON_SELLER: said(
            "Until {until} a defect is presumed to have been there at delivery; you need not prove it."
        ),
        ReasonCode.BURDEN_ON_CUSTOMER: said(
            "Since {since} it may be for you to show that the defect was there at delivery."
        ),
        ReasonCode.SUMMARY_COVERED: said("{benefits_are} covered until {until}."),
        ReasonCode.SUMMARY_IN_PART: said("a part of {benefits} is paid until {until}."),
        ReasonCode.SUMMARY_UNKNOWN: said("we still have to find out about {benefits}."),
        ReasonCode.SUMMARY_REFUSED: said("{benefits_are} not covered."),
        ReasonCode.SERIAL_FITS: said("The serial {serial} fits this model."),
        ReasonCode.SERIAL_LOOK_ALIKE: said(
            "The serial {serial} does not fit this model; did you mean {suggestions_or}? If not, your proof of purchase is enough."
        ),
        ReasonCode.SERIAL_UNKNOWN: said(
            "We do not recognise this serial; please go on and show us your proof of purchase."
        ),
        ReasonCode.SYMPTOM_MISSING: said("Please tell us what the unit does, or no longer does."),
        ReasonCode.PROOF_MISSING: said(
            "Please send us a photograph of the invoice or of the rating plate; one of them is enough."
        ),
        ReasonCode.EVIDENCE_MISSING: said(
            "Please send us {count} photographs or short films of the fault."
        ),
        ReasonCode.DEFECT_TO_BE_SHOWN: said(
            "Since {since} the law lets us ask you to show the fault; please send us a photograph, a film or a repairer's report."
        ),
        ReasonCode.SAFETY_FIRST: said(
            "This may be dangerous: please unplug the unit and do not use it; a person looks at it now."
        ),
        ReasonCode.SERIAL_CLAIMED_ELSEWHERE: said(
            "The same serial is in another customer's claim; a person compares the two."
        ),
        ReasonCode.SERIAL_OF_ANOTHER_UNIT: said(
            "The serial on the unit that we looked at is not the one of this claim; a person finds out why and writes to you."
        ),
        ReasonCode.LAW_TO_BE_ASKED: said(
            "We must first find out about {benefits}; a person does that and writes to you."
        ),
        ReasonCode.DIAGNOSIS_NEEDED: said(
            "Whether {benefits_are} covered depends on the faulty component; we look at the unit first."
        ),
        ReasonCode.NO_FAULT_FOUND: said(
            "We tested the unit and could not see the fault; you pay nothing, and if it comes back we start from what we know."
        ),
        ReasonCode.NO_FAULT_FOUND_AGAIN: said(
            "The fault has not shown itself in {count} inspections; a person decides with you what to do."
        ),
        ReasonCode.DEAD_ON_ARRIVAL: said(
            "The unit failed within {days} days of its delivery, so you may have a new one."
        ),
        ReasonCode.REPAIR_HAS_FAILED: said(
            "The same fault was repaired {count} times before, so you may choose something else than a repair."
        ),
        ReasonCode.REPAIR_UNECONOMIC: said(
            "A repair would cost {percent}% of the price of the unit, so we offer a new one first."
        ),
        ReasonCode.RECALLED: said(
            "The unit is part of a product safety recall; what the recall offers is free, whatever else answers."
        ),
        ReasonCode.ABOVE_AUTHORITY: said(
            "{amount} is more than may be approved without a person ({most})."
        ),
        ReasonCode.ESTIMATE_MISSING: said(
            "Nobody has said yet what this will cost; a person does."
        ),
        ReasonCode.APPEAL_UNTIL: said(
            "If you see it differently, write to us until {until}; another person will look."
        ),
        ReasonCode.DECIDED_BY_A_PERSON: said("A person looked at your claim and decided it."),
        ReasonCode.GOODWILL_OFFERED: said(
            "No cover answers any longer, but we pay {percent}% of {benefits} as goodwill."
        ),
        ReasonCode.GOODWILL_NOT_OFFERED: said(
            "No cover answers any longer, and we cannot offer goodwill in this case."
        ),
        ReasonCode.GRANT_WITHIN: said(
            "{amount} is within what {level} may grant; {left} of the budget stays."
        ),
        ReasonCode.GRANT_ABOVE_LEVEL: said(
            "{amount} is more than {level} may grant ({most}); {next} may."
        ),
        ReasonCode.GRANT_ABOVE_ALL: said("{amount} is more than anybody here may grant ({most})."),
        ReasonCode.GRANT_ABOVE_BUDGET: said(
            "{amount} is more than is left of the budget until {until} ({left}); whoever owns the budget decides."
        ),
        ReasonCode.COMPENSATION: said(
            "We broke our promise; you get {amount} for it, and need not ask."
        ),
        ReasonCode.SURPRISE_FITS: said(
            "The occasion came on {since}, and nothing speaks against {amount}."
        ),
        ReasonCode.SURPRISE_NO_OCCASION: said("There was no occasion in the last {days} days."),
        ReasonCode.SURPRISE_OUT_OF_PERIOD: said("The rule holds from {starts_on} to {until} only."),
        ReasonCode.SURPRISE_TOO_DEAR: said("{amount} is more than a small surprise ({most})."),
        ReasonCode.SURPRISE_TOO_SOON: said(
            "There was a surprise already, and the rule waits {count} months."
        ),
        ReasonCode.SURPRISE_DAY_FULL: said("The rule has surprised {count} customers today."),
        ReasonCode.SURPRISE_PERIOD_FULL: said(
            "The rule has surprised {count} customers, and does not go further."
        ),
        ReasonCode.SURPRISE_COMPLAINT_OPEN: said("A complaint is open: settle it first."),
        ReasonCode.SURPRISE_RECALL_OPEN: said("A dangerous recall is open: settle it first."),
        ReasonCode.SURPRISE_CASE_OPEN: said("A case is open, and its answer is owed first."),
        ReasonCode.SURPRISE_CLAIM_OPEN: said("A claim is open, and its answer is owed first."),
        ReasonCode.SURPRISE_NO_WORK: said(
            "No visit of theirs waits for a time, so none can come earlier."
        ),
        ReasonCode.RECALL_AFFECTED: said(
            "Your unit is part of the product safety recall {recall}: {hazard}."
        ),
        ReasonCode.RECALL_NOT_AFFECTED: said("Your unit is not part of the recall {recall}."),
        ReasonCode.RECALL_CHECK_SERIAL: said(
            "Your model is part of the recall {recall}; the serial on the rating plate tells whether your unit is."
        ),
        ReasonCode.RECALL_CHECK_MODEL: said(
            "Units like yours may be part of the recall {recall}, whose list of models is not complete; a person checks."
        ),
        ReasonCode.EARLY_FAILURES: said(
            "{group}: {claims} claims in {exposure} unit-months, {ratio} times the rate of the others; with {confidence}% confidence at least {least} times."
        ),
    }
)
"""English templates, one for each code; the slots are facts, or facts joined to words below."""

STILL: Final = said("; {still_cover} still answers for {still_benefits} until {still_until}")
"""What is put into the slot `still` when the facts name a cover that does answer."""

COVER_NAMES: Final[Mapping[CoverKind, str]] = MappingProxyType(
    {
        CoverKind.LEGAL_GUARANTEE: said("the legal guarantee"),
        CoverKind.MAKERS_WARRANTY: said("the maker's warranty"),
        CoverKind.DURABILITY_GUARANTEE: said("the durability guarantee"),
        CoverKind.EXTENDED_CONTRACT: said("the extended service contract"),
        CoverKind.REPAIR_WARRANTY: said("the repair warranty"),
        CoverKind.GOODWILL: said("our goodwill"),
    }
)

BENEFIT_NAMES: Final[Mapping[Benefit, str]] = MappingProxyType(
    {
        Benefit.PARTS: said("parts"),
        Benefit.LABOUR: said("labour"),
        Benefit.TRAVEL: said("travel"),
        Benefit.LOANER: said("a loaner"),
    }
)
