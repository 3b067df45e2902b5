"""Claims, goodwill, compensation, complaints and surveys: how much, how long, who may."""

from __future__ import annotations

from typing import Final, Literal

from pydantic import BaseModel, Field, field_validator

from aftersales.records.access import Role
from warranty.goodwill.proposals import MOST_FOR_LOYALTY, GoodwillPolicy
from warranty.goodwill.surprises import MOST_WORTH_MINOR

ANY_TYPE: Final = "any"
"""The product type that stands for all types without a figure of their own."""


class CareSettings(BaseModel):
    """Claims, goodwill, compensation, complaints and surveys: how much, how long, who may."""

    currency: str = Field(
        default="EUR", pattern="^[A-Z]{3}$", description="Currency of claims and costs (ISO 4217)."
    )
    claim_most_cents: int = Field(
        default=15_000,
        ge=0,
        description="Claims whose remedy costs more, in cents, are decided by a person.",
    )
    claim_evidence: int = Field(
        default=0, ge=0, le=20, description="Photographs or films that every claim needs."
    )
    claim_doa_days: int = Field(
        default=14,
        ge=0,
        description="Days from delivery within which a failed unit is exchanged, not repaired.",
    )
    claim_appeal_days: int = Field(
        default=30, ge=1, description="Days in which a customer may appeal against a decision."
    )
    repair_warranty_months: int = Field(
        default=6, ge=0, description="Months for which a repair of ours has a warranty of its own."
    )
    return_days: int = Field(
        default=14, ge=1, description="Days in which something that is sent back should be here."
    )
    return_grace_days: int = Field(
        default=7,
        ge=1,
        description="Days after that in which it is reminded of, before somebody calls.",
    )
    return_look_days: int = Field(
        default=3, ge=1, description="Days within which what came back is inspected."
    )
    authority: dict[Role, int] = Field(
        default={
            Role.SUPPORT: 30_000,
            Role.DISPATCHER: 30_000,
            Role.MANAGER: 300_000,
            Role.ADMIN: 300_000,
        },
        description="What each role may approve for one claim, in cents, as a JSON object.",
    )
    goodwill_authority: dict[Role, int] = Field(
        default={
            Role.SUPPORT: 10_000,
            Role.DISPATCHER: 10_000,
            Role.MANAGER: 100_000,
            Role.ADMIN: 100_000,
        },
        description="What each role may grant as goodwill for one case, in cents, as a JSON object.",
    )
    goodwill_budget_cents: int = Field(
        default=200_000,
        ge=0,
        description="Goodwill that a territory may grant in a month, in cents, unless its budget is set for the month.",
    )
    goodwill_days: int = Field(
        default=90, ge=1, description="Days for which goodwill for a repair is honoured."
    )
    goodwill_points: dict[str, int] = Field(
        default={},
        description="Figures of goodwill proposals that differ from the built-in ones, by name, as a JSON object.",
    )
    expected_life_months: dict[str, int] = Field(
        default={
            "washing_machine": 120,
            "dishwasher": 132,
            "tumble_dryer": 132,
            "refrigerator": 144,
            ANY_TYPE: 120,
        },
        description=(
            "Months that units of each product type are expected to last, as a JSON object; “any” stands for the rest. "
            "The built-in ones are what members of the Spanish consumers' union OCU reported in 2018."
        ),
    )
    survey_every_days: int = Field(
        default=30, ge=0, description="Days for which a customer who was asked is not asked again."
    )
    survey_open_days: int = Field(
        default=14, ge=1, description="Days in which a survey can be answered, and changed."
    )
    survey_low_score: int = Field(
        default=2,
        ge=1,
        le=4,
        description="A score of this or less, of 5, opens a complaint by itself.",
    )
    complaint_escalate_hours: int = Field(
        default=8,
        ge=1,
        le=400,
        description="Business hours that each further level has, before a complaint without an answer goes on to the next.",
    )
    complaint_levels: tuple[Role, ...] = Field(
        default=(Role.SUPPORT, Role.MANAGER, Role.ADMIN),
        min_length=1,
        description="The ladder of complaints: the role that looks after each level, as a JSON list.",
    )
    complaint_offer_days: int = Field(
        default=14,
        ge=1,
        description="Days after which a customer who has not answered an offer is asked again.",
    )
    complaint_follow_up_days: int = Field(
        default=7,
        ge=1,
        description="Days after which the customer of a resolved complaint is asked whether it is settled.",
    )
    cover_reminder_days: int = Field(
        default=30,
        ge=0,
        le=365,
        description="Days before the end of a cover on which its owner is told of it; 0 for never.",
    )
    transfer_days: int = Field(
        default=14,
        ge=1,
        le=90,
        description="Days in which whoever a unit is passed on to can say yes; then it stays its owner's.",
    )
    improvement_days: int = Field(
        default=60,
        ge=1,
        le=730,
        description="Days that a new improvement has, unless a day is named.",
    )
    improvement_warn_days: int = Field(
        default=7,
        ge=1,
        description="Days after which the owner of a late improvement, and the managers, are told again.",
    )
    compensation_on: bool = Field(
        default=False,
        description="Make up for broken promises without being asked; nothing older than two weeks is paid for.",
    )
    compensation_remedy: Literal["credit", "voucher", "gift"] = Field(
        default="credit", description="What makes up for a broken promise."
    )
    compensation_if_told: bool = Field(
        default=False,
        description="Also when the customer heard of it from us before the promise was broken.",
    )
    compensation_missed_cents: int = Field(
        default=3_000, ge=0, description="For a visit to which nobody came within a day, in cents."
    )
    compensation_late_cents: int = Field(
        default=1_000, ge=0, description="For a visit that came late, in cents; 0 for nothing."
    )
    compensation_late_minutes: int = Field(
        default=60, ge=1, description="A visit is late enough from so many minutes on."
    )
    compensation_silent_cents: int = Field(
        default=500,
        ge=0,
        description="For promised news that did not come, in cents; 0 for nothing.",
    )
    compensation_silent_minutes: int = Field(
        default=1_440, ge=1, description="News is late enough from so many minutes on."
    )
    compensation_budget_cents: int = Field(
        default=100_000,
        ge=0,
        description="Compensation that a territory may grant in a month, in cents, unless its budget is set; beyond it a person decides.",
    )
    surprise_most_cents: int = Field(
        default=MOST_WORTH_MINOR, ge=1, description="A small surprise is worth no more, in cents."
    )
    surprise_budget_cents: int = Field(
        default=50_000,
        ge=0,
        description="Surprises that a territory may give in a month, in cents, unless its budget is set; beyond it none is given.",
    )

    @field_validator("expected_life_months")
    @classmethod
    def _life_of_any(cls, months: dict[str, int]) -> dict[str, int]:
        if any(each < 1 for each in months.values()):
            raise ValueError("must be at least one month each")
        return {ANY_TYPE: 120} | months

    @field_validator("goodwill_points")
    @classmethod
    def _known_points(cls, points: dict[str, int]) -> dict[str, int]:
        try:
            policy = GoodwillPolicy(**points)
        except TypeError as error:
            raise ValueError(f"must name figures of a proposal: {error}") from error
        if policy.most_for_loyalty > MOST_FOR_LOYALTY:
            raise ValueError(f"must keep most_for_loyalty at {MOST_FOR_LOYALTY} or less")
        if min(policy.step, policy.value_minor_step) < 1:
            raise ValueError("must keep every step at 1 or more")
        return points
