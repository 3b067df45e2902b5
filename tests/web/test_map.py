"""The drawing of a day: nothing hidden, nothing outside, nothing private."""

from itertools import combinations
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from web.pages.crowd import RADIUS
from web.pages.frame import WIDTH
from web.pages.map import RouteFact, StopFact, area_map, day_map

PLACES = st.tuples(st.floats(46.5, 47.5), st.floats(9.0, 10.5))


def route(places: list[tuple[float, float]]) -> RouteFact:
    """A route without a depot through these places."""
    return RouteFact(
        colour=0,
        start=None,
        stops=tuple(
            StopFact(place=place, label=f"A{number}", title="")
            for number, place in enumerate(places)
        ),
    )


@given(places=st.lists(PLACES, min_size=1, max_size=12))
def test_every_stop_is_drawn_inside_the_map(places: list[tuple[float, float]]) -> None:
    drawn = day_map([route(places)], None)

    assert drawn is not None
    assert [disc.label for disc in drawn.discs] == [f"A{each}" for each in range(len(places))]
    for disc in drawn.discs:
        assert RADIUS <= disc.x <= WIDTH - RADIUS
        assert RADIUS <= disc.y <= drawn.height - RADIUS


def test_stops_at_one_door_do_not_hide_each_other() -> None:
    drawn = day_map([route([(47.14, 9.52)] * 5)], "liechtenstein")

    assert drawn is not None
    for one, other in combinations(drawn.discs, 2):
        assert hypot(one.x - other.x, one.y - other.y) >= 1.9 * RADIUS
    assert any(disc.is_aside for disc in drawn.discs)


def test_a_day_without_places_has_no_map() -> None:
    assert day_map([], "liechtenstein") is None
    assert day_map([route([])], None) is None


@given(
    latitude=st.floats(47.05, 47.27),
    longitude=st.floats(9.48, 9.62),
)
def test_neighbours_share_one_neighbourhood(latitude: float, longitude: float) -> None:
    home = area_map(latitude, longitude, "liechtenstein")
    rounded = area_map(
        round(latitude / 0.005) * 0.005, round(longitude / 0.0075) * 0.0075, "liechtenstein"
    )

    assert home is not None
    assert home == rounded
