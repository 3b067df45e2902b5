"""A service partner's office answers offers of work by the link of a message or signed in; only a POST changes anything."""

from __future__ import annotations

import re
from uuid import NAMESPACE_URL, uuid5

from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.identifiers import link_token
from aftersales.links import issue_link
from aftersales.notices.delivery import send_due
from aftersales.partner_work import accept_work, decline_work, tend_work_offers
from aftersales.records import Event, LinkPurpose, Role, User, WorkOffer
from aftersales.service_partners import add_service_partner
from tests.aftersales.conftest import all_of
from tests.web.conftest import World, text_of
from tests.web.offered import offered, partner_of
from tests.web.principals import People

WHY = {"reason": "No van is free."}


def page_in_mail(world: World) -> str:
    """The page that the newest message to the partner leads to."""
    send_due(world.parts)
    mail = next(each for each in world.mails()[::-1] if "p1@example.org" in str(each["To"]))
    found: str = re.findall(r"/offers/\S+", text_of(mail))[0]
    return found


def states(world: World) -> list[str]:
    return [offer.state.value for offer in all_of(world.parts, WorkOffer)]


def test_the_office_is_written_to_once_and_the_message_names_no_customer(
    people: People, world: World
) -> None:
    offers = offered(people, world)
    tend_work_offers(world.parts, "li")
    send_due(world.parts)

    (mail,) = [each for each in world.mails() if "p1@example.org" in str(each["To"])]
    text = text_of(mail)

    assert str(mail["Subject"]) == f"{len(offers)} visits wait for your answer"
    assert text.count("Installation") == len(offers)
    assert "Answer by 10:00 on" in text
    for visit in world.visits():
        for hidden in (visit.customer.name, visit.location.street, visit.work_order.reference):
            assert hidden not in text


def test_the_link_shows_all_open_offers_and_reading_it_changes_nothing(
    people: People, world: World, stranger: TestClient
) -> None:
    offers = offered(people, world)
    page = page_in_mail(world)
    before = world.dump()

    shown = stranger.get(page)

    assert shown.status_code == 200
    order = re.findall(r'<section class="card" aria-labelledby="offer-([^"]+)"', shown.text)
    due = sorted(offers, key=lambda each: (each.answer_by_at, each.window_from_at, each.id))
    assert order == [str(each.id) for each in due]
    for visit in world.visits():
        assert visit.customer.name not in shown.text
        assert visit.location.street not in shown.text
    assert world.dump() == before


def test_the_office_accepts_and_declines_by_the_link(
    people: People, world: World, stranger: TestClient
) -> None:
    first, second = offered(people, world)[:2]
    page = page_in_mail(world)

    yes = stranger.post(f"{page}/{first.id}/accept")
    unsaid = stranger.post(f"{page}/{second.id}/decline", data={"reason": " "})
    no = stranger.post(f"{page}/{second.id}/decline", data=WHY)
    twice = stranger.post(f"{page}/{second.id}/decline", data=WHY)

    assert yes.headers["location"] == f"{page}?said=accepted"
    assert unsaid.status_code == 422
    assert "Say in a few words why you cannot come." in unsaid.text
    assert no.headers["location"] == twice.headers["location"] == f"{page}?said=declined"
    assert states(world)[:2] == ["accepted", "declined"]
    after = stranger.get(f"{page}?said=accepted").text
    assert "Accepted. The visit stands in the calendar" in after
    assert "Accepted visits to come" in after
    said = [
        (row.actor_kind.value, row.actor, row.what, row.why) for row in all_of(world.parts, Event)
    ]
    assert said[-2:] == [
        ("partner", "P1", "work_accepted", ""),
        ("partner", "P1", "work_declined", "No van is free."),
    ]


def test_an_answer_after_the_deadline_is_refused_with_a_sentence(
    people: People, world: World, stranger: TestClient
) -> None:
    offer = offered(people, world)[0]
    page = page_in_mail(world)
    world.clock.move_to(offer.answer_by_at)

    late = stranger.post(f"{page}/{offer.id}/accept")
    no = stranger.post(f"{page}/{offer.id}/decline", data=WHY)

    assert (late.status_code, no.status_code) == (409, 409)
    assert "The time to answer is over" in late.text
    assert states(world)[0] == "open"


def test_a_link_of_somebody_else_opens_and_answers_nothing(
    people: People, world: World, stranger: TestClient
) -> None:
    offer = offered(people, world)[0]
    page = page_in_mail(world)
    with world.parts.doing(SYSTEM) as deed:
        other = add_service_partner(
            deed, code="P2", name="Andere AG", email="p2@example.org", phone="+423 555 03 05"
        )
        token = link_token(world.parts.secret, issue_link(deed, LinkPurpose.WORK_OFFERS, other.id))
    theirs = f"/offers/{token}"

    assert stranger.get("/offers/nonsense").status_code == 404
    assert "Nothing waits for your answer." in stranger.get(theirs).text
    assert stranger.post(f"{theirs}/{offer.id}/accept").status_code == 404
    assert stranger.post(f"{theirs}/{offer.id}/decline", data=WHY).status_code == 404
    nobody = uuid5(NAMESPACE_URL, "nobody")
    assert stranger.post(f"{page}/{nobody}/accept").status_code == 404
    assert set(states(world)) == {"open"}


def test_the_page_speaks_the_language_of_the_office(
    people: People, world: World, stranger: TestClient
) -> None:
    offered(people, world)
    with world.parts.doing(SYSTEM) as deed:
        for row in all_of(world.parts, User):
            if row.service_partner_id == partner_of(world).id:
                deed.session.get_one(User, row.id).language = "lv"
    page = page_in_mail(world)

    assert stranger.get(page).headers["content-language"] == "lv"


def test_whoever_signs_in_for_the_partner_answers_from_the_menu(
    people: People, world: World
) -> None:
    first, second = offered(people, world)[:2]
    partner = people.client(Role.PARTNER)

    home = partner.get("/").text
    shown = partner.get("/work-offers").text
    yes = partner.post(f"/work-offers/{first.id}/accept")
    no = partner.post(f"/work-offers/{second.id}/decline", data=WHY)

    assert "wait for your answer" in home
    assert 'href="/work-offers"' in home
    assert f'action="/work-offers/{first.id}/accept"' in shown
    assert yes.headers["location"] == "/work-offers?said=accepted"
    assert no.headers["location"] == "/work-offers?said=declined"
    assert states(world)[:2] == ["accepted", "declined"]
    assert people.client(Role.TECHNICIAN).get("/work-offers").status_code == 403


def test_another_partner_signed_in_sees_and_answers_none_of_them(
    people: People, world: World
) -> None:
    offer = offered(people, world)[0]
    with world.parts.doing(SYSTEM) as deed:
        other = add_service_partner(
            deed, code="P2", name="Andere AG", email="p2@example.org", phone="+423 555 03 05"
        )
        for row in all_of(world.parts, WorkOffer):
            deed.session.get_one(WorkOffer, row.id).partner_id = other.id
    partner = people.client(Role.PARTNER)

    assert "Nothing waits for an answer." in partner.get("/work-offers").text
    assert partner.post(f"/work-offers/{offer.id}/accept").status_code == 404


def test_the_office_sees_what_nobody_else_can_take_and_says_yes_for_the_partner(
    people: People, world: World
) -> None:
    offer = offered(people, world)[0]
    with world.parts.doing(SYSTEM) as deed:
        decline_work(deed, deed.session.get_one(WorkOffer, offer.id), WHY["reason"])
    tend_work_offers(world.parts, "li")
    dispatcher = people.client(Role.DISPATCHER)

    home = dispatcher.get("/").text
    shown = dispatcher.get("/work-offers").text
    visit = dispatcher.get(f"/visits/{offer.appointment_id}").text
    theirs = people.client(Role.PARTNER).get(f"/visits/{offer.appointment_id}").text
    yes = dispatcher.post(f"/work-offers/{offer.id}/accept")

    assert "1 visit was refused by its service partner, and nobody else can come yet" in home
    assert "Declined by Hilfe AG: No van is free." in shown
    assert "Nobody else can come instead of the service partner" in visit
    assert "The service partner does not come" in visit
    assert "Declined by Hilfe AG: No van is free." in visit
    assert visit.count("No van is free.") > 1  # among what happened, too
    assert "No van is free." not in theirs
    assert yes.headers["location"] == "/work-offers?said=accepted"
    assert states(world)[0] == "accepted"
    assert "refused by its service partner" not in dispatcher.get("/").text


def test_what_partners_answered_stands_in_the_promise_report(people: People, world: World) -> None:
    first, second, *rest = offered(people, world)
    with world.parts.doing(SYSTEM) as deed:
        accept_work(deed, deed.session.get_one(WorkOffer, first.id))
        decline_work(deed, deed.session.get_one(WorkOffer, second.id), WHY["reason"])
    world.clock.move_to(max(each.answer_by_at for each in rest))
    tend_work_offers(world.parts, "li")
    manager = people.client(Role.MANAGER)

    asked = manager.get("/api/v1/promises/report?by=partner").json()
    other = manager.get("/api/v1/promises/report?by=technician").json()
    shown = manager.get("/promises?by=partner").text

    assert asked["answers"] == [
        {
            "key": str(partner_of(world).id),
            "name": "Hilfe AG",
            "accepted": 1,
            "declined": 1,
            "expired": len(rest),
        }
    ]
    assert other["answers"] == []
    assert "What service partners answered" in shown
    assert "What service partners answered" not in manager.get("/promises").text
