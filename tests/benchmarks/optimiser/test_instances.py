"""Instances are read as they stand, and generated the same every time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.optimiser.city import city
from benchmarks.optimiser.coupled import one_before_another, parts_on_the_way, two_people
from benchmarks.optimiser.instance import Job, TieKind, Vehicle
from benchmarks.optimiser.solomon import vrptw
from benchmarks.optimiser.technicians import CLASSES, DAY, Recipe, technicians, without_rests

HEAD = (
    "{name}\n\nVEHICLE\nNUMBER     CAPACITY\n  3         200\n\nCUSTOMER\nCUST NO.  XCOORD. ...\n\n"
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder in the layout of the benchmarks, with fifty random customers a class."""
    chance = np.random.default_rng(4)
    folder = tmp_path / "solomon"
    folder.mkdir()
    for kind in CLASSES:
        name = f"{kind.upper()}01"
        rows = [
            f"{at} {x} {y} 10 0 1000 10"
            for at, (x, y) in enumerate(chance.integers(0, 99, (51, 2)))
        ]
        (folder / f"{name}.txt").write_text(HEAD.format(name=name) + "\n".join(rows))
    return tmp_path


def test_a_file_is_read_with_its_depot_windows_and_best_known_distance(tmp_path: Path) -> None:
    path = tmp_path / "R1.txt"
    path.write_text(
        HEAD.format(name="R1") + "0 0 0 0 0 230 0\n1 3 4 10 161 171 10\n2 1 1 7 50 60 9\n"
    )
    (tmp_path / "BKS_vroom_scripts.json").write_text('{"R1_distance": {"best_known_cost": 12.5}}')

    instance = vrptw(path, "solomon")

    van = Vehicle(
        technician=0, day=0, start_place=0, end_place=0, start=0, end=230_000, capacity=200
    )
    assert instance.jobs == (
        Job(place=1, service=10_000, windows=((161_000, 171_000),), demand=10),
        Job(place=2, service=9_000, windows=((50_000, 60_000),), demand=7),
    )
    assert instance.vehicles == (van, van, van)
    assert instance.travel.tolist() == [[0, 5000, 1414], [5000, 0, 3606], [1414, 3606, 0]]
    assert (instance.best_known, instance.scale) == (12.5, 1000)


def test_the_same_recipe_gives_the_same_instance_and_another_seed_another(data: Path) -> None:
    once, again = (technicians(Recipe(7, 40, 2), data) for _ in range(2))

    assert once.digest == again.digest
    assert once.digest != technicians(Recipe(8, 40, 2), data).digest


def test_a_recipe_keeps_what_it_says(data: Path) -> None:
    instance = technicians(Recipe(7, 60, 3), data)

    assert len(instance.jobs) == 60
    assert {vehicle.day for vehicle in instance.vehicles} == {0, 1, 2}
    assert all(vehicle.start_place == vehicle.end_place >= 60 for vehicle in instance.vehicles)
    assert all(vehicle.end - vehicle.start == 9 * 3600 for vehicle in instance.vehicles)
    assert all(job.windows == tuple(sorted(job.windows)) for job in instance.jobs)
    assert any(len({first // DAY for first, _ in job.windows}) > 1 for job in instance.jobs)
    assert set().union(*(job.skills for job in instance.jobs)) == {0, 1, 2, 3}
    assert np.diagonal(instance.travel).max() == 0


def test_the_twin_without_lunch_differs_in_nothing_else(data: Path) -> None:
    instance = technicians(Recipe(7, 40, 1), data)
    twin = without_rests(instance)

    assert (instance.has_rests, twin.has_rests) == (True, False)
    assert twin.jobs == instance.jobs
    assert twin.vehicles == tuple(replace(vehicle, rest=None) for vehicle in instance.vehicles)


def test_coupled_variants_cost_as_much_to_leave_out(data: Path) -> None:
    instance = technicians(Recipe(7, 40, 1), data)

    for variant, kind in (
        (two_people, TieKind.SAME_TIME),
        (one_before_another, TieKind.BEFORE),
        (parts_on_the_way, TieKind.SAME_VEHICLE),
    ):
        coupled = variant(instance, 1)

        assert [tie.kind for tie in coupled.ties] == [kind] * 4
        assert sum(job.prize or 0 for job in coupled.jobs) == sum(
            job.prize or 0 for job in instance.jobs
        )


def test_the_city_is_on_measured_roads_with_two_ways_of_unequal_length() -> None:
    instance = city(1, 20, 1)

    assert not np.array_equal(instance.travel, instance.travel.T)
    assert len({job.place for job in instance.jobs}) == 20
