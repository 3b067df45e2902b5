"""The library in this process, on a graph of Liechtenstein: the same drives as in the measured table."""

from pathlib import Path

import numpy as np
import pytest

from aftersales.errors import NotUnderstood
from aftersales.roads import EngineRoads, ModelRoads, Place, require_reachable, road_table
from aftersales.roads.osrm import OsrmEngine

MEADOW = Place(47.08, 9.6)
"""On the slope of a mountain, far from every road."""

FAR_FROM_ROADS = (79, 80, 81, 82)
"""Rows of the table whose houses stand 389 m to 549 m from the next road, on an alp."""

RIGA = Place(56.95, 24.1)


def table_places(count: int) -> tuple[Place, ...]:
    table = road_table("liechtenstein")
    return tuple(
        Place(float(lat), float(lon))
        for lat, lon in zip(table.latitudes[:count], table.longitudes[:count], strict=True)
    )


@pytest.fixture(scope="module")
def roads(graph: Path) -> EngineRoads:
    return EngineRoads(OsrmEngine(graph), ModelRoads())


def test_drives_are_those_of_the_measured_table(roads: EngineRoads) -> None:
    known = road_table("liechtenstein").roads

    travel = roads.between(table_places(301), scale=1.0, table=None)

    held = ~np.isin(np.arange(301), FAR_FROM_ROADS)
    held = held[:, None] & held[None, :]
    assert np.abs(travel.seconds - known.seconds)[held].max() <= 1
    assert np.abs(travel.metres - known.metres)[held].max() <= 1


def test_row_has_the_numbers_of_the_matrix(roads: EngineRoads) -> None:
    places = table_places(40)
    seconds = roads.between(places, scale=1.0, table=None).seconds

    row = roads.row(places[3], places, scale=1.0, table=None)

    assert row.to.tolist() == seconds[:, 3].tolist()
    assert row.back.tolist() == seconds[3].tolist()


def test_places_off_the_map_follow_the_travel_model(roads: EngineRoads) -> None:
    places = (*table_places(2), MEADOW, RIGA)
    model = ModelRoads().between(places, scale=1.2, table=None)

    travel = roads.between(places, scale=1.2, table=None)

    assert np.array_equal(travel.seconds[2:], model.seconds[2:])
    assert np.array_equal(travel.seconds[:, 2:], model.seconds[:, 2:])
    assert travel.seconds[0, 1] != model.seconds[0, 1]


def test_meadow_is_refused_and_a_house_is_not(roads: EngineRoads) -> None:
    depot, house = table_places(2)

    require_reachable(roads, house, [depot])
    with pytest.raises(NotUnderstood, match=r"1,856 m .* move the pin"):
        require_reachable(roads, MEADOW, [depot])


def test_no_places_are_no_drives(roads: EngineRoads) -> None:
    assert roads.between([], scale=1.0, table=None).places == 0
    assert len(roads.row(MEADOW, (), scale=1.0, table=None).to) == 0
