"""A place that nobody can drive to is refused before it is kept, kindly and with what to do."""

import pytest

from aftersales.errors import NotUnderstood
from aftersales.roads import EngineRoads, ModelRoads, Place, Roads, require_reachable
from tests.aftersales.roads.conftest import Grid

DEPOT = Place(47.0, 9.5)
REAL = EngineRoads(Grid(), ModelRoads())


@pytest.mark.parametrize(
    ("latitude", "words"),
    [(48.5, "The next road for cars is 400 m from this place"), (45.0, "No road for cars joins")],
)
def test_place_that_cannot_be_driven_to_is_refused_with_move_the_pin(
    latitude: float, words: str
) -> None:
    with pytest.raises(NotUnderstood, match=words) as refused:
        require_reachable(REAL, Place(latitude, 9.55), [DEPOT])

    assert "Please move the pin" in str(refused.value)
    assert {problem.where for problem in refused.value.problems} == {"latitude", "longitude"}


@pytest.mark.parametrize("roads", [REAL, ModelRoads()])
def test_place_on_a_road_and_one_of_which_nothing_is_known_are_taken(roads: Roads) -> None:
    require_reachable(roads, Place(47.0, 9.55), [DEPOT])
    require_reachable(roads, Place(48.5, 9.55), [])
    require_reachable(roads, Place(48.5, 9.55), [Place(48.6, 9.5)])
