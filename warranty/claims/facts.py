"""What a decision about a claim is made from, and the policy it is made by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from warranty.claims.inspections import DOA_DAYS, NO_DEFECTS, Finding, is_dead_on_arrival
from warranty.covers import Cover
from warranty.entitlement import Entitlement, entitlement_on
from warranty.money import Money
from warranty.serials import SerialOutcome
from warranty.standings import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPolicy:
    """How claims are decided; every figure is a setting of the shop.

    Attributes:
        most_approved: the largest estimate approved without a person; None for any.
        evidence_wanted: photographs or films that every claim needs; 0 for none.
        doa_days: days from delivery within which a failed unit is exchanged.
        most_repairs: repairs of one fault after which the customer may choose something else
            (Directive (EU) 2019/771 Art. 13(4)(b): a defect that appears despite an attempt to repair).
        uneconomic_percent: share of the unit's price from which on a repair is no longer offered first.
        most_unfound: inspections without a fault after which a person decides.
        appeal_days: days in which a decision may be appealed against.
    """

    most_approved: Money | None = None
    evidence_wanted: int = 0
    doa_days: int = DOA_DAYS
    most_repairs: int = 1
    uneconomic_percent: int = 70
    most_unfound: int = 2
    appeal_days: int = 30

    def __post_init__(self) -> None:
        figures = (self.evidence_wanted, self.doa_days, self.uneconomic_percent, self.appeal_days)
        if min(figures) < 0 or min(self.most_repairs, self.most_unfound) < 1:
            raise ValueError("A policy counts forwards, and allows a repair and an inspection.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """One claim, as far as it decides anything; the channel it came by and who asks are not among the facts.

    Attributes:
        covers: of the unit.
        question: on the day of the fault; whether it is a defect follows from the finding once there is one.
        symptom: what the customer says.
        has_proof_of_purchase: an invoice, an order of ours or a registration with one.
        serial: verdict on the serial, None when none was given.
        is_serial_claimed_elsewhere: another customer has an open claim with it.
        is_another_unit: whoever inspected read a serial that is not that of the unit.
        evidence: photographs, films and reports that were sent.
        finding: what an inspection found, None before one.
        is_dangerous: fire, shock, gas, water near current, an injury.
        is_recalled: a safety recall names the unit.
        delivered_on: day the buyer received it, None when not known.
        same_fault_repairs: repairs of this very fault before.
        unfound_before: inspections of this fault that found nothing before.
        estimate: what the remedy will cost us, None before anyone said.
        price: what was paid for the unit, None when not known.
    """

    covers: tuple[Cover, ...]
    question: Question
    symptom: str
    has_proof_of_purchase: bool = False
    serial: SerialOutcome | None = None
    is_serial_claimed_elsewhere: bool = False
    is_another_unit: bool = False
    evidence: int = 0
    finding: Finding | None = None
    is_dangerous: bool = False
    is_recalled: bool = False
    delivered_on: date | None = None
    same_fault_repairs: int = 0
    unfound_before: int = 0
    estimate: Money | None = None
    price: Money | None = None

    @property
    def is_identified(self) -> bool:
        """Whether it is known which unit was sold: proof of purchase, or a serial that fits."""
        return self.has_proof_of_purchase or self.serial is SerialOutcome.OK

    @property
    def is_defect(self) -> bool:
        """Whether the unit fails by itself, as far as anybody knows; an inspection knows better than a report."""
        is_reported = self.question.is_defect
        return is_reported if self.finding is None else self.finding not in NO_DEFECTS

    @property
    def judged(self) -> Question:
        """The question after what an inspection found."""
        return replace(self.question, is_defect=self.is_defect)

    @property
    def entitlement(self) -> Entitlement:
        """What the covers answer on the day of the fault, after what an inspection found."""
        question = self.judged
        return entitlement_on(
            question.day,
            self.covers,
            country=question.country,
            component=question.component,
            is_defect=question.is_defect,
            is_consumer=question.is_consumer,
            is_first_owner=question.is_first_owner,
            missed_maintenance_on=question.missed_maintenance_on,
        )

    def is_dead_on_arrival(self, days: int) -> bool:
        """Whether it failed within so many days of its delivery, and not by the customer's hand."""
        return self.is_defect and is_dead_on_arrival(
            self.question.day, self.delivered_on, days=days
        )

    @property
    def repair_percent(self) -> int | None:
        """The estimate as hundredths of the price; None unless both are known in one currency."""
        estimate, price = self.estimate, self.price
        if estimate is None or price is None or price.minor == 0:
            return None
        if estimate.currency != price.currency:
            return None
        return 100 * estimate.minor // price.minor
