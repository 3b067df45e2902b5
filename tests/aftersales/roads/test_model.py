"""Roads: the measured table where both ends are in it, the scaled model elsewhere."""

import numpy as np
import pytest

from aftersales.roads import ModelRoads, Place, road_table

TABLE = "liechtenstein"


def place_of_row(row: int) -> Place:
    table = road_table(TABLE)
    return Place(float(table.latitudes[row]), float(table.longitudes[row]), row)


def test_roads_take_the_table_where_both_ends_are_in_it() -> None:
    known = road_table(TABLE).roads
    rows = [0, 17, 254]

    travel = ModelRoads().between([place_of_row(row) for row in rows], scale=1.0, table=TABLE)

    assert np.array_equal(travel.seconds, known.seconds[np.ix_(rows, rows)])
    assert np.array_equal(travel.metres, known.metres[np.ix_(rows, rows)])


def test_roads_take_the_model_where_one_end_is_not_in_the_table() -> None:
    places = [place_of_row(0), place_of_row(17), Place(47.15, 9.51)]

    travel = ModelRoads().between(places, scale=1.3, table=TABLE)
    model = ModelRoads().between(places, scale=1.3, table=None)

    assert travel.seconds[0, 1] == road_table(TABLE).roads.seconds[0, 17]
    assert np.array_equal(travel.seconds[2], model.seconds[2])
    assert np.array_equal(travel.seconds[:, 2], model.seconds[:, 2])


def test_roads_without_a_table_ignore_rows_and_grow_with_the_scale() -> None:
    places = [place_of_row(0), place_of_row(17)]

    plain = ModelRoads().between(places, scale=1.0, table=None)
    slower = ModelRoads().between(places, scale=2.0, table=None)

    assert plain.seconds[0, 1] > 0
    assert slower.seconds[0, 1] == pytest.approx(plain.seconds[0, 1] * 2, abs=2)
    assert not np.diagonal(plain.seconds).any()


def test_road_table_has_a_place_for_every_row_and_is_read_once() -> None:
    table = road_table(TABLE)

    assert table.roads.seconds.shape == table.roads.metres.shape == (301, 301)
    assert table.latitudes.shape == table.longitudes.shape == (301,)
    assert road_table(TABLE) is table


def test_road_table_that_is_not_shipped_is_called_by_its_name() -> None:
    with pytest.raises(ValueError, match="no road table called atlantis"):
        road_table("atlantis")
