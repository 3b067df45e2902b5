"""What becomes of an engine's answers: tiles, long snaps, pairs without a way, and far places in a row."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.roads import EngineDown, EngineRoads, FallbackRoads, ModelRoads, Place, Reach
from aftersales.roads.engine import UNREACHABLE_SECONDS
from tests.aftersales.roads.conftest import Grid

HERE = Place(47.0, 9.500)
EAST = Place(47.1, 9.600)
OFF = Place(48.5, 9.550)
ISLAND = Place(45.0, 9.550)

on_map = st.builds(Place, st.floats(46.5, 47.5), st.floats(9.0, 10.0))


def test_engine_answers_where_its_map_holds_both_ends() -> None:
    travel = EngineRoads(Grid(), ModelRoads()).between([HERE, EAST], scale=1.0, table=None)

    assert travel.seconds.tolist() == [[0, 100], [200, 0]]
    assert travel.metres.tolist() == [[0, 1000], [2000, 0]]


def test_place_farther_than_300_m_from_every_road_follows_the_travel_model() -> None:
    places = [HERE, OFF]

    travel = EngineRoads(Grid(), ModelRoads()).between(places, scale=1.0, table=None)

    assert travel == ModelRoads().between(places, scale=1.0, table=None)


def test_pair_without_a_way_takes_longer_than_any_duty_and_stays_a_number() -> None:
    roads = EngineRoads(Grid(), ModelRoads())

    travel = roads.between([HERE, EAST, ISLAND], scale=1.0, table=None)
    row = roads.row(ISLAND, [HERE, ISLAND], scale=1.0, table=None)

    assert travel.seconds[0, 2] == travel.seconds[2, 1] == UNREACHABLE_SECONDS
    assert travel.seconds[0, 1] == 100
    assert travel.metres.min() >= 0
    assert row.to.tolist() == row.back.tolist() == [UNREACHABLE_SECONDS, 0]


@given(st.lists(on_map, max_size=9), on_map, st.integers(1, 4))
def test_engine_asked_in_tiles_says_the_same_as_at_once(
    places: list[Place], here: Place, tile: int
) -> None:
    whole, tiled = Grid(tile=100), Grid(tile=tile)

    at_once = EngineRoads(whole, ModelRoads()).between(places, scale=1.0, table=None)
    in_tiles = EngineRoads(tiled, ModelRoads()).between(places, scale=1.0, table=None)
    row = EngineRoads(tiled, ModelRoads()).row(here, places, scale=1.0, table=None)

    assert in_tiles == at_once
    assert max(max(asked) for asked in tiled.asked) <= tile
    with_here = EngineRoads(whole, ModelRoads()).between([here, *places], scale=1.0, table=None)
    assert row.to.tolist() == with_here.seconds[1:, 0].tolist()
    assert row.back.tolist() == with_here.seconds[0, 1:].tolist()


def test_row_asks_for_each_point_once_and_for_the_nearest_only() -> None:
    engine = Grid(tile=10, nearest=2)
    near, far = Place(47.0, 9.501), Place(47.0, 9.9)
    places = (near, far, near, HERE, far)
    model = ModelRoads().row(HERE, places, scale=1.0, table=None)

    row = EngineRoads(engine, ModelRoads()).row(HERE, places, scale=1.0, table=None)

    assert engine.asked == [(2, 1), (1, 2)]
    assert row.to.tolist()[2:4] == [2, 0]
    assert row.back.tolist()[:1] == [1]
    # the far ones are drawn out as the one near drive is
    assert row.to[1] == row.to[4] == pytest.approx(model.to[1] * 2 / model.to[0], abs=1)
    assert row.back[1] == pytest.approx(model.back[1] * 1 / model.back[0], abs=1)


def test_reach_tells_of_long_snaps_and_of_places_cut_off() -> None:
    roads = EngineRoads(Grid(), ModelRoads())

    assert roads.reach(EAST, [HERE]) == Reach(metres_to_road=5.0)
    assert roads.reach(OFF, [HERE]) == Reach(metres_to_road=400.0)
    assert roads.reach(ISLAND, [HERE, EAST]) == Reach(metres_to_road=5.0, is_cut_off=True)
    assert roads.reach(ISLAND, [HERE, ISLAND]) == Reach(metres_to_road=5.0)


def test_nothing_is_known_of_a_territory_whose_depots_are_off_the_map() -> None:
    assert EngineRoads(Grid(), ModelRoads()).reach(OFF, [OFF]) == Reach()


def test_roads_fall_back_while_the_engine_is_away_and_leave_it_alone_for_a_while() -> None:
    engine = Grid(is_away=True)
    roads = FallbackRoads(EngineRoads(engine, ModelRoads()), ModelRoads(), rest=3600)
    model = ModelRoads().between([HERE, EAST], scale=1.3, table=None)

    assert roads.between([HERE, EAST], scale=1.3, table=None) == model
    asked = len(engine.asked)
    row = roads.row(HERE, [EAST], scale=1.3, table=None)
    assert roads.reach(OFF, [HERE]) == Reach()

    assert row.to.tolist() == [model.seconds[1, 0]]
    assert len(engine.asked) == asked == 1


def test_roads_ask_the_engine_again_after_its_rest() -> None:
    engine = Grid(is_away=True)
    roads = FallbackRoads(EngineRoads(engine, ModelRoads()), ModelRoads(), rest=0)
    roads.between([HERE, EAST], scale=1.0, table=None)
    engine.is_away = False

    assert np.array_equal(
        roads.between([HERE, EAST], scale=1.0, table=None).seconds, [[0, 100], [200, 0]]
    )


def test_engine_that_is_away_is_told_to_whoever_has_nothing_behind_it() -> None:
    with pytest.raises(EngineDown):
        EngineRoads(Grid(is_away=True), ModelRoads()).row(HERE, [EAST], scale=1.0, table=None)
