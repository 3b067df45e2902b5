"""A technician's tour as it stands on the page: the order of visits, the ways to them, and what to bring."""

import re
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from aftersales.deed import SYSTEM
from aftersales.queries.places import depot_by_code
from aftersales.queries.staff import technician_by_code
from aftersales.records import Location, Role
from aftersales.spares import StockPlace, add_spare_part, count_in, request_spare
from tests.web.conftest import World
from tests.web.principals import People
from web.pages.tour import navigation_link


def day_of(people: People) -> str:
    """The page of a technician's Monday, as they see it."""
    technician: TestClient = people.client(Role.TECHNICIAN)
    return technician.get(f"/technicians/{people.technician_code}/2026-11-23").text


def mine(people: People, world: World) -> list[str]:
    """The references of that technician's visits by planned start."""
    people.client(Role.TECHNICIAN)
    return [
        each.work_order.reference
        for each in world.visits()
        if each.lead.code == people.technician_code
    ]


def cards(page: str) -> list[str]:
    """The references of the visits in the order of the page."""
    return re.findall(r'<li class="card" id="([^"]+)"', page)


def test_the_next_visit_stands_first_and_what_is_over_is_folded_away(
    people: People, world: World
) -> None:
    first, *others = mine(people, world)
    before = day_of(people)
    visit = next(each for each in world.visits() if each.work_order.reference == first)
    for what in ("on_the_way", "arrived", "done"):
        people.client(Role.TECHNICIAN).post(
            f"/visits/{visit.appointment.id}/report", data={"what": what}
        )

    after = day_of(people)

    assert cards(before) == [first, *others]
    assert "<summary>Over" not in before
    assert cards(after) == [*others, first]
    assert cards(after.split("<summary>Over: 1</summary>")[1]) == [first]


def test_a_visit_under_way_is_the_next_one_whatever_was_planned(
    people: People, world: World
) -> None:
    *others, last = mine(people, world)
    visit = next(each for each in world.visits() if each.work_order.reference == last)

    people.client(Role.TECHNICIAN).post(
        f"/visits/{visit.appointment.id}/report", data={"what": "on_the_way"}
    )

    assert cards(day_of(people)) == [last, *others]


def test_whoever_drives_can_call_as_long_as_there_is_something_to_do(
    people: People, world: World
) -> None:
    reference = mine(people, world)[0]
    visit = next(each for each in world.visits() if each.work_order.reference == reference)
    card = day_of(people).split(f'id="{reference}"')[1].split("</li>")[0]
    for what in ("on_the_way", "arrived", "done"):
        people.client(Role.TECHNICIAN).post(
            f"/visits/{visit.appointment.id}/report", data={"what": what}
        )

    over = day_of(people).split("<summary>Over: 1</summary>")[1].split("</li>")[0]

    assert re.search(r'href="tel:\+423\d+"', card)
    assert "Bell at the side door" in card
    assert "tel:" not in over
    assert "geo:" not in over


def test_what_to_bring_says_where_it_lies(people: People, world: World) -> None:
    reference = mine(people, world)[0]
    order = next(each for each in world.visits() if each.work_order.reference == reference)
    with world.parts.doing(SYSTEM) as deed:
        depot = depot_by_code(deed.session, "D1")
        worker = technician_by_code(deed.session, people.technician_code)
        assert depot is not None
        assert worker is not None
        pump = add_spare_part(deed, code="PUMP-1", name="Drain pump")
        belt = add_spare_part(deed, code="BELT-2", name="Belt")
        seal = add_spare_part(deed, code="SEAL-3", name="Seal")
        count_in(deed, pump, StockPlace(depot_id=depot.id), 2)
        count_in(deed, belt, StockPlace(technician_id=worker.id), 1)
        for part, quantity in ((pump, 2), (belt, 1), (seal, 4)):
            request_spare(deed, order.work_order, part, quantity)

    page = day_of(people)

    said = re.findall(r"<li>(\d × [^<]+)</li>", page)
    assert said == [
        "2 × Drain pump (PUMP-1): from Schaan",
        "1 × Belt (BELT-2): in the van",
        "4 × Seal (SEAL-3): not here yet",
    ]


def test_the_list_and_the_map_carry_the_same_numbers(people: People, world: World) -> None:
    numbers = [str(number) for number, _each in enumerate(mine(people, world), 1)]

    page = day_of(people)

    assert re.findall(r'<li class="card"[^>]* data-stop="(\d)"', page) == numbers
    assert re.findall(r'<g class="stop c0" data-stop="(\d)"', page) == numbers


@pytest.mark.parametrize(
    ("agent", "link"),
    [
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141", "geo:47.1,9.5?q=47.1%2C9.5"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0)", "https://maps.apple.com/?daddr=47.1,9.5&"),
        ("", "geo:47.1,9.5?q=47.1%2C9.5"),
    ],
)
def test_the_way_is_shown_by_the_map_of_the_phone(agent: str, link: str) -> None:
    place = Location(
        id=UUID(int=1),
        territory_id=UUID(int=2),
        street="Burgweg",
        house_number="5",
        postcode="9496",
        town="Balzers",
        country="LI",
        latitude=47.1,
        longitude=9.5,
    )

    assert navigation_link(place, agent).startswith(link)


def test_only_a_technicians_own_day_may_be_kept_by_a_phone(people: People, world: World) -> None:
    mine(people, world)
    address = f"/technicians/{people.technician_code}/2026-11-23"

    own = people.client(Role.TECHNICIAN).get(address)
    seen_by_others = people.client(Role.DISPATCHER).get(address)

    assert own.headers["kept-for"] == str(people.signed_in(Role.TECHNICIAN).user_id)
    assert own.headers["cache-control"] == "no-store"
    assert seen_by_others.status_code == 200
    assert "kept-for" not in seen_by_others.headers
