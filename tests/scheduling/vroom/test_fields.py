"""Reading what nobody vouches for: whatever is wrong is named in one sentence, by path."""

from __future__ import annotations

from typing import Any

import pytest

from scheduling.vroom.document import read_document
from scheduling.vroom.fields import MOST_BYTES, Refused
from tests.scheduling.vroom.documents import example, line, one_job, written

SHIPMENT = {
    "pickup": {"id": 1, "location_index": 1},
    "delivery": {"id": 1, "location_index": 0},
}


def sentence(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_document(data)
    return str(refused.value)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "The document is not JSON from line 1, column 1 on."),
        (b"{", "The document is not JSON from line 1, column 2 on."),
        (b"\xff", "The document is not UTF-8: byte 0 is wrong."),
        (b"[" * 100_000, "The document is nested too deeply."),
        (b"[]", "The document must be an object, not an array."),
        (b"7", "The document must be an object, not 7."),
        (
            b'{"jobs": [NaN]}',
            "The document is not JSON, because it says NaN where a number belongs.",
        ),
        (
            b'{"jobs": [-Infinity]}',
            "The document is not JSON, because it says -Infinity where a number belongs.",
        ),
        (b'{"jobs": 1, "jobs": 2}', 'The key "jobs" stands twice in one object.'),
        (
            b'{"jobs": ' + b"9" * 5000 + b"}",
            "The document has a number with thousands of digits.",
        ),
        (b" " * (MOST_BYTES + 1), f"The document is longer than {MOST_BYTES} bytes."),
        (
            b'{"vehicles": [], "jobs": []}',
            "The document has neither jobs nor shipments, so there is nothing to plan.",
        ),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, expected: str) -> None:
    assert sentence(data) == expected


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        ({"foo": 1}, "jobs[0].foo is not a key that is understood here."),
        ({"a b\n": 1}, 'jobs[0]."a b\\n" is not a key that is understood here.'),
        ({"id": True}, "jobs[0].id must be a whole number from 0 to 18446744073709551615, not true."),
        ({"service": -5}, "jobs[0].service must be a whole number from 0 to 1073741823, not -5."),
        ({"service": 1.5}, "jobs[0].service must be a whole number from 0 to 1073741823, not 1.5."),
        ({"service": 10**400}, "jobs[0].service must be a whole number from 0 to 1073741823, not a number with dozens of digits."),
        ({"service": "x" * 90}, f'jobs[0].service must be a whole number from 0 to 1073741823, not "{"x" * 39}....'),
        ({"description": 7}, "jobs[0].description must be a string, not 7."),
        ({"location_index": 10**9}, "jobs[0].location_index is 1000000000, but there are 2 places."),
        ({"location": [1]}, "jobs[0].location must be [longitude, latitude]."),
        ({"location": [0, 91]}, "jobs[0].location[1] must be a number from -90 to 90, not 91."),
        ({"location": [True, 1]}, "jobs[0].location[0] must be a number from -180 to 180, not true."),
        ({"time_windows": []}, "jobs[0].time_windows must name at least one window."),
        ({"time_windows": 3}, "jobs[0].time_windows must be an array, not 3."),
        ({"time_windows": [[5, 3]]}, "jobs[0].time_windows[0] ends before it starts: [5, 3]."),
        ({"time_windows": [[5]]}, "jobs[0].time_windows[0] must be [start, end]."),
        ({"time_windows": [[4, 9], [0, 5]]}, "jobs[0].time_windows has windows that overlap: [0, 5] and [4, 9]."),
        ({"priority": 101}, "jobs[0].priority must be a whole number from 0 to 100, not 101."),
        ({"amount": [1], "pickup": [1]}, "jobs[0].amount means a delivery and cannot stand beside delivery or pickup."),
        ({"delivery": [1]}, "jobs[0] counts 1 kinds of load, the vehicles 0."),
        ({"service_per_type": {"van": -1}}, "jobs[0].service_per_type.van must be a whole number from 0 to 1073741823, not -1."),
    ],
)  # fmt: skip
def test_a_wrong_job_is_refused(job: dict[str, Any], expected: str) -> None:
    assert sentence(written(one_job(job=job))) == expected


@pytest.mark.parametrize(
    ("vehicle", "expected"),
    [
        ({"start_index": 2}, "vehicles[0].start_index is 2, but there are 2 places."),
        ({"speed_factor": 0}, "vehicles[0].speed_factor must be at least 0.01."),
        ({"speed_factor": 6}, "vehicles[0].speed_factor must be a number from -5 to 5, not 6."),
        ({"profile": "bike"}, "vehicles[0].profile names a profile that has no matrices."),
        ({"capacity": [1], "breaks": [{"id": 1, "max_load": [1, 2]}]}, "vehicles[0].breaks[0].max_load counts other kinds of load than capacity."),
        ({"breaks": [{"id": 1}, {"id": 1}]}, "vehicles[0].breaks[1].id is 1, which is taken already."),
        ({"steps": [{"type": "fly"}]}, "vehicles[0].steps[0].type must be one of start, job, pickup, delivery, break, end, not \"fly\"."),
        ({"steps": [{"type": "job"}]}, "vehicles[0].steps[0].id is missing."),
        ({"steps": [{"type": "start", "id": 1}]}, "vehicles[0].steps[0].id has no meaning for a start step."),
        ({"steps": [{"type": "end"}, {"type": "job", "id": 1}]}, "vehicles[0].steps[0] stands in the middle of the route."),
        ({"steps": [{"type": "job", "id": 1}, {"type": "start"}]}, "vehicles[0].steps[1] stands in the middle of the route."),
        ({"steps": [{"type": "job", "id": 1}] * 2}, "vehicles[0].steps[1] names a job that is not there or done already."),
        ({"steps": [{"type": "start", "service_after": 9, "service_before": 8}]}, "vehicles[0].steps[0] asks for service times that exclude each other."),
    ],
)  # fmt: skip
def test_a_wrong_vehicle_is_refused(vehicle: dict[str, Any], expected: str) -> None:
    assert sentence(written(one_job(vehicle=vehicle))) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"foo": 1}, "foo is not a key that is understood here."),
        ({"vehicles": []}, "The document has no vehicles, so nobody could do anything."),
        ({"vehicles": [{"id": 1}]}, "vehicles[0] needs a start or an end."),
        ({"vehicles": [{"id": 1, "start_index": 0}] * 2}, "vehicles[1].id is 1, which is taken already."),
        ({"vehicles": [{"id": 1, "start": [0, 0]}]}, "vehicles[0].start_index is missing, and there are matrices."),
        ({"vehicles": [{"id": 1, "start_index": 0, "capacity": [1]}, {"id": 2, "start_index": 0}]}, "vehicles[1].capacity is missing, though other vehicles state it."),
        ({"vehicles": [{"id": 1, "start_index": 0, "capacity": [1]}, {"id": 2, "start_index": 0, "capacity": []}]}, "vehicles[1].capacity counts other kinds of load than the first."),
        ({"jobs": [{"id": 1, "location_index": 1}] * 2}, "jobs[1].id is 1, which is taken already."),
        ({"jobs": {}}, "jobs must be an array, not an object."),
        ({"shipments": [{"pickup": SHIPMENT["pickup"]}]}, "shipments[0].delivery is missing."),
        ({"shipments": [SHIPMENT, SHIPMENT]}, "shipments[1].pickup.id is 1, which is taken already."),
        ({"jobs": [0] * 10_001}, "jobs has 10001 items, more than 10000."),
        ({"vehicles": [{"id": 1, "start_index": 0, "capacity": [0] * 51}]}, "The vehicles count 51 kinds of load, more than 50."),
        ({"matrices": {"car": {"durations": [[]] * 9}}}, "matrices.car.durations[0] must be an array of 9 numbers, not 0 numbers."),
        ({"matrix": [[0]]}, "matrix is the old form of matrices and cannot stand beside it."),
        ({"matrices": {"car": {}}}, "matrices.car.durations is missing."),
        ({"matrices": {"car": {"durations": []}}}, "matrices.car.durations is empty."),
        ({"matrices": {"car": {"durations": [[0, 1], [1]]}}}, "matrices.car.durations[1] must be an array of 2 numbers, not 1 numbers."),
        ({"matrices": {"car": {"durations": [[0, 1], 7]}}}, "matrices.car.durations[1] must be an array of 2 numbers, not 7."),
        ({"matrices": {"car": {"durations": [[0, None], [1, 0]]}}}, "matrices.car.durations[0][1] must be a whole number from 0 to 10000000, not null; every pair of places needs a road."),
        ({"matrices": {"car": {"durations": [[0, -1], [1, 0]]}}}, "matrices.car.durations[0][1] must be a whole number from 0 to 10000000, not -1; every pair of places needs a road."),
        ({"matrices": {"car": {"durations": [[0, 2**32 - 1], [1, 0]]}}}, "matrices.car.durations[0][1] must be a whole number from 0 to 10000000, not 4294967295; every pair of places needs a road."),
        ({"matrices": {"car": {"durations": [[0, 1], [1, 0]], "costs": [[0]]}}}, "matrices.car.costs has not the size of matrices.car.durations."),
    ],
)  # fmt: skip
def test_a_wrong_document_is_refused(changes: dict[str, Any], expected: str) -> None:
    assert sentence(written(one_job(**changes))) == expected


def test_costs_must_fit_the_matrices() -> None:
    plain = {"durations": line(2)["car"]["durations"]}

    needs = one_job(vehicle={"costs": {"per_km": 1}}, matrices={"car": plain})
    limited = one_job(vehicle={"max_distance": 1}, matrices={"car": plain})
    twice = one_job(
        vehicle={"costs": {"per_hour": 1}}, matrices={"car": {**plain, "costs": [[0, 1], [1, 0]]}}
    )

    assert sentence(written(needs)) == "vehicles[0].costs.per_km needs a matrix of distances."
    assert sentence(written(limited)) == "vehicles[0].max_distance needs a matrix of distances."
    assert (
        sentence(written(twice)) == "vehicles[0].costs cannot be combined with a matrix of costs."
    )


def test_without_matrices_coordinates_and_cars_are_needed() -> None:
    walking, nowhere = example(1), example(1)
    walking["vehicles"][1]["profile"] = "foot"
    del nowhere["jobs"][2]["location"]

    assert sentence(written(walking)) == (
        "vehicles[1].profile is no car, so its travel needs matrices of its own."
    )
    assert sentence(written(nowhere)) == "jobs[2].location is missing, and there are no matrices."


def test_loads_that_add_up_beyond_32_bits_are_refused() -> None:
    job = {"location_index": 1, "delivery": [2**30 - 1]}
    document = one_job(vehicle={"capacity": [1]}, jobs=[{"id": at, **job} for at in range(2)])

    assert (
        sentence(written(document)) == "The loads of all tasks together are more than 1073741823."
    )


def test_windows_are_sorted_and_joined_where_they_touch() -> None:
    job = {"time_windows": [[30, 40], [10, 20], [0, 10]]}

    document = read_document(b"\xef\xbb\xbf" + written(one_job(job=job)))

    assert document.tasks[0].windows == ((0, 20), (30, 40))


def test_the_old_forms_of_matrix_and_amount_are_understood() -> None:
    old = one_job(vehicle={"capacity": [4]}, job={"amount": [3]}, matrix=[[0, 7], [8, 0]])
    del old["matrices"]

    document = read_document(written(old))

    assert document.matrices["car"].seconds.tolist() == [[0, 7], [8, 0]]
    assert document.tasks[0].delivery == (3,)
