"""Travel: distances on the sphere, the power law, its learned scale, and known roads where there are any."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.travel import KnownRoads, PowerLaw, crow_km, learned_scale, travel_between

law = settings(derandomize=True, deadline=None)
degrees = st.tuples(st.floats(-80, 80), st.floats(-180, 180))

LAT = [47.165, 47.076, 47.141, 47.210]
LON = [9.509, 9.512, 9.521, 9.530]


def test_crow_km_of_one_degree_of_latitude_is_a_360th_of_the_meridian() -> None:
    assert float(crow_km(0.0, 0.0, 1.0, 0.0)) == pytest.approx(111.195, abs=0.001)


def test_crow_km_broadcasts_to_a_matrix() -> None:
    lat, lon = np.array(LAT), np.array(LON)

    km = crow_km(lat[:, None], lon[:, None], lat, lon)

    assert km.shape == (4, 4)


@law
@given(degrees, degrees, degrees)
def test_crow_km_is_a_distance(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]
) -> None:
    there, back = float(crow_km(*a, *b)), float(crow_km(*b, *a))

    assert float(crow_km(*a, *a)) == 0
    assert there == pytest.approx(back, abs=1e-6)
    assert there <= float(crow_km(*a, *c)) + float(crow_km(*c, *b)) + 1e-6


def test_power_law_takes_three_and_a_half_minutes_for_the_first_kilometre() -> None:
    assert PowerLaw().seconds(np.array([0.0, 1.0, 10.0])).tolist() == [0, 208, 1139]


def test_power_law_scales_times_and_leaves_distances() -> None:
    km = np.array([10.0])

    assert PowerLaw(2.0).seconds(km).tolist() == [2278]
    assert PowerLaw(2.0).metres(km).tolist() == PowerLaw().metres(km).tolist() == [12_400]


@pytest.mark.parametrize("scale", [0.0, -1.0, float("inf"), float("nan")])
def test_power_law_refuses_a_scale_that_is_no_factor(scale: float) -> None:
    with pytest.raises(ValueError, match="positive and finite"):
        PowerLaw(scale)


@law
@given(st.floats(0.3, 3.0))
def test_learned_scale_finds_the_scale_that_made_the_trips(scale: float) -> None:
    lat = np.linspace(46.0, 47.0, 8)
    lon = np.linspace(9.0, 9.5, 8) ** 1.1
    made = travel_between(lat, lon, model=PowerLaw(scale))

    assert learned_scale(made.seconds, lat, lon) == pytest.approx(scale, rel=0.002)


def test_learned_scale_refuses_too_few_trips() -> None:
    with pytest.raises(ValueError, match="At least 30 trips are needed to learn a scale, got 12"):
        learned_scale(np.full((4, 4), 600), LAT, LON)


def test_travel_between_models_every_pair_where_no_roads_are_known() -> None:
    travel = travel_between(LAT, LON, model=PowerLaw())

    km = crow_km(LAT[0], LON[0], LAT[1], LON[1])
    assert travel.seconds[0, 1] == PowerLaw().seconds(km)
    assert travel.metres[1, 0] == PowerLaw().metres(km)
    assert np.diagonal(travel.seconds).tolist() == [0, 0, 0, 0]


def test_travel_between_uses_known_roads_where_both_ends_have_a_row() -> None:
    known = KnownRoads(
        seconds=np.array([[0, 111, -1], [222, 0, 333], [444, 555, 0]], np.int32),
        metres=np.array([[0, 11, -1], [22, 0, 33], [44, 55, 0]], np.int32),
    )
    modelled = travel_between(LAT, LON, model=PowerLaw())

    travel = travel_between(LAT, LON, model=PowerLaw(), known=known, rows=[2, None, 0, 2])

    assert travel.seconds[0].tolist() == [0, modelled.seconds[0, 1], 444, 0]
    assert travel.metres[0].tolist() == [0, modelled.metres[0, 1], 44, 0]
    assert travel.seconds[2].tolist() == [
        modelled.seconds[2, 0],
        modelled.seconds[2, 1],
        0,
        modelled.seconds[2, 3],
    ]


def test_travel_between_of_no_places_is_empty() -> None:
    assert travel_between([], [], model=PowerLaw()).places == 0


def test_travel_between_refuses_rows_that_do_not_match_the_places() -> None:
    known = KnownRoads(seconds=np.zeros((1, 1), np.int32), metres=np.zeros((1, 1), np.int32))

    with pytest.raises(ValueError, match="4 places, 1 rows"):
        travel_between(LAT, LON, model=PowerLaw(), known=known, rows=[0])


def test_known_roads_refuse_matrices_of_two_sizes() -> None:
    with pytest.raises(ValueError, match="two square matrices"):
        KnownRoads(seconds=np.zeros((2, 2), np.int32), metres=np.zeros((3, 3), np.int32))
