"""VROOM's own examples: solved as well as published, and judged exactly as published."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

from scheduling.check import violations
from scheduling.effort import QUICK
from scheduling.solver import solve
from scheduling.vroom import answer_of, case_of, checked, read_document, read_solution
from tests.scheduling.vroom.documents import Json, example, published, written

DETOUR = 600
"""Seconds that a road nobody drove is longer than the way along roads that were driven."""


def with_published_roads(number: int) -> Json:
    """The problem on the roads of its published solution: its legs as driven, all others longer."""
    document, solution = example(number), published(number)
    steps = [step for route in solution["routes"] for step in route["steps"]]
    points = [step["location"] for step in steps if "location" in step]
    places = [point for at, point in enumerate(points) if point not in points[:at]]
    legs: dict[tuple[int, int], int] = {}
    for route in solution["routes"]:
        stops = [step for step in route["steps"] if "location" in step]
        for one, other in pairwise(stops):
            a, b = places.index(one["location"]), places.index(other["location"])
            legs[a, b] = other["duration"] - one["duration"]
    document["matrices"] = {"car": {"durations": along(legs, len(places))}}
    halves = [
        shipment[half]
        for shipment in document.get("shipments", [])
        for half in ("pickup", "delivery")
    ]
    for task in (*document["jobs"], *halves):
        task["location_index"] = places.index(task["location"])
    for vehicle in document["vehicles"]:
        vehicle["start_index"] = vehicle["end_index"] = places.index(vehicle["start"])
    return document


def along(legs: dict[tuple[int, int], int], places: int) -> list[list[int]]:
    """All durations: the legs, and for other pairs a detour more than the shortest way along legs."""
    ways = [[0 if a == b else 10**6 for b in range(places)] for a in range(places)]
    for (a, b), seconds in legs.items():
        ways[a][b] = ways[b][a] = seconds
    for middle, a, b in product(range(places), repeat=3):
        ways[a][b] = min(ways[a][b], ways[a][middle] + ways[middle][b])
    return [
        [legs.get((a, b), ways[a][b] + DETOUR * (a != b)) for b in range(places)]
        for a in range(places)
    ]


def comparable(value: Any) -> Any:
    """The answer without what only a routing engine tells, and violations in a fixed order."""
    if isinstance(value, list):
        return [comparable(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: comparable(each) for key, each in value.items()}
    for key in ("distance", "location_index"):
        kept.pop(key, None)
    if "violations" in kept:
        kept["violations"] = sorted(kept["violations"], key=lambda each: str(each["cause"]))
    return kept


def test_example_1_on_the_published_roads_gives_the_published_solution() -> None:
    case = case_of(read_document(written(with_published_roads(1))))

    plan = solve(case.problem, effort=QUICK)

    assert comparable(answer_of(case, plan)) == comparable(published(1))


def test_the_published_solution_of_example_1_keeps_every_rule() -> None:
    case = case_of(read_document(written(with_published_roads(1))))

    assert violations(case.problem, read_solution(case, written(published(1)))) == ()


def test_example_1_is_solved_on_the_travel_model() -> None:
    case = case_of(read_document(written(example(1))))

    told = answer_of(case, solve(case.problem, effort=QUICK))

    assert told["summary"]["unassigned"] == 0
    assert told["summary"]["violations"] == []
    assert told["summary"]["cost"] == told["summary"]["duration"] <= 18_796


def test_example_2_is_solved_as_published() -> None:
    case = case_of(read_document(written(example(2))))

    assert answer_of(case, solve(case.problem, effort=QUICK)) == published(2)


def test_example_3_on_the_published_roads_is_judged_as_published() -> None:
    told = checked(read_document(written(with_published_roads(3))))

    assert comparable(told) == comparable(published(3))


def test_example_3_is_judged_on_the_travel_model() -> None:
    told = checked(read_document(written(example(3))))

    found = [violation["cause"] for violation in told["summary"]["violations"]]
    assert found == ["lead_time", "delay", "load"]
