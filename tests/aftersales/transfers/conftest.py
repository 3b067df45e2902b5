"""A dishwasher with a cover for its buyer alone, registered by its owner, and short ways to pass it on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

import pytest

from aftersales.catalogue import add_product_model
from aftersales.deed import Actor
from aftersales.identifiers import link_token
from aftersales.notices.facts import from_json
from aftersales.notices.ownership_facts import TransferFacts
from aftersales.records import (
    ActorKind,
    Notice,
    ProductModel,
    Registration,
    Unit,
    UnitTransfer,
)
from aftersales.registrations import add_unit, register_unit
from aftersales.transfers import Invited, NewOwner, accept_transfer, offer_transfer
from tests.aftersales.conftest import Village
from warranty import CoverKind, CoverTerm, StartBasis, WarrantyTerms

OWNER: Final = Actor(ActorKind.CUSTOMER, "C-1")
JANIS: Final = Invited(name=" Jānis  Ozols ", email="Janis@Example.org", language="lv")
NEW: Final = NewOwner(
    name="Jānis Ozols", email="janis.ozols@example.org", language="lv", wants_safety=True
)
TERMS: Final = WarrantyTerms(
    "DW-9",
    tuple(
        CoverTerm(
            kind=kind,
            provider="Alpina",
            starts=StartBasis.PURCHASE,
            months=months,
            is_transferable=is_transferable,
            source="Booklet 2026",
        )
        for kind, months, is_transferable in (
            (CoverKind.MAKERS_WARRANTY, 36, True),
            (CoverKind.EXTENDED_CONTRACT, 60, False),
        )
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """The village with a registered unit, and short ways to pass it on."""

    village: Village
    model: ProductModel
    unit: Unit
    registration: Registration

    def offered(self, to: Invited = JANIS) -> UnitTransfer:
        """The unit offered to somebody by its owner."""
        with self.village.parts.doing(OWNER) as deed:
            return offer_transfer(deed, deed.session.get_one(Unit, self.unit.id), to)

    def accepted(self, transfer: UnitTransfer, new: NewOwner = NEW) -> Registration:
        """Yes, by the new owner."""
        with self.village.parts.doing(OWNER) as deed:
            return accept_transfer(deed, deed.session.get_one(UnitTransfer, transfer.id), new)

    def kept(self, transfer: UnitTransfer) -> UnitTransfer:
        """A transfer as it is kept."""
        with self.village.parts.store.reading() as session:
            return session.get_one(UnitTransfer, transfer.id)

    def token(self, notice: Notice) -> str:
        """The token of the link in a notice."""
        return link_token(self.village.parts.secret, UUID(str(notice.facts["link_id"])))

    def told(self, kind: str) -> list[TransferFacts]:
        """What notices of a kind said."""
        return [from_json(TransferFacts, each.facts) for each in self.village.notices(kind)]


@pytest.fixture
def passing(village: Village) -> Passing:
    with village.doing() as deed:
        model = add_product_model(
            deed, sku="DW-9", name="Dish 9", brand="Alpina", product_type="dishwasher", terms=TERMS
        )
        deed.session.flush()
        unit = add_unit(
            deed,
            model,
            village.customer,
            serial="AB1234",
            country="PT",
            purchased_on=date(2026, 1, 2),
            location_id=village.location.id,
        )
        deed.session.flush()
        row = register_unit(deed, unit, model, village.customer, channel="till", zone="UTC")
    return Passing(village=village, model=model, unit=unit, registration=row)
