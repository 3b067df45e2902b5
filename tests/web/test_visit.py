"""The buyer's page: what it says, what it keeps, and to whom it says nothing."""

from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from aftersales.day_watch.reports import report_arrived, report_done, report_on_the_way
from aftersales.deed import SYSTEM
from aftersales.links import revoke_links
from aftersales.notices.delivery import send_due
from aftersales.queries.bookings import wished_windows_of
from aftersales.queries.pages import events_about
from aftersales.queries.visits import Visit
from aftersales.records import AppointmentState, Customer, LinkPurpose
from aftersales.sla import next_update_by
from aftersales.words import words_in
from tests.web.conftest import World, text_of
from tests.web.principals import as_admin
from tests.web.test_pages import make_late
from web.pages.telling import headline
from web.pages.visit import steps_of


def test_the_page_says_what_the_message_said(stranger: TestClient, world: World) -> None:
    visit = world.visits()[0]
    [mail] = [
        mail for mail in world.mails("booked") if visit.work_order.reference in mail["Subject"]
    ]

    page = stranger.get(f"/visit/{world.token_of(visit)}").text

    sentence = text_of(mail).split("\n", 1)[0].strip()
    assert f"<h1>{sentence}</h1>" in page
    assert '<html lang="en">' in page
    assert 'href="tel:+4235550011"' in page
    for section in ("keep", "move", "call"):
        assert f'<section id="{section}"' in page
    assert visit.location.street not in page
    assert str(visit.location.latitude) not in page
    assert "Booked" in page


def test_a_late_visit_says_why_and_when_more_is_told(stranger: TestClient, world: World) -> None:
    late = world.visit(UUID(make_late(world)))
    send_due(world.parts)

    page = stranger.get(f"/visit/{world.token_of(late)}").text

    assert "Now expected" in page
    assert "An earlier visit today takes" in page
    assert "Before, we had told you between" in page
    assert "You hear from us by" in page


def test_keeping_is_remembered_once_and_confirmed(stranger: TestClient, world: World) -> None:
    visit = world.visits()[0]
    token = world.token_of(visit)

    answer = stranger.post(f"/visit/{token}/keep")

    assert (answer.status_code, answer.headers["location"]) == (303, f"/visit/{token}?said=kept")
    assert world.visit(visit.appointment.id).appointment.customer_choice == "keep"
    page = stranger.get(answer.headers["location"]).text
    assert "Thank you. The time stays as it is." in page
    assert "You have told us that the time suits you." in page
    with world.parts.store.reading() as session:
        [event] = [
            event
            for event in events_about(session, [visit.appointment.id])
            if event.what == "buyer_keeps"
        ]
    assert (event.actor_kind, event.actor) == ("customer", visit.customer.number)


def test_choosing_another_time_is_remembered_and_answered_by_mail(
    stranger: TestClient, world: World
) -> None:
    visit = world.visits()[0]
    token = world.token_of(visit)

    answer = stranger.post(f"/visit/{token}/move", data={"when": "2026-11-25/0"})

    assert answer.headers["location"] == f"/visit/{token}?said=moved"
    assert world.visit(visit.appointment.id).appointment.customer_choice == "move"
    with world.parts.store.reading() as session:
        [window] = wished_windows_of(session, [visit.work_order.id])[visit.work_order.id]
    assert window.local_from.isoformat() == "2026-11-25T08:00:00"
    page = stranger.get(answer.headers["location"]).text
    assert "Until you hear from us, the present time still stands." in page
    assert "You hear from us by 10:00 on Monday, 23 November." in page
    send_due(world.parts)
    mails = [mail for mail in world.mails("case_received") if mail["To"] == _address(visit)]
    assert len(mails) == 1


def test_choosing_nothing_is_said_and_changes_nothing(stranger: TestClient, world: World) -> None:
    token = world.token_of(world.visits()[0])
    before = world.dump()

    for when in ("", "2026-11-22/0", "2026-11-25/7", "x" * 20):
        answer = stranger.post(f"/visit/{token}/move", data={"when": when})
        assert answer.status_code == 422
        assert "Please choose one of the times shown." in answer.text
        assert "<title>Error: Your visit" in answer.text
    assert stranger.post(f"/visit/{token}/move", data={"when": "x" * 21}).status_code == 422
    assert world.dump() == before


def test_asking_for_a_call_promises_one(stranger: TestClient, world: World) -> None:
    visit = world.visits()[0]
    token = world.token_of(visit)

    answer = stranger.post(f"/visit/{token}/call")

    page = stranger.get(answer.headers["location"]).text
    assert "Thank you. Inga Frick calls you." in page
    office = as_admin(world.parts, TestClient(stranger.app))
    promised = office.get("/api/v1/promises?state=made&limit=200").json()["items"]
    by = next_update_by(world.parts.settings, visit.territory, world.clock.now())
    due = by.isoformat().replace("+00:00", "Z")
    assert due in [each["to_at"] for each in promised if each["case_id"]]
    later = stranger.get(f"/visit/{token}").text
    assert "You asked us to call you. Inga Frick calls you by" in later
    assert f'action="/visit/{token}/call"' not in later
    send_due(world.parts)
    assert [mail["To"] for mail in world.mails("case_received")].count(_address(visit)) == 1
    world.clock.move_to(world.clock.now() + timedelta(hours=3))
    overdue = stranger.get(f"/visit/{token}").text
    assert "You hear from us by" not in overdue
    assert "You asked us to call you. If you cannot wait, please call us." in overdue


def test_a_visit_under_way_can_no_longer_be_changed(stranger: TestClient, world: World) -> None:
    visit = world.visits()[0]
    token = world.token_of(visit)
    now = world.clock.now()
    with world.parts.doing(SYSTEM) as deed:
        report_on_the_way(deed, visit.appointment.id, now)
    before = world.dump()

    answer = stranger.post(f"/visit/{token}/keep")
    page = stranger.get(answer.headers["location"]).text

    assert answer.headers["location"].endswith("?said=closed")
    assert "can no longer be changed here" in page
    assert '<section id="keep"' not in page
    assert '<section id="call"' in page
    assert world.dump() == before
    with world.parts.doing(SYSTEM) as deed:
        report_arrived(deed, visit.appointment.id, now)
    assert "is with you." in stranger.get(f"/visit/{token}").text
    with world.parts.doing(SYSTEM) as deed:
        report_done(deed, visit.appointment.id, now)
    assert "The work is done." in stranger.get(f"/visit/{token}").text


@pytest.mark.parametrize("said", ["<script>alert(1)</script>", "moved", "kept", "nonsense"])
def test_the_address_cannot_put_words_into_our_mouth(
    stranger: TestClient, world: World, said: str
) -> None:
    token = world.token_of(world.visits()[0])

    assert stranger.get(f"/visit/{token}", params={"said": said}).text == (
        stranger.get(f"/visit/{token}").text
    )


def test_every_link_that_does_not_work_gets_the_same_friendly_page(
    stranger: TestClient, world: World
) -> None:
    visit = world.visits()[0]
    token = world.token_of(visit)
    assert stranger.get(f"/visit/{token}").status_code == 200
    with world.parts.doing(SYSTEM) as deed:
        revoke_links(deed, LinkPurpose.VISIT, visit.appointment.id)
    before = world.dump()

    answers = [
        stranger.get(f"/visit/{token}"),
        stranger.get(f"/visit/{world.feed_token}"),
        stranger.get("/visit/nonsense"),
        stranger.post(f"/visit/{token}/keep"),
        stranger.post("/visit/nonsense/move", data={"when": "2026-11-25/0"}),
        stranger.post("/visit/nonsense/call"),
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert "newest message from us" in answers[0].text
    assert "aftersales</a>" not in answers[0].text
    assert world.dump() == before


def test_the_link_ends_some_time_after_the_visit(stranger: TestClient, world: World) -> None:
    token = world.token_of(world.visits()[0])
    world.clock.move_to(world.clock.now() + timedelta(days=59))
    assert stranger.get(f"/visit/{token}").status_code == 200

    world.clock.move_to(world.clock.now() + timedelta(days=2))

    assert stranger.get(f"/visit/{token}").status_code == 404


def test_a_visit_that_led_elsewhere_has_no_line_of_steps() -> None:
    assert steps_of(words_in("en"), AppointmentState.CANCELLED) == []


def test_a_day_when_nobody_works_offers_a_call(stranger: TestClient, world: World) -> None:
    token = world.token_of(world.visits()[0])
    world.clock.move_to(world.clock.now() + timedelta(days=20))

    assert "Let us call you" in stranger.get(f"/visit/{token}").text


def test_the_page_speaks_the_buyers_language(stranger: TestClient, world: World) -> None:
    visit = world.visits()[0]
    english = stranger.get(f"/visit/{world.token_of(visit)}").text

    for language in ("lv", "bn"):
        with world.parts.store.writing() as session:
            session.get_one(Customer, visit.customer.id).language = language
        page = stranger.get(f"/visit/{world.token_of(visit)}")
        assert page.headers["content-language"] == language
        assert f'<html lang="{language}">' in page.text
        sentence = headline(words_in(language), world.visit(visit.appointment.id), None)
        assert f"<h1>{sentence}</h1>" in page.text
        assert sentence not in english


def test_who_comes_with_a_dead_link_is_answered_in_the_browsers_language(
    stranger: TestClient,
) -> None:
    for asked, answered in (("lv-LV,lv;q=0.9,en", "lv"), ("bn", "bn"), ("de", "en"), ("", "en")):
        page = stranger.get("/visit/nonsense", headers={"accept-language": asked}).text
        assert f'<html lang="{answered}">' in page


def _address(visit: Visit) -> str:
    customer = visit.customer
    number = int(customer.number.removeprefix("C-"))
    name = f'"{customer.name}"' if "<" in customer.name else customer.name
    return f"{name} <buyer{number}@example.org>"
