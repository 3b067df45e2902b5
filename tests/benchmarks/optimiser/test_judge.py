"""The judge accepts what holds, names what is broken, and adds up on its own."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.optimiser.instance import (
    Answer,
    Call,
    Instance,
    Job,
    Rest,
    Tie,
    TieKind,
    Tour,
    Vehicle,
)
from benchmarks.optimiser.judge import Verdict, verdict

HOME = 0


@dataclass(frozen=True, slots=True)
class Told:
    """An instance, an answer that holds by the way it was made, and what that answer costs."""

    instance: Instance
    answer: Answer
    cost: int


@st.composite
def told(draw: st.DrawFn) -> Told:
    """First the tours with their waiting and rests, then an instance in which they are just possible."""
    small = st.integers(0, 9)
    lengths = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    count = sum(lengths) + draw(st.integers(0, 2))
    travel = np.array(
        draw(
            st.lists(
                st.lists(small, min_size=count + 1, max_size=count + 1),
                min_size=count + 1,
                max_size=count + 1,
            )
        ),
        dtype=np.int32,
    )
    np.fill_diagonal(travel, 0)
    jobs = [
        Job(place=at + 1, service=draw(small), windows=((0, 10_000),), prize=draw(small))
        for at in range(count)
    ]
    tours, vehicles, job, cost = [], [], 0, 0
    for number, length in enumerate(lengths):
        begin = draw(small)
        clock, place, calls = begin, HOME, []
        rest_before = draw(st.integers(-1, length - 1))
        rest: Rest | None = None
        for turn in range(length):
            drive = int(travel[place, job + 1])
            cost += drive
            if turn == rest_before:
                cut = draw(st.integers(0, drive))
                rest = Rest(clock + cut, clock + cut, 1 + draw(small))
                clock += rest.length
            clock += drive + draw(small)
            calls.append(Call(job, clock))
            jobs[job] = replace(jobs[job], windows=((clock, clock),), demand=1)
            clock += jobs[job].service
            place = job + 1
            job += 1
        home = int(travel[place, HOME])
        cost += home
        vehicles.append(
            Vehicle(
                technician=number,
                day=0,
                start_place=HOME,
                end_place=HOME,
                start=begin,
                end=clock + home,
                rest=rest,
                capacity=length,
            )
        )
        tours.append(Tour(number, tuple(calls), () if rest is None else (rest.earliest,)))
    cost += sum(left.prize or 0 for left in jobs[job:])
    instance = Instance(
        name="told",
        family="told",
        jobs=tuple(jobs),
        vehicles=tuple(vehicles),
        travel=travel,
        points=np.zeros((count + 1, 2)),
    )
    return Told(instance, Answer(tuple(tours)), cost)


def changed_vehicle(instance: Instance, vehicle: Vehicle) -> Instance:
    return replace(instance, vehicles=(vehicle, *instance.vehicles[1:]))


def changed_call(answer: Answer, call: Call) -> Answer:
    first = answer.tours[0]
    return Answer((replace(first, calls=(call, *first.calls[1:])), *answer.tours[1:]))


def sentences(instance: Instance, answer: Answer) -> str:
    return " ".join(verdict(instance, answer).faults)


@given(told())
def test_accepts_what_is_just_possible_and_adds_it_up(case: Told) -> None:
    found = verdict(case.instance, case.answer)

    assert found.faults == ()
    assert found.cost == case.cost


@given(told())
def test_refuses_a_start_outside_the_windows(case: Told) -> None:
    call = case.answer.tours[0].calls[0]
    early = changed_call(case.answer, replace(call, start=call.start - 1))

    assert "outside its windows" in sentences(case.instance, early)


@given(told())
def test_refuses_one_second_less_of_working_time(case: Told) -> None:
    vehicle = case.instance.vehicles[0]
    shorter = changed_vehicle(case.instance, replace(vehicle, end=vehicle.end - 1))

    assert "home in time" in sentences(shorter, case.answer)


@given(told())
def test_refuses_a_longer_drive_where_there_was_no_waiting(case: Told) -> None:
    longer = replace(case.instance, travel=case.instance.travel + np.int32(10_000))

    assert "cannot reach" in sentences(longer, case.answer)


@given(told())
def test_refuses_too_much_load(case: Told) -> None:
    vehicle = case.instance.vehicles[0]
    smaller = changed_vehicle(
        case.instance, replace(vehicle, capacity=len(case.answer.tours[0].calls) - 1)
    )

    assert "overloaded" in sentences(smaller, case.answer)


@given(told())
def test_refuses_a_missing_skill(case: Told) -> None:
    jobs = tuple(replace(job, skills=frozenset({1})) for job in case.instance.jobs)

    assert "lacks a skill" in sentences(replace(case.instance, jobs=jobs), case.answer)


@given(told())
def test_refuses_a_job_or_a_vehicle_used_twice(case: Told) -> None:
    twice = Answer((*case.answer.tours, case.answer.tours[0]))

    assert "two tours" in sentences(case.instance, twice)
    assert "done twice" in sentences(case.instance, twice)


@given(told())
def test_refuses_to_leave_out_what_must_be_done(case: Told) -> None:
    jobs = tuple(replace(job, prize=None) for job in case.instance.jobs)

    assert "must be done" in sentences(replace(case.instance, jobs=jobs), Answer(()))


def test_an_empty_answer_costs_all_prizes() -> None:
    instance = one_vehicle(Rest(5, 8, 2))

    assert verdict(instance, Answer(())) == Verdict(
        faults=(), travel=0, left_out=2, prizes=14, tours=0
    )


def one_vehicle(rest: Rest | None, *, ties: tuple[Tie, ...] = (), vehicles: int = 1) -> Instance:
    """Two jobs of three seconds, four seconds of driving between any two places."""
    jobs = tuple(
        Job(place=at, service=3, windows=((0, 90),), prize=7, demand=at - 1) for at in (1, 2)
    )
    vehicle = Vehicle(
        technician=0, day=0, start_place=0, end_place=0, start=0, end=90, rest=rest, capacity=1
    )
    return Instance(
        name="one",
        family="one",
        jobs=jobs,
        vehicles=(vehicle,) * vehicles,
        travel=np.array([[0, 4, 4], [4, 0, 4], [4, 4, 0]], dtype=np.int32),
        points=np.zeros((3, 2)),
        ties=ties,
    )


@pytest.mark.parametrize(
    ("rests", "starts", "fault"),
    [
        ((), (4, 11), "does not rest as often"),
        ((9,), (4, 30), "rests outside the window"),
        ((6,), (4, 30), "rests during job 0"),
        ((8,), (4, 12), "cannot reach job 1"),
        ((8,), (4, 13), None),
        ((7,), (4, 13), None),
        ((5,), (10, 17), "cannot reach job 0"),
    ],
)
def test_rests_need_time_of_their_own(
    rests: tuple[int, ...], starts: tuple[int, int], fault: str | None
) -> None:
    tour = Tour(0, (Call(0, starts[0]), Call(1, starts[1])), rests)
    instance = one_vehicle(Rest(5, 8, 2 if fault != "cannot reach job 0" else 3))

    if fault == "cannot reach job 0":
        tour = replace(tour, calls=(Call(0, 6), Call(1, 90)), rests=(3,))
        instance = one_vehicle(Rest(3, 8, 3))
    found = sentences(instance, Answer((tour,)))

    assert found == "" if fault is None else fault in found


@pytest.mark.parametrize(
    ("kind", "tours", "fault"),
    [
        (TieKind.SAME_TIME, (((0, 9),), ((1, 9),)), None),
        (TieKind.SAME_TIME, (((0, 9),), ((1, 10),)), "by two at one time"),
        (TieKind.SAME_TIME, (((0, 9), (1, 16)), ()), "by two at one time"),
        (TieKind.SAME_TIME, (((0, 9),), ()), "not done together"),
        (TieKind.SAME_TIME, ((), ()), None),
        (TieKind.BEFORE, (((0, 9),), ((1, 12),)), None),
        (TieKind.BEFORE, (((0, 9),), ((1, 11),)), "wrong order"),
        (TieKind.SAME_VEHICLE, (((0, 9), (1, 16)), ()), None),
        (TieKind.SAME_VEHICLE, (((1, 9), (0, 16)), ()), "wrong order"),
        (TieKind.SAME_VEHICLE, (((0, 9),), ((1, 16),)), "by one vehicle"),
    ],
)
def test_ties_hold_or_are_named(
    kind: TieKind, tours: tuple[tuple[tuple[int, int], ...], ...], fault: str | None
) -> None:
    instance = one_vehicle(None, ties=(Tie(kind, 0, 1),), vehicles=2)
    answer = Answer(
        tuple(
            Tour(at, tuple(Call(job, start) for job, start in calls))
            for at, calls in enumerate(tours)
        )
    )

    found = sentences(instance, answer)

    assert found == "" if fault is None else fault in found


def test_a_part_is_on_board_only_between_its_two_jobs() -> None:
    """Two fetches in a row need room for two; one after the other needs room for one."""
    base = one_vehicle(
        None, ties=(Tie(TieKind.SAME_VEHICLE, 0, 1), Tie(TieKind.SAME_VEHICLE, 2, 3))
    )
    instance = replace(base, jobs=base.jobs * 2)
    in_turn = Tour(0, (Call(0, 4), Call(1, 11), Call(2, 18), Call(3, 25)))
    at_once = Tour(0, (Call(0, 4), Call(2, 7), Call(1, 14), Call(3, 17)))

    assert sentences(instance, Answer((in_turn,))) == ""
    assert sentences(instance, Answer((at_once,))) == "Vehicle 0 is overloaded."
