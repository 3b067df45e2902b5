"""The page “book an installation”: it tells nobody anything, writes only to whoever ordered, and can stand in a shop's frame."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from aftersales.clock import SetClock
from aftersales.installations.asking_again import FORM_OPEN
from aftersales.parts import Parts
from aftersales.queries.notices import contacts_of, notices_about
from aftersales.records import Channel, Notice
from tests.web.booked import NUMBER, BookingAsked, booking_in
from tests.web.conftest import World
from web.app import create_app

SHOP = "https://shop.example"


@pytest.fixture
def made(world: World) -> BookingAsked:
    """A washing machine sold with its installation."""
    return booking_in(world)


def mark_of(stranger: TestClient) -> str:
    found = re.search(r'name="mark" value="([^"]+)"', stranger.get("/book").text)
    assert found is not None
    return found[1]


def letters(world: World, made: BookingAsked) -> list[Notice]:
    with world.parts.store.reading() as session:
        return [
            each for each in notices_about(session, made.work_id) if each.kind == "booking_link"
        ]


def email_of(world: World, made: BookingAsked) -> str:
    with world.parts.store.reading() as session:
        return next(
            each.address
            for each in contacts_of(session, made.customer_id)
            if each.channel is Channel.EMAIL
        )


def test_known_and_unknown_orders_are_answered_the_same_and_only_the_buyer_is_written_to(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    sent = {"mark": mark_of(stranger), "number": NUMBER}
    before = len(letters(world, made))
    told = []
    answers = []
    for number, known_by in (
        (NUMBER, email_of(world, made).upper()),
        (NUMBER, "somebody@else.example"),
        ("O-NOTHING", email_of(world, made)),
    ):
        answers.append(stranger.post("/book", data=sent | {"number": number, "known_by": known_by}))
        told.append(len(letters(world, made)) - before)

    assert told == [1, 1, 1]
    assert {(each.status_code, each.headers["location"], each.text) for each in answers} == {
        (303, "/book/received?language=en", "")
    }
    shown = stranger.get(answers[0].headers["location"]).text
    assert "If we know this order" in shown


def test_postcode_of_the_order_is_as_good_and_the_link_is_the_one_that_works(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    sent = {"mark": mark_of(stranger), "number": NUMBER, "known_by": " FL-9494 "}

    stranger.post("/book", data=sent)

    first, again = letters(world, made)
    assert first.facts["link_id"] == again.facts["link_id"]
    assert first.unrepeatable_key != again.unrepeatable_key


def test_program_that_fills_in_everything_is_answered_the_same_and_moves_nothing(
    stranger: TestClient, world: World, made: BookingAsked
) -> None:
    sent = {"mark": mark_of(stranger), "number": NUMBER, "known_by": email_of(world, made)}
    before = len(letters(world, made))

    answer = stranger.post("/book", data=sent | {"website": "https://spam.example"})

    assert answer.headers["location"] == "/book/received?language=en"
    assert len(letters(world, made)) == before


@pytest.mark.parametrize("mark", ["", "1.2", "9999999999." + "0" * 64, "x.y"])
def test_form_that_is_not_ours_sends_nothing_and_keeps_what_was_typed(
    stranger: TestClient, world: World, made: BookingAsked, mark: str
) -> None:
    before = len(letters(world, made))

    answer = stranger.post(
        "/book", data={"mark": mark, "number": NUMBER, "known_by": email_of(world, made)}
    )

    assert answer.status_code == 422
    assert f'value="{NUMBER}"' in answer.text
    assert "This form was open for too long" in answer.text
    assert len(letters(world, made)) == before


def test_form_that_was_open_too_long_is_sent_again(
    stranger: TestClient, world: World, clock: SetClock, made: BookingAsked
) -> None:
    sent = {"mark": mark_of(stranger), "number": NUMBER, "known_by": email_of(world, made)}
    clock.move_to(clock.now() + FORM_OPEN + timedelta(minutes=1))

    late = stranger.post("/book", data=sent)
    again = stranger.post("/book", data=sent | {"mark": mark_of(stranger)})

    assert (late.status_code, again.status_code) == (422, 303)


def test_mailbox_is_not_flooded(stranger: TestClient, world: World, made: BookingAsked) -> None:
    sent = {"mark": mark_of(stranger), "number": NUMBER, "known_by": email_of(world, made)}
    before = len(letters(world, made))

    answers = [stranger.post("/book", data=sent).status_code for _ in range(4)]

    assert answers == [303, 303, 303, 429]
    assert len(letters(world, made)) - before <= 3


def test_empty_fields_are_said_at_their_place(stranger: TestClient) -> None:
    answer = stranger.post("/book", data={"mark": mark_of(stranger)})

    assert answer.status_code == 422
    assert 'href="#number"' in answer.text
    assert 'href="#known_by"' in answer.text


def test_page_speaks_the_language_of_the_shop(stranger: TestClient) -> None:
    assert '<html lang="lv">' in stranger.get("/book", params={"language": "lv"}).text
    assert '<html lang="en">' in stranger.get("/book", params={"language": "<b>"}).text


def test_only_these_pages_stand_in_frames_of_named_shops_and_without_a_cookie(
    parts: Parts, world: World, made: BookingAsked
) -> None:
    settings = parts.settings.model_copy(update={"embed_in": (SHOP,)})
    client = TestClient(create_app(replace(world.parts, settings=settings)), follow_redirects=False)
    framed = {"sec-fetch-dest": "iframe", "sec-fetch-site": "cross-site"}

    shown = client.get("/book", headers=framed)
    sent = {"mark": mark_of(client), "number": NUMBER, "known_by": email_of(world, made)}
    posted = client.post("/book", data=sent, headers={"sec-fetch-site": "same-origin"})
    foreign = client.post("/book", data=sent, headers={"sec-fetch-site": "cross-site"})

    for answer in (shown, client.get("/book/received")):
        policy = answer.headers["content-security-policy"]
        assert f"frame-ancestors 'self' {SHOP}" in policy
        assert "default-src 'none'" in policy
        assert "set-cookie" not in answer.headers
        assert "x-frame-options" not in answer.headers
    assert (posted.status_code, foreign.status_code) == (303, 403)
    for path in ("/help", f"/book/{made.token}/address", "/find"):
        assert "frame-ancestors 'none'" in client.get(path).headers["content-security-policy"]


def test_without_the_setting_nobody_may_frame_it(stranger: TestClient) -> None:
    policy = stranger.get("/book").headers["content-security-policy"]

    assert "frame-ancestors 'none'" in policy
