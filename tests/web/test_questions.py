"""Lists ask the database a fixed number of times, however many rows they show."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from aftersales.records import Role
from tests.web.claimed import claims_in
from tests.web.conftest import World
from tests.web.goodwill import refused_in
from tests.web.principals import People
from tests.web.returned import returns_in


@contextmanager
def questions(world: World) -> Iterator[list[str]]:
    """Every statement meanwhile."""
    asked: list[str] = []

    def listen(connection: object, cursor: object, statement: str, *more: object) -> None:
        asked.append(statement)

    engine = world.parts.store._engine
    event.listen(engine, "before_cursor_execute", listen)
    yield asked
    event.remove(engine, "before_cursor_execute", listen)


@pytest.mark.parametrize("path", ["/claims", "/returns"])
def test_list_asks_as_often_for_many_rows_as_for_few(
    people: People, world: World, path: str
) -> None:
    support = people.client(Role.SUPPORT)
    claims_in(world)
    support.get(path)
    with questions(world) as few:
        assert support.get(path).status_code == 200
    returns_in(world)
    refused_in(world)

    with questions(world) as many:
        assert support.get(path).status_code == 200

    assert len(many) == len(few)


def test_search_asks_as_often_for_many_units_as_for_one(people: People, world: World) -> None:
    support = people.client(Role.SUPPORT)
    support.post("/units/find", data={"asked": "NW0000000"})
    with questions(world) as few:
        one = support.post("/units/find", data={"asked": "NW0000000"})

    with questions(world) as many:
        all_of_them = support.post("/units/find", data={"asked": "555 0102"})

    assert one.text.count('<th scope="row">') == 1
    assert all_of_them.text.count('<th scope="row">') > 1
    assert len(many) == len(few)
