"""The page of parts: what is awaited with what it blocks, received in one step, and stock by place."""

from __future__ import annotations

import pytest

from aftersales.records import AppointmentState, Role, SpareRequest, SpareState, SpareStock
from tests.aftersales.conftest import all_of
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.spared import Spared, spared_in


@pytest.fixture
def spared(world: World) -> Spared:
    return spared_in(world)


def request_of(world: World, identifier: object) -> SpareRequest:
    return next(row for row in all_of(world.parts, SpareRequest) if row.id == identifier)


def test_page_shows_what_is_awaited_for_whom_what_it_blocks_and_what_lies_where(
    people: People, spared: Spared
) -> None:
    text = people.client(Role.SUPPORT).get("/parts").text

    assert text.index("Belt (BELT-2)") < text.index("Drain pump (PUMP-1)")
    assert "Expected on 23 November 2026." in text
    assert "Its visit is on Monday, 23 November." in text
    assert "Not ordered yet." in text
    assert "No visit is booked." in text
    assert "Depot" in text
    assert 'href="/parts"' in text  # the navigation leads here


def test_what_is_late_says_so(people: People, world: World, spared: Spared) -> None:
    world.clock.move_to(world.clock.now().replace(day=25))

    text = people.client(Role.SUPPORT).get("/parts").text

    assert "Late: it was expected on 23 November 2026." in text


def test_what_came_is_received_in_one_step(people: People, world: World, spared: Spared) -> None:
    support = people.client(Role.SUPPORT)

    answer = support.post(f"/parts/requests/{spared.awaited_id}/receive", follow_redirects=True)
    again = support.post(f"/parts/requests/{spared.awaited_id}/receive")

    assert (answer.status_code, again.status_code) == (200, 409)
    assert "BELT-2" not in answer.text
    assert request_of(world, spared.awaited_id).state is SpareState.ARRIVED


def test_day_that_is_typed_is_kept_and_too_late_a_one_calls_the_visit_off(
    people: People, world: World, spared: Spared
) -> None:
    support = people.client(Role.SUPPORT)
    visit = world.visits()[-1]
    path = f"/parts/requests/{spared.awaited_id}/expect"

    wrong = support.post(path, data={"expected_on": "soon"})
    over = support.post(path, data={"expected_on": "2026-11-20"})
    assert (wrong.status_code, over.status_code) == (422, 422)
    assert "Write a day to come" in wrong.text
    assert world.visit(visit.appointment.id).appointment.state is AppointmentState.BOOKED

    support.post(path, data={"expected_on": "3.12.2026"})

    assert str(request_of(world, spared.awaited_id).expected_on) == "2026-12-03"
    assert world.visit(visit.appointment.id).appointment.state is AppointmentState.CANCELLED
    page = people.client("nobody").get(f"/visit/{world.token_of(visit)}").text
    assert "A part that your visit needs will not be here in time: Belt." in page
    assert "We can come from Thursday, 3 December on." in page


def test_what_nobody_ordered_is_ordered_by_its_day(
    people: People, world: World, spared: Spared
) -> None:
    people.client(Role.SUPPORT).post(
        f"/parts/requests/{spared.unordered_id}/expect", data={"expected_on": ""}
    )

    row = request_of(world, spared.unordered_id)
    assert (row.state, row.expected_on) == (SpareState.ORDERED, None)


def test_pieces_are_moved_into_a_van_and_never_more_than_there_are(
    people: People, world: World, spared: Spared
) -> None:
    support = people.client(Role.SUPPORT)
    [row] = all_of(world.parts, SpareStock)
    van = f"van:{world.visits()[0].lead.id}"
    form = {"stock": str(row.id), "into": van}

    moved = support.post("/parts/move", data={**form, "quantity": "1"}, follow_redirects=True)
    refused = [
        support.post("/parts/move", data=data)
        for data in ({**form, "quantity": "5"}, {**form, "quantity": "many"}, {"stock": "x"})
    ]

    assert moved.status_code == 200
    assert "Van of" in moved.text
    assert [each.status_code for each in refused] == [422] * 3
    assert sorted(each.quantity for each in all_of(world.parts, SpareStock)) == [1, 1]


def test_whoever_is_not_of_the_office_finds_no_parts(people: People, spared: Spared) -> None:
    assert people.client(Role.TECHNICIAN).get("/parts").status_code == 403
