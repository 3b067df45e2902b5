"""Playbooks and triage on the screen: written as data, found by what the customer says, ending in a work order."""

import re

from fastapi.testclient import TestClient

from aftersales.records import Case, CaseState, Playbook, Role
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.prevented import PLAYBOOK, case_in, issue_in, playbook_in
from tests.web.principals import People
from tests.web.recalled import published


def sent(client: TestClient, path: str, **form: str) -> tuple[int, str]:
    """A form sent as its page would, and the page it leads to."""
    answer = client.post(path, data=form, follow_redirects=True)
    return answer.status_code, answer.text


def state_of(world: World, case_id: object) -> CaseState:
    """Where a case stands."""
    return next(each.state for each in all_of(world.parts, Case) if each.id == case_id)


def test_playbook_is_written_and_changed_as_typed(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)

    wrong, said = sent(
        support, "/playbooks", **{**PLAYBOOK, "steps": "support 5: Ask.\nnobody: Go."}
    )
    status, _text = sent(support, "/playbooks", **PLAYBOOK)
    row = all_of(world.parts, Playbook)[0]
    form = support.get(f"/playbooks/{row.id}").text
    changed, _text = sent(
        support, f"/playbooks/{row.id}", **{**PLAYBOOK, "title": "Water stays in"}
    )

    assert (wrong, status, changed) == (422, 200, 200)
    assert "Line 2 is no step." in said
    assert PLAYBOOK["steps"] in form
    assert [each.title for each in all_of(world.parts, Playbook)] == ["Water stays in"]


def test_triage_shows_what_helps_and_what_was_tried(people: People, world: World) -> None:
    issue_in(world)
    playbook_in(world)
    support, case_id = people.client(Role.SUPPORT), case_in(world)
    path = f"/cases/{case_id}/triage"

    shown = support.get(path).text
    untold, refused = sent(support, f"{path}/remote", what=" ", outcome="not")
    tried, text = sent(support, f"{path}/remote", what="Filter rinsed.", outcome="not")

    assert "The filter clogs." in shown
    assert "Ask for water on the floor first." in shown
    assert 'value="repair" checked' in shown
    assert (tried, untold) == (200, 422)
    assert "Say what was tried." in refused
    assert "It is written down." in text
    assert state_of(world, case_id) is CaseState.REMOTE_FIX_TRIED


def test_open_recall_takes_the_advice_away(people: People, world: World) -> None:
    issue_in(world)
    published(world)
    support, case_id = people.client(Role.SUPPORT), case_in(world)

    text = support.get(f"/cases/{case_id}/triage").text
    status, _text = sent(
        support, f"/cases/{case_id}/triage/remote", what="Filter rinsed.", outcome="fixed"
    )

    assert "The filter clogs." not in text
    assert "Stop using it now and unplug it." in text
    assert "Tried with the customer" not in text
    assert status == 409
    assert state_of(world, case_id) is CaseState.NEW


def test_playbook_is_sent_in_one_step_and_its_steps_are_ticked_off_in_the_case(
    people: People, world: World
) -> None:
    playbook, case_id, support = playbook_in(world), case_in(world), people.client(Role.SUPPORT)
    path = f"/cases/{case_id}/triage"

    before = support.get(path).text
    status, text = sent(support, f"{path}/playbook", playbook=str(playbook))
    twice, _text = sent(support, f"{path}/playbook", playbook=str(playbook))
    odd = support.post(f"{path}/playbook", data={"playbook": "x"}).status_code
    after = support.get(path).text
    step = re.search(rf'action="(/cases/{case_id}/steps/[0-9a-f-]+)"', text)
    assert step is not None
    done, ticked = sent(support, step[1])

    assert "Send this and begin the steps" in before
    assert (status, twice, odd, done) == (200, 409, 404, 200)
    assert "We open the filter together." in text
    assert "Steps of the playbook" in text
    assert "It is followed in this case: see its steps" in after
    assert step[1] not in ticked
    assert "A step of the playbook was done" in ticked
