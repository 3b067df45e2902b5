"""Facts about products: one sold unit, and the terms that a product model is sold with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, assert_never

from warranty.cover_kinds import CoverKind
from warranty.payers import Payer

FULL: Final = 100
"""Percent: the whole cost."""

TERM_KINDS: Final = frozenset(
    {CoverKind.MAKERS_WARRANTY, CoverKind.DURABILITY_GUARANTEE, CoverKind.EXTENDED_CONTRACT}
)
"""Kinds that terms can promise at the sale; law, a repair or a manager grants the others."""


class StartBasis(StrEnum):
    """The event that a term is counted from."""

    PURCHASE = "purchase"
    DELIVERY = "delivery"
    INSTALLATION = "installation"
    MANUFACTURE = "manufacture"


class LifeEvent(StrEnum):
    """An event later in a unit's life, from which covers that were not part of the sale are counted."""

    REPAIR = "repair"
    REPLACEMENT = "replacement"
    GRANT = "grant"


CoverStart = StartBasis | LifeEvent
"""Whatever a cover can be counted from."""


def cover_start(text: str) -> CoverStart:
    """The event of this name.

    Raises:
        ValueError: there is none.
    """
    return LifeEvent(text) if text in set(LifeEvent) else StartBasis(text)


class ExchangeType(StrEnum):
    """How a unit is exchanged under a term.

    ADVANCE sends the new one first, LOANER lends one for the time of the repair, RETURN waits for the old one.
    """

    ADVANCE = "advance"
    LOANER = "loaner"
    RETURN = "return"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitFacts:
    """One sold item, as far as covers depend on it; whether it is registered is not among the facts.

    Attributes:
        model: SKU of the product model.
        serial: serial as it was read, or None; proof of purchase is enough.
        country: country of purchase, ISO 3166-1 alpha-2 in capitals; its law gives the guarantee.
        purchased_on: day on the proof of purchase.
        delivered_on: day the buyer received it.
        installed_on: day the installation was finished.
        manufactured_on: day it was made.
        is_consumer: bought by a person outside trade or profession (Directive (EU) 2019/771 Art. 2(2)).
    """

    model: str
    serial: str | None
    country: str
    purchased_on: date
    delivered_on: date | None = None
    installed_on: date | None = None
    manufactured_on: date | None = None
    is_consumer: bool = True

    def __post_init__(self) -> None:
        if not self.model.strip():
            raise ValueError("A unit needs the SKU of its product model.")
        if not re.fullmatch("[A-Z]{2}", self.country):
            raise ValueError(f"A country is two capital letters of ISO 3166-1: {self.country!r}.")
        known = [
            day
            for day in (self.manufactured_on, self.delivered_on, self.installed_on)
            if day is not None
        ]
        if known != sorted(known):
            raise ValueError("A unit is made, then delivered, then installed, in this order.")

    def start_on(self, basis: StartBasis) -> tuple[date, StartBasis]:
        """The day a term with this basis starts, and the basis that was really used.

        A missing day never takes a cover away: installation falls back to delivery, and delivery and
        manufacture fall back to purchase, the one day that proof of purchase always shows.
        """
        match basis:
            case StartBasis.PURCHASE:
                return self.purchased_on, basis
            case StartBasis.DELIVERY:
                wanted, fallback = self.delivered_on, StartBasis.PURCHASE
            case StartBasis.INSTALLATION:
                wanted, fallback = self.installed_on, StartBasis.DELIVERY
            case StartBasis.MANUFACTURE:
                wanted, fallback = self.manufactured_on, StartBasis.PURCHASE
            case _:
                assert_never(basis)
        return self.start_on(fallback) if wanted is None else (wanted, basis)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverTerm:
    """One line of the terms: for so many months, so much of the cost, of these components.

    Several lines together say "parts and labour 3 years, parts 5 years, sealed system 12 years".

    Attributes:
        kind: one of `TERM_KINDS`.
        provider: who pays, as the customer knows them.
        starts: the event that `months` are counted from.
        months: length in calendar months.
        parts_percent: share of the parts paid, 0..100.
        labour_percent: share of the labour paid, 0..100.
        travel_percent: share of the travel paid, 0..100.
        has_loaner: a loaner is lent for the time of the repair.
        components: what it answers for, by component name; empty means the whole unit.
        exclusions: component names that it does not answer for.
        is_transferable: it passes to the next owner.
        is_for_defects_only: False when it answers for accidents too.
        requires_maintenance: it asks for the maintenance of the model's schedules.
        payer: whose money it is; None for the usual payer of its kind (`payers.USUAL_PAYERS`).
        exchange: how the unit is exchanged, None when it is repaired where it stands.
        source: where it is written, such as the booklet and its edition.
    """

    kind: CoverKind
    provider: str
    starts: StartBasis
    months: int
    source: str
    parts_percent: int = FULL
    labour_percent: int = FULL
    travel_percent: int = FULL
    has_loaner: bool = False
    components: frozenset[str] = frozenset()
    exclusions: frozenset[str] = frozenset()
    is_transferable: bool = True
    is_for_defects_only: bool = True
    requires_maintenance: bool = False
    payer: Payer | None = None
    exchange: ExchangeType | None = None

    def __post_init__(self) -> None:
        if self.kind not in TERM_KINDS:
            raise ValueError(f"Terms of sale cannot promise a cover of the kind {self.kind}.")
        if self.months < 1:
            raise ValueError(f"A term lasts at least one month: {self.months}.")
        check_payment(
            self.provider,
            self.source,
            (self.parts_percent, self.labour_percent, self.travel_percent),
            has_loaner=self.has_loaner,
        )
        check_exchange(self.exchange, has_loaner=self.has_loaner)
        if self.components & self.exclusions:
            raise ValueError("A term cannot both answer for a component and exclude it.")


@dataclass(frozen=True, slots=True)
class WarrantyTerms:
    """All terms that a product model is sold with; `terms` may be empty.

    Attributes:
        model: SKU of the product model.
        terms: in the order in which they are shown.
    """

    model: str
    terms: tuple[CoverTerm, ...] = ()

    def __post_init__(self) -> None:
        if not self.model.strip():
            raise ValueError("Terms need the SKU of their product model.")


def check_payment(
    provider: str, source: str, percents: tuple[int, ...], *, has_loaner: bool
) -> None:
    """Refuse a payer without a name or source, and shares that are no percents or pay nothing.

    Raises:
        ValueError: with the sentence that says which.
    """
    if not provider.strip() or not source.strip():
        raise ValueError("A cover names who pays and where that is written.")
    if any(not 0 <= percent <= FULL for percent in percents):
        raise ValueError(f"A share is a percent from 0 to 100: {percents}.")
    if not any(percents) and not has_loaner:
        raise ValueError("A cover pays for something.")


def check_exchange(exchange: ExchangeType | None, *, has_loaner: bool) -> None:
    """Refuse an exchange by loaner under a cover that lends none.

    Raises:
        ValueError: with the sentence that says so.
    """
    if exchange is ExchangeType.LOANER and not has_loaner:
        raise ValueError("A cover that exchanges by loaner lends one.")
