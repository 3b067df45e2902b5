"""Merging two customers: found as a pair, looked at first, done by a press, parted again; by program, too."""

import pytest

from aftersales.records import Customer, Role, Scope
from tests.web.conftest import World
from tests.web.principals import People
from tests.web.test_customer_pages import page, sent


def test_pairs_are_listed_with_their_grounds(people: People, world: World) -> None:
    text = people.client(Role.SUPPORT).get("/customers/duplicates").text

    one, other = world.customers[0], world.customers[1]
    assert f'href="/customers/{one.id}/merge?with={other.id}"' in text
    assert "same telephone number" in text


def test_preview_says_what_moves_and_changes_nothing(people: People, world: World) -> None:
    one, other = world.customers[0], world.customers[1]
    support = people.client(Role.SUPPORT)
    before = world.dump()

    text = support.get(f"/customers/{one.id}/merge?with={other.id}").text

    assert "Maximiliane Hasler-Frommelt (C-0001) goes, Anna Beck (C-0000) stays." in text
    for each in ("Orders: 1", "Units: 1", "Contacts: 2", "These addresses are kept once:"):
        assert each in text, each
    assert world.dump() == before


def test_merged_customers_are_one_until_they_are_parted(people: People, world: World) -> None:
    one, other = world.customers[0], world.customers[1]
    support = people.client(Role.SUPPORT)

    status, text = sent(
        support, f"/customers/{one.id}/merge", loser=str(other.id), why="Asked on the telephone."
    )

    assert status == 200
    assert "Order O-0001" in page(people, world, "?kind=purchases")
    assert "Asked on the telephone." in text
    assert f'href="/customers/{one.id}"' in page(people, world, number=1)
    undo = text.partition(f"/customers/{one.id}/merges/")[2].partition("/undo")[0]
    _, text = sent(support, f"/customers/{one.id}/merges/{undo}/undo")
    assert "They are two customers again" in text
    assert "Order O-0001" in page(people, world, "?kind=purchases", number=1)


@pytest.mark.parametrize(("why", "number"), [("", 1), ("Same.", 0)])
def test_merge_that_cannot_be_is_refused_on_the_page(
    people: People, world: World, why: str, number: int
) -> None:
    one, other = world.customers[0], world.customers[number]

    status, text = sent(
        people.client(Role.SUPPORT), f"/customers/{one.id}/merge", loser=str(other.id), why=why
    )

    assert status == 422
    assert ("These two cannot become one" in text) is (number == 0)
    with world.parts.store.reading() as session:
        assert session.get_one(Customer, other.id).merged_into_id is None


def test_merge_of_somebody_else_is_not_undone(people: People, world: World) -> None:
    one, other, third = world.customers[:3]
    support = people.client(Role.SUPPORT)
    _, text = sent(support, f"/customers/{one.id}/merge", loser=str(other.id), why="Same.")
    undo = text.partition(f"/customers/{one.id}/merges/")[2].partition("/undo")[0]

    assert sent(support, f"/customers/{third.id}/merges/{undo}/undo")[0] == 404


def test_customers_are_merged_and_parted_by_program(people: People, world: World) -> None:
    shop = people.client("every scope")
    one, other = world.customers[0], world.customers[1]
    path = f"/api/v1/customers/{one.id}"

    doubles = people.client(Scope.CUSTOMERS_READ).get(f"{path}/duplicates").json()["items"]
    made = shop.post(f"{path}/merges", json={"loser": other.number, "reason": "Same person."})

    assert {
        "id": str(other.id),
        "number": "C-0001",
        "name": other.name,
        "grounds": ["phone"],
    } in doubles
    assert made.status_code == 201
    former = shop.get(f"/api/v1/customers/{other.id}").json()
    assert former["merged_into_id"] == str(one.id)
    orders = shop.get(f"/api/v1/orders?customer_id={one.id}").json()["items"]
    assert [each["number"] for each in orders] == ["O-0000", "O-0001"]
    undone = shop.post(f"{path}/merges/{made.json()['id']}/undo", json={})
    assert (undone.status_code, undone.json()["undone_at"] is not None) == (200, True)
    assert shop.get(f"{path}/merges").json()["items"] == [undone.json()]
