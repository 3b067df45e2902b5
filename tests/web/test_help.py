"""The form for everybody: what happened becomes a case with its photographs, once, and nobody is written to too often."""

from __future__ import annotations

from fastapi.testclient import TestClient
from sqlmodel import col, select

from aftersales.queries.uploads import uploads_of
from aftersales.records import Case, CaseChannel, ThreadMessage
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
