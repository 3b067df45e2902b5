"""Product models, their terms, kinds of work and skills, as they are sent and shown."""

from __future__ import annotations

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from aftersales.errors import NotUnderstood, Problem
from aftersales.records import PriceReason, WorkKind
from aftersales.service_reports.checklists import MOST_POINTS
from warranty import CheckMethod, CoverKind, CoverTerm, Payer, StartBasis, WarrantyTerms
from warranty.products import ExchangeType
from web.api.fields import Code, Currency, Edited, Line, Percent, Sent, Shown, example

MOST_MONTHS: Final = 600
"""Fifty years: no warranty is longer."""

Months = Annotated[int, Field(ge=1, le=MOST_MONTHS)]


class TermSent(Sent):
    """What a maker or seller promises with a product, for how long, and who says so."""

    kind: CoverKind = CoverKind.MAKERS_WARRANTY
    provider: Line = Field(examples=["Nordwasch"])
    starts: StartBasis = StartBasis.PURCHASE
    months: int = Field(ge=1, le=MOST_MONTHS, examples=[24])
    parts_percent: Percent = 100
    labour_percent: Percent = 100
    travel_percent: Percent = 100
    has_loaner: bool = False
    components: list[Code] = Field(default=[], max_length=50, description="All of it without.")
    exclusions: list[Code] = Field(default=[], max_length=50)
    is_transferable: bool = Field(default=True, description="It passes to the next owner.")
    is_for_defects_only: bool = Field(default=True, description="False if accidents count too.")
    payer: Payer | None = Field(default=None, description="Whose money it is; None for the usual.")
    exchange: ExchangeType | None = Field(
        default=None,
        description="advance sends the new unit first, loaner lends one (with has_loaner), return waits "
        "for the old one; None repairs it.",
    )
    requires_maintenance: bool = Field(
        default=False, description="It asks for the maintenance of the model's schedules."
    )
    source: Line = Field(examples=["Warranty card 2026, page 2"])


class RangeSent(Sent):
    """All serials from the first to the last, both of one length."""

    first: Code
    last: Code


class ProductModelSent(Sent):
    """A product with what its maker and seller promise beyond the law."""

    model_config = example(
        sku="DW-450",
        name="450 Silent",
        brand="Nordwasch",
        product_type="dishwasher",
        serial_pattern="DW[0-9]{7}",
        serial_ranges=[{"first": "DW4500001", "last": "DW4599999"}],
        terms=[
            {
                "kind": "makers_warranty",
                "provider": "Nordwasch",
                "months": 24,
                "payer": "maker",
                "exchange": "return",
                "source": "Warranty card 2026, page 2",
            }
        ],
    )

    sku: Code
    name: Line
    brand: Line
    product_type: Code
    serial_pattern: Line | None = Field(
        default=None, description="A regular expression that a whole serial matches."
    )
    serial_check: CheckMethod | None = Field(
        default=None, description="How its last characters follow from the others."
    )
    serial_ranges: list[RangeSent] = Field(
        default=[], max_length=50, description="Serials lie in one of them; any without."
    )
    hazards: Line | None = None
    expected_life_months: Months | None = Field(
        default=None, description="How long one is expected to last; without it, its type says so."
    )
    terms: list[TermSent] = Field(default=[], max_length=50)


class ProductModelEdited(Edited):
    """What is to be another way; what was promised with units already sold does not change."""

    model_config = example(name="450 Silent Plus")

    name: Line | None = None
    brand: Line | None = None
    serial_pattern: Annotated[str, StringConstraints(max_length=320)] | None = Field(
        default=None, description="Empty takes it away."
    )
    serial_check: CheckMethod | Literal[""] | None = Field(
        default=None, description="Empty takes it away."
    )
    serial_ranges: list[RangeSent] | None = Field(
        default=None, max_length=50, description="All of them anew; an empty list takes them away."
    )
    hazards: Annotated[str, StringConstraints(max_length=320)] | None = None
    expected_life_months: Annotated[int, Field(ge=0, le=MOST_MONTHS)] | None = Field(
        default=None, description="How long one is expected to last; 0 takes it away."
    )


class ProductModelLine(Shown):
    """A product as it stands in the catalogue."""

    id: UUID
    sku: str
    name: str
    brand: str
    product_type: str
    serial_pattern: str | None
    serial_check: str | None
    serial_ranges: list[tuple[str, str]] = Field(description="First and last serial of each.")
    hazards: str
    expected_life_months: int | None


class TermShown(Shown):
    """What a maker or seller promises with a product, and for how long."""

    kind: str
    provider: str
    starts: str
    months: int
    parts_percent: int
    labour_percent: int
    travel_percent: int
    has_loaner: bool
    components: list[str]
    exclusions: list[str]
    is_transferable: bool
    is_for_defects_only: bool
    payer: str | None
    exchange: str | None
    requires_maintenance: bool
    source: str


class ProductModelShown(ProductModelLine):
    """A product model with its terms."""

    terms: list[TermShown]


class PointShown(Shown):
    """One thing to check; with a unit, such as bar, to measure."""

    id: UUID
    text: str
    unit: str


class WorkTypeShown(Shown):
    """How long a kind of work takes on a kind of product, and what it needs."""

    id: UUID
    code: str
    product_type: str
    kind: WorkKind
    minutes_low: int
    minutes_typical: int
    minutes_high: int
    crew_size: int
    skills: list[str]
    price_cents: int | None = Field(description="Of one item, where an order names no price.")
    price_currency: str | None
    price_reason: PriceReason | None
    checklist: list[PointShown] = Field(description="What is checked at every visit, in order.")


class PointSent(Sent):
    """One thing to check; with a unit, such as bar, to measure."""

    text: Line
    unit: Code | None = None


class WorkTypeEdited(Edited):
    """What a kind of work costs whoever ordered it, and why; and what is checked at every visit.

    Only installations and surveys have a price. A checklist replaces the one before, an empty one takes it away.
    """

    model_config = example(
        price_cents=12_000,
        price_currency="CHF",
        price_reason="fixed_price",
        checklist=[
            {"text": "Water supply is open and tight"},
            {"text": "Water pressure", "unit": "bar"},
        ],
    )

    checklist: list[PointSent] | None = Field(default=None, max_length=MOST_POINTS)

    price_cents: Annotated[int, Field(ge=0, le=10**9)] | None = Field(
        default=None, description="Of one item; 0 where it is free."
    )
    price_currency: Currency | None = None
    price_reason: Literal["with_product", "no_charge", "fixed_price", ""] | None = Field(
        default=None,
        description="Told to the buyer: with_product or no_charge for 0, fixed_price for more. Empty takes the "
        "price away.",
    )


class SkillShown(Shown):
    """Something one must have learned to do a kind of work."""

    id: UUID
    code: str
    name: str


def pairs_of(ranges: list[RangeSent]) -> list[tuple[str, str]]:
    """First and last serial of each range."""
    return [(each.first, each.last) for each in ranges]


def promised(sent: ProductModelSent) -> WarrantyTerms:
    """What is promised, as the rules of warranty take it.

    Raises:
        NotUnderstood: a promise is none that a sale can make.
    """
    terms = []
    for position, each in enumerate(sent.terms):
        lists = {"components": frozenset(each.components), "exclusions": frozenset(each.exclusions)}
        try:
            terms.append(CoverTerm(**(each.model_dump() | lists)))
        except ValueError as error:
            raise NotUnderstood(
                f"{error} Correct the terms.", [Problem(f"terms[{position}]", str(error))]
            ) from error
    return WarrantyTerms(sent.sku, tuple(terms))
