"""A plan that is followed on its page: getting ready, figures, and words in each language."""

from datetime import date

import pytest

from aftersales.deed import SYSTEM
from aftersales.jobs.plans import ask_for_plan
from aftersales.planning import PlanRequest
from aftersales.records import Job, JobState, Role
from aftersales.words import words_in
from tests.web.conftest import World
from tests.web.principals import People
from web.pages.plans import sentence_of


@pytest.mark.parametrize(
    ("progress", "sentence", "bar"),
    [
        ({}, "It has begun: what is known is being gathered.", "></progress>"),
        (
            {"is_getting_ready": True},
            "Getting the planner ready; this happens once after an update and takes about a minute.",
            "></progress>",
        ),
        (
            {"done": 40, "total": 100, "cost": 1234.5, "planned": 9, "unserved": 2},
            "Searched 40 %: cost 1,234 points, 2 not placed yet.",
            'max="100" value="40"></progress>',
        ),
    ],
)
def test_plan_in_the_making_says_how_far_it_is(
    people: People, world: World, progress: dict[str, object], sentence: str, bar: str
) -> None:
    admin = people.client(Role.ADMIN)
    with world.parts.doing(SYSTEM) as deed:
        job = ask_for_plan(deed, PlanRequest(territory="li", from_on=date(2026, 11, 24), days=1))
        job.state = JobState.RUNNING
        job.progress = progress

    page = admin.get(f"/plans/{job.id}").text
    part = admin.get(f"/plans/{job.id}/progress").text

    assert sentence in page
    assert sentence in part
    assert bar in part


@pytest.mark.parametrize("language", ["lv", "bn"])
def test_progress_is_said_in_other_languages(language: str) -> None:
    told: list[dict[str, object]] = [
        {"is_getting_ready": True},
        {"done": 40, "total": 100, "cost": 3.0, "unserved": 2},
    ]
    jobs = [Job(state=JobState.RUNNING, progress=each) for each in told]

    here = [sentence_of(words_in(language), job) for job in jobs]

    assert here != [sentence_of(words_in("en"), job) for job in jobs]
    assert words_in(language).number(40) in here[1]
