"""Steps of a customer that staff do for whoever is on the phone: the same use case, and the trail says who did it."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlmodel import select

from aftersales.on_behalf import FOR_CUSTOMER
from aftersales.queries.access import users
from aftersales.records import (
    ActorKind,
    CampaignResponse,
    ComplaintOffer,
    Event,
    Role,
    Survey,
    WorkOrder,
)
from tests.aftersales.conftest import all_of
from tests.web.complained import complaints_in
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.recalled import published, remedied
from tests.web.surveyed import surveys_in
from tests.web.test_booking_times import codes


def done_for_customers(world: World, subject_id: UUID) -> list[tuple[str, object]]:
    """Who did what for a customer, by the role of whoever did it."""
    with world.parts.store.reading() as session:
        roles = {str(user.id): user.role.value for user in users(session)}
        rows = session.exec(
            select(Event).where(Event.what == FOR_CUSTOMER, Event.subject_id == subject_id)
        ).all()
        assert {row.actor_kind for row in rows} <= {ActorKind.STAFF}
        return [(roles[row.actor], row.facts["step"]) for row in rows]


@pytest.mark.parametrize(
    ("act", "form", "choice"),
    [
        ("keep", {}, "keep"),
        ("call", {}, "call"),
    ],
)
def test_choice_about_a_visit_is_made_for_whoever_is_on_the_phone(
    people: People, world: World, act: str, form: dict[str, str], choice: str
) -> None:
    visit = world.visits()[0].appointment
    support = people.client(Role.SUPPORT)
    assert f'action="/visits/{visit.id}/{act}"' in support.get(f"/visits/{visit.id}").text

    answer = support.post(f"/visits/{visit.id}/{act}", data=form, follow_redirects=True)

    assert "Written down: " in answer.text
    assert "Done for the customer, at their wish" in answer.text
    assert world.visit(visit.id).appointment.customer_choice == choice
    assert done_for_customers(world, visit.id) == [
        ("support", {"keep": "kept", "call": "called"}[act])
    ]


def test_technician_chooses_nothing_for_a_customer(people: People, world: World) -> None:
    visit = world.visits()[0].appointment

    assert people.client(Role.TECHNICIAN).post(f"/visits/{visit.id}/keep").status_code == 403


def test_remedy_of_a_recall_is_booked_or_a_call_asked_for(people: People, world: World) -> None:
    remedied(world)
    published(world)
    first, second = all_of(world.parts, CampaignResponse)[:2]
    support = people.client(Role.SUPPORT)
    before = len(all_of(world.parts, WorkOrder))
    page = f"/campaigns/{first.campaign_id}/responses/{first.id}"
    assert f'href="{page}/book"' in support.get(page).text

    when = codes(support.get(f"{page}/book").text)[0]
    booked = support.post(f"{page}/book", data={"when": when}, follow_redirects=True)
    support.post(f"/campaigns/{second.campaign_id}/responses/{second.id}/call")

    assert "The visit is booked, and the customer is told." in booked.text
    assert support.get(f"{page}/book").status_code == 409
    assert len(all_of(world.parts, WorkOrder)) == before + 1
    kept = {row.id: row for row in all_of(world.parts, CampaignResponse)}
    assert (kept[first.id].state, kept[second.id].case_id is not None) == ("scheduled", True)
    assert done_for_customers(world, first.id) == [("support", "book")]
    assert done_for_customers(world, second.id) == [("support", "call")]


def test_answer_to_a_survey_is_written_down(people: People, world: World) -> None:
    survey = surveys_in(world)[0]
    support = people.client(Role.SUPPORT)
    page = f"/customers/{survey.customer_id}"
    assert f'action="{page}/surveys/{survey.id}"' in support.get(page).text

    wrong = support.post(f"{page}/surveys/{survey.id}", data={"said": "Kind <b>people</b>"})
    answer = support.post(
        f"{page}/surveys/{survey.id}",
        data={"service": "5", "visit_score": "4", "said": "Kind"},
        follow_redirects=True,
    )

    assert (wrong.status_code, "Kind &lt;b&gt;people" in wrong.text) == (422, True)
    assert answer.status_code == 200
    kept = next(row for row in all_of(world.parts, Survey) if row.id == survey.id)
    assert (kept.service_score, kept.visit_score, kept.text) == (5, 4, "Kind")
    assert done_for_customers(world, survey.id) == [("support", "answer")]


def test_question_to_somebody_else_is_not_answered(people: People, world: World) -> None:
    survey = surveys_in(world)[0]
    other = next(each for each in world.customers if each.id != survey.customer_id)

    answer = people.client(Role.SUPPORT).post(
        f"/customers/{other.id}/surveys/{survey.id}", data={"service": "5"}
    )

    assert answer.status_code == 404
    assert done_for_customers(world, survey.id) == []


def test_answer_to_an_offer_names_whoever_wrote_it_down(people: People, world: World) -> None:
    complaint = complaints_in(world)["offered"]
    offer = next(
        row for row in all_of(world.parts, ComplaintOffer) if row.complaint_id == complaint
    )

    people.client(Role.SUPPORT).post(
        f"/complaints/{complaint}/answer", data={"offer": str(offer.id), "answer": "accept"}
    )

    assert done_for_customers(world, complaint) == [("support", "accept")]
