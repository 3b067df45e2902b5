"""Places that a file brought, looked at once they are kept: who lives where no road leads stands in the report."""

from __future__ import annotations

from typing import Final

from aftersales.errors import NotUnderstood
from aftersales.imports.tally import Tally
from aftersales.parts import Parts
from aftersales.queries.places import depots_of
from aftersales.records import Location
from aftersales.roads import Place, require_reachable

MOST_NAMED: Final = 20
"""Places that are named one by one."""


def note_unreachable(parts: Parts, tally: Tally) -> None:
    """Put down the lines whose new place lies far from every road, or is cut off; their rows stay, and can be mended.

    Asked after the transaction: an engine on another machine may take its time.
    """
    if not tally.placed:
        return
    with parts.store.reading() as session:
        places = [
            (line, session.get_one(Location, location_id)) for line, location_id in tally.placed
        ]
        starts = {
            area: [
                Place(each.latitude, each.longitude, each.road_row)
                for _depot, each in depots_of(session, area)
            ]
            for area in {place.territory_id for _line, place in places}
        }
    odd = []
    for line, place in places:
        try:
            require_reachable(
                parts.roads,
                Place(place.latitude, place.longitude, place.road_row),
                starts[place.territory_id],
            )
        except NotUnderstood as error:
            odd.append(f"line {line}: {error} It was kept.")
    tally.notes += odd[:MOST_NAMED]
    if len(odd) > MOST_NAMED:
        tally.notes.append(
            f"{len(odd) - MOST_NAMED} more places lie off the roads; they were kept too."
        )
