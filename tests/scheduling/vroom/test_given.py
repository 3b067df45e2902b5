"""Given steps: every cause that VROOM names, each broken alone."""

from __future__ import annotations

from typing import Any

import pytest

from scheduling.vroom import Refused, checked, read_document
from scheduling.vroom.verdicts import Cause, Verdict, off
from tests.scheduling.vroom.documents import Json, line, one_job, written

JOB = {"type": "job", "id": 1}
SHIPMENT = {
    "pickup": {"id": 1, "location_index": 1},
    "delivery": {"id": 1, "location_index": 0},
}
PICKUP, DELIVERY, PAUSE = ({"type": kind, "id": 1} for kind in ("pickup", "delivery", "break"))


def judged(*steps: Json, **changes: Any) -> Json:
    """The answer for a vehicle with these steps, and whatever else."""
    vehicle = {**changes.pop("vehicle", {}), "steps": list(steps)}
    return checked(read_document(written(one_job(vehicle=vehicle, **changes))))


def where(told: Json) -> list[tuple[str, list[str]]]:
    """For each step of the first route its kind and the causes named there."""
    steps = told["routes"][0]["steps"]
    return [(step["type"], [each["cause"] for each in step["violations"]]) for step in steps]


@pytest.mark.parametrize(
    ("steps", "changes", "expected", "at"),
    [
        ([JOB], {"job": {"time_windows": [[0, 50]]}}, [{"cause": "delay", "duration": 50}], 1),
        (
            [{**JOB, "service_before": 120}],
            {"job": {"time_windows": [[200, 300]]}},
            [{"cause": "lead_time", "duration": 80}],
            1,
        ),
        (
            [JOB],
            {"vehicle": {"capacity": [1]}, "job": {"pickup": [2]}},
            [{"cause": "load"}],
            1,
        ),
        ([JOB], {"vehicle": {"max_tasks": 0}}, [{"cause": "max_tasks"}], 1),
        ([JOB], {"job": {"skills": [1]}}, [{"cause": "skills"}], 1),
        ([PICKUP], {"shipments": [SHIPMENT]}, [{"cause": "precedence"}], 1),
        ([DELIVERY, PICKUP], {"shipments": [SHIPMENT]}, [{"cause": "precedence"}], 1),
        ([JOB], {"vehicle": {"breaks": [{"id": 1}]}}, [{"cause": "missing_break"}], None),
        ([JOB], {"vehicle": {"max_travel_time": 150}}, [{"cause": "max_travel_time"}], 2),
        ([JOB], {"vehicle": {"max_distance": 1500}}, [{"cause": "max_distance"}], 2),
        (
            [JOB, PAUSE],
            {
                "vehicle": {"capacity": [5], "breaks": [{"id": 1, "max_load": [1]}]},
                "job": {"pickup": [2]},
            },
            [{"cause": "max_load"}],
            2,
        ),
    ],
)
def test_each_cause_is_named_where_it_arises(
    steps: list[Json], changes: Json, expected: list[Json], at: int | None
) -> None:
    told = judged(*steps, **changes)

    assert told["summary"]["violations"] == told["routes"][0]["violations"] == expected
    if at is not None:
        assert where(told)[at][1] == [expected[0]["cause"]]


def test_a_vehicle_leaves_early_if_that_saves_more_delay_than_it_costs() -> None:
    jobs = [{"id": at, "location_index": at, "time_windows": [[0, 0]]} for at in (1, 2)]

    told = judged(
        JOB,
        {"type": "job", "id": 2},
        jobs=jobs,
        matrices=line(3),
        vehicle={"time_window": [100, 400]},
    )

    assert told["summary"]["violations"] == [
        {"cause": "lead_time", "duration": 100},
        {"cause": "delay", "duration": 300},
    ]


def test_a_pause_interrupts_a_trip_where_its_window_says() -> None:
    pause = {"id": 1, "service": 30, "time_windows": [[60, 60]], "description": "Lunch"}

    told = judged({"type": "start", "service_at": 0}, PAUSE, JOB, vehicle={"breaks": [pause]})

    assert told["routes"][0]["steps"][1] == {
        "type": "break",
        "id": 1,
        "description": "Lunch",
        "setup": 0,
        "service": 30,
        "waiting_time": 0,
        "arrival": 60,
        "duration": 60,
        "distance": 600,
        "violations": [],
    }
    assert told["summary"]["violations"] == []
    assert told["routes"][0]["steps"][2]["arrival"] == 130


def test_each_vehicle_has_its_own_speed_and_its_own_lengths() -> None:
    vehicles = [
        {"id": 1, "start_index": 0, "speed_factor": 0.5, "steps": [JOB]},
        {"id": 2, "start_index": 0, "type": "van", "steps": [{"type": "job", "id": 2}]},
        {"id": 3, "start_index": 0},
    ]
    jobs = [
        {"id": at, "location_index": 1, "service": 10, "service_per_type": {"van": 20}}
        for at in (1, 2, 3)
    ]

    told = checked(read_document(written(one_job(vehicles=vehicles, jobs=jobs))))

    assert [(each["duration"], each["service"]) for each in told["routes"]] == [
        (200, 10),
        (100, 20),
    ]
    assert told["unassigned"] == [{"id": 3, "type": "job", "location_index": 1}]


def test_what_the_steps_ask_is_kept_or_refused() -> None:
    asked = {**JOB, "service_at": 500}

    told = judged(asked)

    assert told["routes"][0]["steps"][0]["arrival"] == 400
    with pytest.raises(Refused, match=r"vehicles\[0\].steps asks for service times that cannot be"):
        judged({"type": "start", "service_after": 450}, asked)


def test_pauses_against_the_order_of_their_windows_are_refused() -> None:
    breaks = [{"id": at, "service": 5, "time_windows": [[at * 100, at * 100]]} for at in (1, 2)]

    with pytest.raises(Refused, match="against the order of their windows"):
        judged({"type": "break", "id": 2}, PAUSE, vehicle={"breaks": breaks})


def test_a_plan_without_steps_is_refused() -> None:
    with pytest.raises(Refused, match="No vehicle has steps"):
        checked(read_document(written(one_job())))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (5, None),
        (12, Verdict(Cause.DELAY, 2)),
        (18, Verdict(Cause.LEAD_TIME, 2)),
        (15, Verdict(Cause.DELAY, 5)),
        (99, Verdict(Cause.DELAY, 69)),
    ],
)
def test_the_nearest_window_counts(moment: int, expected: Verdict | None) -> None:
    assert off(moment, [(0, 10), (20, 30)]) == expected
