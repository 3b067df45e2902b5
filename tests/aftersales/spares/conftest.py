"""A village whose visits need parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest

from aftersales.booking import Offered, confirm_hold, hold_slot, slots_for, wanted_by
from aftersales.readiness import Ready, ready_on
from aftersales.records import SparePart, SpareRequest, SpareStock, WorkOrder
from aftersales.spares import StockPlace, add_spare_part, count_in, request_spare
from aftersales.technicians import DayPlan, add_shift
from tests.aftersales.conftest import MONDAY, STAFF, Village


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The village with one part, and short ways to ask for it."""

    village: Village
    part: SparePart

    @property
    def yard(self) -> StockPlace:
        """The depot."""
        return StockPlace(depot_id=self.village.depot.id)

    @property
    def van(self) -> StockPlace:
        """That of the first technician, who is sent to every visit here."""
        return StockPlace(technician_id=self.village.technicians[0].id)

    def put(self, place: StockPlace, quantity: int) -> None:
        """Pieces lie somewhere."""
        with self.village.doing() as deed:
            count_in(deed, self.part, place, quantity)

    def free(self, place: StockPlace) -> int:
        """How many pieces are free there."""
        return sum(
            row.quantity
            for row in self.village.all_of(SpareStock)
            if (row.depot_id, row.technician_id) == (place.depot_id, place.technician_id)
        )

    def order(self) -> UUID:
        """Work without a visit, wished for Wednesday morning."""
        first = self.village.moment(25, 8)
        with self.village.doing() as deed:
            return self.village.order(deed, first, first + timedelta(hours=4)).id

    def booked(self, day: int = 25) -> UUID:
        """A visit of the first technician at nine, told to its customer; answers its appointment."""
        return self.village.book(self.village.moment(day, 9))

    def order_of(self, appointment_id: UUID) -> UUID:
        """The work of a visit."""
        return self.village.visit(appointment_id).work_order.id

    def ask(self, order_id: UUID, quantity: int = 1, expected_on: date | None = None) -> UUID:
        """Pieces are asked for."""
        with self.village.doing() as deed:
            order = deed.session.get_one(WorkOrder, order_id)
            return request_spare(deed, order, self.part, quantity, expected_on=expected_on).id

    def does(self, request_id: UUID, act: Callable[..., object], *said: object) -> None:
        """Something is done about a request."""
        with self.village.doing() as deed:
            act(deed, deed.session.get_one(SpareRequest, request_id), *said)

    def request(self, request_id: UUID) -> SpareRequest:
        """A request as it is kept."""
        with self.village.parts.store.reading() as session:
            return session.get_one(SpareRequest, request_id)

    def ready(self, order_id: UUID) -> Ready:
        """What work waits for today."""
        with self.village.parts.store.reading() as session:
            return ready_on(session, [order_id], self.today)[order_id]

    def offered(self, order_id: UUID) -> Offered:
        """The times that a customer can choose from."""
        parts = self.village.parts
        with parts.store.reading() as session:
            order = session.get_one(WorkOrder, order_id)
            area, wanted = wanted_by(session, order, parts.clock.now())
            return slots_for(parts, session, area, wanted)

    def holds(self, order_id: UUID, code: str) -> None:
        """The customer chooses a time."""
        hold_slot(self.village.parts, STAFF, order_id, code)

    def confirms(self, order_id: UUID, code: str) -> None:
        """The customer confirms what is kept for them."""
        with self.village.doing() as deed:
            confirm_hold(deed, order_id, code)

    def books(self, order_id: UUID, code: str) -> None:
        """Both."""
        self.holds(order_id, code)
        self.confirms(order_id, code)

    @property
    def today(self) -> date:
        """The day it is."""
        return self.village.clock.now().date()

    def later(self, moment: datetime) -> None:
        """Time passes."""
        self.village.clock.move_to(moment)


@pytest.fixture
def shelf(village: Village) -> Shelf:
    """A village with a pump in its catalogue, and somebody at work for two weeks."""
    with village.doing() as deed:
        part = add_spare_part(
            deed, code="PUMP-1", name="Drain pump", product_types=["washing_machine"]
        )
        for days in range(21):
            plan = DayPlan(from_time=time(8), to_time=time(16))
            on = MONDAY + timedelta(days=days)
            add_shift(deed, village.technicians[0], "Europe/Vaduz", on, plan)
    return Shelf(village=village, part=part)
