"""Bookings in the small world, for whoever looks at their pages: one to choose, one that is kept, one with an earlier offer."""

from __future__ import annotations

from threading import Event
from uuid import UUID

from aftersales.booking import (
    confirm_hold,
    hold_slot,
    slots_for,
    tend_bookings,
    wait_for_earlier,
    wanted_by,
)
from aftersales.booking.asked import token_of_visit
from aftersales.bookings import keep_work
from aftersales.deed import SYSTEM
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.queries.visits import visits_by_id
from aftersales.records import Customer, LinkPurpose, Location, WorkOrder, WorkType
from tests.web.conftest import World

_MADE: dict[UUID, list[str]] = {}
"""The pages of each world, by its territory."""


def booking_pages(world: World) -> list[str]:
    """The addresses of a buyer's pages on the way to a visit, and afterwards."""
    if world.territory_id not in _MADE:
        _MADE[world.territory_id] = _made(world)
    return _MADE[world.territory_id]


def _made(world: World) -> list[str]:
    _open, choosing = sold(world)
    kept, keeping = sold(world)
    hold_slot(world.parts, SYSTEM, kept, codes_for(world, kept)[0])
    late, _token = sold(world)
    when = codes_for(world, late)[-1]
    hold_slot(world.parts, SYSTEM, late, when)
    with world.parts.doing(SYSTEM) as deed:
        visit = confirm_hold(deed, late, when)
        deed.session.flush()
        wait_for_earlier(deed, visits_by_id(deed.session, [visit.id])[visit.id])
    tend_bookings(world.parts, "li", Event())
    with world.parts.store.reading() as session:
        way = f"/visit/{token_of_visit(session, world.parts.secret, visit, world.clock.now())}"
    return [f"/book/{choosing}/time", f"/book/{keeping}/confirm", way, f"{way}/times"]


def sold(world: World) -> tuple[UUID, str]:
    """A work order of a buyer that nobody has chosen a time for, and the token of its booking."""
    like = world.visits()[0]
    with world.parts.doing(SYSTEM) as deed:
        session = deed.session
        order = keep_work(
            deed,
            session.get_one(Customer, like.customer.id),
            session.get_one(Location, like.location.id),
            session.get_one(WorkType, like.work_type.id),
        )
        link_id = issue_link(deed, LinkPurpose.BOOKING, order.id)
    return order.id, link_token(world.parts.secret, link_id)


def codes_for(world: World, order_id: UUID) -> list[str]:
    """The times that can be booked for a work order."""
    with world.parts.store.reading() as session:
        territory, wanted = wanted_by(
            session, session.get_one(WorkOrder, order_id), world.clock.now()
        )
        offered = slots_for(world.parts, session, territory, wanted)
    return [slot.window.code for slot in offered.slots]
