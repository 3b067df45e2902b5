"""The form for everybody: what happened becomes a case with its photographs, once, and nobody is written to too often."""

from __future__ import annotations

from fastapi.testclient import TestClient
from sqlmodel import col, select

from aftersales.conversations import Author, reply
from aftersales.deed import SYSTEM
from aftersales.queries.complaints import complaint_of_case
from aftersales.queries.conversations import thread_of_case
from aftersales.queries.uploads import uploads_of
from aftersales.records import Case, CaseChannel, CaseKind, ComplaintState, ThreadMessage
from tests.aftersales.uploads.files import picture
from tests.web.conftest import World
from tests.web.principals import People

FORM = {
    "text": "It <b>hums</b>.",
    "serial": "nw 000-0000",
    "name": "Anna Beck",
    "reached_at": "buyer0@example.org",
}


def newest(world: World) -> tuple[Case, ThreadMessage]:
    with world.parts.store.reading() as session:
        row = session.exec(select(ThreadMessage).order_by(col(ThreadMessage.id).desc()).limit(1))
        message = row.one()
        return session.get_one(Case, message.case_id), message


def send(client: TestClient, **form: str) -> tuple[int, str]:
    answer = client.post("/help", data=FORM | form, follow_redirects=True)
    return answer.status_code, answer.text


def test_request_with_a_photograph_becomes_a_case_of_its_customer(
    people: People, world: World
) -> None:
    answer = people.client("nobody").post(
        "/help",
        data=FORM,
        files=[("files", ("plate.jpg", picture("JPEG"), "image/jpeg"))],
        follow_redirects=True,
    )

    case, message = newest(world)
    assert (answer.status_code, "We have your request" in answer.text) == (200, True)
    assert (case.channel, case.customer_id, case.unit_id) == (
        CaseChannel.WEB_FORM,
        world.customers[0].id,
        world.unit_id,
    )
    assert message.text == "It <b>hums</b>.\n\n[NW0000000]"
    with world.parts.store.reading() as session:
        assert [each.name for each in uploads_of(session, "thread_message", message.id)] == [
            "plate.jpg"
        ]


def test_same_form_sent_twice_is_one_message(people: People, world: World) -> None:
    client = people.client("nobody")
    send(client)
    first = newest(world)[1].id
    send(client)

    assert newest(world)[1].id == first


def test_form_that_lacks_something_keeps_what_was_typed(people: People, world: World) -> None:
    client = people.client("nobody")
    before = world.dump()

    status, text = send(client, reached_at="nowhere", text="")
    refused = client.post("/help", data=FORM, files=[("files", ("x.jpg", b"MZ", "image/jpeg"))])

    assert status == 422
    assert "Write what happened, or what you need." in text
    assert "Write your e-mail address" in text
    assert 'value="nowhere"' in text
    assert (refused.status_code, "neither a picture nor a PDF" in refused.text) == (422, True)
    assert "It &lt;b&gt;hums&lt;/b&gt;." in refused.text
    assert world.dump() == before


def test_nobody_is_written_to_too_often(people: People, world: World) -> None:
    client = people.client("nobody")
    statuses = [send(client, text=f"It hums {number}")[0] for number in range(6)]

    assert statuses == [200] * 5 + [429]
    assert newest(world)[1].text.startswith("It hums 4")


def begun(client: TestClient, **form: str) -> str:
    """Where the form leads."""
    answer = client.post("/help", data=FORM | form)
    assert answer.status_code == 303
    return answer.headers["location"]


def draft_of(client: TestClient) -> str:
    return client.get("/help").text.split('name="draft" value="')[1].split('"')[0]


def test_form_leads_to_a_page_of_ones_own_and_twice_to_the_same(
    people: People, world: World
) -> None:
    client = people.client("nobody")
    draft = draft_of(client)
    first, second = begun(client, draft=draft), begun(client, draft=draft)
    stranger = begun(client, draft=draft_of(client))

    assert first == second
    assert first.startswith("/case/")
    assert stranger == "/help/received"  # the same words in another browser open nothing
    text = client.get(first).text
    assert "It &lt;b&gt;hums&lt;/b&gt;." in text
    assert "Our answer comes by message to the address that you gave." in text
    with world.parts.doing(SYSTEM) as deed:
        case = deed.session.get_one(Case, newest(world)[0].id)
        reply(deed, case, "Dear Anna", Author("Inga Frick"))
    assert "Dear Anna" not in client.get(first).text  # it goes where it can be proven


def test_chat_always_begins_a_case_of_its_own_and_shows_its_answers(
    people: People, world: World
) -> None:
    client = people.client("nobody")
    first = begun(client, how="chat", draft=draft_of(client))
    theirs = newest(world)[0]
    second = begun(
        client, how="chat", draft=draft_of(client), text=f"See {theirs.reference}", name=""
    )

    case, message = newest(world)
    assert (case.channel, message.channel) == (CaseChannel.CHAT, CaseChannel.CHAT)
    assert case.id != theirs.id
    assert first != second
    with world.parts.doing(SYSTEM) as deed:
        reply(deed, deed.session.get_one(Case, case.id), "Open the filter.", Author("Inga Frick"))
    text = client.get(second).text
    assert "Open the filter." in text
    assert "Anna Beck" not in text  # only the address was typed
    assert "Our answer comes here." in text


def test_form_whose_words_name_another_case_joins_it_and_opens_no_page(
    people: People, world: World
) -> None:
    client = people.client("nobody")
    begun(client, draft=draft_of(client))
    case = newest(world)[0]

    where = begun(client, draft=draft_of(client), text=f"{case.reference}: it hums again")

    assert where == "/help/received"
    assert newest(world)[0].id == case.id


def test_complaint_is_one_with_its_promise_and_its_words_in_the_thread(
    people: People, world: World
) -> None:
    client = people.client("nobody")
    assert 'value="complaint" checked' in client.get("/help?about=complaint").text

    where = begun(client, about="complaint", draft=draft_of(client), text="Nobody came. Again.")

    case, message = newest(world)
    with world.parts.store.reading() as session:
        complaint = complaint_of_case(session, case.id)
        assert [row.text for row in thread_of_case(session, case.id)] == [message.text]
    assert complaint is not None
    assert complaint.state is ComplaintState.RECEIVED
    assert (case.kind, case.customer_id) == (CaseKind.COMPLAINT, world.customers[0].id)
    assert case.next_update_at == complaint.acknowledge_by_at
    assert "looks after your complaint." in client.get(where).text


def test_hours_are_told_honestly(people: People, world: World) -> None:
    client = people.client("nobody")
    assert "Somebody is here now, until 17:00." in client.get("/help").text

    world.clock.move_to(world.clock.now().replace(day=28, hour=12))  # a Saturday

    text = client.get("/help").text
    assert "Nobody is here at the moment. We are here again on Monday, 30 November" in text
    assert "hears from us by" in text
