"""Whether an address can be driven to from a territory's depots, asked before anything is kept of it."""

from __future__ import annotations

from uuid import UUID

from aftersales.parts import Parts
from aftersales.places import Address, point_of
from aftersales.queries.places import depots_of
from aftersales.roads import Place, require_reachable


def require_way_to(parts: Parts, territory_id: UUID, address: Address) -> None:
    """Make sure that there is a way to an address and back, as far as the roads are known.

    Ask before the transaction begins: an engine on another machine may take seconds.

    Raises:
        NotUnderstood: the address is not in the list, lies far from every road, or no road leads there.
    """
    with parts.store.reading() as session:
        latitude, longitude, row = point_of(session, address)
        depots = [
            Place(place.latitude, place.longitude, place.road_row)
            for _depot, place in depots_of(session, territory_id)
        ]
    require_reachable(parts.roads, Place(latitude, longitude, row), depots)
