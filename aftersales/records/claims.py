"""Claims under a cover, and what each of them cost."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from aftersales.records.columns import SHORT, Record, facts, key, link, moment, words


class Claim(Record, table=True):
    """A demand under a cover; its states and rules are those of `warranty.claims`.

    `decision` holds outcome, reasons as codes with their facts, remedies and whoever decided; the rest are the
    facts it was made from. `serial_read` is the serial as somebody read it on the faulty unit.
    """

    __tablename__ = "claim"

    id: UUID = key()
    reference: str = words(SHORT, unique=True)
    case_id: UUID = link("service_case.id")
    unit_id: UUID = link("unit.id")
    cover_id: UUID | None = link("cover.id", nullable=True)
    replacement_unit_id: UUID | None = link("unit.id", nullable=True)
    state: str = words(SHORT, index=True)
    component: str = words(SHORT)
    symptom: str = words(8000)
    fault_on: date
    serial_read: str | None = Field(default=None, max_length=SHORT, index=True)
    has_proof_of_purchase: bool = False
    is_dangerous: bool = False
    evidence: int = 0
    finding: str | None = Field(default=None, max_length=SHORT)
    remedy: str | None = Field(default=None, max_length=SHORT)
    estimate_cents: int | None = None
    currency: str = words(3)
    rma: str | None = Field(default=None, max_length=SHORT, unique=True)
    decision: dict[str, object] = facts()
    supplier_recovery: str = words(SHORT)
    opened_at: datetime = moment()
    decided_at: datetime | None = moment(nullable=True)
    appeal_until_on: date | None = None
    revision: int = 1


class ClaimCost(Record, table=True):
    """One thing that was spent on a claim, in the smallest unit of its currency."""

    __tablename__ = "claim_cost"

    id: UUID = key()
    claim_id: UUID = link("claim.id")
    kind: str = words(SHORT)
    amount_cents: int
    currency: str = words(3)
    note: str = words()
    added_at: datetime = moment()
