"""The contract of jobs, the same on SQLite with the embedded runner and on PostgreSQL with workers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest
from structlog.testing import capture_logs

from aftersales.deed import SYSTEM
from aftersales.errors import NotReady, NotThere
from aftersales.jobs.asking import ask, stop
from aftersales.jobs.hold import Hold
from aftersales.jobs.running import Task
from aftersales.parts import Parts
from aftersales.records import Event as Happening
from aftersales.records import Job, JobKind, JobState
from tests.aftersales.conftest import all_of
from tests.aftersales.jobs.conftest import BRISK, STAFF, Yard, wait_for


def doing(what: Callable[[Hold], None] = lambda _hold: None) -> dict[JobKind, Task]:
    """A plan that does something and then is done."""

    def task(parts: Parts, hold: Hold) -> None:
        what(hold)
        with parts.doing(SYSTEM) as deed:
            hold.finish(deed, {"answer": 42}, "It is done.")

    return {JobKind.PLAN: task}


def raising(error: Exception) -> Callable[[Hold], None]:
    def task(_hold: Hold) -> None:
        raise error

    return task


def test_job_that_is_asked_for_runs_once_and_says_what_came_of_it(yard: Yard) -> None:
    runs: list[int] = []
    yard = yard.with_tasks(doing(lambda hold: runs.append(hold.job.attempts)))
    asked = yard.ask(days=3)

    with yard.at_work():
        job = yard.ended(asked.id)

    assert runs == [1]
    assert (job.state, job.result, job.sentence) == (JobState.DONE, {"answer": 42}, "It is done.")
    assert (job.arguments, job.asked_by, job.live_key) == ({"days": 3}, "staff:test", None)
    happened = [row for row in all_of(yard.parts, Happening) if row.subject_id == job.id]
    assert [event.what for event in happened] == ["job_asked"]


def test_job_of_a_deed_that_fails_never_runs(yard: Yard) -> None:
    runs: list[str] = []
    yard = yard.with_tasks(doing(lambda hold: runs.append(hold.job.key)))

    def fail() -> None:
        with yard.parts.doing(STAFF) as deed:
            ask(deed, JobKind.PLAN, "lost", {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    asked = yard.ask("kept")
    with yard.at_work():
        yard.ended(asked.id)

    assert runs == ["kept"]
    assert [job.key for job in yard.jobs()] == ["kept"]


def test_job_that_waits_is_not_begun_before_its_time(yard: Yard) -> None:
    runs: list[str] = []
    yard = yard.with_tasks(doing(lambda hold: runs.append(hold.job.key)))
    with yard.parts.doing(STAFF) as deed:
        later = deed.now.replace(year=deed.now.year + 1)
        ask(deed, JobKind.PLAN, "later", {}, not_before_at=later)
    asked = yard.ask("now")

    with yard.at_work():
        yard.ended(asked.id)

    assert runs == ["now"]


def test_same_work_asked_for_twice_is_one_job_until_it_ended(yard: Yard) -> None:
    yard = yard.with_tasks(doing())
    first = yard.ask(days=1)
    again = yard.ask(days=2)

    with yard.at_work():
        yard.ended(first.id)
        anew = yard.ask(days=3)
        yard.ended(anew.id)

    assert again.id == first.id != anew.id
    assert len(yard.jobs()) == 2


def test_same_work_asked_for_by_many_at_once_is_one_job_and_breaks_no_deed(yard: Yard) -> None:
    with ThreadPoolExecutor(8) as pool:
        jobs = list(pool.map(lambda number: yard.ask(number=number), range(24)))

    (job,) = yard.jobs()
    assert {each.id for each in jobs} == {job.id}


def test_what_may_pass_is_tried_again_after_pauses_and_then_has_failed(yard: Yard) -> None:
    attempts: list[int] = []

    def dying(hold: Hold) -> None:
        attempts.append(hold.job.attempts)
        raise NotReady("The planner's process ended. Try again.")

    yard = yard.with_tasks(doing(dying))
    asked = yard.ask()

    with capture_logs() as logs, yard.at_work():
        job = yard.ended(asked.id)

    assert attempts == [1, 2, 3]
    assert (job.state, job.live_key) == (JobState.FAILED, None)
    assert job.sentence == "The planner's process ended. Try again. It was tried 3 times."
    failures = [log for log in logs if log["event"] == "job_attempt_failed"]
    assert failures == [
        {
            "event": "job_attempt_failed",
            "log_level": "error",
            "kind": "plan",
            "key": "plan:li:2026-11-23",
            "attempt": attempt,
            "error": "NotReady",
        }
        for attempt in (1, 2, 3)
    ]


def test_what_passes_by_itself_is_done_at_the_next_attempt(yard: Yard) -> None:
    def once(hold: Hold) -> None:
        if hold.job.attempts == 1:
            raise OSError("about Anna Beck")

    yard = yard.with_tasks(doing(once))
    asked = yard.ask()

    with capture_logs() as logs, yard.at_work():
        job = yard.ended(asked.id)

    assert (job.state, job.attempts, job.sentence) == (JobState.DONE, 2, "It is done.")
    assert "OSError" in str(logs)
    assert "Anna" not in str(logs)


def test_refusal_ends_a_job_with_its_sentence_at_once(yard: Yard) -> None:
    yard = yard.with_tasks(doing(raising(NotThere("There is no such territory. Check it."))))
    asked = yard.ask()

    with yard.at_work():
        job = yard.ended(asked.id)

    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.sentence == "There is no such territory. Check it."


def test_progress_can_be_followed_and_a_running_job_can_be_stopped(yard: Yard) -> None:
    def working(hold: Hold) -> None:
        for day in range(1, 1000):
            hold.tell({"day": day})
            if hold.should_stop():
                return
            Event().wait(0.02)

    yard = yard.with_tasks(doing(working))
    asked = yard.ask()

    with yard.at_work():
        wait_for(lambda: yard.job(asked.id).progress.get("day", 0) != 0)
        with yard.parts.doing(STAFF) as deed:
            stop(deed, asked)
        job = yard.ended(asked.id)

    assert (job.state, job.is_stop_wanted, job.result) == (JobState.DONE, True, {"answer": 42})
    assert 0 < int(str(job.progress["day"])) < 999


def test_waiting_job_that_is_stopped_never_begins(yard: Yard) -> None:
    runs: list[str] = []
    yard = yard.with_tasks(doing(lambda hold: runs.append(hold.job.key)))
    asked = yard.ask()
    with yard.parts.doing(STAFF) as deed:
        stop(deed, asked)
    other = yard.ask("other")

    with yard.at_work():
        yard.ended(other.id)

    job = yard.job(asked.id)
    assert runs == ["other"]
    assert (job.state, job.live_key) == (JobState.STOPPED, None)
    assert job.sentence == "It was stopped before it began. Nothing changed."


def test_runner_that_stops_gives_its_job_back_uncounted(yard: Yard) -> None:
    begun = Event()

    def working(hold: Hold) -> None:
        begun.set()
        wait_for(hold.should_stop)

    asked = yard.ask()
    with yard.with_tasks(doing(working)).at_work():
        assert begun.wait(20)
    given_back = yard.job(asked.id)
    with yard.with_tasks(doing()).at_work():
        job = yard.ended(asked.id)

    assert (given_back.state, given_back.attempts) == (JobState.WAITING, 0)
    assert (job.state, job.attempts) == (JobState.DONE, 1)


def test_stop_wanted_while_the_runner_stops_keeps_what_was_found(yard: Yard) -> None:
    begun = Event()
    asked = yard.ask()

    def working(hold: Hold) -> None:
        begun.set()
        wait_for(hold.should_stop)
        with yard.parts.doing(STAFF) as deed:
            stop(deed, hold.job)

    with yard.with_tasks(doing(working), replace(BRISK, beat=60)).at_work():
        assert begun.wait(20)
    job = yard.job(asked.id)

    assert (job.state, job.attempts, job.result) == (JobState.DONE, 1, {"answer": 42})


def test_job_whose_runner_died_is_taken_up_by_another(yard: Yard) -> None:
    asked = yard.ask()
    with yard.parts.doing(SYSTEM) as deed:  # as a runner that is gone left it
        job = deed.session.get_one(Job, asked.id)
        job.state, job.attempts, job.lease_until_at = JobState.RUNNING, 1, deed.now

    with yard.with_tasks(doing()).at_work():
        job = yard.ended(asked.id)

    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_job_held_from_a_time_before_the_clock_went_back_is_taken_up(yard: Yard) -> None:
    asked = yard.ask()
    with yard.parts.doing(SYSTEM) as deed:
        job = deed.session.get_one(Job, asked.id)
        job.state, job.attempts = JobState.RUNNING, 1
        job.lease_until_at = deed.now + timedelta(days=1)

    with yard.with_tasks(doing()).at_work():
        job = yard.ended(asked.id)

    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_job_that_kills_every_runner_is_given_up_with_a_sentence(yard: Yard) -> None:
    asked = yard.ask()
    with yard.parts.doing(SYSTEM) as deed:
        job = deed.session.get_one(Job, asked.id)
        job.state, job.attempts, job.lease_until_at = JobState.RUNNING, 3, deed.now

    with yard.with_tasks(doing()).at_work():
        job = yard.ended(asked.id)

    assert job.state is JobState.FAILED
    assert job.sentence.startswith("It was begun 3 times and never came to an end.")


def test_runner_that_lost_its_job_keeps_nothing_of_it(yard: Yard) -> None:
    begun, taken = Event(), Event()

    def slow(hold: Hold) -> None:
        begun.set()
        assert taken.wait(20)

    asked = yard.ask()
    with capture_logs() as logs, yard.with_tasks(doing(slow)).at_work():
        assert begun.wait(20)
        with yard.parts.doing(SYSTEM) as deed:  # another took it up meanwhile and is done
            job = deed.session.get_one(Job, asked.id)
            job.attempts, job.state, job.result = 2, JobState.DONE, {"answer": "another's"}
            job.live_key = None
        taken.set()
        wait_for(lambda: any(log["event"] == "job_lost" for log in logs))

    job = yard.job(asked.id)
    assert (job.state, job.attempts, job.result) == (JobState.DONE, 2, {"answer": "another's"})


def test_jobs_of_one_turn_are_never_under_way_at_once(yard: Yard) -> None:
    under_way, most = [0], [0]

    def counted(_hold: Hold) -> None:
        under_way[0] += 1
        most[0] = max(most[0], under_way[0])
        Event().wait(0.1)
        under_way[0] -= 1

    yard = yard.with_tasks(doing(counted))
    with yard.parts.doing(STAFF) as deed:
        jobs = [
            ask(deed, JobKind.PLAN, f"plan:li:{number}", {}, turn="territory:li")
            for number in range(4)
        ]

    with yard.at_work():
        ended = [yard.ended(job.id) for job in jobs]

    assert {job.state for job in ended} == {JobState.DONE}
    assert most == [1]


def test_job_that_waits_for_its_next_attempt_holds_up_no_other_of_its_turn(yard: Yard) -> None:
    def first_fails(hold: Hold) -> None:
        if hold.job.key == "first":
            raise NotReady("The planner's process ended. Try again.")

    def ask_in_turn(key: str) -> Job:
        with yard.parts.doing(STAFF) as deed:
            return ask(deed, JobKind.PLAN, key, {}, turn="territory:li")

    yard = yard.with_tasks(doing(first_fails), replace(BRISK, pause=timedelta(hours=1)))
    first = ask_in_turn("first")

    with yard.at_work():
        wait_for(lambda: yard.job(first.id).sentence != "")
        second = yard.ended(ask_in_turn("second").id)

    assert second.state is JobState.DONE
    assert (yard.job(first.id).state, yard.job(first.id).attempts) == (JobState.WAITING, 1)
