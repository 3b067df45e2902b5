"""What is known of a customer: handed out as one file, erased after everybody saw what that means."""

import json
from io import BytesIO
from random import Random
from zipfile import ZipFile

from aftersales.deed import SYSTEM
from aftersales.records import Customer, Role, UploadState
from aftersales.records.uploads import UploadKind
from aftersales.uploads import CleanFile, keep_file
from tests.web.claimed import claims_in
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.test_customer_pages import page, sent
from web.pages.privacy import IN_MEMORY


def test_page_says_what_goes_and_what_stays_and_changes_nothing(
    people: People, world: World
) -> None:
    claims_in(world)
    support = people.client(Role.SUPPORT)
    before = world.dump()

    text = support.get(f"/customers/{world.customers[0].id}/data").text

    for each in (
        "Still open; it would be ended first",
        "Contacts: 2",
        "Kept without names, addresses and texts",
        "Serials and decisions of claims stay until 1 January 20",
    ):
        assert each in text, each
    assert world.dump() == before


def test_file_holds_a_page_to_read_and_the_same_for_programs(people: People, world: World) -> None:
    person = world.customers[0]

    answer = people.client(Role.SUPPORT).post(f"/customers/{person.id}/export")

    assert answer.headers["content-disposition"] == 'attachment; filename="C-0000.zip"'
    with ZipFile(BytesIO(answer.content)) as packed:
        found = json.loads(packed.read("data.json"))
        readable = packed.read("index.html").decode()
    assert found["customer"][0]["name"] == "Anna Beck"
    assert "buyer0@example.org" in readable
    assert "Order O-0000" in readable
    assert "The data were handed out" in page(people, world)


def test_file_of_a_customer_with_many_photographs_is_whole(people: People, world: World) -> None:
    person = world.customers[0]
    content = b""
    with world.parts.doing(SYSTEM) as deed:
        for number in range(8):  # noise, for it does not shrink
            content = Random(number).randbytes(800_000)
            name = f"photo-{number}.heic"
            file = CleanFile(
                name=name, kind=UploadKind.HEIC, content=content, state=UploadState.UNSCANNED
            )
            keep_file(deed, deed.session.get_one(Customer, person.id), file)

    answer = people.client(Role.SUPPORT).post(f"/customers/{person.id}/export")

    assert len(answer.content) > IN_MEMORY
    with ZipFile(BytesIO(answer.content)) as packed:
        assert packed.testzip() is None
        names = [each for each in packed.namelist() if each.startswith("files/")]
        last = next(each for each in names if each.endswith("photo-7.heic"))
        assert (len(names), packed.read(last)) == (8, content)


def test_data_are_erased_after_two_ticks(people: People, world: World) -> None:
    person, support = world.customers[0], people.client(Role.SUPPORT)
    path = f"/customers/{person.id}"

    assert sent(support, f"{path}/erase")[0] == 422
    status, text = sent(support, f"{path}/erase", sure="erase")
    assert (status, "Something is still open." in text) == (422, True)
    with world.parts.store.reading() as session:
        assert session.get_one(Customer, person.id).name == "Anna Beck"
    answer = support.post(f"{path}/erase", data={"sure": ["end", "erase"]}, follow_redirects=True)

    assert answer.status_code == 200
    assert "The data of this customer were erased" in answer.text
    assert "Nothing is kept that leads to the person." in answer.text
    assert "Anna" not in answer.text
    assert "buyer0@example.org" not in answer.text


def test_data_are_handed_out_and_erased_by_program(people: People, world: World) -> None:
    shop, path = people.client("every scope"), f"/api/v1/customers/{world.customers[0].id}"

    tables = shop.post(f"{path}/exports", json={}).json()["tables"]
    refused = shop.post(f"{path}/erasure", json={})
    made = shop.post(f"{path}/erasure", json={"is_open_ended": True})

    assert tables["contact"][0]["address"] == "buyer0@example.org"
    assert refused.status_code == 409
    assert (made.status_code, made.json()["counts"]["contact"]) == (201, 2)
    assert shop.get(path).json()["name"] == "…"
