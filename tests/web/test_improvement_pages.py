"""Improvements on the screen: begun in one step from what points at a gap, and ended by their figures or a manager."""

import re

from fastapi.testclient import TestClient

from aftersales.records import Improvement, ImprovementScope, ImprovementState, Measure, Role
from tests.aftersales.conftest import all_of
from tests.web.bettered import improvements_in
from tests.web.complained import complaints_in
from tests.web.conftest import World
from tests.web.prevented import alarm_in
from tests.web.principals import People
from tests.web.surveyed import surveys_in


def begun_from(client: TestClient, address: str, title: str = "Come in time") -> str:
    """Follow the way to the form, send it as it stands, and answer the page it leads to."""
    form = client.get(address)
    assert form.status_code == 200, form.text
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form.text))
    for name, options in re.findall(
        r'<select id="\w+" name="(\w+)".*?>(.*?)</select>', form.text, re.DOTALL
    ):
        found = re.search(r'value="([^"]*)" selected', options)
        fields[name] = found.group(1) if found else ""
    answer = client.post("/improvements", data={**fields, "title": title}, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_form_is_begun_from_a_complaint_an_alarm_answers_and_a_channel(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    complaint, alarm = complaints_in(world)["received"], alarm_in(world)

    for address in (
        f"/improvements/new?complaint={complaint}",
        f"/improvements/new?alarm={alarm}",
        "/improvements/new?by=channel&of=visit",
        "/improvements/new?channel=phone",
    ):
        begun_from(support, address)

    rows = all_of(world.parts, Improvement)
    assert [(row.measure, row.scope, row.source_kind, row.source_id) for row in rows] == [
        (Measure.COMPLAINT_RATE, ImprovementScope.TECHNICIAN, "complaint", complaint),
        (Measure.FAILURES, ImprovementScope.ALARM, "alarm", alarm),
        (Measure.SURVEY_SCORE, ImprovementScope.CHANNEL, "survey", None),
        (Measure.CHANNEL_SPEED, ImprovementScope.CHANNEL, "channel", None),
    ]
    assert {row.state for row in rows} == {ImprovementState.OPEN}


def test_pages_that_show_a_gap_lead_to_the_form(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    complaint, alarm = complaints_in(world)["received"], alarm_in(world)

    assert (
        f"/improvements/new?complaint={complaint}" in support.get(f"/complaints/{complaint}").text
    )
    assert f"/improvements/new?alarm={alarm}" in support.get("/alarms").text


def test_what_was_typed_is_not_lost_and_errors_stand_at_their_fields(
    people: People, world: World
) -> None:
    support = people.client(Role.SUPPORT)
    surveys_in(world)

    answer = support.post(
        "/improvements",
        data={"title": "", "plan": "Earlier starts.", "due_on": "soon", "least": "x"},
    )
    second = support.post(
        "/improvements",
        data={"title": "", "about": "partner:-", "due_on": "2026-12-31", "threshold": "9"},
    )

    assert (answer.status_code, second.status_code) == (422, 422)
    for name in ("due_on", "about", "least"):
        assert f'id="{name}-error"' in answer.text
    for name in ("title", "owner", "threshold"):
        assert f'id="{name}-error"' in second.text
    assert "Earlier starts." in answer.text
    assert all_of(world.parts, Improvement) == []


def test_page_says_when_it_is_closed_and_what_was_measured(people: People, world: World) -> None:
    ids, support = improvements_in(world), people.client(Role.SUPPORT)

    listed = support.get("/improvements").text
    late = support.get(f"/improvements/{ids['late']}").text

    assert "customers give at least 4 of 5" in listed
    assert "3.4 of 5, in 7 answers." in listed
    assert "late: the check does not hold" in late
    assert "Only a manager can end it without its check." in late


def test_another_day_needs_a_reason_and_a_manager_ends_it(people: People, world: World) -> None:
    ids, manager = improvements_in(world), people.client(Role.MANAGER)
    support, late = people.client(Role.SUPPORT), f"/improvements/{improvements_in(world)['late']}"

    refused = support.post(f"{late}/postpone", data={"due_on": "2027-03-01", "why": ""})
    given = support.post(f"{late}/postpone", data={"due_on": "2027-03-01", "why": "A new van."})
    forbidden = support.post(f"{late}/waive", data={"reason": "It is not worth it."})
    missing = manager.post(f"{late}/waive", data={"reason": " "})
    ended = manager.post(f"{late}/waive", data={"reason": "It is not worth it."})
    again = manager.post(f"{late}/waive", data={"reason": "It is not worth it."})

    codes = [each.status_code for each in (refused, given, forbidden, missing, ended, again)]
    assert codes == [422, 303, 403, 422, 303, 409]
    assert "2027-03-01" in refused.text
    row = next(each for each in all_of(world.parts, Improvement) if each.id == ids["late"])
    assert (row.state, row.close_reason) == (ImprovementState.WAIVED, "It is not worth it.")


def test_somebody_else_can_see_to_it(people: People, world: World) -> None:
    ids, manager = improvements_in(world), people.client(Role.MANAGER)
    page = manager.get(f"/improvements/{ids['open']}").text
    options = re.findall(r'<option value="([0-9a-f-]{36})"', page)

    wrong = manager.post(f"/improvements/{ids['open']}/hand-over", data={"owner": "nobody"})
    answer = manager.post(f"/improvements/{ids['open']}/hand-over", data={"owner": options[0]})

    assert (wrong.status_code, answer.status_code) == (422, 303)
    row = next(each for each in all_of(world.parts, Improvement) if each.id == ids["open"])
    assert str(row.owner_id) == options[0]
