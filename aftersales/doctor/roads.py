"""Whether the engine that is to know the roads answers."""

from __future__ import annotations

from collections.abc import Iterator

from aftersales.doctor.finding import Finding, ok, said_by, warning
from aftersales.doctor.patient import Patient
from aftersales.errors import NotReady
from aftersales.queries.places import depot_places
from aftersales.roads import EngineDown, EngineRoads, ModelRoads, Place, engine_of


def engine(patient: Patient) -> Iterator[Finding]:
    """The engine that the settings name, asked for the depots of every territory."""
    try:
        named = engine_of(patient.settings)
    except NotReady as error:
        yield said_by("roads", error)
        return
    if named is None:
        return
    with patient.store.reading() as session:
        depots = [Place(each.latitude, each.longitude) for each in depot_places(session)]
    asked = EngineRoads(named, ModelRoads())
    try:
        off = [place for place in depots if not asked.holds(place)]
    except EngineDown as error:
        yield warning(
            "roads",
            f"The routing engine gives no answer ({type(error.__cause__ or error).__name__}), so drives follow the travel model.",
            "See that it runs, and check AFTERSALES_ROADS_ENGINE, AFTERSALES_ROADS_URL and AFTERSALES_ROADS_KEY; "
            "a graph is built again with aftersales roads build FILE.",
        )
        return
    if off:
        yield warning(
            "roads",
            f"The map of the routing engine does not hold {len(off)} of {len(depots)} depots; there the travel model answers.",
            "Give the engine a larger extract of OpenStreetMap, or correct the coordinates of those depots.",
        )
    else:
        yield ok("roads", "The routing engine answers, and its map holds every depot.")
