"""The customer's own page of a case: what they see and what never, what they add, and whether it is solved."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

from fastapi.testclient import TestClient
from sqlmodel import col, select

from aftersales.case_links import case_link
from aftersales.claims import ClaimNews
from aftersales.codes import ask_code, redeem_code
from aftersales.conversations import Author, reply, write_note
from aftersales.deed import SYSTEM
from aftersales.identifiers import code_digits
from aftersales.notices.delivery import send_due
from aftersales.queries.conversations import thread_of_case
from aftersales.queries.uploads import uploads_of
from aftersales.records import (
    Case,
    CaseChannel,
    CaseState,
    Customer,
    OneTimeCode,
)
from tests.aftersales.uploads.files import picture
from tests.web.conftest import World, text_of
from tests.web.own_case import came, claimed, own_page_of_case, settled_case
from tests.web.principals import People

INGA = Author("Inga Frick")


def case_of(world: World, case_id: UUID) -> Case:
    with world.parts.store.reading() as session:
        return session.get_one(Case, case_id)


def said(world: World, case_id: UUID) -> list[tuple[str, str]]:
    with world.parts.store.reading() as session:
        return [(row.direction.value, row.text) for row in thread_of_case(session, case_id)]


def follow(client: TestClient, path: str, **form: str) -> tuple[int, str]:
    answer = client.post(path, data=form, follow_redirects=True)
    return answer.status_code, answer.text


def test_every_message_about_a_case_leads_to_its_page(stranger: TestClient, world: World) -> None:
    case_id = came(world)
    with world.parts.doing(SYSTEM) as deed:
        reply(deed, deed.session.get_one(Case, case_id), "Open the filter.", INGA)
    send_due(world.parts)

    ways = {
        found.group()
        for mail in world.mails("case_re")
        if (found := re.search(r"/case/[\w-]{43}", text_of(mail)))
    }
    assert len(world.mails("case_received")) == len(world.mails("case_reply")) == 1
    (way,) = ways  # one talk, one link
    assert "Open the filter." in stranger.get(way).text


def test_page_says_who_answers_by_when_and_what_was_said_but_no_note(
    stranger: TestClient, world: World
) -> None:
    case_id = came(world)
    with world.parts.doing(SYSTEM) as deed:
        case = deed.session.get_one(Case, case_id)
        reply(deed, case, "Open <i>the</i> filter.", INGA)
        write_note(deed, case, "She is angry.", INGA)
    assert "She is angry." in str(said(world, case_id))  # it could leak

    text = stranger.get(own_page_of_case(world, case_id)).text

    assert "<h1>Inga Frick looks after your request.</h1>" in text
    assert "You hear from us by" in text
    assert "It &lt;b&gt;hums&lt;/b&gt;." in text
    assert "Open &lt;i&gt;the&lt;/i&gt; filter." in text
    assert "She is angry." not in text


def test_customer_writes_and_adds_a_photograph_once(stranger: TestClient, world: World) -> None:
    case_id = came(world)
    page = own_page_of_case(world, case_id)
    form = {"text": "It hums <b>louder</b>.", "said_id": "a"}
    files = [("files", ("plate.jpg", picture("JPEG"), "image/jpeg"))]

    for _time in range(2):
        answer = stranger.post(f"{page}/say", data=form, files=files)
        assert answer.headers["location"] == f"{page}?said=sent#talk"

    with world.parts.store.reading() as session:
        (_first, message) = thread_of_case(session, case_id)
        (file,) = uploads_of(session, "thread_message", message.id)
    assert (message.channel, message.text) == (CaseChannel.CHAT, "It hums <b>louder</b>.")
    text = stranger.get(page).text
    assert "It hums &lt;b&gt;louder&lt;/b&gt;." in text
    assert f'href="{page}/files/{file.id}"' in text
    shown = stranger.get(f"{page}/files/{file.id}")
    assert shown.headers["content-disposition"].startswith("attachment;")
    assert (
        stranger.get(f"{own_page_of_case(world, came(world))}/files/{file.id}").status_code == 404
    )


def test_what_cannot_be_taken_is_said_and_nothing_typed_is_lost(
    stranger: TestClient, world: World
) -> None:
    case_id = came(world)
    page = own_page_of_case(world, case_id)
    before = said(world, case_id)

    empty = stranger.post(f"{page}/say", data={"said_id": "a"})
    refused = stranger.post(
        f"{page}/say",
        data={"text": "See <this>", "said_id": "b"},
        files=[("files", ("x.jpg", b"MZ", "image/jpeg"))],
    )

    assert (empty.status_code, "Write what you want to tell us" in empty.text) == (422, True)
    assert (refused.status_code, "neither a picture nor a PDF" in refused.text) == (422, True)
    assert "See &lt;this&gt;</textarea>" in refused.text
    assert 'name="said_id" value="b"' in refused.text
    assert said(world, case_id) == before


def test_too_many_lines_are_put_off_and_kept_in_the_field(
    stranger: TestClient, world: World
) -> None:
    page = own_page_of_case(world, came(world))

    answers = [
        stranger.post(f"{page}/say", data={"text": f"line {number}", "said_id": str(number)})
        for number in range(61)
    ]

    assert {answer.status_code for answer in answers[:60]} == {303}
    assert answers[60].status_code == 422
    assert "line 60</textarea>" in answers[60].text


def test_customer_says_that_it_is_solved_and_that_it_is_not(
    stranger: TestClient, world: World
) -> None:
    case_id = came(world)
    page = own_page_of_case(world, case_id)

    for _tap in range(2):
        _status, text = follow(stranger, f"{page}/solved")
        assert "We are glad that it is solved" in text
        assert case_of(world, case_id).state is CaseState.RESOLVED

    _status, text = follow(stranger, f"{page}/open", why="It hums again.", said_id="c")
    assert "Inga Frick looks after it again." in text
    assert "You hear from us by" in text
    assert case_of(world, case_id).state is CaseState.REOPENED
    assert said(world, case_id)[-1] == ("in", "It hums again.")
    _status, text = follow(stranger, f"{page}/open")
    assert "This page has changed meanwhile" in text


def test_customer_agrees_that_it_is_settled(stranger: TestClient, world: World) -> None:
    case_id = settled_case(world)
    page = own_page_of_case(world, case_id)

    follow(stranger, f"{page}/solved", confirms="yes")
    follow(stranger, f"{page}/solved", confirms="yes")
    assert case_of(world, case_id).state is CaseState.CLOSED

    follow(stranger, f"{page}/open")
    assert case_of(world, case_id).state is CaseState.REOPENED
    _status, text = follow(stranger, f"{page}/solved", confirms="yes")
    assert "This page has changed meanwhile" in text
    assert case_of(world, case_id).state is CaseState.REOPENED


def test_each_state_can_be_solved_by_its_customer(stranger: TestClient, world: World) -> None:
    for state in (
        CaseState.TRIAGED,
        CaseState.WAITING_CUSTOMER,
        CaseState.IN_PROGRESS,
        CaseState.REMOTE_FIX_TRIED,
        CaseState.VISIT_NEEDED,
    ):
        case_id = came(world, text=f"{state}?")
        with world.parts.doing(SYSTEM) as deed:
            reply(deed, deed.session.get_one(Case, case_id), "Hm.", INGA, state=state)
        page = own_page_of_case(world, case_id)

        assert stranger.get(page).status_code == 200
        follow(stranger, f"{page}/solved")
        assert case_of(world, case_id).state is CaseState.RESOLVED, state


def test_whoever_only_typed_an_address_sees_nothing_of_its_owner(
    stranger: TestClient, world: World
) -> None:
    case_id = came(world, text="A mail with a secret.")
    claim = claimed(world, case_id, ClaimNews(symptom="It hums."))
    with world.parts.doing(SYSTEM) as deed:
        case = deed.session.get_one(Case, case_id)
        reply(deed, case, "Open the filter.", INGA)
        deed.session.get_one(Customer, case.customer_id).language = "lv"
    own = stranger.get(own_page_of_case(world, case_id)).text
    assert claim.reference in own
    assert "A mail with a secret." in own
    assert '<html lang="lv">' in own

    guest = stranger.get(own_page_of_case(world, case_id, is_guest=True)).text

    assert '<html lang="en">' in guest
    for hidden in (
        "Open the filter.",
        claim.reference,
        "A mail with a secret.",
        "Anna Beck",
        "buyer0@example.org",
    ):
        assert hidden not in guest


def test_links_end_and_open_nothing_else(stranger: TestClient, world: World) -> None:
    case_id = came(world)
    page = own_page_of_case(world, case_id)
    guest = own_page_of_case(world, case_id, is_guest=True)
    assert stranger.get(page).status_code == stranger.get(guest).status_code == 200
    assert stranger.get(page.replace("/case/", "/complaint/")).status_code == 404
    assert stranger.get(f"/case/{world.token_of(world.visits()[0])}").status_code == 404

    world.clock.move_to(world.clock.now() + timedelta(days=8))
    assert (stranger.get(page).status_code, stranger.get(guest).status_code) == (200, 404)
    world.clock.move_to(world.clock.now() + timedelta(days=60))
    gone = stranger.post(f"{page}/say", data={"text": "?", "said_id": "d"})
    assert (gone.status_code, "This link does not work any more." in gone.text) == (404, True)


def test_a_long_talk_gets_a_fresh_link_before_the_old_one_ends(world: World) -> None:
    case_id = came(world)
    links = []
    for _month in range(3):
        with world.parts.doing(SYSTEM) as deed:
            links.append(case_link(deed, deed.session.get_one(Case, case_id)))
        world.clock.move_to(world.clock.now() + timedelta(days=20))

    assert links[0] == links[1] != links[2]


def test_code_leads_to_ones_own_requests(stranger: TestClient, world: World) -> None:
    mine = came(world)
    came(world, address="buyer1@example.org", text="Somebody else's")
    ask_code(world.parts, "buyer0@example.org", "en", "here")
    with world.parts.store.reading() as session:
        code = session.exec(select(OneTimeCode).order_by(col(OneTimeCode.id).desc())).first()
    assert code is not None
    digits = code_digits(world.parts.secret, code.id)
    token = redeem_code(world.parts, "buyer0@example.org", digits, "here")

    text = stranger.get(f"/mine/{token}").text

    ways = re.findall(r'href="(/case/[\w-]{43})"', text)
    assert "Inga Frick looks after your request." in text
    pages = [stranger.get(way).text for way in ways]
    assert [case_of(world, mine).reference in page for page in pages].count(True) == 1
    assert not any("Somebody else" in page for page in pages)


def test_page_speaks_the_customers_language(people: People, world: World) -> None:
    case_id = came(world)
    for language, word in (("lv", "Rakstiet mums"), ("bn", "আমাদের লিখুন")):
        with world.parts.doing(SYSTEM) as deed:
            person = deed.session.get_one(Customer, case_of(world, case_id).customer_id)
            person.language = language
        text = people.client("nobody").get(own_page_of_case(world, case_id)).text
        assert f'<html lang="{language}">' in text
        assert word in text
