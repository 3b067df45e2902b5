"""Returns on pages: the buyer's label, the number that is scanned, the form for whoever unpacks it."""

import pypdfium2
import pytest
from sqlmodel import select

from aftersales.deed import SYSTEM
from aftersales.notices.delivery import send_due
from aftersales.queries.uploads import uploads_of
from aftersales.records import Claim, Customer, GoodsReturn, Role
from tests.aftersales.test_certificates import text_of
from tests.web.conftest import World
from tests.web.conftest import text_of as whole
from tests.web.principals import People
from tests.web.returned import Returned, returns_in

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc000000301010093fc92ef0000000049454e44ae426082"
)
FOUND = {
    "condition": "used",
    "serial_read": "NW0000005",
    "checks": ["plate_read", "switched_on"],
    "finding": "customer_caused",
    "accessories": "2 hoses",
    "note": "Dropped.",
}


@pytest.fixture
def returned(world: World) -> Returned:
    return returns_in(world)


def row_of(world: World, reference: str) -> tuple[GoodsReturn, Claim]:
    with world.parts.store.reading() as session:
        row = session.exec(select(GoodsReturn).where(GoodsReturn.reference == reference)).one()
        return row, session.get_one(Claim, row.claim_id)


def test_buyer_sees_the_label_the_day_and_the_steps(people: People, returned: Returned) -> None:
    text = people.client("nobody").get(f"/return/{returned.token}").text

    assert returned.awaited in text
    assert "It should be here by Monday, 7 December." in text
    assert "Im Bretscha 22" in text
    assert "Unplug it." in text


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Unplug it."), ("lv", "Atvienojiet"), ("bn", "প্লাগ")],
)
def test_label_is_printed_in_the_buyers_language_and_names_nobody_outside(
    people: People, world: World, returned: Returned, language: str, said: str
) -> None:
    with world.parts.doing(SYSTEM) as deed:
        for person in deed.session.exec(select(Customer)):
            person.language = language
            deed.add(person)
    client = people.client("nobody")

    answers = [client.get(f"/return/{returned.token}/label.pdf") for _ in range(2)]

    text = text_of(answers[0].content)
    assert answers[0].headers["content-type"] == "application/pdf"
    assert answers[0].content == answers[1].content
    assert len(pypdfium2.PdfDocument(answers[0].content)) == 1
    assert said in text
    assert "LIECHTENSTEIN" in text
    assert returned.awaited in text
    assert not any(person.name in text for person in world.customers)


def test_link_that_was_made_up_opens_nothing(people: People) -> None:
    client = people.client("nobody")

    assert client.get("/return/nonsense").status_code == 404
    assert client.get("/return/nonsense/label.pdf").status_code == 404


def test_number_that_was_scanned_leads_to_its_return(people: People, returned: Returned) -> None:
    support = people.client(Role.SUPPORT)

    found = support.get(f"/returns?rma={returned.awaited.lower()}", follow_redirects=False)
    unknown = support.get("/returns?rma=RMA-0000000")

    assert (found.status_code, found.headers["location"]) == (303, f"/returns/{returned.awaited}")
    assert unknown.status_code == 404
    assert "There is no return with this number." in unknown.text


def test_list_shows_what_is_here_first(people: People, returned: Returned) -> None:
    text = people.client(Role.SUPPORT).get("/returns").text

    assert text.index(returned.arrived) < text.index(returned.awaited)


def test_inspection_keeps_what_was_found_and_the_claim_is_decided_again(
    people: People, world: World, returned: Returned
) -> None:
    answer = people.client(Role.SUPPORT).post(
        f"/returns/{returned.arrived}/inspect",
        data=FOUND,
        files={"files": ("plate.png", PIXEL, "image/png")},
        follow_redirects=True,
    )

    row, claim = row_of(world, returned.arrived)
    with world.parts.store.reading() as session:
        photographs = uploads_of(session, "claim", claim.id)
    assert (answer.status_code, "An accident or misuse" in answer.text) == (200, True)
    assert (row.state, row.checks, row.note) == (
        "inspected",
        ["plate_read", "switched_on"],
        "Dropped.",
    )
    assert (claim.state, claim.evidence, len(photographs)) == ("rejected", 1, 1)


@pytest.mark.parametrize(
    ("left_out", "said"),
    [("condition", "Choose how it looks."), ("finding", "Choose what you found")],
)
def test_inspection_says_what_is_missing_and_loses_nothing(
    people: People, world: World, returned: Returned, left_out: str, said: str
) -> None:
    form = {**FOUND, left_out: ""}

    answer = people.client(Role.SUPPORT).post(f"/returns/{returned.arrived}/inspect", data=form)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert "Dropped." in answer.text
    assert 'value="switched_on" checked' in answer.text
    assert row_of(world, returned.arrived)[0].state == "received"


def test_return_cannot_arrive_twice(people: People, returned: Returned) -> None:
    answer = people.client(Role.SUPPORT).post(f"/returns/{returned.arrived}/receive")

    assert answer.status_code == 409
    assert "Somebody was faster" in answer.text


def test_more_time_is_given_by_a_day_to_come(
    people: People, world: World, returned: Returned
) -> None:
    support, path = people.client(Role.SUPPORT), f"/returns/{returned.awaited}"

    refused = support.post(f"{path}/extend", data={"due_on": "soon"})
    support.post(f"{path}/extend", data={"due_on": "2027-01-08"})

    assert (refused.status_code, 'value="soon"' in refused.text) == (422, True)
    assert str(row_of(world, returned.awaited)[0].due_on) == "2027-01-08"
    assert support.get(f"{path}/label.pdf").status_code == 200


def test_refused_unit_is_sent_back_and_nothing_typed_is_lost(
    people: People, world: World, returned: Returned
) -> None:
    support, path = people.client(Role.SUPPORT), f"/returns/{returned.arrived}"
    assert "Send it back to the customer" not in support.get(path).text
    support.post(f"{path}/inspect", data=FOUND)
    assert "Send it back to the customer" in support.get(path).text

    refused = support.post(f"{path}/send-back", data={"carrier": "Omniva", "tracking": ""})
    support.post(f"{path}/send-back", data={"carrier": "Omniva", "tracking": "CC1LV"})
    again = support.post(f"{path}/send-back", data={"carrier": "Omniva", "tracking": "CC2LV"})

    assert (refused.status_code, 'value="Omniva"' in refused.text) == (422, True)
    assert (again.status_code, row_of(world, returned.arrived)[0].state) == (409, "sent_back")
    page = support.get(path).text
    assert "CC1LV" in page
    assert "It is here: tell the customer" not in page
    send_due(world.parts)
    (mail,) = world.mails("return_sent_back")
    assert "Omniva brings it to you. Its number there is CC1LV." in whole(mail)
