"""Spare parts in the small world, for whoever looks at their page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from aftersales.bookings import keep_work
from aftersales.deed import SYSTEM
from aftersales.queries.catalogue import work_type_for
from aftersales.queries.places import depot_by_code, locations_of_customer
from aftersales.queries.spares import awaited_requests, part_by_code
from aftersales.records import WorkKind
from aftersales.spares import StockPlace, add_spare_part, count_in, request_spare
from tests.web.conftest import World

CODE = "PUMP-1"


@dataclass(frozen=True)
class Spared:
    """A part, a request for a visit of Monday that waits for it, and one that nobody has ordered."""

    part_id: UUID
    awaited_id: UUID
    unordered_id: UUID


def spared_in(world: World) -> Spared:
    """Made when first looked for: a pump of which two lie in the depot, and what two work orders wait for."""
    visit = world.visits()[-1]
    with world.parts.doing(SYSTEM) as deed:
        session = deed.session
        part = part_by_code(session, CODE)
        if part is None:
            part = add_spare_part(deed, code=CODE, name="Drain pump")
            belt = add_spare_part(deed, code="BELT-2", name="Belt")
            depot = depot_by_code(session, "D1")
            assert depot is not None
            count_in(deed, part, StockPlace(depot_id=depot.id), 2)
            request_spare(deed, visit.work_order, belt, 1, expected_on=date(2026, 11, 23))
            work_type = work_type_for(session, "washing_machine", WorkKind.INSTALL)
            assert work_type is not None
            person = visit.customer
            home = locations_of_customer(session, person.id)[0]
            order = keep_work(deed, person, home, work_type, note="Pump.")
            session.flush()
            request_spare(deed, order, part, 3)
        session.flush()
        found = {each.code: row.id for row, each, _order, _who in awaited_requests(session, 9)}
        return Spared(part.id, found["BELT-2"], found[CODE])
