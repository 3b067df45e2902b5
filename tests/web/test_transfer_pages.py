"""Passing a product on, as its owner, its new owner and colleagues meet it; only a POST changes anything."""

import re

from fastapi.testclient import TestClient

from aftersales.notices.delivery import send_due
from aftersales.records import (
    Customer,
    Ownership,
    Registration,
    RegistrationState,
    Role,
    TransferState,
    Unit,
    UnitTransfer,
)
from tests.aftersales.conftest import all_of
from tests.web.conftest import World, text_of
from tests.web.principals import People
from tests.web.registered import registered_in

TO = {"name": "Jānis Ozols", "email": "janis@example.org", "language": "en"}
YES = {"name": "Jānis O. Ozols", "email": "jo@example.org", "language": "lv", "wants_safety": "yes"}


def page_in_mail(world: World, kind: str, to: str = "") -> str:
    """The newest link of a kind that went out."""
    send_due(world.parts)
    found: list[str] = [
        each
        for mail in world.mails()
        if to in str(mail["To"])
        for each in re.findall(rf"/{kind}/\S+", text_of(mail))
    ]
    return found[-1]


def transfer(world: World) -> UnitTransfer:
    return all_of(world.parts, UnitTransfer)[-1]


def offered(stranger: TestClient, world: World) -> str:
    """The owner's page, from which the unit was passed on."""
    own = f"/registration/{registered_in(world).active}"
    assert stranger.post(f"{own}/transfer", data=TO).status_code == 303
    return own


def test_owner_passes_it_on_and_the_new_one_says_yes_with_their_own_details(
    stranger: TestClient, world: World
) -> None:
    own = f"/registration/{registered_in(world).active}"
    before = stranger.get(own).text
    form = stranger.get(f"{own}/transfer").text
    stranger.post(f"{own}/transfer", data=TO)
    waiting = stranger.get(f"{own}/transfer").text
    theirs = page_in_mail(world, "transfer")
    asked = stranger.get(theirs).text

    missing = stranger.post(f"{theirs}/accept", data={**YES, "name": " "})
    done = stranger.post(f"{theirs}/accept", data=YES)
    thanked = stranger.get(theirs).text
    again = stranger.post(f"{theirs}/accept", data={**YES, "name": "Else"})

    certificate = stranger.get(page_in_mail(world, "registration", "jo@example.org")).text
    unit = all_of(world.parts, Unit)[-1]
    owner = all_of(world.parts, Customer)[-1]
    assert f"{own}/transfer" in before
    assert "What becomes of the covers" in form
    assert "Jānis Ozols can answer until" in waiting
    assert "Hasler" not in asked
    assert 'value="janis@example.org"' in asked
    assert (missing.status_code, done.status_code, again.status_code) == (422, 303, 303)
    assert 'id="name-error"' in missing.text
    assert 'value="jo@example.org"' in missing.text
    assert "It is yours now" in thanked
    assert (unit.customer_id, owner.name) == (owner.id, "Jānis O. Ozols")
    assert "Jānis O. Ozols" in certificate
    assert "Hasler" not in certificate
    assert stranger.get(own).status_code == 404


def test_link_alone_changes_nothing(stranger: TestClient, world: World) -> None:
    own = offered(stranger, world)
    before = transfer(world)
    for path in (page_in_mail(world, "transfer"), f"{own}/transfer"):
        stranger.get(path)

    assert transfer(world).model_dump() == before.model_dump()


def test_owner_takes_it_back_and_the_link_opens_nothing_any_more(
    stranger: TestClient, world: World
) -> None:
    own = offered(stranger, world)
    theirs = page_in_mail(world, "transfer")

    taken_back = stranger.post(f"{own}/transfer/withdraw")
    again = stranger.post(f"{own}/transfer/withdraw")

    assert (taken_back.status_code, again.status_code) == (303, 303)
    assert transfer(world).state is TransferState.WITHDRAWN
    assert stranger.get(theirs).status_code == 404
    assert stranger.post(f"{theirs}/accept", data=YES).status_code == 404
    assert all_of(world.parts, Ownership) == []


def test_whoever_does_not_take_it_is_forgotten(stranger: TestClient, world: World) -> None:
    offered(stranger, world)
    theirs = page_in_mail(world, "transfer")

    answer = stranger.post(f"{theirs}/decline")

    assert "we have forgotten your address" in answer.text
    assert (transfer(world).state, transfer(world).email) == (TransferState.DECLINED, "")
    assert stranger.get(theirs).status_code == 404


def test_wrong_address_and_too_many_offers_are_said_where_they_are_typed(
    stranger: TestClient, world: World
) -> None:
    own = f"/registration/{registered_in(world).active}"

    wrong = stranger.post(f"{own}/transfer", data={**TO, "email": "janis"})
    mine = stranger.post(f"{own}/transfer", data={**TO, "email": "max@example.org"})
    for _round in range(4):
        stranger.post(f"{own}/transfer", data=TO)
        stranger.post(f"{own}/transfer/withdraw")
    often = stranger.post(f"{own}/transfer", data=TO)

    assert (wrong.status_code, mine.status_code, often.status_code) == (422, 422, 429)
    assert 'value="Jānis Ozols"' in wrong.text
    assert "address of the present owner" in mine.text
    assert 'id="email-error"' in often.text


def test_only_a_confirmed_owner_passes_on(stranger: TestClient, world: World) -> None:
    asked = f"/registration/{registered_in(world).asked}"

    page = stranger.get(asked).text
    refused = stranger.post(f"{asked}/transfer", data=TO)

    assert "/transfer" not in page
    assert refused.status_code == 409
    assert all_of(world.parts, UnitTransfer) == []


def test_colleague_does_all_of_it_for_both_and_is_named(people: People, world: World) -> None:
    registered_in(world)
    support = people.client(Role.SUPPORT)
    unit = all_of(world.parts, Unit)[-1]
    path = f"/units/{unit.id}/owners"

    first = support.get(path).text
    wrong = support.post(f"/units/{unit.id}/transfers", data={**TO, "email": ""})
    support.post(f"/units/{unit.id}/transfers", data=TO)
    twice = support.post(f"/units/{unit.id}/transfers", data=TO)
    support.post(f"/transfers/{transfer(world).id}/withdraw")
    support.post(f"/units/{unit.id}/transfers", data=TO)
    offer = support.get(path).text
    missing = support.post(f"/transfers/{transfer(world).id}/accept", data={**YES, "email": ""})
    support.post(f"/transfers/{transfer(world).id}/accept", data=YES)
    shown = support.get(path).text

    assert "It has had one owner only." in first
    assert f"{path}" in support.get(f"/units/{unit.id}").text
    assert (wrong.status_code, twice.status_code, missing.status_code) == (422, 409, 422)
    assert "Offered to Jānis Ozols" in offer
    assert 'id="new_email-error"' in missing.text
    assert "Jānis O. Ozols, who has it from another owner" in shown
    assert "taken back" in shown
    assert "The new owner said yes" in shown
    assert shown.count("Support") >= 2
    assert next(each.state for each in all_of(world.parts, Registration)) is (
        RegistrationState.TRANSFERRED
    )


def test_shop_passes_a_unit_on(people: People, world: World) -> None:
    registered_in(world)
    shop = people.client(Role.SUPPORT)
    unit = all_of(world.parts, Unit)[-1]

    made = shop.post("/api/v1/transfers", json={"unit_id": str(unit.id), **TO})
    path = f"/api/v1/transfers/{made.json()['id']}"
    twice = shop.post("/api/v1/transfers", json={"unit_id": str(unit.id), **TO})
    back = shop.post(f"{path}/withdrawal")
    shop.post("/api/v1/transfers", json={"unit_id": str(unit.id), **TO})
    second = f"/api/v1/transfers/{transfer(world).id}"
    yes = shop.post(f"{second}/acceptance", json={"name": "Jānis", "email": "jo@example.org"})
    listed = shop.get("/api/v1/transfers").json()["items"]

    assert (made.status_code, twice.status_code, back.status_code) == (201, 409, 200)
    assert back.json()["state"] == "withdrawn"
    assert (yes.status_code, yes.json()["state"], yes.json()["channel"]) == (201, "active", "api")
    assert [each["state"] for each in listed] == ["withdrawn", "accepted"]
    assert "janis" not in str(listed)
