"""Random small VROOM documents that are valid, and a few lines to write one by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

EXAMPLES = Path(__file__).parent / "examples"
Json = dict[str, Any]


def example(number: int) -> Json:
    """One of VROOM's own problems."""
    document: Json = json.loads((EXAMPLES / f"example_{number}.json").read_text("utf-8"))
    return document


def published(number: int) -> Json:
    """VROOM's own solution of it."""
    document: Json = json.loads((EXAMPLES / f"example_{number}_sol.json").read_text("utf-8"))
    return document


def written(document: Any) -> bytes:
    """The document as a file holds it."""
    return json.dumps(document).encode()


def line(places: int, seconds: int = 100) -> Json:
    """Matrices of places on a line, so many seconds apart; a second is ten metres."""
    durations = [[abs(a - b) * seconds for b in range(places)] for a in range(places)]
    distances = [[10 * each for each in row] for row in durations]
    return {"car": {"durations": durations, "distances": distances}}


def one_job(**changes: Any) -> Json:
    """A document with one vehicle at the beginning of a line and one job at its end."""
    return {
        "vehicles": [{"id": 1, "start_index": 0, "end_index": 0, **changes.pop("vehicle", {})}],
        "jobs": [{"id": 1, "location_index": 1, **changes.pop("job", {})}],
        "matrices": line(2),
        **changes,
    }


def _windows(draw: st.DrawFn, latest: int) -> list[list[int]]:
    """One or two windows, in any order."""
    start = draw(st.integers(0, latest))
    windows = [[start, start + draw(st.sampled_from([0, 200, 2000]))]]
    if draw(st.booleans()):
        second = windows[0][1] + draw(st.integers(0, 500))
        windows.insert(0, [second, second + 300])
    return windows


def _maybe(draw: st.DrawFn, **values: st.SearchStrategy[Any]) -> Json:
    """Some of these keys."""
    return {key: draw(value) for key, value in values.items() if draw(st.booleans())}


@st.composite
def documents(draw: st.DrawFn, *, with_steps: bool = False) -> Json:
    """Up to five jobs, two shipments and three vehicles, with what planning can carry over."""
    zero = draw(st.sampled_from([0, 1_600_000_000]))
    places = draw(st.integers(1, 5))
    place = st.integers(0, places - 1)
    loads = draw(st.integers(0, 2))
    amounts = st.lists(st.integers(0, 3), min_size=loads, max_size=loads)
    skills = st.lists(st.sampled_from([1, 2]), unique=True)
    service = st.integers(0, 400)
    moment = st.just(0).map(lambda _: [[zero + a, zero + b] for a, b in _windows(draw, 3000)])

    def step(number: int) -> Json:
        return {
            "id": number,
            "location_index": draw(place),
            **_maybe(draw, service=service, time_windows=moment, description=st.text(max_size=3)),
        }

    what = {"skills": skills, "priority": st.integers(0, 100)}
    jobs = [
        step(at) | _maybe(draw, **what, delivery=amounts, pickup=amounts)
        for at in range(draw(st.integers(0, 5)))
    ]
    shipments = [
        {"pickup": step(at), "delivery": step(at), **_maybe(draw, **what, amount=amounts)}
        for at in range(draw(st.integers(0 if jobs else 1, 2)))
    ]
    vehicles = [_vehicle(draw, at, zero, place, loads) for at in range(draw(st.integers(1, 3)))]
    if with_steps:
        _give_steps(draw, jobs, shipments, vehicles)
    return {
        "vehicles": vehicles,
        "jobs": jobs,
        "shipments": shipments,
        "matrices": _matrices(draw, places, vehicles),
    }


def _vehicle(
    draw: st.DrawFn, number: int, zero: int, place: st.SearchStrategy[int], loads: int
) -> Json:
    ends = draw(st.sampled_from([("start",), ("end",), ("start", "end")]))
    vehicle: Json = {"id": number, **{f"{end}_index": draw(place) for end in ends}}
    skills = st.lists(st.sampled_from([1, 2]), unique=True)
    limit = st.integers(0, 3000)
    vehicle |= _maybe(draw, skills=skills, max_tasks=st.integers(0, 5), max_travel_time=limit)
    fixed, hour = st.integers(0, 500), st.sampled_from([0, 3600, 5000])
    costs = _maybe(draw, fixed=fixed, per_hour=hour, per_km=st.integers(0, 50))
    vehicle |= {"costs": costs, "capacity": [draw(st.integers(0, 8)) for _ in range(loads)]}
    if draw(st.booleans()):
        start = zero + draw(st.integers(0, 1000))
        vehicle["time_window"] = [start, start + draw(st.integers(2500, 6000))]
        if draw(st.booleans()):
            noon = start + draw(st.integers(0, 1000))
            lunch = {"id": 7, "service": 300, "time_windows": [[noon, noon + 900]]}
            vehicle["breaks"] = [lunch]
    return vehicle


def _matrices(draw: st.DrawFn, places: int, vehicles: list[Json]) -> Json:
    numbers = st.lists(st.integers(0, 900), min_size=places, max_size=places)
    square = st.lists(numbers, min_size=places, max_size=places)
    matrix = {"durations": draw(square), "distances": draw(square)}
    is_plain = all(each["costs"].get("per_hour", 3600) == 3600 for each in vehicles)
    if is_plain and not any(each["costs"].get("per_km") for each in vehicles):
        matrix |= _maybe(draw, costs=square)
    return {"car": matrix}


def _give_steps(
    draw: st.DrawFn, jobs: list[Json], shipments: list[Json], vehicles: list[Json]
) -> None:
    """Deal some of the tasks and breaks to the vehicles in any order."""
    tasks = [("job", each["id"]) for each in jobs]
    for each in shipments:
        tasks += [("pickup", each["pickup"]["id"]), ("delivery", each["delivery"]["id"])]
    for vehicle in vehicles:
        mine = draw(st.lists(st.sampled_from(tasks), unique=True)) if tasks else []
        tasks = [task for task in tasks if task not in mine]
        steps = [{"type": kind, "id": number} for kind, number in mine]
        if vehicle.get("breaks") and draw(st.booleans()):
            steps.insert(draw(st.integers(0, len(steps))), {"type": "break", "id": 7})
        vehicle["steps"] = [{"type": "start"}, *steps, {"type": "end"}]
