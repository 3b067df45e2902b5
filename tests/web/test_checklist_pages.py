"""The checklists of kinds of work, as staff read and managers write them."""

from aftersales.queries.catalogue import work_types
from aftersales.records import Role
from tests.web.conftest import World
from tests.web.principals import People


def test_a_manager_writes_what_technicians_check(people: People, world: World) -> None:
    manager = people.client(Role.MANAGER)
    with world.parts.store.reading() as session:
        kind = work_types(session)[0]
    path = f"/checklists/{kind.id}"

    empty = people.client(Role.SUPPORT).get(path).text
    kept = manager.post(path, data={"points": "Tight\nWater pressure [bar]\n"})

    assert "Nothing is checked at this work yet." in empty
    assert (kept.status_code, kept.headers["location"]) == (303, "/checklists")
    assert "Tight\nWater pressure [bar]</textarea>" in manager.get(path).text
    read = people.client(Role.SUPPORT).get(path).text
    assert "<li>Tight</li><li>Water pressure [bar]</li>" in read
    assert "<textarea" not in read
    assert '<td class="number">2</td>' in manager.get("/checklists").text


def test_a_list_that_cannot_be_keeps_what_was_typed(people: People, world: World) -> None:
    manager = people.client(Role.MANAGER)
    with world.parts.store.reading() as session:
        kind = work_types(session)[0]
    before = world.dump()

    refused = manager.post(f"/checklists/{kind.id}", data={"points": "Tight\nTight"})

    assert refused.status_code == 422
    assert "Write at most 40 points" in refused.text
    assert "Tight\nTight</textarea>" in refused.text
    assert world.dump() == before


def test_support_writes_none(people: People, world: World) -> None:
    with world.parts.store.reading() as session:
        kind = work_types(session)[0]

    answer = people.client(Role.SUPPORT).post(f"/checklists/{kind.id}", data={"points": "Tight"})

    assert answer.status_code == 403
