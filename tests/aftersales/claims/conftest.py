"""A village with washing machines sold in Portugal, whose law is known, and somebody who may approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from aftersales.catalogue import add_product_model
from aftersales.claims import ClaimNews, decide_claim, open_claim
from aftersales.records import Claim, ProductModel, Unit
from aftersales.registrations import add_unit
from tests.aftersales.conftest import Village
from warranty import CoverKind, CoverTerm, StartBasis, WarrantyTerms
from warranty.claims.adjudication import Decision

BOUGHT = date(2025, 10, 1)
FAULT = date(2026, 11, 20)
NEWS = ClaimNews(
    symptom="It does not drain.",
    component="pump",
    has_proof_of_purchase=True,
    estimate_cents=9_000,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """The village with what was sold in it."""

    village: Village
    model: ProductModel
    unit: Unit

    def sold(self, serial: str | None, country: str = "PT") -> Unit:
        """One more unit of the same model, to the same customer."""
        return sold(self.village, self.model, serial, country)

    def opened(
        self, news: ClaimNews = NEWS, *, unit: Unit | None = None, fault_on: date = FAULT
    ) -> Claim:
        """A claim with the usual news."""
        with self.village.doing() as deed:
            return open_claim(
                deed,
                unit or self.unit,
                self.village.territory,
                channel="phone",
                fault_on=fault_on,
                news=news,
                next_update_at=self.village.clock.now() + timedelta(hours=2),
            )

    def decided(self, claim: Claim) -> Decision:
        """What the rules decide about it."""
        with self.village.doing() as deed:
            return decide_claim(deed, deed.session.get_one(Claim, claim.id))

    def claim(self, claim: Claim) -> Claim:
        """The claim as it is kept."""
        with self.village.parts.store.reading() as session:
            return session.get_one(Claim, claim.id)


@pytest.fixture
def shop(village: Village) -> Shop:
    """A washing machine with two years of the maker's warranty, and the law's three."""
    terms = WarrantyTerms(
        "WD-9",
        (
            CoverTerm(
                kind=CoverKind.MAKERS_WARRANTY,
                provider="Alpina",
                starts=StartBasis.PURCHASE,
                months=24,
                source="Booklet 2025",
                travel_percent=0,
            ),
        ),
    )
    with village.doing() as deed:
        model = add_product_model(
            deed,
            sku="WD-9",
            name="Wave 7",
            brand="Alpina",
            product_type="washing_machine",
            terms=terms,
            serial_pattern="AB[0-9]{4}",
        )
    return Shop(village=village, model=model, unit=sold(village, model, "AB1234", "PT"))


def sold(village: Village, model: ProductModel, serial: str | None, country: str) -> Unit:
    """One unit of a model, to the customer of the village."""
    with village.doing() as deed:
        return add_unit(
            deed,
            model,
            village.customer,
            serial=serial,
            country=country,
            purchased_on=BOUGHT,
            delivered_on=BOUGHT,
            location_id=village.location.id,
        )
