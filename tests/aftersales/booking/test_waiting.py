"""Who waits for an earlier time is looked for again when something has changed, and only then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from threading import Event

from aftersales.booking import tend_bookings, wait_for_earlier
from aftersales.queries.visits import visits_by_id
from aftersales.records import Appointment
from aftersales.roads import ModelRoads, Place, Row
from tests.aftersales.booking.conftest import Shop
from tests.aftersales.small_city import TUESDAY, WEDNESDAY
from tests.conftest import STAFF


@dataclass
class CountedRoads(ModelRoads):
    """Roads that count the searches for which they were asked."""

    searches: int = 0

    def row(self, place: Place, places: Sequence[Place], *, scale: float, table: str | None) -> Row:
        self.searches += 1
        return super().row(place, places, scale=scale, table=table)


def waits(shop: Shop, code: str) -> None:
    """Somebody has a time and would like an earlier one."""
    visit_id = shop.books(shop.sells(), code)
    with shop.parts.doing(STAFF) as deed:
        wait_for_earlier(deed, visits_by_id(deed.session, [visit_id])[visit_id])


def test_nobody_is_looked_for_again_until_something_changes(shop: Shop) -> None:
    roads = CountedRoads()
    shop.parts = replace(shop.parts, roads=roads)
    shop.hire("T1", WEDNESDAY)
    waits(shop, "2026-11-25T08:00/12:00")

    searches = []
    for change in (
        lambda: None,
        lambda: None,
        lambda: setattr(shop.clock, "moment", shop.clock.moment + timedelta(minutes=10)),
        lambda: None,
        lambda: shop.hire("T2", TUESDAY),
    ):
        change()
        before = roads.searches
        tend_bookings(shop.parts, "li", Event())
        searches.append(roads.searches > before)

    assert searches == [True, False, True, False, True]
    held = [each for each in shop.rows(Appointment) if each.held_until_at is not None]  # type: ignore[attr-defined]
    assert [f"{each.window_local_from:%d}" for each in held] == ["24"]  # type: ignore[attr-defined]
