"""The search is ready before the first buyer asks."""

from __future__ import annotations

from aftersales.booking import get_ready
from tests.aftersales.booking.conftest import Shop
from tests.aftersales.questions import questions
from tests.aftersales.small_city import TUESDAY


def test_routes_are_read_before_anybody_asks(shop: Shop) -> None:
    shop.hire("T1", TUESDAY)
    order = shop.sells()

    get_ready(shop.parts)

    with questions(shop.parts.store, "FROM assignment JOIN appointment") as asked:
        assert shop.codes(order)
    assert asked == []
