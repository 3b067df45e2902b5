"""Talks on open pages: both ways, across processes, nothing lost or doubled, and nobody in who does not belong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from aftersales.case_states import CASE_MOVES
from aftersales.conversations import Author, Incoming, receive, reply
from aftersales.conversations.watching import watch_cases
from aftersales.deed import SYSTEM
from aftersales.links import revoke_links
from aftersales.notices.delivery import send_due
from aftersales.queries.conversations import thread_of_case
from aftersales.records import Case, CaseChannel, CaseState, LinkPurpose, Role
from tests.web.conftest import World, text_of
from tests.web.own_case import own_page_of_case
from tests.web.principals import People, as_admin
from web.app import create_app

ORIGIN = {"origin": "http://testserver"}
INGA = Author("Inga Frick")


def began(world: World, channel: CaseChannel = CaseChannel.CHAT) -> UUID:
    """Somebody begins a talk on the help page."""
    with world.parts.doing(SYSTEM) as deed:
        message = receive(
            deed,
            Incoming(
                channel=channel, address="buyer0@example.org", name="Anna", text="It <b>hums</b>."
            ),
            begins=True,
        )
        return message.case_id


def said(world: World, case_id: UUID) -> list[tuple[str, str]]:
    with world.parts.store.reading() as session:
        return [(row.direction.value, row.text) for row in thread_of_case(session, case_id)]


def case_of(world: World, case_id: UUID) -> Case:
    with world.parts.store.reading() as session:
        return session.get_one(Case, case_id)


@contextmanager
def talking(
    client: TestClient, way: str, have: list[str] | None = None
) -> Iterator[WebSocketTestSession]:
    """An open page that shows these messages."""
    with client.websocket_connect(f"{way}/talk", headers=ORIGIN) as line:
        line.send_json({"have": have or []})
        yield line


def heard(line: WebSocketTestSession, what: str) -> dict[str, Any]:
    """The next thing of a kind that the server says."""
    for _more in range(20):
        told: dict[str, Any] = line.receive_json()
        if what in told:
            return told
    raise AssertionError(what)


@pytest.fixture
def desk(world: World) -> Iterator[TestClient]:
    """Another process of the same installation, at which somebody of us has signed in."""
    with TestClient(create_app(world.parts)) as client:
        yield as_admin(world.parts, client)


def test_both_sides_hear_each_other_across_processes(
    stranger: TestClient, desk: TestClient, world: World
) -> None:
    case_id = began(world)
    with (
        talking(stranger, own_page_of_case(world, case_id)) as buyer,
        talking(desk, f"/cases/{case_id}") as staff,
    ):
        assert "It &lt;b&gt;hums&lt;/b&gt;." in heard(buyer, "line")["line"]
        assert "It &lt;b&gt;hums&lt;/b&gt;." in heard(staff, "line")["line"]

        buyer.send_json({"said_id": "1", "text": "<script>alert(1)</script>"})
        taken = heard(buyer, "taken")
        there = heard(staff, "line")
        assert (taken["taken"], taken["id"]) == ("1", there["id"])
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in there["line"]
        assert heard(buyer, "line")["id"] == taken["id"]

        staff.send_json({"said_id": "2", "text": "Open the filter."})
        assert heard(staff, "taken")["taken"] == "2"
        assert "Open the filter." in heard(buyer, "line")["line"]
        assert "Ada Admin" in heard(staff, "line")["line"]

    assert said(world, case_id)[1:] == [
        ("in", "<script>alert(1)</script>"),
        ("out", "Open the filter."),
    ]
    assert case_of(world, case_id).first_answered_at is not None


def test_what_was_sent_again_after_a_break_is_there_once(
    stranger: TestClient, desk: TestClient, world: World
) -> None:
    case_id = began(world)
    page = own_page_of_case(world, case_id)
    for _time in range(2):
        with talking(stranger, page) as buyer:
            buyer.send_json({"said_id": "1", "text": "Hello?"})
            heard(buyer, "taken")
        with talking(desk, f"/cases/{case_id}") as staff:
            staff.send_json({"said_id": "1", "text": "Hello!"})
            heard(staff, "taken")
    answer = stranger.post(f"{page}/say", data={"said_id": "1", "text": "Hello?"})

    assert answer.status_code == 303
    assert said(world, case_id)[1:] == [("in", "Hello?"), ("out", "Hello!")]


def test_page_that_comes_back_hears_what_it_does_not_show(
    stranger: TestClient, world: World
) -> None:
    case_id = began(world)
    page = own_page_of_case(world, case_id)
    with talking(stranger, page) as buyer:
        first = heard(buyer, "line")["id"]
    with world.parts.doing(SYSTEM) as deed:
        reply(deed, deed.session.get_one(Case, case_id), "While you were away.", INGA)

    with talking(stranger, page, have=[first]) as buyer:
        missed = heard(buyer, "line")
        assert "While you were away." in missed["line"]
        assert "looks after your request" in heard(buyer, "standing")["standing"]


def test_lines_that_cannot_be_kept_are_refused_with_a_reason(
    stranger: TestClient, world: World
) -> None:
    case_id = began(world)
    with talking(stranger, own_page_of_case(world, case_id)) as buyer:
        buyer.send_json({"said_id": "0", "text": "  "})
        assert heard(buyer, "refused")["refused"] == "0"
        for number in range(1, 61):
            buyer.send_json({"said_id": str(number), "text": f"{number}"})
        while (last := heard_of_lines(buyer)).get("refused") is None:
            pass
    assert last["refused"] == "60"  # the empty one counted, too
    assert "tried too often" in last["why"]
    assert len(said(world, case_id)) == 60


def heard_of_lines(line: WebSocketTestSession) -> dict[str, Any]:
    while True:
        told: dict[str, Any] = line.receive_json()
        if "taken" in told or "refused" in told:
            return told


@pytest.mark.parametrize(
    "frame",
    [
        "no JSON",
        '{"said_id": "1", "text": "' + "x" * 8001 + '"}',
        '{"have": ["1"]}',
        '{"evil": 1}',
        '{"said_id": 1}',
    ],
)
def test_what_no_page_of_ours_says_ends_the_line(
    stranger: TestClient, world: World, frame: str
) -> None:
    case_id = began(world)
    before = said(world, case_id)
    with talking(stranger, own_page_of_case(world, case_id)) as buyer:
        buyer.send_text(frame)
        with pytest.raises(WebSocketDisconnect) as ended:
            heard(buyer, "taken")

    assert ended.value.code == 1007
    assert said(world, case_id) == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {**ORIGIN, "host": "evil.example"},
    ],
    ids=["none", "foreign", "null", "host"],
)
def test_foreign_pages_open_no_line(
    stranger: TestClient, world: World, headers: dict[str, str]
) -> None:
    page = own_page_of_case(world, began(world))

    with (
        pytest.raises(WebSocketDisconnect),
        stranger.websocket_connect(f"{page}/talk", headers=headers),
    ):
        pass


def refused(client: TestClient, way: str) -> bool:
    try:
        with client.websocket_connect(f"{way}/talk", headers=ORIGIN):
            return False
    except WebSocketDisconnect:
        return True


def test_only_whoever_the_page_belongs_to_opens_its_line(people: People, world: World) -> None:
    case_id, form = began(world), began(world, CaseChannel.WEB_FORM)
    nobody = people.client("nobody")
    own = own_page_of_case(world, case_id)

    assert refused(nobody, own) is False
    assert refused(nobody, own_page_of_case(world, case_id, is_guest=True)) is False
    assert refused(nobody, own_page_of_case(world, form, is_guest=True)) is True
    assert refused(nobody, f"{own}x") is True
    assert refused(nobody, f"/cases/{case_id}") is True
    assert refused(people.client(Role.TECHNICIAN), f"/cases/{case_id}") is True
    assert refused(people.client(Role.PARTNER), f"/cases/{case_id}") is True
    assert refused(people.client("every scope"), f"/cases/{case_id}") is True
    assert refused(people.client(Role.SUPPORT), f"/cases/{case_id}") is False
    assert refused(people.client(Role.SUPPORT), "/cases/nonsense") is True
    assert refused(people.client(Role.SUPPORT), f"/cases/{world.unit_id}") is True


def test_a_revoked_link_ends_the_line(stranger: TestClient, world: World) -> None:
    case_id = began(world)
    with talking(stranger, own_page_of_case(world, case_id)) as buyer:
        heard(buyer, "standing")
        with world.parts.doing(SYSTEM) as deed:
            revoke_links(deed, LinkPurpose.CASE, case_id)
        buyer.send_json({"said_id": "1", "text": "Still here?"})
        with pytest.raises(WebSocketDisconnect) as ended:
            heard(buyer, "taken")

    assert ended.value.code == 1008
    assert len(said(world, case_id)) == 1


def test_answer_goes_out_by_mail_only_if_nobody_was_there_to_read_it(
    stranger: TestClient, desk: TestClient, world: World
) -> None:
    case_id = began(world)
    send_due(world.parts)
    with talking(stranger, own_page_of_case(world, case_id)) as buyer:
        heard(buyer, "standing")
        assert "The customer has their page open now." in desk.get(f"/cases/{case_id}").text
        assert "wait for an answer in the chat" in desk.get("/cases").text
        desk.post(f"/cases/{case_id}/talk", data={"line": "Seen at once.", "said_id": "1"})
        assert "Seen at once." in heard(buyer, "line")["line"]
    assert "wait for an answer in the chat" not in desk.get("/cases/talks").text

    world.clock.move_to(world.clock.now() + timedelta(minutes=5))
    assert "The customer has left their page." in desk.get(f"/cases/{case_id}").text
    desk.post(f"/cases/{case_id}/talk", data={"line": "First.", "said_id": "2"})
    desk.post(f"/cases/{case_id}/talk", data={"line": "Second.", "said_id": "3"})
    for _minute in range(4):
        watch_cases(world.parts)
        send_due(world.parts)
        world.clock.move_to(world.clock.now() + timedelta(minutes=1))

    (mail,) = world.mails("case_reply")
    assert "First.\n\nSecond." in text_of(mail).replace("\r", "")
    assert "Seen at once." not in text_of(mail)
    assert [row[0] for row in said(world, case_id)] == ["in", "out", "out", "out"]


def test_settled_case_shows_it_on_open_pages(
    stranger: TestClient, desk: TestClient, world: World
) -> None:
    case_id = began(world)
    page = own_page_of_case(world, case_id)
    assert CaseState.RESOLVED in CASE_MOVES[CaseState.NEW]
    with talking(desk, f"/cases/{case_id}") as staff:
        assert ": new" in heard(staff, "standing")["standing"]
        stranger.post(f"{page}/solved")
        assert ": settled" in heard(staff, "standing")["standing"]
