"""While owners are told of a campaign, its page says how far that is."""

from itertools import count
from threading import Event

from aftersales.campaigns.walking import walk
from aftersales.deed import SYSTEM
from aftersales.jobs.recalls import publish
from aftersales.jobs.running import run_due_jobs
from aftersales.jobs.terms import Terms
from aftersales.records import Campaign, CampaignResponse, Job, JobKind, JobState, Role
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.recalled import drafted


def under_way(world: World) -> Campaign:
    """A campaign whose walk was broken off after its first unit."""
    row = drafted(world, "WM-2026-1")
    with world.parts.doing(SYSTEM) as deed:
        publish(deed, deed.session.get_one(Campaign, row.id), row.revision)
    turns = count()
    walk(world.parts, row.id, lambda: next(turns) >= 1, batch=1)
    return row


def test_page_says_how_many_units_were_looked_at_and_asks_again(
    people: People, world: World
) -> None:
    row = under_way(world)

    page = people.client(Role.SUPPORT).get(f"/campaigns/{row.id}").text

    run_due_jobs(world.parts, Terms(), Event())
    units = len(all_of(world.parts, CampaignResponse))
    assert units > 1
    assert f"1 of {units} units looked at; owners told so far: 1" in page
    assert f'<progress id="work-bar" max="{units}" value="1">' in page
    assert f'hx-get="/campaigns/{row.id}"' in page


def test_page_says_how_many_owners_were_reminded(people: People, world: World) -> None:
    row = under_way(world)
    with world.parts.doing(SYSTEM) as deed:
        (job,) = (each for each in all_of(world.parts, Job) if each.kind is JobKind.CAMPAIGN)
        deed.session.get_one(Job, job.id).progress = {"step": "reminding", "done": 3, "total": 8}

    page = people.client(Role.SUPPORT).get(f"/campaigns/{row.id}").text

    assert "3 of 8 owners reminded" in page


def test_page_is_silent_once_all_is_done(people: People, world: World) -> None:
    row = under_way(world)
    run_due_jobs(world.parts, Terms(), Event())

    page = people.client(Role.SUPPORT).get(f"/campaigns/{row.id}").text

    (job,) = (each for each in all_of(world.parts, Job) if each.kind is JobKind.CAMPAIGN)
    assert job.state is JobState.DONE
    assert job.progress["done"] == job.progress["total"]
    assert "units looked at" not in page
    assert "work-bar" not in page
