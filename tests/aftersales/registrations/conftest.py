"""A dishwasher in the catalogue, whose serials have a rule, and a way to register one as a buyer does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from aftersales.catalogue import add_product_model
from aftersales.deed import Actor
from aftersales.records import ActorKind, ProductModel, Registration
from aftersales.registrations import BuyerNews, register_by_buyer
from tests.aftersales.conftest import Village
from warranty import CoverKind, CoverTerm, StartBasis, WarrantyTerms

BUYER = Actor(ActorKind.CUSTOMER, "unknown")
NEWS = BuyerNews(
    serial="ab 12-34",
    purchased_on=date(2026, 11, 2),
    delivered_on=date(2026, 11, 5),
    name="Ruta Kalniņa",
    email="Ruta@Example.org",
    phone="",
    country="PT",
    language="lv",
    wants_safety=False,
)
Registering = Callable[..., Registration]


@pytest.fixture
def model(village: Village) -> ProductModel:
    terms = WarrantyTerms(
        "DW-9",
        (
            CoverTerm(
                kind=CoverKind.MAKERS_WARRANTY,
                provider="Alpina",
                starts=StartBasis.PURCHASE,
                months=36,
                source="Booklet 2026",
            ),
        ),
    )
    with village.doing() as deed:
        return add_product_model(
            deed,
            sku="DW-9",
            name="Dish 9",
            brand="Alpina",
            product_type="dishwasher",
            terms=terms,
            serial_pattern="AB[0-9]{4}",
        )


@pytest.fixture
def registering(village: Village, model: ProductModel) -> Registering:
    """Register with the usual news, some of it changed."""

    def register(**changes: object) -> Registration:
        news = replace(NEWS, **changes)  # type: ignore[arg-type] # passed on as it is
        with village.parts.doing(BUYER) as deed:
            return register_by_buyer(deed, model, news)

    return register
