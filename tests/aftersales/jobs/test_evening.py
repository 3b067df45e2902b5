"""The evening task: shorter windows for the next day, asked for once and told once."""

from datetime import date, timedelta
from threading import Event

import pytest

from aftersales.clock import SetClock
from aftersales.jobs.ending import end
from aftersales.jobs.evening import ask_to_narrow
from aftersales.jobs.running import run_due_jobs
from aftersales.parts import Parts
from aftersales.records import Job, JobKind, JobState, Notice
from tests.aftersales.conftest import Village, all_of
from tests.aftersales.jobs.conftest import BRISK, Yard

MONDAY, TUESDAY = 23, 24


@pytest.fixture
def booked(village: Village) -> Village:
    """A visit on Tuesday, told with a window of four hours."""
    village.book(village.moment(TUESDAY, 10))
    return village


def narrowed(village: Village) -> int:
    return len([row for row in all_of(village.parts, Notice) if row.kind == "window_narrowed"])


def test_windows_of_tomorrow_are_told_once_the_evening_has_come(
    booked: Village, clock: SetClock
) -> None:
    clock.move_to(booked.moment(MONDAY, 16, 59))
    ask_to_narrow(booked.parts, "village")
    before = Yard(booked.parts).jobs(JobKind.NARROW)
    clock.move_to(booked.moment(MONDAY, 17))

    ask_to_narrow(booked.parts, "village")
    run_due_jobs(booked.parts, BRISK, Event())

    (job,) = Yard(booked.parts).jobs(JobKind.NARROW)
    assert before == []
    assert job.key == f"narrow:village:{date(2026, 11, TUESDAY)}"
    assert (job.state, job.result, job.sentence) == (
        JobState.DONE,
        {"told": 1},
        "1 shorter windows told.",
    )
    assert narrowed(booked) == 1


def test_evening_comes_once_for_each_day(booked: Village, clock: SetClock) -> None:
    for hour in (17, 18, 23):
        clock.move_to(booked.moment(MONDAY, hour))
        ask_to_narrow(booked.parts, "village")
        run_due_jobs(booked.parts, BRISK, Event())
    clock.move_to(booked.moment(TUESDAY, 17))
    ask_to_narrow(booked.parts, "village")

    keys = [job.key for job in Yard(booked.parts).jobs(JobKind.NARROW)]
    assert keys == ["narrow:village:2026-11-24", "narrow:village:2026-11-25"]
    assert narrowed(booked) == 1


def test_evening_that_was_cut_off_tells_nobody_twice(booked: Village, clock: SetClock) -> None:
    clock.move_to(booked.moment(MONDAY, 18))
    ask_to_narrow(booked.parts, "village")
    run_due_jobs(booked.parts, BRISK, Event())
    with booked.doing() as deed:  # as if the end of the job had been lost
        (job,) = Yard(booked.parts).jobs(JobKind.NARROW)
        row = deed.session.get_one(type(job), job.id)
        row.state, row.live_key, row.lease_until_at = JobState.RUNNING, row.key, deed.now
    clock.move_to(clock.now() + timedelta(minutes=1))

    run_due_jobs(booked.parts, BRISK, Event())

    (job,) = Yard(booked.parts).jobs(JobKind.NARROW)
    assert (job.state, job.attempts, job.result) == (JobState.DONE, 2, {"told": 0})
    assert narrowed(booked) == 1


def test_evening_that_failed_is_asked_for_again_after_a_while(
    booked: Village, clock: SetClock
) -> None:
    clock.move_to(booked.moment(MONDAY, 17))
    ask_to_narrow(booked.parts, "village")
    with booked.doing() as deed:
        (job,) = Yard(booked.parts).jobs(JobKind.NARROW)
        end(deed.session.get_one(Job, job.id), JobState.FAILED, deed.now, "The database was away.")
    clock.move_to(booked.moment(MONDAY, 17, 14))
    ask_to_narrow(booked.parts, "village")
    too_soon = Yard(booked.parts).jobs(JobKind.NARROW)
    clock.move_to(booked.moment(MONDAY, 17, 15))

    ask_to_narrow(booked.parts, "village")
    run_due_jobs(booked.parts, BRISK, Event())

    states = [job.state for job in Yard(booked.parts).jobs(JobKind.NARROW)]
    assert len(too_soon) == 1
    assert states == [JobState.FAILED, JobState.DONE]
    assert narrowed(booked) == 1


def test_unknown_territory_has_no_evening(parts: Parts) -> None:
    ask_to_narrow(parts, "nowhere")

    assert Yard(parts).jobs(JobKind.NARROW) == []
