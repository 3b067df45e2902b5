"""Planning as a job: real figures while it runs, and one plan kept together with its end."""

from __future__ import annotations

from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from aftersales.clock import SetClock
from aftersales.errors import NotReady
from aftersales.jobs.hold import GivenBack, Hold
from aftersales.jobs.plans import ask_for_plan, do_plan
from aftersales.jobs.running import run_due_jobs
from aftersales.jobs.terms import Terms
from aftersales.parts import Parts
from aftersales.planning import EffortName, PlanRequest, plan_territory
from aftersales.queries.jobs import newest_jobs
from aftersales.records import Appointment, Job, JobKind, JobState, Notice, PlanRun
from tests.aftersales.conftest import all_of
from tests.aftersales.jobs.conftest import BRISK
from tests.aftersales.small_city import MONDAY, MORNING, TUESDAY, City, PlannerHere, found_city
from tests.conftest import STAFF

REQUEST = PlanRequest(
    territory="li", from_on=MONDAY, days=2, effort=EffortName.QUICK, seed=7, trigger="nightly"
)


@pytest.fixture
def city(parts: Parts, clock: SetClock) -> City:
    """A city with three visits to plan."""
    city = found_city(parts, clock)
    city.hire("T1", TUESDAY)
    for _ in range(3):
        city.asks((TUESDAY, MORNING))
    return city


def asked(city: City, request: PlanRequest = REQUEST) -> Job:
    with city.parts.doing(STAFF) as deed:
        return ask_for_plan(deed, request)


def run(city: City, terms: Terms = BRISK, **parts: Any) -> Job:
    """Work on what is due and answer the newest plan job."""
    run_due_jobs(replace(city.parts, **parts), terms, Event())
    with city.parts.store.reading() as session:
        return newest_jobs(session, JobKind.PLAN, 1)[0]


def test_plan_is_kept_with_its_result_sentence_and_progress(city: City) -> None:
    job = asked(city)

    done = run(city)

    (kept,) = all_of(city.parts, PlanRun)
    assert (done.id, done.key, done.turn) == (job.id, "plan:li:2026-11-23", "territory:li")
    assert (done.state, done.sentence) == (
        JobState.DONE,
        "3 of 3 visits planned, 3 of them new.",
    )
    assert done.result == {
        "run": str(kept.id),
        "visits": 3,
        "planned": 3,
        "booked": 3,
        "rewindowed": 0,
        "unplanned": 0,
        "driving_share": done.result["driving_share"],
    }
    assert {name: done.progress[name] for name in ("done", "total", "planned", "unserved")} == {
        "done": 100,
        "total": 100,
        "planned": 3,
        "unserved": 0,
    }
    assert (kept.trigger, kept.seed, kept.days, kept.effort) == ("nightly", 7, 2, "quick")


def test_planner_that_must_get_ready_first_is_told_of(city: City) -> None:
    job = asked(city)
    seen: list[dict[str, object]] = []

    class Hearing(Hold):
        """Remembers what is told."""

        def tell(self, progress: dict[str, object]) -> None:
            seen.append(progress)
            super().tell(progress)

    with city.parts.doing(STAFF) as deed:
        held = deed.session.get_one(Job, job.id)
        held.state, held.attempts = JobState.RUNNING, 1
    do_plan(
        replace(city.parts, planner=PlannerHere(functions=2)),
        Hearing(city.parts, held, BRISK, Event()),
    )

    assert seen[:2] == [{"is_getting_ready": True}] * 2
    assert all(set(each) >= {"done", "total"} for each in seen[2:])


def test_one_territory_and_day_is_one_job_and_another_day_another(city: City) -> None:
    first = asked(city)

    assert asked(city, replace(REQUEST, days=9)).id == first.id
    assert asked(city, replace(REQUEST, from_on=TUESDAY)).id != first.id


def test_plan_is_not_kept_when_its_end_cannot_be_written(city: City) -> None:
    def refuse(*_args: object) -> None:
        raise GivenBack

    with pytest.raises(GivenBack):
        plan_territory(city.parts, STAFF, REQUEST, on_kept=refuse)

    assert [all_of(city.parts, kind) for kind in (PlanRun, Appointment, Notice)] == [[], [], []]


def test_plan_of_a_runner_that_lost_the_job_is_not_kept(city: City) -> None:
    job = asked(city)

    def another_takes_it() -> None:
        with city.parts.doing(STAFF) as deed:
            deed.session.get_one(Job, job.id).attempts += 1

    lost = run(city, planner=PlannerHere(meanwhile=another_takes_it))

    assert (lost.state, lost.attempts) == (JobState.RUNNING, 2)
    assert all_of(city.parts, Appointment) == []


def test_solver_that_dies_is_tried_again_after_a_pause(city: City) -> None:
    def die() -> None:
        raise NotReady("The planner's process ended. Nothing was changed.")

    job = asked(city)
    waiting = run(city, planner=PlannerHere(meanwhile=die))
    too_early = run(city)
    city.clock.move_to(city.clock.now() + BRISK.pause)
    done = run(city)

    assert (waiting.state, waiting.attempts) == (JobState.WAITING, 1)
    assert waiting.sentence == "The planner's process ended. Nothing was changed."
    assert waiting.live_key == job.key
    assert too_early == waiting
    assert (done.state, done.attempts) == (JobState.DONE, 2)


def test_refused_request_fails_with_what_to_do(city: City) -> None:
    asked(city, replace(REQUEST, territory="at"))

    failed = run(city)

    assert (failed.state, failed.attempts) == (JobState.FAILED, 1)
    assert failed.sentence.startswith("There is no territory “at”.")
