"""A row: the lines that the matrix of all pairs would have, without the matrix; asked again, from memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aftersales.roads import ModelRoads, Place, Reach, RememberedRoads, Row, road_table
from aftersales.roads.places import IntArray
from scheduling import Travel

TABLE = "liechtenstein"
PLACES = tuple(Place(47.10 + step / 100, 9.52, step % 7 or None) for step in range(20))

places = st.builds(
    Place,
    st.floats(47.0, 47.3),
    st.floats(9.4, 9.7),
    st.none() | st.integers(0, len(road_table(TABLE).latitudes) - 1),
)


@dataclass
class CountedRoads:
    """Roads that count how often they were asked for a row."""

    version: str = "first"
    asked: list[Place] = field(default_factory=list)

    def between(self, places: Sequence[Place], *, scale: float, table: str | None) -> Travel:
        return ModelRoads().between(places, scale=scale, table=table)

    def row(self, place: Place, places: Sequence[Place], *, scale: float, table: str | None) -> Row:
        self.asked.append(place)
        return ModelRoads().row(place, places, scale=scale, table=table)

    def along(
        self, ways: Sequence[Sequence[Place]], *, scale: float, table: str | None
    ) -> list[IntArray]:
        return ModelRoads().along(ways, scale=scale, table=table)

    def reach(self, place: Place, depots: Sequence[Place]) -> Reach:
        return Reach()


@given(place=places, others=st.lists(places, max_size=6), table=st.sampled_from([None, TABLE]))
def test_row_has_the_numbers_of_the_matrix_of_all_pairs(
    place: Place, others: list[Place], table: str | None
) -> None:
    seconds = ModelRoads().between([place, *others], scale=1.2, table=table).seconds

    row = ModelRoads().row(place, others, scale=1.2, table=table)

    assert row.to.tolist() == seconds[1:, 0].tolist()
    assert row.back.tolist() == seconds[0, 1:].tolist()


@given(
    ways=st.lists(st.lists(places, max_size=5), max_size=4), table=st.sampled_from([None, TABLE])
)
def test_drives_along_ways_are_those_of_the_matrix_of_all_pairs(
    ways: list[list[Place]], table: str | None
) -> None:
    driven = ModelRoads().along(ways, scale=1.2, table=table)

    assert [way.tolist() for way in driven] == [
        np.diagonal(ModelRoads().between(way, scale=1.2, table=table).seconds, 1).tolist()
        if len(way) > 1
        else []
        for way in ways
    ]


def test_row_goes_to_the_place_first_and_back_second() -> None:
    known = road_table(TABLE).roads.seconds
    differing = next(row for row in range(1, 50) if known[row, 0] != known[0, row])

    row = ModelRoads().row(
        Place(47.1, 9.5, 0), [Place(47.2, 9.5, differing)], scale=1.0, table=TABLE
    )

    assert row == (known[differing, 0], known[0, differing])


def test_roads_remember_a_row_for_the_same_question_only() -> None:
    counted = CountedRoads()
    roads = RememberedRoads(counted)
    here, there = Place(47.14, 9.52), Place(47.15, 9.52)

    first = roads.row(here, PLACES, scale=1.0, table=None)
    for another in (PLACES, list(PLACES), (*PLACES[:5], *PLACES[5:])):
        assert roads.row(here, another, scale=1.0, table=None) is first
    assert counted.asked == [here]

    roads.row(there, PLACES, scale=1.0, table=None)
    roads.row(here, PLACES[1:], scale=1.0, table=None)
    roads.row(here, PLACES[::-1], scale=1.0, table=None)
    roads.row(here, PLACES, scale=1.5, table=None)
    roads.row(here, PLACES, scale=1.0, table=TABLE)
    counted.version = "second"
    roads.row(here, PLACES, scale=1.0, table=None)

    assert counted.asked == [here, there, here, here, here, here, here]


def test_roads_forget_the_row_that_was_not_asked_for_longest() -> None:
    counted = CountedRoads()
    roads = RememberedRoads(counted, rows=2)
    one, two, three = (Place(47.1 + step / 100, 9.5) for step in range(3))

    for place in (one, two, one, three, one, two):
        roads.row(place, PLACES, scale=1.0, table=None)

    assert counted.asked == [one, two, three, two]


def test_remembered_row_cannot_be_written_to() -> None:
    row = RememberedRoads(ModelRoads()).row(Place(47.1, 9.5), PLACES, scale=1.0, table=None)

    with pytest.raises(ValueError, match="read-only"):
        row.to[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        row.back[0] = 1


def test_remembered_roads_answer_all_pairs_as_the_roads_behind_them() -> None:
    made = RememberedRoads(ModelRoads()).between(PLACES, scale=1.1, table=TABLE)

    assert made == ModelRoads().between(PLACES, scale=1.1, table=TABLE)
    assert np.any(made.seconds)
