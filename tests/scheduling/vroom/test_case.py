"""VROOM's words as a problem: carried over exactly, or refused by the name of the key."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from scheduling.check import violations
from scheduling.effort import QUICK
from scheduling.solver import solve
from scheduling.vroom import (
    Case,
    Refused,
    answer_of,
    case_of,
    read_document,
    read_solution,
    start_of,
)
from scheduling.vroom.matrices import LONGEST_DRIVE
from scheduling.vroom.prizes import DEAREST, MOST
from scheduling.vroom.roads import MOST_PLACES
from tests.scheduling.vroom.documents import Json, line, one_job, written


def case(document: Json) -> Case:
    return case_of(read_document(written(document)))


def planned(document: Json) -> Json:
    made = case(document)
    return answer_of(made, solve(made.problem, effort=QUICK))


def two_vehicles(**changes: Any) -> Json:
    vehicles = [{"id": 1, "start_index": 0}, {"id": 2, "start_index": 0, **changes}]
    return one_job(vehicles=vehicles)


def lunch(**changes: Any) -> Json:
    """A vehicle that works for 1000 seconds and pauses for 100 of them."""
    return {"time_window": [0, 1000], "breaks": [{"id": 1, "service": 100, **changes}]}


SHARED = [{"id": 1, "location_index": 1, "setup": 60}, {"id": 2, "location_index": 1}]


@pytest.mark.parametrize(
    ("document", "key"),
    [
        (two_vehicles(speed_factor=2), "vehicles[1].speed_factor"),
        (two_vehicles(max_distance=9), "vehicles[1].max_distance"),
        (two_vehicles(costs={"per_task_hour": 9}), "vehicles[1].costs.per_task_hour"),
        ({**two_vehicles(profile="van"), "matrices": {**line(2), "van": line(2, 90)["car"]}}, "vehicles[1].profile"),
        ({**two_vehicles(type="van"), "jobs": [{"id": 1, "location_index": 1, "setup_per_type": {"van": 7}}]}, "jobs[0].setup_per_type"),
        ({**two_vehicles(type="van"), "jobs": [{"id": 1, "location_index": 1, "service_per_type": {"van": 7}}]}, "jobs[0].service_per_type"),
        (one_job(vehicle=lunch(service=0)), "vehicles[0].breaks[0].service"),
        (one_job(vehicle={"capacity": [3], **lunch(max_load=[1])}), "vehicles[0].breaks[0].max_load"),
        (one_job(vehicle=lunch(time_windows=[[0, 10], [20, 30]])), "vehicles[0].breaks[0].time_windows"),
        (one_job(vehicle=lunch(time_windows=[[950, 960]])), "vehicles[0].breaks[0] cannot be taken within the hours of"),
        (one_job(vehicle={"breaks": [{"id": at, "service": 9} for at in (1, 2)]}), "vehicles[0].breaks[1].time_windows"),
        (one_job(vehicle={"time_window": [0, 150], "breaks": [{"id": at, "service": 100} for at in (1, 2)]}), "vehicles[0].breaks[0] cannot be taken within the hours and"),
        (one_job(jobs=SHARED, vehicle=lunch()), "jobs[0].setup"),
        (one_job(jobs=SHARED, vehicle={"costs": {"per_task_hour": 5}}), "jobs[0].setup"),
        (one_job(jobs=[{**SHARED[0], "time_windows": [[0, 9]]}, SHARED[1]]), "jobs[0].setup"),
        (one_job(job={"time_windows": [[0, 1], [2**40, 2**40 + 1]]}), "The windows of the document"),
        (one_job(vehicle={"costs": {"per_hour": 10**9}}), f"A trip costs more than {DEAREST} units"),
        ({"vehicles": [{"id": 1, "start": [0, 0]}], "jobs": [{"id": at, "location": [0, at / 100]} for at in range(MOST_PLACES + 1)]}, f"More than {MOST_PLACES} places"),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_over_is_named(document: Json, key: str) -> None:
    if "per_hour" in str(document):
        document["matrices"] = line(2, LONGEST_DRIVE // 10)
    with pytest.raises(Refused) as refused:
        case(document)

    assert str(refused.value).startswith(key)


def test_one_speed_for_all_is_rounded_up_to_whole_seconds() -> None:
    made = case(one_job(vehicle={"speed_factor": 1.5}))

    assert made.problem.travel.seconds.tolist() == [[0, 67, 0], [67, 0, 0], [0, 0, 0]]


def test_profiles_with_one_matrix_and_types_with_one_length_are_carried_over() -> None:
    made = case(
        one_job(
            vehicle={"type": "van", "profile": "van"},
            job={"service_per_type": {"van": 90}, "setup_per_type": {"van": 10, "car": 7}},
            matrices={"van": line(2)["car"], "car": line(2, 7)["car"]},
        )
    )

    assert made.problem.visits[0].service == 100
    assert made.problem.travel.seconds[0, 1] == 100


def test_setup_at_a_shared_place_counts_once() -> None:
    told = planned(one_job(jobs=SHARED))

    steps = told["routes"][0]["steps"]
    assert told["summary"]["setup"] == sum(step["setup"] for step in steps) in (0, 60)
    assert case(one_job(jobs=SHARED)).problem.visits[0].setup == 60


def test_setup_of_a_place_of_its_own_belongs_to_the_work() -> None:
    told = planned(one_job(job={"setup": 60, "service": 100, "time_windows": [[300, 300]]}))

    assert told["routes"][0]["steps"][1] == {
        "type": "job",
        "id": 1,
        "location_index": 1,
        "job": 1,
        "setup": 60,
        "service": 100,
        "waiting_time": 0,
        "arrival": 300,
        "duration": 100,
        "distance": 1000,
        "violations": [],
    }


def test_a_matrix_of_costs_decides_and_is_what_the_answer_counts() -> None:
    costs = [[0, 5, 50], [50, 0, 7], [9, 50, 0]]
    matrices = {"car": {**line(3)["car"], "costs": costs}}
    jobs = [{"id": at, "location_index": at} for at in (1, 2)]

    told = planned(one_job(jobs=jobs, matrices=matrices))

    assert told["summary"]["cost"] == 5 + 7 + 9
    assert told["summary"]["distance"] == 4000


def test_all_costs_of_a_vehicle_are_counted() -> None:
    costs = {"fixed": 1000, "per_hour": 7200, "per_km": 3, "per_task_hour": 36}

    told = planned(one_job(vehicle={"costs": costs}, job={"service": 500}))

    assert told["summary"]["cost"] == 1000 + 200 * 2 + 2 * 3 + 5


def test_work_that_costs_makes_leaving_it_out_worth_less() -> None:
    jobs = [{"id": at, "location_index": 1, "service": 3600 * at} for at in (1, 2)]
    made = case(one_job(jobs=jobs, vehicle={"costs": {"per_task_hour": 11}}))

    short, long = made.problem.visits
    assert short.prize is not None
    assert long.prize == short.prize - 11


def test_priorities_come_before_the_number_of_tasks_and_that_before_the_cost() -> None:
    near = [{"id": at, "location_index": 1, "service": 50, "priority": 1} for at in (1, 2)]
    far = {"id": 3, "location_index": 2, "service": 50, "priority": 3}
    hours = {"time_window": [0, 450]}

    told = planned(one_job(jobs=[*near, far], vehicle=hours, matrices=line(3)))
    equal = [{**job, "priority": 5} for job in (*near, far)]
    counted = planned(one_job(jobs=equal, vehicle=hours, matrices=line(3)))

    assert [task["id"] for task in told["unassigned"]] in ([1], [2], [1, 2])
    assert told["summary"]["priority"] >= 3
    assert [task["id"] for task in counted["unassigned"]] == [3]


def test_prizes_of_many_dear_tasks_stay_exact_numbers() -> None:
    jobs = [{"id": at, "location_index": 1, "priority": at % 101} for at in range(3000)]
    made = case(one_job(jobs=jobs, matrices=line(2, LONGEST_DRIVE // 10)))

    prizes = [visit.prize or 0 for visit in made.problem.visits]
    assert min(prizes) >= 1
    assert MOST / 2 < sum(prizes) <= MOST
    assert np.argsort(prizes, kind="stable").tolist() == sorted(
        range(3000), key=lambda at: (at % 101, at)
    )


def test_a_vehicle_without_limits_needs_no_window_and_no_start() -> None:
    document = one_job(
        vehicles=[{"id": 1, "end_index": 0, "description": "Van"}],
        jobs=[{"id": 1, "location_index": 1, "service": 10, "description": "Oven"}],
        matrices={"car": {"durations": line(2)["car"]["durations"]}},
    )

    told = planned(document)

    assert told["routes"][0] == {
        "vehicle": 1,
        "description": "Van",
        "cost": 100,
        "setup": 0,
        "service": 10,
        "duration": 100,
        "waiting_time": 0,
        "priority": 0,
        "steps": [
            {
                "type": "job",
                "id": 1,
                "description": "Oven",
                "location_index": 1,
                "job": 1,
                "setup": 0,
                "service": 10,
                "waiting_time": 0,
                "arrival": 0,
                "duration": 0,
                "violations": [],
            },
            {
                "type": "end",
                "location_index": 0,
                "setup": 0,
                "service": 0,
                "waiting_time": 0,
                "arrival": 110,
                "duration": 100,
                "violations": [],
            },
        ],
        "violations": [],
    }


def test_moments_may_count_from_1970_and_ends_may_be_endless() -> None:
    now = 1_600_000_000
    told = planned(
        one_job(
            vehicle={"time_window": [now, 2**53 - 1]},
            job={"time_windows": [[now + 500, 2**53 - 1]]},
        )
    )

    assert told["routes"][0]["steps"][0]["arrival"] == now + 400
    assert told["routes"][0]["steps"][1]["arrival"] == now + 500


def test_steps_are_where_the_search_begins() -> None:
    steps = [{"type": "start"}, {"type": "job", "id": 2}, {"type": "job", "id": 1}]
    jobs = [{"id": at, "location_index": 1} for at in (1, 2)]
    vehicles = [{"id": 1, "start_index": 0, "steps": steps}, {"id": 2, "start_index": 0}]

    assert start_of(case(one_job(jobs=jobs, vehicles=vehicles))) == {
        "vehicle 1": ("job 2", "job 1")
    }
    assert start_of(case(one_job())) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"vehicle": {"time_window": [0, 150]}},
        {"job": {"skills": [3]}},
        {"shipments": [{"pickup": {"id": 1, "location_index": 1}, "delivery": {"id": 1, "location_index": 0}}]},
    ],
)  # fmt: skip
def test_steps_that_break_a_limit_are_no_beginning(changes: Json) -> None:
    kind = "pickup" if "shipments" in changes else "job"
    vehicle = {**changes.pop("vehicle", {}), "steps": [{"type": kind, "id": 1}]}

    with pytest.raises(Refused, match=r"vehicles\[0\].steps describe a route that breaks a limit."):
        start_of(case(one_job(vehicle=vehicle, **changes)))


def solution(**changes: Any) -> Json:
    told = planned(one_job(job={"service": 60}))
    told["routes"][0] |= changes
    return told


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"vehicle": 7}, "routes[0].vehicle names a vehicle that the problem does not have."),
        ({"steps": []}, "routes[0].steps is missing or empty."),
        ({"steps": [{"type": "fly"}]}, "routes[0].steps[0].type must be one of start, job, pickup, delivery, break, end."),
        ({"steps": [{"type": "job", "id": 9}]}, "routes[0].steps[0].id names a task that the problem does not have."),
    ],
)  # fmt: skip
def test_a_solution_of_something_else_is_refused(changes: Json, expected: str) -> None:
    with pytest.raises(Refused) as refused:
        read_solution(case(one_job(job={"service": 60})), written(solution(**changes)))

    assert str(refused.value) == expected


def test_a_solution_that_leaves_out_what_is_not_there_is_refused() -> None:
    told = solution() | {"unassigned": [{"id": 9, "type": "job"}]}

    with pytest.raises(Refused, match=r"unassigned\[0\] names a task"):
        read_solution(case(one_job()), written(told))


def test_a_solution_is_checked_rule_by_rule() -> None:
    made = case(one_job(job={"service": 60}))
    late, short = solution(), solution()
    late["summary"]["cost"] += 5
    short["routes"][0]["steps"][1]["service"] = 50

    assert violations(made.problem, read_solution(made, written(solution()))) == ()
    assert [each.rule for each in violations(made.problem, read_solution(made, written(late)))] == [
        "cost_figure"
    ]
    assert [
        each.rule for each in violations(made.problem, read_solution(made, written(short)))
    ] == ["service_length"]


def test_a_solution_may_leave_tasks_out() -> None:
    made = case(one_job(job={"skills": [9]}))
    told = planned(one_job(job={"skills": [9]}))
    del told["unassigned"][0]["reason"]

    plan = read_solution(made, written(told))

    assert [each.sentence for each in plan.unplanned] == ["The solution leaves it out."]
    assert violations(made.problem, plan) == ()
