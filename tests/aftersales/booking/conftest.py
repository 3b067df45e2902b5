"""A small city in which customers book for themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest

from aftersales.booking import Offered, confirm_hold, hold_slot, slots_for, wanted_by
from aftersales.bookings import keep_work
from aftersales.catalogue import work_type_of
from aftersales.clock import SetClock
from aftersales.customers import add_customer
from aftersales.deed import Actor
from aftersales.parts import Parts
from aftersales.places import add_location
from aftersales.queries.visits import visits_by_id
from aftersales.records import ActorKind, Appointment, WorkKind, WorkOrder
from tests.aftersales.small_city import PLACES, City, address_of, found_city
from tests.conftest import STAFF

BUYER = Actor(ActorKind.CUSTOMER, "K1")


@dataclass(slots=True)
class Shop(City):
    """A city with short words for what its customers do."""

    def sells(
        self,
        *,
        product: str = "washing_machine",
        kind: WorkKind = WorkKind.INSTALL,
        place: tuple[float, float] | None = None,
        minutes: int | None = None,
    ) -> UUID:
        """A work order whose customer has not said yet when they are at home."""
        self.people += 1
        with self.parts.doing(STAFF) as deed:
            buyer = add_customer(
                deed,
                number=f"K{self.people}",
                name=f"Anna Ritter {self.people}",
                language="en",
                email=f"buyer{self.people}@example.com",
                phone="+423 555 10 00",
            )
            where = place or PLACES[self.people % len(PLACES)]
            home = add_location(deed, self._territory(), address_of(where), customer_id=buyer.id)
            order = keep_work(deed, buyer, home, work_type_of(deed.session, product, kind))
            if minutes is not None:
                order.duration_minutes = minutes
            return order.id

    def offered(self, order_id: UUID, days: list[date] | None = None) -> Offered:
        """The times that its customer can choose from."""
        with self.parts.store.reading() as session:
            territory, wanted = wanted_by(
                session, session.get_one(WorkOrder, order_id), self.parts.clock.now()
            )
            return slots_for(self.parts, session, territory, wanted, days)

    def codes(self, order_id: UUID) -> list[str]:
        """Their codes."""
        return [slot.window.code for slot in self.offered(order_id).slots]

    def holds(self, order_id: UUID, code: str) -> Appointment:
        """Its customer chooses a time."""
        return hold_slot(self.parts, BUYER, order_id, code)

    def confirms(self, order_id: UUID, code: str) -> Appointment:
        """And confirms it."""
        with self.parts.doing(BUYER) as deed:
            return confirm_hold(deed, order_id, code)

    def books(self, order_id: UUID, code: str) -> UUID:
        """Both at once; answers the visit."""
        self.holds(order_id, code)
        return self.confirms(order_id, code).id

    def crew_of(self, appointment_id: UUID) -> list[str]:
        """Who comes, by code."""
        with self.parts.store.reading() as session:
            return [
                each.code for each in visits_by_id(session, [appointment_id])[appointment_id].crew
            ]


@pytest.fixture
def open_shop(parts: Parts, clock: SetClock) -> Callable[..., Shop]:
    """A shop with a depot, and nobody who works for it yet."""

    def opening(**shape: object) -> Shop:
        city = found_city(parts, clock, **shape)  # type: ignore[arg-type] # passed on as it is
        return Shop(city.parts, city.clock, city.zone)

    return opening


@pytest.fixture
def shop(open_shop: Callable[..., Shop]) -> Shop:
    """The same in Liechtenstein, on Monday, 23 November 2026, at 07:00."""
    return open_shop()
