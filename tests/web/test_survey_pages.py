"""Surveys on pages: a link never votes, a button does; figures lead to rows, and partners see their own."""

import re

from fastapi.testclient import TestClient

from aftersales.queries.surveys import agrees_to_surveys
from aftersales.records import Complaint, Role, Survey
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.surveyed import own_survey_of, surveys_in


def unanswered(world: World) -> tuple[Survey, str]:
    survey = surveys_in(world)[0]
    return survey, own_survey_of(world, survey)


def kept(world: World, survey: Survey) -> Survey:
    with world.parts.store.reading() as session:
        return session.get_one(Survey, survey.id)


def test_link_in_the_message_shows_the_tapped_score_and_keeps_nothing(
    stranger: TestClient, world: World
) -> None:
    _survey, own = unanswered(world)
    before = world.dump()

    text = stranger.get(f"{own}?score=4").text
    stranger.get(f"{own}/unsubscribe")
    odd = stranger.get(f"{own}?score=9").text

    assert re.search(r'name="service" value="4" checked', text)
    assert " checked" not in odd
    assert world.dump() == before


def test_answer_is_kept_by_the_button_and_can_be_changed(
    stranger: TestClient, world: World
) -> None:
    survey, own = unanswered(world)

    first = stranger.post(own, data={"service": "5", "visit": "4", "text": "Fine <b>."})
    shown = stranger.get(first.headers["location"]).text
    stranger.post(own, data={"service": "4"})

    assert first.status_code == 303
    assert "Thank you. Your answer is kept." in shown
    assert "Fine &lt;b&gt;." in shown
    row = kept(world, survey)
    assert (row.service_score, row.visit_score, row.text) == (4, None, "")


def test_answer_without_a_score_is_asked_again_and_nothing_typed_is_lost(
    stranger: TestClient, world: World
) -> None:
    survey, own = unanswered(world)

    answer = stranger.post(own, data={"service": "", "visit": "3", "text": "It hums."})

    assert answer.status_code == 422
    assert "Choose a figure from 1 to 5." in answer.text
    assert "It hums." in answer.text
    assert re.search(r'name="visit" value="3" checked', answer.text)
    assert kept(world, survey).answered_at is None


def test_low_score_leads_to_the_page_of_a_complaint(stranger: TestClient, world: World) -> None:
    survey, own = unanswered(world)

    answer = stranger.post(own, data={"service": "1", "text": "Nobody called."})

    page = stranger.get(answer.headers["location"]).text
    assert answer.headers["location"].startswith("/complaint/")
    assert "Nobody called." in page
    with world.parts.store.reading() as session:
        assert session.get(Complaint, kept(world, survey).complaint_id) is not None


def test_one_click_of_a_mail_program_unsubscribes(stranger: TestClient, world: World) -> None:
    survey, own = unanswered(world)

    answer = stranger.post(f"{own}/unsubscribe", data={"List-Unsubscribe": "One-Click"})
    again = stranger.post(f"{own}/unsubscribe", data={"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, again.status_code) == (303, 303)
    assert "We ask you no more how it went." in stranger.get(f"{own}/unsubscribe").text
    with world.parts.store.reading() as session:
        assert not agrees_to_surveys(session, survey.customer_id)


def test_figures_lead_to_their_answers(people: People, world: World) -> None:
    surveys_in(world)
    support = people.client(Role.SUPPORT)

    text = support.get("/surveys?by=channel").text
    (first,) = re.findall(r'href="(/surveys\?by=channel&amp;of=visit#answers)"', text)
    rows = support.get(first.replace("&amp;", "&")).text
    models = support.get("/surveys?by=model").text

    assert "7 answers" in rows
    assert "He came with muddy shoes." in rows
    assert "between" in text
    assert "Nobody has answered in the last 90 days." in models
    assert support.get("/surveys?by=moon").status_code == 422


def test_few_answers_shame_nobody(people: People, world: World) -> None:
    surveys_in(world)

    text = people.client(Role.SUPPORT).get("/surveys?by=technician").text

    assert "too few to say" in text


def test_partner_sees_what_was_said_about_their_own_people_only(
    people: People, world: World
) -> None:
    partner = people.client(Role.PARTNER)
    surveys_in(world)
    leads = {visit.lead.code: visit.lead.name for visit in world.visits()}
    own = leads.pop(people.partner_technician_code)

    seen = partner.get("/surveys?by=technician").text
    every = people.client(Role.SUPPORT).get("/surveys?by=technician").text

    assert own in seen
    assert all(name in every and name not in seen for name in leads.values())
    assert people.client(Role.TECHNICIAN).get("/surveys").status_code == 403
